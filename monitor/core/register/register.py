"""The facts of a policy, drawn from its clauses: the door of the register."""

from __future__ import annotations

import re
from functools import cache, reduce
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.records import ClauseKind
from monitor.core.register.cells import cells_of, entry_of, headings, is_row
from monitor.core.register.context import NOTHING, Context, context_of
from monitor.core.register.facts import FactKind
from monitor.core.register.grounds import bases_in_row, bases_said, may_tell_bases, transfers_said
from monitor.core.register.passages import Passage
from monitor.core.register.people import ROLES, contacts_said, controllers_in, forum_said
from monitor.core.register.periods import may_tell_periods, periods_in_row, periods_said
from monitor.core.register.processors import processor_in_entry, processor_in_row, processors_said
from monitor.core.significance.figures import written_addresses
from monitor.core.significance.lexicon import told_hits
from monitor.core.significance.measured import AGE
from monitor.core.significance.proper_names import companies
from monitor.core.significance.spoken import spoken
from monitor.core.significance.topics import READ
from monitor.core.text import fold_accents, key

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from monitor.core.records import Clause, PolicyText
    from monitor.core.register.facts import Fact

RULES = "register-1"
"""By which rules a register is read; a new one where they come to read a text otherwise, so that all are read again."""
_ENGLISH = "en"  # tables are often in English whatever the rest is
_LEADS_IN = ":"
_ORDINAL = re.compile(r"\b([12]\d)\.\s(\w{3,30}(?:\s\w{2,30})?)")
_LONG = 2_000  # characters of a sentence that are read, so that one of nothing but periods is no work; a guess


def facts_of(text: PolicyText) -> tuple[Fact, ...]:
    """Return the facts of a policy in the order of its clauses, each once, where it is said first.

    Args:
        text: the policy; of its language those words are looked for that the files of the languages list.
    """
    reader = _Reader(text.document.language)
    found: dict[tuple[str, ...], Fact] = {}
    for fact in reader.facts(text.clauses):
        found.setdefault((fact.kind.value, *fact.said), fact)
    return tuple(fact for fact in found.values() if not reader.is_own(fact) and not _is_less(fact, found))


def _is_less(fact: Fact, found: Container[tuple[str, ...]]) -> bool:
    """Tell whether a fact is an address that is said elsewhere to be somebody's."""
    if fact.kind is not FactKind.CONTACT or fact.subject != ("",):
        return False
    return any((fact.kind.value, key(role), *fact.said[1:]) in found for role in ROLES)


class _Reader:
    """Reads the clauses of one policy in their order.

    Args:
        language: of the policy, "" where it is not known.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._context = cache(self._read_context)
        self._headed = cache(self._read_path)
        self._controllers: set[str] = set()

    def is_own(self, fact: Fact) -> bool:
        """Tell whether a fact names who answers for the data as one that processes them for others."""
        return fact.kind is FactKind.PROCESSOR and fact.subject[0] in self._controllers

    def facts(self, clauses: Sequence[Clause]) -> Iterator[Fact]:
        """Yield all facts of all clauses."""
        columns: tuple[str, ...] = ()
        table: tuple[str, ...] | None = None  # the path of the table that is read
        lead = NOTHING
        for clause, follower in zip(clauses, [*clauses[1:], None], strict=False):
            text = clause.text[:READ]
            languages = self._languages(text)
            context = self._headed(clause.heading_path)
            if clause.kind is ClauseKind.PARAGRAPH:
                lead = self._context(text) if text.rstrip().endswith(_LEADS_IN) else NOTHING
            else:
                context = context.and_of(lead)
            if not is_row(text):
                table = None
                yield from self._in_words(clause, text, languages, context)
                continue
            if table != clause.heading_path:
                below = follower.text[:READ] if follower and follower.heading_path == clause.heading_path else ""
                table, columns = clause.heading_path, headings(text, below, languages)
                if columns:
                    continue
            yield from _in_row(text, columns, languages, context, clause.position)

    def _languages(self, text: str) -> frozenset[str]:
        return frozenset([self._language, _ENGLISH]) if self._language else spoken(text) | {_ENGLISH}

    def _read_context(self, text: str) -> Context:
        return context_of(text[:READ], self._languages(text))

    def _read_path(self, path: tuple[str, ...]) -> Context:
        return reduce(Context.and_of, map(self._context, path), NOTHING)

    def _in_words(self, clause: Clause, text: str, languages: frozenset[str], context: Context) -> Iterator[Fact]:
        position, subjects = clause.position, context.subjects
        entry = entry_of(text) if clause.kind is ClauseKind.ITEM else []
        # under a heading on sharing an entry is a recipient if it is a company by its legal form
        is_party = "parties" in subjects or ("recipients" in subjects and bool(entry and companies(entry[0])))
        named = tuple(processor_in_entry(entry, languages, position)) if entry and is_party else ()
        yield from named
        whole = Passage(text, languages)
        # Most clauses have none of what facts are read by, and are read no further.
        tells = {
            "processors": bool(whole.companies),
            "periods": may_tell_periods(whole),
            "transfers": "transfers" in subjects or whole.may_say("third countries", "safeguards"),
            "bases": "rights" not in subjects and may_tell_bases(whole),
            "forum": whole.may_say("courts", "governing law") or ("disputes" in subjects and whole.may_say("laws")),
            "contacts": any(written_addresses(whole.text)),
        }
        if not any(tells.values()):
            return
        label = entry[0] if entry else ""
        joined = _without_stops_of_ages(text, languages)
        parts = [part[:_LONG] for sentence in sentences(joined) for part in sentence.split(";")]
        passages = [whole] if parts == [text] else [Passage(part, languages) for part in parts]
        if tells["processors"]:
            self._controllers.update(fold_accents(key(name)) for name in controllers_in(passages, context.role))
            is_among_them = not subjects.isdisjoint({"parties", "recipients"})
            for passage in passages if not named else ():
                yield from processors_said(passage, position, is_among_them=is_among_them)
        if tells["transfers"]:
            yield from transfers_said(passages, position, is_on_transfers="transfers" in subjects)
        if tells["bases"]:
            for passage in passages:
                yield from bases_said(passage, position, label=label, is_on_bases="bases" in subjects)
        if tells["periods"]:
            yield from periods_said(passages, position, label=label, above=subjects)
        if tells["forum"]:
            yield from forum_said(passages, position, is_on_disputes="disputes" in subjects)
        if tells["contacts"]:
            yield from contacts_said(passages, context.role, position)


def _without_stops_of_ages(text: str, languages: frozenset[str]) -> str:
    """Return a text without the full stops of ordinal numbers before ages: in "das 16. Lebensjahr" no sentence ends."""

    def bare(found: re.Match[str]) -> str:
        is_age = any(hit.category == AGE for hit in told_hits(found[2], languages))
        return f"{found[1]} {found[2]}" if is_age else found[0]

    return _ORDINAL.sub(bare, text)


def _in_row(
    text: str, columns: Sequence[str], languages: frozenset[str], context: Context, position: int
) -> Iterator[Fact]:
    cells = cells_of(text, columns, languages)
    yield from processor_in_row(cells, languages, position, is_among_them="parties" in context.subjects)
    yield from periods_in_row(cells, languages, position)
    yield from bases_in_row(cells, languages, position)
    yield from contacts_said([Passage(cell.text[:_LONG], languages) for cell in cells], context.role, position)
