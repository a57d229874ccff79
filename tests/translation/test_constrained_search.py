"""Whatever is demanded stands in the output, whatever is forbidden does not."""

import re

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from workbench.translation.constrained_search import constrained_search
from workbench.translation.constraints import ConstraintSet
from workbench.translation.marian import MarianModel
from workbench.translation.pieces import PieceTable
from workbench.translation.search import beam_search

SOURCE = "De minister sprak in Hanoi met de gouverneur over handel en veiligheid."
PHRASES = (
    "East Sea",
    "General Secretary",
    "Secretary",
    "Joint Statement",
    "Community of Shared Future",
    "trade",
    "Comprehensive Strategic Cooperative Partnership between the two countries and peoples",
    "Nguyễn Phú Trọng",
    "12.5",
    "€ 3.5",  # spelt in bytes, after a piece that is only a space
    "(EU)",
)


def stands(phrase: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(phrase)}(?!\w)|(?<!\w){re.escape(phrase)}(?=(?:e?s|'s?)\b)", text, re.I))


def translate(model: MarianModel, table: PieceTable, wanted: list[tuple[str, ...]], forbidden: tuple[str, ...] = ()):
    ((found, *_),) = constrained_search(
        model, [model.source_ids(SOURCE)], [ConstraintSet(table, wanted, forbidden)], beams=6
    )
    return found, model.text(found.tokens)


@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=st.lists(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=2, unique=True), max_size=3))
def test_every_constraint_is_met(bundled_model, wanted):
    table = PieceTable(bundled_model)
    found, text = translate(bundled_model, table, [tuple(alternatives) for alternatives in wanted])
    assert found.finished
    for alternatives in wanted:
        assert any(stands(phrase, text) for phrase in alternatives), (alternatives, text)


def test_the_same_rendering_wanted_twice_stands_twice(bundled_model):
    found, text = translate(bundled_model, PieceTable(bundled_model), [("East Sea",), ("East Sea",)])
    assert found.finished and stands("East Sea", text) >= 2, text


def test_a_forbidden_word_is_avoided_however_it_is_spelt(bundled_model):
    free = bundled_model.text(beam_search(bundled_model, [bundled_model.source_ids(SOURCE)])[0][0].tokens)
    words = list(re.findall(r"[A-Za-z]{4,}", free))
    for word in words[:4]:
        found, text = translate(bundled_model, PieceTable(bundled_model), [], (word,))
        assert found.finished and not stands(word, text), (word, text)


def test_a_longer_word_that_contains_a_forbidden_one_is_permitted(bundled_model):
    found, text = translate(bundled_model, PieceTable(bundled_model), [("trademarks",)], ("trade",))
    assert found.finished and stands("trademarks", text) and not stands("trade", text.replace("trademarks", ""))


def test_what_leaves_no_room_for_a_sentence_is_given_up_and_the_rest_is_met(bundled_model):
    endless = " ".join(["Comprehensive Strategic Cooperative Partnership"] * 200)
    constraints = ConstraintSet(PieceTable(bundled_model), [(endless,), ("East Sea",)])
    assert constraints.impossible == [0]
    ((found, *_),) = constrained_search(bundled_model, [bundled_model.source_ids(SOURCE)], [constraints], beams=6)
    text = bundled_model.text(found.tokens)
    assert found.finished and stands("East Sea", text) and len(text) < 3 * len(SOURCE)


def test_constraints_that_do_not_fit_together_are_said(bundled_model):
    long = [(f"{number} Comprehensive Strategic Cooperative Partnership and {number} more",) for number in range(60)]
    found, text = translate(bundled_model, PieceTable(bundled_model), long)
    assert not found.finished and stands("Comprehensive Strategic Cooperative Partnership", text)


def test_without_constraints_it_finds_what_the_free_search_finds(bundled_model):
    free = beam_search(bundled_model, [bundled_model.source_ids(SOURCE)], beams=6)[0][0]
    found, _ = translate(bundled_model, PieceTable(bundled_model), [])
    assert found.finished and found.tokens == free.tokens


def test_a_number_that_begins_with_a_piece_for_its_space_finds_room_beside_another_rendering(bundled_model):
    table = PieceTable(bundled_model)
    assert table.written(table.spelling("12.5")[:1]) == "", "the case that this test is about"
    found, text = translate(bundled_model, table, [("General Secretary",), ("12.5",)])
    assert found.finished and stands("General Secretary", text) and stands("12.5", text), text
