-- Schema 14: the addresses that watches had before the one they have now.

CREATE TABLE past_addresses (
    watch_id INTEGER NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    -- from 1, in the order in which the watch had them
    number INTEGER NOT NULL CHECK (number > 0),
    url TEXT NOT NULL,
    until TEXT NOT NULL,
    PRIMARY KEY (watch_id, number)
) STRICT, WITHOUT ROWID;
