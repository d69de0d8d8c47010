"""A cheap digest of what a page shows, to tell pages of which only what nobody reads has changed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.extraction.policy.editions import state_marks
from crawler.extraction.policy.state import may_hold_policy, state_markup
from crawler.extraction.reading.embedded import framed_markup
from crawler.extraction.reading.html import is_too_large, strip_opaque
from crawler.extraction.reading.kinds import Kind
from crawler.extraction.reading.style_marks import style_marks
from crawler.extraction.reading.tag_forms import BLOCK, INLINE, NOTHING, SPACE, tag_form
from monitor.core.surroundings import Part, Parts

if TYPE_CHECKING:
    from crawler.extraction.reading.reading import Reading

_MAX_BYTES = 20_000_000  # as MAX_BYTES in extract.py
_TAG = re.compile(r"(<[^>]*>)")
# A drawing that holds no text: it shows and hides nothing, and icons come and go from look to look.
_SHAPES = (
    r"path|g|rect|circle|ellipse|line|polyline|polygon|use|defs|symbol|clip[pP]ath|mask|(?:linear|radial)[gG]radient|"
    r"stop|filter|fe[a-zA-Z]+|animate[a-zA-Z]*"
)
_DRAWING = re.compile(rf"<svg\b[^<>]*>(?:\s*+</?(?:{_SHAPES})\b[^<>]*>)*+\s*+</svg\s*>")
_TAGS_AS_TEXT = re.compile(r"<(?:(?i:textarea|xmp|plaintext)\b|(?i:title)\b[^<>]*>[^<]*<(?!/))")
_FRAME = re.compile(r"<iframe\b.*\bsrcdoc\s*=", re.IGNORECASE | re.DOTALL)
# Elements in which tags are text, and those whose lines are read.
_VERBATIM = re.compile(r"</?(?:textarea|title|xmp|plaintext)\b", re.IGNORECASE)
_ODD = re.compile(r"</?(?:iframe|pre|textarea|title|xmp|plaintext)\b", re.IGNORECASE)  # these, and what frames hold
_LINED = re.compile(r"</?(?:pre|textarea|xmp|plaintext)\b", re.IGNORECASE)
_LINE = re.compile(r"\n([^\S\n]*)")
_NOTHINGS = re.compile(f"{NOTHING}(?: ?{NOTHING})+ ?")
_LINE_MARK = "\x04"
_INLINE_FORM = re.compile(f"{INLINE}[^{INLINE}]*{INLINE}")
# The tag that begins a block, the text behind it, and the ends of blocks with what follows them; the first part has no
# beginning.
_PART = re.compile(
    rf"(?:\A|{BLOCK}(?!/)[^{BLOCK}]*(?:{BLOCK}|\Z))[^{BLOCK}]*(?:{BLOCK}/[^{BLOCK}]*(?:{BLOCK}|\Z)[^{BLOCK}]*)*+"
)


@dataclass(frozen=True, kw_only=True)  # without slots, which leave no place for what was worked out once
class Shown:
    """What a page shows: its text in order, its tags with what is read of them, what its style sheets write.

    Args:
        text: that, its blocks apart from each other by `BLOCK`; "" where it cannot be told cheaply.
        sha256: its digest in hexadecimal, "" likewise.
    """

    text: str = ""
    sha256: str = ""

    @cached_property
    def parts(self) -> Parts:
        """The page's parts in order: from where a block begins to where the next does."""
        return Parts(_PART.findall(self.text), _part)


def _part(whole: str) -> Part:
    pieces = whole.split(BLOCK)
    if len(pieces) % 2 == 0:  # a tag at the very end of the page has no text behind it
        pieces.append("")
    marked = BLOCK.join(pieces[2 if whole.startswith(BLOCK) else 0 :: 2])
    return Part(BLOCK.join(pieces[1::2]), _INLINE_FORM.sub(" ", marked))


def shown_by(reading: Reading) -> Shown:
    """Return what a page shows; empty for a PDF, an unknown type, a page too large."""
    if reading.kind not in {Kind.HTML, Kind.TEXT, Kind.MARKDOWN} or len(reading.content) > _MAX_BYTES:
        return Shown()
    text = reading.markup
    if text is None or (reading.kind is Kind.HTML and reading.is_too_large):
        return Shown()
    shown = _shown(reading) if reading.kind is Kind.HTML else text
    return Shown(text=shown, sha256=hashlib.sha256(f"{reading.kind} {shown}".encode("utf-8", "replace")).hexdigest())


def visible_digest(reading: Reading) -> str:
    """Digest what a page shows.

    Equal digests mean that extraction draws the same text; different ones mean nothing.

    Args:
        reading: the page.

    Returns:
        SHA-256 in hexadecimal, or "" where that cannot be told cheaply (a PDF, an unknown type, a page too large).
    """
    return shown_by(reading).sha256


def _shown(reading: Reading) -> str:
    shown = [_normal(reading.visible), *style_marks(reading)]
    if may_hold_policy(reading):
        shown += [_normal(state_markup(reading)), *state_marks(reading.state)]
    return BLOCK.join(shown)


def _normal(markup: str, *, framed: bool = True) -> str:
    """Return markup in a form in which what extraction does not read makes no difference.

    Tags stand in the form `tag_form` gives them, white space is one space, and always stands beside a block; what
    frames hold follows.
    """
    if is_too_large(markup):
        return markup
    for mark in (BLOCK, INLINE, SPACE, _LINE_MARK):
        if mark in markup:  # to look is a tenth of the work of replacing nothing
            markup = markup.replace(mark, "")
    if "<svg" in markup and not _TAGS_AS_TEXT.search(markup):
        markup = _DRAWING.sub(_drawing, markup)
    end = markup.rfind(">") + 1  # behind it no tag ends, and each would be looked for to the end of the page
    parts = _TAG.split(markup[:end])
    parts[-1] += markup[end:]
    tags = parts[1::2]
    forms = {tag: tag_form(tag) for tag in set(tags)}  # a page has few tags, and each of them many times
    parts[1::2] = [forms[tag] for tag in tags]
    odd = list(filter(_ODD.match, forms))
    if special := {tag for tag in odd if _LINED.match(tag) or _VERBATIM.match(tag)}:
        _spell_out(parts, tags, special)
    text = _without_pictures(" ".join(unescape("".join(parts)).split()))
    frames = {tag for tag in odd if _FRAME.match(tag)} if framed else None
    if not frames:
        return text
    # each on its own, as extraction reads them: a comment that one leaves open hides nothing of the next
    held = " ".join(strip_opaque(framed_markup(tag)) for tag in tags if tag in frames)
    return text + _normal(held, framed=False)


def _drawing(found: re.Match[str]) -> str:
    """Return the form of a drawing that holds no text; one with a label stays as it is, for that may be read."""
    return found[0] if "aria-label" in found[0] else NOTHING


def _without_pictures(text: str) -> str:
    """Return text without what shows nothing between two blocks; elsewhere it counts whether there is any."""
    text = _NOTHINGS.sub(lambda found: f"{NOTHING} " if " " in found[0] else NOTHING, text)
    return text.replace(f"{BLOCK} {NOTHING} {BLOCK}", f"{BLOCK} {BLOCK}")


def _spell_out(parts: list[str], tags: list[str], special: set[str]) -> None:
    """Put the tags back where tags are text, and mark lines and how far they are indented where those are read.

    Args:
        parts: text and forms of tags by turns; they are changed.
        tags: the tags themselves.
        special: those of elements in which tags are text or lines are read.
    """
    verbatim = lined = 0
    places = [at for at, tag in enumerate(tags) if tag in special]
    for at, end in pairwise([*places, len(tags)]):
        step = -1 if tags[at].startswith("</") else 1
        verbatim = max(0, verbatim + step) if _VERBATIM.match(tags[at]) else verbatim
        lined = max(0, lined + step) if _LINED.match(tags[at]) else lined
        if verbatim:
            parts[2 * at + 3 : 2 * end : 2] = tags[at + 1 : end]
        for text in range(2 * at + 2, 2 * end + 1, 2) if lined else ():
            parts[text] = _LINE.sub(lambda line: f"\n{_LINE_MARK}{len(line[1])} ", parts[text])
