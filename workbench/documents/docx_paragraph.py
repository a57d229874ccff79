"""A paragraph of WordprocessingML (ECMA-376 part 1, section 17): its text, and putting a translation into it."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from workbench.documents.inline import distribute

#: The namespaces of Office Open XML, transitional and strict.
NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
#: Elements around runs. Text inside the first kind is formatted by it; the second says nothing of how text looks.
FORMATTING_CONTAINERS = frozenset({"hyperlink", "fldSimple"})
CONTAINERS = frozenset({"ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo"})
#: Characters that are elements. Tabs and page breaks are boundaries: no segment reaches over them.
CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
#: Run properties that do not show: the language for spelling, and what only other scripts use.
INVISIBLE = frozenset({"lang", "noProof", "bCs", "iCs", "szCs", "webHidden"})
PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


def local_name(element: etree._Element) -> str:
    """The name of a WordprocessingML element without its namespace; empty for any other node."""
    if not isinstance(element.tag, str):
        return ""
    namespace, _, name = element.tag[1:].partition("}")
    return name if namespace in NAMESPACES else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute of WordprocessingML; empty if it is not there."""
    return next((value for value in (element.get(f"{{{space}}}{name}") for space in NAMESPACES) if value), "")


@dataclass(slots=True)
class Piece:
    """Text of a paragraph that stands in one element; ``start`` is its offset in the paragraph's text."""

    element: etree._Element
    start: int
    text: str
    format: Hashable
    #: The fields whose results it belongs to.
    fields: tuple[int, ...] = ()

    @property
    def end(self) -> int:
        """The offset behind the piece."""
        return self.start + len(self.text)


@dataclass(slots=True)
class Paragraph:
    """A paragraph as read from its element ``w:p``."""

    element: etree._Element
    pieces: list[Piece] = field(default_factory=list)
    #: Fields that begin and end in this paragraph; others (a table of contents) stretch over many and are no format.
    _closed_fields: set[int] = field(default_factory=set)
    _open_fields: list[tuple[int, bool]] = field(default_factory=list)
    _fields: int = 0
    _containers: int = 0

    def __post_init__(self) -> None:
        """Read the pieces."""
        self._walk(self.element, ())
        for piece in self.pieces:
            piece.format = (piece.format, tuple(number for number in piece.fields if number in self._closed_fields))

    @property
    def text(self) -> str:
        """The text of the paragraph."""
        return "".join(piece.text for piece in self.pieces)

    def is_formatted(self, start: int, end: int) -> bool:
        """Whether the formatting changes, or a field stands, inside the segment ``text[start:end]``."""
        return len({piece.format for piece in self._within(start, end)}) > 1

    def replace(self, start: int, end: int, target: str) -> None:
        """Put ``target`` in the place of ``text[start:end]``; offsets before ``start`` stay as they are.

        Line breaks inside the segment are white space and go; pictures and marks of footnotes stay.
        """
        within = list(self._within(start, end))
        texts = [piece for piece in within if local_name(piece.element) == "t"]
        if not texts:
            return
        sources = [piece.text[max(start - piece.start, 0) : end - piece.start] for piece in texts]
        placed = distribute(sources, [piece.format for piece in texts], target)
        for piece, text in zip(texts, placed, strict=True):
            current = piece.element.text or ""
            first, last = max(start - piece.start, 0), min(end, piece.end) - piece.start
            piece.element.text = current[:first] + text + current[last:]
            piece.element.set(PRESERVE, "preserve")
        for piece in within:
            parent = piece.element.getparent()
            if piece not in texts and parent is not None:
                parent.remove(piece.element)

    def _within(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces that hold a part of ``text[start:end]``."""
        return (piece for piece in self.pieces if piece.start < end and start < piece.end)

    def _walk(self, parent: etree._Element, format: tuple[int, ...]) -> None:
        """Read the runs in an element; ``format`` are the formatting containers around it."""
        for child in parent:
            name = local_name(child)
            if name == "r":
                self._read_run(child, format)
            elif name in FORMATTING_CONTAINERS:
                self._containers += 1
                self._walk(child, (*format, self._containers))
            elif name in CONTAINERS:
                self._walk(child, format)

    def _read_run(self, run: etree._Element, format: tuple[int, ...]) -> None:
        """Read the text of a run."""
        look = (_look(run), format)
        for child in run:
            name = local_name(child)
            if name == "fldChar":
                self._read_field_character(attribute(child, "fldCharType"))
            elif all(in_result for _, in_result in self._open_fields):
                text = (child.text or "") if name == "t" else CHARACTERS.get(name, "")
                if name == "br" and attribute(child, "type") in ("page", "column"):
                    text = "\f"
                if text:
                    start = self.pieces[-1].end if self.pieces else 0
                    fields = tuple(number for number, _ in self._open_fields)
                    self.pieces.append(Piece(child, start, text, look, fields))

    def _read_field_character(self, kind: str) -> None:
        """Follow complex fields: begin, instruction, separate, result, end (section 17.16.18)."""
        if kind == "begin":
            self._fields += 1
            self._open_fields.append((self._fields, False))
        elif kind == "separate" and self._open_fields:
            self._open_fields[-1] = (self._open_fields[-1][0], True)
        elif kind == "end" and self._open_fields:
            self._closed_fields.add(self._open_fields.pop()[0])


def _look(run: etree._Element) -> bytes:
    """How a run looks, for comparison: its visible properties."""
    properties = next((child for child in run if local_name(child) == "rPr"), None)
    if properties is None:
        return b""
    visible = (child for child in properties if local_name(child) not in INVISIBLE)
    return b"".join(sorted(etree.tostring(child, method="c14n", exclusive=True) for child in visible))
