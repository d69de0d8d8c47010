"""What people read looks and reads the same in mails, pages and commands."""

from __future__ import annotations

import re

from monitor.core.comparison.render import redline_html
from monitor.core.records import RedlineOp
from tests.product import ROOT

SHEET = (ROOT / "storage/browse/static/clausewatch.css").read_text(encoding="utf-8")
TEMPLATES = [path.read_text(encoding="utf-8") for path in (ROOT / "monitor/templates").glob("*.html")]
COLOURS = r"background:\s?(#\w{6})(?: !important)?;\s?color:\s?(#\w{6})"


def of_the_pages(name):
    """The colours of deletions or insertions on the pages, light and dark."""
    backs, texts = (re.findall(rf"--{name}-{part}: (#\w+)", SHEET) for part in ("back", "text"))
    return list(zip(backs, texts, strict=True))


def test_a_redline_has_the_same_colours_everywhere():
    """What went and what came are marked alike in mails, on pages and in files, by day and by night."""
    written = redline_html(((RedlineOp.DELETE, "a"), (RedlineOp.INSERT, "b")))
    for name in ("del", "ins"):
        light, dark = of_the_pages(name)
        inline = {colours for text in TEMPLATES for colours in re.findall(rf"<{name} style=[^>]*{COLOURS}", text)}
        assert inline == {light}
        assert [colours for text in TEMPLATES for colours in re.findall(rf"\n  {name} {{ {COLOURS}", text)] == [dark]
        assert re.findall(rf"<{name} style=[^>]*{COLOURS}", written) == [light]


def test_a_significance_has_the_same_colour_everywhere():
    """Material, minor and silent are marked by the same colours in mails and on pages, by day and by night."""
    for name, of in (("material", "blind"), ("minor", "failing")):
        light, dark = re.findall(rf"--{of}: (#\w+)", SHEET)
        assert f".badge-{name} {{" in SHEET
        assert f".{name} {{ color: {dark} !important; }}" in "".join(TEMPLATES)
        written = [text for text in TEMPLATES if f"color:{light};" in text and "one.significance" in text]
        assert written, name
    (light, dark) = of_the_pages("silent")
    inline = {tuple(found) for text in TEMPLATES for found in re.findall(rf'class="silent"[^>]*{COLOURS}', text)}
    assert inline == {light}
    assert re.findall(rf"\.silent {{ {COLOURS}", "".join(TEMPLATES)) == [dark]
