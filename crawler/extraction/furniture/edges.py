"""What stands at the edges of a document and is no part of it: prompts, menus, copyright lines."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from crawler.extraction.furniture.counters import is_counter
from crawler.extraction.furniture.vocabulary import ACCOUNT, CONTROL, COPYRIGHT, MESSENGER, MESSENGER_CUES, NAME
from crawler.extraction.reading.letters import has_letter
from monitor.core.languages import LazyPattern
from monitor.core.policy_terms import has_policy_word
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extraction.reading.runs import Run

_EDGE = 12
_HEAD = 5
_TOP = 8
_OFTEN = 3
_COPYRIGHT_WORDS = 25
_ACCOUNT_WORDS = 10
_MESSENGER_WORDS = 30
_CONTROL_LENGTH = 60
_ADDRESS = re.compile(r"@|\d{4}|https?:|www\.")
_WHERE = re.compile(r"@|https?:|www\.|\+\d|\d[\d\s()/.-]{6,}\d")
_PIXEL = re.compile(
    r"<(?:img|iframe|script|noscript)\b([^<>]{0,1200}+)>(?:\s?</(?:iframe|script|noscript)>)?", re.IGNORECASE
)
_SOURCE = re.compile(r"\bsrc\s?=", re.IGNORECASE)
_SERVER_MESSAGE = re.compile(
    r"(?:PHP )?(?:Warning|Notice|Deprecated|(?:Fatal|Parse|Catchable fatal) error|Strict standards)\s?:\s.{1,2000}"
    r"\bin\s+\S+(?:\s+on line\s+|:)\d+\.?(?:\sStack trace:\s.{1,2000})?",
    re.IGNORECASE,
)
_CONTROLS = LazyPattern(lambda: rf"(?:{CONTROL.compiled.pattern})(?:\W+(?:{CONTROL.compiled.pattern})){{0,4}}")
_TRIM = " .:!?…|/›»>«‹←→↑↓-–—•·\t"


def trimmed(runs: Sequence[Run]) -> list[Run]:
    """Return the runs without the furniture before the first and after the last of the policy.

    Only short blocks at the very edges are judged, one after another from outside; the first that may be policy ends
    it. So a clause about logging in, or a contact with an address, is never lost.
    """
    end = len(runs)
    below = 2
    while end > max(0, len(runs) - _EDGE) and _is_trailing(runs, end - 1, stems=below):
        end -= 1
        # Above one line of an account widget a weaker likeness is enough: "Create an account".
        below = 1 if is_account_prompt(runs[end], below) else 2
    start = 0
    while start < min(end, _EDGE) and _is_leading(runs, start):
        start += 1
    kept = [run for run in runs[start:end] if not is_counter(run.text)]
    return _without_menu_heads(_without_top_controls(_without_recurring_controls(kept)))


def _without_recurring_controls(runs: Sequence[Run]) -> list[Run]:
    """Take out links that stand after every section and only do something: "Back to top"."""
    controls = Counter(run.text for run in runs if run.linked >= run.words and is_control(run.text))
    often = {text for text, count in controls.items() if count >= _OFTEN}
    return [run for run in runs if run.text not in often or run.linked < run.words] if often else list(runs)


def _without_top_controls(runs: Sequence[Run]) -> list[Run]:
    """Take out links below the title that only do something: "Print or save as PDF".

    Below a sentence a mere name ("Facebook") may be what it speaks of.
    """
    said = next((at for at, run in enumerate(runs) if run.is_sentence), len(runs))
    return [run for at, run in enumerate(runs) if at >= _TOP or not _is_top_control(runs, at, names=at < said)]


def _is_top_control(runs: Sequence[Run], at: int, *, names: bool) -> bool:
    run = runs[at]
    if run.linked < run.words or run.anchored or not is_control(run.text) or _is_listed(runs, at):
        return False
    return names or NAME.fullmatch(run.text.casefold()) is None


def _without_menu_heads(runs: Sequence[Run]) -> list[Run]:
    """Take out menu entries between the title and the first heading: nothing stands under them."""
    kept = list(runs[:1])
    for index in range(1, len(runs)):
        run = runs[index]
        if index > _HEAD or run.is_sentence:
            return kept + list(runs[index:])
        bare = index + 1 < len(runs) and runs[index + 1].kind is BlockKind.HEADING
        if not (bare and runs[index - 1].kind is BlockKind.HEADING and is_control(run.text)):
            kept.append(run)
    return kept


def without_pixels(runs: Sequence[Run]) -> list[Run]:
    """Return the runs without tracking pixels that a page shows as text because it escaped their tags."""
    if not any("<" in run.text for run in runs):
        return list(runs)
    cleaned = (run._replace(text=_without_pixels(run.text)) if "<" in run.text else run for run in runs)
    return [run for run in cleaned if has_letter(run.text)]


def _without_pixels(text: str) -> str:
    return _PIXEL.sub(_unless_pixel, text).strip()


def _unless_pixel(tag: re.Match[str]) -> str:
    return " " if _SOURCE.search(tag.group(1)) else tag.group()


def without_server_messages(runs: Sequence[Run]) -> list[Run]:
    """Return the runs without what a server says of its own scripts: "Warning: ... in /x/y.php on line 12"."""
    return [run for run in runs if not _SERVER_MESSAGE.fullmatch(run.text)]


def is_control(text: str) -> bool:
    """Tell whether a block is nothing but controls or menu entries: "Log in", "Print Share", "Back to top"."""
    return (
        len(text) <= _CONTROL_LENGTH and _CONTROLS.fullmatch(text.casefold().replace("’", "'").strip(_TRIM)) is not None
    )


def _is_leading(runs: Sequence[Run], at: int) -> bool:
    run = runs[at]
    if run.style == "h" and (at + 1 >= len(runs) or runs[at + 1].kind is not BlockKind.HEADING):
        return False
    return is_control(run.text) or is_counter(run.text) or _is_breadcrumb(run.text)


def _is_breadcrumb(text: str) -> bool:
    parts = re.split(r"\s*[›»>/→]\s*", text)
    return len(parts) > 1 and is_control(parts[0]) and len(text) <= 2 * _CONTROL_LENGTH


def _is_trailing(runs: Sequence[Run], at: int, *, stems: int) -> bool:
    run = runs[at]
    if run.words <= _COPYRIGHT_WORDS and COPYRIGHT.search(run.text):
        return True
    if run.kind is BlockKind.ITEM and run.linked * 2 < run.words:
        return False
    if is_control(run.text) or is_counter(run.text):
        return not _heads_policy(runs, at)
    return (is_account_prompt(run, stems) or is_messenger_prompt(run)) and not _heads_policy(runs, at)


def _heads_policy(runs: Sequence[Run], at: int) -> bool:
    """Tell whether the block is what a heading or a lead-in announces: then it is a clause, whatever it says."""
    if at == 0 or runs[at].kind is BlockKind.HEADING:
        return False
    if _is_listed(runs, at):
        return True
    above = runs[at - 1]
    if above.kind is not BlockKind.HEADING:
        return False
    return not (is_control(above.text) or is_account_prompt(above) or is_messenger_prompt(above))


def _is_listed(runs: Sequence[Run], at: int) -> bool:
    """Tell an item of a list that a lead-in with a colon announces: "You find us on:"."""
    while at and runs[at].kind is BlockKind.ITEM:
        at -= 1
        if runs[at].kind is not BlockKind.ITEM:
            return runs[at].text.endswith((":", "："))
    return False


def is_account_prompt(run: Run, needed: int = 2) -> bool:
    """Tell a short block that bids to log in or to register by so many words of the kind."""
    if run.words > _ACCOUNT_WORDS or run.text.endswith((".", ";", ",")) or is_policy(run.text):
        return False
    stems = len({found.casefold() for found in ACCOUNT.findall(run.text)})
    return stems >= needed or (stems == 1 and run.text.endswith(("?", "？")))


def is_messenger_prompt(run: Run) -> bool:
    """Tell a block that bids to write in a chat or messenger."""
    if run.words > _MESSENGER_WORDS or not MESSENGER.search(run.text) or not MESSENGER_CUES.search(run.text):
        return False
    return not is_policy(run.text)


def is_address(text: str) -> bool:
    """Tell whether a block gives an address: of a page, of a mailbox, a telephone number."""
    return _WHERE.search(text) is not None


def is_policy(text: str) -> bool:
    """Tell whether a block may be policy by what it says: its matter, a number like a year, an address."""
    return bool(_ADDRESS.search(text) or has_policy_word(text))
