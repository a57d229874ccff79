"""An example: a source text, its translation, and which characters of the two stand for each other.

Whatever changes a text (annotation, another name, a neighbour) goes through ``replaced``, which keeps the links right.
"""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from workbench.documents.spans import Span

Side = Literal["source", "target"]


class SpanLink(NamedTuple):
    """A span of the source and a span of the target that translate each other."""

    source: Span
    target: Span


@dataclass(frozen=True, slots=True)
class Example:
    """A training example; ``links`` may be empty."""

    source: str
    target: str
    links: tuple[SpanLink, ...] = ()

    def replaced(self, side: Side, span: Span, text: str) -> "Example":
        """The example with other text in ``span`` of one side; links from there are dropped, later ones move."""
        old = self.source if side == "source" else self.target
        start, end = span
        new, by = old[:start] + text + old[end:], len(text) - (end - start)
        links = []
        for link in self.links:
            own = link.source if side == "source" else link.target
            if own[0] >= end:
                own = (own[0] + by, own[1] + by)
            elif own[1] > start:
                continue
            links.append(link._replace(source=own) if side == "source" else link._replace(target=own))
        kept = tuple(links)
        return replace(self, source=new, links=kept) if side == "source" else replace(self, target=new, links=kept)

    def linked(self, source: Span, target: Span) -> "Example":
        """The example with one more link."""
        return replace(self, links=(*self.links, SpanLink(source, target)))

    def followed_by(self, other: "Example") -> "Example":
        """Both examples as one, with a space between them."""
        left, right = len(self.source) + 1, len(self.target) + 1
        moved = tuple(SpanLink(_moved(link.source, left), _moved(link.target, right)) for link in other.links)
        return Example(f"{self.source} {other.source}", f"{self.target} {other.target}", self.links + moved)


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by
