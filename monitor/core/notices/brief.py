"""A notice in a few lines, for chats and phones: what changed, why it matters, and where to read all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.notices.digest import write_digest
from monitor.core.notices.health import write_health
from monitor.core.notices.notice import write_letter
from monitor.core.notices.shorten import line
from monitor.core.notices.stopping import stop_token
from monitor.core.records import DigestContent, HealthContent
from monitor.core.records.catalogues import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.notices.digest import DigestLetter
    from monitor.core.notices.health import HealthLetter
    from monitor.core.notices.notice import Letter
    from monitor.core.records import ToldContent
    from monitor.core.records.catalogues import Catalogue

LONGEST = 1_500
"""Characters of the text, without its links; most services take 2,000."""
_LONGEST_TITLE = 120  # characters, as of the subject of a mail
_LONGEST_LINE = 240  # characters: four lines of a phone
_MOST_LINES = 8  # what a screen of a phone shows
_ROOM = 8_000  # of a digest's letter, of which only the first lines are shown
# What a page holds mentions nobody and marks nothing up, whatever the service reads into such signs.
_INERT = str.maketrans({"@": "＠", "<": "‹", ">": "›", "*": "∗", "`": "'", "[": "(", "]": ")", "~": "∼"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A notice in a few lines.

    Args:
        title: one line.
        text: some lines, links last.
    """

    title: str
    text: str


def write_brief(
    content: ToldContent, *, public_url: str = "", stop_key: bytes = b"", catalogue: Catalogue = ENGLISH
) -> Brief:
    """Say a notice in a few lines.

    Args:
        content: what the store knows.
        public_url: where the browse pages are, "" for no links.
        stop_key: with which the link is signed that ends what caused the notice.
        catalogue: the language of the words.

    Returns:
        The lines; nothing in them but our own links is an address with its scheme, a mention or markup.
    """
    base = public_url.rstrip("/")
    if isinstance(content, DigestContent):
        digest = write_digest(content, room=_ROOM, catalogue=catalogue)
        title, lines = digest.subject, [digest.summary, *_digest_lines(digest, catalogue)]
        link = f"{base}/changes"
    elif isinstance(content, HealthContent):
        health = write_health(content, catalogue)
        title, lines = health.subject, [health.summary, *_health_lines(health)]
        link = f"{base}/"
    else:
        letter = write_letter(content, catalogue=catalogue)
        title, lines = letter.subject, [f"{letter.name}: {letter.summary}", letter.dating, *_reasons(letter, catalogue)]
        link = f"{base}/change/{content.change_id}"
    token = stop_token(content.subscribed, content.address, stop_key)
    stop = catalogue.gettext("To stop:")
    links = [link, *([f"{stop} {base}/stop/{token}"] if token else [])] if base else []
    return Brief(title=_inert(line(title, _LONGEST_TITLE)), text="\n".join([*_shown(lines, catalogue), *links]))


def _digest_lines(letter: DigestLetter, catalogue: Catalogue) -> Iterator[str]:
    for one in letter.lines:
        yield f"{one.number}. {one.name} ({one.weight}): {one.gist}"
    if letter.unnamed:
        yield catalogue.ngettext("And %(count)s more change.", "And %(count)s more changes.", letter.unnamed)
    for section in letter.health:
        yield f"{section.title}: {', '.join(one.name for one in section.lines)}"


def _health_lines(letter: HealthLetter) -> Iterator[str]:
    for section in letter.sections:
        for one in section.lines:
            yield f"{one.name}: {one.facts}"


def _reasons(letter: Letter, catalogue: Catalogue) -> Iterator[str]:
    for section in letter.sections:
        for entry in section.entries:
            reasons = catalogue.semicolon.join(entry.reasons)
            yield f"- {entry.kind}, {section.where}" + (f": {reasons}" if reasons else "")


def _shown(lines: list[str], catalogue: Catalogue) -> list[str]:
    told = [_inert(line(one, _LONGEST_LINE)) for one in lines if one]
    shown, room = [], LONGEST
    for one in told[:_MOST_LINES]:
        if len(one) > room:
            break
        shown.append(one)
        room -= len(one) + 1
    left = len(told) - len(shown)
    return [*shown, *([catalogue.ngettext("And %(count)s more.", "And %(count)s more.", left)] if left else [])]


def _inert(text: str) -> str:
    return text.replace("->", "→").translate(_INERT).replace("://", "：//")
