"""Sentence parts by language: one file a language beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CODES = ("en", "de", "fr", "it")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyParts:
    """What policies of one language are made of.

    Args:
        title, updated, intro: how a policy begins; `{name}` is the company's.
        headings: of general sections.
        data, aims, parties: what stands for these words in sentences.
        sentences: plain ones, with `{data}`, `{aim}`, `{party}`.
        keep: how long something is stored, with `{data}` and `{number}` of months.
        right: a right of the reader, with `{data}`.
        never, may: the same sentence with and without its negation.
        additions: sentences of substance that come later.
        sale, recipients, periods: headings of the special sections.
        recipients_lead, recipient, new_recipient: a list's lead-in, an item, and one that comes later.
        periods_head, period: the cells of a table's first row, and the last cell of all others.
    """

    title: str
    updated: str
    intro: str
    headings: tuple[str, ...]
    data: tuple[str, ...]
    aims: tuple[str, ...]
    parties: tuple[str, ...]
    sentences: tuple[str, ...]
    keep: str
    right: str
    never: str
    may: str
    additions: tuple[str, ...]
    sale: str
    recipients: str
    recipients_lead: str
    recipient: str
    new_recipient: str
    periods: str
    periods_head: tuple[str, ...]
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseParts:
    """What noise of one language is made of: everyday words, none of a policy and none of what stands beside one.

    Args:
        grammar: words of grammar among them, which every text has.
        subjects, verbs, places, moments: one of each makes a sentence.
        people, towns: invented names.
        counter, clock, spot, code: sentences with a `{number}` and a `{place}`, a `{time}`, a `{town}` and its
            `{degrees}`, a `{code}`.
    """

    grammar: tuple[str, ...]
    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    places: tuple[str, ...]
    moments: tuple[str, ...]
    people: tuple[str, ...]
    towns: tuple[str, ...]
    counter: str
    clock: str
    spot: str
    code: str


@cache
def parts(code: str) -> tuple[PolicyParts, NoiseParts]:
    """Return the sentence parts of one language, for policies and for noise."""
    file = tomllib.loads((Path(__file__).parent / f"{code}.toml").read_text(encoding="utf-8"))
    policy, noise = ({name: _frozen(value) for name, value in file[kind].items()} for kind in ("policy", "noise"))
    return PolicyParts(**policy), NoiseParts(**noise)


def _frozen(value: str | list[str]) -> str | tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else value


def capital(text: str) -> str:
    """Return a text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
