-- Schema 29: indices for pages that read much of the store.

-- the topics of changes, for charts; the rows themselves hold whole clauses
CREATE INDEX clause_changes_topics ON clause_changes (change_id, significance, topics);

-- clauses with letters of scripts without spaces, which are looked through one by one; see `_UNSPACED` of searching.py
CREATE INDEX clauses_unspaced ON clauses (id) WHERE text GLOB '*[' || char(
    0x0e00, 45, 0x0eff, 0x1000, 45, 0x109f, 0x1780, 45, 0x17ff, 0x3040, 45, 0x30ff, 0x3400, 45, 0x4dbf,
    0x4e00, 45, 0x9fff, 0xf900, 45, 0xfaff, 0x20000, 45, 0x3ffff
) || ']*';
