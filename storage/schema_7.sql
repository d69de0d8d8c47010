-- Schema 7: what was left out of the page that a version was drawn from.

CREATE TABLE left_out (
    -- a version without a row was drawn before this was recorded
    snapshot_id INTEGER PRIMARY KEY REFERENCES snapshots (id) ON DELETE CASCADE,
    -- the rules that said so; newer than those of the version where its text is the same under both
    extractor TEXT NOT NULL,
    blocks INTEGER NOT NULL CHECK (blocks >= 0),
    -- of each rule how many blocks it left out, and how the first of them begin; see monitor/core/records/left_out.py
    rules TEXT NOT NULL CHECK (json_valid(rules))
) STRICT;
