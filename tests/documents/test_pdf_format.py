"""PDFs made by reportlab, an independent writer, from invented text."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pypdf
import pytest
from document_helpers import by_sentence, translate
from office import needs_libreoffice, opened
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from workbench.documents.pdf import PdfFormat
from workbench.documents.pdf_layout import passages
from workbench.documents.registry import read_data
from workbench.errors import InputError

PDF = PdfFormat()
SENTENCE = "In gesprek {} sprak de minister over de samenwerking tussen beide landen en over de begroting van dit jaar."


def report(columns: int, rounds: int = 12) -> bytes:
    """Pages with a header and page numbers; headings and paragraphs in columns."""
    styles = getSampleStyleSheet()
    width = 480 / columns - 20
    frames = [Frame(50 + at * (width + 20), 60, width, 700) for at in range(columns)]

    def edges(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.drawString(60, 810, "Ministerie van Voorbeelden")
        canvas.drawCentredString(300, 30, f"Pagina {document.page} van 3")

    story = []
    for number in range(rounds):
        story.append(Paragraph(f"{number + 1}. Onderwerp van gesprek", styles["Heading2"]))
        story.append(Paragraph(" ".join([SENTENCE.format(number)] * 5), styles["BodyText"]))
    buffer = io.BytesIO()
    template = BaseDocTemplate(buffer, pagesize=A4)
    template.addPageTemplates(PageTemplate(frames=frames, onPage=edges))
    template.build(story)
    return buffer.getvalue()


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def encrypted(data: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(data))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("columns", [1, 2])
def test_columns_are_read_one_after_the_other_without_headers_and_page_numbers(columns: int) -> None:
    document = PDF.read(report(columns), "f.pdf", by_sentence)
    expected = []
    for number in range(12):
        expected.append(("heading", f"{number + 1}. Onderwerp van gesprek"))
        expected.append(("paragraph", " ".join([SENTENCE.format(number)] * 5)))
    assert [(block.kind.value, block.text) for block in document.blocks] == expected
    assert [document.blocks[0].place, document.blocks[-1].place] == ["page 1", "page 2"]
    assert "4 lines that repeat from page to page" in document.notes[1]


def test_the_translation_is_a_word_document() -> None:
    written = translate(PDF, report(1), str.upper)
    paragraphs = docx.Document(io.BytesIO(written)).paragraphs
    assert paragraphs[0].text == "1. ONDERWERP VAN GESPREK"
    assert paragraphs[0].style is not None
    assert paragraphs[0].style.name == "Heading 1"
    assert len(paragraphs) == 24


@needs_libreoffice
def test_libreoffice_opens_the_word_document(tmp_path: Path) -> None:
    paragraphs = opened(translate(PDF, report(2, 2), str.upper), ".docx", tmp_path)
    assert "2. ONDERWERP VAN GESPREK" in paragraphs


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("De ontwikkelings-\nsamenwerking groeit snel.", ["De ontwikkelingssamenwerking groeit snel."]),
        ("Noord-\nKorea zegt niets.", ["Noord-Korea zegt niets."]),
        ("Een zin die over de hele regel loopt.\n\nEen nieuwe alinea.", None),
        ("Een zin die doorloopt over\n\nde lege regel heen.", ["Een zin die doorloopt over de lege regel heen."]),
        ("1. Eerste punt\n2. Tweede punt", None),
        ("\uf0b7 Eerste punt", ["• Eerste punt"]),
        ("Land        Bedrag\nDuitsland   12 miljoen", ["Land\tBedrag", "Duitsland\t12 miljoen"]),
    ],
)
def test_lines_are_joined_to_passages(page: str, expected: list[str] | None) -> None:
    found, _ = passages([page])
    assert [passage.text for passage in found] == (expected or page.replace("\n\n", "\n").split("\n"))


def test_a_sentence_goes_on_over_the_page_and_its_header() -> None:
    pages = ["Kop van het blad\n\nDe minister sprak over de\n\n12", "Kop van het blad\n\nbegroting van het jaar.\n\n13"]
    found, removed = passages(pages)
    assert [(passage.text, passage.page) for passage in found] == [
        ("De minister sprak over de begroting van het jaar.", 1)
    ]
    assert removed == 4


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"gewone tekst", "is not a PDF file but something else"),
        (b"%PDF-1.7\n", "is damaged or cut off"),
        (report(1)[: len(report(1)) // 2], "is damaged or cut off"),
        (drawn(lambda canvas: canvas.rect(10, 10, 100, 100)), "has no text"),
        (encrypted(report(1, 1), "geheim"), "is encrypted; save it without a password"),
    ],
)
def test_refuses_what_cannot_be_read(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as error:
        read_data(data, "f.pdf", by_sentence, PDF)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_password_that_only_guards_against_changes_is_no_hindrance() -> None:
    assert PDF.read(encrypted(report(1, 1), ""), "f.pdf", by_sentence).blocks[1].text == "1. Onderwerp van gesprek"
