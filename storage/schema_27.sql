-- Schema 27: tokens by which programs read what the pages show.

-- the token itself is known to the program alone
CREATE TABLE tokens (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    token_sha256 TEXT NOT NULL UNIQUE,
    -- with whose account it ends, NULL for nobody's
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    added_at TEXT NOT NULL,
    -- NULL for no end
    ends_at TEXT,
    -- to the hour
    used_at TEXT
) STRICT;
CREATE INDEX tokens_user ON tokens (user_id) WHERE user_id IS NOT NULL;
