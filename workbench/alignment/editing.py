"""Editing an alignment: split, merge, move and drop beads, and a history with undo and redo.

All functions return a new alignment. Each keeps every segment in exactly one bead and in order, so that no text is
lost whatever is done. A bead that a person made or changed is certain: its confidence is 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from workbench.alignment.beads import Alignment, Bead
from workbench.errors import UsageError


class Side(StrEnum):
    """One of the two texts."""

    SOURCE = "source"
    TARGET = "target"


class Direction(StrEnum):
    """Towards the bead before, or the bead after."""

    BACK = "back"
    ON = "on"


def split(alignment: Alignment, position: int, source: int, target: int) -> Alignment:
    """Split the bead at ``position`` in two; ``source`` and ``target`` say how many segments go to the first.

    Raises UsageError if there is no such bead, it has not so many segments, or one of the two would be empty.
    """
    bead = _bead(alignment, position)
    if not (0 <= source <= len(bead.source) and 0 <= target <= len(bead.target)):
        raise UsageError(f"bead {position + 1} has {len(bead.source)} and {len(bead.target)} segments; split it inside")
    halves = Bead(bead.source[:source], bead.target[:target]), Bead(bead.source[source:], bead.target[target:])
    if not all(half.source or half.target for half in halves):
        raise UsageError(f"bead {position + 1}: a part without segments cannot be split off")
    return _replaced(alignment, position, position + 1, halves)


def merge(alignment: Alignment, first: int, last: int) -> Alignment:
    """Merge the beads from ``first`` to ``last``, both included, into one.

    Raises UsageError if there are no such beads, or only one.
    """
    if not 0 <= first < last < len(alignment.beads):
        raise UsageError(f"beads {first + 1} to {last + 1} cannot be merged: there are {len(alignment.beads)} beads")
    merged = alignment.beads[first : last + 1]
    bead = Bead(
        tuple(index for part in merged for index in part.source),
        tuple(index for part in merged for index in part.target),
    )
    return _replaced(alignment, first, last + 1, [bead])


def move(alignment: Alignment, position: int, side: Side, direction: Direction) -> Alignment:
    """Move a segment of one side of a bead to the bead beside it: the first one back, or the last one on.

    A bead that is left without segments disappears.

    Raises UsageError if there is no such bead, it has nothing on this side, or there is no bead beside it.
    """
    bead, back = _bead(alignment, position), direction is Direction.BACK
    neighbour = position - 1 if back else position + 1
    if not 0 <= neighbour < len(alignment.beads):
        raise UsageError(f"bead {position + 1}: there is no bead to move {'back' if back else 'on'} to")
    segments = _segments(bead, side)
    if not segments:
        raise UsageError(f"bead {position + 1} has no {side} segment to move")
    beside = alignment.beads[neighbour]
    if back:
        kept = [_with(beside, side, (*_segments(beside, side), segments[0])), _with(bead, side, segments[1:])]
    else:
        kept = [_with(bead, side, segments[:-1]), _with(beside, side, (segments[-1], *_segments(beside, side)))]
    start = min(position, neighbour)
    return _replaced(alignment, start, start + 2, [part for part in kept if part.source or part.target])


def drop(alignment: Alignment, position: int) -> Alignment:
    """Say that the two sides of a bead do not correspond: it becomes a deletion and an insertion.

    Raises UsageError if there is no such bead, or one side is empty already.
    """
    bead = _bead(alignment, position)
    if not (bead.source and bead.target):
        raise UsageError(f"bead {position + 1} has only one side; there is nothing to drop")
    return _replaced(alignment, position, position + 1, [Bead(bead.source, ()), Bead((), bead.target)])


def check(alignment: Alignment) -> None:
    """Raise UsageError unless every segment stands in exactly one bead, in order, and no bead is empty."""
    for side, texts in ((Side.SOURCE, alignment.source), (Side.TARGET, alignment.target)):
        found = [index for bead in alignment.beads for index in _segments(bead, side)]
        if found != list(range(len(texts))):
            wrong = next((at for at, (one, other) in enumerate(pairwise([-1, *found])) if other != one + 1), len(found))
            raise UsageError(f"{side} segment {wrong + 1} is missing, out of order, or stands in two beads")
    if not all(bead.source or bead.target for bead in alignment.beads):
        raise UsageError("a bead has no segments")


@dataclass(frozen=True)
class History:
    """An alignment with the states before and after it. Immutable: each step gives a new history."""

    current: Alignment
    past: tuple[Alignment, ...] = ()
    future: tuple[Alignment, ...] = ()

    def then(self, edited: Alignment) -> "History":
        """The history after an edit; what was undone is forgotten."""
        return History(edited, (*self.past, self.current))

    def undo(self) -> "History":
        """The history one step back; itself if there is nothing to undo."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.current, *self.future))

    def redo(self) -> "History":
        """The history with the last undone step done again; itself if there is none."""
        if not self.future:
            return self
        return History(self.future[0], (*self.past, self.current), self.future[1:])


def _bead(alignment: Alignment, position: int) -> Bead:
    if not 0 <= position < len(alignment.beads):
        raise UsageError(f"there is no bead {position + 1}: there are {len(alignment.beads)}")
    return alignment.beads[position]


def _segments(bead: Bead, side: Side) -> tuple[int, ...]:
    return bead.source if side is Side.SOURCE else bead.target


def _with(bead: Bead, side: Side, segments: tuple[int, ...]) -> Bead:
    return Bead(segments, bead.target) if side is Side.SOURCE else Bead(bead.source, segments)


def _replaced(alignment: Alignment, start: int, end: int, beads: Sequence[Bead]) -> Alignment:
    return replace(alignment, beads=(*alignment.beads[:start], *beads, *alignment.beads[end:]))
