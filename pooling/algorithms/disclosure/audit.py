"""Is every sensitive cell hidden from everybody? And if not, what else must be hidden?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pooling.algorithms.disclosure.knowledge import Knowledge
from pooling.algorithms.disclosure.programme import Moves, Programme, allowed

CANNOT_MOVE = -1

Needs = Mapping[int, int]  # how far above its amount each sensitive cell must be able to lie


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks at the publications, and what it must not find out."""

    room: Sequence[int]  # how far each cell can fall for what it knows
    needs: Needs


def viewer_of(knowledge: Knowledge, group: str | None, needs: Needs) -> Viewer:
    known, alone = knowledge.known_to(group), knowledge.alone(group)
    room = [CANNOT_MOVE if alone[cell] else amount - known[cell] for cell, amount in enumerate(knowledge.amounts)]
    return Viewer(room, {cell: need for cell, need in sorted(needs.items()) if need > 0})


class Auditor:
    """Keeps every proof: one that a cell can lie high enough often serves for other cells and viewers too."""

    def __init__(self, knowledge: Knowledge, sensitive: Sequence[int]) -> None:
        self._programme = Programme(len(knowledge.amounts), knowledge.sums, sensitive)
        self._proofs: list[Moves] = []
        self.solved = 0

    def exposed(self, viewer: Viewer, hidden: Sequence[bool]) -> Iterator[int]:
        """Sensitive cells that the viewer can find out too closely; `hidden` is read anew after each."""
        pending = dict(viewer.needs)
        for proof in self._proofs:
            if pending and any(proof[cell] >= need for cell, need in pending.items()):
                self._drop(pending, proof, viewer, hidden)
        while pending and self._drop(pending, self._together(viewer, hidden, pending), viewer, hidden):
            pass
        for cell in sorted(pending):
            if cell in pending and not self._drop(
                pending, self._together(viewer, hidden, {cell: pending[cell]}), viewer, hidden
            ):
                yield cell
                for proof in self._proofs[-1:]:
                    self._drop(pending, proof, viewer, hidden)

    def mend(self, viewer: Viewer, hidden: Sequence[bool], prices: Mapping[int, float], cell: int) -> list[int] | None:
        """What to hide besides so that the cell can lie high enough; None when nothing would do."""
        free = [is_hidden or place in prices for place, is_hidden in enumerate(hidden)]
        cost = [0.0 if is_hidden else prices.get(place, 0.0) for place, is_hidden in enumerate(hidden)]
        self.solved += 1
        moves = self._programme.cheapest(viewer.room, free, cost, cell, viewer.needs[cell])
        if moves is None:
            return None
        self._proofs.append(moves)
        return [place for place, move in enumerate(moves) if move and not hidden[place]]

    def _together(self, viewer: Viewer, hidden: Sequence[bool], needs: Needs) -> Moves | None:
        self.solved += 1
        moves = self._programme.rise(viewer.room, hidden, needs)
        if moves is not None:
            self._proofs.append(moves)
        return moves

    @staticmethod
    def _drop(pending: dict[int, int], proof: Moves | None, viewer: Viewer, hidden: Sequence[bool]) -> bool:
        """Strike what the proof proves; whether it struck any."""
        if proof is None or not allowed(proof, viewer.room, hidden):
            return False
        proven = [cell for cell, need in pending.items() if proof[cell] >= need]
        for cell in proven:
            del pending[cell]
        return bool(proven)
