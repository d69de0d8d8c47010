-- Schema 24: who may use the pages and for what, their sessions, and what was done there.

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    role TEXT NOT NULL CHECK (role IN ('reader', 'member', 'owner')),
    -- a hash with what it was made by; '' for who signs in by a proxy alone
    password TEXT NOT NULL,
    email TEXT NOT NULL,
    added_at TEXT NOT NULL
) STRICT;

-- the token itself is known to the browser alone
CREATE TABLE sessions (
    token_sha256 TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    began_at TEXT NOT NULL,
    ends_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user_id, began_at);

-- names, not references: what somebody did stays known when they or the watch are gone
CREATE TABLE acts (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    deed TEXT NOT NULL,
    watch TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX acts_watch ON acts (watch, id);

-- what became of a told change, step by step; the newest of a kind is how it stands
CREATE TABLE review_steps (
    id INTEGER PRIMARY KEY,
    change_id INTEGER NOT NULL REFERENCES changes (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('state', 'assignee', 'due', 'ticket', 'comment')),
    value TEXT NOT NULL
) STRICT;
CREATE INDEX review_steps_change ON review_steps (change_id, what, id);
-- nobody is asked to review what was told before reviews were kept
INSERT INTO review_steps (change_id, at, who, what, value)
SELECT id, told_at, '', 'state', 'dismissed' FROM changes
WHERE told_at IS NOT NULL AND significance IN ('minor', 'material');
