"""The worst segments of a run: what to look at first, whatever the averages say."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.documents.bilingual import Outcome
from workbench.evaluation.comparison import MAIN_METRIC
from workbench.evaluation.demands import Demands
from workbench.evaluation.metrics import ReferenceStatistics
from workbench.evaluation.ruin import find_ruins
from workbench.evaluation.runs import Run
from workbench.evaluation.testset import ReferenceSegment


@dataclass(frozen=True, slots=True)
class WorstSegment:
    """A segment with its hypothesis and its score in the main metric (chrF); ``faults`` in words: terms that were
    missed, and what ruins it."""

    position: int
    segment: ReferenceSegment
    hypothesis: str
    score: float
    faults: Sequence[str]


def worst_segments(demands: Demands, run: Run, most: int = 40) -> list[WorstSegment]:
    """The ``most`` segments that score lowest, and as many of the worst of those with faults; the lowest first."""
    segments = demands.testset.segments
    statistics = ReferenceStatistics(MAIN_METRIC, run.hypotheses, demands.testset.references)
    scores = [statistics.score([position]) for position in range(len(segments))]
    faults = _faults(demands, run)
    order = sorted(range(len(segments)), key=lambda position: (scores[position], position))
    chosen = {*order[:most], *[position for position in order if faults[position]][:most]}
    return [
        WorstSegment(position, segments[position], run.hypotheses[position], scores[position], faults[position])
        for position in order
        if position in chosen
    ]


def _faults(demands: Demands, run: Run) -> list[list[str]]:
    faults: list[list[str]] = [[] for _ in run.hypotheses]
    for position, (segment, outcomes) in enumerate(zip(demands.testset.segments, run.terms, strict=True)):
        faults[position] += [
            f"term “{segment.source[item.mark.start : item.mark.end]}”: {item.outcome.value}"
            for item in outcomes
            if item.outcome is not Outcome.KEPT
        ]
    for ruin in find_ruins(demands, run):
        faults[ruin.position].append(f"{ruin.kind}: {ruin.reason}")
    return faults
