"""The translation as a web page of its own: what a PDF becomes for the web."""

from bilingual_samples import bilingual, segments
from document_helpers import by_sentence
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from test_pdf_format import PDF, SENTENCE, report

from workbench.documents.bilingual import BilingualDocument, BilingualSegment, Origin
from workbench.documents.model import BlockKind
from workbench.documents.outputs import output_for, result_name


def page(document: BilingualDocument) -> html.HtmlElement:
    return html.document_fromstring(output_for("page").write(document).decode())


def made(*blocks: tuple[BlockKind, str]) -> BilingualDocument:
    return bilingual(*(BilingualSegment(at, "x", text, Origin.EDITED, kind) for at, (kind, text) in enumerate(blocks)))


def test_a_pdf_becomes_a_page_with_its_headings():
    document = PDF.read(report(2), "verslag.pdf", by_sentence)
    translated = [
        BilingualSegment(segment.index, segment.source, segment.source.upper(), Origin.EDITED)
        for segment in document.segments
    ]
    found = page(BilingualDocument(document, translated, "nl", "en"))
    assert found.get("lang") == "en"
    assert [at.text for at in found.iter("h2")][:2] == ["1. ONDERWERP VAN GESPREK", "2. ONDERWERP VAN GESPREK"]
    assert next(found.iter("title")).text == "1. ONDERWERP VAN GESPREK"
    assert " ".join(next(found.iter("p")).text.split()) == " ".join([SENTENCE.format(0).upper()] * 5)
    assert result_name("a/verslag.nl.pdf", "page", ("nl", "en")) == "verslag.en.html"


def test_each_kind_of_block_is_what_it_is_in_html():
    found = page(
        made(
            (BlockKind.LIST_ITEM, "one"),
            (BlockKind.LIST_ITEM, "two"),
            (BlockKind.PARAGRAPH, "year\tsum"),
            (BlockKind.CELL, "alone"),
            (BlockKind.QUOTE, "said"),
            (BlockKind.CAPTION, "Figure 1"),
        )
    )
    (items,), (table,) = list(found.iter("ul")), list(found.iter("table"))
    assert [item.text for item in items] == ["one", "two"]
    assert [[cell.text for cell in row] for row in table.iter("tr")] == [["year", "sum"], ["alone"]]
    assert next(found.iter("blockquote")).text_content().strip() == "said"
    assert next(found.iter("small")).text == "Figure 1"


@given(st.lists(segments, max_size=4))
def test_text_of_documents_is_text(parts: list[BilingualSegment]):
    document = made((BlockKind.PARAGRAPH, "<script>alert(1)</script><img src=x onerror=alert(1)>"))
    found = page(bilingual(*document.segments, *parts))
    assert not list(found.iter("script", "img", "style", "link"))
    assert next(found.iter("body")).text_content().count("<script>") >= 1
