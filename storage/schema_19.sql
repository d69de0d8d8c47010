-- Schema 19: what subscribers choose, and notices of several changes.

ALTER TABLE subscriptions RENAME TO subscriptions_before;

-- a subscription without watch and tag is to all watches; see monitor/core/records/choices.py
-- a number never comes again: a link in an old mail stops what it was made for, and nothing else
CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    watch_id INTEGER REFERENCES watches (id) ON DELETE CASCADE,
    tag TEXT,
    pace TEXT NOT NULL DEFAULT 'at once' CHECK (pace IN ('at once', 'daily', 'weekly')),
    -- times of day in the time zone, "08:00"; the weekday from 0 for Monday
    at TEXT NOT NULL DEFAULT '08:00',
    weekday INTEGER NOT NULL DEFAULT 0 CHECK (weekday BETWEEN 0 AND 6),
    time_zone TEXT NOT NULL DEFAULT 'UTC',
    quiet_from TEXT,
    quiet_until TEXT,
    least TEXT NOT NULL DEFAULT 'minor' CHECK (least IN ('minor', 'material')),
    topics TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(topics)),
    kinds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(kinds)),
    is_silent_only INTEGER NOT NULL DEFAULT 0 CHECK (is_silent_only IN (0, 1)),
    has_health INTEGER NOT NULL DEFAULT 1 CHECK (has_health IN (0, 1)),
    phrases TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(phrases)),
    CHECK (watch_id IS NULL OR tag IS NULL),
    CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
) STRICT;
INSERT INTO subscriptions (id, subscriber_id, watch_id, tag)
SELECT min(id), subscriber_id, watch_id, tag FROM subscriptions_before GROUP BY subscriber_id, watch_id, tag;
DROP TABLE subscriptions_before;

-- with which links in mails are signed; see storage/keys.py
CREATE TABLE keys (
    name TEXT PRIMARY KEY,
    key BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- nobody follows the same twice
CREATE UNIQUE INDEX subscriptions_once
ON subscriptions (subscriber_id, coalesce(watch_id, 0), coalesce(tag, ''), phrases);
-- who hears of a watch, who hears of a tag, who hears of all
CREATE INDEX subscriptions_watch ON subscriptions (watch_id);
CREATE INDEX subscriptions_tag ON subscriptions (tag);

-- Notices are built anew with all that refers to them: to drop a table is to delete its rows, and with foreign keys on
-- that would take those along.
DROP TRIGGER notice_spells_gone;
ALTER TABLE deliveries RENAME TO deliveries_before;
ALTER TABLE notice_spells RENAME TO notice_spells_before;
ALTER TABLE notices RENAME TO notices_before;

CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('changes', 'health', 'daily', 'weekly')),
    message_id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    -- when it is to go out; its delivery says when it is tried again
    due_at TEXT NOT NULL
) STRICT;
INSERT INTO notices (id, subscriber_id, kind, message_id, created_at, due_at)
SELECT id, subscriber_id, iif(change_id IS NULL, 'health', 'changes'), message_id, created_at, created_at
FROM notices_before;

-- the changes that a notice tells: to each subscriber each once
CREATE TABLE notice_changes (
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    change_id INTEGER NOT NULL REFERENCES changes (id) ON DELETE CASCADE,
    notice_id INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
    -- because of which
    subscription_id INTEGER REFERENCES subscriptions (id) ON DELETE SET NULL,
    PRIMARY KEY (subscriber_id, change_id)
) STRICT, WITHOUT ROWID;
INSERT INTO notice_changes (subscriber_id, change_id, notice_id)
SELECT subscriber_id, change_id, id FROM notices_before WHERE change_id IS NOT NULL;

-- and the watches that went blind or see again
CREATE TABLE notice_spells (
    notice_id INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
    spell_id INTEGER NOT NULL REFERENCES blind_spells (id) ON DELETE CASCADE,
    event TEXT NOT NULL CHECK (event IN ('blind', 'sees')),
    subscription_id INTEGER REFERENCES subscriptions (id) ON DELETE SET NULL,
    PRIMARY KEY (notice_id, spell_id, event)
) STRICT, WITHOUT ROWID;
INSERT INTO notice_spells (notice_id, spell_id, event)
SELECT notice_id, spell_id, event FROM notice_spells_before;

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    notice_id INTEGER NOT NULL UNIQUE REFERENCES notices (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TEXT NOT NULL,
    claimed_at TEXT,
    sent_at TEXT,
    last_error TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO deliveries (id, notice_id, state, attempts, next_attempt_at, claimed_at, sent_at, last_error)
SELECT id, notice_id, state, attempts, next_attempt_at, claimed_at, sent_at, last_error FROM deliveries_before;

DROP TABLE deliveries_before;
DROP TABLE notice_spells_before;
DROP TABLE notices_before;

-- the notice of a subscriber that may still grow, and how many of blind watches went out lately
CREATE INDEX notices_subscriber ON notices (subscriber_id, kind, due_at);
CREATE INDEX notice_changes_change ON notice_changes (change_id);
CREATE INDEX notice_changes_notice ON notice_changes (notice_id);
CREATE INDEX notice_changes_subscription ON notice_changes (subscription_id) WHERE subscription_id IS NOT NULL;
CREATE INDEX notice_spells_spell ON notice_spells (spell_id, event);
CREATE INDEX notice_spells_subscription ON notice_spells (subscription_id) WHERE subscription_id IS NOT NULL;
-- what is to be sent now
CREATE INDEX deliveries_due ON deliveries (next_attempt_at) WHERE state IN ('waiting', 'sending');

-- a notice that has nothing left to tell goes
CREATE TRIGGER notice_changes_gone AFTER DELETE ON notice_changes BEGIN
    DELETE FROM notices WHERE id = old.notice_id
    AND NOT EXISTS (SELECT 1 FROM notice_changes WHERE notice_id = old.notice_id)
    AND NOT EXISTS (SELECT 1 FROM notice_spells WHERE notice_id = old.notice_id);
END;
CREATE TRIGGER notice_spells_gone AFTER DELETE ON notice_spells BEGIN
    DELETE FROM notices WHERE id = old.notice_id
    AND NOT EXISTS (SELECT 1 FROM notice_changes WHERE notice_id = old.notice_id)
    AND NOT EXISTS (SELECT 1 FROM notice_spells WHERE notice_id = old.notice_id);
END;
