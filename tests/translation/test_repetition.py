"""Repetitions: what counts as said twice."""

import pytest

from workbench.translation.repetition import repetitions


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("The minister spoke in Hanoi.", 0),
        ("In Ho Chi Minh City in Ho Chi Minh City.", 3),
        ("The minister minister spoke.", 1),
        ("He had had no time.", 0),
        ("He said that that was it.", 1),
        ("regions of the two countries, and regions of the two countries", 3),
    ],
)
def test_repetitions_are_counted(text, count):
    assert repetitions(text) == count
