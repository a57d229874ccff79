"""The side-by-side page: source and target in two columns, as one HTML file that needs no network.

Every text is escaped by Jinja; the page's own style and script are the only ones that its Content Security Policy
allows, by their hashes (CSP level 2), so that nothing in a document can run.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import PurePath

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from workbench.documents.bilingual import BilingualDocument, BilingualSegment, MemoryMatch, Outcome, TermUse
from workbench.documents.spans import Span

#: What the page calls an outcome, and its sign; the style sheet draws them the same way without colour.
OUTCOME_NAMES = {
    Outcome.KEPT: "term kept",
    Outcome.MISSING: "rendering missing",
    Outcome.FORBIDDEN: "forbidden rendering",
}
#: Where terms overlap, the outcome that needs the reader most is drawn.
_BY_WEIGHT = (Outcome.FORBIDDEN, Outcome.MISSING, Outcome.KEPT)
#: C0 control characters are not allowed in HTML: shown as the pictures that Unicode has for them.
_CONTROLS = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"} | {0x7F: 0x2421}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same terms. ``ends`` says that a term ends here, where its sign is drawn."""

    text: str
    outcome: Outcome | None = None
    description: str = ""
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of a memory's source: what both texts have, then what only it has, and what the segment has instead."""

    same: str
    removed: str = ""
    added: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A segment as the page shows it."""

    segment: BilingualSegment
    number: int
    #: Whether a block of the document starts here.
    starts_block: bool
    source: Sequence[Piece]
    target: Sequence[Piece]

    @property
    def marked(self) -> bool:
        """Whether a reviewer should look: the segment has marks, or a term is not as it should be."""
        return bool(self.segment.marks) or any(term.outcome is not Outcome.KEPT for term in self.segment.terms)

    @property
    def missing(self) -> list[TermUse]:
        """The terms whose rendering is missing."""
        return [term for term in self.segment.terms if term.outcome is Outcome.MISSING]

    @property
    def matches(self) -> list[tuple[MemoryMatch, list[Change]]]:
        """What the memory offers, each with how its source is changed into this one."""
        return [(match, changes(match, self.segment.source)) for match in self.segment.matches]


def side_by_side(bilingual: BilingualDocument) -> str:
    """The bilingual document as one self-contained HTML page (UTF-8)."""
    rows = list(_rows(bilingual))
    style, script = _resource("side_by_side.css"), _resource("side_by_side.js")
    return _template().render(
        bilingual=bilingual,
        name=PurePath(bilingual.document.name).name,
        rows=rows,
        notes=[*bilingual.document.notes, *bilingual.notes],
        outcomes=Counter(term.outcome.value for row in rows for term in row.segment.terms),
        marked=sum(row.marked for row in rows),
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def pieces(text: str, terms: Iterable[tuple[Span, TermUse]]) -> list[Piece]:
    """Cut a text at the edges of its terms, so that overlapping terms become pieces beside each other.

    Args:
        text: the source or target of a segment.
        terms: terms with their spans in this text; what reaches outside the text is cut off.
    """
    clamped = [((max(start, 0), min(end, len(text))), term) for (start, end), term in terms]
    spans = [(span, term) for span, term in clamped if span[0] < span[1]]
    edges = sorted({0, len(text)}.union(*(span for span, _ in spans)))
    return [_piece(text, start, end, spans) for start, end in pairwise(edges)]


def changes(match: MemoryMatch, source: str) -> list[Change]:
    """The source of a match, and how it is changed into the ``source`` of the segment."""
    found, position = [], 0
    for (start, end), (match_start, match_end) in match.differences:
        parts = match.source[position:match_start], match.source[match_start:match_end], source[start:end]
        found.append(Change(*map(visible, parts)))
        position = match_end
    return [*found, Change(visible(match.source[position:]))]


def describe(term: TermUse) -> str:
    """What a reader should know of a term's use, in one line."""
    allowed = " or ".join(f"“{rendering}”" for rendering in term.allowed)
    parts = (OUTCOME_NAMES[term.outcome], term.concept, allowed and f"allowed: {allowed}", term.explanation)
    return visible(" · ".join(part for part in parts if part))


def visible(text: str) -> str:
    """The text with what HTML forbids made visible: control characters and lone surrogates."""
    return text.translate(_CONTROLS).encode("utf-8", "replace").decode()


def _piece(text: str, start: int, end: int, spans: Sequence[tuple[Span, TermUse]]) -> Piece:
    """The piece between two edges with the terms that cover it."""
    covering = [(span, term) for span, term in spans if span[0] <= start and end <= span[1]]
    outcomes = {term.outcome for _, term in covering}
    return Piece(
        visible(text[start:end]),
        next((outcome for outcome in _BY_WEIGHT if outcome in outcomes), None),
        "\n".join(describe(term) for _, term in covering),
        any(span[1] == end for span, _ in covering),
    )


def _rows(bilingual: BilingualDocument) -> Iterator[Row]:
    """The segments as rows; a block starts where the document's segment belongs to another block than the last."""
    block_of = [segment.block for segment in bilingual.document.segments]
    previous = None
    for position, segment in enumerate(bilingual.segments):
        block = block_of[position] if position < len(block_of) else position
        source = pieces(segment.source, [(term.source, term) for term in segment.terms])
        target = pieces(segment.target, [(term.target, term) for term in segment.terms if term.target])
        yield Row(segment, position + 1, block != previous, source, target)
        previous = block


@cache
def _template() -> Template:
    """The page's template."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"visible": visible, "describe": describe}
    return environment.from_string(_resource("side_by_side.html.jinja"))


def _resource(name: str) -> str:
    """A text file that lies beside this module."""
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def _hash(content: str) -> str:
    """The source expression of a Content Security Policy that allows exactly this style or script."""
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
