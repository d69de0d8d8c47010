"""Dates as policies write them, and the lines that say since when a text stands."""

from __future__ import annotations

import re
from importlib.resources import files

from monitor.core.text import fold_accents, fold_space, fold_typography

_LINE = 15  # words a date line has at most
_LABEL = 3  # words beside "updated" and the like that a date's label has at most
_SENTENCE = 30  # words a sentence that states the date has at most


def _table(name: str) -> str:
    """Return the words of a table as an alternation, with and without accents, the longest first."""
    lines = files("monitor.core").joinpath(name).read_text(encoding="utf-8").casefold().splitlines()
    listed = {word for line in lines if not line.startswith("#") for word in line.split()}
    found = listed | {fold_accents(word) for word in listed}
    return "|".join(sorted((re.escape(word).replace(r"\*", r"\w*") for word in found), key=lambda it: (-len(it), it)))


_MONTH = rf"(?:{_table('months.txt')})\.?"
_STARTS_WITH_MONTH = re.compile(rf"{_MONTH}(?!\w)", re.IGNORECASE)
_DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th|er|e|o|a|º|ª|\.))?"
_OF = r"(?:\s?(?:,|de|del|do|da|of|d')){0,3}\s?"
_DATE = re.compile(
    rf"""(?<!\w)(?:
        {_DAY}{_OF}{_MONTH}(?!\w)(?:{_OF}\d{{4}}(?!\d))?(?:\s?r\.)?
      | {_MONTH}\s{_DAY}(?:,?\s\d{{4}})?(?!\w)
      | {_MONTH}{_OF}\d{{4}}(?!\w)
      | \d{{4}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{1,2}}(?!\d)\.?
      | \d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?(?:\d{{4}}|\d{{2}})(?!\d)
      | \d{{1,2}}[./]\d{{4}}(?!\d)
    )|\d{{4}}\s?[年년]\s?\d{{1,2}}\s?[月월](?:\s?\d{{1,2}}\s?[日일])?""",
    re.VERBOSE | re.IGNORECASE,
)
_AGO = re.compile(
    r"(?<!\w)(?:\d+|an?|one|un|une|uno|una|ein(?:em|er)?|een|um|uma)\s"
    r"(?:second|minute|hour|day|week|month|year|jour|semaine|mois|an|tag|woche|monat|jahr|dia|semana|mes|ano|año|mês|meses"
    r"|día|giorn|settiman|mese|mesi|anni|anno|dn|den|týdn|měsíc|rok|let|dzień|dni|tydzień|tygodn|miesiąc|miesięc|lat|dag|week|maand|jaar)"
    r"\w*(?:\s(?:ago|fa|temu|geleden|atrás|zpět))?",
    re.IGNORECASE,
)
_STATES = re.compile(
    rf"(?<!\w)(?:{_table('date_words.txt')})(?!\w)|更新|生效|修订|修訂|发布|發布|版本|改定|施行|制定|시행|개정",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"©|\(c\)\s|copyright|all rights reserved|alle rechte vorbehalten|tous droits réservés", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SENTENCES = re.compile(r"(?:(?<=\D[.!?])|(?<=\d{4}\.))\s+(?=\D)|(?<=[。！？])")


def without_stated_dates(text: str) -> str:
    """Return the text, its white space folded, with the dates taken out that say since when it stands.

    These are the dates of a short line that holds nothing else or a word like "updated" or "effective", of a sentence
    with such a word before the date, and the years of a copyright line. A date inside a clause is left alone.
    """
    return fold_space(" ".join(_without_in_sentence(sentence) for sentence in _SENTENCES.split(fold_typography(text))))


def starts_with_month(text: str) -> bool:
    """Tell whether a text starts with the name of a month."""
    return bool(_STARTS_WITH_MONTH.match(text))


def is_date_line(text: str) -> bool:
    """Tell whether a text is nothing but a line that states a date, or a copyright line."""
    plain = fold_typography(text)
    if len(plain.split()) > _LINE:
        return False
    rest = without_stated_dates(text)
    return rest != plain and not _SENTENCES.search(rest)


def is_date_label(text: str) -> bool:
    """Tell whether a text is a date with what it is the date of, and nothing more: "Last updated: 1 May 2024"."""
    # every heading is asked, so what settles it soonest comes first
    if not (_DIGIT.search(text) or _AGO.search(text)) or not _STATES.search(text) or not is_date_line(text):
        return False
    return len(_STATES.sub(" ", without_stated_dates(text)).split()) <= _LABEL


def _without_in_sentence(sentence: str) -> str:
    length = len(sentence.split())
    stated = _STATES.search(sentence)
    if length <= _LINE and _COPYRIGHT.search(sentence):
        return _YEARS.sub("", sentence)
    if length <= _LINE and (stated or not _DATE.sub("", sentence).strip(" ()[].:,-*")):
        dated = _DATE.sub("", sentence)
        return _AGO.sub("", dated) if stated and length <= _LINE // 2 else dated
    if stated and length <= _SENTENCE:
        return sentence[: stated.start()] + _DATE.sub("", sentence[stated.start() :])
    return sentence
