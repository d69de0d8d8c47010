-- Schema 10: sentences of a policy that came or went at a page that varies, and were not told yet.

-- see monitor/core/untold.py
CREATE TABLE untold (
    watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    headings TEXT NOT NULL CHECK (json_valid(headings)),
    -- how the clauses beside it begin
    beside TEXT NOT NULL CHECK (json_valid(beside)),
    is_gone INTEGER NOT NULL CHECK (is_gone IN (0, 1)),
    -- it was known to come and go at a place that varies
    is_known INTEGER NOT NULL CHECK (is_known IN (0, 1)),
    since TEXT NOT NULL,
    -- how many looks in a row have found that; 0 where the last one has not, but readers do not know what the version has
    looks INTEGER NOT NULL CHECK (looks >= 0),
    PRIMARY KEY (watch_id, text, is_gone)
) STRICT, WITHOUT ROWID;
