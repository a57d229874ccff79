import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.languages.words import Word, normalise, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De minister sprak.", ["De", "minister", "sprak"]),
        ("secretaris-generaal", ["secretaris", "generaal"]),
        ("de foto's van China's havens", ["de", "foto's", "van", "China's", "havens"]),
        ("the People’s Committee’s", ["the", "People’s", "Committee’s"]),
        ("‘katalysator’ en 'hefboom'", ["katalysator", "en", "hefboom"]),
        ("'s-Gravenhage", ["s", "Gravenhage"]),
        ("Resolutie 57-NQ/TW (2,6 %)", ["Resolutie", "57", "NQ", "TW", "2", "6"]),
        ("het 5G-netwerk en COVID-19", ["het", "5G", "netwerk", "en", "COVID", "19"]),
        ("R&D, import_export", ["R", "D", "import", "export"]),
        ("Nguye\u0302\u0303n Phu\u0301", ["Nguye\u0302\u0303n", "Phu\u0301"]),
        ("samen\u00adwerking", ["samen\u00adwerking"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("Comité, coöperatie", ["Comité", "coöperatie"]),
        ("6'5 en 5'er", ["6", "5", "en", "5", "er"]),
        ("... — !", []),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(text)] == expected


def test_words_know_their_place() -> None:
    assert words("in Den Haag")[1:] == [Word("Den", 3, 6), Word("Haag", 7, 11)]


@given(st.text())
def test_words_are_pieces_of_the_text_in_order(text: str) -> None:
    end = 0
    for word in words(text):
        assert end <= word.start < word.end
        assert text[word.start : word.end] == word.text
        end = word.end


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Comité", "comite"),
        ("Nguyễn", "nguyen"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("Đà Nẵng", "Da Nang"),
        ("coöperatie", "cooperatie"),
        ("People’s", "people's"),
        ("STRASSE", "straße"),
        ("ﬁnancieel", "financieel"),
        ("samen\u00adwerking", "samenwerking"),
        ("Øresund", "oresund"),
        ("２０２５", "2025"),
        ("Œuvre", "oeuvre"),
    ],
)
def test_spelling_variants_are_equal(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), [("people's", "peoples"), ("か", "が"), ("staat", "staten"), ("VS", "VN")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(st.text())
def test_normalising_again_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
