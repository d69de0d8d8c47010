"""Two versions of a text that are as hard to compare as they can be, by name and of so many clauses."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from benchmarks.shapes.filling import SENTENCE
from monitor.core.records import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable


def _paragraphs(texts: list[str]) -> list[Block]:
    return [Block(kind=BlockKind.PARAGRAPH, text=text) for text in texts]


def _words(seed: int, count: int, of: int = 4_000) -> list[str]:
    chance = Random(seed)
    return [f"w{chance.randrange(of)}" for _ in range(count)]


def _clauses(seed: int, count: int, length: int = 12, of: int = 4_000) -> list[str]:
    drawn = _words(seed, count * length, of)
    return [" ".join(drawn[at : at + length]) for at in range(0, len(drawn), length)]


def _headed(texts: list[str], each: int = 1) -> list[Block]:
    blocks: list[Block] = []
    for number, text in enumerate(texts):
        if number % each == 0:
            blocks.append(Block(kind=BlockKind.HEADING, text=f"Section {number // each}", level=2))
        blocks.append(Block(kind=BlockKind.PARAGRAPH, text=text))
    return blocks


def _policy(count: int, what: str = "partners") -> list[str]:
    return [f"{number} We may share your personal data with {what} for {number} days." for number in range(count)]


Texts = tuple[list[Block], list[Block]]
PAIRS: dict[str, Callable[[int], Texts]] = {
    "the same": lambda n: (_paragraphs(_clauses(1, n)), _paragraphs(_clauses(1, n))),
    "all different": lambda n: (_paragraphs(_clauses(1, n)), _paragraphs(_clauses(2, n))),
    "all different policies": lambda n: (
        _paragraphs(_policy(n)),
        _paragraphs([f"{t} x{i}" for i, t in enumerate(_policy(n, "nobody"))]),
    ),
    "strangers": lambda n: (_paragraphs(_clauses(1, n, of=10**9)), _paragraphs(_clauses(2, n, of=10**9))),
    "backwards": lambda n: (_paragraphs(_clauses(1, n)), _paragraphs(_clauses(1, n)[::-1])),
    "policies backwards": lambda n: (_paragraphs(_policy(n)), _paragraphs(_policy(n)[::-1])),
    "shuffled": lambda n: (_paragraphs(_clauses(1, n)), _paragraphs(Random(3).sample(_clauses(1, n), n))),
    "boilerplate with a number": lambda n: (
        _paragraphs([f"Partner {i} may process your data for us." for i in range(n)]),
        _paragraphs([f"Partner {i + n} may process your data for us." for i in range(n)]),
    ),
    "boilerplate with another number": lambda n: (
        _paragraphs([f"We keep item {i} for {i % 50} days." for i in range(n)]),
        _paragraphs([f"We keep item {i} for {i % 50 + 1} days." for i in range(n)]),
    ),
    "one clause again and again": lambda n: (_paragraphs([SENTENCE] * n), _paragraphs([SENTENCE] * (n + n // 2))),
    "two clauses in turn": lambda n: (
        _paragraphs(["We share.", "We keep."] * (n // 2)),
        _paragraphs(["We keep.", "We share."] * (n // 2)),
    ),
    "one word, the same few": lambda n: (_paragraphs(_words(1, n, 30)), _paragraphs(_words(2, n, 30))),
    "one word, different": lambda n: (_paragraphs(_words(1, n)), _paragraphs(_words(2, n))),
    "one word, all others": lambda n: (
        _paragraphs([f"a{i}" for i in range(n)]),
        _paragraphs([f"b{i}" for i in range(n)]),
    ),
    "one word, backwards": lambda n: (
        _paragraphs([f"a{i}" for i in range(n)]),
        _paragraphs([f"a{n - i}" for i in range(n)]),
    ),
    "each reworded": lambda n: (_paragraphs(_clauses(1, n)), _paragraphs([f"{t} added" for t in _clauses(1, n)])),
    "each policy reworded": lambda n: (
        _paragraphs(_policy(n)),
        _paragraphs([t.replace("may", "will") + f" {i}" for i, t in enumerate(_policy(n))]),
    ),
    "every second gone": lambda n: (_paragraphs(_clauses(1, n)), _paragraphs(_clauses(1, n)[::2])),
    "all new": lambda n: ([], _paragraphs(_policy(n))),
    "split": lambda n: (
        _paragraphs([f"{a} {b}" for a, b in zip(_clauses(1, n), _clauses(2, n), strict=True)]),
        _paragraphs([text for pair in zip(_clauses(1, n), _clauses(2, n), strict=True) for text in pair]),
    ),
    "one clause in as many pieces": lambda n: (_paragraphs([" ".join(_clauses(1, n))]), _paragraphs(_clauses(1, n))),
    "words repeated in both": lambda n: (
        _paragraphs(["we " * 40 + str(i) for i in range(n // 4)]),
        _paragraphs(["we " * 41 + str(i) for i in range(n // 4)]),
    ),
    "one long clause, edited": lambda n: (
        _paragraphs([" ".join(_clauses(1, n))]),
        _paragraphs([" ".join(_clauses(1, n)).replace("w1", "x1")]),
    ),
    "one long clause, another": lambda n: (
        _paragraphs([" ".join(_clauses(1, n))]),
        _paragraphs([" ".join(_clauses(2, n))]),
    ),
    "headings renamed": lambda n: (
        _headed(_clauses(1, n)),
        [b._replace(text=f"{b.text} now") if b.level else b for b in _headed(_clauses(1, n))],
    ),
    "headings all others": lambda n: (
        _headed(_clauses(1, n)),
        [b._replace(text=f"Part {i}") if b.level else b for i, b in enumerate(_headed(_clauses(1, n)))],
    ),
    "headings in another order": lambda n: (
        _headed(_clauses(1, n)),
        [b for pair in list(zip(*[iter(_headed(_clauses(1, n)))] * 2, strict=True))[::-1] for b in pair],
    ),
    "clauses under other headings": lambda n: (_headed(_clauses(1, n), 2), _headed(_clauses(1, n)[1:], 2)),
    "headings as text": lambda n: (
        _headed(_clauses(1, n)),
        [b._replace(kind=BlockKind.PARAGRAPH, level=0) for b in _headed(_clauses(1, n))],
    ),
    "headings alone": lambda n: (
        [Block(kind=BlockKind.HEADING, text=f"A {i}", level=2) for i in range(n)],
        [Block(kind=BlockKind.HEADING, text=f"B {i}", level=2) for i in range(n)],
    ),
    "one heading again and again": lambda n: (
        [Block(kind=BlockKind.HEADING, text="Rights", level=2), *_paragraphs(["We share."])] * (n // 2),
        [Block(kind=BlockKind.HEADING, text="Rights", level=2), *_paragraphs(["We keep."])] * (n // 2),
    ),
    "rows of a table": lambda n: (
        [Block(kind=BlockKind.ROW, text=f"Acme {i} Inc. | Purpose: ads | {i} days") for i in range(n)],
        [Block(kind=BlockKind.ROW, text=f"Acme {i} Inc. | Purpose: ads | {i + 1} days") for i in range(n)],
    ),
    "a term renamed throughout": lambda n: (
        _paragraphs([f"Partner {i} gets it" for i in range(n)]),
        _paragraphs([f"Agent {i} gets it" for i in range(n)]),
    ),
    "Han clauses": lambda n: (
        _paragraphs([f"我们收集个人信息第{i}条" for i in range(n)]),
        _paragraphs([f"我们共享个人信息第{i}条" for i in range(n)]),
    ),
    "fields": lambda n: (
        _paragraphs([f"Phone: {i}" for i in range(n)]),
        _paragraphs([f"Phone: {i + n}" for i in range(n)]),
    ),
}
