-- Schema 4: what the schedule last gave as a sign of life, and its rounds, so that others can tell whether it works.

CREATE TABLE schedule (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seen_at TEXT NOT NULL,
    due_by TEXT,
    round_began_at TEXT,
    last_began_at TEXT,
    last_ended_at TEXT,
    last_checks INTEGER NOT NULL DEFAULT 0,
    last_failed INTEGER NOT NULL DEFAULT 0
) STRICT;
