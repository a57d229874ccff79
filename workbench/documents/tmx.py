"""TMX 1.4b (LISA OSCAR, 2005), the exchange format of translation memories: written and read unit by unit.

What is read may come from strangers: no entity is expanded, nothing is fetched, and the size of a file, of a text and
the depth of its elements are limited. White space counts as one space, as programs that indent TMX expect.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TextIO
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from workbench import __version__
from workbench.documents.bilingual import TranslationUnit
from workbench.errors import InputError
from workbench.files import open_binary

#: Larger files are refused: this is a memory of several million units.
SIZE_LIMIT = 2 * 2**30
#: How TMX writes dates: ISO 8601 without separators, in UTC.
DATE_FORMAT = "%Y%m%dT%H%M%SZ"

#: What no XML 1.0 text may hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WHITE_SPACE = re.compile("[ \t\r\n]+")
#: Inline elements whose content is markup of the original format, not text.
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DOCUMENT, _SCORE = "x-document", "x-score"


def write_tmx(units: Iterable[TranslationUnit], source_language: str, target_language: str, file: TextIO) -> int:
    """Write units as TMX, one after the other as they come.

    Args:
        units: the texts with their translations; the document and the score become properties of a unit.
        source_language, target_language: codes such as ``nl`` or ``en-GB`` (BCP 47).
        file: where to; UTF-8, as the declaration says.

    Returns:
        The number of characters that XML cannot hold (control characters, lone surrogates); each is written as U+FFFD.
    """
    writer = _Writer(source_language, target_language)
    file.write(writer.head())
    for unit in units:
        file.write(writer.unit(unit))
    file.write("</body>\n</tmx>\n")
    return writer.replaced


def read_tmx(path: str | Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """The units of a TMX file that have both languages, read as they are asked for. Regions do not count: nl-BE is nl.

    Raises:
        InputError: the file cannot be read, is not TMX, uses entities, or has units but none in both languages.
    """
    reader = _Reader(path, source_language, target_language)
    with open_binary(path) as file:
        yield from reader.units(file)


class _Writer:
    """Writes the parts of one file and counts the characters that it had to replace."""

    def __init__(self, source_language: str, target_language: str) -> None:
        self.source_language, self.target_language = source_language, target_language
        self.replaced = 0

    def head(self) -> str:
        """Everything before the first unit. The order of attributes is that of the specification."""
        attributes = {
            "creationtool": "workbench",
            "creationtoolversion": __version__,
            "segtype": "sentence",
            "o-tmf": "workbench",
            "adminlang": "en",
            "srclang": self.source_language,
            "datatype": "plaintext",
        }
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
            f"<header{self._attributes(attributes)}/>\n<body>\n"
        )

    def unit(self, unit: TranslationUnit) -> str:
        """One unit with its properties and both texts."""
        attributes = {}
        if unit.created:
            attributes["creationdate"] = unit.created.astimezone(UTC).strftime(DATE_FORMAT)
        if unit.author:
            attributes["creationid"] = unit.author
        properties = {_DOCUMENT: unit.document, _SCORE: "" if unit.score is None else f"{unit.score:.4f}"}
        lines = [f"<tu{self._attributes(attributes)}>"]
        lines += [f'  <prop type="{name}">{self._text(value)}</prop>' for name, value in properties.items() if value]
        for language, text in ((self.source_language, unit.source), (self.target_language, unit.target)):
            lines.append(f"  <tuv{self._attributes({'xml:lang': language})}><seg>{self._text(text)}</seg></tuv>")
        return "\n".join([*lines, "</tu>\n"])

    def _attributes(self, attributes: dict[str, str]) -> str:
        return "".join(f" {name}={quoteattr(self._clean(value))}" for name, value in attributes.items())

    def _text(self, text: str) -> str:
        return escape(self._clean(text))

    def _clean(self, text: str) -> str:
        clean, count = _NOT_XML.subn("\ufffd", text)
        self.replaced += count
        return clean


@dataclass
class _Reader:
    """Reads one file and remembers which languages it met."""

    path: str | Path
    source_language: str
    target_language: str
    languages: Counter[str] = field(default_factory=Counter)

    def units(self, file: BinaryIO) -> Iterator[TranslationUnit]:
        """The units in both languages. Raises InputError."""
        events = etree.iterparse(
            _Limited(self.path, file), tag="{*}tu", resolve_entities=False, no_network=True, load_dtd=False
        )
        found = False
        try:
            for _, element in events:
                if unit := self._unit(element):
                    found = True
                    yield unit
                _forget(element)
            if etree.QName(events.root).localname != "tmx":
                raise self._error(f"its root is <{events.root.tag}>", 1)
        except etree.XMLSyntaxError as error:
            raise self._error(" ".join(str(error.msg).split()), error.lineno) from None
        if self.languages and not found:
            known = ", ".join(sorted(self.languages))
            what = f"has no unit in both {self.source_language} and {self.target_language}; its languages are {known}"
            raise InputError(self.path, what, mend="give the languages of the file")

    def _unit(self, element: etree._Element) -> TranslationUnit | None:
        texts: dict[str, str] = {}
        for variant in element.iterfind("{*}tuv"):
            texts.setdefault(_language(variant), self._text(variant.find("{*}seg")))
        self.languages.update(texts.keys())
        source, target = texts.get(_primary(self.source_language)), texts.get(_primary(self.target_language))
        if not source or not target:
            return None
        properties = {prop.get("type"): prop.text or "" for prop in element.iterfind("{*}prop")}
        return TranslationUnit(
            source,
            target,
            document=properties.get(_DOCUMENT, ""),
            author=element.get("creationid") or element.get("changeid") or "",
            created=_date(element.get("changedate") or element.get("creationdate") or ""),
            score=_score(properties.get(_SCORE, "")),
        )

    def _text(self, segment: etree._Element | None) -> str:
        if segment is None:
            return ""
        return _WHITE_SPACE.sub(" ", "".join(self._pieces(segment))).strip(" ")

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            kind: object = child.tag
            if kind is etree.Entity:  # left out, the text would be another
                raise self._error(f"it uses the entity {child.text}; entities are not expanded", element.sourceline)
            if isinstance(kind, str) and etree.QName(child).localname not in _CODES:
                yield from self._pieces(child)
            yield child.tail or ""

    def _error(self, what: str, line: object) -> InputError:
        return InputError(self.path, f"is not TMX that can be read: {what}", place=f"line {line}" if line else "")


class _Limited:
    """A file for the parser that ends with an error when more than SIZE_LIMIT bytes were read."""

    def __init__(self, path: str | Path, file: BinaryIO) -> None:
        self.path, self.file, self.size = path, file, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises InputError."""
        data = self.file.read(size)
        self.size += len(data)
        if self.size > SIZE_LIMIT:
            raise InputError(
                self.path, f"is larger than {SIZE_LIMIT / 2**30:g} GiB", mend="split it into smaller files"
            )
        return data


def _forget(element: etree._Element) -> None:
    """Free an element that has been read, and what stands before it, so that memory does not grow with the file."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _language(variant: etree._Element) -> str:
    """The code before the region. TMX before 1.4 has no namespace on ``lang``."""
    return _primary(variant.get(_XML_LANG) or variant.get("lang") or "")


def _primary(code: str) -> str:
    return code.replace("_", "-").split("-")[0].lower()


def _date(text: str) -> datetime | None:
    """A date as TMX writes it; None for what other programs write instead."""
    try:
        return datetime.strptime(text, DATE_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None


def _score(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
