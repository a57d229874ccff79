"""Metrics: BLEU, chrF, chrF++ and TER by sacreBLEU, and rates of occurrences that were rendered.

Statistics are apart from scores, as in sacreBLEU (Post 2018): the statistics of each segment are computed once, and
any part of them (a document, a slice, a resample) gives a score. Every figure has the signature of its making.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sacrebleu.metrics.base import Metric, Score, Signature
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

#: Metrics of which less is better.
LOWER_IS_BETTER = frozenset({"ter"})

#: The metrics against references, by name: BLEU (Papineni et al. 2002), chrF and chrF++ (Popović 2015 and 2017), TER
#: (Snover et al. 2006), with sacreBLEU's defaults.
REFERENCE_METRICS: Mapping[str, Callable[[], Metric]] = {
    "bleu": BLEU,
    "chrf": CHRF,
    "chrf++": lambda: CHRF(word_order=2),
    "ter": TER,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A score from 0 (TER: up) to 100 and how it was made. ``total`` counts what a rate is the share of."""

    name: str
    score: float
    signature: str
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Of ``total`` occurrences in a segment, ``met`` were rendered as they should be."""

    met: int
    total: int


class ReferenceStatistics:
    """The statistics of a system's hypotheses against references, for one metric."""

    def __init__(self, name: str, hypotheses: Sequence[str], references: Sequence[str]) -> None:
        """Compute the statistics of every segment; ``name`` is a key of REFERENCE_METRICS."""
        self.name = name
        self._metric = REFERENCE_METRICS[name]()
        self._rows: list[list[Any]] = self._metric._extract_corpus_statistics(hypotheses, [references])

    @cached_property
    def signature(self) -> str:
        """sacreBLEU's signature."""
        return str(self._metric.get_signature())

    def score(self, positions: Sequence[int] | None = None) -> float:
        """The score of the segments at ``positions``, or of all; equals sacreBLEU's corpus score of these segments."""
        rows = self._rows if positions is None else [self._rows[position] for position in positions]
        return float(self._metric._aggregate_and_compute(rows).score) if len(rows) else 0.0

    def figure(self, positions: Sequence[int] | None = None) -> Figure:
        """The score with its name and signature."""
        return Figure(self.name, self.score(positions), self.signature)


class OccurrenceRate(Metric):
    """The share of occurrences that were met, as a metric that sacreBLEU's significance tests can resample.

    ``counts`` gives the Count of each segment for every system that is compared, by the system's hypotheses.
    """

    def __init__(self, name: str, counts: Callable[[Sequence[str]], Sequence[Count]], size: int) -> None:
        """A rate of ``size`` segments."""
        super().__init__()  # type: ignore[no-untyped-call]
        self.name, self._counts = name, counts
        self.num_refs = 0
        self._ref_cache = [{}] * size

    def _extract_corpus_statistics(self, hypotheses: Sequence[str], references: object) -> list[list[int]]:
        return [[count.met, count.total] for count in self._counts(hypotheses)]

    def _aggregate_and_compute(self, stats: Sequence[Sequence[float]]) -> Score:
        return self._compute_score_from_stats([sum(column) for column in zip(*stats, strict=True)])

    def _compute_score_from_stats(self, stats: Sequence[float]) -> Score:
        met, total = stats
        return Score(self.name, rate(met, total))

    def _preprocess_segment(self, sent: str) -> str:
        return sent

    def _extract_reference_info(self, refs: Sequence[str]) -> dict[str, Any]:
        return {}

    def _compute_segment_statistics(self, hypothesis: str, ref_kwargs: dict[str, Any]) -> list[Any]:
        raise NotImplementedError("counts are taken for all segments at once")

    def get_signature(self) -> Signature:
        """Name and version, as far as sacreBLEU wants them."""
        return Signature({"num_refs": 0})


def rate(met: float, total: float) -> float:
    """Per cent of ``total`` that was met; 100 where there was nothing to meet."""
    return 100.0 * float(met) / float(total) if total else 100.0


def rate_figure(name: str, counts: Sequence[Count], signature: str) -> Figure:
    """The figure of counted occurrences."""
    met, total = sum(count.met for count in counts), sum(count.total for count in counts)
    return Figure(name, rate(met, total), signature, total)
