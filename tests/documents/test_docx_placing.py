"""Formatting, links, fields and notes in translated Word documents; ``files/libreoffice.docx`` is LibreOffice's."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from document_helpers import by_sentence, squeezed, translate
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from office import needs_libreoffice, opened

from workbench.documents.docx import DocxFormat
from workbench.documents.placing import Placer
from workbench.documents.spans import Span

DOCX = DocxFormat()
REPORT = (Path(__file__).parent / "files" / "libreoffice.docx").read_bytes()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="'
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
NOTE, BREAK = '<w:r><w:footnoteReference w:id="2"/></w:r>', '<w:bookmarkStart w:id="3" w:name="b"/>'


def word(content: str) -> bytes:
    """A document of these paragraphs."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{content}</w:body></w:document>')
    return buffer.getvalue()


def xml_of(data: bytes) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t xml:space='preserve'>{text}</w:t></w:r>"


def link(*runs: str) -> str:
    return f'<w:hyperlink w:anchor="x">{"".join(runs)}</w:hyperlink>'


def field(result: str) -> str:
    def character(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = "<w:r><w:instrText>REF b</w:instrText></w:r>"
    return character("begin") + instruction + character("separate") + run(result) + character("end")


def control(text: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


def shown(data: bytes) -> str:
    """The paragraphs: *bold*, [link], {field}, (control), ^ for a note, # for a bookmark."""

    def of(element: etree._Element) -> str:
        name = etree.QName(element).localname
        inner = "".join(map(of, element))
        if name == "t":
            return element.text or ""
        if name == "fldChar":
            return {"begin": "{", "end": "}"}.get(element.get(f"{{{W}}}fldCharType", ""), "")
        if name == "r" and element.find(f"{{{W}}}rPr/{{{W}}}b") is not None and inner:
            return f"*{inner}*"
        marks = {"hyperlink": "[{}]", "sdt": "({})", "footnoteReference": "^", "bookmarkStart": "#", "p": "{}\n"}
        return marks.get(name, "{}").format(inner)

    return of(xml_of(data)).strip("\n")


def by_dictionary(span: Span, source: str, target: str) -> list[Span]:
    words = {"zee": "sea", "rode": "red", "huis": "house", "zie": "see", "oud": "old"}
    found = [words.get(word) for word in re.findall(r"\w+", source[slice(*span)])]
    spans = [(target.index(word), target.index(word) + len(word)) for word in found if word and word in target]
    return sorted(spans)


BOLD = "<w:b/>"


@pytest.mark.parametrize(
    ("content", "targets", "expected"),
    [
        (run("De ") + run("zee", BOLD) + run(" is."), ["Is the sea."], "Is the *sea*."),
        (run("De zee ") + link(run("zie huis")) + run("."), ["A house see, the sea."], "A [house see], the sea."),
        (run("De zee") + NOTE + run(" is oud."), ["Old is the sea."], "Old is the sea^."),
        (run("Een ") + BREAK + run("huis") + NOTE, ["A house"], "A #house^"),
        (run("Zie ") + field("3") + run(" hier."), ["3: see."], "{3}: see."),
        (run("Zie ") + field("3") + run(" hier."), ["See here."], "See here.{}"),
        (run("Zie ") + control("zee") + run(" hier."), ["The sea see here."], "The (sea) see here."),
        (run("De ") + link(run("rode "), run("zee", BOLD)) + run("."), ["The red sea."], "The [red sea]."),
        (link(run("Een. Twee")) + run(" drie zee."), ["One.", "Sea two."], "[One. ][Sea two.]"),
        (link(run("Een. zee")) + run(" drie."), ["One.", "Three sea."], "[One. ]Three [sea]."),
        (link(run("De zee is. Het huis.")), ["The sea is.", "The house."], "[The sea is. The house.]"),
        (run("Een zee. Een huis."), ["A sea.", "A house."], "A sea. A house."),
        (run("De ") + field("zee. Het huis"), ["The sea.", "The house"], "{The sea. The house}"),
        (run("De vage ", BOLD) + run("zin is lang."), ["Long."], "*Long.*"),
        (run("De zee") + '<w:r><w:br/></w:r>' + run("is"), ["the sea is"], "the sea is"),
        (run("De zee") + NOTE + link(run("zie")), [""], "^[]"),
    ],
)  # fmt: skip
def test_everything_goes_to_its_words(content: str, targets: list[str], expected: str) -> None:
    data = word(f"<w:p>{content}</w:p>")
    document = DOCX.read(data, "f.docx", by_sentence)
    written = shown(DOCX.write(document, targets, Placer(by_dictionary)))
    assert written.replace("**", "") == expected


def test_what_could_not_be_placed_is_told() -> None:
    data = word(
        f"<w:p>{run('De ')}{run('onbekende', BOLD)}{run(' zin is hier. De ')}{run('zee', BOLD)}{run('.')}</w:p>"
    )
    placer = Placer(by_dictionary)
    written = DOCX.write(DOCX.read(data, "f", by_sentence), ["That.", "The sea."], placer)
    assert shown(written) == "*That.* The *sea*."
    assert placer.unplaced == {0}


def test_the_translated_document_has_its_changes_accepted() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>oude </w:delText></w:r></w:del>'
    gone = f'<w:p><w:pPr><w:rPr><w:del w:id="4"/></w:rPr></w:pPr>{deleted}</w:p>'
    row = f'<w:tr><w:trPr><w:del w:id="6"/></w:trPr><w:tc><w:p>{run("Rij")}</w:p></w:tc></w:tr>'
    kept = f"<w:tr><w:tc><w:p>{run('Blijft')}</w:p></w:tc></w:tr>"
    moved = f'<w:moveFrom w:id="7">{run("elders")}</w:moveFrom>'
    data = word(
        f'<w:p>{run("De ")}{deleted}<w:ins w:id="2">{run("nieuwe ")}</w:ins>{run("zee.")}{moved}</w:p>{gone}'
        f"<w:tbl>{row}{kept}</w:tbl><w:p/>"
    )
    assert translate(DOCX, data, str) == data
    written = translate(DOCX, data, str.upper)
    assert shown(written).split("\n") == ["DE NIEUWE ZEE.", "BLIJFT"]
    names = {etree.QName(element).localname for element in xml_of(written).iter()}
    assert not names & {"ins", "del", "delText", "moveFrom"}


def test_what_libreoffice_wrote_comes_back_whole() -> None:
    assert translate(DOCX, REPORT, str) == REPORT
    written = translate(DOCX, REPORT, str.upper)
    before, after = (DOCX.read(some, "f", by_sentence).blocks for some in (REPORT, written))
    assert [(at.kind, at.text.upper(), at.place) for at in before] == [(at.kind, at.text, at.place) for at in after]
    roots = [xml_of(some) for some in (REPORT, written)]
    for name in ("hyperlink", "footnoteReference", "txbxContent", "commentReference", "tab", "tbl"):
        assert len({len(root.findall(f".//{{*}}{name}")) for root in roots}) == 1, name


def test_the_copy_of_a_text_box_for_old_versions_of_word_is_translated() -> None:
    boxes = xml_of(translate(DOCX, REPORT, str.upper)).findall(".//{*}txbxContent")
    assert ["".join(box.itertext()).strip() for box in boxes] == ["TEKST IN EEN KADER."] * 2


@needs_libreoffice
def test_libreoffice_opens_what_is_written(tmp_path: Path) -> None:
    paragraphs = opened(translate(DOCX, REPORT, str.upper), ".docx", tmp_path)
    for text in ("DE NIEUWE WET IS AANGENOMEN.", "TEKST IN EEN KADER.", "VERTROUWELIJK VERSLAG"):
        assert text in paragraphs
    assert any("ZIE HET BESLUIT VAN MAART." in text for text in paragraphs)


parts = st.sampled_from(
    [
        run("De "),
        run("zee "),
        run("is. ", BOLD),
        run("huis", BOLD),
        run("oud, "),
        NOTE,
        BREAK,
        field("3 "),
        field("4. 5"),
        link(run("rode "), run("zie")),
        link(run("Een. Twee ")),
        control("huis "),
        "<w:r><w:tab/></w:r>",
        run(""),
        f'<w:hyperlink w:anchor="y">{run("zee")}{NOTE}</w:hyperlink>',
        f"<w:r><w:t>a</w:t>{NOTE[5:-6]}<w:t>b</w:t></w:r>",
    ]
)


@example(link(run("rode "), run("zie")) + f'<w:hyperlink w:anchor="y">{run("zee")}{NOTE}</w:hyperlink>', "3 see. 4. 5")
@example(field("4. 5") + run("De "), "sea house")
@example(control("huis ") + NOTE + run("De "), "3 see. 4. 5")
@given(st.lists(parts, max_size=7).map("".join), st.sampled_from(["sea house", "3 see. 4. 5", "x", "old: red see"]))
def test_no_word_mark_link_or_field_is_lost(content: str, target: str) -> None:
    data = word(f"<w:p>{content}</w:p>")
    document = DOCX.read(data, "f.docx", by_sentence)
    assert translate(DOCX, data, str) == data
    written = DOCX.write(document, [target] * len(document.segments), Placer(by_dictionary))
    after = DOCX.read(written, "f.docx", by_sentence)
    text = "".join(block.text for block in after.blocks)
    assert "".join(text.split()) == "".join((target * len(document.segments)).split())
    before_xml, after_xml = xml_of(data), xml_of(written)
    for name in ("footnoteReference", "bookmarkStart", "fldChar", "instrText", "sdt", "tab"):
        assert len(before_xml.findall(f".//{{*}}{name}")) == len(after_xml.findall(f".//{{*}}{name}")), name
    assert len(after_xml.findall(".//{*}hyperlink")) >= len(before_xml.findall(".//{*}hyperlink"))


@given(st.lists(parts, max_size=7).map("".join), st.lists(st.booleans(), min_size=1, max_size=4))
def test_sentences_that_stay_are_not_touched_by_their_neighbours(content: str, changed: list[bool]) -> None:
    data = word(f"<w:p>{run('Een. Zee, 1. ')}{content}{run('Twee. Drie.', BOLD)}</w:p>")
    document = DOCX.read(data, "f.docx", by_sentence)
    targets = [
        "red sea." if changed[at % len(changed)] else segment.source for at, segment in enumerate(document.segments)
    ]
    after = DOCX.read(DOCX.write(document, targets, Placer(by_dictionary)), "f.docx", by_sentence)
    assert squeezed("".join(block.text for block in after.blocks)) == squeezed("".join(targets))
