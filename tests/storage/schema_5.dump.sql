-- A store of schema 5 as released: its schema, and the rows of a watch with two versions, a change and a failure.
PRAGMA journal_mode = WAL;
PRAGMA application_id = 1131181921;
BEGIN;
CREATE TABLE watches (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    every_seconds INTEGER NOT NULL CHECK (every_seconds >= 60),
    include TEXT NOT NULL DEFAULT '',
    exclude TEXT NOT NULL DEFAULT '',
    added_at TEXT NOT NULL,
    paused_at TEXT,
    removed_at TEXT,
    next_check_at TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    failing_since TEXT,
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    last_body_sha256 TEXT NOT NULL DEFAULT '',
    last_visible_sha256 TEXT NOT NULL DEFAULT '',
    held_digest TEXT NOT NULL DEFAULT '',
    held_since TEXT
, is_rendered INTEGER NOT NULL DEFAULT 0 CHECK (is_rendered IN (0, 1)), ignores_robots INTEGER NOT NULL DEFAULT 0 CHECK (ignores_robots IN (0, 1)), moved_to TEXT NOT NULL DEFAULT '', moved_at TEXT) STRICT;
CREATE TABLE watch_tags (
    watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (watch_id, tag)
) STRICT, WITHOUT ROWID;
CREATE TABLE subscribers (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE COLLATE NOCASE,
    added_at TEXT NOT NULL
) STRICT;
CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    watch_id INTEGER REFERENCES watches (id) ON DELETE CASCADE,
    tag TEXT,
    CHECK ((watch_id IS NULL) <> (tag IS NULL)),
    UNIQUE (subscriber_id, watch_id, tag)
) STRICT;
CREATE TABLE bodies (
    sha256 TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    charset TEXT NOT NULL,
    size INTEGER NOT NULL,
    zstd BLOB NOT NULL
) STRICT;
CREATE TABLE snapshots (
    id INTEGER PRIMARY KEY,
    watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    captured_at TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('first', 'changed', 'reverted', 'reprocessed')),
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    stated_date TEXT,
    stated_precision TEXT,
    stated_words TEXT,
    extractor TEXT NOT NULL,
    text_digest TEXT NOT NULL,
    clause_count INTEGER NOT NULL,
    word_count INTEGER NOT NULL,
    body_sha256 TEXT NOT NULL REFERENCES bodies (sha256)
, place INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE fetches (
    id INTEGER PRIMARY KEY,
    watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('new', 'changed', 'unchanged', 'not_modified', 'failed')),
    kind TEXT,
    status INTEGER,
    detail TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL,
    size INTEGER NOT NULL DEFAULT 0,
    milliseconds INTEGER NOT NULL DEFAULT 0,
    snapshot_id INTEGER REFERENCES snapshots (id) ON DELETE CASCADE,
    body_sha256 TEXT REFERENCES bodies (sha256), is_aside INTEGER NOT NULL DEFAULT 0 CHECK (is_aside IN (0, 1)), stands_for INTEGER NOT NULL DEFAULT 1 CHECK (stands_for > 0),
    CHECK ((outcome = 'failed') = (kind IS NOT NULL))
) STRICT;
CREATE TABLE clauses (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE heading_paths (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE CHECK (json_valid(path))
) STRICT;
CREATE TABLE snapshot_clauses (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    clause_id INTEGER NOT NULL REFERENCES clauses (id),
    heading_path_id INTEGER NOT NULL REFERENCES heading_paths (id),
    kind TEXT NOT NULL CHECK (kind IN ('paragraph', 'item', 'row', 'heading')),
    label TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (snapshot_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    old_snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    new_snapshot_id INTEGER NOT NULL UNIQUE REFERENCES snapshots (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    significance TEXT NOT NULL CHECK (significance IN ('none', 'cosmetic', 'minor', 'material')),
    silent INTEGER NOT NULL CHECK (silent IN (0, 1))
) STRICT;
CREATE TABLE clause_changes (
    id INTEGER PRIMARY KEY,
    change_id INTEGER NOT NULL REFERENCES changes (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('added', 'removed', 'modified', 'moved', 'split', 'merged')),
    significance TEXT NOT NULL CHECK (significance IN ('none', 'cosmetic', 'minor', 'material')),
    similarity REAL NOT NULL,
    topics TEXT NOT NULL CHECK (json_valid(topics)),
    reasons TEXT NOT NULL CHECK (json_valid(reasons)),
    old_clauses TEXT NOT NULL CHECK (json_valid(old_clauses)),
    new_clauses TEXT NOT NULL CHECK (json_valid(new_clauses)),
    redline TEXT NOT NULL CHECK (json_valid(redline)),
    UNIQUE (change_id, place)
) STRICT;
CREATE VIRTUAL TABLE clauses_fts USING fts5 (
    text, content = 'clauses', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
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
CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    change_id INTEGER REFERENCES changes (id) ON DELETE CASCADE,
    message_id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    UNIQUE (subscriber_id, change_id)
) STRICT;
CREATE TABLE notice_spells (
    notice_id INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
    spell_id INTEGER NOT NULL REFERENCES blind_spells (id) ON DELETE CASCADE,
    event TEXT NOT NULL CHECK (event IN ('blind', 'sees')),
    PRIMARY KEY (notice_id, spell_id, event)
) STRICT, WITHOUT ROWID;
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
CREATE INDEX watches_due ON watches (next_check_at) WHERE paused_at IS NULL AND removed_at IS NULL;
CREATE INDEX watch_tags_tag ON watch_tags (tag);
CREATE INDEX subscriptions_watch ON subscriptions (watch_id);
CREATE INDEX subscriptions_tag ON subscriptions (tag);
CREATE INDEX snapshots_body ON snapshots (body_sha256);
CREATE INDEX fetches_snapshot ON fetches (snapshot_id) WHERE snapshot_id IS NOT NULL;
CREATE INDEX fetches_body ON fetches (body_sha256) WHERE body_sha256 IS NOT NULL;
CREATE INDEX snapshot_clauses_clause ON snapshot_clauses (clause_id);
CREATE INDEX changes_watch ON changes (watch_id, id);
CREATE INDEX changes_at ON changes (at);
CREATE INDEX changes_old ON changes (old_snapshot_id);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE UNIQUE INDEX blind_spells_open ON blind_spells (watch_id) WHERE ended_at IS NULL;
CREATE INDEX blind_spells_watch ON blind_spells (watch_id, id);
CREATE INDEX blind_spells_change ON blind_spells (change_id) WHERE change_id IS NOT NULL;
CREATE INDEX notice_spells_spell ON notice_spells (spell_id, event);
CREATE INDEX notices_change ON notices (change_id);
CREATE INDEX deliveries_due ON deliveries (next_attempt_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX notices_health ON notices (subscriber_id) WHERE change_id IS NULL;
CREATE INDEX snapshots_watch ON snapshots (watch_id, place, id);
CREATE INDEX fetches_watch ON fetches (watch_id, is_aside, id, at);
CREATE INDEX fetches_failed_body ON fetches (watch_id, id) WHERE outcome = 'failed' AND body_sha256 IS NOT NULL;
CREATE INDEX watches_too_late ON watches (
    unixepoch(next_check_at) - max(1.5 * every_seconds, iif(failures > 0, 604800, 0))
) WHERE paused_at IS NULL AND removed_at IS NULL;
CREATE INDEX watches_failing ON watches (id) WHERE failures > 0;
CREATE TRIGGER clauses_added AFTER INSERT ON clauses BEGIN
    INSERT INTO clauses_fts (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER clauses_deleted AFTER DELETE ON clauses BEGIN
    INSERT INTO clauses_fts (clauses_fts, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER notice_spells_gone AFTER DELETE ON notice_spells BEGIN
    DELETE FROM notices WHERE id = old.notice_id AND change_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM notice_spells WHERE notice_id = old.notice_id);
END;
CREATE VIEW change_log AS
SELECT
    c.id, c.at, w.slug, w.name, c.significance, c.silent,
    n.stated_date, o.stated_date AS stated_date_before, n.reason,
    (SELECT count(*) FROM clause_changes k WHERE k.change_id = c.id) AS clause_changes,
    (
        SELECT k.reasons ->> 0 FROM clause_changes k
        WHERE k.change_id = c.id AND k.reasons <> '[]'
        ORDER BY k.significance <> 'material', k.significance <> 'minor', k.place LIMIT 1
    ) AS first_reason,
    c.watch_id, c.old_snapshot_id, c.new_snapshot_id
FROM changes c
JOIN watches w ON w.id = c.watch_id
JOIN snapshots n ON n.id = c.new_snapshot_id
JOIN snapshots o ON o.id = c.old_snapshot_id;
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
INSERT INTO watches VALUES (1, 'example', 'https://example.org/privacy', 'Example', 'privacy', 86400, '', '', '2026-03-01T08:00:00Z', NULL, NULL, '2026-03-04T08:00:00Z', 1, '2026-03-03T08:00:00Z', '"x"', '', 'bb2bfbf434ef59ba61b4528570eaf9a933587ccb3451435f460f68748d7afb29', '0000000000000000000000000000000000000000000000000000000000000000', '', NULL, 0, 0, '', NULL);
INSERT INTO watch_tags VALUES (1, 'vendor');
INSERT INTO subscribers VALUES (1, 'a@example.org', '2026-03-01T08:00:00Z');
INSERT INTO subscribers VALUES (2, 'b@example.org', '2026-03-01T08:00:00Z');
INSERT INTO subscriptions VALUES (1, 1, 1, NULL);
INSERT INTO subscriptions VALUES (2, 2, NULL, 'vendor');
INSERT INTO bodies VALUES ('5fbfcdcbf15a56e84fcc233acecf5e75c163ce461d8c6acb80c3955b017acccf', 'text/html', 'utf-8', 16, X'28B52FFD20108100003C703E3132206D6F6E7468733C2F703E');
INSERT INTO bodies VALUES ('bb2bfbf434ef59ba61b4528570eaf9a933587ccb3451435f460f68748d7afb29', 'text/html', 'utf-8', 16, X'28B52FFD20108100003C703E3336206D6F6E7468733C2F703E');
INSERT INTO snapshots VALUES (1, 1, '2026-03-01T08:00:00Z', 'first', 'https://example.org/privacy', 'Privacy policy', 'en', '2026-02-01', 'day', '1 February 2026', 'clausewatch-1/trafilatura-2.3.1/page', '46ac19728239bda3d6195c51262359d3d6486bfd3511ce1bff5cc42380a5b8c4', 3, 16, '5fbfcdcbf15a56e84fcc233acecf5e75c163ce461d8c6acb80c3955b017acccf', 1);
INSERT INTO snapshots VALUES (2, 1, '2026-03-02T08:00:00Z', 'changed', 'https://example.org/privacy', 'Privacy policy', 'en', '2026-02-01', 'day', '1 February 2026', 'clausewatch-1/trafilatura-2.3.1/page', '9ffdfea310326457ce4b27be7b28b75fbe4f9aa67e8dfd70bf6d8d2e9cb07b7c', 3, 16, 'bb2bfbf434ef59ba61b4528570eaf9a933587ccb3451435f460f68748d7afb29', 2);
INSERT INTO fetches VALUES (1, 1, '2026-03-01T08:00:00Z', 'new', NULL, 200, '', 'https://example.org/privacy', 16, 0, 1, '5fbfcdcbf15a56e84fcc233acecf5e75c163ce461d8c6acb80c3955b017acccf', 0, 1);
INSERT INTO fetches VALUES (2, 1, '2026-03-02T08:00:00Z', 'changed', NULL, 200, '', 'https://example.org/privacy', 16, 0, 2, 'bb2bfbf434ef59ba61b4528570eaf9a933587ccb3451435f460f68748d7afb29', 0, 1);
INSERT INTO fetches VALUES (3, 1, '2026-03-03T08:00:00Z', 'failed', 'http_error', 404, 'the site answered with status 404', 'https://example.org/privacy', 0, 0, NULL, NULL, 0, 1);
INSERT INTO clauses VALUES (1, '802bf400d575a21088bc0890a5c157bb22370cb119e8ae0952384cb51f82bcd6', 'Data retention: we keep your loans for 12 months.');
INSERT INTO clauses VALUES (2, '82e0c20020e450d42f63484cb03fc82c35dd7083f2470e00173abee8bcb8b7fb', 'your name');
INSERT INTO clauses VALUES (3, 'e1cb63d25211c3883dd1ae250cdbb019cef75e0e37a5ccc7bc719ae0f8b5d495', 'Purpose: lending | Basis: contract');
INSERT INTO clauses VALUES (4, 'bda1d00140ae11ca34fc7f8a5bffda344ef96dd6f42fb84425b391e846b5e037', 'Data retention: we keep your loans for 36 months.');
INSERT INTO heading_paths VALUES (1, '["1. Retention"]');
INSERT INTO snapshot_clauses VALUES (1, 0, 1, 1, 'paragraph', '');
INSERT INTO snapshot_clauses VALUES (1, 1, 2, 1, 'item', '1.');
INSERT INTO snapshot_clauses VALUES (1, 2, 3, 1, 'row', '');
INSERT INTO snapshot_clauses VALUES (2, 0, 4, 1, 'paragraph', '');
INSERT INTO snapshot_clauses VALUES (2, 1, 2, 1, 'item', '1.');
INSERT INTO snapshot_clauses VALUES (2, 2, 3, 1, 'row', '');
INSERT INTO changes VALUES (1, 1, 1, 2, '2026-03-02T08:00:00Z', 'material', 1);
INSERT INTO clause_changes VALUES (1, 1, 0, 'modified', 'material', 0.889, '["retention"]', '["retention: 12 months -> 36 months"]', '[{"position":0,"kind":"paragraph","heading_path":["1. Retention"],"label":"","text":"Data retention: we keep your loans for 12 months."}]', '[{"position":0,"kind":"paragraph","heading_path":["1. Retention"],"label":"","text":"Data retention: we keep your loans for 36 months."}]', '[["equal","Data retention: we keep your loans for "],["delete","12"],["insert","36"],["equal"," months."]]');
INSERT INTO clause_changes VALUES (2, 1, 1, 'modified', 'material', 0.5, '["third-party"]', '["new recipient: Harrowgate Ads Ltd","negation: \"do not sell\" -> \"may sell\"","scope: only removed","period: none -> 5 years"]', '[{"position":1,"kind":"item","heading_path":["1. Retention"],"label":"1.","text":"your name"}]', '[{"position":1,"kind":"item","heading_path":["1. Retention"],"label":"1.","text":"your name and town"}]', '[["delete","your name"],["insert","your name and town"]]');
INSERT INTO clause_changes VALUES (3, 1, 2, 'added', 'material', 0.0, '["retention"]', '["retention: zehn Jahre added","retention: gelöscht added"]', '[]', '[{"position":1,"kind":"item","heading_path":["1. Retention"],"label":"1.","text":"zehn Jahre"}]', '[["insert","zehn Jahre"]]');
INSERT INTO clause_changes VALUES (4, 1, 3, 'modified', 'cosmetic', 0.5, '[]', '["typography"]', '[{"position":1,"kind":"item","heading_path":["1. Retention"],"label":"1.","text":"“a”"}]', '[{"position":1,"kind":"item","heading_path":["1. Retention"],"label":"1.","text":"\"a\""}]', '[["delete","“a”"],["insert","\"a\""]]');
INSERT INTO clause_changes VALUES (5, 1, 4, 'modified', 'material', 0.5, '[]', '["a negation went: ''do not sell''"]', '[{"position":1,"kind":"item","heading_path":["1. Retention"],"label":"1.","text":"a"}]', '[{"position":1,"kind":"item","heading_path":["1. Retention"],"label":"1.","text":"b"}]', '[["delete","a"],["insert","b"]]');
INSERT INTO notices VALUES (1, 1, 1, '<e85ea7b5ede72f321e67bed66294a5b5@example.org>', '2026-03-02T08:00:00Z');
INSERT INTO notices VALUES (2, 2, 1, '<6ac9dde9dd38a2d562aa87040f49c2b2@example.org>', '2026-03-02T08:00:00Z');
INSERT INTO deliveries VALUES (1, 1, 'waiting', 0, '2026-03-02T08:00:00Z', NULL, NULL, '');
INSERT INTO deliveries VALUES (2, 2, 'waiting', 0, '2026-03-02T08:00:00Z', NULL, NULL, '');
INSERT INTO _sqlite_migrations VALUES (1, 'clausewatch', 'm001_schema', '2026-11-22 06:38:45.219146+00:00');
INSERT INTO _sqlite_migrations VALUES (2, 'clausewatch', 'm002_how_to_fetch', '2026-11-22 06:38:45.219146+00:00');
INSERT INTO _sqlite_migrations VALUES (3, 'clausewatch', 'm003_blind_spells', '2026-11-22 06:38:45.219146+00:00');
INSERT INTO _sqlite_migrations VALUES (4, 'clausewatch', 'm004_schedule', '2026-11-22 06:38:45.219146+00:00');
INSERT INTO _sqlite_migrations VALUES (5, 'clausewatch', 'm005_order_by_sequence', '2026-11-22 06:38:45.219146+00:00');
COMMIT;
