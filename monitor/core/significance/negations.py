"""Negations that came or went, and sentences that say what is not done with data."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.comparison.redline import redline
from monitor.core.languages import LazyPattern, known, word_set
from monitor.core.records import Reason, RedlineOp, Rule
from monitor.core.significance.denial_quotes import phrase
from monitor.core.significance.edits import edit_at, edits, one_sided
from monitor.core.significance.lexicon import Hit, is_material, small_words, told_hits
from monitor.core.significance.spoken import is_common
from monitor.core.text import fold_typography, placed_words, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from monitor.core.records import Redline

NEGATION = "negation"

_DEEDS = frozenset(["collection", "sharing", "retention", "transfer abroad"])
_SALE = "sale of data"
_SCOPE = "scope"
_NEAR = 3  # words between a deed and what denies it
DENIED = frozenset(["kind of data", "purpose", "recipient", "sale of data", "transfer abroad"])
"""Categories of which a term that is denied is none that came or went: "no cookies for advertising"."""
# What a negation further off may govern, and among how many first words it then stands: "None of them is used for ads".
_GOVERNED = frozenset(["kind of data", "purpose", "recipient"])
_EARLY = 5  # words; halved or doubled, 11 of 35 and 6 of 42 verdicts differ
_OPENING = 2  # first words of a part in which a negation denies all of it: "but not for advertising"
_LATE = 2  # last words of a part in which a negation denies what stands before: "niemals weiter"
_PART_END = re.compile(r"[,;:(，；：（]|\s[–—-]\s")
_LIST_COMMA = re.compile(r"[,;、，；]")
_TIED = re.compile(r"(?<![\w-])([^\W\d_]{2,5})(?=-([^\W\d_]{3,20}))")
_TIED_WORDS = 2  # "non-personal"
_TINY = 2  # letters of a negation that may be any word of another language
_STEM = 6  # letters by which a word is another form of one: "personenbezogene", "personenbezogenen"; a guess
_TURNED = 4  # letters of a word that may be turned round


def negation_reasons(old: str, new: str, languages: frozenset[str]) -> Iterator[Reason]:
    """Yield the sentences around the first negation that came or went, also where another went or came elsewhere.

    Args:
        old: the text before.
        new: the text after.
        languages: the codes of those they may be in.
    """
    before, after = set(words(old)), set(words(new))
    turned = turned_words(before - after, after - before)
    if not (turned or any(_count(text, languages) for text in (old, new))):
        return
    pieces = redline(old, new)
    # "data" for "non-personal data" says more, but "anonymous data" for them the same
    each = [edit_at(pieces, index) for index in edits(pieces)]
    is_tied_alone = len(each) == 1 and _is_tied(each[0], languages)
    said = frozenset(word[:_STEM] for word in before) & frozenset(word[:_STEM] for word in after)

    def untied(text: str) -> str:
        return text if is_tied_alone else _without_tied(text, languages, said)

    def count(text: str) -> int:
        return _count(untied(text), languages)

    read = [untied(text) for text in (old, new)]
    counts = [_count(text, languages) for text in read]
    if not (turned or any(counts)) or _denies_the_same(read[0], read[1], languages):
        return
    gone, fresh = _sentences_only(old, new), _sentences_only(new, old)
    alone = next((one for one in gone or fresh if count(one)), "") if not (gone and fresh) else ""
    if alone:
        yield one_sided(Rule.NEGATION, quoted_denial(alone, languages), added=not gone)
        return
    for index in edits(pieces):
        edit = edit_at(pieces, index)
        went, came = (edit.get(op, "") for op in (RedlineOp.DELETE, RedlineOp.INSERT))
        if count(went) != count(came) or turned & {*words(went), *words(came)}:
            yield _quoted(pieces, index, edit, languages)
            return
    # One may end within an edit and begin outside it: "Personne n'" of "Personne n'a".
    first = next(edits(pieces), None)
    if first is not None and counts[0] != counts[1]:
        yield _quoted(pieces, first, edit_at(pieces, first), languages)


def narrowed_reasons(old: str, new: str, languages: frozenset[str]) -> Iterator[Reason]:
    """Yield what is denied less than before: of a list some went ("never sell or rent" to "never sell").

    Args:
        old: the text before.
        new: the text after.
        languages: the codes of those they may be in.
    """
    gone, fresh = _sentences_only(old, new), _sentences_only(new, old)
    if len(gone) != 1 or len(fresh) != 1 or not denials(gone[0], languages):
        return
    went, came = Counter(words(gone[0])), Counter(words(fresh[0]))
    joints = [_joints(one, languages) for one in (gone[0], fresh[0])]
    small = word_set("text", "stop_words")
    if not came - went and joints[0] > joints[1] and any(word not in small for word in went - came):
        before, after = quoted_denial(gone[0], languages), quoted_denial(fresh[0], languages)
        if before != after:
            yield Reason(rule=Rule.NEGATION, went=before, came=after)


def _joints(text: str, languages: frozenset[str]) -> int:
    """Return how often a sentence joins the members of a list: by commas, by "and" or "or"."""
    tables = [one.table("text") for one in known().each if one.code in languages]
    joining = {word for table in tables for name in ("ands", "ors") for word in table.get(name, ())}
    return len(_LIST_COMMA.findall(text)) + sum(word in joining for word in words(text))


def _sentences_only(text: str, other: str) -> list[str]:
    """Return the sentences of a text that another has not."""
    known = set(map(words, sentences(other)))
    return [sentence for sentence in sentences(text) if words(sentence) not in known]


def _denies_the_same(old: str, new: str, languages: frozenset[str]) -> bool:
    """Tell whether two texts deny the same in other words, or in another order.

    They do where they have the same words, and each negation stands before its own; and where both are one sentence
    without parts, that names the same terms, each kind of them once: there is nothing else that might be denied.
    """
    before, after = words(old), words(new)
    if sorted(before) == sorted(after) and before != after:
        return _denied(before, old, languages) == _denied(after, new, languages)
    named = [_named_once(text, languages) for text in (old, new)]
    return bool(named[0]) and named[0] == named[1]


def _named_once(text: str, languages: frozenset[str]) -> list[tuple[str, str]]:
    """Return the terms of a sentence of one part that has a negation; none of a text that may deny one of two."""
    plain = text.strip().rstrip(".!")
    if _PART_END.search(plain) or not word_set("text", "but").isdisjoint(words(plain)) or len(sentences(text)) > 1:
        return []
    found = [hit for hit in told_hits(plain, languages) if is_material(hit.category) or _is_deed(hit)]
    # Romance and Slavic languages deny a thing twice: "non ... nessuno".
    denied = {(hit.category, hit.concept) for hit in found if hit.category == NEGATION}
    named = sorted([*denied, *((hit.category, hit.concept) for hit in found if hit.category != NEGATION)])
    kinds = [category for category, _ in named]
    return named if len(kinds) == len(set(kinds)) and NEGATION in kinds and len(kinds) > 1 else []


def _denied(plain: Sequence[str], text: str, languages: frozenset[str]) -> list[tuple[str, str]]:
    """Return each negation with the next word of matter after it, in the order of the alphabet."""
    small = small_words()
    found = (hit for hit in told_hits(text, languages) if hit.category == NEGATION)
    return sorted((hit.text, next((word for word in plain[hit.end :] if word not in small), "")) for hit in found)


def turned_words(went: set[str], came: set[str]) -> set[str]:
    """Return the words that stand on one side as they are and on the other with a syllable that turns them round.

    Where it makes another thing of a word, as of "close" in "disclose", or undoes a deed, as "unsubscribe", nothing is.
    """
    others = tuple(word_set("text", "unturned"))
    return {
        form
        for plain, other in ((went, came), (came, went))
        for word in plain
        for prefix in word_set("text", "turning")
        if len(word) >= _TURNED and prefix + word in other and not (prefix + word).startswith(others)
        for form in (word, prefix + word)
    }


def _quoted(pieces: Redline, start: int, edit: dict[RedlineOp, str], languages: frozenset[str]) -> Reason:
    """Return the sentences of an edit as both texts have them, of long ones the phrase with the edit and the denial.

    Where whole sentences came or went, the first of them that denies something is quoted alone.
    """
    phrases: list[str] = []
    inner: list[list[str]] = []
    for op in (RedlineOp.DELETE, RedlineOp.INSERT):
        text = "".join(piece for other, piece in pieces if other in {RedlineOp.EQUAL, op})
        begin = sum(len(piece) for other, piece in pieces[:start] if other in {RedlineOp.EQUAL, op})
        touched, before, within = _around(text, begin, begin + len(edit.get(op, "")))
        place = range(at := len(words(before)), at + len(words(edit.get(op, ""))))
        phrases.append(_phrase(touched, languages, place))
        inner.append(within)
    for added, some in ((True, inner[1]), (False, inner[0])):
        denied = next((sentence for sentence in some if _count(sentence, languages)), "")
        if denied and len(edit) == 1:
            return one_sided(Rule.NEGATION, quoted_denial(denied, languages), added=added)
    return Reason(rule=Rule.NEGATION, went=phrases[0], came=phrases[1])


def quoted_denial(sentence: str, languages: frozenset[str]) -> str:
    """Return a sentence that denies something, of a long one the phrase with the denial and what it denies."""
    return _phrase(sentence, languages, None)


def _phrase(text: str, languages: frozenset[str], edit: range | None) -> str:
    found = told_hits(text, languages)
    no, denied = _negations(found), [hit for hit in found if _is_deed(hit) or hit.category in DENIED]
    beside = [one for one in no if any(max(hit.start - one.end, one.start - hit.end) < _NEAR for hit in denied)]
    return phrase(text, edit, *([range(hit.start, hit.end) for hit in some] for some in (beside or no, denied)))


def _around(text: str, begin: int, end: int) -> tuple[str, str, list[str]]:
    """Return the sentences of a text that a stretch of it touches as one, what of them is before it, and those in it.

    Args:
        text: in which the stretch is.
        begin: of the stretch, in characters.
        end: of it.
    """
    touched: list[str] = []
    inner: list[str] = []
    at = first = 0
    for sentence in sentences(text):
        start = text.index(sentence, at)
        at = start + len(sentence)
        if start <= max(begin, end - 1) and at > begin:
            first = first if touched else start
            touched.append(sentence)
        if begin <= start and at <= end:
            inner.append(sentence)
    return " ".join(touched), text[first:begin] if touched else "", inner


def negations_in(text: str, languages: frozenset[str]) -> list[range]:
    """Return where a line denies something: the characters of each of its negations.

    >>> [place.start for place in negations_in("… we never sell it.", frozenset({"en"}))]
    [5]
    """
    placed = placed_words(fold_typography(text.replace("…", "*")))  # a sign for a sign, as all else is folded
    found = _negations(told_hits(text, languages))
    return [range(placed[hit.start][1], placed[hit.end - 1][2]) for hit in found if hit.end <= len(placed)]


def _count(text: str, languages: frozenset[str]) -> int:
    return sum(hit.category == NEGATION and _is_of(hit, languages) for hit in told_hits(text, languages))


def _is_of(hit: Hit, languages: frozenset[str]) -> bool:
    """Tell whether a negation is one in a text of some languages: "NE" is a direction in an English address."""
    return len(hit.text) > _TINY or not hit.text.isascii() or not languages or is_common(hit.text, languages)


def denials(text: str, languages: frozenset[str]) -> list[str]:
    """Return the sentences of a text that say what is not done with data: "None of them is given to third parties.".

    Args:
        text: what is read.
        languages: the codes of those it may be in.
    """
    if not _count(text, languages):
        return []
    return [sentence for sentence in sentences(text) if _denies(sentence, languages)]


def without_denials(text: str, languages: frozenset[str]) -> str:
    """Return a text without what it denies: sentences, and parts of others that begin with a negation.

    >>> without_denials("Our shop has an app, but not for children. We never sell data. We care.", frozenset({"en"}))
    'Our shop has an app. We care.'

    Args:
        text: what is read.
        languages: the codes of those it may be in.
    """
    if not _count(text, languages):
        return text
    said = [_affirmed(one, languages) for one in sentences(text) if not _denies(one, languages)]
    return " ".join(said)


def _affirmed(sentence: str, languages: frozenset[str]) -> str:
    """Return a sentence without the parts that begin with a negation."""
    kept: list[str] = []
    start = 0
    for end in [*(found.start() for found in _PART_END.finditer(sentence)), len(sentence)]:
        part = sentence[start:end]
        if not any(no.start < _OPENING for no in _negations(told_hits(part, languages))):
            kept.append(part)
        start = end
    return "".join(kept) if kept and sentence.endswith(kept[-1]) else "".join([*kept, "."])


def _denies(sentence: str, languages: frozenset[str]) -> bool:
    """Tell whether a negation stands beside a word for what may be done with data, or governs it.

    It governs what comes after it in its part of the sentence where it stands among the first words, unless a right or
    a consent is spoken of there, or a condition made: "if you do not agree you may object" denies nothing. Nor does
    what a hyphen ties to a word: "we share non-personal data".
    """
    sentence = _without_tied(sentence, languages)
    found = told_hits(sentence, languages)
    if not any(hit.category == NEGATION for hit in found):
        return False
    deeds = [hit for hit in found if _is_deed(hit)]
    if any(max(hit.start - no.end, no.start - hit.end) < _NEAR for hit in deeds for no in _negations(found)):
        return True
    opening = _PART_END.split(sentence, maxsplit=1)[0]
    part = told_hits(opening, languages)
    if word_set("text", "conditions") & set(words(opening)[:1]):
        return False
    early = [no.end for no in _negations(part) if no.start < _EARLY]
    spoken = [hit for hit in part if hit.category != NEGATION and (is_material(hit.category) or _is_deed(hit))]
    if not all(_is_deed(hit) or hit.category in _GOVERNED for hit in spoken):
        return False
    if early and any(hit.start >= early[0] for hit in spoken):
        return True
    # "We give your address to nobody", as German says it: the last word denies what stands before it.
    last = len(words(opening)) - _LATE
    return any(no.start >= last for no in _negations(part)) and any(hit.end <= last for hit in spoken)


def _is_tied(edit: dict[RedlineOp, str], languages: frozenset[str]) -> bool:
    """Tell whether an edit is a negation that came or went, alone or with what it is tied to: "non-personal"."""
    texts = [text for text in edit.values() if words(text)]
    if len(texts) != 1:
        return False
    denied = [hit for hit in told_hits(texts[0], languages) if hit.category == NEGATION]
    return bool(denied) and denied[0].start == 0 and len(words(texts[0])) <= _TIED_WORDS


def _without_tied(text: str, languages: frozenset[str], said: Container[str] = ()) -> str:
    """Return a text with letters of no word in the place of each negation that is tied to a word: "non-personal data".

    A hyphen ties it, and, since most languages write none there, what may be said of data: "nicht personenbezogen".

    Args:
        text: what is read.
        languages: the codes of those it may be in.
        said: beginnings of words that are not to be tied: what is denied of them is said of them elsewhere.
    """

    def blank(found: re.Match[str]) -> str:
        is_negation = any(hit.category == NEGATION for hit in told_hits(found[1], languages))
        is_free = found[2][:_STEM].casefold() in said
        return "x" * len(found[1]) if is_negation and not is_free else found[1]

    plain = _TIED.sub(blank, fold_typography(text))
    return _TIED_APART.compiled.sub(blank, plain)


def _tied_apart() -> str:
    """Return what finds the negations before those words for data that are tied to them without a hyphen."""
    phrases = (phrase.rsplit(" ", 1) for phrase in sorted(word_set("text", "tied")))
    ends = ((no, word.removesuffix("*"), "" if word.endswith("*") else r"\b") for no, word in phrases)
    ties = "|".join(f"{no}(?=[ -]{word}{end})" for no, word, end in ends)
    return rf"(?<![\w-])({ties})(?=[ -]([^\W\d_]{{3,20}}))"


_TIED_APART = LazyPattern(_tied_apart, re.IGNORECASE)


def _is_deed(hit: Hit) -> bool:
    return hit.category in _DEEDS or hit.category == _SALE


def _negations(found: Sequence[Hit]) -> list[Hit]:
    """Return the negations but those that only limit what is said: "not only", "not always"."""
    limits = {hit.start for hit in found if hit.category == _SCOPE}
    return [hit for hit in found if hit.category == NEGATION and hit.end not in limits]
