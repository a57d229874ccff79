"""Aligned text as the pairs (source, target): TSV in two columns, TMX 1.4b, and documents, which have no target.

One file is in memory at a time, never more than ``files.DEFAULT_LIMIT`` bytes of it.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from lxml import etree

from workbench.documents.registry import read_document
from workbench.documents.tsv import HEADER, unescape
from workbench.errors import InputError
from workbench.files import read_bytes, read_text
from workbench.languages.sentences import splitter

Pair = tuple[str, str]

#: Headers that files of others have: roles or language codes.
_ROLES = ({"source", "src"}, {"target", "tgt", "trg", "reference"})
#: Inline elements of TMX whose content is markup of the original format, not text.
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_pairs(path: Path, language: str, target: str) -> Iterator[Pair]:
    """The pairs of a file, by its suffix: ``.tsv`` or ``.tmx``; any other is a document in ``language``.

    Raises:
        InputError: the file cannot be read, or is not what its suffix claims; names the line.
        UsageError: a suffix that no document format has.
    """
    suffix = path.suffix.lower()
    if suffix == ".tsv":
        return _read_tsv(path, language, target)
    if suffix == ".tmx":
        return _read_tmx(path, language, target)
    document = read_document(path, splitter(language))
    return ((segment.source, "") for segment in document.segments)


def _read_tsv(path: Path, language: str, target: str) -> Iterator[Pair]:
    """Two columns, with a header or without. Cells are escaped only under the header of our own bilingual TSV."""
    own = False
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        line = line.removesuffix("\r")
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) < 2:
            mend = "write source<TAB>target on every line"
            raise InputError(path, "has one cell instead of 2", place=f"line {number}", mend=mend)
        if number == 1 and _is_header(cells, language, target):
            own = line == HEADER
        elif own:
            yield unescape(cells[0]), unescape(cells[1])
        else:
            yield cells[0], cells[1]


def _is_header(cells: list[str], language: str, target: str) -> bool:
    first, second = (cell.strip().lower() for cell in cells[:2])
    return (first in _ROLES[0] and second in _ROLES[1]) or (first, second) == (language, target)


def _read_tmx(path: Path, language: str, target: str) -> Iterator[Pair]:
    """The units that have both languages. Entities are not expanded and nothing is fetched."""
    events = etree.iterparse(
        BytesIO(read_bytes(path)), tag="{*}tu", resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for _, unit in events:
            variants = {_language(variant): _text(variant) for variant in unit.iterfind("{*}tuv")}
            if variants.get(language) and variants.get(target):
                yield variants[language], variants[target]
            unit.clear()
        if etree.QName(events.root).localname != "tmx":
            raise InputError(path, f"is not TMX: its root is <{events.root.tag}>", place="line 1")
    except etree.XMLSyntaxError as error:
        place = f"line {error.lineno}" if error.lineno else ""
        raise InputError(path, f"is not TMX: {error.msg}", place=place) from None


def _language(variant: etree._Element) -> str:
    """The code before the region: nl-NL is nl. TMX before 1.4 has no namespace on ``lang``."""
    code = variant.get(_XML_LANG) or variant.get("lang") or ""
    return str(code).replace("_", "-").split("-")[0].lower()


def _text(variant: etree._Element) -> str:
    segment = variant.find("{*}seg")
    return " ".join("".join(_pieces(segment)).split()) if segment is not None else ""


def _pieces(element: etree._Element) -> Iterable[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and etree.QName(child).localname not in _CODES:
            yield from _pieces(child)
        yield child.tail or ""
