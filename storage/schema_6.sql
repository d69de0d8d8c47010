-- Schema 6: the reasons of a change as values, beside their words.

-- rule, subject, what went and what came of each reason; see monitor/core/records/reasons.py
ALTER TABLE clause_changes ADD COLUMN reason_details TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(reason_details));
UPDATE clause_changes SET reason_details = reason_details_of(reasons) WHERE reasons <> '[]';
