"""What pages say to which links in mails lead: a title, what happened, and buttons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader

from monitor.core.notices.following import choice_words, followed_words, joined
from monitor.core.notices.shorten import plain
from monitor.core.recipients import masked
from monitor.core.records.catalogues import ENGLISH, N_, Catalogue
from monitor.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Template

    from monitor.core.records import Subscription

MOST_SHOWN = 50  # subscriptions that a page names

HEARS = N_("%(address)s hears of:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said of a request.

    Args:
        status: of HTTP.
        title: of the page.
        said: what happened, "" for nothing.
        hears: what the address does with the subscriptions: it hears of them, or is to.
        theirs: the subscriptions that the link is about, or those that are left.
        link: the link that is about what is left, "" where the buttons are of the link that was asked for.
        buttons: what can be done with these, by the words that are sent; the first for all.
        catalogue: the language of all this.
    """

    status: HTTPStatus
    title: str
    said: str = ""
    hears: str = HEARS
    theirs: tuple[Subscription, ...] = ()
    link: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    catalogue: Catalogue = ENGLISH

    def told_in(self, catalogue: Catalogue) -> Answer:
        """Return one of the answers that hold no values in another language."""
        title, said = catalogue.gettext(self.title), catalogue.gettext(self.said)
        return replace(self, title=title, said=said, catalogue=catalogue)


UNCLEAR = Answer(status=HTTPStatus.BAD_REQUEST, title=N_("It was not said what to do; nothing was changed."))
UNKNOWN = Answer(
    status=HTTPStatus.NOT_FOUND,
    title=N_("This is no link of ours; nothing was changed."),
    said=N_("It may have been cut short: copy it whole from the mail."),
)
BROKEN = Answer(
    status=HTTPStatus.SERVICE_UNAVAILABLE,
    title=N_("This cannot be done at the moment; nothing was changed."),
    said=N_("Try again later, or answer the mail."),
)
UNFIT = Answer(status=HTTPStatus.METHOD_NOT_ALLOWED, title=N_("This can only be read, or sent by its buttons."))


def all_words(some: Sequence[Subscription], catalogue: Catalogue) -> str:
    """Name what subscriptions are to, of very many the first."""
    return joined([plain(followed_words(one, catalogue=catalogue)) for one in some], catalogue)


@cache
def _page(catalogue: Catalogue) -> Template:
    environment = Environment(loader=PackageLoader("monitor"), autoescape=True, trim_blocks=True)
    environment.globals.update(words_of(catalogue))
    return environment.get_template("stop.html")


def page_of(answer: Answer) -> bytes:
    """Lay a page out."""
    theirs, catalogue = answer.theirs, answer.catalogue
    return (
        _page(catalogue)
        .render(
            language=catalogue.language,
            title=answer.title,
            said=answer.said,
            address=masked(theirs[0].address) if theirs else "",
            hears=answer.hears,
            followed=[
                (plain(followed_words(one, catalogue=catalogue)), choice_words(one.choice, catalogue))
                for one in theirs[:MOST_SHOWN]
            ],
            more=max(0, len(theirs) - MOST_SHOWN),
            link=answer.link,
            buttons=answer.buttons,
        )
        .encode()
    )
