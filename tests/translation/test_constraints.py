"""The automaton of lexical constraints: what counts, what does not, in whatever tokens the text is spelt."""

import random
import re

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from workbench.translation.constraints import ConstraintSet
from workbench.translation.pieces import PieceTable


@pytest.fixture(scope="module")
def table(bundled_model) -> PieceTable:
    return PieceTable(bundled_model)


def spell(table: PieceTable, text: str, seed: int) -> list[int]:
    """Tokens for ``text``, cut at random: any sequence of pieces that writes it."""
    choice, rest, tokens = random.Random(seed), " " + text, []
    by_text: dict[str, list[int]] = {}
    for token, piece in enumerate(table.texts):
        by_text.setdefault(piece, []).append(token)
    by_byte = {value: token for token, value in table.bytes.items()}
    while rest:
        sizes = [size for size in range(1, min(12, len(rest)) + 1) if rest[:size] in by_text]
        if sizes and choice.random() < 0.9:
            size = choice.choice(sizes)
            tokens.append(choice.choice(by_text[rest[:size]]))
        else:
            size = 1
            tokens += [by_byte[value] for value in rest[0].encode()]
        rest = rest[size:]
    return tokens


def read(constraints: ConstraintSet, tokens: list[int]) -> int:
    state = constraints.initial
    for token in tokens:
        state = constraints.advance(state, token)
    return state


CASES = [
    # wanted, text, the numbers of the constraints that count as met
    ([["East Sea"]], "the East Sea is calm", {0}),
    ([["East Sea"]], "the East Seas are calm", {0}),
    ([["East Sea"]], "the East Sea's waves", {0}),
    ([["East Sea"]], "the East Sea’s waves", {0}),
    ([["East Sea"]], "the (East Sea) is calm", {0}),
    ([["East Sea"]], "the East Seaside is calm", set()),
    ([["East Sea"]], "the Northeast Sea is calm", set()),
    ([["East Sea"]], "the east sea is calm", {0}),
    ([["WHO"]], "the man who came", set()),
    ([["WHO"]], "the WHO came", {0}),
    ([["trade"]], "Trade grew", {0}),
    ([["East Sea"], ["East Sea"]], "the East Sea is calm", {0}),
    ([["East Sea"], ["East Sea"]], "the East Sea and the East Sea", {0, 1}),
    ([["ship", "vessel"], ["ship"]], "a vessel and a ship", {0, 1}),
    ([["Secretary"], ["General Secretary"]], "the General Secretary spoke", {1}),
    ([["Secretary"], ["General Secretary"]], "the Secretary met the General Secretary", {0, 1}),
    ([["Communist Party"], ["Communist Party of Vietnam"]], "the Communist Party of Vietnam", {1}),
    ([["Communist Party"], ["Communist Party of Vietnam"]], "the Communist Party of China", {0}),
    ([["Communist Party"], ["Communist Party of Vietnam"], ["Vietnam"]], "the Communist Party of Vietnam", {1}),
    ([["State"], ["Statement"]], "a Statement", {1}),
    ([["State"], ["Statement"]], "a State and a Statement", {0, 1}),
    ([["Joint Statement", "Joint Statements"]], "two Joint Statements.", {0}),
    ([["Nguyễn Phú Trọng"]], "Mr Nguyễn Phú Trọng said", {0}),
    ([["12.5"]], "about 12.5 million", {0}),
]


@pytest.mark.parametrize(("wanted", "text", "met"), CASES)
def test_what_counts(table, wanted, text, met):
    for seed in range(4):
        constraints = ConstraintSet(table, wanted)
        state = read(constraints, spell(table, text, seed))
        assert {number for number in range(len(wanted)) if constraints.met(state) >> number & 1} == met
        assert constraints.done(state) == (len(met) == len(wanted))


def test_the_bank_counts_the_tokens_of_what_is_met_and_begun(table):
    constraints = ConstraintSet(table, [["East Sea"], ["East Sea"]])
    state, banks = constraints.initial, []
    for token in [*table.model.target_ids("East Sea East"), *table.model.target_ids("Sea")]:
        state = constraints.advance(state, token)
        banks.append(constraints.bank(state))
    assert banks == [1, 2, 3, 4] and constraints.banks == 4


FORBIDDEN = [
    ("trade", "we like trade and peace", True),
    ("trade", "we like Trade.", True),
    ("trade", "many trades were made", True),
    ("trade", "the trade's end", True),
    ("trade", "we like trade", True),
    ("trade", "a trademark and a trader", False),
    ("trade", "we retrade it", False),
    ("South China Sea", "the South China Sea is calm", True),
    ("South China Sea", "South China Seafarers sail", False),
    ("mệnh", "một mệnh lệnh", True),
]


@pytest.mark.parametrize(("phrase", "text", "stands"), FORBIDDEN)
def test_what_is_forbidden_in_every_spelling(table, phrase, text, stands):
    for seed in range(6):
        constraints = ConstraintSet(table, [], [phrase])
        assert constraints.done(read(constraints, spell(table, text, seed))) == (not stands)


def test_a_rendering_that_the_vocabulary_cannot_write_is_said(table, monkeypatch):
    monkeypatch.setattr(table, "_never", {*table.model.target_ids("Zorb")})
    constraints = ConstraintSet(table, [["Zorb"], ["trade"]])
    assert constraints.impossible == [0]
    assert constraints.done(read(constraints, spell(table, "fair trade", 0)))


WORDS = ("East", "Sea", "East Sea", "Sea East", "Seas", "of", "Party of", "Party", "the", "Parties", "Easter", "S")


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wanted=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True), max_size=3),
    forbidden=st.lists(st.sampled_from(WORDS), max_size=2),
    text=st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
    seed=st.integers(0, 99),
)
def test_done_means_that_every_constraint_has_an_occurrence_of_its_own(table, wanted, forbidden, text, seed):
    constraints = ConstraintSet(table, wanted, forbidden)
    state = read(constraints, spell(table, text, seed))
    assert constraints.bank(state) <= constraints.banks
    if constraints.done(state):
        assert constraints.bank(state) == constraints.banks
        assert _can_assign(text, wanted)
        assert not any(re.search(rf"(?<!\w){phrase}(?:s|es)?(?!\w)", text, re.I) for phrase in forbidden)


def _can_assign(text: str, wanted: list[list[str]], used: tuple[tuple[int, int], ...] = ()) -> bool:
    """Whether there are occurrences for all, none of which overlap: tried one after another."""
    if not wanted:
        return True
    return any(
        _can_assign(text, wanted[1:], (*used, match.span()))
        for phrase in wanted[0]
        for match in re.finditer(rf"(?<!\w){phrase}(?=(?:s|es)?(?!\w))", text, re.I)
        if not any(match.start() < end and start < match.end() for start, end in used)
    )
