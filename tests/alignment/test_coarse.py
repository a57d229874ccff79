"""The first look at long texts."""

import numpy as np
import pytest

from workbench.alignment.anchors import label, paired_labels
from workbench.alignment.coarse import SAMPLE, Side, find_path, spread_sample
from workbench.alignment.vectors import unit


def side(vectors: np.ndarray) -> Side:
    return Side(unit(vectors), np.full(len(vectors), -1), np.zeros(len(vectors), bool))


@pytest.mark.parametrize(
    ("length", "dropped"), [(50, range(10, 20)), (1500, range(700, 760)), (3000, range(0, 200)), (900, range(850, 900))]
)
def test_long_texts_with_a_gap_are_followed_through(length, dropped):
    generator = np.random.default_rng(length)
    vectors = generator.standard_normal((length, 32)).astype(np.float32)
    kept = [index for index in range(length) if index not in dropped]
    noisy = vectors[kept] + 0.4 * generator.standard_normal((len(kept), 32)).astype(np.float32)
    path = find_path(side(vectors), side(noisy))
    right = sum(kept[column] == row for row, column in zip(path.source, path.target, strict=True))
    assert right >= 0.95 * len(kept)
    assert (np.diff(path.source) > 0).all() and (np.diff(path.target) > 0).all()


def test_a_sample_of_a_text_of_any_length_lies_within_it():
    for length in (0, 1, 199, 200, 201, *range(2200, 2300)):
        sample = spread_sample(np.arange(length, dtype=np.float32)[:, None])
        assert len(sample) == min(length, SAMPLE)
        assert len(set(sample[:, 0].tolist())) == len(sample)


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (3, 700)])
def test_very_uneven_texts(shape):
    generator = np.random.default_rng(1)
    path = find_path(*(side(generator.standard_normal((size, 16)).astype(np.float32)) for size in shape))
    assert len(path.source) <= min(shape)
    assert len(path.best_source) == shape[0] and len(path.best_target) == shape[1]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1. Inleiding", "1"),
        ("(4) De leden", "4"),
        ("12.3 Slotbepalingen", "12.3"),
        ("Artikel 5", "5"),
        ("§ 7 Toezicht", "7"),
        ("3 december 2025: aankomst", "3"),
        ("03-12-2025 aankomst", "03.12.2025"),
        ("De 5 leden", "5"),
        ("5% van de leden", ""),
        ("Op maandag 5 mei", ""),
        ("", ""),
    ],
)
def test_labels(text, wanted):
    assert label(text) == wanted


def test_only_labels_that_stand_once_on_each_side_count():
    source, target = paired_labels(["1. a", "2. b", "2. c", "3. d", "e"], ["1. x", "2. y", "3. z"])
    assert source[0] == target[0] >= 0 and source[3] == target[2] >= 0
    assert source[0] != source[3]
    assert list(source[[1, 2, 4]]) == [-1, -1, -1] and target[1] == -1
