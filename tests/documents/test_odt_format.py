"""OpenDocument text; ``files/libreoffice.odt`` was written by LibreOffice 7.4 from our own invented text."""

import io
import zipfile
from pathlib import Path

import pytest
from document_helpers import by_sentence, sources, translate
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from office import needs_libreoffice, opened

from workbench.documents.odt import OdtFormat
from workbench.documents.placing import Placer
from workbench.documents.registry import read_data
from workbench.documents.spans import Span
from workbench.errors import InputError

ODT = OdtFormat()
REPORT = (Path(__file__).parent / "files" / "libreoffice.odt").read_bytes()
SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
HEAD = (
    f'<office:document-content xmlns:office="{SPACE}office:1.0" xmlns:text="{SPACE}text:1.0" '
    f'xmlns:style="{SPACE}style:1.0" xmlns:fo="{SPACE}xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<office:automatic-styles><style:style style:name="T1" style:family="text"><style:text-properties '
    'fo:font-weight="bold"/></style:style><style:style style:name="T2" style:family="text"><style:text-properties '
    'fo:language="nl" fo:country="NL"/></style:style></office:automatic-styles><office:body><office:text>'
)
FOOT = "</office:text></office:body></office:document-content>"


def odt(content: str, head: str = HEAD, foot: str = FOOT, **entries: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", head + content + foot)
        for name, text in entries.items():
            archive.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


def body(data: bytes) -> str:
    """What stands in the text of the body, as XML."""
    content = zipfile.ZipFile(io.BytesIO(data)).read("content.xml").decode()
    return content.partition("<office:text>")[2].partition("</office:text>")[0]


def by_dictionary(span: Span, source: str, target: str) -> list[Span]:
    word = {"zee": "sea", "De": "The", "rode": "red"}.get(source[slice(*span)].strip(" ."), "?")
    return [(target.index(word), target.index(word) + len(word))] if word in target else []


def bold(text: str) -> str:
    return f'<text:span text:style-name="T1">{text}</text:span>'


def test_reads_what_a_reader_sees_with_kinds_and_places() -> None:
    document = ODT.read(REPORT, "f.odt", by_sentence)
    assert [(block.kind.value, block.text, block.place) for block in document.blocks] == [
        ("heading", "Verslag van de reis", "paragraph 1"),
        ("paragraph", "De minister sprak met de ambassadeur. Daarna volgde een diner.", "paragraph 2"),
        ("paragraph", "De afspraak geldt voor alle partijen.", "paragraph 3"),
        ("paragraph", "Zie het besluit van maart.", "note, paragraph 4"),
        ("paragraph", "De nieuwe wet is aangenomen.", "paragraph 5"),
        ("paragraph", "Naast het kader staat tekst.", "paragraph 6"),
        ("paragraph", "Tekst in een kader.", "paragraph 7"),
        ("list item", "Eerste punt van de lijst", "paragraph 8"),
        ("cell", "Land", "table 1, row 1, column 1"),
        ("cell", "Bedrag", "table 1, row 1, column 2"),
        ("cell", "Duitsland", "table 1, row 2, column 1"),
        ("cell", "12  miljoen", "table 1, row 2, column 2"),
        ("paragraph", "Naam\tPlaats\nTweede regel", "paragraph 13"),
        ("paragraph", "Een opmerking staat ernaast.", "paragraph 14"),
        ("paragraph", "Vertrouwelijk verslag", "header, paragraph 1"),
        ("paragraph", "Pagina 1", "footer, paragraph 2"),
    ]
    assert "tracked changes are accepted" in document.notes


def test_restores_and_translates() -> None:
    assert translate(ODT, REPORT, str) == REPORT
    written = translate(ODT, REPORT, str.upper)
    before, after = (ODT.read(some, "f.odt", by_sentence).blocks for some in (REPORT, written))
    assert [(block.kind, block.text.upper().replace("  ", " "), block.place) for block in before] == [
        (block.kind, block.text, block.place) for block in after
    ]
    old, new = (zipfile.ZipFile(io.BytesIO(some)) for some in (REPORT, written))
    assert old.namelist() == new.namelist()
    assert new.infolist()[0].filename == "mimetype"
    assert new.infolist()[0].compress_type == zipfile.ZIP_STORED
    names = ("annotation", "note", "a", "frame", "page-number", "list-item")
    for name in names:
        parts = [[etree.fromstring(file.read(part)) for part in ("content.xml", "styles.xml")] for file in (old, new)]
        counts = {sum(len(root.findall(f".//{{*}}{name}")) for root in roots) for roots in parts}
        assert len(counts) == 1, name


@needs_libreoffice
def test_libreoffice_opens_what_is_written(tmp_path: Path) -> None:
    paragraphs = opened(translate(ODT, REPORT, str.upper), ".odt", tmp_path)
    for text in ("DE NIEUWE WET IS AANGENOMEN.", "TEKST IN EEN KADER.", "12 MILJOEN", "ZIE HET BESLUIT VAN MAART."):
        assert text in paragraphs


@pytest.mark.parametrize(
    ("content", "target", "expected"),
    [
        (f"De {bold('zee')} is groot.", "Big is the sea.", f"Big is the {bold('sea')}."),
        (f"De {bold('zee is')} groot.", "The sea.", bold("The sea.")),
        ('De <text:span text:style-name="T2">zee</text:span>.', "The sea.", "The sea."),
        (
            'De zee<text:note text:id="n"><text:note-citation>1</text:note-citation></text:note> is groot.',
            "Big the sea is.",
            'Big the sea<text:note text:id="n"><text:note-citation>1</text:note-citation></text:note> is.',
        ),
        ("De<text:s/>zee", "The  sea", "The  sea"),
        (
            f'De <text:a xlink:href="u">{bold("rode")} zee</text:a>.',
            "The red sea.",
            f'The <text:a xlink:href="u">{bold("red")} sea</text:a>.',
        ),
    ],
)
def test_markup_follows_its_words(content: str, target: str, expected: str) -> None:
    document = ODT.read(odt(f"<text:p>{content}</text:p>"), "f.odt", by_sentence)

    def project(span: Span, source: str, target: str) -> list[Span]:
        words = source[slice(*span)]
        return [(4, 11)] if words == "rode zee" else by_dictionary(span, source, target)

    placer = Placer(project)
    written = ODT.write(document, [target], placer)
    assert body(written) == f"<text:p>{expected}</text:p>"
    assert placer.unplaced == ({0} if "zee is" in content else set())


@given(st.lists(st.sampled_from(["zee ", "<text:s text:c='3'/>", "<text:tab/>", "[", "]", "Een. ", "Unesco "])))
def test_no_text_is_lost(parts: list[str]) -> None:
    depth, content = 0, ""
    for part in parts:
        depth += {"[": 1, "]": -1 if depth else 0}.get(part, 0)
        content += {"[": '<text:span text:style-name="T1">', "]": "</text:span>" if depth >= 0 else ""}.get(part, part)
        if part == "]" and content.count("<text:span") < content.count("</text:span>"):
            content = content.removesuffix("</text:span>")
    content += "</text:span>" * (content.count("<text:span") - content.count("</text:span>"))
    data = odt(f"<text:p>{content}</text:p>")
    assert translate(ODT, data, str) == data
    before, after = (ODT.read(some, "f", by_sentence) for some in (data, translate(ODT, data, str.upper)))
    assert [" ".join(source.upper().split()) for source in sources(before)] == [
        " ".join(source.split()) for source in sources(after)
    ]


MANIFEST = '<m:manifest xmlns:m="urn:x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\3\4", "is damaged or cut off"),
        (REPORT[: len(REPORT) // 2], "is damaged or cut off"),
        (odt("", **{"META-INF__manifest.xml": MANIFEST}), "is encrypted"),
        (odt("<text:p>"), "content.xml: is not an OpenDocument text that can be read"),
        (odt("", head="<!DOCTYPE a [<!ENTITY e 'x'>]>" + HEAD), "has a document type declaration"),
        (odt("", HEAD.replace("office:text", "office:spreadsheet"), FOOT.replace("e:text", "e:spreadsheet")), "sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is not an OpenDocument text (.odt) but an old Office file"),
    ],
)
def test_refuses_what_is_broken_or_something_else(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as error:
        read_data(data, "f.odt", by_sentence, ODT)
    assert message in str(error.value)
    assert "\n" not in str(error.value)
