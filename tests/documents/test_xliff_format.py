"""XLIFF documents as CAT tools write them; an independent reader (translate-toolkit) loads what we write."""

import io
from collections import Counter

import pytest
from document_helpers import by_sentence, sources, translate
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from translate.storage.xliff import xlifffile

from workbench.documents.placing import Placer
from workbench.documents.spans import Span
from workbench.documents.xliff_format import XliffFormat
from workbench.errors import InputError

XLIFF = XliffFormat()
SPACE_1, SPACE_2 = "urn:oasis:names:tc:xliff:document:1.2", "urn:oasis:names:tc:xliff:document:2.0"


def old(*units: str, more: str = "") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="{SPACE_1}" {more}>
<file original="report.docx" source-language="nl-NL" target-language="en-GB" datatype="plaintext"><body>
{"".join(units)}</body></file></xliff>""".encode()


def new(*units: str) -> bytes:
    return f"""<xliff version="2.1" xmlns="{SPACE_2}" srcLang="nl" trgLang="en"><file id="f1">
{"".join(units)}</file></xliff>""".encode()


def unit(content: str, identifier: str = "1", attributes: str = "") -> str:
    return f'<trans-unit id="{identifier}"{attributes}><source>{content}</source></trans-unit>\n'


def segment(content: str, more: str = "") -> str:
    return f'<unit id="u"><segment{more}><source>{content}</source></segment></unit>\n'


#: As OmegaT's filters, Trados Studio (sdlxliff) and memoQ write them.
OMEGAT = old(unit('De <g id="1">zee</g> is groot.<x id="2"/>'), unit("Nog een.", "2"))
TRADOS = b"\xef\xbb\xbf" + old(
    '<trans-unit id="a1"><source><g id="3">De zee is groot. Het huis is oud.</g></source><seg-source><g id="3">'
    '<mrk mtype="seg" mid="1">De <g id="4">zee</g> is groot.</mrk> <mrk mtype="seg" mid="2">Het huis is oud.</mrk></g>'
    '</seg-source><target><g id="3"><mrk mtype="seg" mid="1"/> <mrk mtype="seg" mid="2">The house is old.</mrk></g>'
    '</target><sdl:seg-defs><sdl:seg id="1"/><sdl:seg id="2" conf="Translated"/></sdl:seg-defs></trans-unit>',
    more='xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" sdl:version="1.0"',
)
MEMOQ = old(
    '<trans-unit id="1" mq:status="NotStarted" xmlns:mq="MQXliff"><source xml:space="preserve">De <bpt id="1" '
    'ctype="bold">{}</bpt>zee<ept id="1">{}</ept>  is groot.</source><target xml:space="preserve"></target>'
    "</trans-unit>"
)
OKAPI_2 = new(
    segment('De <pc id="1">zee</pc> is <ph id="2"/>groot.', ' id="s1"'),
    segment('Een <sc id="1"/>zee<ec startRef="1"/>.', ' id="s2"'),
)


def by_dictionary(span: Span, source: str, target: str) -> list[Span]:
    words = {"zee": "sea", "groot": "big", "is": "is"}
    word = words.get(source[slice(*span)].strip(" ."), "?")
    return [(target.index(word), target.index(word) + len(word))] if word in target else []


def written(data: bytes, targets: list[str]) -> etree._Element:
    document = XLIFF.read(data, "f.xlf", by_sentence)
    assert len(document.segments) == len(targets)
    return etree.fromstring(XLIFF.write(document, targets, Placer(by_dictionary)))


def inner(element: etree._Element) -> str:
    """The content of an element as XML, without the declarations of namespaces."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    for space in (SPACE_1, SPACE_2):
        text = text.replace(f' xmlns="{space}"', "")
    return text.partition(">")[2].rpartition("<")[0]


@pytest.mark.parametrize("data", [OMEGAT, TRADOS, MEMOQ, OKAPI_2], ids=["omegat", "trados", "memoq", "okapi 2"])
def test_an_untranslated_file_comes_back_to_the_byte(data: bytes) -> None:
    assert translate(XLIFF, data, str) == data


def test_codes_go_to_the_words_in_the_target() -> None:
    root = written(OMEGAT, ["Big is the sea.", "Another."])
    first, second = root.findall(".//{*}target")
    assert inner(first) == 'Big is the <g id="1">sea</g>.<x id="2"/>'
    assert inner(second) == "Another."
    assert (first.get("state"), first.get("state-qualifier")) == ("needs-review-translation", "mt-suggestion")


def test_segments_of_trados_keep_what_is_translated() -> None:
    assert sources(XLIFF.read(TRADOS, "f.sdlxliff", by_sentence)) == ["De zee is groot."]
    root = written(TRADOS, ["Big is the sea."])
    assert inner(root.find(".//{*}target")).replace(' xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0"', "") == (
        '<g id="3"><mrk mtype="seg" mid="1">Big is the <g id="4">sea</g>.</mrk>'
        ' <mrk mtype="seg" mid="2">The house is old.</mrk></g>'
    )
    definitions = root.findall(".//{http://sdl.com/FileTypes/SdlXliff/1.0}seg")
    assert [(at.get("conf"), at.get("origin")) for at in definitions] == [("Draft", "mt"), ("Translated", None)]


def test_a_missing_target_of_marked_segments_is_made_from_them() -> None:
    start, end = TRADOS.index(b"<target>"), TRADOS.index(b"</target>")
    root = written(TRADOS[:start] + TRADOS[end + 9 :], ["Big is the sea.", "The house is old."])
    target = root.find(".//{*}target")
    assert [(mark.get("mid"), "".join(mark.itertext())) for mark in target.iterfind(".//{*}mrk")] == [
        ("1", "Big is the sea."),
        ("2", "The house is old."),
    ]
    assert target.getprevious().tag.endswith("seg-source")


def test_paired_codes_of_memoq_are_pairs_and_spaces_are_preserved() -> None:
    root = written(MEMOQ, ["Big is the sea."])
    expected = 'Big is the <bpt id="1" ctype="bold">{}</bpt>sea<ept id="1">{}</ept>.'
    assert inner(root.find(".//{*}target")).replace(' xmlns:mq="MQXliff"', "") == expected
    assert sources(XLIFF.read(MEMOQ, "f", by_sentence)) == ["De zee  is groot."]


def test_version_2() -> None:
    root = written(OKAPI_2, ["The sea is big.", "A sea."])
    first, second = root.findall(".//{*}target")
    assert inner(first) == 'The <pc id="1">sea</pc> is <ph id="2"/>big.'
    assert inner(second) == 'A <sc id="1"/>sea<ec startRef="1"/>.'
    assert [at.get("state") for at in root.findall(".//{*}segment")] == ["translated", "translated"]


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        (old(unit("Zee.").replace("</source>", "</source><target>Sea.</target>")), []),
        (old(unit("Zee.").replace("</source>", "</source><target>Zee.</target>")), ["Zee."]),
        (old(unit("Zee.").replace("</source>", '</source><target state="new">Sea.</target>')), ["Zee."]),
        (old(unit("Zee.").replace("</source>", '</source><target state="final">Zee.</target>')), []),
        (old(unit("Zee.", attributes=' translate="no"')), []),
        (old(unit("Zee.", attributes=' approved="yes"')), []),
        (old(f'<group translate="no">{unit("Zee.")}</group>'), []),
        (old(unit('<x id="1"/>')), []),
        (new(segment("Zee.", ' state="final"')), []),
        (new(segment("Zee.").replace("</source>", "</source><target>Sea.</target>")), []),
        (new(segment("Zee.", ' state="initial"').replace("</source>", "</source><target>S</target>")), ["Zee."]),
    ],
)
def test_translations_that_are_there_are_respected(file: bytes, wanted: list[str]) -> None:
    document = XLIFF.read(file, "f.xlf", by_sentence)
    assert sources(document) == wanted
    assert bool(document.notes) == (not wanted and b"<x id" not in file)


def test_a_code_over_two_sentences_is_not_doubled() -> None:
    file = old(unit('<g id="1">Een. Twee</g> drie.'))
    assert sources(XLIFF.read(file, "f", by_sentence)) == ["Een. Twee drie."]
    assert sources(XLIFF.read(old(unit('<g id="1">Een.</g> Twee.')), "f", by_sentence)) == ["Een.", "Twee."]


codes = st.recursive(
    st.sampled_from(["zee ", "Unesco ", "is. ", "<x id='{}'/>", "<bx id='{}'/>", "<ph id='{}'>&lt;b&gt;</ph>", ", "]),
    lambda inner: st.lists(inner, min_size=1, max_size=4).map(lambda parts: f"<g id='{{}}'>{''.join(parts)}</g>"),
)


#: What earlier versions doubled: codes at the edges of others, and white space in them behind a segment.
DOUBLED = (
    "<g id='{}'><ph id='{}'>&lt;b&gt;</ph></g><g id='{}'><g id='{}'><g id='{}'>is. <bx id='{}'/></g>zee "
    "<g id='{}'>is. zee , <ph id='{}'>&lt;b&gt;</ph></g></g><g id='{}'><g id='{}'><g id='{}'>is. <x id='{}'/>zee </g>"
    "is. <g id='{}'>zee </g></g></g>Unesco </g>"
)


@example("zee <g id='{}'>zee </g>", "sea Unesco is.")
@example(DOUBLED, "sea Unesco is.")
@given(st.lists(codes, min_size=1, max_size=6).map("".join), st.sampled_from(["sea Unesco is.", "x", "is. sea"]))
def test_every_code_is_in_the_target_once(content: str, target: str) -> None:
    """The rules of a valid file: the codes of source and target are the same, and states are those of the standard."""
    numbered = content.format(*range(content.count("{}")))
    file = old(unit(numbered))
    document = XLIFF.read(file, "f.xlf", by_sentence)
    result = XLIFF.write(document, [target] * len(document.segments), Placer(by_dictionary))
    root = etree.fromstring(result)
    source, found = root.find(".//{*}source"), root.find(".//{*}target")
    assert translate(XLIFF, file, str) == file
    if document.segments:
        assert Counter((at.tag, at.get("id")) for at in source.iterdescendants()) == Counter(
            (at.tag, at.get("id")) for at in found.iterdescendants()
        )
        store = xlifffile.parsestring(result)
        assert len(store.units) == 1
        assert target.split()[0] in str(store.units[0].target)


def test_another_program_reads_the_targets() -> None:
    result = translate(XLIFF, OMEGAT, str.upper)
    store = xlifffile(io.BytesIO(result))
    assert [str(at.target) for at in store.units] == ["DE ZEE IS GROOT.", "NOG EEN."]
    assert all(not at.isfuzzy() or at.target for at in store.units)


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert "a\ufffdb" in etree.fromstring(translate(XLIFF, OMEGAT, lambda _: "a\0b")).xpath("string()")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<tmx/>", "root is <tmx>"),
        (b"<xliff", "line 1: is not XLIFF that can be read"),
        (b'<xliff version="3.0"/>', "is XLIFF 3.0"),
        (b'<!DOCTYPE x [<!ENTITY e "y">]><xliff version="1.2"/>', "declares the entity e"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xliff version="1.2"/>', "declares the entity e"),
        (b'<?xml version="1.0" encoding="none"?><xliff/>', "line 1"),
    ],
)
def test_refuses_what_is_no_xliff(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        XLIFF.read(data, "f.xlf", by_sentence)
