"""The files of the languages: what a language has, what it lacks, and that a further file is enough for a further one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import get_day_names, get_month_names

from monitor.core.dates.date_words import months
from monitor.core.languages import Language, LazyPattern, alternation, known, read_languages, ungrouped
from monitor.core.languages.language_files import ANY
from monitor.core.register.passages import CUES as REGISTER_CUES
from monitor.core.significance.frequencies import OFTEN
from monitor.core.significance.lexicon import SPEECH
from monitor.core.significance.measured import CUES

_BRACKET_IN_CLASS = re.compile(r"(?<!\\)\[[^\]]*(?<!\\)\(")  # which to take for a group would be wrong

FOLDER = Path(str(files("monitor.core.languages")))
# The languages that the product promises to know: all sections, and all that stands here.
PROMISED = ("cs", "de", "en", "es", "fr", "it", "nl", "pl", "pt")
PATTERNS = {
    "dates": {
        *("updated", "effective", "applies", "former", "laws", "itself", "today", "bound", "release"),
        *("one", "units", "blank"),
    },
    "companies": {"forms", "before"},
    "citations": {"articles", "parts", "labels", "see", "references", "of"},
    "addresses": {"at", "dot", "named", "hidden", "scripts"},
    "policy": {"words", "contents", "questions", "laws", "parts", "ranks", "steps", "following"},
    "furniture": {
        *("controls", "toggles", "names", "yes_no", "counters", "widget_heads", "calls", "more", "newsletters"),
        *("accounts", "passwords", "messengers", "questions"),
    },
    "consent": {"answers", "beside", "about", "pay"},
    "walls": {"bots", "missing", "logins"},
}
# What only some languages have: signs and endings of dates, words for "ago" before or after, capitals for all nouns.
OF_SOME = {
    "companies": {"joined", "endings", "particles", "stopped"},
    "citations": {"openings", "codes", "pages", "numbers"},
    "addresses": {"at_alone", "dot_alone"},
    "furniture": {"ads", "copyright", "licences", "phases"},
    "walls": {"signed_out"},
    "dates": {
        *(
            "changed",
            "months",
            "eras",
            "shared_months",
            "whole",
            "titled",
            "owner",
            "bound_after",
            "articles",
            "ago_before",
            "ago_after",
        ),
        *("weekdays", "seasons", "quarters", "clock", "day_halves", "hours", "minutes", "zones"),
        *("empty_days", "empty_months", "empty_years", "ordinals", "marks", "before_month", "glued_to_month"),
        *("before_year", "year_endings", "year_words", "month_words"),
    },
}
OF_TEXT = ("stop_words", "abbreviations", "conditions", "prefixes", "turning")
OF_COLUMNS = ("websites", "names", "owners", "emails", "tags")
OF_REASONS = ("usual_words", "kinds", "but")
OF_RIGHTS = ("deletion", "correction", "access", "restriction", "portability", "objection")
OF_ONE_KIND = {
    "columns": {*OF_COLUMNS, "pages"},
    "countries": set(Locale("en").territories),
    "granted": {"leads", "reserved", *OF_RIGHTS},
    "homes": {"people", "companies", "seats", "based", "dwellers"},
    "reached": {"people", "ways", "sources", "handing"},
    "register": set(REGISTER_CUES),
    "speech": set(SPEECH),
}
OF_SOME_TEXT = (
    "ands",
    "ors",
    "towards",
    "no_promises",
    "asides",
    "accountable",
    "tied",
    "half_denials",
    "unturned",
    "letters",
    "lookalikes",
    "capital_nouns",
    "addressing",
    "infinitives",
    "case_letters",
)
UNITS = {"second", "minute", "hour", "day", "working day", "week", "month", "year"}
# What they lack. "once" is eleven in Spanish and an English word, "will" is no word of its own in Romance and Slavic
# languages; the rest nobody has added yet.
LACKING = {
    "cs": {"terms consent opt-in", "terms obligation will"},
    "es": {"numbers words 11", "terms consent opt-in", "terms obligation will"},
    "fr": {"numbers words 11", "terms consent opt-in", "terms obligation will"},
    "it": {"terms obligation will"},
    "nl": {"numbers words 11", "terms security pseudonymisation"},
    "pl": {"terms consent opt-in", "terms obligation will"},
    "pt": {
        *("consent pay", "numbers words 11"),
        *("terms consent opt-in", "terms obligation will"),
    },
}


def _language(code: str) -> Language:
    return next(language for language in known().each if language.code == code)


OF_DATES = ("months", "weekdays", "updated", "effective", "applies", "former", "laws", "itself")
WITHOUT_MONTHS = {"ja", "ko", "vi", "zh"}  # they number them
CODES = [language.code for language in known().each]


def _concepts() -> list[tuple[str, str]]:
    categories = known().shared().table("categories")
    return [(category, concept) for category, entry in categories.items() for concept in entry["concepts"]]


def _lacking(language: Language) -> set[str]:
    places = [(section, place) for section, all_of_it in PATTERNS.items() for place in all_of_it]
    wanted = [
        *(("text", place) for place in (*OF_TEXT, *OF_REASONS)),
        *(("measured", cue) for cue in CUES),
        *(("register", cue) for cue in REGISTER_CUES),
        ("numbers", "money"),
        *(("speech", kind) for kind in SPEECH),
        *(("columns", place) for place in OF_COLUMNS),
        *places,
        *(("terms", *concept) for concept in _concepts() if not language.table("reasons", concept[0]).get(concept[1])),
    ]
    wanted += [("numbers", "units", unit) for unit in UNITS - {"working day"}]
    wanted += [("numbers", "often", unit) for unit in OFTEN]
    wanted += [("homes", place) for place in ("people", "companies")]
    wanted += [("numbers", "words", str(number)) for number in (*range(1, 17), 18, 20, 30, 50, 60, 90)]
    wanted += [("numbers", "ordinals", str(number)) for number in range(1, 13)]
    wanted += [("links", kind, "names") for kind in ("privacy", "cookies", "terms", "subprocessors", "dpa", "legal")]
    either = (known().shared(), language)
    return {" ".join(path) for path in wanted if not any(one.table(*path[:-1]).get(path[-1]) for one in either)}


@pytest.mark.parametrize("code", PROMISED)
def test_what_a_promised_language_lacks(code) -> None:
    """Each language that the product promises has all there is to have, but for what stands here."""
    assert _lacking(_language(code)) == LACKING.get(code, set())


@pytest.mark.parametrize("code", [code for code in CODES if code != ANY and _language(code).table("dates")])
def test_what_a_language_lacks_in_dates(code) -> None:
    """Each language in which dates are read has the words that say what a date is the date of, and up to when."""
    dates = _language(code).table("dates")
    assert {place for place in OF_DATES if not dates.get(place)} == ({"months"} if code in WITHOUT_MONTHS else set())
    assert {"bound", "bound_after"} & set(dates)


@pytest.mark.parametrize("code", [code for code in CODES if _language(code).table("dates").get("months")])
def test_months_have_all_their_names(code) -> None:
    """Each full name of a month that the Unicode locale data has for a language is known, with its number."""
    of_code = [get_month_names("wide", form, locale=code) for form in ("format", "stand-alone")]
    named = {(re.sub("^(?:de |d’)", "", name.lower()), month) for names in of_code for month, name in names.items()}
    settled = known().shared().table("dates", "shared_months")
    assert {(name, month) for name, month in named if months().get(name) != month} <= {
        (name, month) for name, month in named if any(name in {word, word[:-1]} for word in settled)
    }


@pytest.mark.parametrize("code", [code for code in CODES if _language(code).table("dates").get("weekdays")])
def test_days_of_the_week_have_all_their_names(code) -> None:
    """Each full name of a day that the Unicode locale data has for a language is known."""
    of_code = [get_day_names("wide", form, locale=code) for form in ("format", "stand-alone")]
    named = {name.lower().replace("’", "'") for names in of_code for name in names.values()}
    assert named <= set(_language(code).table("dates")["weekdays"])


def test_a_month_is_one_month() -> None:
    """A word that is one month here and another there stands among the settled ones."""
    months_of: dict[str, set[int]] = {}
    for language in known().each:
        for month, names in enumerate(language.table("dates").get("months", ()), 1):
            assert names
            for name in names:
                months_of.setdefault(name, set()).add(month)
    settled = known().shared().table("dates", "shared_months")
    assert {name for name, found in months_of.items() if len(found) > 1} == set(settled)


@pytest.mark.parametrize("code", CODES)
def test_nothing_in_a_file_goes_unasked(code) -> None:
    """A file has no section, place, category, concept or unit that nothing asks for: a misspelt name would count for nothing."""
    concepts, beside = set(_concepts()), set(known().shared().table("beside"))
    kinds = {kind for kind in _language("en").sections["links"] if kind != "beside"}
    for section, table in _language(code).sections.items():
        if section in PATTERNS:
            assert set(table) <= PATTERNS[section] | OF_SOME.get(section, set())
        elif section == "text":
            assert set(table) <= {*OF_TEXT, *OF_REASONS, *OF_SOME_TEXT}
        elif section == "measured":
            assert set(table) <= set(CUES)
        elif section in {"terms", "reasons", "forms"}:
            known_by = concepts | ({("data", "data"), ("data", "holding")} if section == "forms" else set())
            assert {(category, concept) for category, found in table.items() for concept in found} <= known_by
        elif section in OF_ONE_KIND:
            assert set(table) <= OF_ONE_KIND[section]
        elif section == "numbers":
            assert set(table) <= {"words", "ordinals", "units", "often", "repeated", "money", "thousands", "working"}
            assert set(table.get("units", ())) <= UNITS
            assert set(table.get("often", ())) <= set(OFTEN)
            assert all(number.isdecimal() for place in ("words", "ordinals") for number in table.get(place, ()))
        elif section == "links":
            assert set(table.get("beside", ())) <= beside
            places = {(kind, place) for kind, found in table.items() if kind != "beside" for place in found}
            assert places <= {(kind, place) for kind in kinds for place in ("names", "hints", "paths")}
        else:
            assert section == "variants" or (code == ANY and section in {"categories", "beside"})


@pytest.mark.parametrize("code", CODES)
def test_patterns_compile_each_by_itself(code) -> None:
    """Each pattern of a language's file is a whole one, so that what stands beside it cannot change it."""
    language = _language(code)
    for section in PATTERNS:
        for place, patterns in language.table(section).items():
            for pattern in patterns if place not in {"months", "eras", "shared_months"} else ():
                re.compile(pattern)
                assert re.compile(ungrouped(pattern)).groups == 0
                assert not _BRACKET_IN_CLASS.search(pattern)


def test_groups_keep_nothing() -> None:
    """What a group of a pattern matches is not kept; a bracket that is meant as such, and what else opens so, stays."""
    assert ungrouped(r"a\((b|c)(?:d)(?=e)") == r"a\((?:b|c)(?:d)(?=e)"
    assert re.compile(alternation("furniture.controls", "furniture.widget_heads")).groups == 0


def test_a_language_is_added_by_a_file(tmp_path) -> None:
    """A file more in the folder, and its words are asked wherever those of the others are."""
    folder = tmp_path / "languages"
    shutil.copytree(FOLDER, folder)
    places = [f"{section}.{place}" for section, all_of_it in PATTERNS.items() for place in sorted(all_of_it)]
    tables = (
        f"[{section}]\n" + "".join(f'{place} = ["{section}{place}oo"]\n' for place in sorted(all_of_it))
        for section, all_of_it in PATTERNS.items()
    )
    head = 'name = "Made up"\n[text]\nstop_words = ["ooba", "oobu"]\n'
    (folder / "qq.toml").write_text(head + "".join(tables), encoding="utf-8")
    languages = read_languages(folder)
    assert {"qq": "Made up"}.items() <= {language.code: language.name for language in languages.each}.items()
    assert {"ooba", "oobu"} == set(languages.all_words("text", "stop_words")) - set(
        known().all_words("text", "stop_words")
    )
    for place in places:
        word = place.replace(".", "") + "oo"
        assert re.fullmatch(alternation(place, languages=languages), word)
        assert not re.fullmatch(alternation(place), word)


@pytest.mark.parametrize("code", CODES)
def test_sections_hold_all_that_a_file_says(code) -> None:
    """Read one by one, the sections of a file say what the file says as a whole, in its order."""
    whole = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    language = _language(code)
    said = {"name": language.name, "glued": language.glued, **language.sections}
    assert list(said.items()) == list(({"name": "", "glued": False} | whole).items())


def test_a_section_is_read_when_asked(tmp_path) -> None:
    """What nobody asks of a language is not read, so what is wrong in there does not show."""
    text = 'name = "English"\n[text]\nstop_words = ["the"]\n[links.privacy]\nnames = [privacy]\n'
    (tmp_path / "en.toml").write_text(text, encoding="utf-8")
    (english,) = read_languages(tmp_path).each
    assert english.table("text") == {"stop_words": ["the"]}
    with pytest.raises(tomllib.TOMLDecodeError):
        english.table("links", "privacy")


def test_what_belongs_to_none_comes_first(tmp_path) -> None:
    """The order of languages is settled, whatever the order of the folder: what belongs to none, then by code."""
    for code in ("zz", "aa", ANY, "mm"):
        (tmp_path / f"{code}.toml").write_text(f'name = "{code}"\n', encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a language", encoding="utf-8")
    assert [language.code for language in read_languages(tmp_path).each] == [ANY, "aa", "mm", "zz"]


def test_words_that_stand_apart_are_bounded(tmp_path) -> None:
    """What has to stand before and after a word is asked only of languages whose words stand apart."""
    (tmp_path / "en.toml").write_text('name = "English"\n[furniture]\ncalls = ["buy"]\n', encoding="utf-8")
    (tmp_path / "zh.toml").write_text(
        'name = "Chinese"\nglued = true\n[furniture]\ncalls = ["购买"]\n', encoding="utf-8"
    )
    pattern = re.compile(alternation("furniture.calls", before=r"\b", after=r"\b", languages=read_languages(tmp_path)))
    assert [bool(pattern.search(text)) for text in ("buy now", "buyer", "立即购买商品")] == [True, False, True]


def test_a_pattern_is_compiled_when_asked() -> None:
    """A lazy pattern is put together at its first question, and only once."""
    asked = []
    pattern = LazyPattern(lambda: asked.append(1) or "b+")
    assert asked == []
    found = [pattern.search("abb").group(), pattern.findall("b bb"), pattern.match("a"), pattern.sub("", "abc")]
    assert found == ["bb", ["b", "bb"], None, "ac"]
    assert asked == [1]


def test_starting_a_worker_reads_no_language() -> None:
    """The languages are read when the first page is judged, not when a process starts."""
    code = "import crawler.checking.judge; from monitor.core.languages import known; print(known.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
