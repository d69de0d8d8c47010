-- Schema 18: which parts of a page turn while its policy stays.

-- see monitor/core/surroundings.py
CREATE TABLE surroundings (
    watch_id INTEGER PRIMARY KEY REFERENCES watches (id) ON DELETE CASCADE,
    -- the version that has the policy the page had at all of these looks
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    rules TEXT NOT NULL,
    -- looks in a row, up to the last, at which nothing was drawn
    settled INTEGER NOT NULL CHECK (settled >= 0),
    -- of each part that turns: its place, digests of all of it and of its tags at the last look, how often it was new, and
    -- the length of its longest text
    turning TEXT NOT NULL CHECK (json_valid(turning)),
    -- digests of the parts at the first of these looks, 8 bytes each
    parts BLOB NOT NULL
) STRICT;
