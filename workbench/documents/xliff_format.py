"""XLIFF as a document: segments that have no translation yet are translated, and written back as targets.

Every inline element of a source stands in its target once. Translated, approved and locked segments stay as they are.
A segment that is written is marked as a draft of a machine where the file has a place for that: ``state`` in both
versions, ``conf`` and ``origin`` in what Trados Studio adds.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from workbench.documents.model import Block, BlockKind, Document, Segment, Splitter, cut
from workbench.documents.placing import Placer
from workbench.documents.safe_xml import parse_xml, serialise
from workbench.documents.xliff import SUFFIXES, XliffSegment, content_of, is_version_2, xliff_root, xliff_segments
from workbench.documents.xml_inline import MixedContent

_TRADOS = "http://sdl.com/FileTypes/SdlXliff/1.0"


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The file, and for each block the number of its segment among all segments of the file."""

    data: bytes
    numbers: Sequence[int]


class XliffFormat:
    """The adapter for XLIFF 1.2 and 2.1, and for the files of Trados Studio and memoQ that are 1.2 with extensions."""

    name = "xliff"
    suffixes: tuple[str, ...] = SUFFIXES

    def read(self, data: bytes, name: str, split: Splitter) -> Document:
        """Read what is to be translated. Raises InputError for a file that is not XLIFF 1.2 or 2, or uses entities."""
        root = xliff_root(parse_xml(data, name, "XLIFF"), name)
        blocks: list[Block] = []
        contents: list[MixedContent] = []
        numbers: list[int] = []
        kept = 0
        for number, segment in enumerate(xliff_segments(root)):
            content = content_of(segment.source)
            if segment.is_translated:
                kept += 1
            elif content.text.strip():
                blocks.append(Block(BlockKind.PARAGRAPH, content.text, _place(segment, number)))
                contents.append(content)
                numbers.append(number)
        segments = _whole_pairs(cut(blocks, split), blocks, contents)
        notes = [f"{kept} segments are translated or locked already and stay as they are"] if kept else []
        if is_version_2(root) and not root.get("trgLang"):
            notes.append("the file names no target language (trgLang), which XLIFF 2 wants with translations")
        return Document(name, self.name, blocks, segments, Skeleton(data, numbers), notes)

    def write(self, document: Document, targets: Sequence[str], placer: Placer | None = None) -> bytes:
        """The file with targets. With the sources as targets, nothing is translated and the file stays as it was."""
        skeleton: Skeleton = document.skeleton
        if all(targets[segment.index] == segment.source for segment in document.segments):
            return skeleton.data
        tree = parse_xml(skeleton.data, document.name, "XLIFF")
        everything = list(xliff_segments(tree.getroot()))
        for number, segments in zip(skeleton.numbers, document.segments_by_block(), strict=True):
            if segments and any(targets[segment.index].strip() for segment in segments):
                found = everything[number]
                content_of(found.source).write(_target_of(found), segments, targets, placer or Placer())
                _mark_as_draft(found, is_version_2(tree.getroot()))
        return serialise(tree, skeleton.data)


def _place(segment: XliffSegment, number: int) -> str:
    """Where a segment stands, as its program shows it."""
    unit = segment.holder if segment.holder.get("id") or segment.mark else segment.holder.getparent()
    name = (unit.get("id") if unit is not None else None) or str(number + 1)
    return f"unit {name}" if segment.mark is None else f"unit {name}, segment {segment.mark}"


def _whole_pairs(
    segments: Sequence[Segment], blocks: Sequence[Block], contents: Sequence[MixedContent]
) -> list[Segment]:
    """The segments, those of a block joined if a pair of codes reaches over two of them: it must not be doubled."""
    joined: list[Segment] = []
    for segment in segments:
        last = joined[-1] if joined and joined[-1].block == segment.block else None
        content = contents[segment.block]
        if last and any(start < segment.start and last.end < end for start, end in content.pair_spans()):
            start, end = last.start, segment.end
            joined[-1] = Segment(last.index, last.block, start, end, blocks[last.block].text[start:end])
        else:
            joined.append(Segment(len(joined), segment.block, segment.start, segment.end, segment.source))
    return joined


def _target_of(segment: XliffSegment) -> etree._Element:
    """The element that takes the translation, made where it is missing."""
    if segment.target is not None:
        return segment.target
    holder = segment.holder
    namespace = holder.tag.removesuffix(etree.QName(holder).localname)
    target = holder.find("{*}target")
    if target is None:
        before = next(at for name in ("seg-source", "source") if (at := holder.find(f"{{*}}{name}")) is not None)
        target = etree.Element(f"{namespace}target")
        if segment.mark is not None:  # the codes around the segments are needed as well
            copied = deepcopy(before)
            target.text = copied.text
            target.extend(copied)
            for mark in target.iterfind(".//{*}mrk[@mtype='seg']"):
                _empty(mark)
        before.addnext(target)
        target.tail = before.tail  # as deep as the line before
    if segment.mark is None:
        return target
    for mark in target.iterfind(".//{*}mrk[@mtype='seg']"):
        if mark.get("mid") == segment.mark:
            return mark
    return etree.SubElement(target, f"{namespace}mrk", {"mtype": "seg", "mid": segment.mark})


def _empty(mark: etree._Element) -> None:
    """Take the content of a segment away."""
    mark.text = None
    for child in list(mark):
        mark.remove(child)


def _mark_as_draft(segment: XliffSegment, version_2: bool) -> None:
    """Say that the target wants a look."""
    if version_2:
        segment.holder.set("state", "translated")
        return
    if segment.mark is not None:
        for definition in segment.holder.iterfind(f"{{{_TRADOS}}}seg-defs/{{{_TRADOS}}}seg"):
            if definition.get("id") == segment.mark:
                definition.set("conf", "Draft")
                definition.set("origin", "mt")
                return
    target = segment.holder.find("{*}target")
    if target is not None:
        target.set("state", "needs-review-translation")
        target.set("state-qualifier", "mt-suggestion")
