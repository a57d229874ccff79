"""Comparisons: sacreBLEU's verdicts, reproducible, with slices that fit and the segments that moved."""

import pytest
from evaluation_helpers import demands_of, head_of
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.significance import PairedTest

from workbench.evaluation.comparison import compare, differences, slices
from workbench.evaluation.significance import SignificanceTest

SIZE = 60


@pytest.fixture(scope="module")
def demands():
    return demands_of(head_of("main", SIZE))


def spoilt(texts, every):
    """Each ``every``th text has lost its second half."""
    return [text[: len(text) // 2] if at % every == 0 else text for at, text in enumerate(texts)]


def test_the_verdict_is_sacrebleus(demands):
    references = demands.testset.references
    before, after = spoilt(references, 7), spoilt(references, 3)
    _, expected = PairedTest([("a", before), ("b", after)], {"chrF2": CHRF()}, [references], "bs", 200)()
    (found,) = differences(demands, before, after, SignificanceTest.BOOTSTRAP, 200, ("chrf",))
    old, new = expected["chrF2"]
    assert (found.baseline, found.system, found.p_value, found.interval) == (old.score, new.score, new.p_value, new.ci)
    assert "bs:200" in found.signature and "seed:" in found.signature


@pytest.mark.parametrize("test", SignificanceTest)
def test_a_clear_loss_is_significant_and_no_change_is_not(demands, test):
    references = demands.testset.references
    worse = compare(demands, references, spoilt(references, 2), test, 200)
    by_name = {item.metric: item for item in worse.differences}
    assert set(by_name) == {"bleu", "chrf", "chrf++", "ter", "terms", "numbers", "names"}
    for name in ("bleu", "chrf", "chrf++", "ter", "terms"):
        assert by_name[name].gain < 0 and by_name[name].p_value < 0.05
    same = compare(demands, references, references, test, 200)
    assert {item.p_value for item in same.differences} == {1.0}
    assert {item.gain for item in same.differences} == {0.0}
    assert same.moved == [] and same.changed == 0


@pytest.mark.parametrize("test", SignificanceTest)
def test_where_a_figure_is_the_same_no_difference_is_shown(demands, test):
    references = demands.testset.references
    other = [text.replace(" the ", " that ") for text in references]  # numbers and names stay
    by_name = {item.metric: item for item in differences(demands, references, other, test, 100)}
    assert by_name["chrf"].p_value < 0.05
    for name in ("numbers", "names"):
        assert (by_name[name].gain, by_name[name].p_value) == (0, 1)


def test_the_same_outputs_give_the_same_verdict(demands):
    references = demands.testset.references
    before, after = spoilt(references, 7), spoilt(references, 5)
    assert compare(demands, before, after, samples=100) == compare(demands, before, after, samples=100)


def test_the_segments_that_moved_most_come_first(demands):
    references = demands.testset.references
    after = list(references)
    after[3], after[8] = "Nothing of the kind.", references[8].replace(" the ", " this ", 1)
    comparison = compare(demands, references, after, samples=20, most=5)
    assert [moved.position for moved in comparison.moved] == [3, 8]
    assert comparison.changed == 2
    assert comparison.moved[0].before == pytest.approx(100) and comparison.moved[0].system == "Nothing of the kind."


def test_slices_hold_what_they_say(demands):
    parts = slices(demands)
    assert set(parts["with terms"]).isdisjoint(parts["without terms"])
    assert len(parts["with terms"]) + len(parts["without terms"]) == SIZE
    assert sum(len(positions) for name, positions in parts.items() if "words" in name) == SIZE
    assert all(any(char.isdigit() for char in demands.testset.sources[at]) for at in parts["with numbers"])
