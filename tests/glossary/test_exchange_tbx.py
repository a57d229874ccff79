"""TBX as others write it is read, and what a glossary cannot hold is named; what we write others can read."""

import io
from pathlib import Path

import pytest
from lxml import etree
from translate.storage.tbx import tbxfile

from workbench.errors import GlossaryError
from workbench.glossary.exchange.base import Import, Languages
from workbench.glossary.exchange.registry import format_named, read_import
from workbench.glossary.model import Glossary, Review, Status, Term

FIXTURES = Path(__file__).parents[1] / "fixtures" / "glossary"
ALL = Languages()


def read(name: str, languages: str = "") -> Import:
    return read_import(FIXTURES / name, None, Languages.parse(languages))


def by_text(found: Import) -> dict[str, Term]:
    return {row.term.text: row.term for row in found.rows}


def test_weblate():
    found = read("weblate.tbx")
    terms = by_text(found)
    assert terms["Tweede Kamer"].definition == "Legislative body of the kingdom"
    assert terms["House of Representatives"].note == "As the house itself writes it"
    assert terms["Second Chamber"].status is Status.DEPRECATED
    assert terms["Europol"].do_not_translate and terms["Europol"].note == "A name"
    assert [row.named for row in found.rows] == [True, True, True, False, False]
    assert found.rows[0].concept == "101"
    assert "empty term: left out (1 time)" in found.notes
    assert "administrativeStatus forbidden: taken as deprecated (1 time)" in found.notes


def test_iate_version_2():
    found = read("iate-v2.tbx", "nl,en")
    terms = by_text(found)
    assert set(terms) == {"ceasefire", "cease-fire", "truce", "staakt-het-vuren"}
    assert {row.concept for row in found.rows} == {"IATE-790311"}
    assert all(term.domain == "0806; 1016" for term in terms.values())
    ceasefire = terms["ceasefire"]
    assert ceasefire.status is Status.PREFERRED and ceasefire.definition == "A suspension of fighting"
    assert ceasefire.note.splitlines() == [
        "Context: The parties agreed on a ceasefire.",
        "Source of the context: UN news",
        "Source of the definition: Council-EN",
    ]
    assert ceasefire.context == ()  # an example sentence, not words that decide between concepts
    assert terms["cease-fire"].status is Status.DEPRECATED and terms["cease-fire"].review is Review.PROPOSED
    assert (terms["truce"].status, terms["truce"].note) == (Status.DEPRECATED, "Not the same everywhere")
    assert terms["staakt-het-vuren"].note == "See: A page https://example.org/staakt"
    assert "status" not in next(row for row in found.rows if row.term.language == "nl").stated
    notes = "\n".join(found.notes)
    for part in (
        "term in bg, which is not wanted: left out (1 time)",
        "termNote termType: not held by a glossary, left out (3 times)",
        "descrip reliabilityCode: not held by a glossary, left out (2 times)",
        "reliabilityCode 1: taken as a proposed term",
        "supersededTerm-admn-sts: taken as deprecated",
    ):
        assert part in notes


def test_iate_version_3_in_dca_style():
    terms = by_text(read("iate-v3.tbx"))
    assert terms["risk margin"].status is Status.ADMITTED and terms["risk margin"].domain == "insurance"
    assert terms["risicomarge"].review is Review.PROPOSED


def test_version_3_in_dct_style():
    found = read("multiterm-dct.tbx", "nl,en")
    terms = by_text(found)
    question = terms["parliamentary question"]
    assert (question.language, question.part_of_speech, question.domain) == ("en", "noun", "Parliament")
    assert question.definition == "Document that asks the government for an answer"
    assert question.note.splitlines() == ["Source of the definition: Handbook", "Seen in the minutes"]
    assert terms["PQ"].part_of_speech == "proper noun"
    assert terms["PQ"].status is Status.ADMITTED  # the file has two preferred terms
    assert terms["kamervraag"].status is Status.PREFERRED
    notes = "\n".join(found.notes)
    for part in ("transacGrp: not held", "termType: not held", "en-gb is taken as en (2 times)", "second preferred"):
        assert part in notes


def test_translate_toolkit_writes_what_we_read():
    store = tbxfile(sourcelanguage="nl", targetlanguage="en")
    for source, target in (("grondwet", "constitution"), ("wet & recht", "law <and> justice")):
        store.addsourceunit(source).settarget(target, "en")
    output = io.BytesIO()
    store.serialize(output)
    found = format_named("tbx").read(output.getvalue(), "toolkit.tbx", ALL)
    pairs = [(row.term.language, row.term.text) for row in found.rows]
    assert pairs == [("nl", "grondwet"), ("en", "constitution"), ("nl", "wet & recht"), ("en", "law <and> justice")]
    assert not any(row.named for row in found.rows)


GLOSSARY = Glossary.of(
    "sample",
    [
        ("baltic-sea", Term("Oostzee", "nl", definition="A sea", context=("Zweden", "Finland"))),
        ("baltic-sea", Term("Baltic Sea", "en", part_of_speech="proper noun", source="EU")),
        ("baltic-sea", Term("East Sea", "en", Status.DEPRECATED, note="another sea")),
        ("112", Term("Europol", "nl", do_not_translate=True, case_sensitive=True)),
        (
            "112",
            Term("112", "en", Status.ADMITTED, review=Review.REJECTED, reviewed_by="Jan", reviewed_at="2026-09-30"),
        ),
    ],
)


def test_translate_toolkit_reads_our_version_2():
    data = format_named("tbx2").write(GLOSSARY, Languages.parse("nl,en")).data
    store = tbxfile.parsestring(data, sourcelanguage="nl", targetlanguage="en")
    units = {unit.source: unit for unit in store.units}
    sea = units["Oostzee"]
    assert sea.target == "Baltic Sea" and sea.getid() == "baltic-sea" and sea.istranslatable()
    assert [(term.text, term.deprecated) for term in sea.get_target_terms("en")] == [
        ("Baltic Sea", False),
        ("East Sea", True),
    ]
    assert "A sea" in sea.getnotes(origin="definition")
    assert not units["Europol"].istranslatable()


@pytest.mark.parametrize("name", ["tbx", "tbx2"])
def test_what_has_no_place_is_listed_and_kept_in_notes(name):
    export = format_named(name).write(GLOSSARY, ALL)
    fields = {loss.split(":")[0] for loss in export.losses}
    expected = {"context", "part_of_speech", "case_sensitive", "review", "reviewed_by", "reviewed_at"}
    assert fields == expected | ({"do_not_translate"} if name == "tbx" else set())
    assert "[workbench] context: Zweden | Finland" in export.data.decode()


#: The structure of TBX 3 in DCT style with the data categories that we write, after the schemas of TBX-Basic.
STRUCTURE = etree.RelaxNG(
    etree.fromstring("""
<element name="tbx" xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:iso:std:iso:30042:ed-2"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <attribute name="type" ns=""><value>TBX-Basic</value></attribute>
  <attribute name="style" ns=""><value>dct</value></attribute>
  <attribute name="xml:lang"/>
  <element name="tbxHeader"><element name="fileDesc">
    <element name="titleStmt"><element name="title"><text/></element></element>
    <element name="sourceDesc"><element name="p"><text/></element></element>
  </element></element>
  <element name="text"><element name="body"><oneOrMore><element name="conceptEntry">
    <attribute name="id" ns=""><data type="ID"/></attribute>
    <optional><element name="subjectField" ns="http://www.tbxinfo.net/ns/min"><text/></element></optional>
    <oneOrMore><element name="langSec">
      <attribute name="xml:lang"/>
      <optional><element name="definition" ns="http://www.tbxinfo.net/ns/basic"><text/></element></optional>
      <oneOrMore><element name="termSec">
        <element name="term"><text/></element>
        <element name="administrativeStatus" ns="http://www.tbxinfo.net/ns/min"><choice>
          <value>admittedTerm-admn-sts</value><value>deprecatedTerm-admn-sts</value>
          <value>supersededTerm-admn-sts</value><value>preferredTerm-admn-sts</value>
        </choice></element>
        <optional><element name="partOfSpeech" ns="http://www.tbxinfo.net/ns/min"><choice>
          <value>adjective</value><value>noun</value><value>other</value><value>verb</value><value>adverb</value>
        </choice></element></optional>
        <optional><element name="source" ns="http://www.tbxinfo.net/ns/basic"><text/></element></optional>
        <zeroOrMore><element name="note"><text/></element></zeroOrMore>
      </element></oneOrMore>
    </element></oneOrMore>
  </element></oneOrMore></element></element>
</element>""")
)


def test_version_3_has_the_structure_of_the_standard():
    STRUCTURE.assertValid(etree.fromstring(format_named("tbx").write(GLOSSARY, ALL).data))


def test_control_characters_are_replaced_and_listed():
    glossary = Glossary.of("sample", [("a", Term("x\x1by", "nl", note="z\x00\ud800"))])
    for name in ("tbx", "tbx2"):
        export = format_named(name).write(glossary, ALL)
        assert export.losses == ["control character, which XML cannot hold: written as U+FFFD (3 times)"]
        assert by_text(format_named(name).read(export.data, "x.tbx", ALL)).keys() == {"x\ufffdy"}


LAUGHS = '<!DOCTYPE tbx [\n<!ENTITY a "ha">\n' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">\n' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("<tbx>\n<text>", "line 2", "not well-formed"),
        ("no xml", "line 1", "not well-formed"),
        ("", "line 1", "not well-formed"),
        ("<html>\n</html>", "line 1", "is XML, but not TBX"),
        ("<martif><text><body></body></text></martif>", "line 1", "holds no terms"),
        (LAUGHS + "]>\n<tbx><conceptEntry>&i;</conceptEntry></tbx>", "line 2", "declares entities"),
        (LAUGHS + ']>\n<tbx a="&i;"/>', "line", "entit"),
        ('<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<tbx>&x;</tbx>', "line 1", "declares entities"),
        ('<!DOCTYPE tbx SYSTEM "x.dtd">\n<tbx>\n<a>&eacute;</a></tbx>', "line 3", "does not declare"),
        ("<tbx>" + "<a>" * 5000, "line 1", "not well-formed"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, place, what):
    with pytest.raises(GlossaryError) as caught:
        format_named("tbx").read(text.encode(), "bad.tbx", ALL)
    message = str(caught.value)
    assert message.startswith(f"bad.tbx: {place}") and what in message and "\n" not in message
