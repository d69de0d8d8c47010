-- Schema 9: an edit is held until a second look; places that vary from look to look.

DROP VIEW watchlist;
CREATE TABLE held_9 (
    watch_id INTEGER PRIMARY KEY REFERENCES watches (id) ON DELETE CASCADE,
    -- what it would say of the page
    claim TEXT NOT NULL CHECK (
        claim IN ('edit', 'doubtful', 'returned', 'alternates', 'language', 'shortened', 'replaced')
    ),
    digest TEXT NOT NULL,
    since TEXT NOT NULL,
    last_at TEXT NOT NULL,
    looks INTEGER NOT NULL CHECK (looks > 0),
    until TEXT NOT NULL,
    -- the look that first saw it
    url TEXT NOT NULL,
    body_sha256 TEXT NOT NULL REFERENCES bodies (sha256)
) STRICT;
INSERT INTO held_9 (watch_id, claim, digest, since, last_at, looks, until, url, body_sha256)
SELECT watch_id, claim, digest, since, last_at, looks, until, url, body_sha256 FROM held;
DROP TABLE held;
ALTER TABLE held_9 RENAME TO held;
CREATE INDEX held_body ON held (body_sha256);

-- places of a page that show other words from look to look; see monitor/core/records/restless.py
CREATE TABLE restless (
    watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    -- from 1, by which a person names it
    number INTEGER NOT NULL CHECK (number > 0),
    headings TEXT NOT NULL CHECK (json_valid(headings)),
    -- how the clauses beside it begin, '' at either end of the text
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    -- a clause with holes where its words vary, '' where clauses do
    pattern TEXT NOT NULL,
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    -- what stands there has spoken of a policy's matter
    is_policy INTEGER NOT NULL CHECK (is_policy IN (0, 1)),
    -- what may stand there and is no news, the one told last at the end
    texts TEXT NOT NULL CHECK (json_valid(texts)),
    now TEXT NOT NULL,
    since TEXT NOT NULL,
    last_at TEXT NOT NULL,
    looks INTEGER NOT NULL CHECK (looks > 0),
    -- it is told if it stays
    is_waiting INTEGER NOT NULL CHECK (is_waiting IN (0, 1)),
    -- a person wants to hear of it as of any other place
    is_set_still INTEGER NOT NULL CHECK (is_set_still IN (0, 1)),
    -- since when it is known to vary
    found_at TEXT NOT NULL,
    PRIMARY KEY (watch_id, number)
) STRICT, WITHOUT ROWID;

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

-- a text in another language is told as that, and never as a silent change
UPDATE changes SET silent = 0 WHERE silent = 1 AND EXISTS (
    SELECT 1 FROM snapshots o, snapshots n
    WHERE o.id = changes.old_snapshot_id AND n.id = changes.new_snapshot_id
    AND o.language <> '' AND n.language <> '' AND o.language <> n.language
);
