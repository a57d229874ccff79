"""From the lines of pages, as they are laid out, to passages: columns one after the other, lines joined.

Lines at the top or bottom that repeat from page to page are headers and footers; page numbers differ in their digits.
A column begins where many lines have a gap above each other. A passage goes on in the next line unless the line before
is short, or ends its sentence before an empty line; so it does over the end of a column or page.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from workbench.documents.text import LIST_MARKER
from workbench.documents.wrapping import HYPHENATED, SENTENCE_END, join_words, lines_of

#: How many lines at the top and bottom of a page may be headers and footers.
_EDGE = 2
#: On how many of the pages a line must be to count as repeated.
_REPEATED = 0.6
_PAGE_NUMBER = re.compile(r"\W*\d{1,4}(?:\W+\d{1,4})?\W*")
#: Symbol fonts have no characters for their bullets.
_BULLET = re.compile("^[\ue000-\uf8ff]\\s*")
_GAP = re.compile(r" {3,}")
#: Columns of text: this many lines side by side, each side this wide on the average (tables are narrower).
_FEWEST_LINES, _NARROWEST = 4, 20
#: A line shorter than this share of its column's width ends a passage.
_FULL = 0.7


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that belongs together, on one line, and the page on which it begins, from 1."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a column; ``width`` is that of the column's widest line, in characters."""

    text: str
    page: int
    width: int


def passages(pages: Sequence[str]) -> tuple[list[Passage], int]:
    """The passages of some pages, and how many lines were left out as headers, footers and page numbers."""
    lines = [[line.rstrip() for line in page.expandtabs().splitlines()] for page in pages]
    repeated = _repeated(lines)
    rows: list[_Row] = []
    for number, page in enumerate(lines, start=1):
        body = ["" if (number, at) in repeated else line for at, line in enumerate(page)]
        for column in _columns(body):
            width = max((len(line.strip()) for line in column), default=0)
            rows += [_Row(_BULLET.sub("• ", line.strip()), number, width) for line in column]
            rows.append(_Row("", number, width))
    return list(_joined(rows)), len(repeated)


def _repeated(pages: Sequence[Sequence[str]]) -> set[tuple[int, int]]:
    """Headers, footers and page numbers, as (number of the page, line on it)."""
    edges = {number: _edges(page) for number, page in enumerate(pages, start=1)}
    counts: Counter[str] = Counter()
    for number, lines in edges.items():
        counts.update({_shape(pages[number - 1][at]) for at in lines})
    least = max(2, _REPEATED * len(pages))
    found = set()
    for number, lines in edges.items():
        page = pages[number - 1]
        for at in lines:
            is_number = at in (lines[0], lines[-1]) and _PAGE_NUMBER.fullmatch(page[at]) and len(lines) > 1
            if counts[_shape(page[at])] >= least or is_number:
                found.add((number, at))
    return found


def _edges(page: Sequence[str]) -> list[int]:
    """The first and last lines of a page that are not empty."""
    filled = [at for at, line in enumerate(page) if line.strip()]
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]})


def _shape(line: str) -> str:
    """A line without what differs from page to page."""
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _columns(lines: Sequence[str]) -> Iterator[list[str]]:
    """The columns of some lines in reading order; lines across all columns stand between."""
    gutter = _gutter(lines)
    if gutter is None:
        yield list(lines)
        return
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        if line[gutter : gutter + 2].strip() or line[gutter - 1 : gutter].strip():  # a title across the columns
            yield from _columns(left)
            yield from _columns(right)
            left, right = [], []
            yield [line]
        else:
            left.append(line[:gutter].rstrip())
            right.append(line[gutter:])
    yield from _columns(left)
    yield from _columns(right)


def _gutter(lines: Sequence[str]) -> int | None:
    """Where a second column begins: just before it, in the widest gap that many lines share; None for one column."""
    candidates: Counter[int] = Counter()
    for line in lines:
        candidates.update(gap.end() for gap in _GAP.finditer(line))
    for end, _ in candidates.most_common(5):
        at = end - 2
        sides = [(line[:at].strip(), line[at:].strip()) for line in lines if line[at - 1 : at + 2].strip(" ") == ""]
        both = [(left, right) for left, right in sides if left and right]
        filled = sum(bool(line.strip()) for line in lines)
        widths = [median(len(side) for side in column) for column in zip(*both, strict=True)] if both else [0]
        if len(both) >= _FEWEST_LINES and len(sides) >= 0.8 * filled and min(widths) >= _NARROWEST:
            return at
    return None


def _joined(rows: Sequence[_Row]) -> Iterator[Passage]:
    """The passages that the rows make up."""
    current: list[_Row] = []
    empty = False
    for row in rows:
        if not row.text:
            empty = True
            continue
        if current and not _goes_on(current[-1], row, empty):
            yield _passage(current)
            current = []
        current.append(row)
        empty = False
    if current:
        yield _passage(current)


def _goes_on(row: _Row, after: _Row, empty: bool) -> bool:
    """Whether a passage goes on in the next row; ``empty`` says that an empty one stands between."""
    if LIST_MARKER.match(after.text) or _GAP.search(row.text) or _GAP.search(after.text):
        return False
    if HYPHENATED.search(row.text) or after.text[0].islower():
        return not (empty and SENTENCE_END.search(row.text))
    return not empty and len(row.text) >= _FULL * row.width


def _passage(rows: Sequence[_Row]) -> Passage:
    """The rows as one text; wide gaps, as between the cells of a table, become tabs."""
    text = join_words(lines_of("\n".join(row.text for row in rows))).text
    return Passage(re.sub(r"\s+(?<! )|\t", "\t", _GAP.sub("\t", text)), rows[0].page)
