"""Reasons of words: the terms that came or went, those that widen or narrow, and the subjects they stand with."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.comparison.redline import redline
from monitor.core.languages import word_set
from monitor.core.policy_terms import is_policy_word, without_offers
from monitor.core.records import Reason, RedlineOp, Rule, rank_of
from monitor.core.significance.abroad import ABROAD, with_countries, without_known
from monitor.core.significance.accountable import without_accountable
from monitor.core.significance.edits import MOST, edit_at, edits, one_sided, short
from monitor.core.significance.health import without_illness
from monitor.core.significance.lexicon import Hit, is_material, small_words, told_hits
from monitor.core.significance.negations import DENIED, NEGATION, turned_words, without_denials
from monitor.core.significance.numerals import may_be_unit
from monitor.core.significance.people_reached import with_people
from monitor.core.significance.proper_names import has_capital_nouns, without_names
from monitor.core.significance.rights_granted import with_granted
from monitor.core.text import as_written, fold_accents, fold_space, fold_typography, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

_EXCEPTION = "exception"
_ALL, _ANY = "all", "any"
_LICENCE, _GRANT = "licence", "grant"
_REACH = 2  # words between those that speak of one licence; one more or less makes no difference to tests/core/reasons
_COUNTRIES = "other countries"
_RIGHT, _RECIPIENT = "right", "recipient"
_KEPT, _KEEPING = "keeping", frozenset(["retention", "keeping time", "collection"])
_BASIS = "legal basis"
_GROUNDS = frozenset([_BASIS, "consent"])  # what processing is grounded on
# Of the words of scope, those that widen or narrow what is promised.
_LIMITS = frozenset(["only", "all", "some", "at least", "at most"])
_OF_FIGURES = frozenset(["at least", "at most"])
_DISPUTE, _SHARING, _AUTHORITIES = "dispute", "sharing", "authorities"
_SUBJECTS = (_DISPUTE, "legal basis", "contact")  # a clause on these is about them whatever words are exchanged
# What goes on after a term without a sign between: three words are the longest noun that ends one, "the personal data".
_FOLLOWING = re.compile(r"(?:\s+[^\W\d_][\w'-]*){1,3}")
_HYPHENED = re.compile(r"(?:-\w+)+")  # "automated decision-making"
_CAPITAL = re.compile(r"\b[^\W\d_a-z]")
_NAMED_SUBJECT = "contact"  # but of a contact only another name is another one


def telling(found: Iterable[Hit]) -> list[Hit]:
    """Return the hits of categories that matter, the most telling first.

    Neighbours are joined, a concept counts once, and words told as one thing ("advertisers": recipients) are not told
    as another ("advertising": a purpose).
    """
    material = [hit for hit in _joined(found) if is_material(hit.category) and hit.category != NEGATION]
    once = {(hit.category, hit.concept): hit for hit in reversed(material)}
    told: list[Hit] = []
    taken: set[int] = set()
    for hit in sorted(once.values(), key=lambda hit: (rank_of(hit.category), hit.start)):
        beside = _REACH if hit.category == _LICENCE else 0
        if taken.isdisjoint(range(hit.start, hit.end)):
            told.append(hit)
            taken.update(range(hit.start - beside, hit.end + beside))
    return told


def _joined(found: Iterable[Hit]) -> list[Hit]:
    """Return the hits, those of one category that stand side by side as one: "personalised", "advertising"."""
    joined: list[Hit] = []
    last: dict[str, int] = {}
    for hit in found:
        place = last.get(hit.category, -1)
        if place >= 0 and joined[place].end == hit.start:
            joined[place] = replace(joined[place], text=f"{joined[place].text} {hit.text}", end=hit.end)
        else:
            last[hit.category] = len(joined)
            joined.append(hit)
    return joined


def _licences(found: Iterable[Hit], text: str) -> Iterator[Hit]:
    """Yield the hits, those of one licence as one, which is another where its words are: "perpetual licence".

    A licence of which nothing is said is none that matters: "the licence of this software".
    """
    plain = words(text)
    licences: list[Hit] = []
    granted: set[int] = set()  # places among them of those that are said to be wide
    for hit in found:
        if hit.category != _LICENCE:
            yield hit
            continue
        if licences and hit.start - licences[-1].end <= _REACH:
            start = licences.pop().start
            hit = replace(hit, text=" ".join(plain[start : hit.end]), start=start)  # noqa: PLW2901
        licences.append(hit)
        if hit.concept == _GRANT:
            granted.add(len(licences) - 1)
    yield from (replace(one, concept=_licensed(one.text)) for place, one in enumerate(licences) if place in granted)


def _licensed(text: str) -> str:
    """Return what a licence is in whatever order: "irrevocable, non-exclusive" is no other than the other way round."""
    return " ".join(sorted(word for word in text.split() if word not in small_words()))


def term_reasons(old: str, new: str, languages: frozenset[str]) -> list[Reason]:
    """Return what terms came or went, the gravest first; a word turned round is no term that went.

    Args:
        old: the text before.
        new: the text after.
        languages: the codes of those they may be in.
    """
    before, after = set(words(old)), set(words(new))
    turned = turned_words(before - after, after - before)
    # "The courts of Leeds" that decide are no recipients.
    named_there = {hit.category for text in (old, new) for hit in told_hits(text, languages)}
    is_on_disputes = _DISPUTE in named_there and _SHARING not in named_there
    moves = [
        (rank_of(hit.category), named(hit, text, added=added))
        for found, text, added in _moves(old, new, languages)
        for hit in telling(found)
        if turned.isdisjoint(hit.text.split()) and not (is_on_disputes and hit.concept == _AUTHORITIES)
    ]
    told = [reason for _, reason in sorted(moves, key=lambda move: move[0])]
    return [_law_exchanged(reason, old, new) for reason in _grounds_exchanged(told)[: 2 * MOST]]


def _law_exchanged(reason: Reason, old: str, new: str) -> Reason:
    """Return a reason of a governing law with what stands in its place, also where no rule knows that: "Irish law"."""
    phrase, (here, there) = (reason.went, (old, new)) if reason.came is None else (reason.came, (new, old))
    if reason.subject != _DISPUTE or not phrase:
        return reason
    pieces = redline(here, there)
    for edit in (edit_at(pieces, index) for index in edits(pieces)):
        gone, fresh = (edit.get(op, "").strip() for op in (RedlineOp.DELETE, RedlineOp.INSERT))
        other = phrase.replace(gone, fresh) if gone and fresh and gone in phrase else ""
        if other and other in fold_typography(there):
            went, came = (phrase, other) if here is old else (other, phrase)
            return Reason(rule=Rule.EDIT, subject=_DISPUTE, went=went, came=came)
    return reason


def _grounds_exchanged(told: list[Reason]) -> list[Reason]:
    """Return reasons with a legal basis that came for another, or for consent, told as one."""
    came, went = (
        [reason for reason in told if reason.subject in _GROUNDS and getattr(reason, side) is not None]
        for side in ("came", "went")
    )
    if len(came) != 1 or len(went) != 1 or _BASIS not in {came[0].subject, went[0].subject}:
        return told
    together = Reason(rule=Rule.TERM, subject=_BASIS, went=went[0].went, came=came[0].came)
    return [together if reason is came[0] else reason for reason in told if reason is not went[0]]


def shade_reasons(old: str, new: str, languages: frozenset[str]) -> list[Reason]:
    """Return what words came or went that matter less than terms: obligation, scope, sharing; see `term_reasons`."""
    moves = _moves(old, new, languages)
    shades = [(hit, text, added) for found, text, added in moves for hit in found if hit.category != NEGATION]
    return [named(hit, text, added=added) for hit, text, added in shades[:MOST]]


def limit_reasons(old: str, new: str, languages: frozenset[str], *, measured: bool = False) -> Iterator[Reason]:
    """Yield words that widen or narrow what is said of data: "only" went, "unless" came.

    Args:
        old: the text before.
        new: the text after.
        languages: the codes of those they may be in.
        measured: a figure that came or went is told: "at least" says nothing beside it.
    """
    limiting = _LIMITS - _OF_FIGURES if measured else _LIMITS
    if any(hit.topic or is_material(hit.category) for text in (old, new) for hit in told_hits(text, languages)):
        moves = _moves(old, new, languages)
        sides = [{hit.concept for hit in found} for found, _, _ in moves]
        if all(concepts & {_ALL, _ANY} for concepts in sides):  # "every user" for "all users"
            limiting -= {_ALL}
        for found, text, added in moves:
            limits = [hit for hit in found if hit.category == _EXCEPTION or hit.concept in limiting]
            yield from (named(hit, text, added=added) for hit in limits[:MOST] if not _limits_nothing(hit, text))


def _limits_nothing(hit: Hit, text: str) -> bool:
    """Tell whether a word of scope says only that there are some kinds, or how often: "every type", "every 5 years"."""
    plain = words(text)
    if hit.concept == _ALL and any(map(may_be_unit, map(fold_accents, plain[hit.end + 1 : hit.end + 2]))):
        return True
    beside = {*plain[max(0, hit.start - 1) : hit.start], *plain[hit.end : hit.end + 2]}
    return hit.concept == _ALL and not beside.isdisjoint(word_set("text", "kinds"))


def subject_reasons(old: str, new: str, languages: frozenset[str]) -> Iterator[Reason]:
    """Yield the first edit of a clause on disputes or a legal basis in which no other rule finds a reason.

    Arguments as those of `term_reasons`.
    """
    before, after = ({hit.category for hit in told_hits(text, languages)} for text in (old, new))
    subjects = before & after
    subject = next((subject for subject in _SUBJECTS if subject in subjects), "")
    if not subject:
        return
    named_at = {at for hit in told_hits(old, languages) if hit.category == subject for at in (hit.start, hit.end)}
    openings = {0, *accumulate(len(words(sentence)) for sentence in sentences(old))}
    pieces = redline(old, new)
    for index in edits(pieces):
        edit = edit_at(pieces, index)
        start = len(words("".join(text for op, text in pieces[:index] if op is not RedlineOp.INSERT)))
        end = start + len(words(edit.get(RedlineOp.DELETE, "")))
        is_beside = not named_at.isdisjoint({start, start + 1, end})
        if start in openings and subject == _DISPUTE and not is_beside:
            continue  # the first word of a sentence has a capital whatever it is
        if _tells(edit, subject, is_beside=is_beside):
            went, came = (fold_space(short(edit.get(op, ""))) for op in (RedlineOp.DELETE, RedlineOp.INSERT))
            yield Reason(rule=Rule.EDIT, subject=subject, went=went, came=came)
            return


def _tells(edit: dict[RedlineOp, str], subject: str, *, is_beside: bool) -> bool:
    """Tell whether an edit is one of what a clause is about: of a name, or of words beside those that say so."""
    is_exchange = len(edit) > 1
    are_names = all(_CAPITAL.search(text) for text in edit.values())
    if subject == _NAMED_SUBJECT:
        return is_exchange and are_names
    if subject == _DISPUTE and is_exchange:
        return are_names or is_beside
    return bool(words("".join(edit.values())))


def named(hit: Hit, text: str, *, added: bool) -> Reason:
    """Return that a term of a text came or went, as the text has it: "recipient: Data Brokers added"."""
    whole = whole_term(hit.text, text, is_place=hit.category == ABROAD)
    return one_sided(Rule.TERM, whole, subject=hit.category, added=added)


def whole_term(phrase: str, text: str, *, is_place: bool) -> str:
    """Return a term as a text writes it, with the words that its last one wants after it: "sell your personal data".

    Args:
        phrase: the words of the term, without case.
        text: in which they stand.
        is_place: the term is one, whose name may go on.
    """
    written = as_written(phrase, text)
    if not written:
        return phrase
    plain = fold_typography(text)
    last, following = phrase.rsplit(maxsplit=1)[-1], _FOLLOWING.match(plain, plain.index(written) + len(written))
    after = following.group().split() if following else []
    small = small_words()
    wanted = 0
    rest = _HYPHENED.match(plain, plain.index(written) + len(written))
    written += rest.group() if rest else ""
    if (last in small or (len(last) == 1 and last.isascii())) and last != phrase:
        at_last = 0 if after and after[-1].casefold() in small else len(after)  # not "kept for you at the"
        wanted = next((at for at, word in enumerate(after[:-1], 1) if word.casefold() not in small), at_last)
    if is_policy_word(" ".join([last, *after][wanted : wanted + 2])):
        wanted += 1
    if is_place and written[written.rfind(" ") + 1].isupper() and not has_capital_nouns(text):
        wanted += sum(1 for _ in takewhile(lambda word: word[0].isupper(), after[wanted:]))  # "the European Union"
    return " ".join([written, *after[:wanted]])


@lru_cache(maxsize=2)  # three rules ask in turn
def _moves(old: str, new: str, languages: frozenset[str]) -> tuple[tuple[list[Hit], str, bool], ...]:
    """Return the terms that came, of the new text, and those that went, of the old one, with whether they came."""
    before, after = (terms(text, languages) for text in (old, new))
    affirmed = (without_denials(text, languages) for text in (old, new))
    said_before, said_after = (  # most texts deny nothing
        found if said == text else terms(said, languages)
        for said, text, found in zip(affirmed, (old, new), (before, after), strict=True)
    )
    came = _affirmed(_extra(after, before), _extra(said_after, said_before), new)
    went = _affirmed(_extra(before, after), _extra(said_before, said_after), old)
    counts = [Counter(words(text)) for text in (old, new)]
    same = {word for word in counts[0] if counts[0][word] == counts[1][word]}
    came, went = without_known(came, old, languages), without_known(went, new, languages)
    return (_not_said(came, same, before), new, True), (_not_said(went, same, after), old, False)


def _affirmed(found: Iterable[Hit], said: Iterable[Hit], text: str) -> list[Hit]:
    """Return the hits but those that are only denied: "no cookies for advertising" brings no purpose.

    A recipient that is called by its name is one: "We do not see your card, which Stripe charges."
    """
    known = {(hit.category, hit.concept) for hit in said}
    return [
        hit
        for hit in found
        if hit.category not in DENIED or (hit.category, hit.concept) in known or _is_by_name(hit, text)
    ]


def _is_by_name(hit: Hit, text: str) -> bool:
    written = (as_written(hit.text, text) or "") if hit.category == _RECIPIENT else ""
    return written[:1].isupper() and not has_capital_nouns(text)


def terms(text: str, languages: frozenset[str], *, is_edited: bool = True) -> list[Hit]:
    """Return the terms of a text, and its countries, but those within addresses and the names of companies.

    Args:
        text: what is read.
        languages: the codes of those it may be in.
        is_edited: another wording of it is there; see `with_countries`.
    """
    bare = without_names(text)
    offered = without_offers(told_hits(bare, languages), bare)
    said = without_accountable(offered, bare, languages)
    said = said if is_edited else without_illness(said, bare, languages)
    found = with_granted(_once_named(said, bare), bare, languages)
    # each country is another one
    each = (
        replace(hit, concept=hit.text) if hit.concept == _COUNTRIES else hit
        for hit in with_people(with_countries(found, bare, languages, is_edited=is_edited), bare, languages)
    )
    return [*_licences(each, bare)]


def _once_named(found: Iterable[Hit], text: str) -> list[Hit]:
    """Return the hits, those of one right that overlap as one: "right to access", "access your data"."""
    plain = words(text)
    each: list[Hit] = []
    at = -1  # of the last right
    for hit in found:
        if hit.category == _RIGHT:
            last = each[at] if at >= 0 else None
            if last and last.concept == hit.concept and hit.start < last.end:
                each[at] = replace(last, text=" ".join(plain[last.start : hit.end]), end=hit.end)
                continue
            at = len(each)
        each.append(hit)
    return each


def _not_said(found: Iterable[Hit], same: Container[str], others: Iterable[Hit]) -> list[Hit]:
    """Return the hits but those of which the other text says as much in other words.

    They are rights whose words both texts have as often, in another order of a list, and that data are kept where the
    other says so too.
    """
    small = small_words()
    is_kept = any(hit.category in _KEEPING for hit in others)
    return [
        hit
        for hit in found
        if not (hit.category == _RIGHT and all(word in small or word in same for word in hit.text.split()))
        and not (hit.concept == _KEPT and is_kept)
    ]


def _extra(one: Sequence[Hit], other: Sequence[Hit]) -> list[Hit]:
    """Return the hits of concepts that one text names more often than the other, a concept once.

    Of several wordings of a concept the one that the other text has not, or has less often, is returned.
    """
    times = Counter((hit.category, hit.concept) for hit in one)
    times.subtract((hit.category, hit.concept) for hit in other)
    wordings = Counter(hit.text for hit in one)
    wordings.subtract(hit.text for hit in other)
    extra = []
    for hit in one:
        if times[hit.category, hit.concept] > 0 and wordings[hit.text] > 0:
            times[hit.category, hit.concept] = 0
            extra.append(hit)
    return extra
