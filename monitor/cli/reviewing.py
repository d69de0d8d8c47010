"""The review of an import: what was found for each row, as a table and as a file that can be corrected and imported."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from monitor.cli.common import say
from monitor.cli.tables import Column, print_table
from monitor.core.errors import InvalidInputError
from monitor.core.lists.columns import WEBSITE
from monitor.core.lists.findings import FindingKind, in_need_first
from monitor.core.phrases import count_words
from monitor.core.steering import printable
from monitor.core.urls import host_of
from monitor.core.watchlist import COLUMNS, fields_of, write_csv

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from monitor.core.lists.findings import Finding

_STYLES = {
    "none": {"fg": "red"},
    "bad": {"fg": "red"},
    "doubtful": {"fg": "yellow"},
    "removed": {"fg": "yellow"},
    "clear": {"fg": "green"},
}
_COLUMNS = (
    Column(name="Line", is_right=True),
    Column(name="Finding", styles=_STYLES),
    Column(name="Row says", is_cut=True),
    Column(name="Found", is_right=True),
    Column(name="Chosen"),
    Column(name="Why"),
)
_MOST_NAMED = 3  # pages that may be it; the file names all
REVIEW = ("line", "finding", "why", "pages", WEBSITE, *COLUMNS)


def show_review(findings: Sequence[Finding]) -> None:
    """Print what was found for the rows whose pages were looked for, those that need a person first, and the sum.

    So are rows of watches that were removed, whether their pages were looked for or not.
    """
    looked = [one for one in findings if one.row.homes and (one.pages or one.kind is not FindingKind.KNOWN)]
    removed = [one for one in findings if one.kind is FindingKind.REMOVED and not one.row.homes]
    if not (looked or removed):
        return
    print_table(_COLUMNS, map(_cells, in_need_first([*looked, *removed])))
    if not looked:
        return
    counts = Counter(one.kind for one in looked)
    parts = ", ".join(f"{counts[kind]:,} {kind.value}" for kind in FindingKind if counts[kind])
    say(f"{count_words(len(looked), 'row')} looked for: {parts}.")


def _cells(one: Finding) -> tuple[str, ...]:
    chosen = _short(one.entry.spec.url, one) if one.entry else "-"
    return str(one.row.line), one.kind.value, one.row.said, str(len(one.pages) or "-"), chosen, why_words(one)


def why_words(one: Finding) -> str:
    """Say why this was found for a row: in short where it is clear, with the pages that may be it where it is not."""
    if one.kind is FindingKind.CLEAR:
        return one.pages[0].reasons[0]
    if one.kind is not FindingKind.DOUBTFUL:
        return one.why
    pages = [_short(page.url, one) for page in one.pages]
    more = f" and {len(pages) - _MOST_NAMED} more" if len(pages) > _MOST_NAMED else ""
    return f"{', '.join(pages[:_MOST_NAMED])}{more}: {one.why}"


def _short(url: str, one: Finding) -> str:
    """Return an address without its host where that is the row's own."""
    _, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    own = one.row.homes[0] if one.row.homes else ""
    return f"{slash}{path}" if host_of(url) == host_of(own) and path else f"{host}{slash}{path}".rstrip("/")


def check_review(path: Path, file: Path) -> None:
    """Raise InvalidInputError where a review cannot be written to a file, or would replace the list itself."""
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise InvalidInputError(f"{path} cannot be written: it is a folder, or its folder is not there")
    if path.exists() and file.exists() and path.samefile(file):
        raise InvalidInputError(f"{path} is the list itself; give the review another name")


def write_review(findings: Sequence[Finding], path: Path, *, separator: str) -> None:
    """Write all findings as CSV, those that need a person first.

    A row without a page that is chosen has its site in `website` and nothing in `url`: imported again as it is, it is
    looked for again; with an address in `url`, that page is watched and stands for the site.

    Raises:
        InvalidInputError: the file cannot be written.
    """
    rows = ({name: _shown(value) for name, value in _row(one).items()} for one in in_need_first(findings))
    text = write_csv(REVIEW, rows, separator=separator)
    try:
        path.write_text(text, encoding="utf-8-sig")  # without the mark, some spreadsheets take it for another encoding
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be written: {error.strerror}") from error
    say(f"{path} has the review: correct its column url, and import it.")


def _shown(value: Any) -> Any:  # noqa: ANN401 - of a field
    """Return a field with nothing in it that could steer a terminal: reasons quote the words of pages."""
    return printable(value) if isinstance(value, str) else value


def _row(one: Finding) -> dict[str, Any]:
    row = one.row
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.fields.items()
    }
    site = row.fields.get(WEBSITE) or (row.said if row.homes else "")
    if one.entry and one.kind is not FindingKind.SAME:
        fields |= fields_of(one.entry)
        # what the row did not name is left for the day it is imported
        fields |= dict.fromkeys({"name", "kind", "every", "slug"} - row.fields.keys(), "")
    else:
        fields["url"] = "" if row.homes else row.fields.get("url", "")
    pages = " ".join(page.url for page in one.pages)
    return {
        **fields,
        "line": str(row.line),
        "finding": one.kind.value,
        "why": one.why,
        "pages": pages,
        WEBSITE: site,
    }
