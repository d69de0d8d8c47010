-- Schema 20: addresses that confirm, stops that are remembered, mails that are wanted no more while they are sent.

-- since when it waits for whoever has the address to confirm it, NULL where it is confirmed
ALTER TABLE subscriptions ADD COLUMN unconfirmed_since TEXT;
-- when it was first found that it has waited too long, or waits since a time to come: one clock alone is not believed
ALTER TABLE subscriptions ADD COLUMN doubted_at TEXT;
CREATE INDEX subscriptions_unconfirmed ON subscriptions (unconfirmed_since) WHERE unconfirmed_since IS NOT NULL;

-- since when it is known that whoever has the address wants mails, and when it was asked last
ALTER TABLE subscribers ADD COLUMN confirmed_at TEXT;
ALTER TABLE subscribers ADD COLUMN asked_at TEXT;
UPDATE subscribers SET confirmed_at = added_at;
CREATE INDEX subscribers_asked ON subscribers (asked_at) WHERE asked_at IS NOT NULL;

-- what a subscriber does not want: stopped by a link of a mail, or never confirmed
CREATE TABLE stops (
    id INTEGER PRIMARY KEY,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    watch_id INTEGER REFERENCES watches (id) ON DELETE CASCADE,
    tag TEXT,
    phrases TEXT NOT NULL CHECK (json_valid(phrases)),
    how TEXT NOT NULL CHECK (how IN ('link', 'lapsed')),
    at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX stops_once ON stops (subscriber_id, coalesce(watch_id, 0), coalesce(tag, ''), phrases);
CREATE INDEX stops_watch ON stops (watch_id);

-- Notices are built anew with all that refers to them, as in schema 19: a new kind has to fit.
DROP TRIGGER notice_changes_gone;
DROP TRIGGER notice_spells_gone;
ALTER TABLE deliveries RENAME TO deliveries_before;
ALTER TABLE notice_changes RENAME TO notice_changes_before;
ALTER TABLE notice_spells RENAME TO notice_spells_before;
ALTER TABLE notices RENAME TO notices_before;

CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('changes', 'health', 'daily', 'weekly', 'confirm')),
    message_id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    -- when it is to go out; its delivery says when it is tried again
    due_at TEXT NOT NULL
) STRICT;
INSERT INTO notices (id, subscriber_id, kind, message_id, created_at, due_at)
SELECT id, subscriber_id, kind, message_id, created_at, due_at FROM notices_before;

-- the changes that a notice tells: to each subscriber each once
CREATE TABLE notice_changes (
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    change_id INTEGER NOT NULL REFERENCES changes (id) ON DELETE CASCADE,
    notice_id INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
    -- because of which
    subscription_id INTEGER REFERENCES subscriptions (id) ON DELETE SET NULL,
    PRIMARY KEY (subscriber_id, change_id)
) STRICT, WITHOUT ROWID;
INSERT INTO notice_changes (subscriber_id, change_id, notice_id, subscription_id)
SELECT subscriber_id, change_id, notice_id, subscription_id FROM notice_changes_before;

-- the watches that went blind or see again
CREATE TABLE notice_spells (
    notice_id INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
    spell_id INTEGER NOT NULL REFERENCES blind_spells (id) ON DELETE CASCADE,
    event TEXT NOT NULL CHECK (event IN ('blind', 'sees')),
    subscription_id INTEGER REFERENCES subscriptions (id) ON DELETE SET NULL,
    PRIMARY KEY (notice_id, spell_id, event)
) STRICT, WITHOUT ROWID;
INSERT INTO notice_spells (notice_id, spell_id, event, subscription_id)
SELECT notice_id, spell_id, event, subscription_id FROM notice_spells_before;

-- and the subscriptions that are to be confirmed
CREATE TABLE notice_questions (
    notice_id INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
    subscription_id INTEGER NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
    asked_at TEXT NOT NULL,
    PRIMARY KEY (notice_id, subscription_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    notice_id INTEGER NOT NULL UNIQUE REFERENCES notices (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TEXT NOT NULL,
    claimed_at TEXT,
    sent_at TEXT,
    last_error TEXT NOT NULL DEFAULT '',
    -- whether its reader wanted it no more while it was being sent
    is_withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (is_withdrawn IN (0, 1))
) STRICT;
INSERT INTO deliveries (id, notice_id, state, attempts, next_attempt_at, claimed_at, sent_at, last_error)
SELECT id, notice_id, state, attempts, next_attempt_at, claimed_at, sent_at, last_error FROM deliveries_before;

DROP TABLE deliveries_before;
DROP TABLE notice_spells_before;
DROP TABLE notice_changes_before;
DROP TABLE notices_before;

-- the notice of a subscriber that may still grow, and how many of blind watches went out lately
CREATE INDEX notices_subscriber ON notices (subscriber_id, kind, due_at);
CREATE INDEX notice_changes_change ON notice_changes (change_id);
CREATE INDEX notice_changes_notice ON notice_changes (notice_id);
CREATE INDEX notice_changes_subscription ON notice_changes (subscription_id) WHERE subscription_id IS NOT NULL;
CREATE INDEX notice_spells_spell ON notice_spells (spell_id, event);
CREATE INDEX notice_spells_subscription ON notice_spells (subscription_id) WHERE subscription_id IS NOT NULL;
CREATE INDEX notice_questions_subscription ON notice_questions (subscription_id);
-- what is to be sent now
CREATE INDEX deliveries_due ON deliveries (next_attempt_at) WHERE state IN ('waiting', 'sending');

-- how many were taken on lately
CREATE INDEX deliveries_claimed ON deliveries (claimed_at) WHERE claimed_at IS NOT NULL;

-- a notice that has nothing left to tell goes
CREATE TRIGGER notice_changes_gone AFTER DELETE ON notice_changes BEGIN
    DELETE FROM notices WHERE id = old.notice_id
    AND NOT EXISTS (SELECT 1 FROM notice_changes WHERE notice_id = old.notice_id)
    AND NOT EXISTS (SELECT 1 FROM notice_spells WHERE notice_id = old.notice_id);
END;
CREATE TRIGGER notice_spells_gone AFTER DELETE ON notice_spells BEGIN
    DELETE FROM notices WHERE id = old.notice_id
    AND NOT EXISTS (SELECT 1 FROM notice_changes WHERE notice_id = old.notice_id)
    AND NOT EXISTS (SELECT 1 FROM notice_spells WHERE notice_id = old.notice_id);
END;
CREATE TRIGGER notice_questions_gone AFTER DELETE ON notice_questions BEGIN
    DELETE FROM notices WHERE id = old.notice_id
    AND NOT EXISTS (SELECT 1 FROM notice_questions WHERE notice_id = old.notice_id);
END;
