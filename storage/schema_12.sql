-- Schema 11: the sites on which the page of a watch was found.

-- what a list of suppliers named, so that it is not looked for again; a site may have several documents, and a group's
-- policy is that of several sites
CREATE TABLE sites (
    watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    -- its host without "www.", with a port or a path where it was named with one
    site TEXT NOT NULL CHECK (site <> ''),
    PRIMARY KEY (watch_id, site)
) STRICT, WITHOUT ROWID;
