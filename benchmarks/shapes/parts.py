"""Pages that cost as much as a page can where a part of it, "x", is asked for, and its documents are looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.shapes.filling import SAID, SENTENCE, filled, numbered

if TYPE_CHECKING:
    from collections.abc import Callable

_X = f"<h2 id=x>Privacy policy</h2>{SAID}"


def _around(unit: str) -> Callable[[int], str]:
    return lambda size: filled(unit, size // 2) + _X + filled(unit, size // 2)


def _before(unit: str) -> Callable[[int], str]:
    return lambda size: filled(unit, size) + _X


PARTS: dict[str, Callable[[int], str]] = {
    "headings of documents": _around(f"<h2>Terms of use</h2><p>{SENTENCE}</p>"),
    "headings below": _around(f"<h3>Privacy policy</h3><p>{SENTENCE}</p>"),
    "the same id": _around(f"<h2 id=x>Cookies</h2><p>{SENTENCE}</p>"),
    "anchors": lambda size: SAID + filled(f"<a name=x></a>{SENTENCE} ", size),
    "empty elements": lambda size: "<i id=x></i>" + filled("<b></b>", size) + _X,
    "headings in headings": _around(f"{'<h1>' * 100}a{'</h1>' * 100}"),
    "headings that say nothing": _around("<h2></h2>"),
    "a deep nest": lambda size: "<div>" * 200 + filled(f"<p>{SENTENCE}</p>", size) + _X + filled("<p>word</p>", size),
    "tabs": _before("<b role=tab aria-controls=a>Terms</b><p role=tabpanel id=a>word</p>"),
    "tabs in tabs": _before(f"{'<div role=tab>' * 60}Privacy{'<div role=tabpanel>' * 60}word{'</div>' * 120}"),
    "tabs that control tabs": lambda size: SAID + numbered("<p role=tab id=x# aria-controls=x>Privacy</p>", size),
    "keys in the state": lambda size: (
        "<div id=root></div><script type='application/json'>{"
        + numbered('"#": {"id": "x", "title": "Privacy policy", "body": ["word"]},', size)
        + '"x": "word"}</script>'
    ),
    "a nest in the state": lambda size: (
        "<div id=root></div><script type='application/json'>"
        + filled(f"""{'{"x": ' * 50}"{SENTENCE} {SENTENCE}"{"}" * 50}""", size).join("[]").replace("}{", "},{")
        + "</script>"
    ),
}
