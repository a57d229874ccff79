"""Long segments: cut where a clause ends, so that a model with few positions never drops their end in silence."""

import re
from collections.abc import Callable, Sequence

from workbench.documents.spans import Span

#: Places to cut, the best first: after a semicolon or colon; after a comma or dash; before a conjunction or any word.
_CUTS = tuple(re.compile(pattern) for pattern in (r"[;:.!?…]\s+", r"(?:,|\s[-–—])\s+", r"\s+", r"(?<=\w)(?=\w)"))


def chunks(text: str, pieces: Callable[[str], int], limit: int, kept: Sequence[Span] = ()) -> list[Span]:
    """Spans of ``text`` of at most ``limit`` pieces, in order, with nothing but white space between and around them.

    ``pieces`` counts the model's pieces of a text. ``kept`` are spans that are not cut, unless one alone is too long.
    """
    found: list[Span] = []
    # A rough cut first keeps the counting linear for a line of a million characters.
    width = max(1, limit * 12)
    start = 0
    while start < len(text):
        end = len(text) if len(text) - start <= 2 * width else _cut(text, start, start + 2 * width, kept, 0.5)
        found += _halved(text, start, end, pieces, limit, kept)
        start = end
    return found


def _halved(
    text: str, start: int, end: int, pieces: Callable[[str], int], limit: int, kept: Sequence[Span]
) -> list[Span]:
    start, end = _stripped(text, start, end)
    if start >= end:
        return []
    if pieces(text[start:end]) <= limit or end - start == 1:
        return [(start, end)]
    middle = _cut(text, start, end, kept)
    return _halved(text, start, middle, pieces, limit, kept) + _halved(text, middle, end, pieces, limit, kept)


def _cut(text: str, start: int, end: int, kept: Sequence[Span], margin: float = 0.25) -> int:
    """The place nearest the middle where the best kind of cut is possible."""
    middle, slack = (start + end) // 2, int((end - start) * (0.5 - margin / 2)) or 1
    low, high = max(start + 1, middle - slack), min(end - 1, middle + slack)
    for spans in (kept, ()):  # without regard to the kept spans only if there is no other place
        for cut in _CUTS:
            places = [match.end() for match in cut.finditer(text, low, high)]
            places = [place for place in places if not any(left < place < right for left, right in spans)]
            if places:
                return min(places, key=lambda place: abs(place - middle))
    return middle


def _stripped(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
