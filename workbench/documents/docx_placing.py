"""Putting a translation into a paragraph of WordprocessingML, its formatting at the words that it belongs to.

The runs of a segment are written anew. Links, fields and content controls are moved as they are, with their text
replaced; marks of notes, pictures, bookmarks and comments go to their place between the words.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from workbench.documents.docx_paragraph import PRESERVE, Paragraph, Piece, local_name
from workbench.documents.model import Segment
from workbench.documents.placing import Placer, Point
from workbench.documents.safe_xml import emptied
from workbench.documents.spans import Span


@dataclass
class _Stretch:
    """Consecutive text that looks the same, or stands in the same link, field or control, and is not the main text."""

    span: Span
    nodes: list[etree._Element]
    #: Whether the nodes are more than a run: they must not be lost.
    is_whole: bool
    #: Whether the nodes are a field or control: it holds what Word or the user puts there, so never other text.
    is_field: bool = False
    used: bool = False

    def filled(self, text: str) -> list[etree._Element]:
        """The nodes with this text; others like them where they are used already."""
        if not self.is_whole:
            return [_run_like(self.nodes[0], text)]
        if self.used:  # a second link to the same place, without what else stands in the first
            again = emptied(self.nodes[0])
            again.append(_run_like(_run_of(_longest(self.nodes)), text))
            return [again]
        self.used = True
        longest = _longest(self.nodes)
        for element in _texts(self.nodes):
            _write(element, text if element is longest else "")
        return self.nodes


def separated(paragraph: Paragraph, segments: Sequence[Segment]) -> Paragraph:
    """The paragraph with its runs cut, so that each text and line break of the segments stands in a run of its own.

    All are cut at once: a run cut for one segment after another would be copied as often as it has segments.
    """
    parts: dict[etree._Element, list[tuple[str, bool]]] = {}
    for segment in segments:
        for piece in paragraph.within(segment.start, segment.end):
            before = parts.setdefault(piece.element, [(piece.text, False)])
            rest, _ = before.pop()
            first, last = (max(at - piece.end + len(rest), 0) for at in (segment.start, segment.end))
            cuts = (rest[:first], False), (rest[first:last], True), (rest[last:], False)
            before += [part for part in cuts if part[0]]
    for run in dict.fromkeys(map(_run_of, parts)):
        _separate(run, parts)
    return Paragraph(paragraph.element)


def _separate(run: etree._Element, parts: Mapping[etree._Element, Sequence[tuple[str, bool]]]) -> None:
    """Cut a run into several; ``parts`` has texts of elements in it, and whether each is to stand alone."""
    groups: list[list[etree._Element]] = []
    was_alone = True
    for child in [child for child in run if local_name(child) != "rPr"]:
        texts = parts.get(child, (("", False),))
        for number, (text, is_alone) in enumerate(texts):
            element = child.makeelement(child.tag) if number else child
            if len(texts) > 1:
                _write(element, text)
            if is_alone or was_alone:
                groups.append([])
            groups[-1].append(element)
            was_alone = is_alone
    for group in reversed(groups[1:]):
        run.addnext(_run_with(run, group))


def replace(paragraph: Paragraph, segment: Segment, target: str, placer: Placer) -> None:
    """Put ``target`` in the place of a segment of a separated paragraph, from the last of a paragraph to its first.

    Line breaks inside the segment are white space and go.
    """
    within = list(paragraph.within(segment.start, segment.end))
    if not any(piece.is_text for piece in within):
        return
    texts = [piece for piece in within if piece.is_text]
    for piece in within:
        if not piece.is_text:
            _remove(_run_of(piece.element))
    base = _common_parent(texts)
    if not (_cut_off(base, texts) and _Rewriting(paragraph, base, texts, segment).write(target, placer)):
        _fill(texts, target)
        placer.unplaced.add(segment.index)


class _Rewriting:
    """The children of one element that hold a segment, written anew."""

    def __init__(self, paragraph: Paragraph, base: etree._Element, texts: Sequence[Piece], segment: Segment) -> None:
        self.paragraph, self.base, self.segment = paragraph.element, base, segment
        self.texts = {piece.element: piece for piece in texts}
        common = set.intersection(*(set(piece.fields) for piece in texts))
        #: The runs of the fields that hold a part of the segment, and the field of each.
        self.fields: dict[etree._Element, int] = {}
        for piece in texts:
            for number in [at for at in piece.fields if at not in common][:1]:
                self.fields |= dict.fromkeys(paragraph.field_runs.get(number, ()), number)
        fields = set(self.fields.values())
        results = [piece for piece in paragraph.pieces if not fields.isdisjoint(piece.fields)] if fields else []
        self.has_whole_fields = all(segment.start <= piece.start and piece.end <= segment.end for piece in results)
        self.nodes = self._nodes(texts)
        self.stretches: list[_Stretch] = []
        self.points: list[Point] = []
        self.point_nodes: list[etree._Element] = []
        #: The run that other text looks like; one without properties where all text is in links and the like.
        self.main = emptied(_run_of(texts[0].element))

    def write(self, target: str, placer: Placer) -> bool:
        """Write the target; False, with nothing changed, where a field reaches out of the segment."""
        if not self.has_whole_fields or not all(self._is_own(node) for node in self.nodes):
            return False
        segment = self.segment
        self._read()
        fields = {number for number, stretch in enumerate(self.stretches) if stretch.is_field}
        spans = [stretch.span for stretch in self.stretches]
        written: list[etree._Element] = []
        for piece in placer.arrange(segment.index, segment.source, spans, self.points, target, fields):
            if isinstance(piece.content, int):
                written.append(self.point_nodes[piece.content])
            elif piece.pairs:
                written += self.stretches[piece.pairs[-1]].filled(piece.content)
            else:
                written.append(_run_like(self.main, piece.content))
        for stretch in self.stretches:
            if stretch.is_whole and not stretch.used:
                written += stretch.filled("")
        behind = self.nodes[-1].getnext()
        for node in self.nodes:
            _remove(node)
        for node in written:
            self.base.append(node) if behind is None else behind.addprevious(node)
        return True

    def _nodes(self, texts: Sequence[Piece]) -> list[etree._Element]:
        """The children of the base from the first to the last that belongs to the segment."""
        own = [_child_of(self.base, piece.element) for piece in (texts[0], texts[-1])]
        fields = [run for run in self.fields if run.getparent() is self.base]
        if fields:
            own = sorted((*own, *fields), key=self.base.index)  # counts all children before each
        nodes = [own[0]]
        while nodes[-1] is not own[-1]:
            following = nodes[-1].getnext()
            assert following is not None  # the last one comes after the first
            nodes.append(following)
        return nodes

    def _is_own(self, node: etree._Element) -> bool:
        """Whether a node may be moved: no part of a field that is not whole, no text of another segment."""
        for element in node.iter():
            name, run = local_name(element), _run_of(element)
            if name not in ("fldChar", "instrText", "t") or run in self.fields or element in self.texts:
                continue
            in_text_box = next(at for at in element.iterancestors() if local_name(at) == "p") is not self.paragraph
            if not in_text_box and (name != "t" or element.text):
                return False
        return all(run.getparent() is self.base for run in self.fields)

    def _read(self) -> None:
        """Tell the main text from stretches and points."""
        parts: list[tuple[object, Piece]] = []
        for element, piece in self.texts.items():
            run, child = _run_of(element), _child_of(self.base, element)
            parts.append((self.fields.get(run) or (piece.look if child is run else child), piece))
        weight: Counter[object] = Counter()
        for key, piece in parts:
            weight[key] += len(piece.text) if isinstance(key, bytes) else 0
        main = weight.most_common(1)[0][0]
        self.main = next((_run_of(piece.element) for key, piece in parts if key == main and weight[main]), self.main)
        for number, (key, piece) in enumerate(parts):
            span = piece.start - self.segment.start, piece.end - self.segment.start
            if key == main and weight[main]:
                continue
            if number and parts[number - 1][0] == key:
                self.stretches[-1].span = self.stretches[-1].span[0], span[1]
            else:
                self.stretches.append(self._stretch(key, piece, span))
        self._read_points()

    def _stretch(self, key: object, piece: Piece, span: Span) -> _Stretch:
        if isinstance(key, int):
            return _Stretch(span, [run for run, number in self.fields.items() if number == key], True, True)
        child = _child_of(self.base, piece.element)
        return _Stretch(span, [child], child is not _run_of(piece.element), local_name(child) not in ("r", "hyperlink"))

    def _read_points(self) -> None:
        offset = 0
        for node in self.nodes:
            texts = [self.texts[element] for element in node.iter() if element in self.texts]
            if texts:
                offset = texts[-1].end - self.segment.start
            elif node not in self.fields:
                self.points.append(Point(offset))
                self.point_nodes.append(node)


def _cut_off(base: etree._Element, texts: Sequence[Piece]) -> bool:
    """Split links so that the children of the base hold nothing but the segment; False where that cannot be done."""
    for piece, is_first in ((texts[0], True), (texts[-1], False)):
        run, child = _run_of(piece.element), _child_of(base, piece.element)
        if child is run:
            continue
        siblings = run.itersiblings(preceding=is_first)
        if not any(local_name(at) == "t" and at.text for other in siblings for at in other.iter()):
            continue
        if local_name(child) != "hyperlink" or run.getparent() is not child:
            return False
        position = child.index(run)
        rest = emptied(child)
        rest.extend(list(child)[:position] if is_first else list(child)[position + 1 :])
        child.addprevious(rest) if is_first else child.addnext(rest)
    return True


def _fill(texts: Sequence[Piece], target: str) -> None:
    """Put the target in the longest text and empty the others."""
    longest = max(texts, key=lambda piece: len(piece.text))
    for piece in texts:
        _write(piece.element, target if piece is longest else "")


def _common_parent(texts: Sequence[Piece]) -> etree._Element:
    """The innermost element around all the runs of the texts."""
    around = list(_run_of(texts[0].element).iterancestors())
    for piece in texts[1:]:
        others = set(_run_of(piece.element).iterancestors())
        around = [element for element in around if element in others]
    return around[0]


def _child_of(base: etree._Element, element: etree._Element) -> etree._Element:
    """The child of the base that holds an element."""
    while (parent := element.getparent()) is not base and parent is not None:
        element = parent
    return element


def _run_of(element: etree._Element) -> etree._Element:
    """The run that holds an element."""
    while local_name(element) != "r" and (parent := element.getparent()) is not None:
        element = parent
    return element


def _run_like(run: etree._Element, text: str) -> etree._Element:
    """A run that looks like another one, with this text."""
    made = _run_with(run, [])
    _write(etree.SubElement(made, run.tag[:-1] + "t"), text)
    return made


def _run_with(run: etree._Element, contents: Sequence[etree._Element]) -> etree._Element:
    """A run that looks like another one, with these contents."""
    made = emptied(run)
    made.extend(deepcopy(child) for child in run if local_name(child) == "rPr")
    made.extend(contents)
    return made


def _texts(nodes: Sequence[etree._Element]) -> list[etree._Element]:
    """The elements with characters in some nodes."""
    return [element for node in nodes for element in node.iter() if local_name(element) == "t"]


def _longest(nodes: Sequence[etree._Element]) -> etree._Element:
    """The element with the most characters in some nodes."""
    return max(_texts(nodes), key=lambda element: len(element.text or ""))


def _write(element: etree._Element, text: str) -> None:
    element.text = text
    element.set(PRESERVE, "preserve")


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
