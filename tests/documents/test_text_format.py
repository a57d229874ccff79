import pytest
from document_helpers import SPLITTERS, by_sentence, by_word, texts_of, translate
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.model import Splitter
from workbench.documents.text import TextFormat

TEXT = TextFormat()


def kinds(text: str) -> list[tuple[str, str]]:
    document = TEXT.read(text.encode(), "f.txt", by_sentence)
    return [(block.kind.value, block.text) for block in document.blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Een zin. Nog een.\nTweede alinea.\n", [("paragraph", "Een zin. Nog een."), ("paragraph", "Tweede alinea.")]),
        (
            "Bezoek aan Zeeland\n\nDe minister kwam.",
            [("heading", "Bezoek aan Zeeland"), ("paragraph", "De minister kwam.")],
        ),
        (
            "De zaal. (Foto: A. de Wit)\nEen zin.",
            [("caption", "De zaal. (Foto: A. de Wit)"), ("paragraph", "Een zin.")],
        ),
        ("De zaal \u2013 Photo: ANP", [("caption", "De zaal \u2013 Photo: ANP")]),
        ("- een\n* twee\n• drie", [("list item", "een"), ("list item", "twee"), ("list item", "drie")]),
        ("1. een punt.\n(2) twee\nb) drie", [("list item", "een punt."), ("list item", "twee"), ("list item", "drie")]),
        ("\n\n1. Inleiding\n\n- punt\n\n", [("heading", "Inleiding"), ("list item", "punt")]),
        ("*****\n\nfoto-12.jpg\nhttps://voorbeeld.nl/x\nA. Jansen kwam.", [("paragraph", "A. Jansen kwam.")]),
        ("De kop\f\nSlot.", [("heading", "De kop"), ("paragraph", "Slot.")]),
    ],
)
def test_tells_blocks_apart(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


WRAPPED = """VERSLAG VAN DE ZITTING

  De stuurgroep kwam in de ochtend bijeen en sprak over de toestand op de
  Oostzee. De leden waren het eens over de vrije doorvaart en over samen-
  werking. Zij noemden Noord-
  Korea niet, maar wel de in- en uitvoer.

- het eerste punt van de afspraken dat te lang is voor de regel en
  daarom doorloopt
- het tweede punt
"""


def test_joins_hard_wrapped_lines() -> None:
    assert kinds(WRAPPED) == [
        ("heading", "VERSLAG VAN DE ZITTING"),
        (
            "paragraph",
            "De stuurgroep kwam in de ochtend bijeen en sprak over de toestand op de Oostzee. De leden waren het eens "
            "over de vrije doorvaart en over samenwerking. Zij noemden Noord-Korea niet, maar wel de in- en uitvoer.",
        ),
        ("list item", "het eerste punt van de afspraken dat te lang is voor de regel en daarom doorloopt"),
        ("list item", "het tweede punt"),
    ]


def test_wraps_translated_paragraphs_as_the_original_was() -> None:
    written = translate(
        TEXT, WRAPPED.replace("\n", "\r\n").encode(), lambda source: source.replace("punt", "woord woord")
    )
    lines = written.decode().split("\r\n")
    assert lines[2:5] == WRAPPED.split("\n")[2:5]
    assert lines[7] == "- het eerste woord woord van de afspraken dat te lang is voor de regel"
    assert lines[8] == "  en daarom doorloopt"
    assert lines[9] == "- het tweede woord woord"
    assert max(map(len, lines)) <= 75


def test_one_paragraph_a_line_is_not_hard_wrapped() -> None:
    titles = "Minister bezoekt de haven van Vlissingen en spreekt met vissers\n" * 4
    assert len(kinds(titles)) == 4


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_keeps_encoding_line_ends_and_everything_between_segments(codec: str) -> None:
    text = "\f Een zin.  Twee zinnen. \t\r\n\r\n\x0c- punt\r*****\n"
    assert translate(TEXT, text.encode(codec), str.upper) == text.upper().encode(codec)


def test_a_target_stays_on_its_line() -> None:
    assert translate(TEXT, b"een zin\n", lambda source: "a \n b\r\nc") == b"a b c\n"


def test_a_line_of_forty_thousand_words() -> None:
    line = "woord " * 40_000
    document = TEXT.read(line.encode(), "f.txt", by_word)
    assert len(document.segments) == 40_000
    assert TEXT.write(document, ["x"] * 40_000) == b"x " * 40_000


@given(text=texts_of("- ", "1. ", "\n\n", "w" * 60 + "\nw"), split=st.sampled_from(SPLITTERS))
def test_translates_every_segment_of_any_text(text: str, split: Splitter) -> None:
    document = TEXT.read(text.encode(), "f.txt", split)
    written = TEXT.write(document, [f"<{segment.index}>" for segment in document.segments]).decode()
    position = 0
    for segment in document.segments:
        position = written.index(f"<{segment.index}>", position)
