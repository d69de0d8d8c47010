"""Dates in the comparison: a line is silent when only the date it states moves, and told when anything else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.shapes.doubling import MOST, growth
from benchmarks.shapes.work import Shape
from crawler.extraction.facts.stated_date import stated_date
from monitor.core.dates import date_lines
from monitor.core.dates.date_lines import is_date_label, is_date_line, without_stated_dates
from monitor.core.dates.forms import find_dates, may_hold_date, plain
from monitor.core.dates.own import own_dates
from monitor.core.records import Significance
from tests.core.helpers import worded_rewording as of_rewording
from tests.dated_lines import BESIDE, IN_FORCE, UPDATED

LINES = (*UPDATED, *IN_FORCE)


def _moved(line: str) -> str:
    """Return the line with the last digit of each of its years another, in the digits and the calendar it has."""
    if "元年" in line or "二三年" in line:
        return line.replace("元年", "5年").replace("二三年", "二四年")
    later = list(line)
    for found in find_dates(line):
        years = [at for at in range(found.start, found.end - 3) if line[at : at + 4].isdecimal()]
        at = years[0] + 3 if years else next(at for at in range(found.start, found.end) if line[at].isdecimal())
        later[at] = chr(ord(line[at]) + (-1 if plain(line[at]) == "9" else 1))
    return "".join(later)


def _both_ways(pairs):
    """Return pairs of lines, each followed by itself turned round."""
    return [pair for old, new in pairs for pair in ((old, new), (new, old))]


def test_a_stated_date_moves_in_silence():
    """What moves in a line is cosmetic, in both directions, where it is the date the line states."""
    pairs = _both_ways((line, _moved(line)) for line in LINES)
    assert [old for old, new in pairs if old == new] == []
    silent = (Significance.COSMETIC, ("stated date",))
    assert [pair for pair in pairs if of_rewording(*pair) != silent] == []


@pytest.mark.parametrize("other", ["09/05/2026", "[date]"])
def test_the_date_may_be_written_in_another_way(other):
    """A stated date is as silent when it is written in figures, or its place is kept by a word in brackets."""
    dates = ((line, own_dates(line)[0]) for line in LINES)
    pairs = _both_ways((line, f"{line[: one.start]}{other}{line[one.end :]}") for line, one in dates)
    assert [pair for pair in pairs if of_rewording(*pair)[0] is not Significance.COSMETIC] == []


@pytest.mark.parametrize("words", ["{} Zitrone", "Zitrone {}", "{} in Utah"])
def test_a_word_beside_it_is_told(words):
    """A word that comes beside a stated date is told, whether the date moves or not, and so is one that goes."""
    pairs = [pair for line in LINES for pair in ((line, words.format(line)), (words.format(_moved(line)), line))]
    said = {pair: of_rewording(*pair) for pair in pairs}
    assert [pair for pair, (verdict, _) in said.items() if not verdict.is_told] == []
    assert [pair for pair, (_, reasons) in said.items() if any(one.startswith("number:") for one in reasons)] == []


@pytest.mark.parametrize(("old", "new"), BESIDE)
def test_what_moves_with_a_date_is_silent(old, new):
    """The day of the week, the time of day, the season or quarter and the copyright's year move with a stated date."""
    assert of_rewording(old, new) == (Significance.COSMETIC, ("stated date",))
    assert of_rewording(new, old) == (Significance.COSMETIC, ("stated date",))


@pytest.mark.parametrize(("old", "new"), BESIDE)
@pytest.mark.parametrize("words", ["{} Zitrone", "Zitrone {}"])
def test_a_word_beside_what_moves_is_told(old, new, words):
    """A word that comes beside all that is told."""
    assert of_rewording(old, words.format(new))[0].rank > Significance.COSMETIC.rank


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Last updated: 3 May 2023, open until 18:00", "Last updated: 3 May 2023, open until 20:00"),
        ("Last updated not 3 May 2023", "Last updated 3 May 2023"),
        ("Price list 1 v 2023", "Price list 2 v 2023"),
        ("We deleted it on Monday, 3 May 2023.", "We deleted it on Tuesday, 4 May 2023."),
        ("Effective 1 May 2023, 12 companies", "Effective 1 May 2023, 15 companies"),
        ("Effective 1 May 2023, 12 h notice", "Effective 1 May 2023, 15 h notice"),
        ("Our office is open: Monday, 10:00", "Our office is open: Tuesday, 12:00"),
        ("Last updated: Monday, 1 May 2023", "Last updated: never, 1 May 2023"),
        ("We answer in spring 2023.", "We answer in autumn 2023."),
    ],
)
def test_what_is_no_part_of_a_stated_date_is_told(old, new):
    """Times and days that are not those of a stated date, and figures behind one, are told."""
    assert of_rewording(old, new)[0].rank > Significance.COSMETIC.rank


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[date]", "13 June 2026"),
        ("Last updated: [date]", "Last updated: 13 June 2026"),
        ("This policy applies from [DATE].", "This policy applies from 13 June 2026."),
        ("Effective [insert date]", "Effective 13 June 2026"),
        ("Effective [date of publication]", "Effective 13 June 2026"),
        ("Obowiązuje od: [data publikacji]", "Obowiązuje od: 13 czerwca 2026 r."),
        ("Stand: [Datum der Veröffentlichung]", "Stand: 13. Juni 2026"),
        ("Last updated: [●]", "Last updated: 13 June 2026"),
        ("Stand: TT.MM.JJJJ", "Stand: 13.06.2026"),
        ("Dernière mise à jour : JJ/MM/AAAA", "Dernière mise à jour : 13/06/2026"),
        ("Last updated: May 1", "Last updated: June 2"),
        ("Zuletzt aktualisiert vor 4 Tagen", "Zuletzt aktualisiert vor 2 Monaten"),
        ("Stand 05.2024", "Stand 06.2025"),
        ("Version 2.1 | 5 June 2023", "Version 2.2 | 9 July 2024"),
        ("Version 3, last updated 1 May 2024", "Version 4, last updated 2 June 2025"),
        (
            "This is version 7 of our policy, in force since 1 May 2024.",
            "This is version 8 of our policy, in force since 1 May 2025.",
        ),
        ("Updated on 1 May 2022 and 3 June 2024", "Updated on 1 May 2023 and 3 June 2025"),
        ("Roma, 14 giugno 2022", "Roma, 3 marzo 2024"),
        ("Budapest, 2024. február 5.", "Budapest, 2025. május 9."),
        ("Privacy Policy – March 2024", "Privacy Policy – May 2025"),
        ("Terms of service (effective 1 May 2024)", "Terms of service (effective 1 June 2025)"),
        ("This cookie policy is in force since 1 May 2024.", "This cookie policy is in force since 1 June 2025."),
        (
            "Effective: 3 April 2024 | Previous version: May 2020",
            "Effective: 3 May 2025 | Previous version: April 2024",
        ),
        ("Previous version: updated May 2020", "Previous version: updated June 2022"),
        (
            "Dernière mise à jour des conditions générales de vente et d'utilisation : 16 août 2024.",
            "Dernière mise à jour des conditions générales de vente et d'utilisation : 18 septembre 2024.",
        ),
        (
            "Wir haben diese Datenschutzerklärung zuletzt am 31. Mai 2023 aktualisiert und neu gegliedert.",
            "Wir haben diese Datenschutzerklärung zuletzt am 12. Juni 2024 aktualisiert und neu gegliedert.",
        ),
    ],
)
def test_other_ways_to_state_a_date(old, new):
    """A place kept for a date, a version's number beside it, a town or a title before it: all move in silence."""
    assert of_rewording(old, new)[0] is Significance.COSMETIC
    assert of_rewording(new, old)[0] is Significance.COSMETIC


@pytest.mark.parametrize(
    "text",
    [
        "We keep data until 1 May 2024.",
        "Orders before 1 May 2024 are kept.",
        "Accounts opened before 1 May 2024 are updated under this policy.",
        "This policy was updated because we keep orders until 1 May 2024.",
        "This policy applies to data collected until 1 May 2024.",
        "The new fee applies from 1 May 2024.",
        "Die neuen Preise gelten ab dem 1. Mai 2024.",
        "Wir speichern Ihre Daten bis 1. Mai 2024.",
        "Valid until 1 May 2024",
        "Retention ends: 1 May 2024",
        "Acme Ltd, 1 May 2024",
        "The 1 May 2024 office hours of our whole team are updated.",
        "2024年5月1日まで施行",
        "A szabályzat 2024. május 1-ig hatályos.",
        "Bu politika 1 Mayıs 2024'e kadar yürürlükte.",
        "Seloste on voimassa 1.5.2024 asti.",
        "यह नीति 1 मई 2024 तक प्रभावी है।",
        "Stefnan tók gildi fyrir 1. maí 2024.",
        "Politica este în vigoare până la 1 mai 2024.",
        "De nieuwe prijzen gaan in op 1 mei 2024.",
        "De nya priserna börjar gälla den 1 maj 2024.",
        "Las nuevas tarifas rigen desde el 1 de mayo de 2024.",
        "Hotjar | analytics | 1 May 2024",
        "The GDPR has applied since 25 May 2024 in all member states.",
        "A LGPD, em vigor desde 18 de setembro de 2024, garante esses direitos.",
        "A rendelet 2024. május 25-től hatályos minden tagállamban.",
        "《个人信息保护法》自2024年11月1日起施行。",
        "개인정보 보호법은 2024년 9월 30일부터 시행되었습니다.",
        "We last updated our security certificate in November 2024 with the help of an outside auditor.",
        "Our register entry was updated on 4 March 2024 after we had moved to another office in town.",
        "Kontoer opprettet før 1. januar 2024 er flyttet.",
        "2024年1月1日より前に作成されたアカウントは移行されました。",
    ],
)
def test_other_dates_are_told(text):
    """A date up to which something is kept, of a law, an order or another thing is told when it moves."""
    assert of_rewording(text, text.replace("2024", "2025"))[0].rank > Significance.COSMETIC.rank
    assert not is_date_line(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Das Angebot gilt ab 16 Jahren.", "Das Angebot gilt ab 13 Jahren."),
        ("Our list is updated every 5 days.", "Our list is updated every 6 days."),
        ("This version keeps data for 5 years.", "This version keeps data for 6 years."),
        ("We updated this policy; backups last 5 years.", "We updated this policy; backups last 6 years."),
        ("Updated 1 May 2024; invoices are kept for 5 years.", "Updated 1 June 2025; invoices are kept for 6 years."),
        ("Updated 1 May 2024. We sell no data.", "Updated 1 June 2025. We sell data."),
    ],
)
def test_figures_beside_a_stated_date_are_told(old, new):
    """The date of a text hides no other figure or word that changes with it."""
    assert of_rewording(old, new)[0] is Significance.MATERIAL


@given(st.text() | st.text("0123456789 .-/年月日updatedمايÄİßΣ[]"))
def test_dates_stand_where_they_are_found(text):
    """Each character has its place in the plain form, and dates stand in order, apart, within the text."""
    assert len(plain(text)) == len(text)
    found = list(find_dates(text))
    places = [place for one in found for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(one.start < one.end <= len(text) for one in found)
    assert all(one.stated.words == text[one.start : one.end] for one in found if one.stated)
    assert len(without_stated_dates(text)) <= len(text) * 4 + 4


HOSTILE = {
    "date lines": "Last updated: 1 May 2024. ",
    "dates without words": "1 May 2024, ",
    "words without dates": "last updated applies from version 3 ",
    "one long word": "politika2024",
    "days that go on": "1 1. 1/ 2024 - ",
    "months": "january ",
    "spaces": "last          ",
    "places kept for dates": "[date date date ",
    "laws and titles": "gdpr notice cookie polit 2024 ",
    "Chinese": "二〇二四年十二月更新",
}


def _all_of(text: str) -> None:
    without_stated_dates(text)
    is_date_line(text)
    is_date_label(text)
    stated_date([text, text[:200], text])


@pytest.mark.drill
@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_text_takes_twice_the_time(name):
    """No line costs more than its length, whatever it repeats."""
    piece = HOSTILE[name]
    shape = Shape(
        name=name, made=lambda size: lambda: _all_of(piece * (size // len(piece))), small=30_000, large=60_000
    )
    assert growth(shape) <= MOST


def test_no_date_is_passed_over_unseen():
    """The quick look whether a text may hold a date says yes wherever the thorough one finds a date."""
    dates = (
        "[date]",
        "[data publikacji]",
        "[●]",
        "TT.MM.JJJJ",
        "JJ/MM/AAAA",
        "May 1",
        "am 1. März",
        "05.2024",
        "3/4/24",
        "令和3年5月1日",
        "二〇二四年十二月一日",
        "١ مايو ٢٠٢٤",
    )
    assert [line for line in (*LINES, *dates) if next(find_dates(line), None) is None] == []
    assert [line for line in (*LINES, *dates) if not may_hold_date(line)] == []


@pytest.mark.parametrize(
    "line", ["Section 12345", "for 30 days", "Article 6(1)(f)", "4.2 (a)", "24/7", "We may keep it."]
)
def test_a_number_alone_may_not_be_a_date(line):
    """Section numbers, periods, citations and names of months alone are not looked through for dates."""
    assert not may_hold_date(line)


def test_digits_of_every_script_are_read():
    """Each decimal digit that Unicode knows is one of 0 to 9 in the plain form of a text."""
    digits = [chr(code) for code in range(0x110000) if chr(code).isdecimal()]
    assert [digit for digit in digits if plain(f"a{digit}") != f"a{int(digit)}"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Sharing with Harrowgate Ads is effective from 1 May 2023.",
        "We do not sell data as of 1 May 2023.",
        "Your right to object takes effect on 1 May 2023.",
        "The price increase takes effect on 1 May 2023.",
        "The fee of 5 euros is effective as of 1 May 2023.",
        "Our adequacy decision is in force since 1 May 2023.",
        "Die neuen Preise treten am 1. Mai 2023 in Kraft.",
        "Les nouveaux tarifs entrent en vigueur le 1er mai 2023.",
        "I nuovi prezzi sono in vigore dal 1 maggio 2023.",
        "Las nuevas tarifas entran en vigor el 1 de mayo de 2023.",
        "Nowe opłaty obowiązują od 1 maja 2023 r.",
        "De nye priser gælder fra den 1. maj 2023.",
        "Uudet hinnat ovat voimassa 1.5.2023 alkaen.",
    ],
)
def test_what_else_comes_into_force_has_a_date_of_its_own(text):
    """A price, a right or a recipient that is in force from a day states no date of the text: that day is told."""
    assert own_dates(text) == []
    assert not is_date_line(text)


@pytest.mark.parametrize(
    "line",
    [
        "This policy was changed on {}.",
        "Cette politique a été modifiée pour la dernière fois le {}.",
        "La presente informativa sulla privacy è stata modificata il {}.",
        "La política fue modificada el {}.",
        "Esta política se actualizó el {}.",
        "Esta política foi alterada em {}.",
        "Diese Datenschutzerklärung wurde am {} geändert.",
        "Deze verklaring is gewijzigd op {}.",
        "Polityka została zmieniona {}.",
        "Viimeisin muutos: {}",
    ],
)
def test_a_text_says_when_it_was_changed(line):
    """A sentence on the text itself that says on which day it was changed is silent when only the day moves."""
    assert without_stated_dates(line.format("1.5.2023")) == without_stated_dates(line.format("12.6.2024"))


def test_what_else_was_changed_has_a_date_of_its_own():
    """What was changed on a day is told where it is not the text."""
    for text in ("Our prices were changed on 1 May 2023.", "Der Tarif wurde am 1. Mai 2023 geändert."):
        assert own_dates(text) == []


def test_the_dates_of_a_wording_are_looked_for_once():
    """However many rules ask what a clause says without its dates, it is worked out once for each of its two wordings."""
    date_lines._remembered_without.cache_clear()
    of_rewording("We keep your data for 6 months.", "We keep your data for 9 months.")
    asked = date_lines._remembered_without.cache_info()
    assert (asked.misses, asked.hits > 1) == (2, True)


@pytest.mark.parametrize(
    "text",
    [
        "This policy applies to notes taken from 1 May 2024.",
        "These terms apply to orders placed on or after 1 May 2024.",
        "Diese Erklärung gilt für Bestellungen ab dem 1. Mai 2024.",
        "Diese Bedingungen gelten für Notizen, die ab dem 1. Mai 2024 entstanden sind.",
        "Esta política se aplica a los pedidos realizados a partir del 1 de mayo de 2024.",
        "Cette politique s'applique aux commandes passées à compter du 1er mai 2024.",
        "La presente informativa si applica agli ordini effettuati dal 1 maggio 2024.",
        "Esta política aplica-se às encomendas feitas a partir de 1 de maio de 2024.",
        "Dit beleid is van toepassing op bestellingen vanaf 1 mei 2024.",
        "Niniejsza polityka obowiązuje dla zamówień złożonych od 1 maja 2024 r.",
        "Niniejszą politykę stosuje się do zamówień złożonych od 1 maja 2024 r.",
        "Tyto zásady platí pro objednávky podané od 1. května 2024.",
        "Version 2.1 of the EU clauses, effective 1 May 2024, applies.",
        "Version 2.1 der EU-Klauseln, Stand 1. Mai 2024",
        "Version 2.1 des clauses de l'UE, en vigueur depuis le 1 mai 2024",
        "Versione 2.1 delle clausole UE, in vigore dal 1 maggio 2024",
        "Versión 2.1 de las cláusulas de la UE, en vigor desde el 1 de mayo de 2024",
        "Versão 2.1 das cláusulas da UE, em vigor desde 1 de maio de 2024",
        "Versie 2.1 van de EU-clausules, geldig vanaf 1 mei 2024",
        "Wersja 2.1 klauzul UE, obowiązuje od 1 maja 2024",
        "Verze 2.1 doložek EU, účinná od 1. května 2024",
        "Effective 1 May 2024, we share your data with the bank.",
        "Version 2024 of the model clauses applies.",
        "La version 2024 des clauses contractuelles types s'applique.",
        "Es gelten die Standardvertragsklauseln in der Fassung vom 5. Februar 2024.",
    ],
)
def test_since_when_something_else_is_done_is_no_stated_date(text):
    """A day since which a text applies to some things, of another text's version, or of a deed, is told."""
    assert own_dates(text) == []
    assert of_rewording(text, text.replace("2024", "2025"))[0].is_told
    if "2.1" in text:
        assert of_rewording(text, text.replace("2.1", "2.2"))[0].is_told


@pytest.mark.parametrize(
    "text",
    [
        "These terms apply to all orders placed from 1 May 2024 onwards.",
        "Diese Bedingungen gelten für alle Bestellungen ab dem 1. Mai 2024.",
        "Ces conditions s'appliquent à toutes les commandes à compter du 1er mai 2024.",
        "Estas condiciones se aplican a todos los pedidos a partir del 1 de mayo de 2024.",
        "Le condizioni si applicano a tutti gli ordini a partire dal 1 maggio 2024.",
        "Estes termos aplicam-se a todas as encomendas a partir de 1 de maio de 2024.",
        "Deze voorwaarden zijn van toepassing op alle bestellingen vanaf 1 mei 2024.",
        "Regulamin stosuje się do wszystkich zamówień od 1 maja 2024 r.",
        "Tyto podmínky platí pro všechny objednávky od 1. května 2024.",
        "This policy applies to you from 1 May 2024.",
        "Version 2.1 of this policy, effective 1 May 2024",
        "Verze 2.1 těchto zásad, účinná od 1. května 2024",
        "Effective 1 May 2024, this policy replaces all that was agreed with you before.",
        "Es gilt diese Datenschutzerklärung in der Fassung vom 5. Februar 2024.",
        "Satzung der Bibliothek der Stadt in der Fassung vom 5. Februar 2024",
        "Zuletzt geändert, Fassung vom 5. Februar 2024",
    ],
)
def test_since_when_a_text_applies_to_all_is_its_date(text):
    """A day since which a text applies to all there is, or a version of the text itself, moves in silence."""
    other = text.replace("2024", "2025").replace("2.1", "2.2")
    assert of_rewording(text, other) == (Significance.COSMETIC, ("stated date",))
