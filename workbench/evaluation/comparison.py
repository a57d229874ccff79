"""Comparing two systems on one test set: significance, confidence, slices, and the segments that moved most.

The tests are sacreBLEU's, with its fixed seed, so that the same outputs always give the same verdict.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sacrebleu.metrics.base import Metric
from sacrebleu.significance import PairedTest, Result

from workbench.evaluation.demands import COUNTED, Demands
from workbench.evaluation.metrics import LOWER_IS_BETTER, REFERENCE_METRICS, Count, OccurrenceRate, ReferenceStatistics
from workbench.evaluation.significance import SignificanceTest
from workbench.evaluation.testset import ReferenceSegment
from workbench.languages.words import words

#: The metric that slices and moved segments are ordered by: resolves smaller differences than BLEU on this size.
MAIN_METRIC = "chrf"
#: Words of a short and of a long source segment.
SHORT, LONG = 8, 25


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric of both systems. ``p_value``: how likely a difference as large is by chance.

    ``interval`` is half the width of the 95% confidence interval of the system's score; ``signature`` that of the
    metric with test, resamples and seed.
    """

    metric: str
    baseline: float
    system: float
    p_value: float
    interval: float
    signature: str

    @property
    def gain(self) -> float:
        """How much better the system is than the baseline, in points; negative if worse."""
        difference = self.system - self.baseline
        return -difference if self.metric in LOWER_IS_BETTER else difference


@dataclass(frozen=True, slots=True)
class SliceScore:
    """The main metric on a part of the test set."""

    name: str
    size: int
    baseline: float
    system: float


@dataclass(frozen=True, slots=True)
class Moved:
    """A segment with both hypotheses and their scores in the main metric."""

    position: int
    segment: ReferenceSegment
    baseline: str
    system: str
    before: float
    after: float


@dataclass(frozen=True)
class Comparison:
    """Two systems on one test set; ``moved`` has the segments that lost or won most, the largest move first."""

    differences: Sequence[Difference]
    slices: Sequence[SliceScore]
    moved: Sequence[Moved]
    changed: int


def compare(
    demands: Demands,
    baseline: Sequence[str],
    system: Sequence[str],
    test: SignificanceTest = SignificanceTest.BOOTSTRAP,
    samples: int = 1000,
    metrics: Sequence[str] = (*REFERENCE_METRICS, *COUNTED),
    most: int = 10,
) -> Comparison:
    """Compare the hypotheses of two systems for the segments of a test set.

    Args:
        demands: the test set with its terms, numbers and names; both systems are held to the same ones.
        baseline: the hypotheses to compare with.
        system: the hypotheses in question.
        test: the significance test.
        samples: resamples of the bootstrap, or trials of the randomisation.
        metrics: names of reference metrics and counted rates.
        most: how many moved segments to keep.
    """
    before, after = (
        ReferenceStatistics(MAIN_METRIC, texts, demands.testset.references) for texts in (baseline, system)
    )
    return Comparison(
        differences(demands, baseline, system, test, samples, metrics),
        [
            SliceScore(name, len(positions), before.score(positions), after.score(positions))
            for name, positions in slices(demands).items()
        ],
        _moved(demands, baseline, system, before, after)[:most],
        sum(left != right for left, right in zip(baseline, system, strict=True)),
    )


def differences(
    demands: Demands,
    baseline: Sequence[str],
    system: Sequence[str],
    test: SignificanceTest = SignificanceTest.BOOTSTRAP,
    samples: int = 1000,
    metrics: Sequence[str] = (*REFERENCE_METRICS, *COUNTED),
) -> list[Difference]:
    """The difference in each metric with its significance; arguments as of ``compare``."""
    if list(baseline) == list(system):
        return [_no_difference(demands, name, system) for name in metrics]
    found: list[Difference] = []
    against_references = {name: REFERENCE_METRICS[name]() for name in metrics if name in REFERENCE_METRICS}
    counted: dict[str, Metric] = {name: _rate_metric(demands, name) for name in metrics if name in COUNTED}
    for group, references in ((against_references, [demands.testset.references]), (counted, None)):
        if not group:
            continue
        systems: list[tuple[str, Sequence[str]]] = [("baseline", list(baseline)), ("system", list(system))]
        signatures, results = PairedTest(systems, group, references, test, samples, n_ar_confidence=samples)()
        # sacreBLEU calls its metrics by other names (chrF2++), in the order in which it was given them.
        for name, own_name in zip(group, signatures, strict=True):
            old, new = results[own_name]
            assert isinstance(old, Result) and isinstance(new, Result)
            # sacreBLEU counts resamples that differ by more than the systems do: where these do not differ, none.
            p_value = 1.0 if old.score == new.score else float(new.p_value or 0.0)
            interval = float(new.ci or 0.0)
            found.append(Difference(name, old.score, new.score, p_value, interval, str(signatures[own_name])))
    return sorted(found, key=lambda item: list(metrics).index(item.metric))


def slices(demands: Demands) -> dict[str, list[int]]:
    """The positions of the segments of each part that is worth a look of its own; empty parts are left out."""
    segments = demands.testset.segments
    lengths = [len(words(segment.source)) for segment in segments]
    counts = {name: demands.counts(name, [""] * len(segments)) for name in COUNTED}
    parts: dict[str, Callable[[int], bool]] = {
        "with terms": lambda position: counts["terms"][position].total > 0,
        "without terms": lambda position: counts["terms"][position].total == 0,
        "with numbers": lambda position: counts["numbers"][position].total > 0,
        "with names": lambda position: counts["names"][position].total > 0,
        "with quotes": lambda position: any(mark in segments[position].source for mark in '"“”„«»‘'),
        f"short (at most {SHORT} words)": lambda position: lengths[position] <= SHORT,
        f"middle ({SHORT + 1} to {LONG - 1} words)": lambda position: SHORT < lengths[position] < LONG,
        f"long (at least {LONG} words)": lambda position: lengths[position] >= LONG,
    }
    found = {name: [at for at in range(len(segments)) if is_in(at)] for name, is_in in parts.items()}
    return {name: positions for name, positions in found.items() if positions}


def _no_difference(demands: Demands, name: str, hypotheses: Sequence[str]) -> Difference:
    """The same output twice: nothing to test."""
    if name in REFERENCE_METRICS:
        figure = ReferenceStatistics(name, hypotheses, demands.testset.references).figure()
        return Difference(name, figure.score, figure.score, 1.0, 0.0, figure.signature)
    score = _rate_metric(demands, name).corpus_score(hypotheses, None).score
    return Difference(name, score, score, 1.0, 0.0, "")


def _rate_metric(demands: Demands, name: str) -> OccurrenceRate:
    def counts(hypotheses: Sequence[str]) -> list[Count]:
        return demands.counts(name, hypotheses)

    return OccurrenceRate(name, counts, len(demands.testset.segments))


def _moved(
    demands: Demands,
    baseline: Sequence[str],
    system: Sequence[str],
    before: ReferenceStatistics,
    after: ReferenceStatistics,
) -> list[Moved]:
    moved = [
        Moved(position, segment, old, new, before.score([position]), after.score([position]))
        for position, (segment, old, new) in enumerate(zip(demands.testset.segments, baseline, system, strict=True))
        if old != new
    ]
    return sorted(moved, key=lambda item: (-abs(item.after - item.before), item.position))
