-- Schema 13: how watches stand that were removed, too.

DROP VIEW watchlist;

-- the watches as `list` and `list --removed` show them
CREATE VIEW watchlist_ever AS
SELECT
    w.id, w.slug, w.name, w.url, w.kind, w.every_seconds,
    CASE
        WHEN w.removed_at IS NOT NULL THEN 'removed'
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
    h.since AS held_since, h.until AS held_until, h.claim AS held_claim, h.looks AS held_looks,
    w.removed_at
FROM watches w
LEFT JOIN fetches f ON f.id = (
    SELECT id FROM fetches WHERE watch_id = w.id AND is_aside = 0 ORDER BY id DESC LIMIT 1
)
LEFT JOIN snapshots s ON s.id = (SELECT id FROM snapshots WHERE watch_id = w.id ORDER BY place DESC, id DESC LIMIT 1)
LEFT JOIN blind_spells b ON b.watch_id = w.id AND b.ended_at IS NULL
LEFT JOIN held h ON h.watch_id = w.id;

CREATE VIEW watchlist AS
SELECT
    id, slug, name, url, kind, every_seconds, state, snapshots, last_check_at, last_outcome, last_kind, last_status,
    last_detail, last_change_at, next_check_at, language, title, stated_date, blind_since,
    held_since, held_until, held_claim, held_looks
FROM watchlist_ever
WHERE removed_at IS NULL;
