"""`extract` and `compare`: on files and addresses, without a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.checking.pool import Workers
from crawler.extraction.reading.selectors import check_selector
from monitor.cli.common import format_option, say, say_json, warn, with_app
from monitor.cli.explaining import show_explanation
from monitor.cli.history import show_comparison
from monitor.core.contract import comparison_json, document_json
from monitor.core.errors import InvalidInputError
from monitor.core.failure_words import failure_words
from monitor.core.phrases import stated_words
from monitor.core.records import BlockKind, Explanation, FetchFailure
from monitor.core.urls import narrowed, normalise_url
from monitor.crawl import fetch_pages
from monitor.texts import compare_files, compare_pairs, draw_file, explain_file, read_pairs
from monitor.trial import draw_fetched, explain_fetched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.app import App
    from monitor.core.records import Block, Fetched, PolicyText


@click.command()
@click.argument("sources", metavar="PATH|URL...", nargs=-1, required=True)
@click.option("--part", default="", metavar="NAME", help="Of a page with several documents, read this one.")
@click.option("--include", default="", metavar="CSS|XPATH", help="Keep only what this selector finds.")
@click.option("--exclude", default="", metavar="CSS|XPATH", help="Leave out what this selector finds.")
@click.option("--render", is_flag=True, help="Build pages in a browser first, for those made by scripts.")
@click.option("--explain", is_flag=True, help="Say of each block which rule kept it or left it out, and why.")
@format_option("text", "markdown", "json")
@with_app
def extract_command(
    app: App, sources: tuple[str, ...], *, part: str, render: bool, explain: bool, form: str, **by: str
) -> int:
    """Show what the monitor would keep of files or pages.

    Exit code 1 when one of them could not be read; the others are shown all the same.
    """
    selectors = {name: check_selector(value) if value else "" for name, value in by.items()}
    for source in sources:
        if "://" in source:
            normalise_url(narrowed(source, part))
        elif Path(source).is_dir():
            raise InvalidInputError(f"{source} is a folder")
        elif not Path(source).exists():
            raise InvalidInputError(f"there is no file {source}")
    narrowed("https://example.org/", part)  # what is wrong with the name is told for files too
    urls = [source for source in sources if "://" in source]
    draw_page, draw_path = (explain_fetched, explain_file) if explain else (draw_fetched, draw_file)
    code = 0
    with Workers(is_forked=True) as workers:
        pages = _fetch(app, [narrowed(url, part) for url in urls], render=render)
        fetched = {urls[page.watch_id]: draw_page(page, workers, **selectors) for page in pages}
        for source in sources:
            drawn = fetched.get(source) or draw_path(Path(source), workers, part=part.removeprefix("#"), **selectors)
            code |= isinstance(drawn.result if isinstance(drawn, Explanation) else drawn, FetchFailure)
            _tell(source, drawn, form)
    return int(code)


def _tell(source: str, result: PolicyText | Explanation | FetchFailure, form: str) -> None:
    if isinstance(result, Explanation):
        if isinstance(result.result, FetchFailure):
            _warn(source, result.result)
        show_explanation(source, result, form)
    elif isinstance(result, FetchFailure):
        _warn(source, result)
        if form == "json":
            say_json({"source": source, "error": result.kind.value, "detail": result.detail}, indent=None)
    elif form == "json":
        say_json(document_json(source, result), indent=None)
    else:
        _show(source, result, markdown=form == "markdown")


def _warn(source: str, failure: FetchFailure) -> None:
    warn(f"{source}: {failure_words(failure.kind, failure.status).what} ({failure.kind}: {failure.detail})")


def _fetch(app: App, urls: list[str], *, render: bool) -> Iterator[Fetched]:
    return fetch_pages(
        [normalise_url(url) for url in urls],
        folder=app.folder,
        config=app.config,
        rendered=range(len(urls)) if render else (),
    )


def _show(source: str, drawn: PolicyText, *, markdown: bool) -> None:
    document = drawn.document
    if not markdown:
        stated = stated_words(document.stated_date.iso) if document.stated_date else "no stated date"
        say(f"{source}: {document.title or 'no title'} ({document.language or 'language unknown'}, {stated})\n")
    for block in document.blocks:
        say(_block(block, markdown=markdown))


def _block(block: Block, *, markdown: bool) -> str:
    if block.kind is BlockKind.HEADING:
        return f"\n{'#' * block.level} {block.text}\n" if markdown else f"\n{block.text}"
    if block.kind is BlockKind.ITEM:
        return f"{'  ' * max(block.level - 1, 0)}{block.label or '-'} {block.text}"
    return block.text + ("\n" if markdown else "")


@click.command()
@click.argument("files", metavar="OLD NEW", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--pairs", type=click.Path(path_type=Path), default=None, metavar="FILE", help="JSON lines: id, old, new."
)
@click.option("--all", "cosmetic", is_flag=True, help="Also show changes of form only.")
@format_option("text", "markdown", "html", "json")
def compare_command(files: tuple[Path, ...], *, pairs: Path | None, cosmetic: bool, form: str) -> int:
    """Compare two policies in files (html, pdf, md, txt; also .gz), clause by clause.

    Exit code 0 when they are the same or differ in form only, 1 when the text changed, 2 for an error. With --pairs,
    one JSON line a pair, in order.
    """
    if pairs is not None:
        if files:
            raise InvalidInputError("give either two files or --pairs FILE")
        failed = False
        for line in compare_pairs(read_pairs(pairs)):
            say_json(line, indent=None)
            failed = failed or "error" in line
        return 2 if failed else 0
    if len(files) != 2:
        raise InvalidInputError("give two files to compare, the old one first")
    with Workers(is_forked=True) as workers:
        comparison = compare_files(*files, workers)
    if form == "json":
        say_json(comparison_json(comparison, None))
    else:
        show_comparison(comparison, form, cosmetic=cosmetic)
    return 1 if comparison.changed else 0
