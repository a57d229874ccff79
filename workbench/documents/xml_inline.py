"""Mixed content of XML: the text of an element with the elements in it, and writing translations back among them.

Shared by the formats that are XML trees (XLIFF, ODT). A format says what each inline element is: a *pair* around text,
a *point* that stands for itself with all that is in it, the beginning or end of a pair of which each is an element of
its own, or *characters* that are written as an element.
"""

import re
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from enum import Enum, auto

from lxml import etree

from workbench.documents.model import Segment
from workbench.documents.placing import Placer, Point
from workbench.documents.safe_xml import emptied, xml_text
from workbench.documents.spans import Span, overlaps


class Inline(Enum):
    """What an inline element is: around text, standing for itself, or around text without saying anything of it."""

    PAIR = auto()
    POINT = auto()
    TRANSPARENT = auto()


@dataclass(frozen=True, slots=True)
class Edge:
    """An element that begins or ends a pair; the two have the same key."""

    key: str
    begins: bool


_WHITE_SPACE = re.compile("[ \t\r\n]+")

#: What an element is; a string is the text that it stands for.
Classify = Callable[[etree._Element], Inline | Edge | str]


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair: one element around text, or the element that begins it and the one that ends it."""

    element: etree._Element
    end: etree._Element | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """Text or a point of mixed content, at ``start`` of the whole text, in the pairs with these numbers."""

    start: int
    content: str | etree._Element
    pairs: tuple[int, ...]
    #: The element that stands for the text, where one does.
    element: etree._Element | None = None

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + (len(self.content) if isinstance(self.content, str) else 0)


class MixedContent:
    """The content of an element as text and tokens. White space counts as one space unless it is to be preserved."""

    def __init__(self, element: etree._Element, classify: Classify, preserve: bool = False) -> None:
        """Read the content; nothing in the tree is changed."""
        self.pairs: list[Pair] = []
        self.tokens: list[Token] = []
        self._classify, self.preserve = classify, preserve
        self._length, self._last = 0, " "
        self._add_text(element.text, ())
        self._read(list(element), ())
        self.text = "".join(token.content for token in self.tokens if isinstance(token.content, str))

    def pair_spans(self) -> list[Span]:
        """The spans of the pairs that are around text."""
        spans = _spans(self.tokens, 0)
        return [spans[number] for number in range(len(self.pairs)) if number in spans]

    def write(
        self, parent: etree._Element, segments: Sequence[Segment], targets: Sequence[str], placer: Placer
    ) -> None:
        """Make the content of ``parent`` this content with the segments replaced; a target that is its source stays.

        ``parent`` may be the element that was read. What leads and trails the segments is kept.
        """
        tokens = list(self._translated(segments, targets, placer))
        tail = parent.tail
        attributes = list(parent.attrib.items())
        parent.clear()
        parent.attrib.update(attributes)
        parent.tail = tail
        _Builder(parent, self.pairs).build(tokens)

    def _read(self, siblings: Sequence[etree._Element], pairs: tuple[int, ...]) -> None:
        """Read elements that follow each other, with the text behind each."""
        kinds = [self._classify(at) if isinstance(at.tag, str) else Inline.POINT for at in siblings]
        ends: dict[str, list[int]] = defaultdict(list)
        for number, kind in enumerate(kinds):
            if isinstance(kind, Edge) and not kind.begins:
                ends[kind.key].append(number)
        number = 0
        while number < len(siblings):
            element, kind = siblings[number], kinds[number]
            end = self._end(ends, kind, number)
            if end is not None:
                inner = self._new_pair(Pair(element, siblings[end]), pairs)
                self._add_text(element.tail, inner)
                self._read(siblings[number + 1 : end], inner)
                number = end
            elif kind is Inline.PAIR and (len(element) or element.text):
                inner = self._new_pair(Pair(element), pairs)
                self._add_text(element.text, inner)
                self._read(list(element), inner)
            elif kind is Inline.TRANSPARENT:
                self._add_text(element.text, pairs)
                self._read(list(element), pairs)
            elif isinstance(kind, str):
                self._add(Token(self._length, kind, pairs, element))
            else:
                self._add(Token(self._length, element, pairs))
            self._add_text(siblings[number].tail, pairs)
            number += 1

    @staticmethod
    def _end(ends: dict[str, list[int]], kind: Inline | Edge | str, number: int) -> int | None:
        """The number of the sibling that ends the pair which begins here."""
        if not isinstance(kind, Edge) or not kind.begins:
            return None
        found = ends.get(kind.key, [])
        at = bisect_right(found, number)
        return found[at] if at < len(found) else None

    def _new_pair(self, pair: Pair, around: tuple[int, ...]) -> tuple[int, ...]:
        self.pairs.append(pair)
        return (*around, len(self.pairs) - 1)

    def _add_text(self, text: str | None, pairs: tuple[int, ...]) -> None:
        if text and not self.preserve:
            text = _WHITE_SPACE.sub(" ", text)
            text = text[1:] if text[0] == " " and self._last == " " else text
        if text:
            self._add(Token(self._length, text, pairs))

    def _add(self, token: Token) -> None:
        self.tokens.append(token)
        if isinstance(token.content, str):
            self._length += len(token.content)
            self._last = token.content[-1:] or self._last

    def _translated(self, segments: Sequence[Segment], targets: Sequence[str], placer: Placer) -> Iterator[Token]:
        """The tokens with the segments replaced."""
        spans = _spans(self.tokens, 0)
        rest = deque(self.tokens)
        for at, segment in enumerate(segments):
            before, inside = _cut(rest, segment.start, segment.end)
            yield from (self._between(token, segments[max(at - 1, 0) : at], [segment], spans) for token in before)
            target = targets[segment.index]
            yield from inside if target == segment.source else self._replaced(segment, inside, xml_text(target), placer)
        yield from (self._between(token, segments[-1:], (), spans) for token in rest)

    @staticmethod
    def _between(token: Token, before: Sequence[Segment], after: Sequence[Segment], spans: Mapping[int, Span]) -> Token:
        """A token outside of segments, without the pairs that may go elsewhere with the words of one segment."""
        kept = []
        for number in token.pairs:
            span = spans.get(number)
            # Only the nearest segments matter: a pair is one stretch.
            sides = [any(span and overlaps(span, [(at.start, at.end)]) for at in near) for near in (before, after)]
            if sides[0] == sides[1]:
                kept.append(number)
        return replace(token, pairs=tuple(kept)) if token.pairs else token

    def _replaced(self, segment: Segment, tokens: Sequence[Token], target: str, placer: Placer) -> Iterator[Token]:
        """The target in the pairs and with the points of its source."""
        # A pair around nothing but points moves with them: it is none to be placed by its words.
        spans = _spans(tokens, segment.start)
        placed = sorted(spans)
        order = {number: at for at, number in enumerate(placed)}
        elements = [token for token in tokens if not isinstance(token.content, str)]
        points = [
            Point(token.start - segment.start, next((order[at] for at in reversed(token.pairs) if at in order), None))
            for token in elements
        ]
        pairs = [spans[number] for number in placed]
        for piece in placer.arrange(segment.index, segment.source, pairs, points, target):
            around = tuple(placed[at] for at in piece.pairs)
            if isinstance(piece.content, str):
                yield Token(0, piece.content, around)
            else:
                token = elements[piece.content]
                own = tuple(number for number in token.pairs if number not in order)
                yield Token(0, token.content, (*around, *own))


def _spans(tokens: Sequence[Token], offset: int) -> dict[int, Span]:
    """The span of the text in each pair, from ``offset``; pairs that hold no text here are left out."""
    spans: dict[int, Span] = {}
    for token in tokens:
        if isinstance(token.content, str):
            for number in token.pairs:
                start, _ = spans.get(number, (token.start - offset, 0))
                spans[number] = start, token.end - offset
    return spans


def _cut(rest: deque[Token], start: int, end: int) -> tuple[list[Token], list[Token]]:
    """Take the tokens before and in a span from the first of ``rest``, and leave there what is behind it.

    A point at an edge of the span is in it if it is in a pair with text of it.
    """
    near: list[Token] = []
    while rest and rest[0].start <= end:
        near.append(rest.popleft())
    texts = (token for token in near if isinstance(token.content, str) and token.start < end and start < token.end)
    own = {number for token in texts for number in token.pairs}
    parts: tuple[list[Token], list[Token], list[Token]] = ([], [], [])
    for token in near:
        if not isinstance(token.content, str):
            is_inside = start < token.start < end or (start <= token.start and not own.isdisjoint(token.pairs))
            parts[1 if is_inside else 0 if token.start <= start else 2].append(token)
            continue
        for part, (first, last) in zip(parts, ((0, start), (start, end), (end, token.end)), strict=True):
            first, last = max(first, token.start), min(last, token.end)
            if first < last:
                text = token.content[first - token.start : last - token.start]
                part.append(replace(token, start=first, content=text))
    rest.extendleft(reversed(parts[2]))
    return parts[0], parts[1]


class _Builder:
    """Builds the content of an element from tokens; each pair is opened once as long as its tokens are together."""

    def __init__(self, parent: etree._Element, pairs: Sequence[Pair]) -> None:
        self.pairs = pairs
        #: The open pairs, each with the element that takes its content.
        self.stack: list[tuple[int, etree._Element]] = [(-1, parent)]
        #: Text that is to be added; an element's text grows once, since each growth copies what is there.
        self.text: list[str] = []

    def build(self, tokens: Sequence[Token]) -> None:
        """Add the tokens."""
        for token in tokens:
            self._enter(token.pairs)
            if token.element is not None:
                self._append(token.element)
            elif isinstance(token.content, str):
                self.text.append(token.content)
            else:
                self._append(token.content)
        self._enter(())
        self._add_text()

    def _add_text(self) -> None:
        """Add the text that has come together at the end of the innermost open element."""
        inner, text = self.stack[-1][1], "".join(self.text)
        self.text.clear()
        if text and len(inner):
            inner[-1].tail = (inner[-1].tail or "") + text
        elif text:
            inner.text = (inner.text or "") + text

    def _append(self, element: etree._Element) -> None:
        self._add_text()
        child = copy(element)
        child.tail = None
        self.stack[-1][1].append(child)

    def _enter(self, pairs: Sequence[int]) -> None:
        """Close and open pairs until these are open."""
        common = 0
        while common < min(len(pairs), len(self.stack) - 1) and self.stack[common + 1][0] == pairs[common]:
            common += 1
        if len(self.stack) > common + 1 or pairs[common:]:
            self._add_text()
        while len(self.stack) > common + 1:
            number, _ = self.stack.pop()
            end = self.pairs[number].end
            if end is not None:
                self._append(end)
        for number in pairs[common:]:
            element, inner = self.pairs[number].element, self.stack[-1][1]
            if self.pairs[number].end is not None:
                self._append(element)
            else:
                outer, inner = inner, emptied(element)
                outer.append(inner)
            self.stack.append((number, inner))
