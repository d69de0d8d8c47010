-- Schema 16: full-text search over headings.

-- the clauses below a heading: where it stands, and whether it may go
CREATE INDEX snapshot_clauses_heading_path ON snapshot_clauses (heading_path_id);

-- heading paths are only ever added, or deleted whole
CREATE VIRTUAL TABLE clauses_fts_headings USING fts5 (
    path, content = 'heading_paths', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER headings_added AFTER INSERT ON heading_paths BEGIN
    INSERT INTO clauses_fts_headings (rowid, path) VALUES (new.id, new.path);
END;
CREATE TRIGGER headings_deleted AFTER DELETE ON heading_paths BEGIN
    INSERT INTO clauses_fts_headings (clauses_fts_headings, rowid, path) VALUES ('delete', old.id, old.path);
END;
INSERT INTO clauses_fts_headings (clauses_fts_headings) VALUES ('rebuild');
