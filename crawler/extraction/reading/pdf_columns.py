"""Where text stands side by side on a page: its columns, one after the other, and its tables, row by row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from crawler.extraction.reading.pdf_gutters import (
    Gutters,
    between,
    borders_of,
    is_among,
    is_apart,
    is_in_step,
    is_rest_of_row,
    is_ruled_elsewhere,
    is_within,
    is_wrapped_row,
    share,
    spans_of,
)
from crawler.extraction.reading.pdf_tables import (
    FALL,
    FREE,
    MIDDLE,
    ROWS,
    RULED,
    SAME,
    across_of,
    bands_of,
    crosses,
    has_head_row,
    is_mark,
    is_table,
    leading_of,
    parts_of,
    starts_of,
    table_rows,
)
from crawler.extraction.reading.pdf_words import rows_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from crawler.extraction.reading.pdf_gutters import Span
    from crawler.extraction.reading.pdf_tables import Cells, Drawn, Row
    from crawler.extraction.reading.pdf_words import Word

_MOST = 0.6  # of the rows with something behind a gutter begin right there
_COLUMN_ROWS = 5  # of a column of running text at least
_SEVERAL_ROWS = 12  # likewise, where there are more than two: few rows are rather a table without rules
_PLACES = 24  # where columns may begin that are tried; a table has hardly more
_FAR = 2.5  # likewise; more stands for itself
_FARTHER = 4.0  # likewise, of what stands above or below columns of running text: the space above a heading is less
_LARGER = 1.08  # of the size of the text; more is a heading's, as in flow.py
_ABOVE = 3  # rows, in which the head of a table is looked for; lines above it may leave its gutters free by chance
_MOST_ROWS = 600  # of a page among which columns are sought; a guess: small print has 150
_DEPTH = 3  # columns within columns, a table in one of them


class _Run(NamedTuple):
    """Rows, by their first and last place, that stand in columns."""

    first: int
    last: int
    gutters: Gutters


def columns_of(
    words: Sequence[Word], drawn: Drawn, known: Collection[Gutters] = (), depth: int = _DEPTH
) -> tuple[list[list[Row | Cells]], list[Gutters]]:
    """Return what stands on a page, column by column in reading order, each from the top; and the gutters between them.

    Text stands in columns where the same gutter stays free in rows upon rows and words begin right behind it. They are
    a table where a rule is drawn across the gutter between its rows, where all columns have their gaps at the same
    heights, or where hardly any row goes on with a small letter; else they are columns of running text.

    Args:
        words: of the page, turned round where lines begin at the right.
        drawn: what else is known of the page.
        known: gutters of other pages; what goes on here may be too short to show them.
        depth: how many columns may stand within one another.
    """
    rows = list(rows_of(words))
    columns: list[list[Row | Cells]] = [[]]
    found: list[Gutters] = []
    at = 0
    region = _Region(rows, drawn)
    for run in region.runs(known) if depth and len(rows) <= _MOST_ROWS else ():
        columns[-1] += rows[at : run.first]
        at = run.last + 1
        within = rows[run.first : at]
        found.append(region.seen(run.gutters))
        if run.gutters.is_table:
            is_ruled = run.gutters.is_ruled or is_ruled_elsewhere(found[-1], known)
            columns[-1] += table_rows(within, run.gutters.places, drawn, is_ruled=is_ruled)
            continue
        for part in parts_of(within, run.gutters.places):
            inner, others = columns_of(part, drawn, known, depth - 1)
            columns += inner
            found += others
        columns.append([])
    columns[-1] += rows[at:]
    return [column for column in columns if column], found


class _Region:
    """Rows among which columns are sought."""

    def __init__(self, rows: Sequence[Row], drawn: Drawn) -> None:
        self.rows, self.drawn = rows, drawn
        self.starts = [starts_of(row) for row in rows]
        self.left = min((row[0].x for row in rows), default=0.0)
        self.borders = borders_of(drawn.rules)
        self.places = self._places()
        self._bands = bands_of(rows, FALL * leading_of(rows, drawn)) if rows else []
        self.free = {place: bytes(not crosses(row, place) for row in rows) for place in self.places}
        self.begun = {place: bytes(is_among(place, starts) for starts in self.starts) for place in self.places}

    def runs(self, known: Collection[Gutters]) -> list[_Run]:
        """Return the rows that stand in columns, from the top; where two overlap, the longer."""
        columns = {gutters.places[0] for gutters in known if not gutters.is_table}
        found = [
            run
            for place, spans in self.places.items()
            for first, last in self._stretches(place, spans)
            for run in [self._judged(first, last, place)]
            if run is not None and not (run.gutters.is_table and is_among(place, columns))
        ]
        for gutters in known:
            found += (run for run in self._going_on(gutters) if not (gutters.is_table and share(run.gutters, columns)))
        taken = bytearray(len(self.rows))
        chosen = []
        for run in sorted(found, key=self._rank):
            if not any(taken[run.first : run.last + 1]):
                taken[run.first : run.last + 1] = b"\x01" * (run.last + 1 - run.first)
                chosen.append(run)
        return sorted(chosen)

    def seen(self, gutters: Gutters) -> Gutters:
        """Return gutters as other pages are told of them."""
        places = tuple(round(place - self.left) for place in gutters.places)
        return gutters._replace(places=places) if gutters.is_table else gutters

    def _rank(self, run: _Run) -> tuple[bool, bool, int, int, Gutters]:
        """Return what makes a run come before others: columns of text, then grids, then the longer."""
        is_drawn = any(self.places.get(place) for place in run.gutters.places)
        return run.gutters.is_table, not is_drawn, run.first - run.last, run.first, run.gutters

    def _going_on(self, gutters: Gutters) -> Iterator[_Run]:
        """Yield the rows that stand in the columns of other pages, however few; of a table, one with all its cells."""
        if gutters.is_table:
            gutters = gutters._replace(places=tuple(place + self.left for place in gutters.places))
        for first, last in (self._pieces if gutters.is_table else self._ends)(gutters.places):
            rows = self._of_table(first, last, gutters) if gutters.is_table else (first, last)
            yield _Run(*self._wider(*rows, gutters), gutters)

    def _of_table(self, first: int, last: int, gutters: Gutters) -> tuple[int, int]:
        """Return rows of a table with those above and below that have a cell in its columns behind the first."""
        while first > 0 and self._is_of(first - 1, first, gutters):
            first -= 1
        while last + 1 < len(self.rows) and self._is_of(last + 1, last, gutters):
            last += 1
        return first, last

    def _is_of(self, at: int, beside: int, gutters: Gutters) -> bool:
        row, other = self.rows[at], self.rows[beside]
        is_near = abs(row[0].y - other[0].y) <= _FAR * leading_of([other], self.drawn)
        is_free = not any(crosses(row, place) for place in gutters.places)
        is_rest = at == 0 and row[0].text[:1].islower() and abs(row[0].size - other[0].size) < SAME
        return is_near and is_free and (is_rest or any(is_among(x, gutters.places) for x in self.starts[at]))

    def _ends(self, places: Sequence[float]) -> Iterator[tuple[int, int]]:
        """Yield rows that leave a gutter free where something stands behind it, and all of it right behind."""
        (place,) = places
        for first, last in self._free(place, ()):
            rows = range(first, last + 1)
            behind = [at for at in rows if self.rows[at][-1].x >= place - SAME]
            begun = [at for at in behind if is_apart(self.rows[at], place)]
            is_there = any(is_among(place, self.starts[at]) for at in behind)
            has_both = any(self.rows[at][0].x < place - SAME for at in rows)
            if len(rows) >= ROWS and is_there and len(begun) >= _MOST * len(behind) and has_both:
                yield begun[0], behind[-1]

    def _pieces(self, places: Sequence[float]) -> Iterator[tuple[int, int]]:
        """Yield rows with a cell for each column of a table; at the edges of a page each may stand anywhere in it."""
        for at, (row, starts) in enumerate(zip(self.rows, self.starts, strict=True)):
            is_free = not any(crosses(row, place) for place in places)
            is_full = is_free and all(parts_of([row], places))
            is_item = is_mark([word for word in row if word.x < places[0] - SAME])
            is_cells = len(starts) == len(places) + 1  # else the words of a justified cell may stand as far apart
            is_begun = (is_cells or len(places) > 1) and all(is_among(place, starts[1:]) for place in places)
            is_cell = is_full and not is_item and not self._is_in_text(at, places)
            if is_cell and (is_begun or (is_cells and at in {0, len(self.rows) - 1})):
                yield at, at
        at = 0
        for band in self._bands:
            is_rest = at == 0 and is_rest_of_row(band, places) and band[0][0].size < _LARGER * self.drawn.size
            if is_rest or (len(band) > 1 and is_wrapped_row(band, places)):
                yield at, at + len(band) - 1
            at += len(band)

    def _is_in_text(self, at: int, places: Sequence[float]) -> bool:
        """Tell whether a row is one of a paragraph's lines, which pay no heed to the columns of a table."""
        return any(
            self._are_lines(self.rows[beside], self.rows[at]) and any(crosses(self.rows[beside], it) for it in places)
            for beside in (at - 1, at + 1)
            if 0 <= beside < len(self.rows)
        )

    def _places(self) -> dict[float, list[Span]]:
        """Return where columns may begin, and between which heights a rule is drawn there."""
        counts = Counter(float(round(x)) for starts in self.starts for x in starts)
        around = {x: counts[x - 1] + count + counts[x + 1] for x, count in counts.items()}
        often = sorted((x for x, count in around.items() if count > 1), key=lambda x: (-around[x], -counts[x], x))
        places: dict[float, list[Span]] = {}
        for x in often:
            if len(places) < _PLACES and all(abs(x - other) > SAME for other in places):
                places[x] = []
        upright: dict[float, list[Span]] = {}
        for rule in self.drawn.rules:
            if rule.x == rule.end and not any(float(round(rule.x)) in border for border in self.borders):
                upright.setdefault(float(round(rule.x)), []).append((rule.y, rule.top))
        begun: dict[float, list[int]] = {}
        for at, starts in enumerate(self.starts):
            for x in starts:
                begun.setdefault(float(round(x)), []).append(at)
        for x in sorted(upright, key=lambda it: -len(upright[it]))[:_PLACES]:
            spans = spans_of(upright[x])
            beside = [at for near in (x - 1, x, x + 1) for at in begun.get(near, ())]
            if sum(not self._is_drawn(at, spans) for at in beside) < _COLUMN_ROWS:
                places[x] = spans  # else the text of a column stands there, and a box begins with it
        return dict(sorted(places.items()))

    def _free(self, place: float, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
        """Yield the first and last of rows that leave the gutter before a place free."""
        free = self.free.get(place) or bytes(not crosses(row, place) for row in self.rows)
        first = None
        for at in range(len(self.rows) + 1):
            is_free = at < len(self.rows) and free[at] and (not spans or self._is_drawn(at, spans))
            if is_free and first is None:
                first = at
            if not is_free and first is not None:
                yield first, at - 1
                first = None

    def _is_drawn(self, at: int, spans: Sequence[Span]) -> bool:
        """Tell whether a row stands beside upright rules."""
        word = self.rows[at][0]
        return is_within(word.y + MIDDLE * word.size, spans)

    def _stretches(self, place: float, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
        """Yield the first and last of such rows with enough on both sides of the gutter."""
        for first, last in self._free(place, spans):
            stretch = self._trimmed(first, last, place, 1 if spans else ROWS)
            if stretch is not None:
                yield stretch

    def _trimmed(self, first: int, last: int, place: float, least: int) -> tuple[int, int] | None:
        """Return the first and last of rows that begin at a place, None where too few do."""
        begun = self.begun[place]
        behind_it = [at for at in range(first, last + 1) if self.rows[at][-1].x >= place - SAME]
        some = behind_it if least == 1 else [at for at in behind_it if begun[at]]
        if len(some) < least:
            return None
        rows = self.rows[some[0] : some[-1] + 1]
        filled = [before for row in rows for before in [[word for word in row if word.x < place - SAME]] if before]
        marks = sum(map(is_mark, filled))
        if len(filled) - marks < max(least, marks):
            return None
        behind = [next((word.x for word in row if word.x >= place - SAME), None) for row in rows]
        fitting = sum(x is None or is_among(x, self.places) for x in behind)
        return (some[0], some[-1]) if least == 1 or fitting >= _MOST * len(behind) else None

    def _judged(self, first: int, last: int, place: float) -> _Run | None:
        """Tell whether rows that begin at a place are a table or columns; None where they are neither."""
        places = self._gutters(first, last, place)
        if place not in places:
            return None
        across = [any(crosses(row, it) for it in places) for row in self.rows[first : last + 1]]
        if all(across):
            return None
        last -= across[::-1].index(False)
        heads = range(first, min(first + _ABOVE, last))
        first = next((at for at in heads if has_head_row(self.rows[at : last + 1], places)), first)
        rows = self.rows[first : last + 1]
        is_ruled = len(across_of(rows, places, self.drawn.rules)) >= RULED
        gutters = Gutters(tuple(places), is_table=True, is_ruled=is_ruled)
        is_grid = bool(self.places[place]) and len(places) > 1
        if not is_grid and not is_table(rows, place, places, self.drawn):
            least = _COLUMN_ROWS if len(places) == 1 else _SEVERAL_ROWS
            if self.places[place] or min(len(list(rows_of(part))) for part in parts_of(rows, [place])) < least:
                return None
            gutters = Gutters((place,), is_table=False)
        return _Run(*self._wider(first, last, gutters), gutters)

    def _gutters(self, first: int, last: int, place: float) -> list[float]:
        """Return the places before which most of some rows leave a gutter free, and where enough of them begin.

        Where a grid is drawn it shows all columns of a table; what begins beside a grid, at the place, is none of them.
        """
        rows = self.rows[first : last + 1]
        least = max(2, len(bands_of(rows, FALL * leading_of(rows, self.drawn))) / 2)
        free = [
            place
            for place, spans in self.places.items()
            if self.free[place].count(1, first, last + 1) >= FREE * len(rows)
            if (
                sum(self._is_drawn(at, spans) for at in range(first, last + 1)) >= _MOST * len(rows)
                if spans
                else self.begun[place].count(1, first, last + 1) >= least
            )
        ]
        ruled = [place for place in free if self.places[place]]
        if ruled:
            return between(rows, [place] if place in free and self._is_beside(place, ruled) else ruled)
        return self._as_many(first, last, between(rows, free))

    def _is_beside(self, place: float, ruled: Sequence[float]) -> bool:
        """Tell whether a border of a grid, and no other of its rules, parts a place from the grid."""
        left, right = self.borders
        behind = max((x for x in right if x <= place), default=None)
        before = min((x for x in left if x >= place - SAME), default=None)
        is_behind = behind is not None and not any(behind < x <= place for x in ruled)
        is_before = before is not None and not any(place <= x < before for x in ruled)
        return is_behind or is_before

    def _as_many(self, first: int, last: int, places: list[float]) -> list[float]:
        """Return the places at which a bold first row begins something, where it does for each of its parts.

        Where it has more parts than there are places, further ones are sought.
        """
        count = len(self.starts[first]) - 1
        head = self.rows[first]
        around = [row for row in self.rows[max(0, first - 1) : first + 2] if self._are_lines(row, head)]
        if not count or [row for row in around if all(word.bold for word in row)] != [head]:
            return places  # or the head has several lines, each with some of its parts
        if len(places) < count:
            found = self._close(first, last, places)
            return sorted([*places, *found[: count - len(places)]])
        begun = [place for place in places if is_among(place, [word.x for word in self.rows[first]])]
        return begun if len(begun) >= count else places

    def _are_lines(self, one: Row, other: Row) -> bool:
        """Tell whether rows may be lines of one cell: of one size, and no further apart than lines."""
        fall = abs(one[0].y - other[0].y)
        return abs(one[0].size - other[0].size) < SAME and fall <= FALL * leading_of([other], self.drawn)

    def _close(self, first: int, last: int, places: Sequence[float]) -> list[float]:
        """Return further places at which a word begins in nearly each row: columns that stand as close as words."""
        rows = self.rows[first + 1 : last + 1]
        counts = Counter(float(round(word.x)) for row in rows for word in row[1:])
        found: list[float] = []
        for x, _ in counts.most_common(_PLACES):
            around = counts[x - 1] + counts[x] + counts[x + 1]
            is_new = not is_among(x, [*places, *found]) and not any(crosses(row, x) for row in rows)
            if is_new and around >= max(ROWS, FREE * len(rows)):
                found.append(x)
        return found

    def _wider(self, first: int, last: int, gutters: Gutters) -> tuple[int, int]:
        """Return rows with those above and below that go on with one of their columns."""
        while first > 0 and self._belongs(first - 1, first, gutters):
            first -= 1
        while last + 1 < len(self.rows) and self._belongs(last + 1, last, gutters):
            last += 1
        return first, last

    def _belongs(self, at: int, beside: int, gutters: Gutters) -> bool:
        row, other = self.rows[at], self.rows[beside]
        fall = abs(row[0].y - other[0].y)
        most = _FAR if gutters.is_table else _FARTHER
        leading = leading_of([other], self.drawn)
        if fall > most * leading or any(crosses(row, place) for place in gutters.places):
            return False
        if not gutters.is_table:
            # a title above may have a space there, or end in a short line
            has_both = row[0].x < gutters.places[0] - SAME < row[-1].x and is_apart(row, gutters.places[0])
            return has_both or at > beside or row[0].size < _LARGER * self.drawn.size
        beyond = 2 * beside - at
        if 0 <= beyond < len(self.rows) and is_in_step(row, other, self.rows[beyond], gutters.places):
            return True
        alike = self._are_lines(row, other) and row[0].bold == other[0].bold
        is_second = row[0].bold and row[0].x >= gutters.places[0] - SAME  # a line of a head of several
        is_head = at < beside and (len(self.starts[at]) > len(gutters.places) or is_second)
        return alike or is_head
