"""A paragraph of WordprocessingML (ECMA-376 part 1, section 17): its text, and the elements that hold it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile

from lxml import etree

#: The namespaces of Office Open XML, transitional and strict.
NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
#: Elements around runs.
CONTAINERS = frozenset({"hyperlink", "fldSimple", "smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo"})
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


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of a paragraph that stands in one element; ``start`` is its offset in the paragraph's text."""

    element: etree._Element
    start: int
    text: str
    #: How it looks, for comparison only.
    look: bytes
    #: The fields whose results it belongs to, outermost first.
    fields: tuple[int, ...] = ()

    @property
    def end(self) -> int:
        """The offset behind the piece."""
        return self.start + len(self.text)

    @property
    def is_text(self) -> bool:
        """Whether its element holds characters; others stand for one."""
        return local_name(self.element) == "t"


@dataclass(slots=True)
class Paragraph:
    """A paragraph as read from its element ``w:p``."""

    element: etree._Element
    pieces: list[Piece] = field(default_factory=list)
    #: The runs of each complex field, from its beginning to its end. Those that begin or end elsewhere are left out.
    field_runs: dict[int, list[etree._Element]] = field(default_factory=lambda: defaultdict(list))
    _open_fields: list[tuple[int, bool]] = field(default_factory=list)
    _fields: int = 0

    def __post_init__(self) -> None:
        """Read the pieces."""
        self._walk(self.element)
        for number, _ in self._open_fields:
            del self.field_runs[number]

    @property
    def text(self) -> str:
        """The text of the paragraph."""
        return "".join(piece.text for piece in self.pieces)

    def within(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces that hold a part of ``text[start:end]``."""
        first = bisect_right(self.pieces, start, key=lambda piece: piece.end)
        return takewhile(lambda piece: piece.start < end, islice(self.pieces, first, None))

    def _walk(self, parent: etree._Element) -> None:
        """Read the runs in an element."""
        for child in parent:
            name = local_name(child)
            if name == "r":
                self._read_run(child)
            elif name in CONTAINERS:
                self._walk(child)

    def _read_run(self, run: etree._Element) -> None:
        """Read the text of a run."""
        look = _look(run)
        around = [number for number, _ in self._open_fields]
        for child in run:
            name = local_name(child)
            if name == "fldChar":
                self._read_field_character(attribute(child, "fldCharType"))
                around += [number for number, _ in self._open_fields if number not in around]
            elif all(in_result for _, in_result in self._open_fields):
                text = (child.text or "") if name == "t" else CHARACTERS.get(name, "")
                if name == "br" and attribute(child, "type") in ("page", "column"):
                    text = "\f"
                if text:
                    start = self.pieces[-1].end if self.pieces else 0
                    fields = tuple(number for number, _ in self._open_fields)
                    self.pieces.append(Piece(child, start, text, look, fields))
        for number in around:
            self.field_runs[number].append(run)

    def _read_field_character(self, kind: str) -> None:
        """Follow complex fields: begin, instruction, separate, result, end (section 17.16.18)."""
        if kind == "begin":
            self._fields += 1
            self._open_fields.append((self._fields, False))
        elif kind == "separate" and self._open_fields:
            self._open_fields[-1] = (self._open_fields[-1][0], True)
        elif kind == "end" and self._open_fields:
            self._open_fields.pop()


def _look(run: etree._Element) -> bytes:
    """How a run looks, for comparison: its visible properties."""
    properties = next((child for child in run if local_name(child) == "rPr"), None)
    if properties is None:
        return b""
    visible = (child for child in properties if local_name(child) not in INVISIBLE)
    return b"".join(sorted(etree.tostring(child, method="c14n", exclusive=True) for child in visible))
