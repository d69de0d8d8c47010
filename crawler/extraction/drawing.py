"""What drawing a text from a body came to, and what became of each block on the way."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from crawler.extraction.furniture.escaped import without_pixels
from crawler.extraction.furniture.rules import Verdict
from crawler.extraction.policy.assembly import sifted
from crawler.extraction.reading.letters import shortened
from monitor.core.records import FetchFailure, JudgedBlock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from crawler.extraction.reading.runs import Button, Page, Run
    from monitor.core.records import Document

BUTTON, STRUCK, SELECTOR, UNSHOWN, NO_POLICY = "button", "struck out", "your selector", "text not shown", "no policy"
PART, REST = "part of the page", "rest of the page"
OTHER_VERDICTS = {
    BUTTON: "leaves out what a button says; it is no text of the page",
    STRUCK: "leaves out what is struck out: a page shows it as what no longer holds",
    SELECTOR: "keeps what `--include` names and leaves out all else, and what `--exclude` names",
    PART: "keeps what the page's scripts hold under the name that the address has after “#”, and only that",
    REST: "leaves out what stands outside the part that the address names after “#”",
    UNSHOWN: "keeps a policy that the page holds and does not show, where it shows next to nothing, and only that",
    NO_POLICY: "leaves out all of a page or file that is none as a whole: an error page, a request for consent",
}
"""What decides about blocks beside the rules, by the name that verdicts bear."""
_BUTTON = Verdict(BUTTON, "what a button says is no text of the page")
_STRUCK = Verdict(STRUCK, "it is struck out, so it no longer holds")
_LENGTH = 1_000  # characters of a block that are told; it is recognised by fewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A text that was drawn.

    Args:
        result: the document, or why there is none.
        blocks: works out what became of each block of the body; only who asks pays for it.
    """

    result: Document | FetchFailure
    blocks: Callable[[], list[JudgedBlock]] = list


def judged(text: str, verdict: Verdict) -> JudgedBlock:
    """Return a block with its verdict, cut where it is long."""
    return JudgedBlock(text=shortened(text, _LENGTH), kept=verdict.kept, rule=verdict.rule, because=verdict.because)


def judged_runs(runs: Sequence[Run], verdict: Verdict) -> list[JudgedBlock]:
    """Judge runs that share a verdict by the rules for any text.

    Args:
        runs: in reading order.
        verdict: on those that no rule takes.
    """
    clean = without_pixels(runs)
    left_out = sifted(runs).left_out if verdict.kept else {}
    return [
        judged(run.text if at in left_out else clean[at].text, left_out.get(at, verdict)) for at, run in enumerate(runs)
    ]


def judged_page(page: Page, parted: Page, verdicts: Mapping[int, Verdict]) -> list[JudgedBlock]:
    """Return the blocks of a page, its buttons and what is struck out on it, in reading order.

    Args:
        page: the walked page.
        parted: the same page, walked with blanks between elements; what is left out is told as it stands there.
        verdicts: on all its runs, by place.
    """
    others = page if len(parted.runs) != len(page.runs) or len(parted.buttons) != len(page.buttons) else parted
    blocks: list[JudgedBlock] = []
    clean = without_pixels(page.runs)
    beside = [
        (button.at, judged(_parted(button, other), _BUTTON))
        for button, other in zip(page.buttons, others.buttons, strict=True)
    ]
    beside += [(struck.at, judged(struck.text, _STRUCK)) for struck in page.struck]
    waiting = iter(sorted(beside, key=itemgetter(0)))
    other = next(waiting, None)
    for at in range(len(page.runs) + 1):
        while other is not None and other[0] <= at:
            blocks.append(other[1])
            other = next(waiting, None)
        if at < len(page.runs):
            text = clean[at].text if verdicts[at].kept else _parted(page.runs[at], others.runs[at])
            blocks.append(judged(text, verdicts[at]))
    return blocks


def _parted(one: Run | Button, other: Run | Button) -> str:
    """Return a text with the blanks of its other form, where that says the same."""
    return other.text if one.text.replace(" ", "") == other.text.replace(" ", "") else one.text


def refused(blocks: Iterable[JudgedBlock], failure: FetchFailure) -> list[JudgedBlock]:
    """Return the blocks of what is no policy as a whole: none is kept."""
    because = f"nothing is kept of this: {failure.kind.value.replace('_', ' ')}"
    because = f"{because} ({failure.detail})" if failure.detail else because
    return [
        JudgedBlock(text=block.text, kept=False, rule=NO_POLICY, because=because) if block.kept else block
        for block in blocks
    ]
