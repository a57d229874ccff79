"""XLIFF 1.2 (OASIS, 2008) and 2.1 (OASIS, 2018): its segments in order, whichever version and program wrote them.

What is read may come from strangers: no entity is expanded and nothing is fetched.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from workbench.documents.bilingual import TranslationUnit
from workbench.documents.safe_xml import parse_xml
from workbench.documents.xml_inline import Edge, Inline, MixedContent
from workbench.errors import InputError
from workbench.files import read_bytes

#: The suffixes of XLIFF files; the last two are those of Trados and memoQ.
SUFFIXES = (".xlf", ".xliff", ".sdlxliff", ".mqxliff")
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: Inline elements around text, in both versions. Subflows inside of codes are not translated.
_PAIRS = frozenset({"g", "mrk", "pc"})
#: Elements that begin and end a pair apart from each other, with the attributes that connect them.
_BEGINNINGS = {"bx": ("rid", "id"), "bpt": ("rid", "id"), "sc": ("id",), "sm": ("id",)}
_ENDS = {"ex": ("rid", "id"), "ept": ("rid", "id"), "ec": ("startRef",), "em": ("startRef",)}
_KINDS = {"bx": "x", "ex": "x", "bpt": "pt", "ept": "pt", "sc": "c", "ec": "c", "sm": "m", "em": "m"}
#: States of a target that is not a translation yet, or not the one wanted (1.2, section 2.5).
_UNTRANSLATED = frozenset({"new", "needs-translation", "needs-adaptation", "needs-l10n", "initial"})


@dataclass(frozen=True, slots=True)
class XliffSegment:
    """A segment: its source, the target if there is one, and the elements around both.

    ``holder`` has ``source`` and ``target`` as children: ``trans-unit`` (1.2) or ``segment`` (2.1). ``mark`` is the
    ``mid`` of a segment of a 1.2 unit that ``seg-source`` cuts; its source and target are ``mrk`` elements.
    """

    file: etree._Element
    holder: etree._Element
    source: etree._Element
    target: etree._Element | None
    mark: str | None = None

    @property
    def is_translated(self) -> bool:
        """Whether there is a target that is to be kept, by its text and state, or that must not be translated."""
        if self._is_locked():
            return True
        target = self.target
        if target is None or not text_of(target).strip():
            return False
        whole = target if self.mark is None else self.holder.find("{*}target")
        state = (whole.get("state") if whole is not None else None) or self.holder.get("state")
        if state:
            return state not in _UNTRANSLATED
        return text_of(target) != text_of(self.source)  # many programs fill targets with their sources

    def _is_locked(self) -> bool:
        """Whether the file forbids or has settled the translation: ``translate``, ``approved``, a final state."""
        if self.holder.get("approved") == "yes" or self.holder.get("state") == "final":
            return True
        around = (self.holder, *self.holder.iterancestors())
        return next((at.get("translate") for at in around if at.get("translate")), "yes") == "no"


def is_xliff(path: str | Path) -> bool:
    """Whether the suffix says that a file is XLIFF."""
    return Path(path).suffix.lower() in SUFFIXES


def read_xliff(
    path: str | Path, source_language: str, target_language: str, only_translated: bool = False
) -> Iterator[TranslationUnit]:
    """The segments of an XLIFF file; a target that is not there yet is empty. Regions do not count: nl-BE is nl.

    Inline codes are left out, the text between paired codes stays. ``only_translated`` passes over segments whose
    target is not there or, by its state, not what is wanted.

    Raises:
        InputError: the file cannot be read, is not XLIFF 1.2 or 2, uses entities, or is in other languages.
    """
    root = xliff_root(parse_xml(read_bytes(path), str(path), "XLIFF"), str(path))
    for found in _languages(root):
        _check_languages(path, found, (source_language, target_language))
    for segment in xliff_segments(root):
        if only_translated and not segment.is_translated:
            continue
        target = "" if segment.target is None else text_of(segment.target)
        yield TranslationUnit(text_of(segment.source), target, segment.file.get("original", ""))


def xliff_root(tree: etree._ElementTree, name: str) -> etree._Element:
    """The root of an XLIFF file. Raises InputError for another root or version."""
    root = tree.getroot()
    if etree.QName(root).localname != "xliff":
        raise InputError(name, f"is not XLIFF: its root is <{root.tag}>", place="line 1")
    version = root.get("version", "")
    if not version.startswith(("1", "2")):
        raise InputError(name, f"is XLIFF {version or 'without a version'}", mend="save it as XLIFF 1.2 or 2.1")
    return root


def is_version_2(root: etree._Element) -> bool:
    """Whether a file is of version 2."""
    return root.get("version", "").startswith("2")


def xliff_segments(root: etree._Element) -> Iterator[XliffSegment]:
    """The segments of a file of either version in order. A unit of 1.2 is one segment where nothing cuts it."""
    for file in root.iterfind("{*}file"):
        if is_version_2(root):
            for holder in file.iterfind(".//{*}unit/{*}segment"):
                source = holder.find("{*}source")
                if source is not None:
                    yield XliffSegment(file, holder, source, holder.find("{*}target"))
        else:
            for holder in file.iterfind(".//{*}trans-unit"):
                yield from _segments_of_unit(file, holder)


def content_of(element: etree._Element) -> MixedContent:
    """The text of a source or target with its inline elements. White space is kept where the file says so."""
    around = (element, *element.iterancestors())
    space = next((at.get(_XML_SPACE) for at in around if at.get(_XML_SPACE)), "default")
    return MixedContent(element, _classify, preserve=space == "preserve")


def text_of(element: etree._Element) -> str:
    """The text of a source or target without codes; white space at its ends does not count unless it is preserved."""
    content = content_of(element)
    return content.text if content.preserve else " ".join(content.text.split())


def _segments_of_unit(file: etree._Element, unit: etree._Element) -> Iterator[XliffSegment]:
    """The segments of a 1.2 unit: those that ``seg-source`` marks, or the whole unit."""
    marked = list(unit.iterfind("{*}seg-source//{*}mrk[@mtype='seg']"))
    if not marked:
        source = unit.find("{*}source")
        if source is not None:
            yield XliffSegment(file, unit, source, unit.find("{*}target"))
        return
    targets = {mark.get("mid"): mark for mark in unit.iterfind("{*}target//{*}mrk[@mtype='seg']")}
    for mark in marked:
        name = mark.get("mid", "")
        yield XliffSegment(file, unit, mark, targets.get(name), name)


def _classify(element: etree._Element) -> Inline | Edge | str:
    name = etree.QName(element).localname
    if name in _PAIRS:
        return Inline.PAIR
    if name == "cp":  # a character that XML cannot hold
        return _character(element.get("hex", ""))
    for edges, begins in ((_BEGINNINGS, True), (_ENDS, False)):
        if name in edges:
            key = next((element.get(attribute) for attribute in edges[name] if element.get(attribute)), None)
            return Edge(f"{_KINDS[name]} {key}", begins) if key else Inline.POINT
    return Inline.POINT


def _character(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _languages(root: etree._Element) -> Iterator[tuple[str, str]]:
    """The languages that a file names."""
    if is_version_2(root):
        yield root.get("srcLang", ""), root.get("trgLang", "")
    else:
        for file in root.iterfind("{*}file"):
            yield file.get("source-language", ""), file.get("target-language", "")


def _check_languages(path: str | Path, found: tuple[str, str], wanted: tuple[str, str]) -> None:
    """A language that a file does not name may be any. Raises InputError."""
    for code, expected in zip(found, wanted, strict=True):
        if code and code.replace("_", "-").split("-")[0].lower() != expected:
            what = f"is {found[0]}-{found[1]}, not {wanted[0]}-{wanted[1]}"
            raise InputError(path, what, mend="give the languages of the file")
