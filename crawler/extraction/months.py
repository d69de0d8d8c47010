"""Names of the twelve months, in the languages of the policies, as they stand in a date."""

from __future__ import annotations

from crawler.extraction.words import lines_of


def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    for line in lines_of("months.txt"):
        for month, names in enumerate(line.partition(":")[2].split("|"), 1):
            for name in names.split():
                table.setdefault(name, month)
    return table


# Polish and Czech call November what Croatian calls October; the wider use wins.
MONTHS = _table()
