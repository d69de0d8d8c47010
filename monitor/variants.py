"""Variants of a document held against each other: their newest versions, and what only one of two says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.core.variants.drift import Comparison, compare_variants
from storage.snapshots import drawn_of, latest_snapshot
from storage.variants import unwatched_of, variants_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from sqlite_utils import Database

    from monitor.core.records import Alternate, Clause, PolicyText
    from monitor.core.variants.sayings import Saying


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A variant of a watch.

    Args:
        slug: its short name.
        name: what it is called.
        url: its address.
        language: of its newest version, "" where there is none or it is not known.
        text: its newest version, None where there is none yet.
        comparison: of the watch's newest version with it, None where one of them has none.
    """

    slug: str
    name: str
    url: str
    language: str
    text: PolicyText | None
    comparison: Comparison | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """A watch with the variants of its document.

    Args:
        own: the watch itself.
        others: the variants that are watched.
        unwatched: pages that its own declares the same in other languages, and that nobody watches.
    """

    own: Variant
    others: tuple[Variant, ...]
    unwatched: tuple[Alternate, ...]


def compared_variants(db: Database, watch_id: int) -> Variants:
    """Hold the newest version of a watch against that of each of its variants.

    Args:
        db: the store.
        watch_id: the watch.
    """
    own, *others = variants_of(db, watch_id)
    text = _text(db, own)
    return Variants(
        own=_variant(own, text, None),
        others=tuple(_compared(db, text, others)),
        unwatched=tuple(unwatched_of(db, watch_id)),
    )


def _compared(db: Database, text: PolicyText | None, others: list[sqlite3.Row]) -> Iterator[Variant]:
    for row in others:
        other = _text(db, row)
        yield _variant(row, other, compare_variants(text, other) if text and other else None)


def _text(db: Database, row: sqlite3.Row) -> PolicyText | None:
    newest = latest_snapshot(db, row["id"])
    return drawn_of(db, newest) if newest else None


def _variant(row: sqlite3.Row, text: PolicyText | None, comparison: Comparison | None) -> Variant:
    return Variant(
        slug=row["slug"],
        name=row["name"],
        url=row["url"],
        language=row["language"],
        text=text,
        comparison=comparison,
    )


def variants_json(found: Variants) -> dict[str, Any]:
    """Return a watch with its variants as `variants --format json` has it."""
    return {
        "watch": found.own.slug,
        "url": found.own.url,
        "language": found.own.language,
        "variants": [_variant_json(found.own, one) for one in found.others],
        "unwatched": [one._asdict() for one in found.unwatched],
    }


def _variant_json(own: Variant, one: Variant) -> dict[str, Any]:
    known = {"watch": one.slug, "name": one.name, "url": one.url, "language": one.language}
    if one.comparison is None:
        return {**known, "compared": False, "alike": 0, "drift": [], "not_compared": {"one": [], "other": []}}
    sides = dict(zip(("one", "other"), (own, one), strict=True))
    missing = dict(zip(sides, one.comparison.not_compared, strict=True))
    return {
        **known,
        "compared": True,
        "alike": one.comparison.both,
        "drift": [
            {
                "aspect": drift.aspect.value,
                "one": _saying_json(drift.one, own),
                "other": _saying_json(drift.other, one),
            }
            for drift in one.comparison.drift
        ],
        "not_compared": {
            side: [{"aspect": saying.aspect.value, **(_saying_json(saying, sides[side]) or {})} for saying in some]
            for side, some in missing.items()
        },
    }


def _saying_json(saying: Saying | None, of: Variant) -> dict[str, Any] | None:
    if saying is None:
        return None
    clause = clause_at(of.text, saying.position)
    return {
        "comes_to": saying.plain,
        "text": saying.text,
        "position": saying.position if clause else None,
        "heading_path": list(clause.heading_path) if clause else [],
    }


def clause_at(text: PolicyText | None, position: int) -> Clause | None:
    """Return the clause at a position, None for what the document says as a whole."""
    return next((clause for clause in text.clauses if clause.position == position), None) if text else None
