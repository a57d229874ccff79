"""What the tests of the document formats share: splitters, strategies, and ways to translate without a model."""

import re
from collections.abc import Callable

from hypothesis import strategies as st

from workbench.documents.model import Document, Format


def by_word(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\S+", text)]


def by_sentence(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\S(?:.*?\.(?=\s)|.*\S|)", text, re.DOTALL)]


SPLITTERS = (by_word, by_sentence)

#: Any text that a file may hold: no NUL, no halves of surrogate pairs.
any_text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


def texts_of(*fragments: str) -> st.SearchStrategy[str]:
    """Texts of fragments of a format's syntax, words and anything else."""
    words = ("De minister", "zegt", "niets.", " ", "\n", "\r\n", "Oostzee", "a", "B.")
    return st.lists(st.one_of(st.sampled_from(fragments + words), any_text), max_size=25).map("".join)


def sources(document: Document) -> list[str]:
    return [segment.source for segment in document.segments]


def translate(document_format: Format, data: bytes, translation: Callable[[str], str]) -> bytes:
    """The file with each sentence put through ``translation``."""
    document = document_format.read(data, "file", by_sentence)
    return document_format.write(document, [translation(source) for source in sources(document)])


def block_texts(document_format: Format, data: bytes) -> list[str]:
    return [block.text for block in document_format.read(data, "file", by_sentence).blocks]


def squeezed(text: str) -> str:
    return "".join(text.split())
