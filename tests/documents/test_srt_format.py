import re

import pytest
from document_helpers import by_sentence, sources, texts_of, translate
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.srt import LONGEST_LINE, SrtFormat, broken
from workbench.errors import InputError

SRT = SrtFormat()
SAMPLE = """1
00:00:01,000 --> 00:00:03,500
De minister is vandaag
in <i>Brussel</i> aangekomen.

2
00:00:04,000 --> 00:00:06,000 X1:100 X2:200
- Wat zei hij?
- Niets.

3
00:00:07,000 --> 00:00:09,000
{\\an8}1984
"""


def test_reads_the_texts_of_subtitles() -> None:
    document = SRT.read(SAMPLE.encode(), "f.srt", by_sentence)
    assert [(block.text, block.place) for block in document.blocks] == [
        ("De minister is vandaag in Brussel aangekomen.", "subtitle 1"),
        ("Wat zei hij?", "subtitle 2"),
        ("Niets.", "subtitle 2"),
        ("1984", "subtitle 3"),
    ]


def test_times_numbers_tags_and_dashes_stay() -> None:
    assert translate(SRT, SAMPLE.encode(), str) == SAMPLE.encode()
    written = translate(SRT, SAMPLE.encode(), str.upper).decode()
    assert written == SAMPLE.replace("De minister is vandaag\nin <i>Brussel</i> aangekomen.", "?").replace(
        "?\n\n2", "DE MINISTER IS VANDAAG\nIN <i>BRUSSEL</i> AANGEKOMEN.\n\n2"
    ).replace("Wat zei hij", "WAT ZEI HIJ").replace("Niets", "NIETS")


@pytest.mark.parametrize(
    ("target", "lines"),
    [
        ("The minister arrived.", 2),
        ("Yes.", 1),
        ("The minister arrived in Brussels this afternoon to talk about the plans of the Commission for the year.", 3),
        ("Donaudampfschifffahrtsgesellschaftskapitänswitwe spoke", 2),
    ],
)
def test_a_translation_has_as_many_lines_as_fit(target: str, lines: int) -> None:
    written = translate(SRT, SAMPLE.encode(), lambda source: target if "Brussel" in source else source).decode()
    found = re.sub("</?i>", "", written.split("\n\n")[0]).split("\n")[2:]
    assert " ".join(found) == target
    assert len(found) == lines
    assert all(len(line) <= LONGEST_LINE or " " not in line for line in found)


@given(st.lists(st.text("abc", min_size=1, max_size=30), min_size=1, max_size=20), st.integers(1, 4))
def test_lines_are_short_and_even(words: list[str], lines: int) -> None:
    found = broken(" ".join(words), lines)
    assert " ".join(found) == " ".join(words)
    assert len(found) >= 1
    assert all(len(line) <= LONGEST_LINE for line in found)


@given(texts_of("1\n", "00:00:01,000 --> 00:00:02,000\n", "<i>", "</i>", "- ", "{\\an8}", "\n\n"))
def test_any_file_is_restored_or_refused(text: str) -> None:
    try:
        document = SRT.read(text.encode(), "f.srt", by_sentence)
    except InputError:
        return
    assert SRT.write(document, sources(document)) == text.encode()
    written = SRT.write(document, [source + "x" for source in sources(document)])
    times = re.compile(r"^\d.*-->.*", re.MULTILINE)
    assert times.findall(written.decode()) == times.findall(text)
    assert len(SRT.read(written, "f.srt", by_sentence).blocks) == len(document.blocks)


def test_old_subtitles_in_windows_1252() -> None:
    data = SAMPLE.replace("Niets", "Café").encode("cp1252")
    document = SRT.read(data, "f.srt", by_sentence)
    assert document.notes == ["the file is not UTF-8; it was read as Windows-1252"]
    assert translate(SRT, data, str) == data
    assert translate(SRT, data, lambda _: "łódź").decode("utf-8-sig").count("łódź") == 4


@pytest.mark.parametrize("data", [b"gewone tekst", b"1\n2\n", b"\x81\x00"])
def test_refuses_what_is_no_srt(data: bytes) -> None:
    with pytest.raises(InputError):
        SRT.read(data, "f.srt", by_sentence)
