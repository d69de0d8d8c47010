"""Policies of our own in two versions each, for programs to print and for pages to show.

In a text `{old|new}` is an edit. A line is a running title (%), title (#), heading (##), item (-), numbered item (1.),
row of a table (|), address (@), note (^) or paragraph; **bold** and [1], the sign of a note, may stand in it.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from pathlib import Path

FOLDER = Path(__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
_EDIT = re.compile(r"\{([^|{}]*)\|([^{}]*)\}")
_KINDS = {"% ": "running", "## ": "heading", "# ": "title", "- ": "item", "@ ": "address", "^ ": "note", "| ": "row"}


def parts(name, *, new):
    """Return (kind, value) of a version: rows and addresses are lists, numbered items and notes pairs."""
    text = _EDIT.sub(lambda edit: edit[2 if new else 1], (FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
    return [_part(line) for line in map(" ".join, map(str.split, text.splitlines())) if line]


def _part(line):
    for sign, kind in _KINDS.items():
        if line.startswith(sign):
            rest = line[len(sign) :]
            if kind == "address":
                return kind, rest.split(" / ")
            if kind == "row":
                return kind, [cell.strip() for cell in rest.split("|")]
            return kind, tuple(rest.split(" ", 1)) if kind == "note" else rest
    number = re.match(r"(\d+)\. ", line)
    return ("numbered", (number[1], line[number.end() :])) if number else ("paragraph", line)


def running(name):
    """Return what stands at the head of each page."""
    return next(value for kind, value in parts(name, new=False) if kind == "running")


def language(name):
    return name.split(".")[1]


def is_from_right(name):
    return language(name) in {"ar", "he"}


def marked(text, *, bold="<b>{}</b>", sign="<sup>{}</sup>"):
    """Return a text with what is bold in it, and signs of notes, written as asked."""
    text = re.sub(r"\*\*(.+?)\*\*", lambda it: bold.format(it[1]), text)
    return re.sub(r"\[(\d)\]", lambda it: sign.format(it[1]), text)


def html(name, *, new, css="", floating=False):
    """Return a version as a page, its notes at the end or, floating, where their signs stand."""
    found = parts(name, new=new)
    notes = dict(value for kind, value in found if kind == "note")
    body = "\n".join(
        _element(kind, [value for _, value in group], notes if floating else {}) for kind, group in _grouped(found)
    )
    if floating:
        body = re.sub(r"<sup>(\d)</sup>", lambda it: f'<span class="note">{escape(notes[it[1]])}</span>', body)
    turned = ' dir="rtl"' if is_from_right(name) else ""
    return (
        f'<!doctype html><html lang="{language(name)}"{turned}><head><meta charset="utf-8">'
        f"<title>{escape(running(name))}</title><style>{css}</style></head><body>{body}</body></html>"
    )


def _grouped(found):
    return groupby(found, key=lambda part: part[0])


def _element(kind, values, floating):
    if kind in {"item", "numbered"}:
        tag = "ul" if kind == "item" else "ol"
        texts = [value[1] if kind == "numbered" else value for value in values]
        return f"<{tag}>{''.join(f'<li>{_shown(text)}</li>' for text in texts)}</{tag}>"
    if kind == "row":
        head, *rows = [[escape(cell) for cell in row] for row in values]
        shown = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        heads = "".join(f"<th>{cell}</th>" for cell in head)
        return (
            '<table border="1" cellpadding="3" cellspacing="0">'
            f"<thead><tr>{heads}</tr></thead><tbody>{shown}</tbody></table>"
        )
    if kind == "note":
        notes = [] if floating else values
        return "".join(f'<p class="note"><sup>{sign}</sup> {escape(text)}</p>' for sign, text in notes)
    if kind == "address":
        return "".join(f"<p>{'<br>'.join(map(escape, lines))}</p>" for lines in values)
    tag = {"title": "h1", "heading": "h2", "paragraph": "p"}.get(kind)
    return "".join(f"<{tag}>{_shown(value)}</{tag}>" for value in values) if tag else ""


def _shown(text):
    return marked(escape(text, quote=False))
