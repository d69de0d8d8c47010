-- Schema 26: how reviews stand, so that those that are open are found among very many; and telling of their steps.

-- what the steps of each review come to; kept by the triggers below and written by nothing else
CREATE TABLE reviews (
    change_id INTEGER PRIMARY KEY REFERENCES changes (id) ON DELETE CASCADE,
    state TEXT NOT NULL DEFAULT 'new',
    assignee TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
    -- NULL where nobody set it or took it away
    due TEXT,
    ticket TEXT NOT NULL DEFAULT '',
    comments INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX reviews_open ON reviews (change_id) WHERE state NOT IN ('accepted', 'dismissed');

CREATE TRIGGER changes_reviewed AFTER INSERT ON changes
WHEN new.told_at IS NOT NULL AND new.significance IN ('minor', 'material') BEGIN
    INSERT INTO reviews (change_id) VALUES (new.id);
END;
CREATE TRIGGER review_steps_count AFTER INSERT ON review_steps BEGIN
    UPDATE reviews SET
        state = iif(new.what = 'state', new.value, state),
        assignee = iif(new.what = 'assignee', new.value, assignee),
        due = iif(new.what = 'due', new.value, due),
        ticket = iif(new.what = 'ticket', new.value, ticket),
        comments = comments + (new.what = 'comment')
    WHERE change_id = new.change_id;
END;
CREATE TRIGGER review_steps_stay BEFORE UPDATE ON review_steps BEGIN
    SELECT RAISE(ABORT, 'steps of reviews are never rewritten');
END;

INSERT INTO reviews (change_id, state, assignee, due, ticket, comments)
SELECT c.id,
    coalesce((SELECT value FROM review_steps WHERE change_id = c.id AND what = 'state' ORDER BY id DESC LIMIT 1), 'new'),
    coalesce((SELECT value FROM review_steps WHERE change_id = c.id AND what = 'assignee' ORDER BY id DESC LIMIT 1), ''),
    (SELECT value FROM review_steps WHERE change_id = c.id AND what = 'due' ORDER BY id DESC LIMIT 1),
    coalesce((SELECT value FROM review_steps WHERE change_id = c.id AND what = 'ticket' ORDER BY id DESC LIMIT 1), ''),
    (SELECT count(*) FROM review_steps WHERE change_id = c.id AND what = 'comment')
FROM changes c WHERE c.told_at IS NOT NULL AND c.significance IN ('minor', 'material');

-- whether a web hook or the command hears of reviews too
ALTER TABLE subscriptions ADD COLUMN has_reviews INTEGER NOT NULL DEFAULT 0 CHECK (has_reviews IN (0, 1));

-- Notices are built anew with all that refers to them, as in schema 20: a new kind has to fit.
DROP TRIGGER notice_changes_gone;
DROP TRIGGER notice_spells_gone;
DROP TRIGGER notice_questions_gone;
ALTER TABLE deliveries RENAME TO deliveries_before;
ALTER TABLE notice_changes RENAME TO notice_changes_before;
ALTER TABLE notice_spells RENAME TO notice_spells_before;
ALTER TABLE notice_questions RENAME TO notice_questions_before;
ALTER TABLE notices RENAME TO notices_before;

CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('changes', 'health', 'daily', 'weekly', 'confirm', 'review')),
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

-- the subscriptions that are to be confirmed
CREATE TABLE notice_questions (
    notice_id INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
    subscription_id INTEGER NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
    asked_at TEXT NOT NULL,
    PRIMARY KEY (notice_id, subscription_id)
) STRICT, WITHOUT ROWID;
INSERT INTO notice_questions (notice_id, subscription_id, asked_at)
SELECT notice_id, subscription_id, asked_at FROM notice_questions_before;

-- and what was said of a review, as it stood then, so that a repeat tells the same
CREATE TABLE notice_reviews (
    notice_id INTEGER PRIMARY KEY REFERENCES notices (id) ON DELETE CASCADE,
    change_id INTEGER NOT NULL REFERENCES changes (id) ON DELETE CASCADE,
    subscription_id INTEGER REFERENCES subscriptions (id) ON DELETE SET NULL,
    told TEXT NOT NULL CHECK (json_valid(told))
) STRICT;

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
    is_withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (is_withdrawn IN (0, 1)),
    -- what the receiver said when it took the notice, "" for nothing
    answer TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO deliveries (
    id, notice_id, state, attempts, next_attempt_at, claimed_at, sent_at, last_error, is_withdrawn, answer
)
SELECT id, notice_id, state, attempts, next_attempt_at, claimed_at, sent_at, last_error, is_withdrawn, answer
FROM deliveries_before;

DROP TABLE deliveries_before;
DROP TABLE notice_questions_before;
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
CREATE INDEX notice_reviews_change ON notice_reviews (change_id);
CREATE INDEX notice_reviews_subscription ON notice_reviews (subscription_id) WHERE subscription_id IS NOT NULL;
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
CREATE TRIGGER notice_reviews_gone AFTER DELETE ON notice_reviews BEGIN
    DELETE FROM notices WHERE id = old.notice_id;
END;
