"""Figures: equal to sacreBLEU's own, with its signatures, whole and in parts."""

import pytest
import sacrebleu
from hypothesis import given
from hypothesis import strategies as st

from workbench.evaluation.metrics import REFERENCE_METRICS, Count, OccurrenceRate, ReferenceStatistics, rate_figure

HYPOTHESES = ["The minister arrived on Monday.", "Nobody  was there", "", "Trade rose by 17.46% ."]
REFERENCES = ["The minister arrived on Monday.", "There was nobody.", "Yes.", "Trade rose by 17.46%."]


def own_score(name, hypotheses, references):
    functions = {
        "bleu": sacrebleu.corpus_bleu,
        "chrf": sacrebleu.corpus_chrf,
        "chrf++": lambda texts, refs: sacrebleu.corpus_chrf(texts, refs, word_order=2),
        "ter": sacrebleu.corpus_ter,
    }
    return functions[name](hypotheses, [references]).score


@pytest.mark.parametrize("name", REFERENCE_METRICS)
def test_scores_are_sacrebleus(name):
    statistics = ReferenceStatistics(name, HYPOTHESES, REFERENCES)
    assert statistics.score() == pytest.approx(own_score(name, HYPOTHESES, REFERENCES))
    part = [0, 3]
    expected = own_score(name, [HYPOTHESES[at] for at in part], [REFERENCES[at] for at in part])
    assert statistics.score(part) == pytest.approx(expected)
    assert statistics.score([]) == 0.0
    assert f"version:{sacrebleu.__version__}" in statistics.figure().signature


def test_signatures_tell_the_metrics_apart():
    signatures = {ReferenceStatistics(name, HYPOTHESES, REFERENCES).signature for name in REFERENCE_METRICS}
    assert len(signatures) == len(REFERENCE_METRICS)


@given(
    st.lists(
        st.integers(0, 5).flatmap(lambda total: st.builds(Count, st.integers(0, total), st.just(total))), min_size=1
    )
)
def test_a_rate_is_the_share_of_all_occurrences(counts):
    figure = rate_figure("terms", counts, "s")
    metric = OccurrenceRate("terms", lambda hypotheses: counts, len(counts))
    total = sum(count.total for count in counts)
    assert figure.score == pytest.approx(metric.corpus_score([""] * len(counts), None).score)
    assert figure.total == total
    assert figure.score == pytest.approx(100 * sum(count.met for count in counts) / total if total else 100)
