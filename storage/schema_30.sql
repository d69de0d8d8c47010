-- Schema 30: the registers of versions, each fact with the clause that says it.

CREATE TABLE registers (
    snapshot_id INTEGER PRIMARY KEY REFERENCES snapshots (id) ON DELETE CASCADE,
    -- the version before it then, by which it was found since when a fact is stated; empty for the first
    before_id INTEGER,
    -- by which rules it was read
    rules TEXT NOT NULL,
    -- why it could not be read, a kind of failure; empty where it was
    failure TEXT NOT NULL
) STRICT;

CREATE TABLE facts (
    id INTEGER PRIMARY KEY,
    snapshot_id INTEGER NOT NULL REFERENCES registers (snapshot_id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    -- what it is of, in whatever words: the name of a processor, the data that are kept
    subject TEXT NOT NULL,
    -- [name, words of the clause, what they come to] of each field
    fields TEXT NOT NULL,
    position INTEGER NOT NULL,
    -- the first version of the unbroken run that states it
    since_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX facts_register ON facts (snapshot_id, kind, subject);
CREATE INDEX facts_since ON facts (since_id);
