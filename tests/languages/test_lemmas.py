import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import UsageError
from workbench.languages.lemmas import dictionary_lemma, lemmas

SAME = {
    "nl": [
        ("partijen", "partij"),
        ("Partijen", "partij"),
        ("staten", "staat"),
        ("lidstaten", "lidstaat"),
        ("leden", "lid"),
        ("bestuursleden", "bestuurslid"),
        ("bezoeken", "bezoek"),
        ("comités", "Comité"),
        ("partijcomités", "partijcomité"),
        ("zeeën", "zee"),
        ("grensbacteriën", "grensbacterie"),
        ("foto's", "foto"),
        ("regio’s", "regio"),
        ("China's", "China"),
        ("EU's", "EU"),
        ("Vietnams", "Vietnam"),
        ("Nepals", "Nepal"),
        ("Laotiaanse", "Laotiaans"),
        ("alomvattende", "alomvattend"),
        ("grensoverschrijdende", "grensoverschrijdend"),
        ("uitwisselingsjaren", "uitwisselingsjaar"),
        ("samenwerkingsmechanismen", "samenwerkingsmechanisme"),
        ("doorvoertarieven", "doorvoertarief"),
        ("handelsgesprekken", "handelsgesprek"),
        ("ministerietje", "ministerie"),
        ("dagpasje", "dagpas"),
        ("bezocht", "bezoeken"),
        ("PARTIJEN", "partij"),
    ],
    "en": [
        ("parties", "party"),
        ("Parties", "party"),
        ("ministries", "ministry"),
        ("Ministry's", "ministry"),
        ("Committee’s", "committee"),
        ("strategies", "strategy"),
        ("women", "woman"),
        ("cooperating", "cooperate"),
        ("agreed", "agree"),
        ("datacentres", "datacentre"),
        ("Vietnam's", "Vietnam"),
        ("carmakers", "carmaker"),
    ],
}

DIFFERENT = {
    "nl": [
        ("partij", "partje"),
        ("partij", "part"),
        ("slechts", "slecht"),
        ("anders", "ander"),
        ("hitte", "hit"),
        ("Laos", "Lao"),
        ("Chen", "CH"),
        ("VS", "VN"),
        ("GPS", "GP"),
        ("land", "Laos"),
        ("zee", "zeggen"),
        ("staat", "stad"),
    ],
    "en": [
        ("people's", "people"),
        ("People’s", "person"),
        ("women's", "woman"),
        ("US", "we"),
        ("Laos", "Lao"),
        ("party", "part"),
        ("BRICS", "bric"),
        ("Nguyen", "Nguyet"),
    ],
}


@pytest.mark.parametrize(("language", "form", "word"), [(code, *pair) for code in SAME for pair in SAME[code]])
def test_forms_of_one_word_meet(language: str, form: str, word: str) -> None:
    assert lemmas(form, language) & lemmas(word, language)


@pytest.mark.parametrize(
    ("language", "one", "other"), [(code, *pair) for code in DIFFERENT for pair in DIFFERENT[code]]
)
def test_different_words_do_not_meet(language: str, one: str, other: str) -> None:
    assert not lemmas(one, language) & lemmas(other, language)


def test_the_normalised_word_itself_is_a_key() -> None:
    assert "nguyen" in lemmas("Nguyễn", "nl")
    assert lemmas("people’s", "en") == {"people's"}


def test_other_languages_use_what_simplemma_knows() -> None:
    assert "chat" in lemmas("chats", "fr")
    assert lemmas("Woord", "zz") == {"woord"}
    assert dictionary_lemma("woord", "zz") is None


def test_something_else_than_a_language_code_is_refused() -> None:
    with pytest.raises(UsageError):
        lemmas("woord", "dutch")


def test_what_is_too_long_for_a_word_is_left_alone() -> None:
    assert lemmas("a" * 100_000, "nl") == {"a" * 100_000}


@given(st.text(max_size=70), st.sampled_from(["nl", "en", "fr", "zz"]))
def test_any_text_has_keys(word: str, language: str) -> None:
    assert lemmas(word, language)
