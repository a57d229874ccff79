"""PDF files: their text is read and delivered as a Word document of headings, paragraphs, list items and captions.

A PDF says where characters stand, not what they are. What is a column, a paragraph or a heading is told from the layout
(``pdf_layout``); fonts, pictures and the layout itself are not kept.
"""

import io
import logging
import zlib
from collections.abc import Sequence
from dataclasses import replace

from pypdf import PasswordType, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from workbench.documents.docx import DocxFormat
from workbench.documents.docx_new import new_docx
from workbench.documents.model import Block, Document, Splitter
from workbench.documents.pdf_layout import Passage, passages
from workbench.documents.placing import Placer
from workbench.documents.text import TextFormat
from workbench.errors import InputError

MOST_PAGES = 5000
#: A page of text has some thousands; pypdf itself limits what a stream unpacks to.
MOST_CHARACTERS = 1_000_000
#: What pypdf raises for files that break the format in ways that it does not foresee.
_BROKEN = (
    *(PyPdfError, ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, OSError),
    *(RecursionError, TypeError, ValueError, zlib.error, DependencyError),
)


class PdfFormat:
    """The adapter for PDF; what it reads is a Word document from there on."""

    name = "pdf"
    suffixes: tuple[str, ...] = (".pdf",)

    def read(self, data: bytes, name: str, split: Splitter) -> Document:
        """Read the text of a PDF. Raises InputError for a file that is damaged, encrypted, or has no text."""
        pages = _pages(data, name)
        if not any(page.strip() for page in pages):
            mend = "recognise its text first (OCR)"
            raise InputError(name, "has no text: its pages are pictures, or empty", mend=mend)
        found, removed = passages(pages)
        blocks = _blocks(found)
        document = DocxFormat().read(new_docx(blocks), name, split)
        placed = [replace(block, place=at.place) for block, at in zip(document.blocks, blocks, strict=True)]
        notes = ["the text of the PDF becomes a Word document, or a web page; its layout and pictures are not kept"]
        if removed:
            notes.append(f"{removed} lines that repeat from page to page (headers, footers, page numbers) are left out")
        return replace(document, blocks=placed, notes=notes)

    def write(self, document: Document, targets: Sequence[str], placer: Placer | None = None) -> bytes:
        """The Word document with its segments replaced."""
        return DocxFormat().write(document, targets, placer)


def _pages(data: bytes, name: str) -> list[str]:
    """The text of each page as it is laid out. Raises InputError."""
    if b"%%EOF" not in data[-1024:]:  # pypdf would read what is left of it
        raise InputError(name, "is damaged or cut off: it has no end", mend="get the file anew")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every small fault that it mended
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
            raise InputError(name, "is encrypted", mend="save it without a password")
        if len(reader.pages) > MOST_PAGES:
            raise InputError(name, f"has more than {MOST_PAGES} pages", mend="split it into smaller files")
        return [_text(reader, number, name) for number in range(len(reader.pages))]
    except _BROKEN as error:
        if data.rfind(b"/Encrypt") >= 0:
            raise InputError(name, "is encrypted", mend="save it without a password") from None
        reason = " ".join(str(error).split())[:80] or type(error).__name__
        raise InputError(name, f"is damaged or cut off: {reason}", mend="get the file anew") from None


def _text(reader: PdfReader, number: int, name: str) -> str:
    text = reader.pages[number].extract_text(extraction_mode="layout")
    if len(text) > MOST_CHARACTERS:
        raise InputError(name, f"has more than {MOST_CHARACTERS} characters on it", place=f"page {number + 1}")
    return text


def _blocks(found: Sequence[Passage]) -> list[Block]:
    """The passages as blocks, their kinds told as those of plain text are."""
    text = "\n\n".join(passage.text for passage in found)
    read = TextFormat().read(text.encode(errors="replace"), "", lambda _: [])
    kinds = {int(block.place.removeprefix("line ")): block.kind for block in read.blocks}
    return [
        Block(kinds[2 * number + 1], passage.text, f"page {passage.page}")
        for number, passage in enumerate(found)
        if 2 * number + 1 in kinds
    ]
