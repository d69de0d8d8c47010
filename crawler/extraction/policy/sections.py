"""Sections of the policy that stand beside the element that holds its long sentences, short as they may be."""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING

from crawler.extraction.furniture.blocks import is_address, is_link_to_act, is_other_form
from crawler.extraction.furniture.furniture_words import COPYRIGHT
from crawler.extraction.furniture.rules import Rule, Where, quoted
from crawler.extraction.policy.close_by import SECTION_APART, close_nodes
from crawler.extraction.reading.address_lines import has_postal_code
from monitor.core.dates.date_lines import is_date_label
from monitor.core.policy_terms import has_policy_word, names_others, shares, titles_topic, touches_a_topic
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from crawler.extraction.policy.sight import Sight
    from crawler.extraction.reading.runs import Run

_ENTRIES = 3  # entries of one form that make a list; a guess
_LEAST = 5  # words of a sentence that stands alone; a guess
_ENDS = (".", "。", "।", "!", "！")


def _counted(sight: Sight) -> dict[int, str]:
    """Keep the boxes that go on with the count of the policy's sections, up to a heading of another section.

    A count of which the policy has nothing, as of the steps of an offer, is another's. Links in them that only do
    something ("Download PDF") are none of it.
    """
    scene = sight.scene
    if not scene.counted:  # as on most pages
        return {}
    heads = {id(run): id(before) for before, run in scene.counted.values()}
    inside = scene.page.under(scene.counted)
    found: dict[int, str] = {}
    ours: set[int] = set()
    section: Run | None = None
    for index, run in enumerate(sight.runs):
        if heads.get(id(run)) in ours:
            section = run
        elif section and (run.node not in inside or (run.style == section.style and run.level <= section.level)):
            section = None
        if section and not sight.is_kept(index) and not is_link_to_act(run):
            found[index] = f"it stands under {quoted(section.text)}, which goes on with the count of the sections"
        if index in found or sight.is_kept(index):
            ours.add(id(run))
    return found


def _close_by(sight: Sight) -> dict[int, str]:
    """Keep short sections, lists and sentences that follow the policy in plain elements close by.

    A section has a heading of a rank that the policy's have, touches a policy's topic or gives an address, and leads
    nowhere else. A date with what it is the date of stands right below the policy. A list stands right below the
    policy, and the heading above it names what it lists: recipients, kinds of data. A sentence that stands alone
    touches a topic itself or gives an address.
    """
    runs = sight.runs
    first = next((index for index in range(len(runs)) if sight.is_kept(index)), len(runs))
    unjudged = [index for index in range(first, len(runs)) if index not in sight.verdicts]
    if not unjudged:
        return {}
    close, wide = (close_nodes(sight.scene, sight.region, *apart) for apart in ((), (SECTION_APART,)))
    above = _headings_above(sight)
    ranks = {_rank(run) for run in above if run}
    found: dict[int, str] = {}
    for start, end in _stretches([index for index in unjudged if runs[index].node in wide]):
        listed = start
        if sight.is_kept(start - 1) and (head := above[start]) and names_others(head.text):
            listed = _end_of_list(sight, start, end)
            found |= dict.fromkeys(
                range(start, listed), f"it is a list right below the policy, under {quoted(head.text)}"
            )
        elif sight.is_kept(start - 1) and _is_date(runs[start]):
            found[start] = "it is the date of the policy right above it"
            listed = start + 1
        for at, after in _parts(runs, listed, end):
            if runs[at].kind is not BlockKind.HEADING and runs[at].node not in close:
                continue
            is_next = sight.is_kept(at - 1) or at - 1 in found
            part = runs[at:after]
            because = _because(part, ranks) or (_goes_on(part, ranks) if is_next else "")
            if because:
                found |= {index: because for index in range(at, after) if not _acts(runs[index])}
    return found


def _headings_above(sight: Sight) -> list[Run | None]:
    """Return for each run the last heading kept above it."""
    found: list[Run | None] = []
    last: Run | None = None
    for index, run in enumerate(sight.runs):
        found.append(last)
        last = run if run.kind is BlockKind.HEADING and sight.is_kept(index) else last
    return found


def _rank(run: Run) -> tuple[str, int]:
    return run.style, run.level


def _stretches(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where runs that follow one another begin and end."""
    start = 0
    for at, place in enumerate(places):
        if at + 1 == len(places) or places[at + 1] != place + 1:
            yield places[start], place + 1
            start = at + 1


def _parts(runs: Sequence[Run], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sections, each from its heading up to the next of its rank or a higher one, and the runs above them."""
    at = start
    while at < end:
        after = at + 1
        if runs[at].kind is BlockKind.HEADING:
            while after < end and not (runs[after].style == runs[at].style and runs[after].level <= runs[at].level):
                after += 1
        yield at, after
        at = after


def _end_of_list(sight: Sight, start: int, end: int) -> int:
    """Return where a list ends: up to there each block has the form of others, and none is a link."""
    nodes = sight.scene.page.nodes
    forms = [(run.kind, *_rank(run), nodes[run.node].tag, nodes[run.node].classes) for run in sight.runs[start:end]]
    often = Counter(forms)
    listed = takewhile(
        lambda at: often[forms[at]] >= _ENTRIES and not sight.runs[start + at].linked, range(end - start)
    )
    return start + sum(1 for _ in listed)


def _because(part: Sequence[Run], ranks: AbstractSet[tuple[str, int]]) -> str:
    """Say why a section or a single run is part of the policy, "" where it is none."""
    head = part[0]
    if head.kind is BlockKind.HEADING:
        is_said = names_others(head.text) or any(map(_says, part))
        is_section = _rank(head) in ranks and is_said and not all(map(_acts, part[1:]))
        if not is_section or any(_leads_away(run, head=head) for run in part):
            return ""
        return f"it stands under {quoted(head.text)}, close to the policy and of the rank of its headings"
    is_sentence = head.words >= _LEAST and head.linked * 2 < head.words and head.text.endswith(_ENDS)
    return "it is a sentence of a policy's topic, close to it" if is_sentence and _says(head) else ""


def _goes_on(part: Sequence[Run], ranks: AbstractSet[tuple[str, int]]) -> str:
    """Say why what stands right below the policy goes on with it: a section of a lower rank, or an address alone."""
    head, *rest = part
    if head.kind is not BlockKind.HEADING:
        is_alone = has_postal_code(head.text) and not head.linked and not COPYRIGHT.search(head.text)
        return "it is an address right below the policy" if is_alone else ""
    is_lower = head.style == "h" and any(style == "h" and level < head.level for style, level in ranks)
    is_led_away = any(_leads_away(run, head=head) for run in part)
    said = [run for run in rest if run.kind is not BlockKind.HEADING and not _acts(run)]
    is_part = is_lower and not is_led_away and said and (titles_topic(head.text) or any(map(_says, said)))
    return f"it stands under {quoted(head.text)}, right below the policy" if is_part else ""


def _is_date(run: Run) -> bool:
    return run.kind is not BlockKind.HEADING and not run.linked and is_date_label(run.text)


def _leads_away(run: Run, *, head: Run) -> bool:
    """Tell whether most of a run is a link: none that only does something, nor to a recipient or the policy of one.

    Partners may be listed for their own sake; who receives data is listed for the policy's.
    """
    if run.linked * 2 < run.words or is_address(run.text) or _acts(run):
        return False
    is_recipient = run.linked < run.words and names_others(head.text) and has_policy_word(run.text)
    return not (is_recipient or shares(head.text))


def _acts(run: Run) -> bool:
    return is_link_to_act(run) or is_other_form(run)


def _says(run: Run) -> bool:
    return touches_a_topic(run.text) or is_address(run.text) or has_postal_code(run.text)


COUNTED = Rule(
    name="section beside it",
    where=Where.REGION,
    takes="a box beside it that begins with the next number after the policy's sections, without its controls",
    judge=_counted,
    keeps=True,
)
CLOSE_BY = Rule(
    name="short part beside it",
    where=Where.REGION,
    takes="short sections, lists and sentences below it that touch a policy's topic, in plain elements close by",
    judge=_close_by,
    keeps=True,
)
