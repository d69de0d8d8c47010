"""The forms of all answers under /api/, as JSON Schema has them; a test holds real answers against these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.core.records import (
    ChangeKind,
    CheckOutcome,
    Claim,
    ClauseKind,
    FailureKind,
    ProvenanceKind,
    RedlineOp,
    Rule,
    Significance,
    SnapshotReason,
    WatchState,
)
from monitor.core.register.facts import FactKind

if TYPE_CHECKING:
    from collections.abc import Iterable

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer"}
_BOOLEAN: Schema = {"type": "boolean"}
_TEXTS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}
_MOMENT: Schema = {"type": "string", "format": "date-time", "examples": ["2026-03-01T08:00:00Z"]}


def _about(schema: Schema, text: str) -> Schema:
    return {**schema, "description": text}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _one_of(words: Iterable[str]) -> Schema:
    return {"type": "string", "enum": [str(word) for word in words]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


_STATED = _about(_or_null(_TEXT), "The date the text states of itself, as ISO 8601 at its own precision.")
_NEXT = _about(_or_null(_TEXT), "The address of what comes next, null at the end.")
_SIGNIFICANCE = _one_of(Significance)
_WATCH = _about(_TEXT, "The short name of the watch.")
_VERSIONS = _object(old=_ref("VersionName"), new=_ref("VersionName"))
_SPAN = _object(snapshot=_NUMBER, captured_at=_MOMENT)
_CHANGE = {
    "id": _about(_or_null(_NUMBER), "The number of the change; null where two versions were compared when asked."),
    "changed": _about(_BOOLEAN, "Whether it is minor or material."),
    "significance": _SIGNIFICANCE,
    "stated_date": _object(old=_STATED, new=_STATED),
    "silent": _about(_BOOLEAN, "Whether the text changed in substance and the stated date did not move."),
    "changes": _list(_ref("ClauseChange")),
    "next": _about(_NEXT, "The address of the clause changes that had no room here, null for none."),
}
_NAME = {
    "snapshot": _about(_NUMBER, "The number of the version among those of its watch."),
    "captured_at": _MOMENT,
    "provenance": _ref("Provenance"),
}

SCHEMAS: dict[str, Schema] = {
    "Watches": _object(watches=_list(_ref("Watch")), next=_NEXT),
    "Watch": _object(
        id=_NUMBER,
        slug=_about(_TEXT, "The short name."),
        url=_TEXT,
        name=_TEXT,
        kind=_about(_TEXT, "Of document, as privacy or terms."),
        tags=_list(_TEXT),
        every=_about(_TEXT, "How often it is checked, as 6h, 1d or 2w."),
        language=_about(_TEXT, "Of the newest version, empty for none."),
        state=_one_of(WatchState),
        snapshots=_about(_NUMBER, "How many versions are kept."),
        last_check=_or_null(_ref("Check")),
        held=_or_null(_ref("Held")),
        last_change_at=_or_null(_MOMENT),
        next_check_at=_MOMENT,
        removed_at=_or_null(_MOMENT),
        title=_about(_TEXT, "Of the newest version, empty for none."),
        stated_date=_STATED,
    ),
    "Check": _object(
        at=_MOMENT,
        outcome=_one_of(CheckOutcome),
        kind=_about(_or_null(_one_of(FailureKind)), "Of failure, null where it did not fail."),
        status=_about(_or_null(_NUMBER), "Of HTTP."),
        detail=_TEXT,
    ),
    "Held": _about(
        _object(since=_MOMENT, until=_MOMENT, claim=_one_of(Claim), looks=_NUMBER),
        "What was seen and is not told yet: it has to stay until then.",
    ),
    "Provenance": _about(
        _object(kind=_one_of(ProvenanceKind), source=_or_null(_TEXT), by=_or_null(_TEXT), at=_or_null(_MOMENT)),
        "How a version came to us.",
    ),
    "VersionName": _object(**_NAME),
    "Version": _object(
        watch=_WATCH,
        **_NAME,
        url=_about(_TEXT, "The address that answered."),
        title=_TEXT,
        language=_TEXT,
        stated_date=_STATED,
        extractor=_about(_TEXT, "The rules that drew the text."),
        body_sha256=_about(_TEXT, "Of the page it was drawn from."),
        clauses=_list(_ref("Clause")),
        next=_NEXT,
    ),
    "Clause": _object(
        position=_NUMBER,
        kind=_one_of(ClauseKind),
        heading_path=_list(_TEXT),
        label=_about(_TEXT, "As 4.2 or (a), empty for none."),
        text=_TEXT,
    ),
    "History": _object(history=_list(_ref("Entry")), next=_NEXT),
    "Entry": _object(
        **{name: schema for name, schema in _NAME.items() if name != "provenance"},
        told_at=_or_null(_MOMENT),
        reason=_one_of([*SnapshotReason, "replaced"]),
        provenance=_ref("Provenance"),
        stated_date=_STATED,
        clauses=_about(_NUMBER, "How many it has."),
        body_sha256=_TEXT,
        change=_or_null(_ref("Change")),
    ),
    "Change": _object(**_CHANGE),
    "ChangeOfWatch": _object(
        **_CHANGE,
        watch=_WATCH,
        at=_about(_or_null(_MOMENT), "When the new text was first seen; null where no change is recorded."),
        told_at=_or_null(_MOMENT),
        versions=_VERSIONS,
    ),
    "ClauseChange": _object(
        kind=_one_of(ChangeKind),
        significance=_SIGNIFICANCE,
        topics=_list(_TEXT),
        reasons=_about(_list(_TEXT), "In words."),
        reason_details=_list(_ref("Reason")),
        similarity=_about({"type": "number"}, "Of both texts, from 0 to 1."),
        old=_or_null(_ref("Place")),
        new=_or_null(_ref("Place")),
        redline=_about(
            _list({"type": "array", "prefixItems": [_one_of(RedlineOp), _TEXT], "minItems": 2, "maxItems": 2}),
            "What stayed, went and came: applied to the old text it gives the new.",
        ),
    ),
    "Reason": _object(rule=_one_of(Rule), subject=_TEXT, went=_or_null(_TEXT), came=_or_null(_TEXT)),
    "Place": _object(position=_NUMBER, heading_path=_list(_TEXT), text=_TEXT),
    "Changes": _object(changes=_list(_ref("ChangeInShort")), next=_NEXT),
    "ChangeInShort": _object(
        id=_NUMBER,
        watch=_WATCH,
        at=_about(_MOMENT, "When the new text was first seen."),
        told_at=_about(_or_null(_MOMENT), "When those who asked for it were told, null where nobody was."),
        significance=_SIGNIFICANCE,
        silent=_BOOLEAN,
        gist=_about(_TEXT, "What weighs most, in words; empty where nothing of it is told."),
        clause_changes=_about(_NUMBER, "How many there are."),
        versions=_VERSIONS,
    ),
    "Hits": _object(
        hits=_list(_ref("Hit")),
        ranked=_about(_BOOLEAN, "Whether the best stand first; else there were too many, and the newest do."),
        next=_NEXT,
    ),
    "Hit": _object(
        watch=_WATCH,
        snapshot=_about(_NUMBER, "The newest version of those asked for that has the clause."),
        language=_TEXT,
        position=_about(_NUMBER, "Of the clause in that version."),
        heading_path=_list(_TEXT),
        excerpt=_list(
            {"type": "array", "prefixItems": [_one_of(["text", "hit"]), _TEXT], "minItems": 2, "maxItems": 2}
        ),
        first=_about(_SPAN, "The first version that has the clause."),
        last=_about(_SPAN, "The last version that has it."),
    ),
    "Register": _object(facts=_list(_ref("Fact")), next=_NEXT),
    "Fact": _object(
        watch=_WATCH,
        fact=_one_of(FactKind),
        fields=_about(_TEXTS, "What the clause says, by field, in its words; empty where it does not say."),
        comes_to=_about(_TEXTS, "What that comes to, by field, the same for all ways to write it."),
        clause=_ref("Clause"),
        since=_about(_MOMENT, "Of the first version in which the clause stands without a break since."),
        snapshot=_about(_NUMBER, "The number of that version."),
        provenance=_ref("Provenance"),
    ),
    "Problem": _about(
        _object(type=_TEXT, title=_TEXT, status=_NUMBER, detail=_about(_TEXT, "What was wrong, and what to do.")),
        "As RFC 9457 has it.",
    ),
}
