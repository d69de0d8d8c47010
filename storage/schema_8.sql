-- Schema 8: what is held, row by row; checks that end so; when a change was told, and as what.

-- a text that was seen and is told only if it stays
CREATE TABLE held (
    watch_id INTEGER PRIMARY KEY REFERENCES watches (id) ON DELETE CASCADE,
    -- what it would say of the page
    claim TEXT NOT NULL CHECK (claim IN ('returned', 'alternates', 'language', 'shortened', 'replaced')),
    digest TEXT NOT NULL,
    since TEXT NOT NULL,
    last_at TEXT NOT NULL,
    looks INTEGER NOT NULL CHECK (looks > 0),
    until TEXT NOT NULL,
    -- the look that first saw it
    url TEXT NOT NULL,
    body_sha256 TEXT NOT NULL REFERENCES bodies (sha256)
) STRICT;
CREATE INDEX held_body ON held (body_sha256);

-- what was held until now was seen without its body: the next check holds it anew
ALTER TABLE watches DROP COLUMN held_digest;
ALTER TABLE watches DROP COLUMN held_since;

-- when it was told, for one that is told; a change of the past is not
ALTER TABLE changes ADD COLUMN told_at TEXT;
-- what was held until then, '' for an edit that is told at once
ALTER TABLE changes ADD COLUMN claim TEXT NOT NULL DEFAULT ''
    CHECK (claim IN ('', 'returned', 'alternates', 'language', 'shortened', 'replaced'));
UPDATE changes SET told_at = at WHERE significance IN ('minor', 'material') AND EXISTS (
    SELECT 1 FROM fetches f WHERE f.snapshot_id = changes.new_snapshot_id AND f.is_aside = 0
);

DROP VIEW watchlist;
CREATE TABLE fetches_8 (
    id INTEGER PRIMARY KEY,
    watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('new', 'changed', 'unchanged', 'not_modified', 'held', 'failed')),
    kind TEXT,
    status INTEGER,
    detail TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL,
    size INTEGER NOT NULL DEFAULT 0,
    milliseconds INTEGER NOT NULL DEFAULT 0,
    snapshot_id INTEGER REFERENCES snapshots (id) ON DELETE CASCADE,
    body_sha256 TEXT REFERENCES bodies (sha256),
    -- a look that says nothing of how the page stands now: a page of the past, an answer that another check overtook
    is_aside INTEGER NOT NULL DEFAULT 0 CHECK (is_aside IN (0, 1)),
    -- of old checks that found the same one stays, and says for how many
    stands_for INTEGER NOT NULL DEFAULT 1 CHECK (stands_for > 0),
    CHECK ((outcome = 'failed') = (kind IS NOT NULL))
) STRICT;
INSERT INTO fetches_8 (
    id, watch_id, at, outcome, kind, status, detail, url, size, milliseconds, snapshot_id, body_sha256, is_aside, stands_for
) SELECT
    id, watch_id, at, outcome, kind, status, detail, url, size, milliseconds, snapshot_id, body_sha256, is_aside, stands_for
FROM fetches;
DROP TABLE fetches;
ALTER TABLE fetches_8 RENAME TO fetches;
-- the last check of a watch, and all of them
CREATE INDEX fetches_watch ON fetches (watch_id, is_aside, id, at);
CREATE INDEX fetches_snapshot ON fetches (snapshot_id) WHERE snapshot_id IS NOT NULL;
CREATE INDEX fetches_body ON fetches (body_sha256) WHERE body_sha256 IS NOT NULL;
-- the body of a watch's newest failed check
CREATE INDEX fetches_failed_body ON fetches (watch_id, id) WHERE outcome = 'failed' AND body_sha256 IS NOT NULL;

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
    (
        SELECT c.at FROM changes c JOIN snapshots n ON n.id = c.new_snapshot_id
        WHERE c.watch_id = w.id AND c.significance IN ('minor', 'material') ORDER BY n.place DESC, n.id DESC LIMIT 1
    ) AS last_change_at,
    w.next_check_at,
    coalesce(s.language, '') AS language, s.title, s.stated_date, b.since AS blind_since,
    h.since AS held_since, h.until AS held_until, h.claim AS held_claim, h.looks AS held_looks
FROM watches w
LEFT JOIN fetches f ON f.id = (
    SELECT id FROM fetches WHERE watch_id = w.id AND is_aside = 0 ORDER BY id DESC LIMIT 1
)
LEFT JOIN snapshots s ON s.id = (SELECT id FROM snapshots WHERE watch_id = w.id ORDER BY place DESC, id DESC LIMIT 1)
LEFT JOIN blind_spells b ON b.watch_id = w.id AND b.ended_at IS NULL
LEFT JOIN held h ON h.watch_id = w.id
WHERE w.removed_at IS NULL;
