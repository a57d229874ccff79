"""Trend pictures: the scores of past baselines and of this run as an inline SVG line."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 320, 72, 8
#: The last so many points are drawn.
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a trend line in the picture's coordinates, with what it stands for."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Trend:
    """The scores of one metric over time; the last point is this run. ``low`` and ``high`` are the ends of the axis."""

    metric: str
    points: Sequence[Point]
    low: float
    high: float

    @property
    def path(self) -> str:
        """The points as SVG's polyline wants them."""
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)

    @property
    def last(self) -> Point:
        """The point of this run."""
        return self.points[-1]


def trend(metric: str, scores: Sequence[tuple[str, float]]) -> Trend:
    """The trend line of labelled scores, in order; at least one."""
    scores = scores[-LONGEST:]
    values = [score for _, score in scores]
    # A point of a metric is the least that is worth a slope; else noise would look like mountains.
    low, high = min(values), max(values)
    spare = max(1.0 - (high - low), 0.0) / 2
    low, high = low - spare, high + spare
    step = (WIDTH - 2 * MARGIN) / max(1, len(scores) - 1)
    points = [
        Point(
            MARGIN + step * number if len(scores) > 1 else WIDTH / 2,
            HEIGHT - MARGIN - (score - low) / (high - low) * (HEIGHT - 2 * MARGIN),
            f"{label}: {score:.2f}",
        )
        for number, (label, score) in enumerate(scores)
    ]
    return Trend(metric, points, low, high)
