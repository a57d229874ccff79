"""Reading TBX: version 3 in both styles (ISO 30042:2019, DCT and DCA) and version 2 (ISO 30042:2008, ``martif``).

What is said of a concept or a language is given to its first term, since a glossary keeps everything with a term;
the subject field and "do not translate" are given to all of them. Data categories that a glossary has no field for
are kept in the note if they are text for people, and are listed otherwise.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from workbench.errors import GlossaryError
from workbench.glossary.csv_format import FIELD_READERS, CellError
from workbench.glossary.exchange.base import Import, Languages, Row, Tally, chosen_language, language_tag, tidy
from workbench.glossary.exchange.escapes import unescape
from workbench.glossary.exchange.tbx_vocabulary import (
    FIELDS,
    INDENTATION,
    MARKED_NOTE,
    NOTES,
    PART_OF_SPEECH_NAMES,
    REVIEWS,
    STATUSES,
    plain,
    status_word,
)
from workbench.glossary.model import Review, Term

ENTRIES = ("conceptEntry", "termEntry")
LANGUAGE_SECTIONS = ("langSec", "langSet")
TERM_SECTIONS = ("termSec", "tig", "ntig")
GROUPS = ("termGrp", "termNoteGrp", "descripGrp", "adminGrp")
#: Fields of a concept or a language that hold for all of its terms.
SHARED = ("domain", "do_not_translate")

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass
class _Facts:
    """What a file says of a term, a language or a concept."""

    fields: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def inherit(self, outer: "_Facts", *, first: bool) -> None:
        """Take over what holds for a whole language or concept; ``first``: this is its first term."""
        for name, value in outer.fields.items():
            if name in SHARED or (first and name not in self.fields):
                self.fields.setdefault(name, value)
            elif first and self.fields[name] != value:
                self.notes.append(f"{name.capitalize()}: {value}")
        if first:
            self.notes += outer.notes


def read_tbx(data: bytes, name: str, languages: Languages) -> Import:
    """The terms of a TBX file.

    Raises:
        GlossaryError: the file is not well-formed, is not TBX, or declares entities; names the line.
    """
    root = parse_xml(data, name)
    if _local(root) not in ("tbx", "martif"):
        what = f"is XML, but not TBX: it begins with <{_local(root)}>"
        raise GlossaryError(name, what, place=f"line {root.sourceline}")
    tally = Tally()
    rows: list[Row] = []
    ids: set[str] = set()
    for number, entry in enumerate(root.iter(*(f"{{*}}{tag}" for tag in ENTRIES)), start=1):
        identifier = unescape((entry.get("id") or "").strip())
        if identifier and identifier in ids:
            tally.add("concept identifier that stands twice: the entries are put together")
        ids.add(identifier)
        for term, stated in _terms(entry, languages, tally):
            rows.append(Row(identifier or f"entry {number}", term, stated, named=bool(identifier)))
    if not ids:
        raise GlossaryError(name, "holds no terms: no conceptEntry or termEntry", place=f"line {root.sourceline}")
    return Import(tidy(rows, tally), list(tally.lines()))


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root element of an XML file; no entity is resolved, and nothing is fetched.

    Raises:
        GlossaryError: the file is not well-formed, or uses or declares entities; names the line.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.parse(io.BytesIO(data), parser)
    except etree.XMLSyntaxError as error:
        if b"<!ENTITY" in data:  # the parser stops at too many of them by itself
            raise _declares_entities(data, name) from None
        what = re.sub(r",? line \d+, column \d+$", "", " ".join(str(error.msg).split()))
        raise GlossaryError(name, f"is not well-formed XML: {what}", place=f"line {error.lineno or 1}") from None
    root = tree.getroot()
    declared: Any = tree.docinfo.internalDTD
    if declared is not None and any(declared.iterentities()):
        raise _declares_entities(data, name)
    entities: Iterator[Any] = root.iter(etree.Entity)
    for entity in entities:
        place = f"line {entity.getparent().sourceline}"
        raise GlossaryError(name, f"uses the entity {entity.text}, which it does not declare", place=place)
    return root


def _declares_entities(data: bytes, name: str) -> GlossaryError:
    line = data[: max(data.find(b"<!ENTITY"), 0)].count(b"\n") + 1
    return GlossaryError(name, "declares entities; TBX needs none, and they can do harm", place=f"line {line}")


def _terms(entry: etree._Element, languages: Languages, tally: Tally) -> Iterator[tuple[Term, frozenset[str]]]:
    """The terms of a concept in the wanted languages, with the fields that the file states."""
    found: list[tuple[str, str, _Facts]] = []
    for section in entry.iter(*(f"{{*}}{tag}" for tag in LANGUAGE_SECTIONS)):
        tag = language_tag(section.get(_XML_LANG) or section.get("lang") or "")
        language = chosen_language(tag, languages, tally, terms=sum(1 for _ in section.iter("{*}term")))
        if language is None:
            continue
        common = _facts(section, tally)
        texts = list(_texts(section, tally))
        for place, (text, facts) in enumerate(texts):
            facts.inherit(common, first=place == 0)
            found.append((text, language, facts))
    concept = _facts(entry, tally)
    for place, (text, language, facts) in enumerate(found):
        facts.inherit(concept, first=place == 0)
        if facts.notes:
            facts.fields["note"] = "\n".join(facts.notes)
        yield Term(text, language, **facts.fields), frozenset(facts.fields)


def _texts(section: etree._Element, tally: Tally) -> Iterator[tuple[str, _Facts]]:
    """The texts of the terms in a language section, each with what is said of it."""
    for term_section in section.iter(*(f"{{*}}{tag}" for tag in TERM_SECTIONS)):
        term = next(term_section.iter("{*}term"), None)
        text = "" if term is None else INDENTATION.sub(" ", _text(term))
        if text:
            yield text, _facts(term_section, tally)
        else:
            tally.add("empty term: left out")


def _facts(container: etree._Element, tally: Tally) -> _Facts:
    """What is said of a concept, a language or a term, without what is said further inside."""
    facts = _Facts()
    marked: dict[str, Any] = {}
    for element, about in _leaves(container):
        text = _text(element)
        match = MARKED_NOTE.fullmatch(text) if _local(element) == "note" else None
        if match and match[1] in FIELD_READERS:
            _add_marked(marked, match[1], match[2], tally)
        elif text or element.get("target"):
            _add(facts, element, INDENTATION.sub(" ", text), about, tally)
    note = marked.pop("note", None)
    if note:
        facts.notes.append(note)
    facts.fields.update(marked)
    return facts


def _leaves(container: etree._Element, about: str = "") -> Iterator[tuple[etree._Element, str]]:
    """The elements that say something, with what they are about: the first element of the group they stand in."""
    for element in container:
        tag = _local(element)
        if tag in GROUPS:
            main = next((_category(inner) for inner in element if _local(inner) != "term"), "")
            yield from _leaves(element, main)
        elif tag not in (*LANGUAGE_SECTIONS, *TERM_SECTIONS, "term"):
            yield element, about


def _add(facts: _Facts, element: etree._Element, text: str, about: str, tally: Tally) -> None:
    """Add what an element says to the facts, or to the tally of what is not understood."""
    category = plain(_category(element))
    if category in ("administrativestatus", "normativeauthorization", "processstatus"):
        _add_status(facts, _category(element), text, tally)
    elif category == "partofspeech":
        facts.fields["part_of_speech"] = PART_OF_SPEECH_NAMES.get(plain(text), text)
    elif category == "source" and plain(about) in ("definition", "context"):
        facts.notes.append(f"Source of the {plain(about)}: {text}")
    elif category in FIELDS:
        name = FIELDS[category]
        facts.fields[name] = f"{facts.fields[name]}; {text}" if name in facts.fields else text
    elif category in ("translationneeded", "translationnote") and plain(text) in ("no", "yes"):
        if plain(text) == "no":
            facts.fields["do_not_translate"] = True
    elif category == "casesensitive" and plain(text) in ("yes", "true"):
        facts.fields["case_sensitive"] = True
    elif category == "reliabilitycode" and text == "1":  # of 10; "not verified" in IATE
        facts.fields["review"] = Review.PROPOSED
        tally.add("reliabilityCode 1: taken as a proposed term")
    elif category in NOTES:
        facts.notes.append(NOTES[category] + " ".join(filter(None, (text, element.get("target")))))
    else:
        tally.add(f"{_description(element)}: not held by a glossary, left out")


def _add_status(facts: _Facts, category: str, value: str, tally: Tally) -> None:
    word = status_word(value)
    if word in STATUSES:
        facts.fields["status"] = STATUSES[word]
        if word not in ("preferred", "admitted", "deprecated"):
            tally.add(f"{category} {value}: taken as {STATUSES[word]}")
    elif word in REVIEWS:
        facts.fields["review"] = REVIEWS[word]
        tally.add(f"{category} {value}: taken as a term that is {REVIEWS[word]}")
    else:
        tally.add(f"{category} {value}: unknown, left out")


def _add_marked(marked: dict[str, Any], name: str, value: str, tally: Tally) -> None:
    """Add a field that the workbench wrote as a note."""
    try:
        marked[name] = FIELD_READERS[name](value.strip())
    except CellError as error:
        tally.add(f"{error.what}: left out")


def _category(element: etree._Element) -> str:
    """The data category of an element: its type (version 2 and DCA style), or else its own name (DCT style)."""
    return element.get("type") or _local(element)


def _description(element: etree._Element) -> str:
    kind = element.get("type")
    return f"{_local(element)} {kind}" if kind else _local(element)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()
