"""An HTML page, or a part of it, to a document: parse, walk, leave furniture out, find the region."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extraction.drawing import PART, REST, SELECTOR, UNSHOWN, Drawing, judged_page, judged_runs, refused
from crawler.extraction.frames import framed_address
from crawler.extraction.furniture.around_policy import PREFACE, PROMOTION, STRIPS
from crawler.extraction.furniture.element_rules import pruned
from crawler.extraction.furniture.gates import only_stops
from crawler.extraction.furniture.prompts import only_asks
from crawler.extraction.furniture.rules import Rule, Text, Verdict, quoted, sift
from crawler.extraction.furniture.toggles import settled
from crawler.extraction.guards import MIN_WORDS, no_policy
from crawler.extraction.policy.assembly import document, sifted
from crawler.extraction.policy.belonging import policy_of
from crawler.extraction.policy.contents import LABELS
from crawler.extraction.policy.editions import Wanted
from crawler.extraction.policy.engine import second_opinion
from crawler.extraction.policy.known_text import recalled_runs
from crawler.extraction.policy.named_state import value_named
from crawler.extraction.policy.opened import with_opened
from crawler.extraction.policy.state import FEW_WORDS, may_hold_policy, state_runs, value_runs
from crawler.extraction.policy.unshown import element_runs
from crawler.extraction.reading.html import MAX_TAGS
from crawler.extraction.reading.parts import cut_out
from crawler.extraction.reading.runs import SENTENCE_WORDS, TooCostlyError
from crawler.extraction.reading.selectors import excluded, included, is_too_hard, take_out
from crawler.extraction.reading.walk import walk
from crawler.extraction.unfilled import is_unfilled
from monitor.core.failure_words import FRAMED
from monitor.core.records import BlockKind, FailureKind, FetchFailure
from monitor.core.text import word_count
from monitor.core.urls import page_of, part_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from crawler.extraction.furniture.rules import Sifted
    from crawler.extraction.furniture.scene import Scene
    from crawler.extraction.policy.belonging import Found
    from crawler.extraction.reading.reading import Reading
    from crawler.extraction.reading.runs import Page, Run
    from monitor.core.records import Document, JudgedBlock

_AROUND = ("header", "nav", "footer")  # where sites have a small login on every page
_MOST_FIELDS = 20  # for a password that are looked at; a guess: to change one takes three
# What a page may be that holds its policy in the state of its scripts: a shell that shows nothing of its own.
_UNSAID = (FailureKind.EMPTY, FailureKind.CONSENT, FailureKind.LOGIN)
_TIMES = 3  # as many words as are shown; a guess: halved or doubled, none of 338 real pages and 111 of ours differs
AROUND_RULES: tuple[Rule[Text], ...] = (PREFACE, STRIPS, PROMOTION, LABELS)
"""What is left out of a text for what stands around it on its page."""
_SELECTED = Verdict(SELECTOR, "it stands in what --include names", kept=True)
_UNSELECTED = Verdict(SELECTOR, "it stands outside what --include names")
_EXCLUDED = Verdict(SELECTOR, "it stands in what --exclude names")
_ELSEWHERE = Verdict(REST, "it stands outside the part that the address names")
_PLACES = {
    "textarea": "a field of text",
    "noscript": "the part for readers without scripts",
    "state": "the state of the page's scripts",
    "template": "a template",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A page and what is known of it.

    Args:
        reading: the page.
        wanted: its address, title and declared language.
        known: the clauses of the watch's last snapshot.
        least: words below which there is no policy.
        part: the name of the part of the page that is meant, "" for the whole.
    """

    reading: Reading
    wanted: Wanted
    known: Collection[str]
    least: int
    part: str = ""


def page_drawing(
    reading: Reading,
    *,
    include: str = "",
    exclude: str = "",
    known: Collection[str] = (),
    least: int = MIN_WORDS,
) -> Drawing:
    """Draw a document from a page.

    Args:
        reading: the page; its address tells its own policy among those its scripts hold, and with a fragment the part
            of the page that is meant. Of that part only, no words are too few.
        include: CSS or XPath selector of what to read, "" to find it.
        exclude: CSS or XPath selector of what to leave out.
        known: the clauses of the watch's last snapshot; they help to find the policy again.
        least: words below which there is no policy.

    Returns:
        The document, or why there is none: selector, blocked, soft_404, consent, login, empty, too_large, too_costly;
        with what became of each block.
    """
    if reading.is_too_large:
        return _failed(FailureKind.TOO_COSTLY, f"more than {MAX_TAGS:,} tags")
    tree = reading.tree
    if tree is None:
        return _failed(FailureKind.EMPTY, "the page has no content")
    root, title, declared = tree.root, tree.title, tree.language
    if (include or exclude) and is_too_hard(root, include, exclude):
        return _failed(FailureKind.TOO_COSTLY, "too many or too deep elements to try selectors on")
    part = part_of(reading.url)
    if include or exclude or part:
        root = deepcopy(root)  # what is taken out of the tree, others who read the page still see
    gone = excluded(root, exclude) if exclude else []
    root = root if include else with_opened(root, title=title, part=part)
    beside = cut_out(root, part, is_bare=not include) if part else []
    wanted = Wanted(url=reading.url, title=title, language=declared)
    source = _Source(reading=reading, wanted=wanted, known=known, least=1 if part else least, part=part)
    try:
        if beside is None:
            drawing = _stored(source) or _missing(source)
        elif include:
            drawing = _selected(root, include, title=title, declared=declared)
        else:
            drawing = _found(root, source)
            if part and _is_bare(drawing.result):
                drawing = _stored(source) or _bare(drawing, part)
    except TooCostlyError as error:
        return _failed(FailureKind.TOO_COSTLY, str(error))
    taken = [(gone, _EXCLUDED), (beside or [], _ELSEWHERE)]
    if not any(elements for elements, _ in taken):
        return drawing
    return replace(
        drawing,
        blocks=lambda: [
            *drawing.blocks(),
            *(
                block
                for elements, verdict in taken
                for one in elements
                for block in judged_runs(_parted(one).runs, verdict)
            ),
        ],
    )


def _stored(source: _Source) -> Drawing | None:
    """Draw the part of a name from the state of the page's scripts, None where they hold none."""
    if not may_hold_policy(source.reading):
        return None
    found = value_named(source.reading.state, source.part)
    runs = [] if found is None else sift((PREFACE,), Text(runs=value_runs(found.value, source.wanted))).runs
    if found is None or not runs:
        return None
    taken = Verdict(PART, f"it is {quoted(source.part)} in {_PLACES['state']}", kept=True)
    drawn = document(sifted(runs), title=found.title, declared=source.wanted.language, way="state")
    return Drawing(result=_titled(drawn, source), blocks=lambda: judged_runs(runs, taken))


def _missing(source: _Source) -> Drawing:
    """Say why a page has not the part it is read for: it is another page, such as a wall, or was rebuilt."""
    whole = page_drawing(replace(source.reading, url=page_of(source.reading.url)), known=source.known)
    if isinstance(whole.result, FetchFailure):
        return whole
    failure = FetchFailure(kind=FailureKind.SELECTOR, detail=f"the page has no part {quoted(source.part)}")
    return Drawing(result=failure, blocks=lambda: refused(whole.blocks(), failure))


def _is_bare(drawn: Document | FetchFailure) -> bool:
    """Tell whether nothing was drawn of a part, or no more than its title."""
    if isinstance(drawn, FetchFailure):
        return drawn.kind is FailureKind.EMPTY
    is_label = len(drawn.blocks) == 1 and word_count(drawn.blocks[0].text) < SENTENCE_WORDS
    return is_label or all(block.kind is BlockKind.HEADING for block in drawn.blocks)


def _bare(drawing: Drawing, part: str) -> Drawing:
    failure = FetchFailure(kind=FailureKind.SELECTOR, detail=f"the part {quoted(part)} of the page holds no text")
    return Drawing(result=failure, blocks=lambda: refused(drawing.blocks(), failure))


def _titled(drawn: Document, source: _Source) -> Document:
    return drawn if drawn.title else replace(drawn, title=source.wanted.title)


def _failed(kind: FailureKind, detail: str) -> Drawing:
    return Drawing(result=FetchFailure(kind=kind, detail=detail))


def _found(root: HtmlElement, source: _Source) -> Drawing:
    """Find the policy on the page, or in what it holds and does not show where it shows next to nothing."""
    title, declared = source.wanted.title, source.wanted.language
    page = settled(walk(root), title)
    recalled = recalled_runs(page, source.known)
    scene = pruned(page, recalled)
    found = policy_of(scene, lambda: second_opinion(root, len(page.nodes)), recalled)
    around = sift(AROUND_RULES, Text(runs=found.runs, page=page))
    runs = around.runs
    words = 0 if not source.part and is_unfilled(page, runs) else sum(run.words for run in runs)
    failure = no_policy(
        words,
        f"{title}\n" + "\n".join(run.text for run in page.runs[:60]),
        "" if source.part else source.reading.markup or "",
        drawn="\n".join(run.text for run in runs),
        asks=_asked_by(scene, () if source.part else root.iter("input"))
        if words < MIN_WORDS
        else FailureKind.CONSENT
        if only_asks(page) or (not recalled and only_stops(page, title))
        else None,
        least=source.least,
    )
    if failure is None or failure.kind in _UNSAID:
        for way, held in _held(root, source, is_shown=words > FEW_WORDS):
            if sum(run.words for run in held) > max(FEW_WORDS, _TIMES * words):
                return _unshown(root, page, held, title=title, declared=declared, way=way)
    is_bare = words < MIN_WORDS and not any(run.is_sentence for run in runs)
    if failure or is_bare:
        failure = _framed(failure, source)
    if failure:
        return Drawing(
            result=failure, blocks=lambda: refused(_blocks(root, page, found, around, sifted(runs)), failure)
        )
    inside = set(map(id, runs))
    beside = [run.text for run in page.runs if id(run) not in inside and run.words <= MIN_WORDS]
    last = sifted(runs)
    drawn = document(last, title="" if source.part else title, declared=declared, beside=beside, way="html")
    return Drawing(result=_titled(drawn, source), blocks=lambda: _blocks(root, page, found, around, last))


def _framed(failure: FetchFailure | None, source: _Source) -> FetchFailure | None:
    """Return a failure that names the frame in which the text of a page stands, where it says next to nothing."""
    is_empty = failure is None or failure.kind in {FailureKind.EMPTY, FailureKind.NOT_A_POLICY}
    address = framed_address(source.reading) if is_empty and not source.part else ""
    return FetchFailure(kind=FailureKind.EMPTY, detail=f"{FRAMED}{address}") if address else failure


def _parted(root: HtmlElement) -> Page:
    return settled(walk(root, is_parted=True))


def _blocks(root: HtmlElement, page: Page, found: Found, around: Sifted, last: Sifted) -> list[JudgedBlock]:
    """Return what became of each block: what the last of the rules that named it said."""
    verdicts = dict(found.verdicts)
    verdicts |= {found.places[at]: verdict for at, verdict in around.left_out.items()}
    places = [found.places[at] for at in around.places]
    return judged_page(page, _parted(root), verdicts | {places[at]: verdict for at, verdict in last.left_out.items()})


def _unshown(root: HtmlElement, page: Page, held: Sequence[Run], *, title: str, declared: str, way: str) -> Drawing:
    """Take a text that the page holds and does not show."""
    runs = sift((PREFACE,), Text(runs=held)).runs
    beside = Verdict(UNSHOWN, f"the page shows next to nothing; its policy stands in {_PLACES[way]}")
    taken = Verdict(UNSHOWN, f"it stands in {_PLACES[way]}, and the page shows next to nothing", kept=True)
    return Drawing(
        result=document(sifted(runs), title=title, declared=declared, way=way),
        blocks=lambda: [
            *judged_page(page, _parted(root), dict.fromkeys(range(len(page.runs)), beside)),
            *judged_runs(runs, taken),
        ],
    )


def _held(root: HtmlElement, source: _Source, *, is_shown: bool) -> Iterator[tuple[str, list[Run]]]:
    """Yield where else a policy may stand, and its runs there: what readers can see first, what none sees last."""
    yield "textarea", element_runs(root, "textarea")
    if is_shown:
        return
    yield "noscript", element_runs(root, "noscript")
    if source.part or not may_hold_policy(source.reading):
        return
    yield "state", state_runs(source.reading.state, source.wanted)
    yield "template", element_runs(root, "template")


def _selected(root: HtmlElement, include: str, *, title: str, declared: str) -> Drawing:
    """Take what a person pointed at as it is: no furniture is looked for in it."""
    parts = included(root, include)
    if not parts:
        return _failed(FailureKind.SELECTOR, f"nothing on the page matches {include!r}")
    runs: list[Run] = [run for part in parts for run in settled(walk(part)).runs]
    if not runs:
        return _failed(FailureKind.SELECTOR, f"what {include!r} matches holds no text")

    def blocks() -> list[JudgedBlock]:
        take_out(parts)
        rest = [] if root in parts else judged_runs(_parted(root).runs, _UNSELECTED)
        return judged_runs(runs, _SELECTED) + rest

    return Drawing(result=document(sifted(runs), title=title, declared=declared, way="selector"), blocks=blocks)


def _asked_by(scene: Scene, fields: Iterable[HtmlElement]) -> FailureKind | None:
    """Return for what a page with next to no policy asks: consent or a login, None for neither."""
    if _consent_only(scene):
        return FailureKind.CONSENT
    passwords = (field for field in fields if (field.get("type") or "").lower() == "password")
    is_own = (next(field.iterancestors(*_AROUND), None) is None for field in islice(passwords, _MOST_FIELDS))
    return FailureKind.LOGIN if any(is_own) else None


def _consent_only(scene: Scene) -> bool:
    page = scene.page
    if only_asks(page):
        return True
    asking = {index for index, name in scene.names.items() if name == "consent"}
    consent = sum(page.nodes[index].mass for index in asking if page.nodes[index].parent not in asking)
    return consent > page.nodes[0].mass / 2
