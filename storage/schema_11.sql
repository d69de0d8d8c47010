-- Schema 11: how each version came to us, with what was asked and answered where we fetched it.

CREATE TABLE provenance (
    snapshot_id INTEGER PRIMARY KEY REFERENCES snapshots (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('fetch', 'archive', 'file')),
    -- the address that was asked, that of the archive, or the name of the file; '' where it is not known
    source TEXT NOT NULL,
    -- who supplied it, '' for a fetch and where it is not known
    supplied_by TEXT NOT NULL DEFAULT '',
    -- when it came to us; of old ones that were supplied it is not known
    at TEXT,
    status INTEGER,
    -- pairs of name and value, null for a value that is not kept; see monitor/core/kept_headers.py
    request_headers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(request_headers)),
    response_headers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(response_headers)),
    -- a browser built the page that is kept from what came; of old ones it is not known
    is_rendered INTEGER NOT NULL DEFAULT 0 CHECK (is_rendered IN (0, 1))
) STRICT;

-- likewise of the look that first saw what is held, which is always a fetch
CREATE TABLE held_provenance (
    watch_id INTEGER PRIMARY KEY REFERENCES held (watch_id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    status INTEGER,
    request_headers TEXT NOT NULL CHECK (json_valid(request_headers)),
    response_headers TEXT NOT NULL CHECK (json_valid(response_headers)),
    is_rendered INTEGER NOT NULL CHECK (is_rendered IN (0, 1))
) STRICT;

-- A page of the past was recorded aside, as answered with 200 in no time; what was told by hand is aside too, without a
-- status, and so is what a wrong clock dated before another check, which took its time. Who supplied it nobody noted.
INSERT INTO provenance (snapshot_id, kind, source)
SELECT s.id, 'file', '' FROM snapshots s WHERE s.reason <> 'reprocessed' AND EXISTS (
    SELECT 1 FROM fetches f WHERE f.snapshot_id = s.id AND f.is_aside = 1 AND f.status = 200 AND f.milliseconds = 0
);
-- of a fetch the address that answered is known, and not with which headers; a status is that of the look it was told at
INSERT INTO provenance (snapshot_id, kind, source, at)
SELECT s.id, 'fetch', s.url, s.captured_at FROM snapshots s
WHERE s.reason <> 'reprocessed' AND NOT EXISTS (SELECT 1 FROM provenance p WHERE p.snapshot_id = s.id);
-- what was drawn again came as the version came whose page it was drawn from
INSERT INTO provenance (snapshot_id, kind, source, at)
SELECT s.id, coalesce(p.kind, 'fetch'), coalesce(p.source, s.url), p.at
FROM snapshots s LEFT JOIN provenance p ON p.snapshot_id = (
    SELECT o.id FROM snapshots o
    WHERE o.watch_id = s.watch_id AND o.body_sha256 = s.body_sha256 AND o.place < s.place AND o.reason <> 'reprocessed'
    ORDER BY o.place DESC LIMIT 1
)
WHERE s.reason = 'reprocessed';

-- A version that came before pages of the past were put in front of it was called changed, also where its text is the
-- same: it is the first of its kind, and there is no change.
UPDATE snapshots SET reason = 'first' WHERE reason = 'changed' AND EXISTS (
    SELECT 1 FROM changes c JOIN snapshots o ON o.id = c.old_snapshot_id
    WHERE c.new_snapshot_id = snapshots.id AND o.id > snapshots.id
    AND NOT EXISTS (SELECT 1 FROM clause_changes k WHERE k.change_id = c.id)
);
DELETE FROM changes WHERE EXISTS (
    SELECT 1 FROM snapshots o, snapshots n
    WHERE o.id = changes.old_snapshot_id AND n.id = changes.new_snapshot_id AND o.id > n.id AND n.reason = 'first'
) AND NOT EXISTS (SELECT 1 FROM clause_changes k WHERE k.change_id = changes.id);

-- where the newest version was only supplied, the next check keeps the page as we fetch it
UPDATE watches SET etag = '', last_modified = '', last_body_sha256 = '', last_visible_sha256 = '' WHERE 'fetch' <> (
    SELECT p.kind FROM snapshots s JOIN provenance p ON p.snapshot_id = s.id
    WHERE s.watch_id = watches.id ORDER BY s.place DESC, s.id DESC LIMIT 1
);
