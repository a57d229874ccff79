"""Two comparable documents side by side: which passages say the same, and with which words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from workbench.alignment.facts import Fact, FactComparer
from workbench.alignment.passages import LONGEST, THRESHOLD, Range, mine_passages
from workbench.alignment.vectors import SentenceEncoder
from workbench.documents.model import Document
from workbench.glossary.model import Glossary


@dataclass(frozen=True, slots=True)
class Passage:
    """Adjacent segments of a document: half-open range, text, and where the first stands."""

    span: Range
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class ComparedPassages:
    """Two passages that say the same, the higher the score the surer, with what agrees and what only one side has."""

    score: float
    source: Passage
    target: Passage
    agreeing: Sequence[Fact]
    differing: Sequence[Fact]


@dataclass(frozen=True)
class Comparison:
    """The corresponding passages of two documents, in the order of the source; ``signature`` as in sacreBLEU."""

    names: tuple[str, str]
    languages: tuple[str, str]
    segments: tuple[int, int]
    passages: Sequence[ComparedPassages]
    signature: str

    @property
    def covered(self) -> tuple[int, int]:
        """How many segments of each document stand in a corresponding passage."""
        sides = [(pair.source.span, pair.target.span) for pair in self.passages]
        return sum(one[1] - one[0] for one, _ in sides), sum(other[1] - other[0] for _, other in sides)


def compare_documents(
    source: Document,
    target: Document,
    languages: tuple[str, str],
    encoder: SentenceEncoder,
    glossary: Glossary | None = None,
    threshold: float = THRESHOLD,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Find the passages of two documents that say the same; both may be in one language.

    Raises UsageError for something that is no language code.
    """
    texts = [[segment.source for segment in document.segments] for document in (source, target)]
    facts = FactComparer(*languages, glossary)
    mined = mine_passages(texts[0], texts[1], encoder, facts, threshold, progress)
    passages = [
        ComparedPassages(
            pair.score, _passage(source, pair.source), _passage(target, pair.target), pair.agreeing, pair.differing
        )
        for pair in sorted(mined, key=lambda pair: (pair.source, pair.target))
    ]
    return Comparison(
        (PurePath(source.name).name, PurePath(target.name).name),
        languages,
        (len(texts[0]), len(texts[1])),
        passages,
        f"passages:1-{LONGEST}|encoder:{encoder.name}|glossary:{glossary.name if glossary else 'none'}"
        f"|threshold:{threshold:g}",
    )


def _passage(document: Document, span: Range) -> Passage:
    segments = document.segments[span[0] : span[1]]
    place = document.blocks[segments[0].block].place
    return Passage(span, " ".join(segment.source for segment in segments), place)
