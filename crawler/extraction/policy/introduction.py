"""What stands before the element that holds the policy, under the page's title, and belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extraction.furniture.blocks import is_address, is_link_to_act
from crawler.extraction.furniture.boxes import box_around, is_short_sentence
from crawler.extraction.furniture.rules import Rule, Where, quoted
from monitor.core.dates.date_lines import is_date_line
from monitor.core.policy_terms import has_policy_word, speaks_of_policy, touches_a_topic
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extraction.furniture.scene import Scene
    from crawler.extraction.policy.sight import Sight
    from crawler.extraction.reading.runs import Run

# blocks above the region that are looked through for its title; halved or doubled, 1 and 0 of 338 real pages differ
_INTRODUCTION = 40
_SAID_WORDS = 5  # words of a line in a header that has buttons, from which it says something; a guess
_TITLED = 2  # blocks below a title among which its date stands; a guess
# up to which a heading may be the page's title; halved or doubled, 5 of 146 and 10 of 338 real pages differ
_TITLE_LEVEL = 2


def _introduced(sight: Sight) -> dict[int, str]:
    """Keep the stretch before the region that a title heads, unless the region begins with its own title and a date.

    Where the watch knows its text, a strip that is new there and says nothing of policy is not kept.
    """
    first = min(sight.verdicts, default=0)
    # a choice of languages, a download or a list of contents may stand between a title and its text
    above = [at for at, run in enumerate(sight.runs[:first]) if not _leads_on(run)]
    places, start = _from_title(sight, [*above, first])
    runs = [sight.runs[at] for at in places]
    kept = _kept(sight, runs[start:])
    # asked last, for most pages have nothing there
    if any(kept) and _is_titled(sight.runs[first : first + 1 + _TITLED]):
        return {}
    because = f"it stands right before the policy, from the title {quoted(runs[start].text)} on" if kept else ""
    return {places[start + at]: because for at, is_kept in enumerate(kept) if is_kept}


def _is_titled(runs: Sequence[Run]) -> bool:
    """Tell whether a text begins with a title of the highest rank and its date: what heads it is the site's own."""
    title, below = runs[:1], runs[1:]
    has_title = any(run.style == "h" and run.level == 1 for run in title)
    return has_title and any(is_date_line(run.text) for run in below)


def _from_title(sight: Sight, places: Sequence[int]) -> tuple[Sequence[int], int]:
    """Return the places to look at, and where among them the stretch before the region starts.

    Labels that link elsewhere ("Legal", "Data") part no title of a policy from its text; the name of a site they do.
    """
    start = _introduction([sight.runs[at] for at in places], len(places) - 1)
    if start < len(places) - 1:
        return places, start
    others = [at for at in places[:-1] if not _is_linked_label(sight.runs[at])]
    runs = [sight.runs[at] for at in (*others, places[-1])]
    titled = _introduction(runs, len(others))
    is_title = titled < len(others) and runs[titled].level == 1 and has_policy_word(runs[titled].text)
    return ([*others, places[-1]], titled) if is_title else (places, start)


def _is_linked_label(run: Run) -> bool:
    return run.linked >= run.words and run.words < _SAID_WORDS and run.kind is not BlockKind.HEADING


def _leads_on(run: Run) -> bool:
    return run.anchored or is_link_to_act(run)


def _pressed(scene: Scene) -> set[int]:
    """Return what stands in a header around the title that has something to press."""
    return scene.page.under(index for index in scene.titled if index in scene.names and scene.controls[index])


def _kept(sight: Sight, runs: Sequence[Run]) -> list[bool]:
    """Tell which runs of an introduction stay; the last run is the first of the region.

    All do, but a line that only says the title again, as a trail of links ends; the few words beside a button, "By Ann"
    or "3 months ago"; and where the watch knows its text, a strip that is new there and says nothing of policy.
    """
    pressed = _pressed(sight.scene)
    strips = _new_strips(sight, runs)
    title = runs[0].text if len(runs) > 1 else ""
    kept = [True] * len(runs)
    for index in range(len(runs) - 2, -1, -1):
        run = runs[index]
        is_again = index > 0 and run.kind is not BlockKind.HEADING and run.text == title
        is_beside = run.node in pressed and _is_label(run)
        heads_nothing = run.kind is BlockKind.HEADING and run.level > 1 and not kept[index + 1]
        kept[index] = not (index in strips or is_again or is_beside or heads_nothing)
    return kept[:-1]


def _new_strips(sight: Sight, runs: Sequence[Run]) -> set[int]:
    """Return the sentences of an introduction that are new to the watch and say nothing of policy.

    Where a small box says nothing else, the short ones beside them go with them: "We are hiring.".
    """
    known = set(map(id, sight.recalled))
    if not known:
        return set()
    said = [at for at, run in enumerate(runs[:-1]) if run.is_sentence]
    strips = {at for at in said if id(runs[at]) not in known and not speaks_of_policy(runs[at].text)}
    if not strips:
        return strips
    page = sight.scene.page
    beyond = page.around([sight.region, runs[0].node])
    boxes = [box_around(page, run.node, beyond) for run in runs[:-1]]
    foreign = {boxes[at] for at in strips} - {boxes[at] for at in said if at not in strips}
    return strips | {at for at, box in enumerate(boxes) if box in foreign and is_short_sentence(runs[at])}


def _is_label(run: Run) -> bool:
    """Tell a few words in a header that are no heading, no date, no address and nothing of a policy's topics."""
    if run.kind is BlockKind.HEADING or run.words >= _SAID_WORDS:
        return False
    return not (is_date_line(run.text) or is_address(run.text) or touches_a_topic(run.text))


def _introduction(runs: Sequence[Run], first: int) -> int:
    """Return where the stretch before the region starts that a title heads; the region's start if none does.

    A date right above the title belongs to it. A title with sentences of which none speaks of policy is another's.
    """
    start = first
    for index in range(first - 1, max(-1, first - 1 - _INTRODUCTION), -1):
        run = runs[index]
        if run.linked >= run.words:
            break
        if run.style == "h" and (run.level <= _TITLE_LEVEL or _heads(run, runs[index + 1])):
            if start == first or run.level < runs[start].level:
                start = index
            if run.level == 1:
                break
    above = runs[start:first]
    if any(run.is_sentence for run in above) and not any(speaks_of_policy(run.text) for run in above):
        return first
    while start and start < first and is_date_line(runs[start - 1].text):
        start -= 1
    return start


def _heads(run: Run, below: Run) -> bool:
    """Tell whether a heading stands right above one of a lower rank: as a title does above the first section's."""
    return below.style == "h" and below.level > run.level


INTRODUCTION = Rule(
    name="introduction",
    where=Where.REGION,
    takes="what stands right before the element that holds the policy, from the title on",
    judge=_introduced,
    keeps=True,
)
