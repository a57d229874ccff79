"""Writing TBX: version 3 (ISO 30042:2019, dialect TBX-Basic, style DCT) and version 2 (ISO 30042:2008, ``martif``).

Fields that TBX-Basic has no place for are written as notes that begin with a mark: people can read them in any
program, the workbench reads them back, and the list of losses names them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from workbench import __version__
from workbench.glossary.csv_format import STATUS_ORDER, field_text
from workbench.glossary.exchange.base import Export, Languages, Tally, of_languages
from workbench.glossary.exchange.escapes import NOT_XML, escape
from workbench.glossary.exchange.tbx_vocabulary import (
    BASIC_NAMESPACE,
    INDENTATION,
    MARK,
    MIN_NAMESPACE,
    NEAREST_PART_OF_SPEECH,
    PARTS_OF_SPEECH,
    STATUS_NAMES,
    TBX_NAMESPACE,
)
from workbench.glossary.model import Glossary, Review, Term

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: The data categories of the module Min; the others that are written are of the module Basic.
_IN_MIN = ("administrativeStatus", "partOfSpeech", "subjectField")
#: What an identifier may begin with: the production NCName of XML.
_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NOT_NAME = re.compile(f"^[^{_NAME_START}]|[^{_NAME_START}.0-9\u00b7\u0300-\u036f\u203f\u2040-]")


@dataclass(frozen=True)
class Version:
    """The names that a version of TBX has for its structure."""

    number: int
    root: str
    dialect_attributes: dict[str, str]
    header: str
    entry: str
    language_section: str
    term_section: str
    prolog: str = '<?xml version="1.0" encoding="UTF-8"?>\n'


VERSION_3 = Version(3, "tbx", {"type": "TBX-Basic", "style": "dct"}, "tbxHeader", "conceptEntry", "langSec", "termSec")
VERSION_2 = Version(
    2,
    "martif",
    {"type": "TBX-Basic"},
    "martifHeader",
    "termEntry",
    "langSet",
    "tig",
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">\n',
)


def write_tbx(glossary: Glossary, languages: Languages, version: Version) -> Export:
    """The glossary as TBX of a version."""
    return _Writer(version).write(glossary, languages)


def _fits(text: str) -> bool:
    """Whether an element can hold the text as it is: it would not be taken for a marked note, nor for prettified."""
    return not text.startswith(MARK) and not INDENTATION.search(text)


class _Writer:
    """Builds the elements of one file and tallies what does not fit."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.losses = Tally()

    def write(self, glossary: Glossary, languages: Languages) -> Export:
        """The whole file."""
        concepts = sorted(of_languages(glossary, languages))
        main = next(iter(languages.wanted), None) or next((terms[0].language for _, terms in concepts), "en")
        names: Any = {None: TBX_NAMESPACE, "min": MIN_NAMESPACE, "basic": BASIC_NAMESPACE} if self._is_3 else {}
        root = etree.Element(self._name(self.version.root), self.version.dialect_attributes, nsmap=names)
        root.set(_XML_LANG, self._xml(main))
        file = self._add(self._add(root, self.version.header), "fileDesc")
        self._add(self._add(file, "titleStmt"), "title", glossary.name)
        self._add(self._add(file, "sourceDesc"), "p", f"A glossary exported by the workbench {__version__}")
        body = self._add(self._add(root, "text"), "body")
        for concept, terms in concepts:
            self._concept(body, concept, terms, languages)
        text = str(etree.tostring(root, encoding="unicode", pretty_print=True))
        return Export((self.version.prolog + text).encode(), list(self.losses.lines()))

    @property
    def _is_3(self) -> bool:
        return self.version.number == 3

    def _concept(self, body: etree._Element, concept: str, terms: Sequence[Term], languages: Languages) -> None:
        entry = self._add(body, self.version.entry)
        entry.set("id", escape(concept, _NOT_NAME))
        domains = Counter(term.domain for term in terms if _fits(term.domain))
        domain = max(domains, key=domains.__getitem__, default="")
        if domain:
            self._category(entry, "descrip", "subjectField", domain)
        found = {term.language for term in terms}
        for language in languages.wanted or sorted(found):
            if language in found:
                chosen = [term for term in terms if term.language == language]
                chosen.sort(key=lambda term: (STATUS_ORDER[term.status], term.text))
                self._language(entry, language, chosen, domain)

    def _language(self, entry: etree._Element, language: str, terms: Sequence[Term], domain: str) -> None:
        section = self._add(entry, self.version.language_section)
        section.set(_XML_LANG, self._xml(language))
        if terms[0].definition and _fits(terms[0].definition):
            self._category(section, "descrip", "definition", terms[0].definition)
        for place, term in enumerate(terms):
            self._term(section, term, domain, first=place == 0)

    def _term(self, section: etree._Element, term: Term, domain: str, *, first: bool) -> None:
        element = self._add(section, self.version.term_section)
        self._add(element, "term", term.text)
        if INDENTATION.search(term.text):
            self.losses.add("term with an indented line: the line break reads back as a space")
        self._category(element, "termNote", "administrativeStatus", STATUS_NAMES[term.status])
        if term.part_of_speech:
            listed = term.part_of_speech in PARTS_OF_SPEECH
            nearest = term.part_of_speech if listed else NEAREST_PART_OF_SPEECH.get(term.part_of_speech, "other")
            self._category(element, "termNote", "partOfSpeech", nearest)
        if term.source and _fits(term.source):
            self._category(element, "admin", "source", term.source)
        if term.do_not_translate and not self._is_3:
            # No category of TBX-Basic, but the one that TermWeb writes and that Weblate understands.
            self._category(element, "descrip", "Translation needed", "no")
        if term.note and _fits(term.note):
            self._add(element, "note", term.note)
        for name in self._homeless(term, domain, first=first):
            self._add(element, "note", f"{MARK} {name}: {field_text(getattr(term, name))}".rstrip())
            self.losses.add(f"{name}: kept as a note {MARK}, which other programs do not understand")

    def _homeless(self, term: Term, domain: str, *, first: bool) -> Iterator[str]:
        """The fields of a term that TBX-Basic has no place for."""
        if term.part_of_speech and term.part_of_speech not in PARTS_OF_SPEECH:
            yield "part_of_speech"
        if term.domain != domain:
            yield "domain"
        if term.definition and not (first and _fits(term.definition)):
            yield "definition"
        yield from (name for name in ("note", "source") if not _fits(getattr(term, name)))
        if term.case_sensitive:
            yield "case_sensitive"
        if term.do_not_translate and self._is_3:
            yield "do_not_translate"
        if term.review is not Review.APPROVED:
            yield "review"
        yield from (name for name in ("context", "reviewed_by", "reviewed_at") if getattr(term, name))

    def _name(self, tag: str) -> str:
        return f"{{{TBX_NAMESPACE}}}{tag}" if self._is_3 else tag

    def _add(self, parent: etree._Element, tag: str, text: str = "") -> etree._Element:
        """Add an element of the core structure."""
        element = etree.SubElement(parent, self._name(tag))
        element.text = self._xml(text) or None
        return element

    def _category(self, parent: etree._Element, kind: str, name: str, text: str) -> None:
        """Add a data category: an element of its own in version 3, a type of the element ``kind`` in version 2."""
        if self._is_3:
            namespace = MIN_NAMESPACE if name in _IN_MIN else BASIC_NAMESPACE
            element = etree.SubElement(parent, f"{{{namespace}}}{name}")
        else:
            element = etree.SubElement(parent, kind, {"type": name})
        element.text = self._xml(text)

    def _xml(self, text: str) -> str:
        """The text with a replacement for every character that XML cannot hold."""
        clean, count = NOT_XML.subn("\ufffd", text)
        if count:
            self.losses.add("control character, which XML cannot hold: written as U+FFFD", count)
        return clean
