"""The frozen values that travel between the rooms; one word per thing, as in docs/glossary.md."""

from monitor.core.records.changes import ChangeKind, ClauseChange, Comparison, Redline, RedlineOp, Significance
from monitor.core.records.checks import (
    Body,
    CheckOutcome,
    FailureKind,
    Fetched,
    FetchFailure,
    Known,
    Outcome,
    Snapshot,
    SnapshotReason,
)
from monitor.core.records.discovery import Candidate, Discovery, Link, PageLinks, Part, Standing
from monitor.core.records.notices import HealthContent, HealthEvent, HealthItem, NoticeContent
from monitor.core.records.reasons import Reason, Rule, reason_words
from monitor.core.records.schedule import Health, Round, Schedule, ScheduleState
from monitor.core.records.texts import Block, BlockKind, Clause, ClauseKind, Document, Drawn, Precision, StatedDate
from monitor.core.records.watches import WATCH_KINDS, LastCheck, Watch, WatchSpec, WatchState, WatchSummary

__all__ = [
    "WATCH_KINDS",
    "Block",
    "BlockKind",
    "Body",
    "Candidate",
    "ChangeKind",
    "CheckOutcome",
    "Clause",
    "ClauseChange",
    "ClauseKind",
    "Comparison",
    "Discovery",
    "Document",
    "Drawn",
    "FailureKind",
    "FetchFailure",
    "Fetched",
    "Health",
    "HealthContent",
    "HealthEvent",
    "HealthItem",
    "Known",
    "LastCheck",
    "Link",
    "NoticeContent",
    "Outcome",
    "PageLinks",
    "Part",
    "Precision",
    "Reason",
    "Redline",
    "RedlineOp",
    "Round",
    "Rule",
    "Schedule",
    "ScheduleState",
    "Significance",
    "Snapshot",
    "SnapshotReason",
    "Standing",
    "StatedDate",
    "Watch",
    "WatchSpec",
    "WatchState",
    "WatchSummary",
    "reason_words",
]
