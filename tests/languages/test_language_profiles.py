import pytest

from workbench.errors import UsageError
from workbench.languages.profile import get_profile


@pytest.mark.parametrize(
    ("language", "number", "written"),
    [
        ("nl", 1, "1e"),
        ("nl", 48, "48e"),
        ("en", 1, "1st"),
        ("en", 2, "2nd"),
        ("en", 3, "3rd"),
        ("en", 4, "4th"),
        ("en", 11, "11th"),
        ("en", 12, "12th"),
        ("en", 13, "13th"),
        ("en", 21, "21st"),
        ("en", 111, "111th"),
    ],
)
def test_ordinals_are_written_in_digits(language: str, number: int, written: str) -> None:
    assert get_profile(language).ordinal(number) == written


@pytest.mark.parametrize("language", ["nl", "en"])
def test_shipped_profiles_are_complete(language: str) -> None:
    profile = get_profile(language)
    assert len(profile.small_numbers) == len(profile.ordinal_words) == 21
    assert len(profile.month_names) == 12
    assert {profile.decimal, profile.thousands} == {".", ","}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_abbreviation_is_of_one_kind_and_written_as_it_is_looked_up(language: str) -> None:
    profile = get_profile(language)
    kinds = (profile.abbreviations, profile.number_abbreviations, profile.final_abbreviations)
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))
    assert all(word == word.casefold() and not word.endswith(".") for kind in kinds for word in kind)


def test_a_language_without_a_profile_gets_a_plain_one() -> None:
    profile = get_profile("fr")
    assert (profile.code, profile.abbreviations, profile.small_numbers) == ("fr", frozenset(), ())


@pytest.mark.parametrize("code", ["", "dutch", "NL", "n1", "nl-BE", "én"])
def test_something_else_than_a_code_is_refused(code: str) -> None:
    with pytest.raises(UsageError, match="two-letter ISO 639-1 code"):
        get_profile(code)


@pytest.mark.parametrize(
    ("phrase", "plural"),
    [
        ("Joint Statement", "Joint Statements"),
        ("party", "parties"),
        ("Ministry of Foreign Affairs", "Ministries of Foreign Affairs"),
        ("embassy", "embassies"),
        ("loss", "losses"),
        ("branch", "branches"),
        ("day", "days"),
    ],
)
def test_regular_plurals(phrase, plural):
    assert get_profile("en").plural(phrase) == plural
    assert get_profile("zz").plural(phrase) == phrase
