-- Schema 5: versions and checks in the order in which they came, whatever the clock said; thinned checks; failed bodies.

-- the order in which the versions of a watch stood on its page
ALTER TABLE snapshots ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
UPDATE snapshots SET place = o.place FROM (
    SELECT id, row_number() OVER (PARTITION BY watch_id ORDER BY captured_at, id) AS place FROM snapshots
) o WHERE o.id = snapshots.id;
DROP INDEX snapshots_watch;
-- the history of a watch, newest or oldest first
CREATE INDEX snapshots_watch ON snapshots (watch_id, place, id);

-- a look that says nothing of how the page stands now: a page of the past, an answer that another check overtook
ALTER TABLE fetches ADD COLUMN is_aside INTEGER NOT NULL DEFAULT 0 CHECK (is_aside IN (0, 1));
UPDATE fetches SET is_aside = 1 FROM (
    SELECT id, max(at) OVER (PARTITION BY watch_id ORDER BY id) AS latest FROM fetches
) o WHERE o.id = fetches.id
AND (fetches.at < o.latest OR fetches.at < (SELECT w.added_at FROM watches w WHERE w.id = fetches.watch_id));
-- of old checks that found the same one stays, and says for how many
ALTER TABLE fetches ADD COLUMN stands_for INTEGER NOT NULL DEFAULT 1 CHECK (stands_for > 0);
DROP INDEX fetches_watch;
-- the last check of a watch, and all of them
CREATE INDEX fetches_watch ON fetches (watch_id, is_aside, id, at);
-- the body of a watch's newest failed check
CREATE INDEX fetches_failed_body ON fetches (watch_id, id) WHERE outcome = 'failed' AND body_sha256 IS NOT NULL;

-- which watches are due later than any check asks for, and which fail; see storage/due.py
CREATE INDEX watches_too_late ON watches (
    unixepoch(next_check_at) - max(1.5 * every_seconds, iif(failures > 0, 604800, 0))
) WHERE paused_at IS NULL AND removed_at IS NULL;
CREATE INDEX watches_failing ON watches (id) WHERE failures > 0;

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
    (
        SELECT c.at FROM changes c JOIN snapshots n ON n.id = c.new_snapshot_id
        WHERE c.watch_id = w.id AND c.significance IN ('minor', 'material') ORDER BY n.place DESC, n.id DESC LIMIT 1
    ) AS last_change_at,
    w.next_check_at,
    coalesce(s.language, '') AS language, s.title, s.stated_date, b.since AS blind_since
FROM watches w
LEFT JOIN fetches f ON f.id = (
    SELECT id FROM fetches WHERE watch_id = w.id AND is_aside = 0 ORDER BY id DESC LIMIT 1
)
LEFT JOIN snapshots s ON s.id = (SELECT id FROM snapshots WHERE watch_id = w.id ORDER BY place DESC, id DESC LIMIT 1)
LEFT JOIN blind_spells b ON b.watch_id = w.id AND b.ended_at IS NULL
WHERE w.removed_at IS NULL;
