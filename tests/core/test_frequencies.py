"""How often data are erased or looked at is a period: "weekly", "every month", "twice a year"."""

from __future__ import annotations

import pytest

from monitor.core.records import Rule, Significance
from monitor.core.significance.frequencies import frequencies, without_frequencies
from monitor.core.significance.verdict import of_rewording

_ERASED = [
    ("en", "We delete inactive accounts {}.", "every month", "once a year"),
    ("en", "Backups are erased {}.", "daily", "quarterly"),
    ("de", "Die Aufnahmen werden {} gelöscht.", "wöchentlich", "jährlich"),
    ("fr", "Les données sont supprimées {}.", "chaque semaine", "tous les ans"),
    ("it", "Cancelliamo i dati {}.", "ogni mese", "una volta all'anno"),
    ("es", "Los datos se eliminan {}.", "mensualmente", "cada año"),
    ("pt", "Apagamos os dados {}.", "todos os meses", "uma vez por ano"),
    ("nl", "Wij verwijderen de gegevens {}.", "elke maand", "jaarlijks"),
    ("pl", "Dane usuwamy {}.", "raz w miesiącu", "co rok"),
    ("cs", "Údaje mažeme {}.", "jednou měsíčně", "každý rok"),
    ("sv", "Vi raderar loggarna {}.", "varje vecka", "årligen"),
    ("en", "We wipe the logs {}.", "twice a month", "twice a year"),
    ("de", "Die Bänder werden {} überschrieben.", "täglich", "zweimal im Monat"),
    ("fr", "Les sauvegardes sont écrasées {}.", "deux fois par mois", "une fois par semestre"),
    ("it", "I nastri sono sovrascritti {}.", "due volte al mese", "due volte all'anno"),
    ("es", "Las copias se sobrescriben {}.", "a diario", "tres veces al año"),
    ("pt", "As fitas são destruídas {}.", "semanalmente", "duas vezes por ano"),
    ("nl", "De banden worden {} overschreven.", "dagelijks", "twee keer per maand"),
    ("pl", "Kopie są nadpisywane {}.", "codziennie", "dwa razy w miesiącu"),
    ("cs", "Pásky se přepisují {}.", "denně", "dvakrát ročně"),
]


@pytest.mark.parametrize(("language", "text", "before", "after"), _ERASED)
def test_how_often_data_are_erased_is_a_period(language, text, before, after):
    """That it is done more seldom is material and told with both sides, in each language, and nothing else is told."""
    significance, reasons = of_rewording(text.format(before), text.format(after), (), {language})
    assert significance is Significance.MATERIAL
    (reason,) = reasons
    assert (reason.rule, reason.subject) == (Rule.PERIOD, "retention")
    assert (reason.went, reason.came) == (before, after)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We delete logs every year.", "We delete logs once a year."),
        ("We send you the newsletter weekly.", "We send you the newsletter monthly."),
        ("Our garden opens daily.", "Our garden opens every month."),
        ("Our choir meets twice a week.", "Our choir meets three times a week."),
        ("Tell us your income and your data.", "Tell us your monthly income and your data."),
    ],
)
def test_how_often_anything_else_is_done_is_no_period(old, new):
    """The same in other words, and what is done with no data, are a wording."""
    assert of_rewording(old, new, (), {"en"})[0] is Significance.MINOR


@pytest.mark.parametrize(
    ("language", "old", "new", "subject"),
    [
        ("en", "We erase logs quarterly.", "We erase logs every five years.", "retention"),
        ("en", "The fee is due once a year.", "The fee is due twice a year.", ""),
        ("", "I dati sono cancellati ogni due mesi.", "I dati sono cancellati ogni tre mesi.", "retention"),
        ("it", "Cookie: _ab | Durata: 12 mesi", "Cookie: _ab | Durata: 24 mesi", "retention"),
        ("de", "Dauer: 12 Monate", "Dauer: 24 Monate", "retention"),
    ],
)
def test_a_period_is_told_with_both_sides_and_what_it_is_about(language, old, new, subject):
    """Also where one side is a frequency, one on money is a period too, and the words of another language say nothing."""
    _, (reason,) = of_rewording(old, new, (), {language} - {""} or None)
    assert (reason.rule, reason.subject) == (Rule.PERIOD, subject)
    assert reason.went
    assert reason.came


def test_the_longest_words_for_a_frequency_count():
    """Of words that overlap the longest are read, and what is left without them is the text as it was."""
    text = "Každý den mažeme, jednou měsíčně přehodnotíme."
    assert [one.written for one in frequencies(text, frozenset({"cs"}))] == ["každý den", "jednou měsíčně"]
    assert without_frequencies(text, frozenset({"cs"})) == " mažeme,  přehodnotíme."
    assert without_frequencies(text, frozenset({"en"})) == text
