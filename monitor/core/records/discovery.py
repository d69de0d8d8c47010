"""Discovery: what the links of a site's pages say, and which of them may lead to a document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monitor.core.records.checks import FetchFailure  # noqa: TC001 - the types are read at run time


class Part(StrEnum):
    """In which part of a page a link stands."""

    HEAD = "head"
    MENU = "menu"
    DIALOG = "dialog"
    MAIN = "main"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of a page.

    Args:
        url: where it leads, normalised, without its fragment.
        text: its words, or what stands in for them.
        rel: its relations, lower case.
        language: the language it declares for its target, "" for none.
        part: where on the page it stands.
        fragment: the part after "#", "" for none.
    """

    url: str
    text: str = ""
    rel: frozenset[str] = frozenset()
    language: str = ""
    part: Part = Part.MAIN
    fragment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLinks:
    """What a page says of other pages.

    Args:
        url: the page's own address.
        language: as it declares, "" where it does not.
        names: what the site calls itself.
        links: its links in reading order.
    """

    url: str
    language: str = ""
    names: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


class Standing(StrEnum):
    """What is known of a candidate's page."""

    UNSEEN = "unseen"
    FITS = "fits"
    UNREAD = "unread"
    UNFIT = "unfit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address that may be the document looked for.

    Args:
        url: the address; with a fragment where the document is a part of the page.
        score: how much speaks for it; candidates are ranked by it.
        reasons: why, in words.
        language: of the page, ISO 639-1, "" where it is not known.
        standing: what was seen of it.
        is_guess: whether nothing on the site led to it.
    """

    url: str
    score: int
    reasons: tuple[str, ...] = ()
    language: str = ""
    standing: Standing = Standing.UNSEEN
    is_guess: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What a look for a document of a site brought.

    Args:
        url: the home page that answered, else the one that was asked for.
        language: of the site, "" where it is not known.
        candidates: best first.
        failure: why the home page could not be read, None where it could.
        requests: how many pages were asked for.
    """

    url: str
    language: str = ""
    candidates: tuple[Candidate, ...] = ()
    failure: FetchFailure | None = None
    requests: int = 0
