"""Reasons: why a change matters, as values; in words only where somebody reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from monitor.core.records.catalogues import ENGLISH, N_, Catalogue


class Rule(StrEnum):
    """The rules that give reasons, by what each looks at."""

    PERIOD = "period"
    AMOUNT = "amount"
    NUMBER = "number"
    NEGATION = "negation"
    TERM = "term"
    COMPANY = "company"
    NAME = "name"
    CONTACT = "contact"
    WEB_ADDRESS = "web address"
    CITATION = "citation"
    EDIT = "edit"
    WORDING = "wording"
    TEXT = "text"
    FORM = "form"
    ORDER = "order"
    MOVE = "move"
    HEADING = "heading"
    HEADINGS = "headings"
    DOCUMENT = "document"
    NESTING = "nesting"
    RENUMBERING = "renumbering"
    RENAMING = "renaming"
    TOGETHER = "together"
    TOLD = "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a change matters.

    Args:
        rule: what gave it. `told` is a reason that was stored in words only.
        subject: what it is about where the rule alone does not say it: "retention", "recipient", "punctuation",
            "4 clauses"; else "".
        went: what the old text has and the new one has not: "" for nothing in the place of `came`, None where the
            rule says only that something came.
        came: likewise, the other way round.
    """

    rule: Rule
    subject: str = ""
    went: str | None = None
    came: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """How the reasons of a rule are put into words.

    Args:
        exchanged: where something came in the place of something.
        came: where something came.
        went: where something went.
        bare: where the subject says all.
        nothing: what stands for a place that was empty.
    """

    exchanged: str = N_("%(subject)s: %(went)s -> %(came)s")
    came: str = N_("%(subject)s: %(came)s added")
    went: str = N_("%(subject)s: %(went)s removed")
    bare: str = "%(subject)s"
    nothing: str = ""

    def of(self, reason: Reason) -> str:
        """Return the frame that fits a reason."""
        if reason.went is None:
            return self.bare if reason.came is None else self.came
        return self.went if reason.came is None else self.exchanged


_QUOTING = _Frame(
    exchanged=N_('%(subject)s: "%(went)s" -> "%(came)s"'),
    came=N_('%(subject)s: "%(came)s" added'),
    went=N_('%(subject)s: "%(went)s" removed'),
)
_FRAMES = {
    Rule.NEGATION: _QUOTING,
    Rule.EDIT: _QUOTING,
    Rule.WORDING: _QUOTING,
    Rule.COMPANY: _Frame(came=N_("new company: %(came)s"), went=N_("company removed: %(went)s")),
    Rule.TEXT: _Frame(came=N_('added: "%(came)s"'), went=N_('removed: "%(went)s"')),
    Rule.ORDER: _Frame(bare=N_("order: %(subject)s together")),
    Rule.MOVE: _Frame(exchanged=N_('moved from under "%(went)s" to "%(came)s"')),
    Rule.HEADING: _Frame(
        exchanged=N_('heading renamed: "%(went)s" -> "%(came)s"'),
        came=N_('new heading: "%(came)s"'),
        went=N_('heading removed: "%(went)s"'),
    ),
    Rule.HEADINGS: _Frame(
        exchanged=N_('headings renamed, the first: "%(came)s"'),
        came=N_('new headings, the first: "%(came)s"'),
        went=N_('headings removed, the first: "%(went)s"'),
    ),
    Rule.DOCUMENT: _Frame(
        came=N_('another document came to the page: "%(came)s"'),
        went=N_('another document left the page: "%(went)s"'),
    ),
    Rule.NESTING: _Frame(bare=N_("headings nested otherwise above %(subject)s")),
    Rule.RENUMBERING: _Frame(
        exchanged=N_('renumbering: %(subject)s, "%(went)s" -> "%(came)s"'), bare=N_("renumbering: %(subject)s")
    ),
    Rule.RENAMING: _Frame(exchanged=N_('renamed throughout: "%(went)s" -> "%(came)s", %(subject)s')),
    Rule.TOGETHER: _Frame(bare=N_("%(subject)s together")),
}
_RECIPIENT = _Frame(came=N_("new recipient: %(came)s"), went=N_("recipient removed: %(went)s"))
_FRAME = _Frame(nothing=N_("none"))
_ITSELF = _Frame(came=N_("%(came)s added"), went=N_("%(went)s removed"))  # not "consent: consent added"

DENIAL = N_("denial")
"""What readers call a negation: that something is not done."""
SUBJECTS = frozenset(
    {
        *map(str, Rule),
        *(DENIAL, N_("sale of data"), N_("licence"), N_("right"), N_("recipient"), N_("purpose")),
        *(N_("kind of data"), N_("transfer abroad"), N_("legal basis"), N_("consent"), N_("opting out"), N_("age")),
        *(N_("dispute"), N_("company"), N_("period"), N_("amount"), N_("exception"), N_("scope"), N_("do not track")),
        *(N_("money"), N_("security"), N_("retention"), N_("contact"), N_("number"), N_("web address"), N_("name")),
        *(N_("policy change"), N_("obligation"), N_("reference"), N_("order"), N_("date"), N_("citation")),
        *(N_("notice of breach"), N_("notice of changes"), N_("notice of termination"), N_("answer to requests")),
        *(N_("edit"), N_("wording"), N_("heading")),
    }
)
"""What reasons of changes that are told are about, each to be translated."""
_CLAUSES = re.compile(r"(\d{1,9}) clauses")
_TIMES = re.compile(r"(\d{1,9}) times in (\d{1,9}) clauses")


def reason_words(reason: Reason, catalogue: Catalogue = ENGLISH) -> str:
    """Return a reason in words: "retention: 5 years -> 10 years"."""
    if reason.rule is Rule.TOLD:
        return reason.subject
    frame = _FRAMES.get(reason.rule, _FRAME)
    if reason.rule is Rule.TERM and (reason.came or reason.went or "").casefold() == reason.subject:
        frame = _ITSELF
    if reason.rule is Rule.COMPANY and reason.subject:
        frame = _RECIPIENT
    nothing = catalogue.gettext(frame.nothing)
    return catalogue.gettext(
        frame.of(reason),
        subject=_subject(reason.subject or _subject_of(reason.rule), catalogue),
        went=reason.went or nothing,
        came=reason.came or nothing,
    )


def _subject_of(rule: Rule) -> str:
    return DENIAL if rule is Rule.NEGATION else rule.value


def _subject(subject: str, catalogue: Catalogue) -> str:
    if catalogue.is_english:
        return subject
    if found := _CLAUSES.fullmatch(subject):
        return catalogue.ngettext("%(count)s clause", "%(count)s clauses", int(found[1]))
    if found := _TIMES.fullmatch(subject):
        where = catalogue.ngettext("%(count)s clause", "%(count)s clauses", int(found[2]))
        return catalogue.ngettext(
            "%(count)s time in %(where)s", "%(count)s times in %(where)s", int(found[1]), where=where
        )
    return catalogue.gettext(subject) if subject in SUBJECTS else subject
