"""The alignments of two short texts as a weighted graph: the best path, and how probable each bead is.

A semi-Markov conditional random field (Sarawagi and Cohen 2004) over beads: the probability of an alignment is
proportional to the exponential of the sum of its beads' scores. All work on a row of targets is one array operation;
only the insertions within a row depend on each other, and a running maximum (or sum) over shifted scores does those.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: How many source and target segments a bead has.
Shape = tuple[int, int]
#: A bead by the source and the target segments before it, and its shape.
Placed = tuple[int, int, Shape]


@dataclass(frozen=True)
class Scores:
    """Scores of everything that an alignment of n source and m target segments may hold.

    ``beads[a, b][i, j]`` is the score of the bead of sources i to i+a and targets j to j+b: shape (n-a+1, m-b+1).
    ``deletions`` has shape (n,), ``insertions`` (m,).
    """

    beads: Mapping[Shape, Floats]
    deletions: Floats
    insertions: Floats


def best_path(scores: Scores) -> list[Placed]:
    """The beads of the alignment with the highest sum of scores, in order (Viterbi)."""
    rows, columns = len(scores.deletions), len(scores.insertions)
    shift = np.concatenate([[0.0], np.cumsum(scores.insertions)])
    best = np.full((rows + 1, columns + 1), -np.inf)
    best[0] = shift
    shapes: list[Shape] = [(1, 0), *scores.beads, (0, 1)]
    chosen = np.full((rows + 1, columns + 1), len(shapes) - 1)
    for row in range(1, rows + 1):
        options = _options(best, scores, row)
        chosen[row] = options.argmax(0)
        ending = options.max(0)
        best[row] = np.maximum.accumulate(ending - shift) + shift
        chosen[row][best[row] > ending + 1e-9] = len(shapes) - 1
    return _traced(chosen, shapes)


def _traced(chosen: NDArray[np.int64], shapes: list[Shape]) -> list[Placed]:
    row, column = chosen.shape[0] - 1, chosen.shape[1] - 1
    path: list[Placed] = []
    while row or column:
        shape = shapes[int(chosen[row, column])]
        row, column = row - shape[0], column - shape[1]
        path.append((row, column, shape))
    return path[::-1]


def probabilities(scores: Scores) -> Scores:
    """How probable each bead, deletion and insertion is, all alignments considered (forward-backward).

    In the shape of the scores; those of a deletion and of an insertion are summed over where it may stand.
    """
    ahead = forward(scores)
    behind = forward(_reversed(scores))[::-1, ::-1]
    total = ahead[-1, -1]
    beads = {
        (height, width): np.exp(
            ahead[: len(ahead) - height, : ahead.shape[1] - width] + values + behind[height:, width:] - total
        )
        for (height, width), values in scores.beads.items()
    }
    deletions = np.exp(ahead[:-1] + scores.deletions[:, None] + behind[1:] - total).sum(1)
    insertions = np.exp(ahead[:, :-1] + scores.insertions[None, :] + behind[:, 1:] - total).sum(0)
    return Scores(beads, deletions, insertions)


def forward(scores: Scores) -> Floats:
    """The logarithm of the summed weight of all alignments of the first i source and j target segments."""
    rows, columns = len(scores.deletions), len(scores.insertions)
    shift = np.concatenate([[0.0], np.cumsum(scores.insertions)])
    summed = np.full((rows + 1, columns + 1), -np.inf)
    summed[0] = shift
    for row in range(1, rows + 1):
        ending = np.logaddexp.reduce(_options(summed, scores, row), axis=0)
        summed[row] = np.logaddexp.accumulate(ending - shift) + shift
    return summed


def _options(reached: Floats, scores: Scores, row: int) -> Floats:
    """For each way that a bead with a source can end at ``row``: the weight up to each column."""
    columns = reached.shape[1]
    options = np.full((len(scores.beads) + 1, columns), -np.inf)
    options[0] = reached[row - 1] + scores.deletions[row - 1]
    for number, ((height, width), values) in enumerate(scores.beads.items(), start=1):
        if height <= row:
            options[number, width:] = reached[row - height, : columns - width] + values[row - height]
    return options


def _reversed(scores: Scores) -> Scores:
    """The same read from the end."""
    beads = {shape: values[::-1, ::-1] for shape, values in scores.beads.items()}
    return Scores(beads, scores.deletions[::-1], scores.insertions[::-1])
