"""Spans: places in a text as (start, end), with the end not included."""

from collections.abc import Iterable

Span = tuple[int, int]


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Whether ``span`` shares a character with any of ``others``."""
    start, end = span
    return any(start < other_end and other_start < end for other_start, other_end in others)
