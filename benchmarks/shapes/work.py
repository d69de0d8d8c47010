"""What is done with a text of each shape: all that the product does with a page, or with two versions of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.shapes.filling import POLICY
from benchmarks.shapes.markup import HTML
from benchmarks.shapes.pairs import PAIRS
from benchmarks.shapes.parts import PARTS
from benchmarks.shapes.registers import REGISTERS
from benchmarks.shapes.states import STATES
from benchmarks.shapes.texts import LINES, MARKDOWN, PLAIN, lines
from crawler.extraction.broken_off import breaks_off
from crawler.extraction.extract import drawing_of
from crawler.extraction.fingerprint import visible_digest
from crawler.extraction.links import read_links
from crawler.extraction.policy.assembly import document, sifted
from crawler.extraction.policy.documents import documents_on
from crawler.extraction.reading.flow import flowed
from crawler.extraction.reading.pdf_lines import lines_of
from crawler.extraction.reading.pdf_places import Rule
from crawler.extraction.reading.reading import Reading
from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.comparison.render import comparison_html, comparison_markdown, comparison_text
from monitor.core.contract import comparison_json
from monitor.core.left_out import left_out_of
from monitor.core.records import Block, Body, Document
from monitor.core.register.register import facts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.extraction.reading.pdf_words import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One way in which a text may be costly.

    Args:
        name: what it is full of.
        made: makes the work of a size: what it returns is called, and that is measured.
        small: the size at which doubling is looked at.
        large: the size that has to be borne.
        unit: what sizes count.
    """

    name: str
    made: Callable[[int], Callable[[], object]]
    small: int
    large: int
    unit: str = "bytes"


def _drawn(reading: Reading) -> object:
    drawing = drawing_of(reading)
    left_out_of(drawing.blocks())
    return policy_text(drawing.result) if isinstance(drawing.result, Document) else drawing.result


def _page(text: str) -> Callable[[], object]:
    body = Body(content=text.encode("utf-8", "replace"), media_type="text/html", charset="utf-8")

    def work() -> object:
        reading = Reading.of(body, url="https://example.org/")
        visible_digest(reading)
        breaks_off(reading)
        read_links(reading)
        return _drawn(reading)

    return work


def _part(text: str) -> Callable[[], object]:
    body = Body(content=text.encode("utf-8", "replace"), media_type="text/html", charset="utf-8")

    def work() -> object:
        reading = Reading.of(body, url="https://example.org/#x")
        return documents_on(reading), _drawn(reading)

    return work


def _text(text: str, media_type: str) -> Callable[[], object]:
    body = f"{POLICY}\n\n{text}".encode("utf-8", "replace")

    def work() -> object:
        reading = Reading(content=body, media_type=media_type, charset="utf-8")
        visible_digest(reading)
        return _drawn(reading)

    return work


def _lines(pages: list[list[Word]]) -> Callable[[], object]:
    rules = [Rule(50.0, 700.0 - number, 500.0, 700.0 - number) for number in range(0, 600, 30)]
    return lambda: policy_text(document(sifted(flowed(lines_of([(page, rules) for page in pages]))), way="pdf"))


def _pair(texts: tuple[list[Block], list[Block]]) -> Callable[[], object]:
    old, new = (
        policy_text(Document(title="", language="en", stated_date=None, extractor="shapes", blocks=tuple(blocks)))
        for blocks in texts
    )

    def work() -> object:
        found = compare(old, new)
        comparison_json(found, None)
        return comparison_text(found), comparison_markdown(found), comparison_html(found)

    return work


def _register(blocks: list[Block]) -> Callable[[], object]:
    read = policy_text(Document(title="", language="en", stated_date=None, extractor="shapes", blocks=tuple(blocks)))
    return lambda: facts_of(read)


SHAPES = (
    *(
        Shape(name=f"page: {name}", made=lambda size, make=make: _page(make(size)), small=24_000, large=5_000_000)
        for name, make in {**HTML, **STATES}.items()
    ),
    *(
        Shape(name=f"page: part, {name}", made=lambda size, make=make: _part(make(size)), small=24_000, large=5_000_000)
        for name, make in PARTS.items()
    ),
    *(
        Shape(
            name=f"Markdown: {name}",
            made=lambda size, make=make: _text(make(size), "text/markdown"),
            small=12_000,
            large=950_000,
        )
        for name, make in MARKDOWN.items()
    ),
    *(
        Shape(
            name=f"text: {name}",
            made=lambda size, make=make: _text(make(size), "text/plain"),
            small=24_000,
            large=2_900_000,
        )
        for name, make in PLAIN.items()
    ),
    *(
        Shape(
            name=f"PDF: {name}",
            made=lambda size, name=name: _lines(lines(size, name)),
            small=14_000,
            large=1_500_000,
            unit="letters",
        )
        for name in LINES
    ),
    *(
        Shape(
            name=f"compared: {name}",
            made=lambda size, make=make: _pair(make(size)),
            small=1_500,
            large=20_000,
            unit="clauses",
        )
        for name, make in PAIRS.items()
    ),
    *(
        Shape(
            name=f"register: {name}",
            made=lambda size, make=make: _register(make(size)),
            small=1_500,
            large=20_000,
            unit="clauses",
        )
        for name, make in REGISTERS.items()
    ),
)
