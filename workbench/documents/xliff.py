"""XLIFF 1.2 (OASIS, 2008) and 2.1 (OASIS, 2018) as bilingual text: the segments that have a source, in order.

What is read may come from strangers: no entity is expanded and nothing is fetched. Inline codes are left out, the text
between paired codes stays.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from workbench.documents.bilingual import TranslationUnit
from workbench.errors import InputError
from workbench.files import read_bytes

#: Inline elements whose content is a code of the original format (1.2), or that have none (2.1).
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut", "x", "bx", "ex", "sc", "ec", "sm", "em"})
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def read_xliff(path: str | Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """The segments of an XLIFF file; a target that is not there yet is empty. Regions do not count: nl-BE is nl.

    Raises:
        InputError: the file cannot be read, is not XLIFF 1.2 or 2, uses entities, or is in other languages.
    """
    root = _root(path)
    version = root.get("version", "")
    wanted = source_language, target_language
    if version.startswith("2"):
        _check_languages(path, (root.get("srcLang", ""), root.get("trgLang", "")), wanted)
        for file in root.iterfind("{*}file"):
            for segment in file.iterfind(".//{*}unit/{*}segment"):
                source = _text(path, segment.find("{*}source"))
                yield TranslationUnit(source, _text(path, segment.find("{*}target")), file.get("original", ""))
    elif version.startswith("1"):
        for file in root.iterfind("{*}file"):
            _check_languages(path, (file.get("source-language", ""), file.get("target-language", "")), wanted)
            for unit in file.iterfind(".//{*}trans-unit"):
                for source, target in _segments(path, unit):
                    yield TranslationUnit(source, target, file.get("original", ""))
    else:
        raise InputError(path, f"is XLIFF {version or 'without a version'}", mend="save it as XLIFF 1.2 or 2.1")


def _root(path: str | Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(read_bytes(path), parser)
    except etree.XMLSyntaxError as error:
        what = f"is not XLIFF that can be read: {' '.join(str(error.msg).split())}"
        raise InputError(path, what, place=f"line {error.lineno}") from None
    if etree.QName(root).localname != "xliff":
        raise InputError(path, f"is not XLIFF: its root is <{root.tag}>", place="line 1")
    return root


def _check_languages(path: str | Path, found: tuple[str, str], wanted: tuple[str, str]) -> None:
    """A language that a file does not name may be any. Raises InputError."""
    for code, expected in zip(found, wanted, strict=True):
        if code and code.replace("_", "-").split("-")[0].lower() != expected:
            what = f"is {found[0]}-{found[1]}, not {wanted[0]}-{wanted[1]}"
            raise InputError(path, what, mend="give the languages of the file")


def _segments(path: str | Path, unit: etree._Element) -> Iterator[tuple[str, str]]:
    """The segments of a 1.2 unit: those that ``seg-source`` marks, or the whole unit."""
    marked = {mark.get("mid"): mark for mark in unit.iterfind("{*}seg-source//{*}mrk[@mtype='seg']")}
    if not marked:
        yield _text(path, unit.find("{*}source")), _text(path, unit.find("{*}target"))
        return
    targets = {mark.get("mid"): mark for mark in unit.iterfind("{*}target//{*}mrk[@mtype='seg']")}
    for name, mark in marked.items():
        yield _text(path, mark), _text(path, targets.get(name))


def _text(path: str | Path, element: etree._Element | None) -> str:
    if element is None:
        return ""
    text = "".join(_pieces(path, element))
    return text if element.get(_XML_SPACE) == "preserve" else " ".join(text.split())


def _pieces(path: str | Path, element: etree._Element) -> Iterable[str]:
    yield element.text or ""
    for child in element:
        kind: object = child.tag
        if kind is etree.Entity:  # left out, the text would be another
            what = f"uses the entity {child.text}; entities are not expanded"
            raise InputError(path, what, place=f"line {element.sourceline}")
        if isinstance(kind, str):
            name = etree.QName(child).localname
            if name == "cp":  # a character that XML cannot hold
                yield chr(int(child.get("hex", "FFFD"), 16))
            elif name not in _CODES:
                yield from _pieces(path, child)
        yield child.tail or ""
