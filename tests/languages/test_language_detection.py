import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import UsageError
from workbench.languages.detection import is_already_in, language_of

ENGLISH = [
    "Comprehensive Strategic Cooperative Partnership",
    "Asia-Pacific Economic Cooperation Forum (APEC)",
    "The two ministers signed three agreements on maritime safety.",
    "Lao People's Revolutionary Party",
    "She handed the letter to her counterpart without a word.",
    "The ambassador from Hanoi visited the flood barrier and praised its builders.",
]

DUTCH = [
    "De beide ministers ondertekenden drie overeenkomsten over veiligheid op zee.",
    "Zij overhandigde de brief zonder een woord aan haar ambtgenoot.",
    "De top begint om negen uur",
]

NEITHER_FOR_SURE = [
    "Premier Pham Minh Chinh",
    "Foto: VNA",
    "12.500 - 13.000",
    "",
    "b2-5153-991.jpg",
    "Greater Mekong",
    "Hanoi, Jakarta, Manila",
    "in de top",
    "de Mount Everest",
    "New York Times",
]

MIXED = [
    "De minister sprak over het Comprehensive Strategic Partnership",
    "Het Comprehensive and Progressive Agreement for Trans-Pacific Partnership",
    "Wat is het Regional Comprehensive Economic Partnership?",
    "Techambassadeur bezoekt Silicon Valley",
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_already_english(text: str) -> None:
    assert is_already_in(text, "en", "nl")
    assert not is_already_in(text, "nl", "en")
    assert language_of(text, ("nl", "en")) == "en"


@pytest.mark.parametrize("text", DUTCH)
def test_dutch_is_already_dutch(text: str) -> None:
    assert is_already_in(text, "nl", "en")
    assert not is_already_in(text, "en", "nl")
    assert language_of(text, ("en", "nl")) == "nl"


@pytest.mark.parametrize("text", [*NEITHER_FOR_SURE, *MIXED])
def test_names_numbers_and_mixtures_are_still_to_translate(text: str) -> None:
    assert not is_already_in(text, "en", "nl")


@pytest.mark.parametrize("text", ["Premier Pham Minh Chinh", "12.500", "", "Foto: VNA"])
def test_too_few_known_words_leave_the_language_open(text: str) -> None:
    assert language_of(text, ("nl", "en")) is None


def test_more_than_two_languages_can_be_told_apart() -> None:
    candidates = ("nl", "en", "fr")
    assert language_of("Les deux ministres ont signé trois accords de coopération maritime.", candidates) == "fr"
    assert language_of("De beide ministers tekenden drie akkoorden over samenwerking.", candidates) == "nl"


def test_without_candidates_nothing_is_recognised() -> None:
    assert language_of("De ministers spraken over de begroting.", ()) is None
    assert language_of("De ministers spraken over de begroting.", ("zz",)) is None


def test_something_else_than_a_language_code_is_refused() -> None:
    with pytest.raises(UsageError):
        language_of("De ministers", ("nl", "english"))
    with pytest.raises(UsageError):
        is_already_in("De ministers", "english", "nl")


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    assert language_of(text, ("nl", "en")) in {"nl", "en", None}
    assert not (is_already_in(text, "en", "nl") and is_already_in(text, "nl", "en"))
