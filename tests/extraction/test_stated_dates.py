"""Stated dates: the forms of many languages, the places they stand in, and the dates that are not the policy's own."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import extract
from crawler.extraction.facts.stated_date import stated_date
from tests.dated_lines import IN_FORCE, UPDATED

FILLER = ["Wir verarbeiten Angaben unserer Gäste und löschen sie, sobald sie niemand mehr braucht."] * 6


def test_lines():
    """A line that says when the policy was changed, or is in force from, states its date in the words of the page."""
    lines = {**UPDATED, **IN_FORCE}
    found = {line: stated_date([*FILLER, line, *FILLER]) for line in lines}
    assert {line: found[line].iso for line in lines} == lines
    assert [line for line in lines if found[line].words not in line] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "We last updated our security certificate in November 2022 with the help of an outside auditor.",
        "Our register entry was updated on 4 March 2021 after we had moved to another office in town.",
        "Version 7 of the system released in 2016 or later is needed for the app.",
        "A LGPD, em vigor desde 18 de setembro de 2020, garante esses direitos.",
        "A rendelet 2018. május 25-től hatályos minden tagállamban.",
        "《个人信息保护法》自2021年11月1日起施行。",
        "개인정보 보호법은 2011년 9월 30일부터 시행되었습니다.",
        "Das Gesetz ist am 1. September 2023 in Kraft getreten.",
        "Last updated: 32 January 2024",
        "Last updated: 31/04/2024",
        "Previous version: updated May 2020",
        "Vorherige Fassung: Stand Mai 2020",
        "Kontoer opprettet før 1. januar 2020 er flyttet.",
        "Ennen 1.1.2020 luodut tilit on siirretty.",
        "2020年1月1日より前に作成されたアカウントは移行されました。",
        "Heute ist Montag, der 3. Juni 2024",
        "© 2024 Heron Ltd",
    ],
)
@pytest.mark.parametrize("place", [0, 3, 6])
def test_other_dates(sentence, place):
    """A date of a law, of another thing, of a former version, of today, or of no calendar is not the policy's."""
    assert stated_date([*FILLER[:place], sentence, *FILLER[place:]]) is None


@pytest.mark.parametrize(
    ("blocks", "iso"),
    [
        (["Privacy Policy", "Last updated", "March 3, 2024", *FILLER], "2024-03-03"),
        (["Privacy Policy – March 2024", *FILLER], "2024-03"),
        (["Privacy Policy", "Version 2.1 | 5 June 2023", *FILLER], "2023-06-05"),
        ([*FILLER, "Roma, 14 giugno 2022"], "2022-06-14"),
        ([*FILLER, "Budapest, 2024. február 5."], "2024-02-05"),
        ([*FILLER, "Opened on 5 June 2023", *FILLER, *FILLER], None),
        (["Effective: May 25, 2018", *FILLER, "Last updated: March 3, 2024"], "2024-03-03"),
        (["Effective: April 3, 2024 | Previous version: May 2020", *FILLER], "2024-04-03"),
        ([*FILLER, "Gültig ab 1. März 2024", "Gültig ab 1. Mai 2022"], "2024-03-01"),
        (["改定日：2015年6月1日", "最終改定日：2023年6月5日", *FILLER], "2023-06-05"),
    ],
)
def test_places(blocks, iso):
    """The date may stand under its label, or alone at the top or end; of versions in a row the latest counts."""
    found = stated_date(blocks)
    assert (found.iso if found else None) == iso


@pytest.mark.parametrize(("tag", "iso"), [("en", "2024-03-04"), ("en-US", "2024-03-04"), ("en-GB", "2024-04-03")])
def test_english_of_a_country(tag, iso):
    """English has the month first, unless the page declares a country that has the day first."""
    clause = "This notice says which personal data we keep of our passengers, for how long, and who may see them."
    page = f"<html lang={tag}><body><main><h1>Privacy notice</h1><p>Last updated: 03/04/2024</p>{f'<p>{clause}' * 3}"
    assert extract(page.encode()).stated_date.iso == iso
