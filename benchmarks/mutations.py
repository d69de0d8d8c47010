"""Two thousand damaged pages: none may raise, none may take long (`python -m benchmarks.mutations [COUNT]`)."""

from __future__ import annotations

import random
import sys
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.extraction.extract import extract
from crawler.extraction.fingerprint import visible_digest
from crawler.extraction.reading.reading import Reading
from monitor.core.records import Document, FetchFailure
from tests.seeds.templates import FORMS, page
from tests.seeds.texts import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = Path(__file__).resolve().parent.parent / "tests" / "seeds"
SCRAPS = (
    *(b"<", b">", b'"', b"'", b"&", b"\x00", b"\xff\xfe", b"<!--", b"-->", b"<script>", b"</script>", b"&#x110000;"),
    *(b"<table>", b"</div>", b"</body>", b"<template shadowrootmode=open>", b"<iframe srcdoc='", b"<svg>", b"{", b"]}"),
    *(b"<div hidden>" * 300, b"<ol><li>" * 200, b"<td>" * 200, b"<p " + b"a='1' " * 900 + b">", b"<plaintext>"),
    *("\u202e\u0301\ufeff".encode(), b"<![CDATA["),
)  # fmt: skip


def mutated(seed: int) -> bytes:
    """Return a page with a few things cut out, doubled, moved or thrown in; the same seed gives the same page."""
    rng = random.Random(seed)
    lines = lines_of((TEXTS / rng.choice(("own_en.txt", "own_de.txt"))).read_text(encoding="utf-8"))
    body = page(rng.choice(FORMS), lines, turn=rng.randrange(1, 99))
    for _ in range(rng.randrange(1, 12)):
        at, size = rng.randrange(len(body) + 1), rng.randrange(2_000)
        part = body[at : at + size]
        body = rng.choice(
            (
                body[:at] + body[at + size :],
                body[:at] + part * rng.randrange(2, 6) + body[at + size :],
                body[:at] + rng.choice(SCRAPS) + body[at:],
                body[:at] + part[::-1] + body[at + size :],
                body[at + size :] + part,
            )
        )
    return body


def results(count: int) -> Iterator[tuple[int, Document | FetchFailure, float]]:
    """Yield seed, what was drawn and the seconds of processor time it took."""
    for seed in range(count):
        body = mutated(seed)
        start = time.process_time()
        drawn = extract(body)
        visible_digest(Reading(content=body))
        yield seed, drawn, time.process_time() - start


def main() -> None:
    """Draw from the damaged pages and say how it went."""
    count = int(next(islice(sys.argv, 1, None), "2000"))
    found = list(results(count))
    documents = sum(isinstance(drawn, Document) for _, drawn, _ in found)
    slowest = max(found, key=lambda one: one[2])
    total = sum(seconds for _, _, seconds in found)
    print(f"{count} pages: {documents} documents, {count - documents} failures, none raised")
    print(f"{1000 * total / count:.1f} ms each, {1000 * slowest[2]:.0f} ms at most (seed {slowest[0]})")


if __name__ == "__main__":
    main()
