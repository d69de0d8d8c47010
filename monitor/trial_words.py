"""What a look at a page found, in words: a label and a value a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.phrases import count_words, language_words, left_out_words, stated_words
from monitor.core.restless.words import place_words, restless_words
from monitor.core.text import word_count
from monitor.core.urls import page_of
from monitor.trial import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import PolicyText, RestlessPlace
    from monitor.trial import Trial

DEFAULT = "x-default"  # the language of a page for readers of any other
MOST_LISTED = 10  # restless places of a page, or other languages


def trial_rows(trial: Trial) -> list[tuple[str, str]]:
    """Return labels and values, a label of "" going on with the one before; none where there is no text."""
    drawn = text_of(trial)
    if not drawn:
        return []
    document = drawn.document
    language = f"{language_words(document.language)} ({document.language})" if document.language else "not told"
    clauses, count = len(drawn.clauses), sum(word_count(clause.text) for clause in drawn.clauses)
    begins = [clause.text for clause in drawn.clauses[:3]]
    return [
        ("Page", trial.url),
        ("Title", document.title or "none"),
        ("Language", language),
        ("Stated date", stated_words(document.stated_date.iso) if document.stated_date else "none on the page"),
        ("Text", f"{count_words(clauses, 'clause')}, {count_words(count, 'word')}"),
        *([("Also in", also)] if (also := _also_in(trial, drawn)) else []),
        *([("Left out", left_out_words(trial.left_out))] if trial.left_out else []),
        *_restless_rows(trial.restless),
        *(("Begins" if place == 0 else "", text) for place, text in enumerate(begins)),
    ]


def _also_in(trial: Trial, drawn: PolicyText) -> str:
    """Return the pages that a page declares the same in other languages; each can be watched beside it."""
    own = {page_of(trial.url), page_of(trial.spec.url)}
    pages = {one.url: one.language for one in drawn.alternates or () if one.language != DEFAULT and one.url not in own}
    shown = [f"{language_words(code)} ({url})" for url, code in [*pages.items()][:MOST_LISTED]]
    more = [f"and {len(pages) - MOST_LISTED} more"] if len(pages) > MOST_LISTED else []
    return ", ".join(shown + more)


def _restless_rows(places: Sequence[RestlessPlace]) -> list[tuple[str, str]]:
    """Return the rows on what two looks at a page did not agree on; it is known from the first day."""
    if not places:
        return []
    more = [f"and {len(places) - MOST_LISTED} more"] if len(places) > MOST_LISTED else []
    where = [place_words(place) for place in places[:MOST_LISTED]]
    return [("Restless", f"{restless_words(places)}, not told of meanwhile:"), *(("", text) for text in where + more)]
