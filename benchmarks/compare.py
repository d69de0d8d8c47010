"""Print how long comparing takes, in CPU milliseconds: best of five each (quick: of two), on texts made up here.

python benchmarks/compare.py [--quick]
"""

from __future__ import annotations

import argparse
import random
import time

from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.records import Block, BlockKind, Document, PolicyText

WORDS = 20_000
_SYLLABLES = [
    "ta",
    "re",
    "mi",
    "con",
    "pro",
    "da",
    "ven",
    "so",
    "li",
    "cu",
    "ra",
    "to",
    "ne",
    "ma",
    "per",
    "si",
    "do",
    "fa",
    "lo",
    "ge",
]
_COMMON = [
    "we",
    "you",
    "the",
    "data",
    "of",
    "and",
    "your",
    "to",
    "for",
    "with",
    "our",
    "may",
    "not",
    "share",
    "keep",
    "use",
    "collect",
    "partners",
    "consent",
    "years",
    "5",
    "10",
]


def made_up(seed: int, words: int = WORDS, a_clause: int = 40) -> list[Block]:
    """Return headings and paragraphs of about so many words, half of them common, half of a vocabulary of 4,000."""
    chance = random.Random(seed)
    vocabulary = ["".join(chance.choices(_SYLLABLES, k=3)) for _ in range(4_000)]
    blocks: list[Block] = []
    left = words
    while left > 0:
        if len(blocks) % 8 == 0:
            blocks.append(Block(kind=BlockKind.HEADING, text=" ".join(chance.choices(vocabulary, k=3)), level=2))
        length = chance.randint(a_clause // 2, a_clause * 3 // 2) if a_clause > 1 else 1
        text = " ".join(chance.choice(_COMMON if chance.random() < 0.5 else vocabulary) for _ in range(length))
        blocks.append(Block(kind=BlockKind.PARAGRAPH, text=text.capitalize() + "."))
        left -= length
    return blocks


def edited(blocks: list[Block], edits: int) -> list[Block]:
    """Return the blocks with so many of them reworded, removed, added or moved."""
    chance = random.Random(edits)
    new = list(blocks)
    for number in range(edits):
        place = chance.randrange(len(new))
        block = new[place]
        if number % 4 == 0:
            new[place] = Block(kind=block.kind, text=block.text.replace(" ", " reworded ", 2), level=block.level)
        elif number % 4 == 1:
            del new[place]
        elif number % 4 == 2:
            new.insert(place, Block(kind=BlockKind.PARAGRAPH, text=f"A new clause number {number} about partners."))
        else:
            new.insert(chance.randrange(len(new)), new.pop(place))
    return new


def drawn(blocks: list[Block]) -> PolicyText:
    """Return a drawn document of the blocks."""
    return policy_text(Document(title="", language="en", stated_date=None, extractor="bench", blocks=tuple(blocks)))


def milliseconds(old: list[Block], new: list[Block], times: int) -> tuple[float, int]:
    """Return the best CPU time of some comparisons and the number of changes."""
    before, after = drawn(old), drawn(new)
    taken = []
    for _ in range(times):
        _warm_nothing()
        start = time.process_time()
        comparison = compare(before, after)
        taken.append(time.process_time() - start)
    return 1_000 * min(taken), len(comparison.changes)


def _warm_nothing() -> None:
    """Forget what earlier comparisons remembered, so that each starts cold."""
    from monitor.core import text  # noqa: PLC0415 -- private caches, touched here only
    from monitor.core.significance import lexicon  # noqa: PLC0415 -- the same

    text._remembered_words.cache_clear()  # noqa: SLF001
    lexicon._remembered_hits.cache_clear()  # noqa: SLF001


def main() -> None:
    """Print one line a case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="each comparison twice, not five times")
    times = 2 if parser.parse_args().quick else 5
    policy = made_up(1)
    one_word = made_up(2, a_clause=1)
    huge = [Block(kind=BlockKind.ROW, text="".join(f"{block.text} " for block in made_up(3, 150_000)))]
    cases = {
        "20,000 words, the same": (policy, list(policy)),
        "20,000 words, 1 edit": (policy, edited(policy, 1)),
        "20,000 words, 40 edits": (policy, edited(policy, 40)),
        "20,000 words, unrelated": (policy, made_up(4)),
        "20,000 words, backwards": (policy, policy[::-1]),
        "20,000 clauses of one word, unrelated": (one_word, made_up(5, a_clause=1)),
        "20,000 clauses of one word, backwards": (one_word, one_word[::-1]),
        "one clause of 1 MB, 1 edit": (huge, [Block(kind=BlockKind.ROW, text=huge[0].text.replace(" ", " new ", 1))]),
        "one clause of 1 MB, unrelated": (huge, [Block(kind=BlockKind.ROW, text=huge[0].text[::-1])]),
    }
    for name, (old, new) in cases.items():
        best, changes = milliseconds(old, new, times)
        print(f"{name:40} {best:9.1f} ms {changes:7} changes", flush=True)


if __name__ == "__main__":
    main()
