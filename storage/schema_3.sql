-- Schema 3: times in which a watch was blind, and notices of their beginning and end.

CREATE TABLE blind_spells (
    id INTEGER PRIMARY KEY,
    watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    since TEXT NOT NULL,
    found_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    status INTEGER,
    detail TEXT NOT NULL DEFAULT '',
    ended_at TEXT,
    ended_by TEXT CHECK (ended_by IN ('new', 'changed', 'held', 'unchanged', 'not_modified')),
    change_id INTEGER REFERENCES changes (id) ON DELETE SET NULL,
    CHECK (ended_by IS NULL OR ended_at IS NOT NULL)
) STRICT;

-- a watch is blind where it has an open spell, and it has one at most
CREATE UNIQUE INDEX blind_spells_open ON blind_spells (watch_id) WHERE ended_at IS NULL;
CREATE INDEX blind_spells_watch ON blind_spells (watch_id, id);
CREATE INDEX blind_spells_change ON blind_spells (change_id) WHERE change_id IS NOT NULL;

-- what was blind at the number that was fixed before stays blind; its subscribers hear of it at the next failed check
INSERT INTO blind_spells (watch_id, since, found_at, kind, status, detail)
SELECT w.id, coalesce(w.failing_since, f.at, w.added_at), coalesce(f.at, w.added_at), coalesce(f.kind, 'connection'),
    f.status, coalesce(f.detail, '')
FROM watches w
LEFT JOIN fetches f ON f.id = (
    SELECT id FROM fetches WHERE watch_id = w.id AND outcome = 'failed' ORDER BY at DESC, id DESC LIMIT 1
)
WHERE w.failures >= 3 AND w.removed_at IS NULL;

-- A notice may tell of something other than a change. Deliveries are built anew with notices: to drop a table is to
-- delete its rows, and with foreign keys on that would take the deliveries along.
ALTER TABLE deliveries RENAME TO deliveries_before;
ALTER TABLE notices RENAME TO notices_before;

CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    change_id INTEGER REFERENCES changes (id) ON DELETE CASCADE,
    message_id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    UNIQUE (subscriber_id, change_id)
) STRICT;
INSERT INTO notices (id, subscriber_id, change_id, message_id, created_at)
SELECT id, subscriber_id, change_id, message_id, created_at FROM notices_before;

-- what a notice without a change tells: watches that went blind, watches that see again
CREATE TABLE notice_spells (
    notice_id INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
    spell_id INTEGER NOT NULL REFERENCES blind_spells (id) ON DELETE CASCADE,
    event TEXT NOT NULL CHECK (event IN ('blind', 'sees')),
    PRIMARY KEY (notice_id, spell_id, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_spells_spell ON notice_spells (spell_id, event);
-- a notice that has nothing left to tell goes, as one goes with its change
CREATE TRIGGER notice_spells_gone AFTER DELETE ON notice_spells BEGIN
    DELETE FROM notices WHERE id = old.notice_id AND change_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM notice_spells WHERE notice_id = old.notice_id);
END;

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
DROP TABLE notices_before;

CREATE INDEX notices_change ON notices (change_id);
-- what is to be sent now
CREATE INDEX deliveries_due ON deliveries (next_attempt_at) WHERE state IN ('waiting', 'sending');
-- the notices of one subscriber that tell of no change: the one that may still grow, and how many went out lately
CREATE INDEX notices_health ON notices (subscriber_id) WHERE change_id IS NULL;

DROP VIEW watchlist;

-- the watchlist as `list` shows it
CREATE VIEW watchlist AS
SELECT
    w.id, w.slug, w.name, w.url, w.kind, w.every_seconds,
    CASE
        WHEN w.paused_at IS NOT NULL THEN 'paused'
        WHEN b.id IS NOT NULL THEN 'blind'
        WHEN w.failures > 0 THEN 'failing'
        WHEN s.id IS NULL THEN 'new'
        ELSE 'fine'
    END AS state,
    (SELECT count(*) FROM snapshots n WHERE n.watch_id = w.id) AS snapshots,
    f.at AS last_check_at, f.outcome AS last_outcome, f.kind AS last_kind, f.status AS last_status,
    f.detail AS last_detail,
    (SELECT max(c.at) FROM changes c WHERE c.watch_id = w.id AND c.significance IN ('minor', 'material')) AS last_change_at,
    w.next_check_at,
    coalesce(s.language, '') AS language, s.title, s.stated_date, b.since AS blind_since
FROM watches w
LEFT JOIN fetches f ON f.id = (SELECT id FROM fetches WHERE watch_id = w.id ORDER BY at DESC, id DESC LIMIT 1)
LEFT JOIN snapshots s ON s.id = (
    SELECT id FROM snapshots WHERE watch_id = w.id ORDER BY captured_at DESC, id DESC LIMIT 1
)
LEFT JOIN blind_spells b ON b.watch_id = w.id AND b.ended_at IS NULL
WHERE w.removed_at IS NULL;
