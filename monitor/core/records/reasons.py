"""Reasons: why a change matters, as values; in words only where somebody reads them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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

    exchanged: str = "{subject}: {went} -> {came}"
    came: str = "{subject}: {came} added"
    went: str = "{subject}: {went} removed"
    bare: str = "{subject}"
    nothing: str = ""

    def of(self, reason: Reason) -> str:
        """Return the frame that fits a reason."""
        if reason.went is None:
            return self.bare if reason.came is None else self.came
        return self.went if reason.came is None else self.exchanged


_QUOTING = _Frame(
    exchanged='{subject}: "{went}" -> "{came}"', came='{subject}: "{came}" added', went='{subject}: "{went}" removed'
)
_FRAMES = {
    Rule.NEGATION: _QUOTING,
    Rule.EDIT: _QUOTING,
    Rule.WORDING: _QUOTING,
    Rule.COMPANY: _Frame(came="new {subject}: {came}", went="{subject} removed: {went}"),
    Rule.TEXT: _Frame(came='added: "{came}"', went='removed: "{went}"'),
    Rule.ORDER: _Frame(bare="order: {subject} together"),
    Rule.MOVE: _Frame(exchanged='moved from under "{went}" to "{came}"'),
    Rule.HEADING: _Frame(
        exchanged='heading renamed: "{went}" -> "{came}"',
        came='new heading: "{came}"',
        went='heading removed: "{went}"',
    ),
    Rule.HEADINGS: _Frame(
        exchanged='headings renamed, the first: "{came}"',
        came='new headings, the first: "{came}"',
        went='headings removed, the first: "{went}"',
    ),
    Rule.DOCUMENT: _Frame(
        came='another document came to the page: "{came}"', went='another document left the page: "{went}"'
    ),
    Rule.NESTING: _Frame(bare="headings nested otherwise above {subject}"),
    Rule.RENUMBERING: _Frame(exchanged='renumbering: {subject}, "{went}" -> "{came}"', bare="renumbering: {subject}"),
    Rule.RENAMING: _Frame(exchanged='renamed throughout: "{went}" -> "{came}", {subject}'),
    Rule.TOGETHER: _Frame(bare="{subject} together"),
}
_FRAME = _Frame(nothing="none")
_ITSELF = _Frame(came="{came} added", went="{went} removed")  # not "consent: consent added"


def reason_words(reason: Reason) -> str:
    """Return a reason in words: "retention: 5 years -> 10 years"."""
    if reason.rule is Rule.TOLD:
        return reason.subject
    frame = _FRAMES.get(reason.rule, _FRAME)
    if reason.rule is Rule.TERM and (reason.came or reason.went or "").casefold() == reason.subject:
        frame = _ITSELF
    return frame.of(reason).format(
        subject=reason.subject or reason.rule.value,
        went=reason.went or frame.nothing,
        came=reason.came or frame.nothing,
    )
