"""Inline markup of formats that are text themselves (HTML, Markdown): read with the text, written anew in targets."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from workbench.documents.model import Segment
from workbench.documents.placing import Placer, Point
from workbench.documents.source_map import Edit, SourceMap
from workbench.documents.spans import Span


class Role(Enum):
    """What a piece of markup does: it opens or closes something, or stands for itself (a picture, a comment)."""

    OPEN = "open"
    CLOSE = "close"
    VOID = "void"


@dataclass(slots=True)
class Markup:
    """A piece of inline markup: ``raw[start:end]``, before the character at ``offset`` of the text."""

    role: Role
    offset: int
    start: int
    end: int
    #: The other one of a pair, as an index into ``InlineText.markup``.
    partner: int | None = None
    #: Whether the pair breaks when it reaches out of a changed segment, as Markdown's emphasis does.
    fragile: bool = False


@dataclass
class InlineText:
    """The text of a block with its markup, both mapped to the raw text. Grown first, then asked."""

    map: SourceMap = field(default_factory=SourceMap)
    markup: list[Markup] = field(default_factory=list)

    def open(self, start: int, end: int, *, fragile: bool = False) -> int:
        """Add opening markup; gives its index for ``close``."""
        self.markup.append(Markup(Role.OPEN, self.map.length, start, end, None, fragile))
        return len(self.markup) - 1

    def close(self, start: int, end: int, opening: int | None) -> None:
        """Add closing markup; ``opening`` is the index of its opening, None if that is outside of the block."""
        closing = Markup(Role.CLOSE, self.map.length, start, end, opening)
        if opening is not None:
            self.markup[opening].partner = len(self.markup)
            closing.fragile = self.markup[opening].fragile
        self.markup.append(closing)

    def void(self, start: int, end: int) -> None:
        """Add markup that stands for itself."""
        self.markup.append(Markup(Role.VOID, self.map.length, start, end))

    def edits(
        self,
        raw: str,
        segments: Sequence[Segment],
        targets: Sequence[str],
        escape: Callable[[str], str],
        placer: Placer,
        *,
        plain: bool = False,
    ) -> Iterator[Edit]:
        """The edits that put the changed targets of the block's segments into the raw text, in no order.

        With ``plain`` every segment is written without formatting, and the block's pairs of markup are taken away.
        """
        removed = {at for at, markup in enumerate(self.markup) if plain and markup.partner is not None}
        rewritten: set[int] = set()
        for segment in segments:
            if plain or targets[segment.index] != segment.source:
                region = _Region(self.markup, segment, plain)
                text = region.written(raw, targets[segment.index], escape, placer)
                inside = [self.markup[at] for at in region.numbers]
                start = min([self.map.raw_start(segment.start), *(markup.start for markup in inside)])
                end = max([self.map.raw_end(segment.end), *(markup.end for markup in inside)])
                yield start, end, text
                rewritten.update(region.numbers)
                removed |= region.broken
        for number in removed - rewritten:
            yield self.markup[number].start, self.markup[number].end, ""


class _Region:
    """A segment and the markup in it: what is written anew as a whole."""

    def __init__(self, markup: Sequence[Markup], segment: Segment, plain: bool) -> None:
        self.markup, self.segment = markup, segment
        self.numbers = self._extent()
        #: Fragile pairs that reach out of the segment; they must go.
        self.broken: set[int] = set()
        #: Pairs by the index of their opening, with their spans in the segment, outermost first.
        self.pairs: dict[int, Span] = {}
        #: Markup that stands for itself, each with the innermost pair around it.
        self.points: list[tuple[int, int | None]] = []
        self._before: list[int] = []
        self._after: list[int] = []
        self._read(plain)

    def written(self, raw: str, target: str, escape: Callable[[str], str], placer: Placer) -> str:
        """The target with its markup, as raw text."""
        order = list(self.pairs)
        numbers = {pair: at for at, pair in enumerate(order)}
        points = [Point(self._offset(number), None if pair is None else numbers[pair]) for number, pair in self.points]
        pieces = placer.arrange(self.segment.index, self.segment.source, list(self.pairs.values()), points, target)
        parts: list[str] = []
        stack = self._before
        for piece in pieces:
            around = [order[at] for at in piece.pairs]
            parts.append(self._moved(raw, stack, around))
            stack = around
            if isinstance(piece.content, str):
                parts.append(escape(piece.content))
            else:
                parts.append(self._raw(raw, self.points[piece.content][0]))
        return "".join([*parts, self._moved(raw, stack, self._after)])

    def _extent(self) -> range:
        """The markup inside the segment, and at its edges that of pairs which begin or end inside."""
        start, end = self.segment.start, self.segment.end
        first = low = bisect_right(self.markup, start, key=lambda markup: markup.offset)
        last = high = bisect_left(self.markup, end, key=lambda markup: markup.offset)
        while low and self.markup[low - 1].offset == start:
            low -= 1
            partner = self.markup[low].partner
            if self.markup[low].role is Role.OPEN and partner is not None and first <= partner < last:
                first = low
        while high < len(self.markup) and self.markup[high].offset == end:
            partner = self.markup[high].partner
            high += 1
            if self.markup[high - 1].role is Role.CLOSE and partner is not None and first <= partner < last:
                last = high
        return range(first, max(first, last))

    def _read(self, plain: bool) -> None:
        """Tell pairs from points: pairs that cross others, or are around no text, count as points."""
        numbers = self.numbers
        opened = self._reaching_in(plain)
        self._before = list(opened)
        spans: dict[int, Span] = {}
        singles: set[int] = set()
        for number in numbers:
            markup = self.markup[number]
            if markup.partner is None:
                singles.add(number)
            elif plain:
                continue
            elif markup.role is Role.OPEN:
                if markup.partner in numbers or not markup.fragile:
                    opened.append(number)
                else:
                    self.broken |= {number, markup.partner}
            elif opened and opened[-1] == markup.partner:
                spans[opened.pop()] = self._span(markup.partner, markup.offset)
            elif markup.partner in opened:
                opened.remove(markup.partner)
                singles |= {markup.partner, number} & set(numbers)
        for number in opened:
            spans[number] = self._span(number, self.segment.end)
        self._after = opened
        for number in [at for at, span in spans.items() if span[0] >= span[1]]:
            partner = self.markup[number].partner
            singles |= {number, -1 if partner is None else partner} & set(numbers)
            del spans[number]
        self.pairs = {number: spans[number] for number in sorted(spans)}
        self._before = [number for number in self._before if number in self.pairs]
        self._after = [number for number in self._after if number in self.pairs]
        self.points = [(number, self._around(number)) for number in sorted(singles)]

    def _reaching_in(self, plain: bool) -> list[int]:
        """The pairs that are open before the segment and closed inside, outermost first; fragile ones are broken."""
        found = []
        for number in self.numbers:
            partner = self.markup[number].partner
            if plain or partner is None or partner in self.numbers or self.markup[number].role is not Role.CLOSE:
                continue
            if self.markup[number].fragile:
                self.broken |= {number, partner}
            else:
                found.append(partner)
        return sorted(found)

    def _around(self, number: int) -> int | None:
        """The innermost pair around a point."""
        outer = (at for at in self.pairs if at < number < (self.markup[at].partner or 0))
        return max(outer, default=None)

    def _span(self, opening: int, end: int) -> Span:
        start = self.segment.start
        return max(self.markup[opening].offset, start) - start, min(end, self.segment.end) - start

    def _offset(self, number: int) -> int:
        """The offset of markup in the segment."""
        return min(max(self.markup[number].offset, self.segment.start), self.segment.end) - self.segment.start

    def _moved(self, raw: str, current: Sequence[int], wanted: Sequence[int]) -> str:
        """The closing and opening markup between text in some pairs and text in others."""
        common = 0
        while common < min(len(current), len(wanted)) and current[common] == wanted[common]:
            common += 1
        closed = (self.markup[number].partner for number in reversed(current[common:]))
        closing = "".join(self._raw(raw, number) for number in closed if number is not None)
        return closing + "".join(self._raw(raw, number) for number in wanted[common:])

    def _raw(self, raw: str, number: int) -> str:
        return raw[self.markup[number].start : self.markup[number].end]
