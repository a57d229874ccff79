"""Quantities mean the same in any notation and language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.languages.profile import get_profile
from workbench.languages.quantities import find_quantities


def agree(dutch: str, english: str) -> bool:
    """Whether both texts have one quantity or more, and each of either has a partner of the same meaning."""
    one, other = find_quantities(dutch, "nl"), find_quantities(english, "en")
    certain = [item for item in one if item.certain], [item for item in other if item.certain]
    return (
        bool(one and other)
        and all(any(item.agrees_with(mate) for mate in other) for item in certain[0])
        and all(any(item.agrees_with(mate) for mate in one) for item in certain[1])
    )


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        ("1.250", "1,250"),
        ("2,8 miljard", "2.8 billion"),
        ("3 mln", "three million"),
        ("driehonderdduizend", "three hundred thousand"),
        ("eenentwintig", "twenty-one"),
        ("tweeëntwintigste", "22nd"),
        ("anderhalf miljoen", "1.5 million"),
        ("anderhalf miljoen", "one and a half million"),
        ("drieënhalf", "three and a half"),
        ("een half miljoen", "half a million"),
        ("een kwart miljoen", "a quarter of a million"),
        ("tientallen miljoenen", "tens of millions"),
        ("enkele honderden", "several hundred"),
        ("half acht", "half past seven"),
        ("half acht", "7.30 p.m."),
        ("kwart voor drie", "a quarter to three"),
        ("20.00 uur", "8 p.m."),
        ("3 maart 2025", "March 3, 2025"),
        ("03-12-2025", "3 December 2025"),
        ("tweeduizend vijfentwintig", "2025"),
        ("in de jaren negentig", "in the 1990s"),
        ("180 miljard dong", "VND180 billion"),
        ("5G en COVID-19", "5G and COVID-19"),
        ("artikel 17.1", "Article 17.1"),
        ("beide", "two"),
        ("driemaandelijks", "every three months"),
    ],
)
def test_notations_agree(dutch: str, english: str) -> None:
    assert agree(dutch, english)


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        ("1.250", "1.250"),
        ("2,8 miljard", "2.8 million"),
        ("biljoen", "one billion"),
        ("half acht", "8.30 p.m."),
        ("maart", "April"),
        ("dinsdag", "Thursday"),
        ("tientallen", "thousands"),
        ("negentien", "ninety"),
        ("48e", "84th"),
    ],
)
def test_other_quantities_do_not_agree(dutch: str, english: str) -> None:
    assert not agree(dutch, english)


TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def in_words(number: int) -> str:
    """A number below a million in English words, by the rules of the language."""
    small, tens = get_profile("en").small_numbers, TENS.split()
    if number < 20:
        return small[number]
    if number < 100:
        return tens[number // 10 - 2] + (f"-{small[number % 10]}" if number % 10 else "")
    scale, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    rest = number % scale
    joint = " and " if rest < 100 else " "
    return f"{in_words(number // scale)} {name}" + (f"{joint}{in_words(rest)}" if rest else "")


@given(st.integers(2, 999_999))
def test_english_words_are_read_as_their_number(number: int) -> None:
    found = [item for item in find_quantities(f"about {in_words(number)} people", "en") if item.certain]
    assert [("number", number) in item.readings for item in found] == [True]


@given(st.text(max_size=80), st.sampled_from(["nl", "en", "fr"]))
def test_spans_are_in_order_and_give_the_text(text: str, language: str) -> None:
    found = find_quantities(text, language)
    assert all(text[item.start : item.end] == item.text for item in found)
    assert found == sorted(found, key=lambda item: (item.start, item.end))
