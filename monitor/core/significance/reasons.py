"""Why a change matters: what the rules of `significance` find between two texts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.comparison.redline import redline
from monitor.core.languages import word_set
from monitor.core.records import Reason, RedlineOp, Rule
from monitor.core.significance.citations import cited_articles
from monitor.core.significance.figures import addresses, figures, hosts, unnumbered
from monitor.core.significance.lexicon import Hit, hits, is_material
from monitor.core.text import as_written, fold_space, fold_typography, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.core.records import Redline

MOST = 8
"""Reasons that are given of one kind."""
NEGATION = "negation"

_QUOTED = 80  # characters of an edit or a sentence that are quoted
_BEFORE = re.compile(r"(?:\S+\s+){0,3}\S*$")  # words quoted on each side of a negation that came or went
_AFTER = re.compile(r"\S*(?:\s+\S+){0,3}")
# The categories of the lexicon as a reader wants to hear of them, the most telling first.
_TELLING = (
    "right",
    "sale of data",
    "recipient",
    "purpose",
    "kind of data",
    "transfer abroad",
    "legal basis",
    "consent",
    "opting out",
    "age",
    "dispute",
    "do not track",
    "money",
    "security",
    "retention",
    "contact",
)
_DEEDS = frozenset(["collection", "sharing", "retention", "transfer abroad"])
_SALE = "resale"
_SCOPE = "scope"
_EXCEPTION = "exception"
# Of the words of scope, those that widen or narrow what is promised.
_LIMITS = frozenset(["only", "all", "some", "at least", "at most"])
_FIGURES = (Rule.PERIOD, Rule.AMOUNT, Rule.NUMBER)
_SUBJECTS = ("dispute", "legal basis", "contact")  # a clause on these is about them whatever words are exchanged
_NAMED_SUBJECT = "contact"  # but of a contact only another name is another one
_NEAR = 3  # words between a deed and what denies it
# What a negation further off may govern, and among how many first words it then stands: "None of them is used for ads".
_GOVERNED = frozenset(["kind of data", "purpose", "recipient"])
_EARLY = 5  # words; halved or doubled, 11 of 35 and 6 of 42 verdicts differ
_PART_END = re.compile(r"[,;:(，；：（]|\s[–—-]\s")
_TURNED = 4  # letters of a word that may be turned round


def figure_reasons(old: str, new: str, topics: Sequence[str]) -> Iterator[Reason]:
    """Yield the periods, amounts and numbers that changed: "retention: 5 years -> 10 years"."""
    before, after = figures(unnumbered(old)), figures(unnumbered(new))
    for rule in _FIGURES:
        went = _written(_gone(before, after, rule), old)
        came = _written(_gone(after, before, rule), new)
        if went or came:
            yield Reason(rule=rule, subject=_subject(rule, topics), went=went, came=came)


def figures_named(text: str, topics: Sequence[str], *, added: bool) -> Iterator[Reason]:
    """Yield the periods and amounts of a text that came or went: "retention: 5 years added"."""
    found = figures(text)
    for rule in (Rule.PERIOD, Rule.AMOUNT):
        named = dict.fromkeys(words for other, _, words in found if other == rule)
        if named:
            yield one_sided(rule, _written([*named], text), subject=_subject(rule, topics), added=added)


def one_sided(rule: Rule, text: str, *, subject: str = "", added: bool) -> Reason:
    """Return the reason that something came, or went."""
    return Reason(rule=rule, subject=subject, came=text) if added else Reason(rule=rule, subject=subject, went=text)


def _written(figures: Sequence[str], text: str) -> str:
    """Return figures as the text writes them, also where spaces group their thousands: "10 000"."""
    spaced = ((figure, figure.replace(".", " ")) for figure in figures[:MOST])
    return ", ".join(as_written(figure, text) or as_written(other, text) or figure for figure, other in spaced)


def _gone(one: Counter[tuple[str, str, str]], other: Counter[tuple[str, str, str]], kind: str) -> list[str]:
    """Return the figures of a kind that one text has and the other has not, as written."""
    left = Counter(value for found, value, _ in other.elements() if found == kind)
    gone = []
    for found, value, written in one.elements():
        if found == kind and left[value] <= 0:
            gone.append(written)
        elif found == kind:
            left[value] -= 1
    return gone


def _subject(rule: Rule, topics: Sequence[str]) -> str:
    return "retention" if rule is Rule.PERIOD and "retention" in topics else ""


def negation_reasons(old: str, new: str) -> Iterator[Reason]:
    """Yield the words around the first negation that came or went, also where another went or came elsewhere."""
    before, after = set(words(old)), set(words(new))
    turned = _turned(before - after, after - before)
    if not (turned or _count(old) or _count(new)):
        return
    pieces = redline(old, new)
    for index in _edits(pieces):
        edit = _edit(pieces, index)
        went, came = (edit.get(op, "") for op in (RedlineOp.DELETE, RedlineOp.INSERT))
        if _count(went) != _count(came) or turned & {*words(went), *words(came)}:
            yield _quoted(pieces, index, edit)
            return
    # One may end within an edit and begin outside it: "Personne n'" of "Personne n'a".
    first = next(_edits(pieces), None)
    if first is not None and _count(old) != _count(new):
        yield _quoted(pieces, first, _edit(pieces, first))


def _turned(went: set[str], came: set[str]) -> set[str]:
    """Return the words that stand on one side as they are and on the other with a syllable that turns them round."""
    return {
        form
        for plain, other in ((went, came), (came, went))
        for word in plain
        for prefix in word_set("text", "turning")
        if len(word) >= _TURNED and prefix + word in other
        for form in (word, prefix + word)
    }


def _edits(pieces: Redline) -> Iterator[int]:
    """Yield the index of the first piece of each edit."""
    for index, (op, _) in enumerate(pieces):
        if op is not RedlineOp.EQUAL and (index == 0 or pieces[index - 1][0] is RedlineOp.EQUAL):
            yield index


def _edit(pieces: Redline, start: int) -> dict[RedlineOp, str]:
    return dict(takewhile(lambda piece: piece[0] is not RedlineOp.EQUAL, pieces[start : start + 2]))


def _quoted(pieces: Redline, start: int, edit: dict[RedlineOp, str]) -> Reason:
    """Return the edit as both texts have it, with some words before and after."""
    before = _BEFORE.search(pieces[start - 1][1][-_QUOTED:]) if start else None
    after = _AFTER.match(pieces[start + len(edit)][1][:_QUOTED]) if start + len(edit) < len(pieces) else None
    old, new = (
        "".join([before.group() if before else "", short(edit.get(op, "")), after.group() if after else ""]).strip()
        for op in (RedlineOp.DELETE, RedlineOp.INSERT)
    )
    return Reason(rule=Rule.NEGATION, went=fold_space(old), came=fold_space(new))


def short(text: str) -> str:
    """Return a text, or the beginning of a long one."""
    return text if len(text) <= _QUOTED else text[:_QUOTED].rsplit(" ", 1)[0] + " …"


def _count(text: str) -> int:
    return sum(hit.category == NEGATION for hit in hits(text))


def denials(text: str) -> list[str]:
    """Return the sentences of a text that say what is not done with data: "None of them is given to third parties."."""
    return [sentence for sentence in sentences(text) if _denies(sentence)] if _count(text) else []


def _denies(sentence: str) -> bool:
    """Tell whether a negation stands beside a word for what may be done with data, or governs it.

    It governs what comes after it in its part of the sentence where it stands among the first words, unless a right or
    a consent is spoken of there, or a condition made: "if you do not agree you may object" denies nothing.
    """
    found = hits(sentence)
    if not any(hit.category == NEGATION for hit in found):
        return False
    deeds = [hit for hit in found if _is_deed(hit)]
    if any(max(hit.start - no.end, no.start - hit.end) < _NEAR for hit in deeds for no in _negations(found)):
        return True
    opening = _PART_END.split(sentence, maxsplit=1)[0]
    part = hits(opening)
    if word_set("text", "conditions") & set(words(opening)[:1]):
        return False
    early = [no.end for no in _negations(part) if no.start < _EARLY]
    spoken = [hit for hit in part if hit.category != NEGATION and (is_material(hit.category) or _is_deed(hit))]
    if not all(_is_deed(hit) or hit.category in _GOVERNED for hit in spoken):
        return False
    return bool(early) and any(hit.start >= early[0] for hit in spoken)


def _is_deed(hit: Hit) -> bool:
    return hit.category in _DEEDS or hit.concept == _SALE


def _negations(found: Sequence[Hit]) -> list[Hit]:
    """Return the negations but those that only limit what is said: "not only", "not always"."""
    limits = {hit.start for hit in found if hit.category == _SCOPE}
    return [hit for hit in found if hit.category == NEGATION and hit.end not in limits]


def telling(found: Iterable[Hit]) -> list[Hit]:
    """Return the hits of categories that matter, the most telling first.

    Neighbours are joined, a concept counts once, and words told as one thing ("advertisers": recipients) are not told
    as another ("advertising": a purpose).
    """
    material = [hit for hit in _joined(found) if is_material(hit.category) and hit.category != NEGATION]
    once = {(hit.category, hit.concept): hit for hit in reversed(material)}
    told: list[Hit] = []
    spoken: set[int] = set()
    for hit in sorted(once.values(), key=lambda hit: (_rank(hit.category), hit.start)):
        if spoken.isdisjoint(range(hit.start, hit.end)):
            told.append(hit)
            spoken.update(range(hit.start, hit.end))
    return told


def _rank(category: str) -> int:
    return _TELLING.index(category) if category in _TELLING else len(_TELLING)


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


def term_reasons(old: str, new: str) -> list[Reason]:
    """Return what terms came or went, the most telling first; a word turned round is no term that went."""
    before, after = set(words(old)), set(words(new))
    turned = _turned(before - after, after - before)
    moves = [
        (_rank(hit.category), named(hit, text, added=added))
        for found, text, added in _moves(old, new)
        for hit in telling(found)
        if turned.isdisjoint(hit.text.split())
    ]
    return [reason for _, reason in sorted(moves, key=lambda move: move[0])][: 2 * MOST]


def shade_reasons(old: str, new: str) -> list[Reason]:
    """Return what words came or went that matter less than terms: obligation, scope, sharing."""
    return [named(hit, text, added=added) for found, text, added in _moves(old, new) for hit in found][:MOST]


def limit_reasons(old: str, new: str) -> Iterator[Reason]:
    """Yield words that widen or narrow what is said of data: "only" went, "unless" came."""
    if any(hit.topic or is_material(hit.category) for hit in (*hits(old), *hits(new))):
        for found, text, added in _moves(old, new):
            limits = [hit for hit in found if hit.category == _EXCEPTION or hit.concept in _LIMITS]
            yield from (named(hit, text, added=added) for hit in limits[:MOST])


def subject_reasons(old: str, new: str) -> Iterator[Reason]:
    """Yield the first edit of a clause on disputes or a legal basis in which no other rule finds a reason."""
    subjects = {hit.category for hit in hits(old)} & {hit.category for hit in hits(new)}
    subject = next((subject for subject in _SUBJECTS if subject in subjects), "")
    if subject:
        pieces = redline(old, new)
        edits = (_edit(pieces, index) for index in _edits(pieces))
        edit = next((edit for edit in edits if _tells(edit, subject)), None)
        if edit is None:
            return
        went, came = (fold_space(short(edit.get(op, ""))) for op in (RedlineOp.DELETE, RedlineOp.INSERT))
        yield Reason(rule=Rule.EDIT, subject=subject, went=went, came=came)


def _tells(edit: dict[RedlineOp, str], subject: str) -> bool:
    if subject == _NAMED_SUBJECT:
        return len(edit) > 1 and all(re.search(r"\b[^\W\d_a-z]", text) for text in edit.values())
    return bool(words("".join(edit.values())))


def named(hit: Hit, text: str, *, added: bool) -> Reason:
    """Return that a term of a text came or went, as the text has it: "recipient: Data Brokers added"."""
    return one_sided(Rule.TERM, as_written(hit.text, text) or hit.text, subject=hit.category, added=added)


def _moves(old: str, new: str) -> Iterator[tuple[list[Hit], str, bool]]:
    """Yield the terms that came, of the new text, and those that went, of the old one, with whether they came."""
    before, after = hits(old), hits(new)
    yield _extra(after, before), new, True
    yield _extra(before, after), old, False


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


def place_reasons(old: str, new: str) -> Iterator[Reason]:
    """Yield addresses and cited articles that changed."""
    before, after = addresses(old), addresses(new)
    if before != after:
        went, came = (_addressed(some, text) for some, text in ((before - after, old), (after - before, new)))
        yield Reason(rule=Rule.CONTACT, went=went, came=came)
    left, right = hosts(old), hosts(new)
    if left.keys() != right.keys():
        went, came = (_only(one, other) for one, other in ((left, right), (right, left)))
        yield Reason(rule=Rule.WEB_ADDRESS, went=went, came=came)
    cited, cites = cited_articles(old), cited_articles(new)
    if cited.keys() != cites.keys():
        went, came = (_only(one, other) for one, other in ((cited, cites), (cites, cited)))
        yield Reason(rule=Rule.CITATION, subject="legal basis", went=went, came=came)


def _only(one: dict[str, str], other: dict[str, str]) -> str:
    return ", ".join(written for key, written in one.items() if key not in other)


def _addressed(found: Counter[str], text: str) -> str:
    """Return addresses as the text writes them."""
    plain = fold_typography(text)
    return ", ".join(address if "@" in address else _dialled(address, plain) for address in found.elements())


def _dialled(number: str, text: str) -> str:
    written = re.search(r"[ ()/.-]{0,3}".join(map(re.escape, number)), text)
    return written.group() if written else number
