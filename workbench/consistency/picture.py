"""The pictures of the report as plain data: concepts by documents, and the scores from document to document.

Whatever colour says, letters and figures say too.
"""

import string
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.consistency.scores import Scores, Tally
from workbench.consistency.usage import MISSING, ConceptUsage, documents_of

#: More rows and columns than this help nobody; the JSON report has them all.
MOST_CONCEPTS = 40
MOST_DOCUMENTS = 150
_NO_RENDERING = "∅"
_OTHER = "…"


@dataclass(frozen=True, slots=True)
class Cell:
    """A concept in a document: ``text`` is the letter and count of each rendering, ``deviation`` from 0 to 1."""

    text: str
    deviation: float
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """A concept: its renderings with the letters that stand for them, and a cell (or None) for each document."""

    usage: ConceptUsage
    legend: Sequence[tuple[str, str, int]]
    cells: Sequence[Cell | None]


@dataclass(frozen=True)
class HeatMap:
    """Concepts that are not always rendered in the same way, by documents."""

    documents: Sequence[str]
    rows: Sequence[Row]
    left_out_concepts: int
    left_out_documents: int


@dataclass(frozen=True, slots=True)
class Point:
    """A document in the trend: its name, date, score and term success rate (None without terms)."""

    name: str
    date: str
    score: float
    terms: float | None


def heat_map(scores: Scores) -> HeatMap:
    """The concepts with several renderings, or none somewhere, those with the most deviating uses first."""
    concepts = [usage for usage in scores.usage.concepts.values() if len(usage.renderings) > 1 or not usage.used]
    concepts.sort(key=lambda usage: (-_deviating(usage), usage.concept))
    chosen = concepts[:MOST_CONCEPTS]
    dated = [(tally.date, place, name) for place, (name, tally) in enumerate(scores.documents.items())]
    wanted = set(documents_of(chosen))
    documents = [name for _, _, name in sorted(dated) if name in wanted]
    shown = documents[:MOST_DOCUMENTS]
    rows = [_row(usage, shown) for usage in chosen]
    return HeatMap(shown, rows, len(concepts) - len(chosen), len(documents) - len(shown))


def trend(scores: Scores) -> list[Point]:
    """The documents in the order of their dates, or as they came."""
    documents: list[tuple[str, Tally]] = sorted(scores.documents.items(), key=lambda item: item[1].date)
    return [Point(name, tally.date, tally.score, tally.term_success_rate) for name, tally in documents]


def _deviating(usage: ConceptUsage) -> int:
    everything = sum(rendering.count for rendering in usage.renderings.values())
    return everything - (usage.dominant.count if usage.dominant else 0)


def _row(usage: ConceptUsage, documents: Sequence[str]) -> Row:
    letters = {id(item): string.ascii_uppercase[place] for place, item in enumerate(usage.used[:26])}
    legend = [(letters.get(id(item), _OTHER), item.text, item.count) for item in usage.used]
    if missing := usage.renderings.get(MISSING):
        letters[id(missing)] = _NO_RENDERING
        legend.append((_NO_RENDERING, "no allowed rendering", missing.count))
    return Row(usage, legend, [_cell(usage, document, letters) for document in documents])


def _cell(usage: ConceptUsage, document: str, letters: dict[int, str]) -> Cell | None:
    dominant, uses = usage.share_in(document)
    if not uses:
        return None
    here = [item for item in usage.renderings.values() if item.documents[document]]
    here.sort(key=lambda item: letters.get(id(item), _OTHER))
    text = " ".join(f"{letters.get(id(item), _OTHER)}{item.documents[document]}" for item in here)
    said = "; ".join(f"“{item.text}” {item.documents[document]}" if item.text else "missing" for item in here)
    return Cell(text, 1 - dominant / uses, f"{usage.concept} in {document}: {said}")
