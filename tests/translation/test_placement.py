"""Where a missing rendering is put into a draft."""

import pytest
import torch

from workbench.translation.pieces import PieceTable
from workbench.translation.placement import places_of, spliced


@pytest.fixture(scope="module")
def table(bundled_model) -> PieceTable:
    return PieceTable(bundled_model)


def looks(*rows: list[float]) -> torch.Tensor:
    return torch.tensor(rows)


def test_the_rendering_goes_where_the_model_looks_at_its_words():
    attention = looks([0.9, 0.1, 0, 0], [0.1, 0.8, 0.1, 0], [0, 0.9, 0.1, 0], [0, 0, 0.9, 0.1])
    assert places_of(attention, [1]) == [1]
    assert places_of(attention, [0]) == [0]


def test_a_word_that_stands_twice_has_two_places():
    attention = looks([0.5, 0.1, 0.4, 0], [0.1, 0.8, 0.1, 0], [0.1, 0, 0.5, 0.4], [0, 0.1, 0.9, 0])
    assert places_of(attention, [2]) == [0, 2]


def test_what_the_model_left_out_goes_before_what_follows_it():
    attention = looks([0.9, 0.0, 0.1, 0], [0.1, 0.0, 0.9, 0], [0, 0, 0.1, 0.9])
    assert places_of(attention, [1]) == [1]


def test_what_is_left_out_at_the_end_goes_to_the_end():
    attention = looks([0.9, 0.1, 0, 0], [0.8, 0.1, 0.1, 0], [0.1, 0, 0.1, 0.8])
    assert places_of(attention, [2]) == [3]


@pytest.mark.parametrize(
    ("draft", "at", "renderings", "expected"),
    [
        ("The Baltic Sea is calm.", 1, ("East Sea",), "The East Sea"),
        ("Baltic Sea is calm.", 0, ("the sea",), "The sea"),
        ("They met in June.", 99, ("2025",), "They met in June 2025"),
        ("It is the (Baltic) Sea.", None, ("East",), "It is the (East"),
    ],
)
def test_the_prefix_ends_with_the_rendering(table, draft, at, renderings, expected):
    tokens = table.model.target_ids(draft)
    ends = [end for end, _ in table.ends(tuple(tokens))]
    start = draft.index("Baltic") if at is None else 0
    position = sum(end <= start for end in ends) if at is None else min(at, len(tokens))
    prefix = spliced(table, tokens, position, renderings)
    assert prefix is not None and table.written(prefix) == expected


def test_the_space_of_what_is_cut_off_goes_with_it(table):
    tokens = table.model.target_ids("On 21 May.")
    assert table.texts[tokens[1]] == " ", "the case that this test is about"
    assert table.model.text(spliced(table, tokens, 2, ("22",))) == "On 22"


def test_a_word_is_never_cut_in_two(table):
    tokens = table.model.target_ids("The extraordinarily uncooperative frigate.")
    for position in range(1, len(tokens)):
        prefix = spliced(table, tokens, position, ("East Sea",))
        before = table.written(prefix).removesuffix("East Sea").strip()
        assert "The extraordinarily uncooperative frigate".startswith(before)
        assert before.split() == ["The", "extraordinarily", "uncooperative", "frigate"][: len(before.split())]


def test_what_cannot_be_written_is_not_spliced(table, monkeypatch):
    monkeypatch.setattr(table, "_never", set(table.model.target_ids("Zorb")))
    assert spliced(table, table.model.target_ids("The sea."), 1, ("Zorb",)) is None
