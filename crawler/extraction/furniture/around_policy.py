"""What stands close around a policy and is none of it: menus and strips before its title, promotion at its end."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.extraction.furniture.blocks import (
    is_address,
    is_call,
    is_control,
    is_link_to_act,
    is_policy,
    may_be_clause,
    tells,
)
from crawler.extraction.furniture.boxes import box_around, is_short_sentence
from crawler.extraction.furniture.element_names import tag_of
from crawler.extraction.furniture.furniture_words import NEWSLETTER, PHASE
from crawler.extraction.furniture.rules import Rule, Text, Where, quoted
from crawler.extraction.furniture.title_box import heads_most
from monitor.core.dates.date_lines import is_date_line
from monitor.core.dates.forms import find_dates
from monitor.core.policy_terms import announces, changes_policy, has_policy_word, invites, pitches
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from crawler.extraction.furniture.scene import Scene
    from crawler.extraction.reading.runs import Page, Run

_CARD_WORDS = 80  # words of a card; a guess: no page at hand comes near it
_EVENT_WORDS = 40  # words of a strip that bids to an event; a guess
_PHASES = 4  # blocks below the title among which such a box may stand; a guess
_BOXES = frozenset({"div", "section", "aside"})
_MAX_CARDS = 12  # cards in a row; halved or doubled, none of 25 real pages and 22 of ours differs: a guess


def _menus_before_title(scene: Scene) -> dict[int, str]:
    """Take what stands before the page's title, is named like furniture and says nothing of a policy's matter.

    A menu that unfolds into sentences has the mass of text, but stands before the heading of the page; a summary or an
    introduction that stands there speaks of privacy, rights or terms, and stays. None is meant where no heading of
    level 1 stands above most of the page's sentences.
    """
    page = scene.page
    runs = [run for run in page.runs if run.node not in scene.left_out]
    at = next((index for index, run in enumerate(runs) if run.style == "h" and run.level == 1), 0)
    if not at or not heads_most(runs, at):
        return {}
    said = (run.node for run in runs[:at] if run.is_sentence and has_policy_word(run.text))
    held = page.around([runs[at].node, *said])
    found: dict[int, str] = {}
    for index in range(1, runs[at].node):
        node = page.nodes[index]
        if index in scene.spared:
            continue
        if node.parent in found:
            found[index] = found[node.parent]
        elif index in scene.names and index not in held:
            found[index] = (
                f"{tag_of(node)} is named like furniture and stands before the page's title, {quoted(runs[at].text)}"
            )
    return found


def _preface(text: Text) -> dict[int, str]:
    """Take what stands before the title and says nothing of a policy's matter, nor a date.

    The title is the first heading of the highest rank the page uses, where that heads most of the text; where others
    have its rank too, they may all be sections, and only words like "privacy" make it one. The sentences of one box go
    together, or stay together: an announcement may name a year, and a summary may begin with "In short.".
    """
    runs = text.runs
    highest = min((run.level for run in runs if run.style == "h"), default=0)
    tops = [index for index, run in enumerate(runs) if run.style == "h" and run.level == highest]
    if not tops or (len(tops) > 1 and not has_policy_word(runs[tops[0]].text)) or not heads_most(runs, tops[0]):
        return {}
    boxes = _boxes(text.page, runs[: tops[0] + 1])
    held: dict[int, list[Run]] = defaultdict(list)
    for box, run in zip(boxes, runs, strict=False):
        held[box].append(run)
    bars = {box for box, said in held.items() if _is_bar(text.page, box, said)}
    start = 0
    while start < tops[0] and (boxes[start] in bars or not (tells(runs[start]) or is_date_line(runs[start].text))):
        start += 1
    while 0 < start < tops[0] and boxes[start - 1] == boxes[start] and is_short_sentence(runs[start - 1]):
        start -= 1
    return dict.fromkeys(range(start), f"it stands before the title, {quoted(runs[tops[0]].text)}, and tells nothing")


def _boxes(page: Page, runs: Sequence[Run]) -> list[int]:
    """Return for each run above a title, which is the last, the box it stands in; where there is no page, one a run."""
    if not page.nodes:
        return [*range(len(runs) - 1)]
    beyond = set(page.ancestors(runs[-1].node))
    return [box_around(page, run.node, beyond) for run in runs[:-1]]


def _is_bar(page: Page, box: int, runs: Sequence[Run]) -> bool:
    """Tell whether a box only announces something: in several blocks or with a link, none of a policy's matter."""
    if not page.nodes or page.nodes[box].tag not in _BOXES:
        return False
    is_said = any(run.is_sentence for run in runs) and (len(runs) > 1 or any(run.linked for run in runs))
    return is_said and all(announces(run.text) and not (is_date_line(run.text) or is_address(run.text)) for run in runs)


def _strips(text: Text) -> dict[int, str]:
    """Take the box below the title that says how far a new service is ("BETA"), or bids readers to an event on a day.

    It holds one block with a link that leads away, before the first section, and nothing of a policy's matter.
    """
    page, runs = text.page, text.runs
    title = next((at for at, run in enumerate(runs) if run.style == "h"), -1)
    found: dict[int, str] = {}
    for at in range(title + 1, min(len(runs), title + 1 + _PHASES) if title >= 0 and page.nodes else 0):
        if runs[at].kind is BlockKind.HEADING:
            break
        what = "says how far a new service is" if _says_phase(runs[at]) else "bids to an event"
        if (_says_phase(runs[at]) or _says_event(runs[at])) and _is_boxed(page, runs[at]):
            found[at] = f"it is a box below the title that {what}"
    return found


def _says_phase(run: Run) -> bool:
    is_linked = run.is_sentence and run.linked > 0 and not run.anchored
    return is_linked and PHASE.match(run.text) is not None and not may_be_clause(run)


def _says_event(run: Run) -> bool:
    """Tell a few words with a date and a link that leads away, none of them a policy's or on the date of its text."""
    is_linked = 0 < run.words <= _EVENT_WORDS and run.linked > 0 and not run.anchored
    if not is_linked or not pitches(run.text) or is_address(run.text) or is_date_line(run.text):
        return False
    return not changes_policy(run.text) and next(find_dates(run.text), None) is not None


def _is_boxed(page: Page, run: Run) -> bool:
    """Tell whether a run stands alone in a box of its own, not as a paragraph among others."""
    node = page.nodes[run.node]
    box = node.parent if node.tag == "p" else run.node
    return page.nodes[box].tag in _BOXES and page.nodes[box].words == run.words


def _promotion(text: Text) -> dict[int, str]:
    """Take the cards of promotion after the last of the policy.

    A card is an element of a few lines that ends in a link to act on ("Start free today") and says nothing of a
    policy's matter, nor gives an address; so is a list of links under a heading like "Related articles",
    and what leads to the pages before and after.
    """
    page, runs, end = text.page, text.runs, len(text.runs)
    ends = page.ends
    led = _led_to(page.runs)
    found: dict[int, str] = {}
    for _ in range(_MAX_CARDS if page.nodes else 0):
        if size := _card(page, runs[:end], ends):
            because = f"it is promotion that ends in {quoted(runs[end - 1].text)}"
        elif size := _links(runs[:end]):
            because = f"it is a list of links headed {quoted(runs[end - size].text)}"
        elif size := _pager(runs[:end], led):
            because = "it leads to the pages before and after this one"
        else:
            break
        found |= dict.fromkeys(range(end - size, end), because)
        end -= size
    return found


def _card(page: Page, runs: Sequence[Run], ends: Sequence[int]) -> int:
    """Return how many runs the card at the end holds, 0 where there is none."""
    if not runs or not is_call(runs[-1]):
        return 0
    size = 0
    for around in page.ancestors(runs[-1].node):
        if page.nodes[around].words > _CARD_WORDS:
            break
        length = _length(runs, around, ends[around])
        if any(_may_belong(run) for run in runs[len(runs) - length :]):
            break
        size = length
    heads = len(runs) - size - 1
    return 0 if size < len(runs) and runs[heads].kind is BlockKind.HEADING else size


def _may_belong(run: Run) -> bool:
    """Tell what may be a clause from a pitch, which may bid to subscribe."""
    if run.linked >= run.words or (NEWSLETTER.search(run.text) and invites(run.text)):
        return is_policy(run.text)
    return tells(run)


def _links(runs: Sequence[Run]) -> int:
    """Return how many runs a list of links at the end holds with the control that heads it: "Related articles"."""
    size = 0
    while size < len(runs) and runs[-1 - size].linked >= runs[-1 - size].words and not is_address(runs[-1 - size].text):
        size += 1
    is_headed = 0 < size < len(runs) and runs[-1 - size].kind is BlockKind.HEADING and is_control(runs[-1 - size].text)
    return size + 1 if is_headed else 0


def _pager(runs: Sequence[Run], led: AbstractSet[int]) -> int:
    """Return how many runs at the end are titles of other pages and the controls that lead there."""
    size = 0
    while size < len(runs) and (id(runs[-1 - size]) in led or is_link_to_act(runs[-1 - size])):
        size += 1
    return size if any(id(run) in led for run in runs[len(runs) - size :]) else 0


def _led_to(runs: Sequence[Run]) -> set[int]:
    """Return the titles of other pages, in links below the controls that lead there: "Next", "Cookie policy"."""
    return {
        id(title)
        for control, title in pairwise(runs)
        if title.kind is BlockKind.HEADING and title.linked >= title.words and not title.anchored
        if is_link_to_act(control)
    }


def _length(runs: Sequence[Run], first: int, last: int) -> int:
    """Count the runs at the end that stand in the nodes from the first to the last."""
    length = 0
    while length < len(runs) and first <= runs[-1 - length].node <= last:
        length += 1
    return length


BEFORE_TITLE = Rule(
    name="menu before the title",
    where=Where.NODE,
    takes="an element named like furniture before the page's title, if it says nothing of a policy's matter",
    judge=_menus_before_title,
)
PREFACE = Rule(
    name="lines before the title",
    where=Where.EDGE,
    takes="what stands before the policy's title and is neither a date nor a sentence of its own",
    judge=_preface,
)
STRIPS = Rule(
    name="strip below the title",
    where=Where.EDGE,
    takes="a box between the title and the first section that says how far a new service is, or bids to an event",
    judge=_strips,
)
PROMOTION = Rule(
    name="promotion at the end",
    where=Where.EDGE,
    takes="cards that end in a link bidding to act, headed lists of links and pagers, after the last clause",
    judge=_promotion,
)
