"""Pages of our own in every form the tests know, for the digests of what is drawn of them."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from tests.extraction import held, pdfs
from tests.extraction import templates as surrounded
from tests.policies import clauses, html
from tests.seeds import nameless, templates
from tests.seeds.texts import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).resolve().parents[1]
SITE = TESTS.parent / "monitor" / "demo" / "site"
LANGUAGES = ("en", "de", "it")
MARKDOWN = """# Privacy policy

Last updated: 3 May 2026. We keep what you tell us, **nothing else**, and [say so](https://heron.example/why) to all.

## What we keep

1. your name and address, for seven years
2. your orders
   - what you bought and when
   - what you paid, in `EUR`

| Data | Kept for |
|------|----------|
| letters | two years |
| calls | ninety days |

<p>Calls are never recorded, and are counted for ninety days only.</p>

Write to [our office] before the 5th of the month \\* or
on any other day.
"""

SHOWN = (
    "<h2>Signs</h2><p>Do we sell it? <img src=no.svg alt=No></p><p>We keep it <del>12</del> <ins>24</ins> months.</p>"
    "<table><tr><th>For<th>Shared</tr><tr><td>Post<td>Yes</tr><tr><td>Ads<td><i aria-label=No></i></tr></table>"
    "<ol style=list-style-type:upper-roman><li>Write to <svg><text>dpo@heron.example</text></svg></li>"
    "<li>Ask <span style='position:absolute;left:-9999px'>(new tab)</span> us <math><mn>3</mn></math> times.</li></ol>"
    "<p title='<script>'>You may object at any time.</p><script>1</script>"
)


def corpus() -> dict[str, tuple[bytes, str]]:
    """Return bodies with their media types, by names that say where each comes from."""
    return dict([*_pages(), *_forms(), *_held(), *_others()])


def _pages() -> Iterator[tuple[str, tuple[bytes, str]]]:
    for folder in (TESTS / "extraction" / "pages", SITE):
        for path in sorted(folder.glob("*.html")):
            yield f"{folder.name}/{path.stem}", (path.read_bytes(), "text/html")


def _forms() -> Iterator[tuple[str, tuple[bytes, str]]]:
    texts = {name: (TESTS / "seeds" / f"own_{name}.txt").read_text(encoding="utf-8") for name in LANGUAGES}
    for module in (templates, nameless):
        for form, language in zip(module.FORMS, cycle(LANGUAGES), strict=False):
            name = f"{module.__name__.rpartition('.')[2]}/{form.__name__} {language}"
            yield name, (module.page(form, lines_of(texts[language])), "text/html")
    for name, form in surrounded.TEMPLATES.items():
        page = surrounded.page(form(surrounded.parsed(texts["en"])))
        yield f"surrounded/{name}", (page, "text/html")
    yield "plain/de", (texts["de"].encode(), "text/plain")


def _held() -> Iterator[tuple[str, tuple[bytes, str]]]:
    for form in held.FORMS:
        yield f"held/{form.__name__}", (held.shell(form(held.policy())).encode(), "text/html")


def _others() -> Iterator[tuple[str, tuple[bytes, str]]]:
    texts = clauses(2)
    parts = [part for head, lines in texts.items() for part in (("h", head), *(("p", line) for line in lines))]
    yield "policy/plain page", (html(texts).encode(), "text/html")
    yield "policy/signs and strokes", (html(texts).replace("</main>", f"{SHOWN}</main>").encode(), "text/html")
    yield "policy/markdown", (MARKDOWN.encode(), "text/markdown")
    yield "policy/pdf", (pdfs.flow(parts), "application/pdf")
