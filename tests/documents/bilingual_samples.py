"""Invented bilingual documents for tests, and strategies that make any."""

from hypothesis import strategies as st

from workbench.documents.bilingual import (
    BilingualDocument,
    BilingualSegment,
    MemoryMatch,
    Origin,
    Outcome,
    TermUse,
)
from workbench.documents.model import Block, BlockKind, Document, Segment

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
span = st.tuples(st.integers(-2, 25), st.integers(-2, 25))
term_uses = st.builds(
    TermUse,
    concept=text,
    source=span,
    target=st.none() | span,
    outcome=st.sampled_from(Outcome),
    allowed=st.lists(text, max_size=2).map(tuple),
    explanation=text,
)
matches = st.builds(
    MemoryMatch,
    source=text,
    target=text,
    score=st.integers(0, 100),
    origin=text,
    differences=st.lists(st.tuples(span, span), max_size=2).map(tuple),
    note=text,
)
segments = st.builds(
    BilingualSegment,
    index=st.integers(0, 99),
    source=text,
    target=text,
    origin=st.sampled_from(Origin),
    kind=st.sampled_from(BlockKind),
    place=text,
    terms=st.lists(term_uses, max_size=4).map(tuple),
    marks=st.lists(text, max_size=2).map(tuple),
    score=st.none() | st.floats(allow_nan=False),
    matches=st.lists(matches, max_size=1).map(tuple),
)


def bilingual(*segments: BilingualSegment, name: str = "verslag.docx", **fields: str) -> BilingualDocument:
    """A document with one block for each segment."""
    blocks = [Block(segment.kind, segment.source, segment.place) for segment in segments]
    cuts = [Segment(at, at, 0, len(segment.source), segment.source) for at, segment in enumerate(segments)]
    document = Document(name, fields.pop("format", "docx"), blocks, cuts)
    return BilingualDocument(document, segments, **{"source_language": "nl", "target_language": "en", **fields})


SEA = TermUse("baltic-sea", (3, 10), (4, 14), Outcome.KEPT, ("Baltic Sea",), "the sea, not the lake")
TALKS = TermUse("negotiation", (0, 16), None, Outcome.MISSING, ("negotiations",))
EAST = TermUse("baltic-sea", (3, 10), (4, 12), Outcome.FORBIDDEN, ("Baltic Sea",))
SAMPLE = (
    BilingualSegment(0, "De Oostzee", "The Baltic Sea", Origin.FIRST_PASS, BlockKind.HEADING, "line 1", (SEA,)),
    BilingualSegment(
        1, "Onderhandelingen.", "Talks.", Origin.SECOND_PASS, terms=(TALKS,), marks=("a term is missing",)
    ),
    BilingualSegment(2, "De Oostzee.", "The East Sea.", Origin.MEMORY, terms=(EAST,), score=-0.5),
    BilingualSegment(3, "12.", "12.", Origin.COPIED, BlockKind.CELL),
)
