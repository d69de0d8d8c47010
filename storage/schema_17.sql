-- Schema 17: a change is known by the gravest of its reasons.

-- the place of the gravest reason among all, 0 for the first; see monitor/core/records/gravity.py
ALTER TABLE clause_changes ADD COLUMN gravity INTEGER NOT NULL DEFAULT 0 CHECK (gravity >= 0);
UPDATE clause_changes SET gravity = gravest_of(reason_details);

DROP VIEW change_log;

-- changes worth telling, newest first when sorted by at
CREATE VIEW change_log AS
SELECT
    c.id, c.at, w.slug, w.name, c.significance, c.silent,
    n.stated_date, o.stated_date AS stated_date_before, n.reason,
    (SELECT count(*) FROM clause_changes k WHERE k.change_id = c.id) AS clause_changes,
    (
        SELECT k.reasons ->> 0 FROM clause_changes k
        WHERE k.change_id = c.id AND k.reasons <> '[]'
        ORDER BY k.significance <> 'material', k.significance <> 'minor', k.gravity, k.place LIMIT 1
    ) AS first_reason,
    c.watch_id, c.old_snapshot_id, c.new_snapshot_id
FROM changes c
JOIN watches w ON w.id = c.watch_id
JOIN snapshots n ON n.id = c.new_snapshot_id
JOIN snapshots o ON o.id = c.old_snapshot_id;
