"""Print what becomes of short parts of a policy beside its container, on real pages, by halves of the services.

python -m benchmarks.parts FOLDER [--seed 1]

FOLDER holds a folder for each document: gold.jsonl, meta.json, snapshots and the text that people selected, as of
Open Terms Archive. Of two snapshots each, the last section, cut where it is long, is moved out of its container into a
box right after it: once a plain one, once one that calls itself furniture, with a button in every third. Told are the
blocks moved that are kept; and, on the page as it was, those outside the container that are kept though none selected
them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import html

from crawler.extraction.extract import drawing_of
from crawler.extraction.reading.letters import squash
from crawler.extraction.reading.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

HEADINGS = ("h1", "h2", "h3", "h4")
PLAIN = (("div", ""), ("section", ""), ("div", "wp-block-group"), ("div", "note"))
NAMED = (("aside", ""), ("footer", ""), ("div", "widget"), ("section", "cta"))
_WORDS = 30  # words of a section that is moved: its sentences alone would not make it found
_LEAST = 4  # headings of a container, so that most of it stays
_SHORT = 30  # letters of a block below which it may stand among the selected text by chance


def snapshots(folder: Path) -> Iterator[tuple[str, Path, Path]]:
    """Yield the service, a snapshot and the text selected of it, two for each document."""
    for document in sorted(path for path in folder.iterdir() if (path / "gold.jsonl").is_file()):
        service = json.loads((document / "meta.json").read_text(encoding="utf-8"))["service"]
        lines = map(json.loads, (document / "gold.jsonl").read_text(encoding="utf-8").splitlines())
        good = [line for line in lines if line.get("gold_ok") and line["label"] not in {"artifact", "skip"}]
        for line in good[len(good) // 3 :: max(1, len(good) // 2)][:2]:
            yield service, document / line["file"], document / line["gold_md"]


def moved(root: HtmlElement, chosen: random.Random, boxes: tuple[tuple[str, str], ...]) -> list[str]:
    """Move a short section of the policy into a box after its container; return the words of its parts."""
    around = max(root.iter("div", "article", "section", "main", "td"), key=lambda one: len(headings(one)), default=None)
    if around is None or len(headings(around)) < _LEAST or around.getparent() is None:
        return []
    last = headings(around)[-1]
    tag, name = chosen.choice(boxes)
    box = html.Element(tag, {"class": name} if name else {})
    for one in section(last):
        one.tail = None
        box.append(one) if words([*box, one]) <= _WORDS else one.drop_tree()
    said = [squash(one.text_content()) for one in box]
    if not chosen.randrange(3):
        box.append(html.fragment_fromstring("<button>Print</button>"))
    around.addnext(box)
    return [text for text in said if text]


def headings(around: HtmlElement) -> list[HtmlElement]:
    """Return the headings that stand in an element itself."""
    return [one for one in around if one.tag in HEADINGS]


def section(head: HtmlElement) -> list[HtmlElement]:
    """Return a heading and what follows up to the next."""
    found = [head]
    for one in head.itersiblings():
        if one.tag in HEADINGS:
            break
        if isinstance(one.tag, str):
            found.append(one)
    return found


def words(part: list[HtmlElement]) -> int:
    """Count the words of some elements."""
    return sum(len(one.text_content().split()) for one in part)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chosen = random.Random(args.seed)
    pages = list(snapshots(args.folder))
    half = {service: at % 2 for at, service in enumerate(sorted({service for service, *_ in pages}))}
    counts: Counter[tuple[int, str]] = Counter()
    for service, page, gold in pages:
        body = gzip.decompress(page.read_bytes())
        selected = squash(gzip.decompress(gold.read_bytes()).decode("utf-8", "replace"))
        for block in drawing_of(Reading(content=body)).blocks():
            if (
                block.kept
                and block.rule not in {"policy", "your selector"}
                and len(text := squash(block.text)) >= _SHORT
            ):
                counts[half[service], "beside"] += 1
                counts[half[service], "foreign"] += text not in selected
        for kind, boxes in (("plain", PLAIN), ("named", NAMED)):
            tree = Reading(content=body).tree
            if tree is None or not (said := moved(tree.root, chosen, boxes)):
                continue
            drawn = drawing_of(Reading(content=html.tostring(tree.root, encoding="utf-8"))).blocks()
            kept = squash(" ".join(block.text for block in drawn if block.kept))
            counts[half[service], kind] += len(said)
            counts[half[service], f"{kind} kept"] += sum(text in kept for text in said)
    for at in (0, 1):
        told = ", ".join(
            f"{counts[at, f'{kind} kept']} of {counts[at, kind]} in {kind} boxes" for kind in ("plain", "named")
        )
        print(f"half {at + 1}: kept {told}; {counts[at, 'foreign']} of {counts[at, 'beside']} beside were not selected")


if __name__ == "__main__":
    main()
