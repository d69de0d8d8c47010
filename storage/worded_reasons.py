"""Reasons of stores up to schema 5, which kept their words alone: made values of again where only one fits."""

from __future__ import annotations

import json
import re
from dataclasses import asdict

from monitor.core.records import Reason, Rule, gravest, reason_words
from monitor.core.records.reasons import DENIAL
from storage.written import to_json

# What the words of a reason could be about when schema 5 was written.
_FORMS = (
    "white space", "typography", "stated date", "renumbering", "e-mail obfuscation", "link address", "cross-reference",
    "letter case", "punctuation", "word spacing", "accents", "doubled word", "abbreviation", "typo", "no words",
    "table of contents", "title", "heading set as text", "text set as heading", "order",
)  # fmt: skip
_TERMS = (
    "kind of data", "purpose", "sale of data", "recipient", "legal basis", "right", "consent", "opting out",
    "transfer abroad", "contact", "age", "security", "dispute", "money", "policy change", "do not track",
    "keeping time", "audience", "collection", "sharing", "choice", "rights", "safety", "reach us", "obligation",
    "scope", "exception",
)  # fmt: skip


def _one_of(subjects: tuple[str, ...]) -> str:
    return rf"(?P<subject>{'|'.join(map(re.escape, subjects))})"


def _sides(between: str) -> str:
    """Return a pattern of two sides; where the mark between them stands twice, nobody knows which one it is."""
    side = rf"(?:(?!{re.escape(between)}).)*"
    return rf"(?P<went>{side}){re.escape(between)}(?P<came>{side})"


def _came_or_went(quote: str = "", what: str = ".*") -> str:
    """Return a pattern of something that came, or of something that went."""
    return rf"{quote}(?:(?P<came>{what}){quote} added|(?P<went>{what}){quote} removed)"


_EXCHANGED, _QUOTED = _sides(" -> "), f'"{_sides(chr(34) + " -> " + chr(34))}"'
_CLAUSES = r"(?P<subject>\d+ clauses)"
# After "retention: " stands a period or a term: what has a digit is a period; one word that is no Chinese, a term.
_ONE_WORD = r"[^\W\d\u2e80-\u9fff]+"
_THEN = re.compile(r"\Anegation(?=: )")  # what is called a denial now
# The first that fits counts.
_PATTERNS = tuple(
    (rule, re.compile(pattern, re.DOTALL))
    for rule, pattern in (
        (Rule.WORDING, "wording"),
        (Rule.FORM, _one_of(_FORMS)),
        (Rule.PERIOD, f"(?P<subject>retention|period): {_EXCHANGED}"),
        (Rule.PERIOD, rf"(?P<subject>retention): (?=\D*\d){_came_or_went()}"),
        (Rule.TERM, f"(?P<subject>retention): {_came_or_went(what=_ONE_WORD)}"),
        (Rule.PERIOD, f"period: {_came_or_went()}"),
        (Rule.AMOUNT, f"amount: {_EXCHANGED}"),
        (Rule.AMOUNT, f"amount: {_came_or_went()}"),
        (Rule.NUMBER, f"number: {_EXCHANGED}"),
        (Rule.NEGATION, f"(?:denial|negation): {_QUOTED}"),
        (Rule.NEGATION, f"(?:denial|negation): {_came_or_went(chr(34))}"),
        (Rule.EDIT, f"(?P<subject>dispute|legal basis|contact): {_QUOTED}"),
        (Rule.CONTACT, f"contact: {_EXCHANGED}"),
        (Rule.CONTACT, rf"contact: (?=\S+@){_came_or_went()}"),
        (Rule.WEB_ADDRESS, f"web address: {_EXCHANGED}"),
        (Rule.CITATION, f"(?P<subject>legal basis): {_EXCHANGED}"),
        (Rule.COMPANY, "new (?P<subject>recipient|company): (?P<came>.*)"),
        (Rule.COMPANY, "(?P<subject>recipient|company) removed: (?P<went>.*)"),
        (Rule.NAME, f"name: {_came_or_went()}"),
        (Rule.TERM, f"{_one_of(_TERMS)}: {_came_or_went()}"),
        (Rule.TEXT, 'added: "(?P<came>.*)"'),
        (Rule.TEXT, 'removed: "(?P<went>.*)"'),
        (Rule.ORDER, f"order: {_CLAUSES} together"),
        (Rule.MOVE, f'moved from under "{_sides(chr(34) + " to " + chr(34))}"'),
        (Rule.HEADING, f"heading renamed: {_QUOTED}"),
        (Rule.HEADING, 'new heading: "(?P<came>.*)"'),
        (Rule.HEADING, 'heading removed: "(?P<went>.*)"'),
        (Rule.HEADINGS, 'new headings, the first: "(?P<came>.*)"'),
        (Rule.HEADINGS, 'headings removed, the first: "(?P<went>.*)"'),
        (Rule.NESTING, f"headings nested otherwise above {_CLAUSES}"),
        (Rule.RENUMBERING, rf"renumbering: (?P<subject>\d+ labels), {_QUOTED}"),
        (Rule.RENUMBERING, f"renumbering: {_CLAUSES}"),
        (Rule.RENAMING, rf"renamed throughout: {_QUOTED}, (?P<subject>\d+ times in \d+ clauses)"),
        (Rule.TOGETHER, f"{_CLAUSES} together"),
    )
)


def reason_of(words: str) -> Reason:
    """Return the reason that has these words.

    Returns:
        What they say of rule, subject and sides; the words themselves, as `told`, where that is not certain.
    """
    for rule, pattern in _PATTERNS:
        found = pattern.fullmatch(words)
        if found:
            reason = _reason(rule, found.groupdict())
            return reason if reason_words(reason) == _THEN.sub(DENIAL, words) else Reason(rule=Rule.TOLD, subject=words)
    return Reason(rule=Rule.TOLD, subject=words)


def _reason(rule: Rule, said: dict[str, str | None]) -> Reason:
    subject, went, came = said.get("subject") or "", said.get("went"), said.get("came")
    if went is not None and came is not None:
        went, came = ("" if side == "none" else side for side in (went, came))
    return Reason(rule=rule, subject="" if subject == rule else subject, went=went, came=came)


def details_of(reasons: object) -> str:
    """Return as JSON the values of reasons that are there in words.

    Args:
        reasons: a JSON list of texts, as the column `reasons` has it.

    Returns:
        A list of objects; "null" for what is no such list, which then reads as the damage it is.
    """
    try:
        words = json.loads(str(reasons))
        details = [asdict(reason_of(one)) for one in words] if isinstance(words, list) else None
    except (TypeError, ValueError):
        details = None
    return to_json(details)


def gravest_of(details: object) -> int:
    """Return the place of the gravest of some reasons among all, the last for what are none.

    Args:
        details: a JSON list of objects, as the column `reason_details` has it.
    """
    try:
        return gravest([Reason(**{**one, "rule": Rule(one["rule"])}) for one in json.loads(str(details))])
    except (TypeError, ValueError, KeyError):  # damage, which reads as such elsewhere
        return gravest([])
