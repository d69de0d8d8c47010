"""Writes golden.json: digests of what the rules draw of the corpus, under the version of the rules that drew them."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

from crawler.extraction.extract import extract
from crawler.extraction.policy.assembly import RULES
from tests.extraction.corpus import corpus

FILE = Path(__file__).with_name("golden.json")
ADVICE = "if that is meant, raise the number of RULES in crawler/extraction/policy/assembly.py, then run `make golden`"


def drawn_digests() -> dict[str, str]:
    """Return for each page of the corpus the digest of what is drawn of it: text, structure, title, language, date."""
    return {name: _digest(body, media_type) for name, (body, media_type) in corpus().items()}


def _digest(body: bytes, media_type: str) -> str:
    said = {key: value for key, value in asdict(extract(body, media_type=media_type)).items() if key != "extractor"}
    return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()[:16]


def differing(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return the names of the pages that both have, and that are drawn otherwise."""
    return [name for name in before if name in after and before[name] != after[name]]


def renewed(before: dict[str, object], digests: dict[str, str]) -> dict[str, object]:
    """Return what the file is to hold.

    Args:
        before: what it holds.
        digests: what is drawn now.

    Raises:
        ValueError: pages are drawn otherwise under the same version of the rules.
    """
    others = differing(before["drawn"], digests)
    if others and before["rules"] == RULES:
        raise ValueError(f"{RULES} draws these pages otherwise than before: {', '.join(others)}; {ADVICE}")
    return {"rules": RULES, "drawn": digests}


if __name__ == "__main__":
    held = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {"rules": "", "drawn": {}}
    try:
        new = renewed(held, drawn_digests())
    except ValueError as error:
        sys.exit(str(error))
    FILE.write_text(json.dumps(new, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(new['drawn'])} pages under {RULES}")  # noqa: T201 - a program
