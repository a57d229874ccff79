"""Ruined segments: each rule finds its ruin, and none finds one in a sound translation."""

import pytest
from evaluation_helpers import demands_of, head_of, made_of, run_of
from hypothesis import given
from hypothesis import strategies as st

from workbench.evaluation.ruin import Kind, find_loop, find_ruins

LONG = "De delegatie reisde na het overleg met de trein door naar een stad in het noorden."


@pytest.mark.parametrize(
    ("text", "loop"),
    [
        ("No, no, no and no again.", None),
        ("no no no no", "no"),
        ("the Minister of the Minister of the Minister of the Minister of the", "the minister of"),
        ("It was hahahahahahahahahaha", "ha"),
        ("1000000000000 euros", None),
        ("..........................", None),
        ("", None),
        ("It was a long, long, long way.", None),
    ],
)
def test_loops(text, loop):
    assert find_loop(text) == loop


@given(st.lists(st.sampled_from(("sea", "river", "lake")), min_size=1, max_size=8), st.integers(4, 9))
def test_whatever_is_said_four_times_in_a_row_is_a_loop(phrase, times):
    assert find_loop("They said " + " ".join(phrase * times)) is not None


@pytest.mark.parametrize(
    ("source", "reference", "hypothesis", "kind"),
    [
        (LONG, "The delegation travelled on by train.", "", Kind.EMPTY),
        (LONG, "The delegation travelled on.", "The train the train the train the train", Kind.LOOP),
        (LONG, "The delegation travelled on by train.", "Train.", Kind.LENGTH),
        (LONG, "The delegation travelled on.", " ".join(f"word{at}" for at in range(60)), Kind.LENGTH),
        (LONG, "The delegation travelled on by train.", LONG, Kind.UNTRANSLATED),
        ("De ambassadeur vertrok.", "The ambassador left.", "The envoy left.", Kind.TERM_LOST),
    ],
)
def test_each_rule_finds_its_ruin(source, reference, hypothesis, kind):
    testset = made_of((source, reference))
    (ruin,) = find_ruins(demands_of(testset), run_of(testset, [hypothesis]))
    assert (ruin.position, ruin.kind) == (0, kind)
    assert ruin.reason


def test_a_loop_of_the_source_is_none_of_the_translation():
    testset = made_of(("Ha ha ha ha ha.", "Ha ha ha ha ha."))
    assert find_ruins(demands_of(testset), run_of(testset, ["Ha ha ha ha ha."])) == []


def test_an_empty_source_stays_empty():
    testset = made_of(("", ""), ("  ", ""))
    assert find_ruins(demands_of(testset), run_of(testset, ["", ""])) == []


def test_references_are_no_ruins():
    for name, size in (("main", 120), ("adversarial", 80), ("samples", 60)):
        testset = head_of(name, size)
        found = find_ruins(demands_of(testset), run_of(testset, testset.references))
        assert [ruin for ruin in found if ruin.kind is not Kind.TERM_LOST] == []


def test_lines_that_changed_places_are_found_with_where_they_belong():
    testset = head_of("main", 40)
    texts = list(testset.references)
    texts[4], texts[12] = texts[12], texts[4]
    misplaced = [
        ruin for ruin in find_ruins(demands_of(testset), run_of(testset, texts)) if ruin.kind is Kind.MISPLACED
    ]
    assert [(ruin.position, "13" in ruin.reason, "5" in ruin.reason) for ruin in misplaced] == [
        (4, True, False),
        (12, False, True),
    ]
