"""Draw the policy text from a body: a reading in, a document or the reason why there is none out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extraction.drawing import Drawing, judged_runs, refused
from crawler.extraction.furniture.rules import Verdict
from crawler.extraction.guards import MIN_WORDS, no_policy
from crawler.extraction.page import page_drawing
from crawler.extraction.policy.assembly import document, sifted
from crawler.extraction.reading.kinds import Kind
from crawler.extraction.reading.markdown import MAX_MARKDOWN, is_markdown, markdown_runs
from crawler.extraction.reading.plain import text_runs
from crawler.extraction.reading.reading import Reading
from crawler.extraction.reading.runs import TooCostlyError
from monitor.core.records import Document, FailureKind, FetchFailure
from monitor.core.text import word_count
from monitor.core.urls import part_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from crawler.extraction.reading.runs import Run

MAX_BYTES = 20_000_000  # of a body; the largest of 2,649 real pages has 1.3 MB
# characters of plain text; the longest of 2,649 real pages shows 29,202 words, not a tenth of it
MAX_TEXT = 3_000_000
MAX_LINES = 100_000  # of plain text or Markdown, where each may be a block; real pages have 3,814 elements at most
_KINDS = {Kind.PDF: "a PDF", Kind.TEXT: "plain text", Kind.MARKDOWN: "Markdown"}
_BINARY_LIMIT = 0.02  # of characters that are no text; a guess: 338 real pages have a hundred-thousandth at most


def extract(  # noqa: PLR0913 - what may be known of a body
    body: bytes,
    *,
    media_type: str = "",
    charset: str = "",
    url: str = "",
    include: str = "",
    exclude: str = "",
    known: Collection[str] = (),
    least: int = MIN_WORDS,
) -> Document | FetchFailure:
    """Draw the policy text from bytes of which nothing else is asked; see `Reading` and `document_of`."""
    reading = Reading(content=body, media_type=media_type, charset=charset, url=url)
    return document_of(reading, include=include, exclude=exclude, known=known, least=least)


def document_of(
    reading: Reading,
    *,
    include: str = "",
    exclude: str = "",
    known: Collection[str] = (),
    least: int = MIN_WORDS,
) -> Document | FetchFailure:
    """Draw the policy text from a body.

    Args:
        reading: the body; the ending of its address tells Markdown from plain text, its path the page's own policy
            among those its scripts hold, its fragment the part of the page that is meant.
        include: CSS or XPath selector of what to read, "" to find it.
        exclude: CSS or XPath selector of what to leave out.
        known: the clauses of the watch's last snapshot, which help to find it again.
        least: words below which there is no policy; a page from the web has more, a file someone names may have few.

    Returns:
        The document, or why there is none: too_large, too_costly, unsupported_type, undecodable, selector, blocked,
        soft_404, consent, login, empty. It never raises for any bytes, only InvalidInputError for a selector that does
        not parse.
    """
    return drawing_of(reading, include=include, exclude=exclude, known=known, least=least).result


def drawing_of(  # noqa: PLR0911 - each early return is one reason for no document
    reading: Reading,
    *,
    include: str = "",
    exclude: str = "",
    known: Collection[str] = (),
    least: int = MIN_WORDS,
) -> Drawing:
    """Draw the policy text from a body as `document_of` does, and say what became of each block."""
    kind = reading.kind
    if refusal := _refusal(reading):
        return Drawing(result=refusal)
    if kind is Kind.PDF:
        return _pdf(reading.content, least)
    text = reading.markup
    if text is None or _unreadable(text) > len(text) * _BINARY_LIMIT:
        return _failed(FailureKind.UNDECODABLE, "the bytes are no text in any known encoding")
    if kind is Kind.HTML:
        return page_drawing(reading, include=include, exclude=exclude, known=known, least=least)
    is_marked = kind is Kind.MARKDOWN or is_markdown(text)
    most = MAX_MARKDOWN if is_marked else MAX_TEXT
    if len(text) > most:
        detail = f"{len(text):,} characters{' of Markdown' if is_marked else ''}; at most {most:,} are read"
        return _failed(FailureKind.TOO_COSTLY, detail)
    if len(text.splitlines()) > MAX_LINES:
        return _failed(FailureKind.TOO_COSTLY, f"at most {MAX_LINES:,} lines are read")
    try:
        runs = markdown_runs(text) if is_marked else text_runs(text)
    except TooCostlyError as error:
        return _failed(FailureKind.TOO_COSTLY, str(error))
    return _checked(runs, document(sifted(runs), way="text"), least)


def _refusal(reading: Reading) -> FetchFailure | None:
    """Say why nothing can be drawn of a body, whatever its text."""
    body, kind = reading.content, reading.kind
    if len(body) > MAX_BYTES:
        return FetchFailure(kind=FailureKind.TOO_LARGE, detail=f"{len(body):,} bytes; at most {MAX_BYTES:,} are read")
    if not body.strip():
        return FetchFailure(kind=FailureKind.EMPTY, detail="the answer has no content")
    if kind is Kind.OTHER:
        detail = f"neither a page nor a PDF nor text ({reading.media_type or 'type undeclared'})"
        return FetchFailure(kind=FailureKind.UNSUPPORTED_TYPE, detail=detail)
    if kind is not Kind.HTML and part_of(reading.url):
        detail = f"only web pages have parts, and this is {_KINDS[kind]}"
        return FetchFailure(kind=FailureKind.SELECTOR, detail=detail)
    return None


def _unreadable(text: str) -> int:
    """Count the characters that no text has; to see first that there is none takes a tenth of the time."""
    return sum(text.count(char) for char in "\x00\x01\x02\x03\ufffd" if char in text)


def _failed(kind: FailureKind, detail: str) -> Drawing:
    return Drawing(result=FetchFailure(kind=kind, detail=detail))


def _pdf(body: bytes, least: int) -> Drawing:
    # few pages are PDFs, and what reads them takes an eighth of the time that all of extraction takes to load
    from crawler.extraction.reading.pdf import read_pdf  # noqa: PLC0415

    read = read_pdf(body)
    if isinstance(read, FetchFailure):
        return Drawing(result=read)
    runs, title = read
    if not runs:
        return _failed(FailureKind.EMPTY, "the PDF holds no text; its pages may be pictures")
    return _checked(runs, document(sifted(runs), title=title, way="pdf"), least)


def _checked(runs: Sequence[Run], drawn: Document, least: int) -> Drawing:
    text = "\n".join(block.text for block in drawn.blocks)
    failure = no_policy(word_count(text), f"{drawn.title}\n{text}", "", drawn=text, least=least)
    if failure:
        return Drawing(result=failure, blocks=lambda: refused(judged_runs(runs, _WHOLE), failure))
    return Drawing(result=drawn, blocks=lambda: judged_runs(runs, _WHOLE))


_WHOLE = Verdict("policy", "the whole file is taken for the document", kept=True)
