"""A comparison for people: plain text for terminals and mails, Markdown, and an HTML fragment."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from monitor.core.change_words import changes_words, happened_words
from monitor.core.claims import turned_words
from monitor.core.comparison.documents import beside_words
from monitor.core.phrases import stated_words
from monitor.core.records import ClauseKind, RedlineOp, reason_words
from monitor.core.records.catalogues import ENGLISH
from monitor.core.steering import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.core.records import ClauseChange, Comparison, Redline
    from monitor.core.records.catalogues import Catalogue

_CONTEXT = 160  # characters of unchanged text shown on each side of an edit
_COLOURS = {RedlineOp.DELETE: "\x1b[31m", RedlineOp.INSERT: "\x1b[32m", RedlineOp.EQUAL: ""}
_MARKS = {RedlineOp.DELETE: ("[-", "-]"), RedlineOp.INSERT: ("{+", "+}"), RedlineOp.EQUAL: ("", "")}
_STRUCK = {RedlineOp.DELETE: ("~~", "~~"), RedlineOp.INSERT: ("**", "**"), RedlineOp.EQUAL: ("", "")}
_TAGS = {
    RedlineOp.DELETE: ('<del style="background:#fde0dd;color:#7d1313">', "</del>"),
    RedlineOp.INSERT: ('<ins style="background:#d3f4db;color:#0b4a1d">', "</ins>"),
    RedlineOp.EQUAL: ("", ""),
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~&-])")


def elided(redline: Redline) -> Iterator[tuple[RedlineOp, str]]:
    """Yield a redline with the middle of long unchanged stretches replaced by an ellipsis, for reading only."""
    last = len(redline) - 1
    for index, (op, text) in enumerate(redline):
        if op is RedlineOp.EQUAL and len(text) > 2 * _CONTEXT:
            head = "" if index == 0 != last else text[:_CONTEXT].rsplit(" ", 1)[0] + " "
            tail = "" if index == last != 0 else " " + text[-_CONTEXT:].split(" ", 1)[-1]
            yield op, f"{head}…{tail}"
        else:
            yield op, text


def where(change: ClauseChange) -> str:
    """Return the place of a change: its headings, the label of a clause, and how many more clauses it is about."""
    first = (change.new or change.old)[0]
    # a heading, which is the last of its path, has its number in its words
    label = () if first.kind is ClauseKind.HEADING else (first.label,)
    place = " > ".join(part for part in (*first.heading_path, *label) if part.strip()) or "(no heading)"
    more = min(len(change.old), len(change.new)) - 1
    return f"{place} (and {more} more clause{'s' * (more > 1)})" if more > 0 else place


def happened(change: ClauseChange, catalogue: Catalogue = ENGLISH) -> str:
    """Return what happened to a clause, in words: "Reworded", "Moved and reworded", "Heading removed"."""
    return happened_words(
        change.kind,
        is_heading=(change.new or change.old)[0].kind is ClauseKind.HEADING,
        is_edited=any(op is not RedlineOp.EQUAL for op, _ in change.redline),
        catalogue=catalogue,
    )


def comparison_text(comparison: Comparison, *, colour: bool = False, cosmetic: bool = False) -> str:
    """Return a comparison as plain text for a terminal or a mail.

    Args:
        comparison: what to show.
        colour: mark edits with ANSI colours as well.
        cosmetic: also show the changes that do not alarm.
    """

    def mark(op: RedlineOp, text: str) -> str:
        begin, end = _MARKS[op]
        plain = begin + printable(text) + end
        return f"{_COLOURS[op]}{plain}\x1b[0m" if colour and _COLOURS[op] else plain

    parts = [printable(summary(comparison))]
    for change in shown(comparison.changes, cosmetic=cosmetic):
        head = f"{happened(change)} ({change.significance.value})  {printable(where(change))}"
        why = f"  why: {printable(_why(change))}" if change.reasons else ""
        body = "".join(mark(op, text) for op, text in elided(change.redline))
        parts.append("\n".join(line for line in (head, why, _indented(body)) if line))
    return "\n\n".join(parts) + "\n"


def comparison_markdown(comparison: Comparison, *, title: str = "", cosmetic: bool = False) -> str:
    """Return a comparison as Markdown: inserted words bold, deleted ones struck through; `title` says of what."""
    parts = [_plain_markdown(title)] if title else []
    parts.append(f"**{_plain_markdown(summary(comparison))}**")
    for change in shown(comparison.changes, cosmetic=cosmetic):
        head = f"### {_plain_markdown(where(change))}\n\n{happened(change)}, {change.significance.value}"
        why = f": {_plain_markdown(_why(change))}" if change.reasons else ""
        body = "".join(_emphasised(text, *_STRUCK[op]) for op, text in elided(change.redline))
        parts.append(f"{head}{why}\n\n" + "\n".join(f"> {line}" for line in body.split("\n")))
    return "\n\n".join(parts) + "\n"


def comparison_html(comparison: Comparison, *, cosmetic: bool = False) -> str:
    """Return a comparison as an HTML fragment, everything from the page escaped."""
    items = "".join(_change_html(change) for change in shown(comparison.changes, cosmetic=cosmetic))
    return f'<section class="comparison"><p>{escape(summary(comparison))}</p>{items}</section>'


def comparison_page(comparison: Comparison, *, title: str = "", cosmetic: bool = False) -> str:
    """Return a comparison as an HTML page of its own, to be kept as a file; `title` says of what."""
    head = f"<p>{escape(printable(title))}</p>" if title else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Clause changes</title>'
        '<meta name="viewport" content="width=device-width">'
        f"</head><body>{head}{comparison_html(comparison, cosmetic=cosmetic)}</body></html>"
    )


def redline_html(redline: Redline) -> str:
    """Return a redline as HTML with <ins> and <del>, escaped and elided."""
    parts = (begin + escape(printable(text)) + end for op, text in elided(redline) for begin, end in [_TAGS[op]])
    return "".join(parts).replace("\n", "<br>")


def summary(comparison: Comparison) -> str:
    """Return one line: how many changes, how much they matter, what other documents, language and stated date did."""
    if not comparison.changes:
        return "No change."
    counts = changes_words(Counter(change.significance for change in comparison.changes))
    line = "; ".join(filter(None, [counts, beside_words(comparison.changes)]))
    if comparison.stated_old != comparison.stated_new:
        old, new = (stated_words(iso) if iso else "none" for iso in (comparison.stated_old, comparison.stated_new))
        line += f"; stated date {old} -> {new}"
    elif comparison.silent:
        line += (
            f"; silent: the stated date is still {stated_words(comparison.stated_new)}"
            if comparison.stated_new
            else "; no stated date"
        )
    if comparison.changes_language:
        line = f"{turned_words(comparison.language_old, comparison.language_new)} ({line})"
    return line[0].upper() + line[1:] + "."


def shown(changes: Iterable[ClauseChange], *, cosmetic: bool = False) -> list[ClauseChange]:
    """Return the changes to show to people, in terminals and mails alike: the gravest first, then as on the page.

    Args:
        changes: in the order of the page.
        cosmetic: also those that do not alarm.
    """
    kept = (change for change in changes if cosmetic or change.significance.is_told)
    return sorted(kept, key=lambda change: -change.significance.rank)


def _why(change: ClauseChange) -> str:
    """Return the reasons of a change in one line."""
    return "; ".join(map(reason_words, change.reasons))


def _change_html(change: ClauseChange) -> str:
    reasons = "".join(f"<li>{escape(printable(reason_words(reason)))}</li>" for reason in change.reasons)
    return (
        f'<article class="change {change.kind.value} {change.significance.value}">'
        f"<h3>{escape(printable(where(change)))}</h3>"
        f"<p>{happened(change)}, <strong>{change.significance.value}</strong></p>"
        + (f"<ul>{reasons}</ul>" if reasons else "")
        + f'<blockquote dir="auto">{redline_html(change.redline)}</blockquote></article>'
    )


def _emphasised(text: str, begin: str, end: str) -> str:
    """Return Markdown with marks around the words of each line: a mark beside a space would stay a mere asterisk."""
    if not begin and text.isprintable():  # one line, of which no mark stands beside a space
        return _plain_markdown(text)
    return "\n".join([_marked(line, begin, end) for line in text.split("\n")])


def _marked(line: str, begin: str, end: str) -> str:
    core = line.strip()
    if not core:
        return line
    start = len(line) - len(line.lstrip())
    return f"{line[:start]}{begin}{_plain_markdown(core)}{end}{line[start + len(core) :]}"


def _plain_markdown(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", printable(text))


def _indented(body: str) -> str:
    return "\n".join(f"  {line}" for line in body.splitlines())
