"""Which cells of a table to hide so that none can be worked out; it knows counts and sums, not people or words.

The reader to guard against knows every row total, every column total and every shown cell exactly, and the reason
given for each hidden one. A table of given totals is a flow between its rows and its columns, so how far a hidden cell
can move is a largest flow (augmenting paths, Ford and Fulkerson), and every whole number in between is possible too
(integrality of network flows). The small tables of a report need nothing faster.
"""

import heapq
from collections.abc import Collection, Iterator, Sequence

THRESHOLD = 10
SHOWN, SMALL, SECONDARY = "", "small-number", "secondary"
# A whole line of cells hidden under one reason, so that the reason does not tell which of them are small.
BLURRED = "blurred"
# A column that no reader sees: it takes up what a table with one column has no second total for.
OUTSIDE = "outside"
# People whom no cell of the table stands for: a reader knows them only by what the totals leave.
UNPRINTED = "unprinted"
# The same, where people of hidden groups are among them: so few that each of these could be told must not be known.
POOLED = "pooled"
# A cell that was published before: it can be hidden no more.
KNOWN = "known"
LIMIT = 10**12
# Hiding one cell more costs more than any count in it.
CELL_COST = 10**9

# Marks of cells that the table prints, or could.
_OF_THE_TABLE = frozenset({SHOWN, SMALL, SECONDARY, BLURRED})
# What a mark alone tells: the least and the most that a cell can be.
_TOLD = {SMALL: (0, THRESHOLD - 1), BLURRED: (0, LIMIT), UNPRINTED: (0, LIMIT), POOLED: (0, LIMIT),
         OUTSIDE: (-LIMIT, LIMIT)}

Place = tuple[int, int]


def hide(values: Sequence[Sequence[int]], rows: Collection[int] = (), columns: Collection[int] = ()) -> list[list[str]]:
    """Return a reason (`small-number`, `secondary` or empty) for each cell of `values`, rows of equal length.

    `rows` and `columns` name lines whose own total may not be shown: all of their cells are hidden. A table with one
    row or one column is taken as parts of one total.

    Holds for every hidden cell, for the reader above: a cell under ten can still be any number from 0 to 9, any other
    hidden cell has at least ten possible values, each as far as the totals alone allow.
    """
    if len(values) == 1 and len(values[0]) > 1:
        turned = hide([[count] for count in values[0]], rows=columns, columns=rows)
        return [[reason for [reason] in turned]]
    table = _Table(values)
    for row in rows:
        table.blur_hidden_line([(row, column) for column in range(table.width)])
    for column in columns:
        table.blur_hidden_line([(row, column) for row in range(table.height)])
    table.secure_all()
    return table.reasons()


def secure(values: Sequence[Sequence[int]], marks: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the reasons for each cell of a part of many tables, whose lines the caller has marked.

    `marks` are SHOWN, SMALL, SECONDARY, BLURRED, KNOWN, UNPRINTED or POOLED, cell by cell. A hidden cell is given the
    room that `hide` gives; a pooled one can still be any number up to nine. Marks of unprinted people are given back
    as they were.
    """
    table = _Table(values, marks)
    table.secure_all()
    return table.reasons()


class _Table:
    """The counts and the mark of each cell while the search goes on; marks only ever hide more."""

    def __init__(self, values: Sequence[Sequence[int]], marks: Sequence[Sequence[str]] | None = None) -> None:
        self.height, self.width = len(values), len(values[0]) if values else 0
        self.is_line = self.width == 1
        self.count = {(i, j): n for i, row in enumerate(values) for j, n in enumerate(row)}
        self.total = sum(self.count.values())
        self.row_total = [sum(row) for row in values]
        self.column_total = [sum(row[j] for row in values) for j in range(self.width)]
        if marks is None:
            self.mark = {place: SMALL if n < THRESHOLD else SHOWN for place, n in self.count.items()}
            self._hide_lone_cells()
        else:
            self.mark = {(i, j): mark for i, row in enumerate(marks) for j, mark in enumerate(row)}
        if self.is_line:
            self.count |= {(i, 1): 0 for i in range(self.height)}
            self.mark |= {(i, 1): OUTSIDE for i in range(self.height)}

    def _hide_lone_cells(self) -> None:
        # Nearly all of a group in one cell says something of each of its members (security case I04).
        for (i, j), n in self.count.items():
            of_column = self.column_total[j] - n < THRESHOLD
            of_row = self.row_total[i] - n < THRESHOLD and not self.is_line
            if n >= THRESHOLD and (of_row or of_column):
                self.mark[i, j] = SECONDARY

    def places(self) -> Iterator[Place]:
        return (place for place, mark in self.mark.items() if mark != OUTSIDE)

    def reasons(self) -> list[list[str]]:
        told = {BLURRED: SECONDARY}
        return [[told.get(self.mark[i, j], self.mark[i, j]) for j in range(self.width)] for i in range(self.height)]

    def blur_hidden_line(self, line: Sequence[Place]) -> None:
        # A line that is small as a whole is told as such: its total is, wherever it stands alone.
        if sum(self.count[place] for place in line) >= THRESHOLD:
            self.blur(line)

    def blur(self, line: Sequence[Place]) -> list[Place]:
        """Give every cell of `line` the same reason; returns the cells that were shown until now."""
        newly = [place for place in line if self.mark[place] == SHOWN]
        self.mark |= dict.fromkeys((place for place in line if self.mark[place] in _OF_THE_TABLE), BLURRED)
        return newly

    def secure_all(self) -> None:
        """Hide more cells until every hidden one keeps its room."""
        waiting = [place for place in self.places() if self.mark[place] not in (SHOWN, KNOWN, UNPRINTED)]
        waiting.sort(key=lambda place: (self.mark[place] != SMALL, place))
        while waiting:
            newly = self._secure(waiting[0])
            waiting = waiting[1:] + newly

    def _secure(self, place: Place) -> list[Place]:
        row = [(place[0], j) for j in range(self.width)]
        column = [(i, place[1]) for i in range(self.height)]
        lines = [row, column] if self.row_total[place[0]] <= self.column_total[place[1]] else [column, row]
        newly: list[Place] = []
        for line in ([], *([column] if self.is_line else lines), list(self.places())):
            newly += self.blur(line)
            added = self._room_made(place)
            if added is not None:
                return newly + added
        return newly

    def _room_made(self, place: Place) -> list[Place] | None:
        """Return the cells hidden to give `place` its room, None where that cannot be done this way."""
        count, lowest, highest = self.count[place], *self._what_totals_allow(place)
        if self.mark[place] == POOLED:
            needs = [(1, max(0, min(THRESHOLD - 1, highest) - count))]
        elif count < THRESHOLD:
            needs = [(1, min(THRESHOLD - 1, highest) - count), (-1, count - lowest)]
        else:
            span = min(THRESHOLD - 1, highest - lowest)
            free_up = _Shift(self, place, 1).push(span)
            free_down = _Shift(self, place, -1).push(min(span - free_up, count - self.bounds(place)[0]))
            needs = [(1, span - free_down)] if free_up + free_down < span else []
        added: list[Place] = []
        for step, need in needs:
            shift = _Shift(self, place, step, may_hide=True, hidden=added)
            if shift.push(need) < need:
                return None
            added = shift.hidden
        self.mark |= dict.fromkeys(added, SECONDARY)
        return added

    def _what_totals_allow(self, place: Place) -> tuple[int, int]:
        if self.is_line:
            return (0, self.total) if self.height > 1 else (self.total, self.total)
        row, column = self.row_total[place[0]], self.column_total[place[1]]
        return max(0, row + column - self.total), min(row, column)

    def bounds(self, place: Place) -> tuple[int, int]:
        """Return what the reason alone tells of a cell; a shown cell is asked what it would tell if hidden."""
        if self.mark[place] == KNOWN:
            return self.count[place], self.count[place]
        return _TOLD.get(self.mark[place], (THRESHOLD, LIMIT))


class _Shift:
    """Moves one cell up (`step` 1) or down (-1) as far as other hidden cells can make up for it in every total."""

    def __init__(
        self, table: _Table, place: Place, step: int, *, may_hide: bool = False, hidden: Sequence[Place] = ()
    ) -> None:
        self.table, self.place, self.may_hide = table, place, may_hide
        self.hidden = list(hidden)
        self.moved = dict.fromkeys(table.count, 0)
        row, column = place[0], table.height + place[1]
        self.start, self.end = (column, row) if step > 0 else (row, column)

    def push(self, need: int) -> int:
        """Return how much of `need` the cell can move; `hidden` then names the cells that it takes."""
        done = 0
        while done < need:
            path = self._path(need - done) or self._path(1)
            if not path:
                break
            amount = min(need - done, *(self._room(a, b) for a, b in path))
            for a, b in path:
                self._take(a, b, amount)
            done += amount
        return done

    def _edge(self, a: int, b: int) -> tuple[Place, int]:
        height = self.table.height
        return ((a, b - height), 1) if a < height else ((b, a - height), -1)

    def _room(self, a: int, b: int) -> int:
        place, sign = self._edge(a, b)
        low, high = self.table.bounds(place)
        now = self.table.count[place] + self.moved[place]
        return high - now if sign > 0 else now - low

    def _take(self, a: int, b: int, amount: int) -> None:
        place, sign = self._edge(a, b)
        self.moved[place] += sign * amount
        if self._cost(place):
            self.hidden.append(place)

    def _cost(self, place: Place) -> int:
        is_shown = self.table.mark[place] == SHOWN and place not in self.hidden
        return CELL_COST + self.table.count[place] if is_shown else 0

    def _path(self, amount: int) -> list[tuple[int, int]]:
        """Return the cheapest way (edges from start to end) that carries `amount`, empty where there is none."""
        best, came, waiting = {self.start: 0}, {self.start: self.start}, [(0, self.start)]
        while waiting:
            cost, node = heapq.heappop(waiting)
            if node == self.end:
                break
            for other in self._neighbours(node, amount):
                further = cost + self._cost(self._edge(node, other)[0])
                if further < best.get(other, LIMIT * LIMIT):
                    best[other], came[other] = further, node
                    heapq.heappush(waiting, (further, other))
        if self.end not in came:
            return []
        return self._walk_back(came)

    def _neighbours(self, node: int, amount: int) -> Iterator[int]:
        height = self.table.height
        width = len(self.table.count) // height
        for other in range(height, height + width) if node < height else range(height):
            place, _ = self._edge(node, other)
            is_open = place != self.place and (self.may_hide or not self._cost(place))
            if is_open and self._room(node, other) >= amount:
                yield other

    def _walk_back(self, came: dict[int, int]) -> list[tuple[int, int]]:
        path, node = [], self.end
        while node != self.start:
            path.append((came[node], node))
            node = came[node]
        return path[::-1]
