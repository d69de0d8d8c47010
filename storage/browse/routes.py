"""Which address leads to which page, and who may ask for it; the addresses stand in mails and feeds, so they stay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from storage.browse.account_page import account_page, first_page, sign_in_page, sign_out_page
from storage.browse.acts_page import acts_page
from storage.browse.add_page import add_page, look_page
from storage.browse.api.catalogue import OPERATIONS
from storage.browse.change_page import change_page
from storage.browse.changes_page import changes_page
from storage.browse.charts_page import chart_as_csv, charts_page
from storage.browse.clause_page import clause_page
from storage.browse.compare_page import compare_page
from storage.browse.feeds import changes_feed, tag_feed, topic_feed, watch_feed
from storage.browse.health_page import health_page, metrics_page
from storage.browse.home_page import home_page
from storage.browse.import_page import import_page, list_page
from storage.browse.mail_page import mail_as_html, mail_page
from storage.browse.manage_page import manage_page
from storage.browse.phrases_page import phrases_page
from storage.browse.proof_page import proof_page
from storage.browse.registers_page import changed_facts_page, registers_as_csv, registers_page
from storage.browse.review_page import change_review_page, review_page
from storage.browse.search_page import search_page
from storage.browse.variants_page import variants_page
from storage.browse.version_page import numbered_version_page, version_page
from storage.browse.watch_page import watch_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.browse.admission import Visitor


class Access(StrEnum):
    """Who may ask for a page.

    Members:
        ANYONE: whoever reaches it.
        READER: users and programs with a token, and anyone where the pages are open.
        USER: users.
        MEMBER: users who may manage.
        OWNER: users who may see what was done by whom.
    """

    ANYONE = "anyone"
    READER = "reader"
    USER = "user"
    MEMBER = "member"
    OWNER = "owner"

    def admits(self, visitor: Visitor, *, is_private: bool) -> bool:
        """Tell whether somebody may ask."""
        match self:
            case Access.ANYONE:
                return True
            case Access.READER:
                return not is_private or visitor.is_reader
            case Access.USER:
                return visitor.user is not None
            case Access.MEMBER:
                return visitor.is_member
            case Access.OWNER:
                return visitor.is_owner


@dataclass(frozen=True, slots=True)
class Route:
    """One page of ours.

    Args:
        pattern: of its address.
        page: what answers.
        access: who may ask.
        takes_forms: whether its forms send to the same address.
        takes_files: whether they may bring a file along.
    """

    pattern: str
    page: Callable[..., Any]
    access: Access
    takes_forms: bool = False
    takes_files: bool = False


ROUTES = (
    Route(r"^/$", home_page, Access.READER),
    # numbers alone, for monitoring that cannot sign in
    Route(r"^/health\.json$", health_page, Access.ANYONE),
    Route(r"^/metrics$", metrics_page, Access.ANYONE),
    Route(r"^/changes$", changes_page, Access.READER),
    Route(r"^/changes\.atom$", changes_feed, Access.READER),
    Route(r"^/tag/(?P<tag>[^/]+)/changes\.atom$", tag_feed, Access.READER),
    Route(r"^/topic/(?P<topic>[^/]+)/changes\.atom$", topic_feed, Access.READER),
    Route(r"^/charts$", charts_page, Access.READER),
    Route(r"^/charts/(?P<name>[^/]+)\.csv$", chart_as_csv, Access.READER),
    Route(r"^/registers$", registers_page, Access.READER),
    Route(r"^/registers\.csv$", registers_as_csv, Access.READER),
    Route(r"^/registers/changes$", changed_facts_page, Access.READER),
    Route(r"^/search$", search_page, Access.READER),
    Route(r"^/watch/(?P<slug>[^/]+)$", watch_page, Access.READER),
    Route(r"^/watch/(?P<slug>[^/]+)/compare$", compare_page, Access.READER),
    Route(r"^/watch/(?P<slug>[^/]+)/variants$", variants_page, Access.READER),
    Route(r"^/watch/(?P<slug>[^/]+)/changes\.atom$", watch_feed, Access.READER),
    Route(r"^/watch/(?P<slug>[^/]+)/version/(?P<number>\d{1,9})$", numbered_version_page, Access.READER),
    Route(
        r"^/watch/(?P<slug>[^/]+)/version/(?P<number>\d{1,9})/clause/(?P<position>\d{1,9})$", clause_page, Access.READER
    ),
    Route(r"^/version/(?P<id>\d{1,15})$", version_page, Access.READER),
    Route(r"^/proof$", proof_page, Access.READER),
    Route(r"^/change/(?P<id>\d{1,15})$", change_page, Access.READER),
    Route(r"^/change/(?P<id>\d{1,15})/mail$", mail_page, Access.READER),
    Route(r"^/change/(?P<id>\d{1,15})/mail\.html$", mail_as_html, Access.READER),
    Route(r"^/sign-in$", sign_in_page, Access.ANYONE, takes_forms=True),
    Route(r"^/first/(?P<token>[\w-]{1,100})$", first_page, Access.ANYONE, takes_forms=True),
    Route(r"^/sign-out$", sign_out_page, Access.USER, takes_forms=True),
    Route(r"^/account$", account_page, Access.USER, takes_forms=True),
    Route(r"^/acts$", acts_page, Access.OWNER),
    Route(r"^/add$", add_page, Access.MEMBER, takes_forms=True),
    Route(r"^/add/(?P<token>[\w-]{1,100})$", look_page, Access.MEMBER, takes_forms=True),
    Route(r"^/review$", review_page, Access.MEMBER),
    Route(r"^/change/(?P<id>\d{1,15})/review$", change_review_page, Access.MEMBER, takes_forms=True),
    Route(r"^/watch/(?P<slug>[^/]+)/manage$", manage_page, Access.MEMBER, takes_forms=True),
    Route(r"^/import$", import_page, Access.MEMBER, takes_forms=True, takes_files=True),
    Route(r"^/import/(?P<token>[\w-]{1,100})$", list_page, Access.MEMBER, takes_forms=True),
    Route(r"^/phrases$", phrases_page, Access.MEMBER, takes_forms=True),
    *(Route(operation.pattern, operation.answered, Access.READER) for operation in OPERATIONS),
)
# what the pages are dressed in
_DRESS = re.compile(r"/static/[\w.-]+|/favicon\.ico")
_COMPILED = tuple((re.compile(route.pattern), route) for route in ROUTES)


def route_of(path: str) -> Route | None:
    """Return the page of ours that an address leads to, None for one of Datasette's own, or none."""
    return next((route for pattern, route in _COMPILED if pattern.match(path)), None)


def access_of(path: str) -> Access:
    """Return who may ask for an address: for what is not known here, readers."""
    route = route_of(path)
    if route:
        return route.access
    return Access.ANYONE if _DRESS.fullmatch(path) else Access.READER
