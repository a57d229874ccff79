"""Association: how surely two things that often occur in the same segments belong together."""

import math
from collections.abc import Hashable, Iterable
from typing import TypeVar

Left = TypeVar("Left", bound=Hashable)
Right = TypeVar("Right", bound=Hashable)


def log_likelihood(both: int, left: int, right: int, total: int) -> float:
    """The log-likelihood ratio G² (Dunning 1993) of two things in ``left`` and ``right`` of ``total`` segments.

    ``both`` of them hold the two together. 0 where they are together as often as chance wants, or less often.
    """
    if both * total <= left * right:
        return 0.0
    table = (both, left - both, right - both, total - left - right + both)
    margins = (left, total - left, right, total - right)
    return max(0.0, 2 * (_weighted_logs(table) - _weighted_logs(margins) + _weighted_logs((total,))))


def dice(both: int, left: int, right: int, discount: float = 0.0) -> float:
    """The Dice coefficient, from 0 to 1. A ``discount`` on ``both`` keeps rare pairs from looking certain."""
    return max(0.0, 2 * (both - discount) / (left + right))


def competitive_linking(scored: Iterable[tuple[float, Left, Right]]) -> dict[Left, Right]:
    """One-to-one links by falling score (Melamed 2000): what is linked takes part in no other link.

    Of equal scores the first counts.
    """
    links: dict[Left, Right] = {}
    taken: set[Right] = set()
    for _, left, right in sorted(scored, key=lambda link: -link[0]):
        if left not in links and right not in taken:
            links[left] = right
            taken.add(right)
    return links


def _weighted_logs(counts: Iterable[int]) -> float:
    return sum(count * math.log(count) for count in counts if count)
