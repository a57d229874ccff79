"""Word documents (.docx, ECMA-376): paragraphs of the body, tables, text boxes, notes, headers and footers.

Only the XML parts with a changed paragraph are written anew, with their tracked changes accepted; everything else in
the package is copied. Comments, fields' instructions and the words in pictures are not translated.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from workbench.documents.docx_paragraph import Paragraph, attribute, local_name
from workbench.documents.docx_placing import replace, separated
from workbench.documents.docx_revisions import accept_changes
from workbench.documents.model import Block, BlockKind, Document, Segment, Splitter, bounded, cut
from workbench.documents.opc import Package
from workbench.documents.placing import Placer
from workbench.documents.safe_xml import xml_text
from workbench.errors import InputError

#: Content types of the parts with text, in the order in which they are read, and what their places are called.
PARTS = (
    ("main+xml", ""),
    ("wordprocessingml.footnotes+xml", "footnotes, "),
    ("wordprocessingml.endnotes+xml", "endnotes, "),
    ("wordprocessingml.header+xml", "header, "),
    ("wordprocessingml.footer+xml", "footer, "),
)
#: The names of Word's built-in styles, which are English in every language version.
STYLE_KINDS = (
    (re.compile(r"heading|title|subtitle|toc heading"), BlockKind.HEADING),
    (re.compile(r"caption"), BlockKind.CAPTION),
    (re.compile(r"list"), BlockKind.LIST_ITEM),
    (re.compile(r"(intense )?quote"), BlockKind.QUOTE),
)
#: The copy of a text box for versions of Word before 2010.
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The package, and for each block the part and the number of the paragraph in it."""

    package: Package
    places: Sequence[tuple[str, int]]


class DocxFormat:
    """The adapter for Word documents."""

    name = "docx"
    suffixes: tuple[str, ...] = (".docx",)

    def read(self, data: bytes, name: str, split: Splitter) -> Document:
        """Read a Word document. Raises InputError for a file that is damaged, encrypted, harmful or no document."""
        package = Package(data, name)
        styles = _style_kinds(package)
        blocks: list[Block] = []
        places: list[tuple[str, int]] = []
        tracked = False
        for part, title in _parts(package):
            root = package.xml(part).getroot()
            tracked = accept_changes(root) or tracked
            where = _table_places(root)
            for number, paragraph in enumerate(_paragraphs(root)):
                if paragraph.text.strip():
                    cell = _ancestor(paragraph.element, "tc")
                    place = f"paragraph {number + 1}" if cell is None else where[cell]
                    blocks.append(Block(_kind(paragraph.element, styles), paragraph.text, title + place))
                    places.append((part, number))
        segments = cut(blocks, bounded(split))
        notes = ["tracked changes are accepted"] if tracked else []
        return Document(name, self.name, blocks, segments, Skeleton(package, places), notes)

    def write(self, document: Document, targets: Sequence[str], placer: Placer | None = None) -> bytes:
        """The document with its segments replaced; paragraphs, styles, pictures, breaks and fields are kept."""
        skeleton: Skeleton = document.skeleton
        changes: dict[str, dict[int, list[Segment]]] = {}
        for segment in document.segments:
            if targets[segment.index] != segment.source:
                part, number = skeleton.places[segment.block]
                changes.setdefault(part, {}).setdefault(number, []).append(segment)
        placer = placer or Placer()
        written = {part: _changed(skeleton.package, part, change, targets, placer) for part, change in changes.items()}
        return skeleton.package.with_parts(written)


def _changed(
    package: Package, part: str, changes: Mapping[int, list[Segment]], targets: Sequence[str], placer: Placer
) -> bytes:
    """A part with the targets of some segments, listed by the number of their paragraph."""
    tree = package.xml(part)
    accept_changes(tree.getroot())
    paragraphs = list(_paragraphs(tree.getroot()))
    for number in sorted(changes, reverse=True):  # a text box before the paragraph that it stands in
        paragraph = separated(paragraphs[number], changes[number])
        for segment in reversed(changes[number]):  # from the end, so that what stands before stays as it was read
            replace(paragraph, segment, _xml_text(targets[segment.index]), placer)
    _copy_text_boxes(tree.getroot())
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _copy_text_boxes(root: etree._Element) -> None:
    """Make the copies of text boxes that old versions of Word read say what the text boxes say."""
    for fallback in root.iter(FALLBACK):
        around = fallback.getparent()
        if around is None or (choice := around.find("{*}Choice")) is None:
            continue
        boxes, copies = ([at for at in side.iter() if local_name(at) == "txbxContent"] for side in (choice, fallback))
        for box, copied in zip(boxes, copies, strict=False):
            copied[:] = [deepcopy(child) for child in box]


def _xml_text(text: str) -> str:
    """The text as XML can hold it; line ends as spaces."""
    return xml_text(re.sub(r"\s*[\r\n]+\s*", " ", text))


def _parts(package: Package) -> Iterator[tuple[str, str]]:
    """The parts with text and what their places begin with. Raises InputError if there is no document in it."""
    main = [name for name in package.part_names("main+xml") if name.startswith("word/")]
    if not main:
        raise InputError(package.name, "is not a Word document: it holds no word/document.xml")
    for content_type, title in PARTS:
        for part in main if content_type == "main+xml" else package.part_names(content_type):
            yield part, title


def _paragraphs(root: etree._Element) -> Iterator[Paragraph]:
    """The paragraphs of a part in document order, those of tables and text boxes included."""
    for element in root.iter():
        if local_name(element) == "p" and next(element.iterancestors(FALLBACK), None) is None:
            yield Paragraph(element)


def _table_places(root: etree._Element) -> dict[etree._Element, str]:
    """The place of each table cell, in words."""
    tables = 0
    numbers: dict[etree._Element, int] = {}
    inside: Counter[etree._Element | None] = Counter()
    places = {}
    for element in root.iter():
        name = local_name(element)
        if name == "tbl":
            tables += 1
            numbers[element] = tables
        elif name in ("tr", "tc"):
            outer = _ancestor(element, "tbl" if name == "tr" else "tr")
            inside[outer] += 1
            numbers[element] = inside[outer]
        if name == "tc":
            row = _ancestor(element, "tr")
            table = _ancestor(element, "tbl")
            row_number, table_number = (0 if at is None else numbers[at] for at in (row, table))
            places[element] = f"table {table_number}, row {row_number}, column {numbers[element]}"
    return places


def _ancestor(element: etree._Element, name: str) -> etree._Element | None:
    """The nearest element of WordprocessingML with this name around an element."""
    return next((outer for outer in element.iterancestors() if local_name(outer) == name), None)


def _kind(paragraph: etree._Element, styles: Mapping[str, BlockKind]) -> BlockKind:
    """The kind of a paragraph: by its style, else a list item if it is numbered, else a cell if in a table."""
    of_paragraph = next((child for child in paragraph if local_name(child) == "pPr"), ())
    properties = {local_name(child): child for child in of_paragraph}
    style = properties.get("pStyle")
    if style is not None and attribute(style, "val") in styles:
        return styles[attribute(style, "val")]
    if "numPr" in properties:
        return BlockKind.LIST_ITEM
    return BlockKind.PARAGRAPH if _ancestor(paragraph, "tc") is None else BlockKind.CELL


def _style_kinds(package: Package) -> dict[str, BlockKind]:
    """The kinds of the paragraph styles that have one, by their identifiers; derived styles inherit theirs."""
    names: dict[str, str] = {}
    bases: dict[str, str] = {}
    for part in package.part_names("wordprocessingml.styles+xml"):
        for style in package.xml(part).getroot():
            identifier = attribute(style, "styleId")
            for child in style:
                if local_name(child) == "name":
                    names[identifier] = attribute(child, "val").lower()
                elif local_name(child) == "basedOn":
                    bases[identifier] = attribute(child, "val")
    kinds = {}
    for identifier in names:
        chain = [identifier]
        while (base := bases.get(chain[-1])) and base not in chain:
            chain.append(base)
        found = (kind for at in chain for pattern, kind in STYLE_KINDS if pattern.match(names.get(at, "")))
        if kind := next(found, None):
            kinds[identifier] = kind
    return kinds
