-- Schema 28: which pages a page declares the same as itself in other languages, and which watches are variants by hand.

-- those of the newest version; of versions kept before, the stored bodies have them
CREATE TABLE alternates (
    watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    url TEXT NOT NULL,
    -- the version whose page declares it
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    PRIMARY KEY (watch_id, language, url)
) STRICT, WITHOUT ROWID;
CREATE INDEX alternates_url ON alternates (url);
CREATE INDEX alternates_snapshot ON alternates (snapshot_id);

-- watches with the same number are variants of one document
CREATE TABLE variants (
    watch_id INTEGER PRIMARY KEY REFERENCES watches (id) ON DELETE CASCADE,
    document INTEGER NOT NULL
) STRICT;
CREATE INDEX variants_document ON variants (document);
