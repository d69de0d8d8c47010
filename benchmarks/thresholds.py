"""Say which numbers of the rules decide anything: each is changed, and what is drawn and decided then is counted.

python -m benchmarks.thresholds FOLDER... [--names '*.html*'] [--every 10] [--only MODULE] [--unexplained]

FOLDER holds one folder for each document, with a TIME.html, .pdf, .md or .txt, also .gz, for each fetch. A number is
set to half and to twice, a share a quarter of the way towards 0 and towards 1. Texts are drawn of every n-th page of
each document, and of the corpus of our own tests; once more where the text of the page before is known, as in a check
("again"). Verdicts are what is decided of neighbours among these pages whose texts differ.

First all is drawn and decided once with numbers that note whether another in their place would turn a comparison. Where
none would, nothing can differ, and nothing is drawn again.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib
import json
import logging
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.constants import Constant, constants
from benchmarks.sample import Sample, ways
from crawler.extraction.broken_off import breaks_off
from crawler.extraction.extract import document_of
from crawler.extraction.fingerprint import visible_digest
from crawler.extraction.links import read_links
from crawler.extraction.reading.reading import Reading
from monitor.core.clauses import policy_text
from monitor.core.decide import decide
from monitor.core.records import Baseline, Document, Known, PolicyText, Snapshot, SnapshotReason
from monitor.texts import media_type_of
from tests.extraction.corpus import corpus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("crawler/extraction", "monitor/core")
_NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)


def body_of(path: Path) -> bytes:
    """Return the bytes of a page, unpacked."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def drawn_of(body: bytes, media_type: str) -> PolicyText | None:
    """Draw a page clause by clause; None where there is no policy on it."""
    found = document_of(Reading(content=body, media_type=media_type))
    return policy_text(found) if isinstance(found, Document) else None


def drawn_digest(body: bytes, media_type: str, known: Sequence[str] = ()) -> str:
    """Say in one word all that is read of a page."""
    reading = Reading(content=body, media_type=media_type)
    found = document_of(reading, known=known)
    text = policy_text(found) if isinstance(found, Document) else found
    return _digest(text, visible_digest(reading), breaks_off(reading), read_links(reading))


def decided(pair: tuple[PolicyText, PolicyText]) -> str:
    """Say in one word what is decided of a text after another, thirty days later."""
    old, new = pair
    snapshot = Snapshot(
        id=1,
        captured_at=_NOW - timedelta(days=30),
        reason=SnapshotReason.FIRST,
        title=old.document.title,
        language=old.document.language,
        stated_date=None,
        extractor="",
        text_digest=old.text_digest,
        clause_count=len(old.clauses),
        body_sha256="0" * 64,
    )
    known = Known(watch_id=1, url="https://example.org/privacy")
    return _digest(decide(known, Baseline(snapshot=snapshot, drawn=old), new, at=_NOW))


def histories(folders: Sequence[Path], names: str = "*") -> list[list[Path]]:
    """Return the pages of each document whose names are like this, oldest first."""
    found: dict[Path, list[Path]] = defaultdict(list)
    for folder in folders:
        for path in sorted(folder.rglob(names)):
            if path.is_file() and media_type_of(path):
                found[path.parent].append(path)
    return list(found.values())


def neighbours(documents: Sequence[Sequence[Path]]) -> Iterator[tuple[Path, PolicyText, PolicyText]]:
    """Yield pages of which a text is drawn, with the text of the page before and their own."""
    for paths in documents:
        texts = [(path, text) for path in paths if (text := drawn_of(body_of(path), media_type_of(path)))]
        yield from ((path, old, new) for (_, old), (path, new) in pairwise(texts))


def samples(versions: Sequence[Sequence[Path]], every: int) -> list[Sample]:
    """Draw all that is asked again and again once, by the rules as they are."""
    documents = [paths[::every] for paths in versions]
    pages = [(path, []) for paths in documents for path in paths]
    followed = list(neighbours(documents))
    known = [(path, [clause.text for clause in old.clauses]) for path, old, _ in followed]
    pairs = [(old, new) for _, old, new in followed if old.text_digest != new.text_digest]

    def drawn(page: tuple[Path, list[str]]) -> str:
        path, texts = page
        return drawn_digest(body_of(path), media_type_of(path), texts)

    return [
        Sample("texts", pages, drawn),
        Sample("again", known, drawn),
        Sample("ours", list(corpus().values()), lambda page: drawn_digest(*page)),
        Sample("verdicts", pairs, decided),
    ]


def row(one: Constant, kinds: Sequence[Sample], most: int) -> dict[str, Any]:
    """Return what is known of one constant: how many differ at each of its other values, and how near pages came."""
    name = (one.module, one.name)
    return {
        "module": one.module,
        "name": one.name,
        "value": one.value,
        "line": one.line,
        "baked": one.is_baked,
        "ways": ways(one.value),
        **{kind.name: [kind.differ(one, value, most) for value in ways(one.value)] for kind in kinds},
        "below": {kind.name: one.value * kind.notes.below[name] for kind in kinds if name in kind.notes.below},
        "above": {kind.name: one.value * kind.notes.above[name] for kind in kinds if name in kind.notes.above},
    }


def line(found: dict[str, Any], kinds: Sequence[Sample]) -> str:
    """Put a row into a line of the table."""
    counts = "  ".join(f"{' '.join(f'{count}/{of}' for count, of in found[kind.name]):>15}" for kind in kinds)
    near = [min(found["above"].values(), default=None), max(found["below"].values(), default=None)]
    said = "  ".join(f"{'-' if value is None else f'{value:,.4g}':>9}" for value in reversed(near))
    baked = "  used at import: not swept there" if found["baked"] else ""
    return f"{found['module'] + '.' + found['name']:70} {found['value']:>12,}  {counts}  {said}{baked}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--names", default="*", help="files named so are pages (default *)")
    parser.add_argument("--every", type=int, default=10, help="of the pages, every n-th (default 10)")
    parser.add_argument("--most", type=int, default=100, help="draw so many again for one value, no more (default 100)")
    parser.add_argument("--only", default="", metavar="MODULE", help="constants of modules whose name begins so")
    parser.add_argument("--unexplained", action="store_true", help="only constants of which no comment says anything")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there too, one JSON object a line")
    asked = parser.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = [one for one in constants(ROOT, ("crawler", "monitor")) if _is_swept(one, asked.only)]
    found = [one for one in found if not (asked.unexplained and one.is_explained)]
    for module in {module for one in found for module, _ in one.holders}:
        importlib.import_module(module)
    kinds = samples(histories(asked.folders, asked.names), asked.every)
    for kind in kinds:
        kind.watch(found)
        print(f"{kind.name}: {len(kind.items)}, of which {kind.unfollowed} could not be followed", flush=True)
    print(f"{'':70} {'value':>12}  " + "  ".join(f"{kind.name:>15}" for kind in kinds) + "    nearest below, above")
    rows = []
    for one in found:
        rows.append(row(one, kinds, asked.most))
        print(line(rows[-1], kinds), flush=True)
    if asked.json:
        asked.json.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    silent = Counter(not any(count for kind in kinds for count, _ in one[kind.name]) for one in rows)
    print(f"{silent[True]} of {len(rows)} numbers decide nothing on these pages")


def _is_swept(one: Constant, only: str) -> bool:
    homes = tuple(package.replace("/", ".") for package in PACKAGES)
    return one.module.startswith(homes) and one.module.startswith(only)


if __name__ == "__main__":
    main()
