from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Command

OLD = """# Privacy policy

Last updated: 3 May 2025

## 1. What we collect

We collect your name and your e-mail address when you open an account with our library.

- the titles you borrow
- the fines you owe

## 2. How long we keep it

We keep your loans for 12 months after you return the book, and then we delete them.
"""
NEW = OLD.replace("12 months", "36 months")


@pytest.fixture
def pages(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.md", tmp_path / "new.md.gz"
    old.write_text(OLD, encoding="utf-8")
    new.write_bytes(gzip.compress(NEW.encode()))
    return old, new


def test_extract_keeps_to_its_contract(command: Command, pages: tuple[Path, Path]) -> None:
    """One JSON line an input with the keys of the contract, headings in the paths, packed files too."""
    lines = command.quick("extract", *pages, "--format", "json").stdout.splitlines()
    assert len(lines) == 2
    for path, line in zip(pages, lines, strict=True):
        value = json.loads(line)
        assert set(value) == {"source", "title", "language", "stated_date", "extractor", "clauses"}
        assert (value["source"], value["stated_date"], value["language"]) == (str(path), "2025-05-03", "en")
        assert set(value["clauses"][0]) == {"position", "kind", "heading_path", "label", "text"}
        assert [c["position"] for c in value["clauses"]] == list(range(len(value["clauses"])))
        kept = value["clauses"][-1]
        assert kept["heading_path"] == ["Privacy policy", "2. How long we keep it"]
        assert [c["kind"] for c in value["clauses"]].count("item") == 2


def test_explain_tells_what_became_of_each_block(command: Command, tmp_path: Path) -> None:
    """Block by block in reading order: kept or left out, by which rule, because of what; no colour off a terminal."""
    page = tmp_path / "page.html"
    sentence = "We keep what you tell us only as long as we need it for your order, \x1b[31mas agreed."
    body = f"<nav><a href='/'>Home</a></nav><main><h1>Privacy policy</h1>{f'<p>{sentence}</p>' * 12}</main>"
    page.write_text(f"<html lang='en'><body>{body}</body></html>", encoding="utf-8")
    told = command.quick("extract", page, "--explain").stdout
    lines = [line for line in told.splitlines() if line]
    assert lines[0] == f"{page}: 13 blocks kept; left out: menu (1 block)"
    assert lines[1:3] == ["Left out, menu: <nav> is a menu or footer by its tag or role", "  - Home"]
    assert lines[3:5] == [
        "Kept, policy: it stands in <main>, which holds 100 % of the words in sentences",
        "  + Privacy policy",
    ]
    assert "\x1b" not in told
    assert "**" not in told
    marked = command.quick("extract", page, "--explain", "--format", "markdown").stdout
    assert "\n- Home\n" in marked
    assert "\\<nav>" in marked


def test_explain_adds_the_blocks_to_the_contract(command: Command, tmp_path: Path, pages: tuple[Path, Path]) -> None:
    """One JSON line an input: the keys of the contract and `blocks`, also where there is no text to keep."""
    gone = tmp_path / "gone.html"
    gone.write_text("<html><title>404</title><body><h1>Page not found</h1></body></html>")
    done = command.quick("extract", pages[0], gone, "--explain", "--format", "json", code=1)
    first, second = map(json.loads, done.stdout.splitlines())
    assert set(first) == {"source", "title", "language", "stated_date", "extractor", "clauses", "blocks"}
    assert [set(block) for block in first["blocks"]] == [{"text", "kept", "rule", "because"}] * len(first["blocks"])
    assert first["blocks"][0]["text"] == "Privacy policy"
    assert set(second) == {"source", "error", "detail", "blocks"}
    assert [(block["text"], block["kept"]) for block in second["blocks"]] == [("Page not found", False)]


def test_an_input_without_text_is_told_and_the_others_shown(
    command: Command, tmp_path: Path, pages: tuple[Path, Path]
) -> None:
    """A file with nothing in it gives exit code 1 and a line of its own; the next one is drawn."""
    empty = tmp_path / "empty.html"
    empty.write_text("<html></html>")
    done = command.quick("extract", empty, pages[0], "--format", "json", code=1)
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["error"] == "empty"
    assert second["clauses"]


def test_compare_tells_by_its_exit_code(command: Command, pages: tuple[Path, Path], tmp_path: Path) -> None:
    """0 for the same or form only, 1 for a change, 2 for an error; and the JSON keeps to the contract."""
    old, new = pages
    assert "No change" in command.quick("compare", old, old).stdout
    touched = tmp_path / "touched.md"
    touched.write_text(OLD.replace("3 May 2025", "4 June 2025"), encoding="utf-8")
    command.quick("compare", old, touched, code=0)
    command.quick("compare", old, tmp_path / "missing", code=2)
    done = command.quick("compare", old, new, "--format", "json", code=1)
    value = json.loads(done.stdout)
    assert set(value) == {"id", "changed", "significance", "stated_date", "silent", "changes"}
    assert (value["changed"], value["significance"], value["silent"]) == (True, "material", True)
    (change,) = value["changes"]
    assert set(change) == {
        "kind",
        "significance",
        "topics",
        "reasons",
        "reason_details",
        "similarity",
        "old",
        "new",
        "redline",
    }
    assert set(change["old"]) == {"position", "heading_path", "text"}
    assert "".join(text for op, text in change["redline"] if op != "insert") == change["old"]["text"]
    assert "".join(text for op, text in change["redline"] if op != "delete") == change["new"]["text"]


@pytest.mark.parametrize(
    ("form", "marks"), [("text", ["{+36+}", "[-12-]"]), ("markdown", ["36", "12"]), ("html", ["<ins", ">36</ins>"])]
)
def test_compare_shows_the_words_that_changed(
    command: Command, pages: tuple[Path, Path], form: str, marks: list[str]
) -> None:
    """Each form for people shows what went and what came."""
    shown = command.quick("compare", *pages, "--format", form, code=1).stdout
    for mark in marks:
        assert mark in shown


def test_pairs_are_compared_in_order(command: Command, pages: tuple[Path, Path], tmp_path: Path) -> None:
    """One JSON line a pair with its id, in order; a pair that cannot be read is told and gives exit code 2."""
    listing = tmp_path / "pairs.jsonl"
    pairs = [{"id": f"p{n}", "old": "old.md", "new": "new.md.gz" if n % 2 else "old.md"} for n in range(6)]
    listing.write_text("".join(json.dumps(p) + "\n" for p in pairs))
    values = [json.loads(line) for line in command.quick("compare", "--pairs", listing).stdout.splitlines()]
    assert [v["id"] for v in values] == [f"p{n}" for n in range(6)]
    assert [v["changed"] for v in values] == [bool(n % 2) for n in range(6)]
    listing.write_text('{"id": 1, "old": "old.md", "new": "gone.md"}\n')
    done = command.quick("compare", "--pairs", listing, code=2)
    assert "gone.md" in json.loads(done.stdout)["error"]
    listing.write_text("{}\nnothing\n")
    assert "line 2" in command.quick("compare", "--pairs", listing, code=2).stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "# Privacy\n\nWe keep it for {} months.\n"),
        ("a.txt", "We keep it for {} months.\n"),
        ("a.html", "<h1>Privacy</h1><p>We keep it for {} months.</p>"),
    ],
)
def test_a_short_file_is_a_policy_too(command: Command, tmp_path: Path, name: str, text: str) -> None:
    """A file that someone names is compared however few words it has."""
    old, new = tmp_path / name, tmp_path / f"new.{name}"
    old.write_text(text.format(12))
    new.write_text(text.format(24))
    assert (
        json.loads(command.quick("compare", old, new, "--format", "json", code=1).stdout)["significance"] == "material"
    )
    assert "12 months" in command.quick("extract", old).stdout


@pytest.mark.parametrize("steering", ["\x9b31m \u202e", "\x1b[31m", "\x7f", "Datenschutz für \x7f"])
def test_json_steers_no_terminal(command: Command, tmp_path: Path, pages: tuple[Path, Path], steering: str) -> None:
    """Control codes of a page's title reach no terminal in JSON, and a reader of the JSON gets them as they were."""
    pairs = tmp_path / "pairs.jsonl"
    pair = {"id": steering, "old": str(pages[0]), "new": str(pages[1])}
    pairs.write_text("\ufeff" + json.dumps(pair), encoding="utf-8")
    line = command.quick("compare", "--pairs", pairs).stdout
    assert not {"\x9b", "\u202e", "\x1b", "\x7f"} & set(line)
    assert json.loads(line)["id"] == pair["id"]


def test_a_comparison_is_a_page_of_its_own(command: Command, pages: tuple[Path, Path]) -> None:
    """The HTML of a comparison names its encoding, so that a browser shows it as it is."""
    page = command.quick("compare", *pages, "--format", "html", code=1).stdout
    assert page.startswith("<!doctype html>")
    assert '<meta charset="utf-8">' in page
