"""A body and what is read from it: its kind, its markup, its tree; each of them once, when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from crawler.extraction.reading.declared import declared_language
from crawler.extraction.reading.decode import decode
from crawler.extraction.reading.emails import written_out
from crawler.extraction.reading.embedded import unfold
from crawler.extraction.reading.escaped_tags import with_tags
from crawler.extraction.reading.html import bare_text, is_too_large, parse, without_opaque
from crawler.extraction.reading.kinds import Kind, kind_of
from crawler.extraction.reading.labels import open_labels
from crawler.extraction.reading.letters import fold
from crawler.extraction.reading.mojibake import mended
from crawler.extraction.reading.notes import raise_marks
from crawler.extraction.reading.scripts import script_values
from crawler.extraction.reading.unseen import drop_unseen

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from monitor.core.records import Body

_MOST_TITLES = 200  # of a page, drawings have some too; 2,649 real pages have 10 at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A parsed page, as a browser shows it: what its frames and shadow trees hold stands in its place.

    Args:
        root: the root element. All who read the page share it; to take something out of it, copy it.
        title: the page's own title, "" where it has none.
        language: the language the page declares of itself, "" where it declares none.
    """

    root: HtmlElement
    title: str
    language: str


@dataclass(frozen=True, kw_only=True)  # without slots, which leave no place for what was read once
class Reading:
    """A body and what is read from it.

    Whatever asks about a page asks its reading, so that the page is decoded, told by its kind and parsed once, and what
    nobody asks for is never worked out. A reading holds all of that, so keep it no longer than its page is worked on.

    Args:
        content: the bytes as received, content encoding removed.
        media_type: as declared, without parameters; "" where undeclared. The bytes decide where they can.
        charset: as declared in the header, else "".
        url: where the body came from, "" where unknown; its fragment names the part of the page that is meant.
    """

    content: bytes
    media_type: str = ""
    charset: str = ""
    url: str = ""

    @classmethod
    def of(cls, body: Body, *, url: str = "") -> Reading:
        """Return the reading of a body that came from an address."""
        return cls(content=body.content, media_type=body.media_type, charset=body.charset, url=url)

    @cached_property
    def kind(self) -> Kind:
        """What kind of document it is."""
        return kind_of(self.content, self.media_type, self.url)

    @cached_property
    def markup(self) -> str | None:
        """The text of the body, markup and scripts included; None where the bytes are no text."""
        if self.kind in {Kind.PDF, Kind.OTHER}:
            return None
        text = decode(self.content, self.charset)
        return None if text is None else mended(text)

    @cached_property
    def visible(self) -> str:
        """The markup without scripts, styles and comments, with the addresses that scripts write; "" without markup."""
        return self._parted[0]

    @property
    def styles(self) -> list[str]:
        """What the style elements of the page hold, in order."""
        return self._parted[1]

    @cached_property
    def _parted(self) -> tuple[str, list[str]]:
        visible, styles = without_opaque(written_out(self.markup or ""))
        return with_tags(visible), styles

    @cached_property
    def bare(self) -> str:
        """The text of the visible markup without its tags, whatever the page does with it."""
        return bare_text(self.visible)

    @cached_property
    def is_too_large(self) -> bool:
        """Whether the visible markup has more tags than any real page."""
        return is_too_large(self.visible)

    @cached_property
    def tree(self) -> Tree | None:
        """The parsed page; None where nothing of it is a document, and where it is too large."""
        root = None if self.is_too_large else parse(self.visible)
        if root is None:
            return None
        title, language = _title(root), declared_language(root)  # the page's, not those of its frames
        unfold(root)
        drop_unseen(root, self.styles)
        raise_marks(root)
        open_labels(root)
        return Tree(root=root, title=title, language=language)

    @cached_property
    def state(self) -> tuple[Any, ...]:
        """The values in the page's scripts, in order: objects, lists and strings, and elements among them."""
        return tuple(script_values(self.markup or ""))


def _title(root: HtmlElement) -> str:
    """Return the page's title; a drawing's own is none."""
    near = islice(root.iter("title"), _MOST_TITLES)
    titles = (it.text or "" for it in near if next(it.iterancestors("svg"), None) is None)
    return fold(next(titles, ""))
