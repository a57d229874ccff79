"""The dynamic program against all alignments written out."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.alignment.dynamic_program import Placed, Scores, best_path, probabilities

SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3))


def random_scores(rows: int, columns: int, seed: int) -> Scores:
    generator = np.random.default_rng(seed)
    beads = {
        (a, b): generator.normal(0, 2, (rows - a + 1, columns - b + 1)) for a, b in SHAPES if a <= rows and b <= columns
    }
    return Scores(beads, generator.normal(-1, 1, rows), generator.normal(-1, 1, columns))


def alignments(scores: Scores, row: int = 0, column: int = 0) -> Iterator[tuple[list[Placed], float]]:
    rows, columns = len(scores.deletions), len(scores.insertions)
    if (row, column) == (rows, columns):
        yield [], 0.0
    steps = {
        shape: values[row, column]
        for shape, values in scores.beads.items()
        if row < values.shape[0] and column < values.shape[1]
    }
    if row < rows:
        steps[1, 0] = scores.deletions[row]
    if column < columns:
        steps[0, 1] = scores.insertions[column]
    for (a, b), value in steps.items():
        for rest, weight in alignments(scores, row + a, column + b):
            yield [(row, column, (a, b)), *rest], weight + value


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 10**6))
def test_finds_the_best_of_all_alignments_and_their_probabilities(rows, columns, seed):
    scores = random_scores(rows, columns, seed)
    every = list(alignments(scores))
    path = best_path(scores)
    weight = {tuple(beads): value for beads, value in every}
    assert weight[tuple(path)] == pytest.approx(max(weight.values()))
    total = sum(np.exp(value) for value in weight.values())
    probable = probabilities(scores)
    for shape, values in probable.beads.items():
        for (row, column), probability in np.ndenumerate(values):
            having = sum(np.exp(value) for beads, value in weight.items() if (row, column, shape) in beads)
            assert probability == pytest.approx(having / total, rel=1e-6, abs=1e-12)
    for row, probability in enumerate(probable.deletions):
        having = sum(
            np.exp(value)
            for beads, value in weight.items()
            if any(bead[0] == row and bead[2] == (1, 0) for bead in beads)
        )
        assert probability == pytest.approx(having / total, rel=1e-6)
