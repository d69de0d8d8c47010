"""The frozen values that travel between the rooms; one word per thing, as in docs/glossary.md."""

from monitor.core.records.changes import ChangeKind, ClauseChange, Comparison, Redline, RedlineOp, Significance
from monitor.core.records.checks import Body, FailureKind, Fetched, FetchFailure
from monitor.core.records.discovery import Candidate, Discovery, Link, PageLinks, Part, Standing
from monitor.core.records.known import Baseline, HeldText, Known, Redrawn, Snapshot, SnapshotReason
from monitor.core.records.notices import HealthContent, HealthEvent, HealthItem, NoticeContent
from monitor.core.records.outcomes import (
    Changed,
    CheckOutcome,
    Failed,
    First,
    Held,
    NotModified,
    Outcome,
    Seen,
    Unchanged,
)
from monitor.core.records.schedule import Health, Round, Schedule, ScheduleState
from monitor.core.records.texts import Block, BlockKind, Clause, ClauseKind, Document, Drawn, Precision, StatedDate
from monitor.core.records.watches import WATCH_KINDS, LastCheck, Watch, WatchSpec, WatchState, WatchSummary

__all__ = [
    "WATCH_KINDS",
    "Baseline",
    "Block",
    "BlockKind",
    "Body",
    "Candidate",
    "ChangeKind",
    "Changed",
    "CheckOutcome",
    "Clause",
    "ClauseChange",
    "ClauseKind",
    "Comparison",
    "Discovery",
    "Document",
    "Drawn",
    "Failed",
    "FailureKind",
    "FetchFailure",
    "Fetched",
    "First",
    "Health",
    "HealthContent",
    "HealthEvent",
    "HealthItem",
    "Held",
    "HeldText",
    "Known",
    "LastCheck",
    "Link",
    "NotModified",
    "NoticeContent",
    "Outcome",
    "PageLinks",
    "Part",
    "Precision",
    "Redline",
    "RedlineOp",
    "Redrawn",
    "Round",
    "Schedule",
    "ScheduleState",
    "Seen",
    "Significance",
    "Snapshot",
    "SnapshotReason",
    "Standing",
    "StatedDate",
    "Unchanged",
    "Watch",
    "WatchSpec",
    "WatchState",
    "WatchSummary",
]
