from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.shapes.doubling import MOST, growth
from benchmarks.shapes.work import Shape
from monitor.core.errors import InvalidInputError
from monitor.core.lists.reading import read_watchlist
from monitor.core.records import WATCH_KINDS, Entry, WatchSpec
from monitor.core.watchlist import make_spec, write_watchlist

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://example.org/privacy"
words = st.text("abcdefgh ÄÖß中文'\"&<,:=+-", min_size=1, max_size=30).map(str.strip).filter(bool)
tags = st.text("abcdefgh-", min_size=1, max_size=10)
specs = st.builds(
    WatchSpec,
    url=st.integers(0, 10**6).map(lambda n: f"https://example.org/p/{n}"),
    name=words,
    kind=st.sampled_from(WATCH_KINDS),
    every_seconds=st.sampled_from([3600, 86_400, 604_800, 300, 21_600]),
    tags=st.lists(tags, max_size=3, unique=True).map(tuple),
    emails=st.lists(tags.map(lambda t: f"{t.strip('-') or 'a'}@example.org"), max_size=3, unique=True).map(tuple),
    include=st.sampled_from(["", "main", "#a > p, .b"]),
    exclude=st.sampled_from(["", ".ad[data-x='1;2']"]),
    is_rendered=st.booleans(),
    ignores_robots=st.booleans(),
)


@given(st.lists(specs, max_size=5, unique_by=lambda s: s.url), st.sampled_from(["csv", "json"]))
def test_what_is_exported_is_imported_again(watches: list[WatchSpec], form: str) -> None:
    """A watchlist written as CSV or JSON reads back as the same watches."""
    text = write_watchlist([Entry(spec=watch) for watch in watches], form)
    assert [row.spec for row in read_watchlist(text).rows] == watches


@given(st.lists(specs, min_size=1, max_size=5, unique_by=lambda s: s.url))
def test_a_list_of_addresses_keeps_the_addresses(watches: list[WatchSpec]) -> None:
    """One URL a line reads back as watches of these URLs."""
    rows = read_watchlist(write_watchlist([Entry(spec=watch) for watch in watches], "urls")).rows
    assert [row.spec and row.spec.url for row in rows] == [w.url for w in watches]


@given(st.text(max_size=300) | st.binary(max_size=100).map(lambda b: b.decode("latin-1")))
def test_no_file_makes_it_raise_anything_else(text: str) -> None:
    """Any text is read into rows or refused as a whole."""
    try:
        rows = read_watchlist(text).rows
    except InvalidInputError:
        return
    assert all((row.spec is None) == bool(row.problem) for row in rows)


@given(st.text('[]{},:"url\\ \n', max_size=60))
def test_broken_json_is_told_not_raised(text: str) -> None:
    """Text that begins like JSON is read or refused too."""
    try:
        read_watchlist("[" + text)
    except InvalidInputError as error:
        assert str(error)


def test_every_bad_row_is_named_with_its_line() -> None:
    """All bad rows of a CSV are found at once, by the lines that a spreadsheet shows: empty ones count, breaks do not."""
    text = (
        'url,name,every,email\nhttps://a.example/p,"two\nlines",1d,\nftp://b.example/,,,\n\nhttps://c.example/,,abc,\n'
        "https://d.example/,,,nobody\nhttps://e.example/p,Fine,6h,a@example.org;b@example.org\n"
        "https://E.example/p,,,\nhttps://f.example/,,,,x,\n,,,,\n,Nobody,,\n"
    )
    rows = read_watchlist(text).rows
    bad = {row.line: row.problem for row in rows if row.spec is None}
    assert list(bad) == [3, 5, 6, 8, 9, 11]
    assert "ftp" in bad[3]
    assert "interval" in bad[5]
    assert "e-mail" in bad[6]
    assert "line 7" in bad[8]
    assert "cells" in bad[9]
    assert "no address" in bad[11]
    good = [row.spec for row in rows if row.spec]
    assert [s.name for s in good] == ["two lines", "Fine"]
    assert good[1].emails == ("a@example.org", "b@example.org")


def test_json_rows_are_named_with_their_lines() -> None:
    """A bad object of a JSON list is named with the line it begins on."""
    text = '[\n {"url": "https://a.example/"},\n {"url": 5},\n {"uri": "https://b.example/"},\n 7\n]'
    rows = read_watchlist(text).rows
    assert [(row.line, bool(row.spec)) for row in rows] == [(2, True), (3, False), (4, False), (5, False)]


BROKEN = {
    "stray quotes": f'url,name\n{URL}/1,one\n{URL}/2,"two" too\n{URL}/3,three\n',
    "a quote never closed": f'url,name\n{URL}/1,one\n{URL}/2,"two\n{URL}/3,three\n',
    "no comma": f'[\n"{URL}/1",\n"{URL}/2" "{URL}/3",\n"{URL}/4"]',
    "no end": f'[\n"{URL}/1",\n"{URL}/2"',
    "no value": f'[\n"{URL}/1",\n{{"url": }},\n"{URL}/3"]',
    "a second list": f'[\n"{URL}/1"]\n["{URL}/2"]',
    "too long a number": f'[\n"{URL}/1",\n{"9" * 5000},\n"{URL}/3"]',
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_broken_syntax_refuses_the_file_with_the_line(text: str) -> None:
    """Where rows cannot be told apart any more none is read, so that none behind the place is lost in silence."""
    with pytest.raises(InvalidInputError, match=r"^line 3: this is not (CSV|JSON): "):
        read_watchlist(text)


def test_no_row_is_swallowed_by_stray_quotes() -> None:
    """Two stray quotes make one cell of the rows between them: the row is bad, and says what it has swallowed."""
    rows = read_watchlist(f'url,name\n{URL}/1,"one\n{URL}/2,two"\n{URL}/3,three\n').rows
    assert [(row.line, bool(row.spec)) for row in rows] == [(2, False), (3, True)]
    assert f"{URL}/2" in rows[0].problem


LISTS = {
    "JSON": lambda n: "[" + ",\n".join(f'"https://{i}.example/"' for i in range(n)) + "]",
    "CSV": lambda n: "url\n" + "\n".join(f"https://{i}.example/" for i in range(n)),
    "URLs": lambda n: "\n".join(f"https://{i}.example/" for i in range(n)),
}


@pytest.mark.drill
@pytest.mark.parametrize("form", LISTS)
def test_twice_the_rows_take_twice_the_time(form: str) -> None:
    """Reading a watchlist is linear in its length, whatever its form."""

    def made(rows: int) -> Callable[[], object]:
        text = LISTS[form](rows)
        return lambda: read_watchlist(text)

    assert growth(Shape(name=form, made=made, small=2000, large=4000, unit="rows")) <= MOST


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"url": URL, "every": "0"}, "interval"),
        ({"url": URL, "every": "0h"}, "bounds"),
        ({"url": URL, "every": "abc"}, "interval"),
        ({"url": URL, "emails": "nobody"}, "e-mail"),
        ({"url": URL, "kind": "recipes"}, "kind"),
        ({"url": URL, "tags": "a,b"}, "tag"),
        ({"url": URL, "name": "x" * 501}, "name"),
        ({"url": "nowhere"}, "web address"),
    ],
)
def test_a_bad_field_is_named(fields: dict[str, str], word: str) -> None:
    """Each field that cannot be used is refused with its name in the line."""
    with pytest.raises(InvalidInputError, match=word):
        make_spec(fields)


def test_missing_fields_take_defaults() -> None:
    """A bare URL makes a privacy watch, named for its host, checked every day."""
    spec = make_spec({"url": "https://www.example.org/p"})
    assert (spec.name, spec.kind, spec.every_seconds) == ("example.org privacy", "privacy", 86_400)
    assert json.loads(write_watchlist([Entry(spec=spec)], "json"))[0]["every"] == "1d"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-rf", "@SUM(A1)", "'=1", "''-x", "'plain", "plain"])
def test_no_name_is_a_formula_in_a_sheet(name: str) -> None:
    """What begins like a formula has an apostrophe before it in CSV, and reads back as it was."""
    spec = make_spec({"url": URL, "name": name})
    text = write_watchlist([Entry(spec=spec)], "csv")
    assert next(csv.DictReader(io.StringIO(text)))["name"][0] not in "=+-@"
    assert [row.spec for row in read_watchlist(text).rows] == [spec]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_sheets_of_other_countries_are_read(separator: str) -> None:
    """The header tells what separates the cells."""
    text = f'url{separator}name{separator}tags\r\n{URL}{separator}Example{separator}"a;b"\r\n'
    (row,) = read_watchlist(text).rows
    assert row.spec
    assert (row.spec.url, row.spec.name, row.spec.tags) == (URL, "Example", ("a", "b"))


def test_json_may_list_addresses_alone() -> None:
    """A text in a JSON list is the URL of a watch."""
    rows = read_watchlist(json.dumps([URL, {"url": f"{URL}/2"}])).rows
    assert [row.spec and row.spec.url for row in rows] == [URL, f"{URL}/2"]


@pytest.mark.parametrize("char", ["\x1b", "\x9b", "\u202e", "\u2066", "\n"])
def test_no_name_steers_a_terminal(char: str) -> None:
    """A name holds neither control codes nor what reverses the words after it."""
    with pytest.raises(InvalidInputError, match="control"):
        make_spec({"url": URL, "name": f"a{char}b"})
