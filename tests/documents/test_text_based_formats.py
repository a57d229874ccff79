"""What holds for every format that is text with markup: a file is restored, and its translation says what it should."""

from typing import NamedTuple

import pytest
from document_helpers import SPLITTERS, block_texts, sources, squeezed, texts_of
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.documents.html import HtmlFormat
from workbench.documents.markdown import MarkdownFormat
from workbench.documents.model import Format, Splitter, translated_text
from workbench.documents.text import TextFormat


class Case(NamedTuple):
    """A format, texts full of its syntax, and a target that looks like its syntax."""

    format: Format
    texts: st.SearchStrategy[str]
    hostile_target: str


TEXT = Case(
    TextFormat(), texts_of("- ", "* ", "1. ", "\n\n", "\f", "\ufeff", "\u2028", "(Foto: X)", "w" * 60 + "\nw", "  "), ""
)
MARKDOWN = Case(
    MarkdownFormat(),
    texts_of(
        "# ", "## ", "> ", "- ", "1. ", "*", "**", "_", "`", "``", "[", "](x)", "![", "<b>", "<http://x.nl>", "\\",
        "\\*", "&amp;", "| a | b |\n|---|---|\n", "|", "~~", "---\n", "===\n", "```\n", "    ", "\t", "\n\n", "  \n",
        "<br>", "[x]: y\n", "<!--",
    ),
    "*a* 1. <b>",
)  # fmt: skip
HTML = Case(
    HtmlFormat(),
    texts_of(
        "<p>", "</p>", "<b>", "</b>", "<a href='x'>", "</a>", "<br>", "<li>", "<td>", "<h1>", "</h1>", "<!--", "-->",
        "<![", "<!", "</", "<", ">", "&", "&amp;", "&#32;", "&nbsp;", "<script>", "</script>", "<img alt='>'>",
        "<nav>", "</nav>", "'", '"',
    ),
    "<b>&amp;",
)  # fmt: skip


def named(case: Case) -> str:
    return case.format.name


@pytest.mark.parametrize("split", SPLITTERS)
@pytest.mark.parametrize("case", [TEXT, MARKDOWN, HTML], ids=named)
@given(data=st.data())
def test_restores_any_text(case: Case, split: Splitter, data: st.DataObject) -> None:
    file = data.draw(case.texts).encode()
    document = case.format.read(file, "file", split)
    assert case.format.write(document, sources(document)) == file


@pytest.mark.parametrize("case", [MARKDOWN, HTML], ids=named)
@settings(max_examples=400)
@given(data=st.data(), split=st.sampled_from(SPLITTERS))
def test_a_translated_text_says_what_it_should(case: Case, data: st.DataObject, split: Splitter) -> None:
    document = case.format.read(data.draw(case.texts).encode(), "file", split)
    target = data.draw(st.sampled_from(["one", "two words.", "De minister B.", case.hostile_target]))
    targets = [target] * len(document.segments)
    found = block_texts(case.format, case.format.write(document, targets))
    assert list(map(squeezed, found)) == list(map(squeezed, translated_text(document, targets)))
