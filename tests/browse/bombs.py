"""Statements that take all they can get: time in one step, memory, rows, the compiler."""

from __future__ import annotations

_LONG = "WITH RECURSIVE d(s) AS (SELECT 'ab' UNION ALL SELECT s || s FROM d WHERE length(s) < 1000000) "
_MANY = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
_NESTED = ", ".join(f"c{i} AS (SELECT * FROM c{i - 1} UNION ALL SELECT * FROM c{i - 1})" for i in range(1, 30))

BOMBS = {
    "a search within one step": _LONG + "SELECT instr(max(s), substr(max(s), 1, 500000) || 'x') FROM d",
    "a replacement within one step": _LONG
    + "SELECT length(replace(max(s), substr(max(s), 1, 500000) || 'x', '')) FROM d",
    "a format without end": "SELECT printf('%.*c', 1000000000, 'x')",
    "rows without end": _MANY + "SELECT i FROM n ORDER BY i",
    "long rows": _LONG + ", m AS (SELECT max(s) AS s FROM d) SELECT m.s FROM m, clauses a, clauses b, clauses c",
    "wide rows": _LONG + f"SELECT {', '.join(f'max(s) AS c{i}' for i in range(99))} FROM d",
    "a join of everything": "SELECT count(*) FROM clauses a, clauses b, clauses c, clauses d, clauses e, clauses f",
    "a pattern": _LONG + "SELECT count(*) FROM d, clauses a, clauses b WHERE s LIKE '%a%a%a%a%a%a%b%b%b%b%b%b%c'",
    "a glob": _LONG + "SELECT count(*) FROM d, clauses a, clauses b WHERE s GLOB '*a*a*a*a*b*b*b*b*c'",
    "a trim": _LONG + "SELECT trim(max(s), max(s) || 'c') FROM d",
    "a statement that doubles": f"WITH c0 AS (SELECT 1 AS x), {_NESTED} SELECT count(*) FROM c29",
    "one list of all": _MANY + "SELECT json_group_array(i) FROM n",
    "a set in memory": "WITH RECURSIVE n(i, s) AS (SELECT 1, 'x' UNION SELECT i + 1, s || i FROM n) SELECT count(*) FROM n",
    "bytes of nothing": "SELECT hex(zeroblob(900000000))",
    "sorting what is long": _LONG + "SELECT substr(s, 1, 10) FROM d, clauses a, clauses b ORDER BY s || a.id || b.id",
    "a walk through nested JSON": _LONG
    + "SELECT count(*) FROM d, json_tree('[' || replace(s, 'ab', '[1],') || '1]') j",
}
