"""The linear programme: how the hidden cells can move while every published sum stays what it is.

The solver's answer is rounded to whole units and checked exactly; what does not hold exactly proves nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import highspy
import numpy as np

Moves = Sequence[int]  # by how much each cell differs from its amount


class _Silent(highspy.Highs):
    """Without callbacks, which nobody here uses: enabling them prints a banner before it can be switched off."""

    def enableCallbacks(self) -> None:  # noqa: N802 (highspy's own name)
        pass


class Programme:
    """Columns: each cell's way up, each cell's way down, then for each sensitive cell what of its way up counts."""

    def __init__(self, cells: int, sums: Sequence[tuple[int, tuple[int, ...]]], sensitive: Sequence[int]) -> None:
        self._cells, self._sums = cells, sums
        self._place = {cell: 2 * cells + place for place, cell in enumerate(sensitive)}
        self._solver = _Silent()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
            self._solver.setOptionValue(option, value)
        self._width = 2 * cells + len(sensitive)
        self._columns = np.arange(self._width, dtype=np.int32)
        nothing = np.zeros(self._width)
        empty = np.array([], dtype=np.int32)
        self._solver.addCols(self._width, nothing, nothing, nothing, 0, empty, empty, np.array([]))
        for total, parts in sums:
            self._row(0.0, dict.fromkeys(parts, 1) | {total: -1})
        for cell, place in self._place.items():
            self._row(highspy.kHighsInf, {cell: 1}, place)

    def _row(self, upper: float, signs: Mapping[int, int], counted: int | None = None) -> None:
        columns = [column for cell in signs for column in (cell, self._cells + cell)]
        weights = [weight for sign in signs.values() for weight in (sign, -sign)]
        if counted is not None:
            columns, weights = [*columns, counted], [*weights, -1]
        self._solver.addRow(
            0.0, upper, len(columns), np.array(columns, dtype=np.int32), np.array(weights, dtype=np.float64)
        )

    def rise(self, room: Sequence[int], free: Sequence[bool], needs: Mapping[int, int]) -> Moves | None:
        """Move free cells so that the sensitive ones rise as far as they need, as many as can at once."""
        upper, cost = self._bounds(room, free), np.zeros(self._width)
        for cell, need in needs.items():
            upper[self._place[cell]] = need
            cost[self._place[cell]] = -1 / need
        return self._solved(self._lower(), upper, cost, room, free)

    def cheapest(
        self, room: Sequence[int], free: Sequence[bool], prices: Sequence[float], cell: int, need: int
    ) -> Moves | None:
        """Move free cells, and others at a price, so that the cell rises as far as it needs; None if it cannot."""
        lower, upper = self._lower(), self._bounds(room, free)
        lower[cell], upper[self._cells + cell] = need, 0
        cost = np.zeros(self._width)
        cost[: 2 * self._cells] = [*prices, *prices]
        return self._solved(lower, upper, cost, room, free)

    def furthest(self, room: Sequence[int], free: Sequence[bool], cell: int, sign: int) -> Moves | None:
        """Move free cells so that one rises, or falls when the sign is below zero, as far as it can."""
        cost = np.zeros(self._width)
        cost[cell], cost[self._cells + cell] = -sign, sign
        upper = self._bounds(room, free)
        upper[: self._cells][upper[: self._cells] > 0] = 10 * (max(room) + 1)
        return self._solved(self._lower(), upper, cost, room, free)

    def _lower(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """A sensitive cell may fall too, so that another can rise."""
        lower = np.zeros(self._width)
        lower[2 * self._cells :] = -highspy.kHighsInf
        return lower

    def _bounds(self, room: Sequence[int], free: Sequence[bool]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """`room` is how far each cell can fall, below zero when it cannot move at all."""
        upper = np.zeros(self._width)
        for cell, (down, moves) in enumerate(zip(room, free, strict=True)):
            if moves and down >= 0:
                upper[cell], upper[self._cells + cell] = highspy.kHighsInf, down
        return upper

    def _solved(
        self,
        lower: np.ndarray[tuple[int], np.dtype[np.float64]],
        upper: np.ndarray[tuple[int], np.dtype[np.float64]],
        cost: np.ndarray[tuple[int], np.dtype[np.float64]],
        room: Sequence[int],
        free: Sequence[bool],
    ) -> Moves | None:
        self._solver.changeColsBounds(self._width, self._columns, lower, upper)
        self._solver.changeColsCost(self._width, self._columns, cost)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values = np.asarray(self._solver.getSolution().col_value)
        moves = np.rint(values[: self._cells] - values[self._cells : 2 * self._cells]).astype(np.int64).tolist()
        return moves if allowed(moves, room, free) and self._adds_up(moves) else None

    def _adds_up(self, moves: Moves) -> bool:
        return all(moves[total] == sum(moves[part] for part in parts) for total, parts in self._sums)


def allowed(moves: Moves, room: Sequence[int], free: Sequence[bool]) -> bool:
    """Only free cells move, and none falls further than it can; exactly."""
    return all(
        not move or (can and down >= 0 and move >= -down) for move, down, can in zip(moves, room, free, strict=True)
    )
