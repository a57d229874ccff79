"""OpenDocument text (.odt, ODF 1.3, ISO/IEC 26300): paragraphs, tables, text boxes, notes, headers and footers.

Only the XML entries with a changed paragraph are written anew, with their tracked changes accepted; everything else in
the file is copied. Comments, and what fields will say when they are updated, are not translated.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from workbench.documents.archive import Archive
from workbench.documents.model import Block, BlockKind, Document, Segment, Splitter, bounded, cut
from workbench.documents.placing import Placer
from workbench.documents.safe_xml import serialise
from workbench.documents.xml_inline import Classify, Inline, MixedContent
from workbench.errors import InputError

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, STYLE, OFFICE = (f"{{{_SPACE}{name}:1.0}}" for name in ("text", "table", "style", "office"))
_DRAWING = f"{{{_SPACE}drawing:1.0}}"
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
#: What stands in a paragraph but is no part of its text; paragraphs in it are blocks of their own.
_POINTS = frozenset({f"{TEXT}note", f"{TEXT}ruby-text", f"{OFFICE}annotation"})
_CHANGES = tuple(f"{TEXT}{name}" for name in ("tracked-changes", "change", "change-start", "change-end"))
#: Properties of text that do not show.
_INVISIBLE = ("rsid", "paragraph-rsid", "language", "country", "language-asian", "country-asian")
_INVISIBLE_COMPLEX = ("language-complex", "country-complex", "font-size-complex", "font-size-asian", "rfc-language-tag")
#: The names of LibreOffice's built-in paragraph styles, which are English in every language version.
_STYLE_KINDS = {
    "Title": BlockKind.HEADING,
    "Subtitle": BlockKind.HEADING,
    "Heading": BlockKind.HEADING,
    "Caption": BlockKind.CAPTION,
    "Quotations": BlockKind.QUOTE,
}
#: What the place of a paragraph begins with, by the element around it.
_TITLES = {
    f"{STYLE}header": "header, ",
    f"{STYLE}header-left": "header, ",
    f"{STYLE}header-first": "header, ",
    f"{STYLE}footer": "footer, ",
    f"{STYLE}footer-left": "footer, ",
    f"{STYLE}footer-first": "footer, ",
    f"{TEXT}note-body": "note, ",
}


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The archive, and for each block the entry and the number of the paragraph in it."""

    archive: Archive
    places: Sequence[tuple[str, int]]


class OdtFormat:
    """The adapter for OpenDocument text."""

    name = "odt"
    suffixes: tuple[str, ...] = (".odt",)

    def read(self, data: bytes, name: str, split: Splitter) -> Document:
        """Read an OpenDocument text. Raises InputError for a file that is damaged, encrypted, harmful or no such."""
        archive = _archive(data, name)
        blocks: list[Block] = []
        places: list[tuple[str, int]] = []
        tracked = False
        for entry in _entries(archive):
            root = archive.xml(entry).getroot()
            tracked = _accept_changes(root) or tracked
            styles, classify, where = _style_parents(root), _classifier(root), _table_places(root)
            for number, paragraph in enumerate(_paragraphs(root)):
                content = MixedContent(paragraph, classify)
                if content.text.strip():
                    place = _title(paragraph) + where(paragraph, f"paragraph {number + 1}")
                    blocks.append(Block(_kind(paragraph, styles), content.text, place))
                    places.append((entry, number))
        segments = cut(blocks, bounded(split))
        notes = ["tracked changes are accepted"] if tracked else []
        return Document(name, self.name, blocks, segments, Skeleton(archive, places), notes)

    def write(self, document: Document, targets: Sequence[str], placer: Placer | None = None) -> bytes:
        """The document with its segments replaced; paragraphs, styles, pictures, notes and fields are kept."""
        skeleton: Skeleton = document.skeleton
        changes: dict[str, dict[int, list[Segment]]] = {}
        for (entry, number), segments in zip(skeleton.places, document.segments_by_block(), strict=True):
            if any(targets[segment.index] != segment.source for segment in segments):
                changes.setdefault(entry, {})[number] = segments
        written = {}
        for entry, change in changes.items():
            tree = skeleton.archive.xml(entry)
            _accept_changes(tree.getroot())
            classify = _classifier(tree.getroot())
            paragraphs = list(_paragraphs(tree.getroot()))
            for number in sorted(change, reverse=True):  # a note before the paragraph that it stands in
                content = MixedContent(paragraphs[number], classify)
                content.write(paragraphs[number], change[number], targets, placer or Placer())
            written[entry] = serialise(tree, b"<?xml")
        return skeleton.archive.with_parts(written)


class _OdtArchive(Archive):
    what = "an OpenDocument text"


def _archive(data: bytes, name: str) -> Archive:
    """The archive. Raises InputError if it is encrypted or something else."""
    archive = _OdtArchive(data, name)
    if "META-INF/manifest.xml" in archive.names():
        manifest = archive.xml("META-INF/manifest.xml").getroot()
        if manifest.find(".//{*}encryption-data") is not None:
            raise InputError(name, "is encrypted", mend="save it without a password")
    return archive


def _entries(archive: Archive) -> Iterator[str]:
    """The entries with text. Raises InputError if the content is no text."""
    body = archive.xml("content.xml").getroot().find(f"{OFFICE}body")
    if body is None or body.find(f"{OFFICE}text") is None:
        what = "no body" if body is None or not len(body) else f"<{etree.QName(body[0]).localname}>"
        raise InputError(archive.name, f"is not {archive.what}: it holds {what}", place="content.xml")
    yield "content.xml"
    if "styles.xml" in archive.names():
        yield "styles.xml"


def _accept_changes(root: etree._Element) -> bool:
    """Accept the tracked changes: deleted text stands in an element of its own. Whether there were any."""
    found = root.find(f".//{TEXT}tracked-changes/*") is not None
    etree.strip_elements(root, *_CHANGES, with_tail=False)
    return found


def _paragraphs(root: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and headings in document order, those in notes and text boxes behind the one around them."""
    for element in root.iter(*_PARAGRAPHS):
        if next(element.iterancestors(f"{OFFICE}annotation"), None) is None:
            yield element


def _classifier(root: etree._Element) -> Classify:
    """What the inline elements of an entry are; spans whose style does not show are transparent."""
    invisible = {
        style.get(f"{STYLE}name", "")
        for style in root.iterfind(f"{OFFICE}automatic-styles/{STYLE}style[@{STYLE}family='text']")
        if all(
            etree.QName(name).localname in (*_INVISIBLE, *_INVISIBLE_COMPLEX)
            for properties in style
            for name in properties.attrib
        )
    }

    def classify(element: etree._Element) -> Inline | str:
        if element.tag == f"{TEXT}s":
            return " " * _count(element.get(f"{TEXT}c", "1"))
        if element.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            return "\t" if element.tag == f"{TEXT}tab" else "\n"
        if element.tag in _POINTS or element.tag.startswith(_DRAWING):
            return Inline.POINT
        if element.tag == f"{TEXT}span" and element.get(f"{TEXT}style-name", "") in invisible:
            return Inline.TRANSPARENT
        return Inline.PAIR

    return classify


def _count(text: str) -> int:
    """The number of spaces; a file that claims millions of them does not fill the memory."""
    return min(int(text), 1000) if text.isascii() and text.isdigit() else 1


def _title(paragraph: etree._Element) -> str:
    return next((_TITLES[at.tag] for at in paragraph.iterancestors(*_TITLES)), "")


def _table_places(root: etree._Element) -> Callable[[etree._Element, str], str]:
    """Says of a paragraph in which cell it stands; of others what it is given."""
    tables = {table: number for number, table in enumerate(root.iter(f"{TABLE}table"), start=1)}
    rows: dict[etree._Element, int] = {}
    inside: Counter[etree._Element | None] = Counter()
    for row in root.iter(f"{TABLE}table-row"):
        table = next(row.iterancestors(f"{TABLE}table"), None)
        inside[table] += 1
        rows[row] = inside[table]

    def where(paragraph: etree._Element, otherwise: str) -> str:
        cell = next(paragraph.iterancestors(f"{TABLE}table-cell"), None)
        row = None if cell is None else cell.getparent()
        table = None if row is None else next(row.iterancestors(f"{TABLE}table"), None)
        if cell is None or row not in rows or table is None:
            return otherwise
        column = 1 + len(list(cell.itersiblings(f"{TABLE}table-cell", f"{TABLE}covered-table-cell", preceding=True)))
        return f"table {tables[table]}, row {rows[row]}, column {column}"

    return where


def _kind(paragraph: etree._Element, parents: Mapping[str, str]) -> BlockKind:
    """The kind of a paragraph: by its element and style, else a list item or a cell if it is in one."""
    if paragraph.tag == f"{TEXT}h":
        return BlockKind.HEADING
    style, seen = paragraph.get(f"{TEXT}style-name", ""), set[str]()
    while style and style not in seen:
        if style in _STYLE_KINDS:
            return _STYLE_KINDS[style]
        seen.add(style)
        style = parents.get(style, "")
    around = {f"{TEXT}list-item": BlockKind.LIST_ITEM, f"{TABLE}table-cell": BlockKind.CELL}
    return next((around[at.tag] for at in paragraph.iterancestors(*around)), BlockKind.PARAGRAPH)


def _style_parents(root: etree._Element) -> dict[str, str]:
    """The parent of each paragraph style of an entry."""
    styles = root.iterfind(f".//{STYLE}style[@{STYLE}family='paragraph']")
    return {at.get(f"{STYLE}name", ""): at.get(f"{STYLE}parent-style-name", "") for at in styles}
