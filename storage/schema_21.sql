-- Schema 21: notices leave by other ways than mail.

-- mail, a web hook, the command of the configuration, or Apprise; see monitor/core/records/ways.py
ALTER TABLE subscribers ADD COLUMN way TEXT NOT NULL GENERATED ALWAYS AS (
    CASE
        WHEN email = 'hook' THEN 'hook'
        WHEN email LIKE 'https://%' OR email LIKE 'http://%' THEN 'web'
        WHEN email LIKE 'apprise:%' THEN 'apprise'
        ELSE 'mail'
    END
) VIRTUAL;

-- the changes that feeds tell, by the time at which they were told
CREATE INDEX changes_told ON changes (coalesce(told_at, at) DESC, id DESC) WHERE significance IN ('minor', 'material');

-- what the receiver said when it took the notice, "" for nothing
ALTER TABLE deliveries ADD COLUMN answer TEXT NOT NULL DEFAULT '';
