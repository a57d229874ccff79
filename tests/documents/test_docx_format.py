import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from document_helpers import by_sentence, by_word, sources, translate
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from workbench.documents.docx import DocxFormat
from workbench.errors import InputError

DOCX = DocxFormat()
W = nsdecls("w")


def saved(word: Word) -> bytes:
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def document_of(data: bytes) -> Word:
    return docx.Document(io.BytesIO(data))


def with_xml(*content: str) -> bytes:
    """A document of one paragraph with this WordprocessingML in it."""
    word = docx.Document()
    paragraph = word.add_paragraph()
    paragraph._p.extend(parse_xml(f"<w:p {W}>{''.join(content)}</w:p>"))
    return saved(word)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


BOLD, DUTCH = "<w:b/>", '<w:lang w:val="nl-NL"/>'


def report() -> bytes:
    word = docx.Document()
    word.add_heading("Verslag van de zitting", 0)
    word.add_heading("Afspraken", 1)
    word.add_paragraph("De minister kwam. Hij sprak.")
    word.add_paragraph("Naam\tPlaats\nTweede regel")
    word.add_paragraph("Eerste punt", style="List Bullet")
    word.add_paragraph("Een citaat.", style="Quote")
    word.add_paragraph("De zaal", style="Caption")
    word.add_paragraph("")
    table = word.add_table(2, 2)
    table.cell(0, 0).text = "Jaar"
    table.cell(1, 0).add_table(1, 1).cell(0, 0).text = "Genest"
    table.cell(1, 1).text = "12 miljoen"
    word.sections[0].header.paragraphs[0].text = "Koptekst"
    word.sections[0].footer.paragraphs[0].text = "Voettekst"
    return saved(word)


def test_reads_all_paragraphs_with_kinds_and_places() -> None:
    document = DOCX.read(report(), "f.docx", by_sentence)
    assert [(block.kind.value, block.text, block.place) for block in document.blocks] == [
        ("heading", "Verslag van de zitting", "paragraph 1"),
        ("heading", "Afspraken", "paragraph 2"),
        ("paragraph", "De minister kwam. Hij sprak.", "paragraph 3"),
        ("paragraph", "Naam\tPlaats\nTweede regel", "paragraph 4"),
        ("list item", "Eerste punt", "paragraph 5"),
        ("quote", "Een citaat.", "paragraph 6"),
        ("caption", "De zaal", "paragraph 7"),
        ("cell", "Jaar", "table 1, row 1, column 1"),
        ("cell", "Genest", "table 2, row 1, column 1"),
        ("cell", "12 miljoen", "table 1, row 2, column 2"),
        ("paragraph", "Koptekst", "header, paragraph 1"),
        ("paragraph", "Voettekst", "footer, paragraph 1"),
    ]
    assert sources(document)[2:7] == ["De minister kwam.", "Hij sprak.", "Naam", "Plaats", "Tweede regel"]
    assert document.notes == []


def test_restores_and_translates() -> None:
    data = report()
    assert translate(DOCX, data, str) == data
    written = translate(DOCX, data, str.upper)
    before, after = (DOCX.read(some, "f.docx", by_sentence).blocks for some in (data, written))
    assert [(block.kind, block.text.upper(), block.place) for block in before] == [
        (block.kind, block.text, block.place) for block in after
    ]
    assert [paragraph.style.name for paragraph in document_of(written).paragraphs] == [  # type: ignore[union-attr]
        paragraph.style.name for paragraph in document_of(data).paragraphs  # type: ignore[union-attr]
    ]  # fmt: skip


def test_only_changed_parts_are_written_anew() -> None:
    data = report()
    written = translate(DOCX, data, lambda source: "X" if source == "Koptekst" else source)
    old, new = (zipfile.ZipFile(io.BytesIO(some)) for some in (data, written))
    assert old.namelist() == new.namelist()
    changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert changed == ["word/header1.xml"]


def first(data: bytes) -> Paragraph:
    return document_of(data).paragraphs[0]


def looks(paragraph: Paragraph) -> list[tuple[str, bool]]:
    return [(run.text, bool(run.bold)) for run in paragraph.runs if run.text]


def test_runs_that_look_the_same_are_one() -> None:
    data = with_xml(run("De mini"), run("ster ", DUTCH), run("kwam."))
    assert looks(first(translate(DOCX, data, lambda _: "The minister came."))) == [("The minister came.", False)]
    assert DOCX.read(data, "f.docx", by_word).notes == []


def test_formatting_without_word_alignment_stays_on_words_that_come_back_or_goes_around() -> None:
    data = with_xml(run("De "), run("Unesco", BOLD), run(" komt. De "), run("zee", BOLD), run("."))
    written = translate(DOCX, data, {"De Unesco komt.": "Then Unesco comes.", "De zee.": "The sea."}.__getitem__)
    assert looks(first(written)) == [
        ("Then ", False),
        ("Unesco", True),
        (" comes.", False),
        (" ", False),
        ("The sea.", True),
    ]


def field(result: str) -> tuple[str, ...]:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        run(result),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )


def test_fields_keep_their_place_and_instructions() -> None:
    data = with_xml(run("Pagina "), *field("3"), run(" van het verslag"))
    written = translate(DOCX, data, lambda _: "Page 3 of the report")
    document = DOCX.read(written, "f.docx", by_sentence)
    assert document.blocks[0].text == "Page 3 of the report"
    assert [run.text for run in first(written).runs] == ["Page ", "", "", "", "3", "", " of the report"]
    assert "<w:instrText>PAGE</w:instrText>" in first(written)._p.xml


def test_tracked_deletions_are_no_text_and_insertions_are() -> None:
    data = with_xml(
        run("De "),
        '<w:del w:id="1"><w:r><w:delText>oude </w:delText></w:r></w:del>',
        f'<w:ins w:id="2">{run("nieuwe ")}</w:ins>',
        run("zee."),
    )
    document = DOCX.read(data, "f.docx", by_sentence)
    assert document.blocks[0].text == "De nieuwe zee."
    assert document.notes[-1] == "tracked changes are accepted"
    assert translate(DOCX, data, str) == data


def test_links_footnote_marks_and_page_breaks_stay() -> None:
    data = with_xml(
        f'<w:hyperlink w:anchor="x">{run("Zie daar.")}</w:hyperlink>',
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        '<w:r><w:br w:type="page"/></w:r>',
        run("Nieuwe pagina."),
        "<w:r><w:noBreakHyphen/></w:r>",
    )
    written = translate(DOCX, data, str.upper)
    xml = first(written)._p.xml
    assert DOCX.read(written, "f.docx", by_sentence).blocks[0].text.split("\f")[0] == "ZIE DAAR."
    for kept in ("w:hyperlink", "w:footnoteReference", 'w:br w:type="page"'):
        assert kept in xml


def test_control_characters_do_not_reach_the_xml() -> None:
    data = with_xml(run("Zin."))
    assert first(translate(DOCX, data, lambda _: "a\0\x0bb\nc <&>")).text == "a\ufffd\ufffdb c <&>"


def changed(change: Callable[[zipfile.ZipFile, zipfile.ZipFile], None]) -> bytes:
    """A document whose package ``change`` copies from the old zip file to a new one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(report())) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        change(old, new)
    return buffer.getvalue()


def copy(old: zipfile.ZipFile, new: zipfile.ZipFile, without: str = "") -> None:
    for name in old.namelist():
        if name != without:
            new.writestr(name, old.read(name))


def with_entry(name: str, content: bytes = b"x") -> bytes:
    def change(old: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
        copy(old, new)
        new.writestr(name, content)

    return changed(change)


def with_document(content: bytes) -> bytes:
    def change(old: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
        copy(old, new, "word/document.xml")
        new.writestr("word/document.xml", content)

    return changed(change)


def many_entries() -> bytes:
    def change(old: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
        copy(old, new)
        for number in range(10_001):
            new.writestr(f"media/{number}", b"")

    return changed(change)


def encrypted() -> bytes:
    """A document whose entries say that they are encrypted: bit 0 of the flags, in both kinds of header."""
    data = bytearray(report())
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def damaged() -> bytes:
    """A document with a byte changed in the middle of an entry."""
    data = bytearray(report())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        info = package.getinfo("word/styles.xml")
    data[info.header_offset + 60 + info.compress_size // 2] ^= 0xFF
    return bytes(data)


ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha ha ha ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (name, b"&%c;" % (name - 1) * 10) for name in b"bcdefghi")
    + b']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    b"<w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
)
EXTERNAL = ENTITY_BOMB.replace(b'<!ENTITY a "ha ha ha ha">', b'<!ENTITY a SYSTEM "file:///etc/passwd">').replace(
    b"&i;", b"&a;"
)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: b"PK\3\4", "is damaged or cut off"),
        (lambda: report()[:-100], "is damaged or cut off"),
        (lambda: report()[: len(report()) // 2], "is damaged or cut off"),
        (damaged, "is damaged"),
        (encrypted, "is encrypted; save it without a password"),
        (many_entries, "holds more than 10000 files"),
        (lambda: with_entry("media/bomb", b"\0" * 5_000_000), "'media/bomb' is compressed like a zip bomb"),
        (lambda: with_entry("../evil"), "is a name outside of the file"),
        (lambda: with_entry("word/../../evil"), "is a name outside of the file"),
        (lambda: with_entry("/etc/evil"), "is a name outside of the file"),
        (lambda: changed(lambda old, new: copy(old, new, "word/document.xml")), "it holds no word/document.xml"),
        (lambda: changed(lambda old, new: copy(old, new, "[Content_Types].xml")), "it holds no [Content_Types].xml"),
        (lambda: with_document(b"<w:document"), "word/document.xml: is not a Word document that can be read"),
        (lambda: with_document(b""), "word/document.xml: is not a Word document that can be read"),
        (lambda: with_document(ENTITY_BOMB), "has a document type declaration"),
        (lambda: with_document(EXTERNAL), "has a document type declaration"),
    ],
)
def test_refuses_packages_that_are_broken_or_do_harm(make: Callable[[], bytes], message: str) -> None:
    with pytest.raises(InputError) as error:
        DOCX.read(make(), "f.docx", by_word)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_refuses_packages_that_unpack_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.documents.archive.LARGEST_UNPACKED", 10_000)
    with pytest.raises(InputError, match="unpacks to more than"):
        DOCX.read(report(), "f.docx", by_word)
