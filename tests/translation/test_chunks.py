"""Long segments are cut without losing anything, and not inside what belongs together."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.translation.chunks import chunks


def count(text: str) -> int:
    return len(text.split()) + len(text) // 10


@given(
    text=st.text(alphabet="abc ,;.\n-é", max_size=400),
    limit=st.integers(min_value=3, max_value=40),
)
def test_nothing_but_white_space_stands_between_chunks(text, limit):
    position = 0
    for start, end in chunks(text, count, limit):
        assert start < end and not text[position:start].strip()
        position = end
    assert not text[position:].strip()


@given(words=st.lists(st.text(alphabet="abcdefgh", min_size=1, max_size=9), max_size=200))
def test_chunks_are_as_short_as_asked(words):
    text = " ".join(words)
    assert all(count(text[start:end]) <= 20 for start, end in chunks(text, count, 20))


def test_a_short_text_stays_whole():
    assert chunks("De minister sprak.", count, 20) == [(0, 18)]


def test_clauses_are_preferred():
    text = "Eerst kwam de ambassadeur van het buurland; daarna sprak de minister van Handel lang"
    (first, second) = chunks(text, count, 15)
    assert text[slice(*first)].endswith("buurland;") and text[slice(*second)].startswith("daarna")


def test_kept_spans_are_not_cut():
    text = "woord " * 9 + "Gemeenschap van Gedeelde Toekomst " + "woord " * 9
    start = text.index("Gemeenschap")
    kept = (start, start + len("Gemeenschap van Gedeelde Toekomst"))
    for left, right in chunks(text, count, 20, [kept]):
        assert not (left < kept[1] < right < kept[1] or kept[0] < left < kept[1])


def test_a_line_of_forty_thousand_words_is_cut_in_linear_time():
    counted = 0

    def counting(text: str) -> int:
        nonlocal counted
        counted += len(text)
        return len(text.split())

    text = "woord " * 40_000
    found = chunks(text, counting, 100)
    assert sum(len(text[start:end].split()) for start, end in found) == 40_000
    assert counted < 20 * len(text)
