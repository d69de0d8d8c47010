"""What pages say to which links in mails lead: a title, what happened, and buttons."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader

from monitor.core.notices.following import choice_words, followed_words, joined
from monitor.core.notices.shorten import plain
from monitor.core.recipients import masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import Subscription

MOST_SHOWN = 50  # subscriptions that a page names

_PAGE = Environment(loader=PackageLoader("monitor"), autoescape=True, trim_blocks=True).get_template("stop.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said of a request.

    Args:
        status: of HTTP.
        title: of the page.
        said: what happened, "" for nothing.
        hears: what the address does with the subscriptions: it "hears" of them, or is to.
        theirs: the subscriptions that the link is about, or those that are left.
        link: the link that is about what is left, "" where the buttons are of the link that was asked for.
        buttons: what can be done with these, by the words that are sent; the first for all.
    """

    status: HTTPStatus
    title: str
    said: str = ""
    hears: str = "hears"
    theirs: tuple[Subscription, ...] = ()
    link: str = ""
    buttons: tuple[tuple[str, str], ...] = ()


UNCLEAR = Answer(status=HTTPStatus.BAD_REQUEST, title="It was not said what to do; nothing was changed.")
UNKNOWN = Answer(
    status=HTTPStatus.NOT_FOUND,
    title="This is no link of ours; nothing was changed.",
    said="It may have been cut short: copy it whole from the mail.",
)
BROKEN = Answer(
    status=HTTPStatus.SERVICE_UNAVAILABLE,
    title="This cannot be done at the moment; nothing was changed.",
    said="Try again later, or answer the mail.",
)
UNFIT = Answer(status=HTTPStatus.METHOD_NOT_ALLOWED, title="This can only be read, or sent by its buttons.")


def all_words(some: Sequence[Subscription]) -> str:
    """Name what subscriptions are to, of very many the first."""
    return joined([plain(followed_words(one)) for one in some])


def page_of(answer: Answer) -> bytes:
    """Lay a page out."""
    theirs = answer.theirs
    return _PAGE.render(
        title=answer.title,
        said=answer.said,
        address=masked(theirs[0].address) if theirs else "",
        hears=answer.hears,
        followed=[(plain(followed_words(one)), choice_words(one.choice)) for one in theirs[:MOST_SHOWN]],
        more=max(0, len(theirs) - MOST_SHOWN),
        link=answer.link,
        buttons=answer.buttons,
    ).encode()
