import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import UsageError
from workbench.languages.numbers import NumberKind, find_numbers

#: source language, text, target language, the number as written, and its alternatives in the target.
ALTERNATIVES = [
    ("nl", "2,6 miljard", "en", "2,6", ["2.6"]),
    ("nl", "50,4%", "en", "50,4", ["50.4"]),
    ("nl", "51,25 miljard USD", "en", "51,25", ["51.25"]),
    ("nl", "2,60 meter", "en", "2,60", ["2.60"]),
    ("nl", "24.000 studenten", "en", "24.000", ["24,000", "24000", "24 000", "24\u00a0000"]),
    ("nl", "24 000 studenten", "en", "24 000", ["24,000", "24000", "24 000", "24\u00a0000"]),
    ("nl", "24\u00a0000 studenten", "en", "24\u00a0000", ["24,000", "24000", "24 000", "24\u00a0000"]),
    ("nl", "1.035 pagina's", "en", "1.035", ["1,035", "1035", "1 035", "1\u00a0035"]),
    ("nl", "1.300.000,50 euro", "en", "1.300.000,50", ["1,300,000.50", "1300000.50"]),
    ("nl", "12500 inwoners", "en", "12500", ["12500", "12,500", "12 500", "12\u00a0500"]),
    ("nl", "10 punten", "en", "10", ["10", "ten"]),
    ("nl", "0 stemmen", "en", "0", ["0", "zero"]),
    ("nl", "20 landen", "en", "20", ["20", "twenty"]),
    ("nl", "21 landen", "en", "21", ["21"]),
    ("nl", "007", "en", "007", ["007", "7"]),
    ("nl", "in 2025", "en", "2025", ["2025"]),
    ("nl", "2000 mensen", "en", "2000", ["2000", "2,000", "2 000", "2\u00a0000"]),
    ("nl", "de 48e vergadering", "en", "48e", ["48th"]),
    ("nl", "de 3e zitting", "en", "3e", ["3rd", "third"]),
    ("nl", "de 1ste", "en", "1ste", ["1st", "first"]),
    ("nl", "de 2de ronde", "en", "2de", ["2nd", "second"]),
    ("nl", "de 12e verjaardag", "en", "12e", ["12th", "twelfth"]),
    ("nl", "om 15.30 uur", "en", "15.30", ["15:30", "15.30", "3:30", "3.30", "03:30", "03.30"]),
    ("nl", "om 15:30", "en", "15:30", ["15:30", "15.30", "3:30", "3.30", "03:30", "03.30"]),
    ("nl", "om 15.30 begon", "en", "15.30", ["15:30", "15.30", "3:30", "3.30", "03:30", "03.30"]),
    ("nl", "par. 2.6 en 1.2.3", "en", "2.6", ["2.6"]),
    ("nl", "versie 1.2.3", "en", "1.2.3", ["1.2.3"]),
    ("nl", "Resolutie nr. 57-NQ/TW", "en", "57", ["57"]),
    ("nl", "het 5G-netwerk", "en", "5G", ["5G"]),
    ("nl", "de COVID-19-pandemie", "en", "19", ["19"]),
    ("nl", "de GMS8-conferentie", "en", "GMS8", ["GMS8"]),
    ("nl", "het H5N1-virus", "en", "H5N1", ["H5N1"]),
    ("nl", "de F-16", "en", "16", ["16"]),
    ("nl", "over 10km", "en", "10", ["10", "ten"]),
    ("nl", "1852 meter", "en", "1852", ["1852", "1,852", "1 852", "1\u00a0852"]),
    ("nl", "een 10-jarig plan", "en", "10", ["10", "ten"]),
    ("nl", "https://voorbeeld.nl/a-20250411", "en", "20250411", ["20250411"]),
    ("nl", "+31 70 123 45 67", "en", "+31 70 123 45 67", ["+31 70 123 45 67"]),
    ("nl", "+3 procent", "en", "3", ["3", "three"]),
    ("en", "24,000 students", "nl", "24,000", ["24.000", "24000", "24 000", "24\u00a0000"]),
    ("en", "2.6 billion", "nl", "2.6", ["2,6"]),
    ("en", "the 3rd session", "nl", "3rd", ["3e", "derde"]),
    ("en", "the 11th hour", "nl", "11th", ["11e", "elfde"]),
    ("en", "12 members", "nl", "12", ["12", "twaalf"]),
    ("en", "at 3:30 p.m.", "nl", "3:30", ["3:30", "3.30", "03:30", "03.30", "15:30", "15.30"]),
    ("en", "15.30 euros", "nl", "15.30", ["15,30"]),
    ("en", "1,5", "nl", "1,5", ["1,5"]),
    ("fr", "2.6 et 12", "nl", "2.6", ["2,6"]),
    ("nl", "2,6 en 12", "fr", "2,6", ["2.6"]),
    ("nl", "٣ en 3", "en", "3", ["3", "three"]),
]


@pytest.mark.parametrize(("source", "text", "target", "written", "alternatives"), ALTERNATIVES)
def test_how_a_number_may_be_written(
    source: str, text: str, target: str, written: str, alternatives: list[str]
) -> None:
    number = find_numbers(text, source)[0]
    assert (number.text, list(number.alternatives(target))) == (written, alternatives)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("nl", "de periode 2021-2025 en 10–15%", ["2021", "2025", "10", "15"]),
        ("nl", "In april 2025 had Laos 267 projecten.", ["2025", "267"]),
        ("nl", "b2-5153-991.jpg", ["b2", "5153", "991"]),
        ("nl", "artikel 5. Het 6e lid", ["5", "6e"]),
        ("nl", "1.000-1.500 ton, 3,5 à 4", ["1.000", "1.500", "3,5", "4"]),
        ("nl", "Op 03/12/2025 en 3-12-2025.", ["03/12/2025", "3-12-2025"]),
        ("nl", "2025-12-03T10:15", ["2025-12-03", "10:15"]),
        ("nl", "070-1234567", ["070", "1234567"]),
        ("nl", "€ 5,-", ["5"]),
        ("nl", "De G20, A321 en weg 18B.", ["G20", "A321", "18B"]),
        ("en", "in 2024, 30 of 45", ["2024", "30", "45"]),
        ("en", "1st, 2nd and 3rd", ["1st", "2nd", "3rd"]),
        ("en", "6.30 p.m. on 5 May", ["6.30", "5"]),
        ("nl", "geen", []),
        ("nl", "", []),
    ],
)
def test_the_numbers_of_a_text(language: str, text: str, expected: list[str]) -> None:
    assert [number.text for number in find_numbers(text, language)] == expected


def test_a_date_may_keep_its_parts_or_name_the_month() -> None:
    alternatives = find_numbers("03/12/2025", "nl")[0].alternatives("en")
    assert alternatives[0] == "03/12/2025"
    assert {"3-12-2025", "2025-12-03", "3 December 2025", "December 3, 2025"} <= set(alternatives)
    assert "3 december 2025" in find_numbers("2025-12-03", "en")[0].alternatives("nl")


def test_a_bare_hour_may_be_a_time_or_a_duration() -> None:
    assert {"3", "three", "15:00", "03:00"} <= set(find_numbers("3 uur", "nl")[0].alternatives("en"))
    assert {"15:00", "3"} <= set(find_numbers("15.00 uur", "nl")[0].alternatives("en"))


@pytest.mark.parametrize("text", ["COVID-19", "GMS8", "b5.jpg", "info7@voorbeeld.nl", "57-NQ/TW", "5G", "A4"])
def test_numbers_in_names_are_kept_as_they_are(text: str) -> None:
    assert find_numbers(text, "nl")[0].kind is NumberKind.VERBATIM


def test_something_else_than_a_language_code_is_refused() -> None:
    with pytest.raises(UsageError):
        find_numbers("1", "dutch")
    with pytest.raises(UsageError):
        find_numbers("1", "nl")[0].alternatives("english")


@given(st.text(st.sampled_from("0123456789.,:-/+ \u00a0eans%uGx@st\n")), st.sampled_from(["nl", "en", "fr"]))
def test_numbers_are_pieces_of_the_text_and_can_be_written(text: str, language: str) -> None:
    end = 0
    for number in find_numbers(text, language):
        assert end <= number.start < number.end
        assert text[number.start : number.end] == number.text
        assert all(number.alternatives("nl")) and all(number.alternatives("en")) and number.alternatives("fr")
        end = number.end
    assert not any(char in "0123456789" for char in text[end:])


def test_long_runs_of_digits_are_read_in_linear_time() -> None:
    assert [len(number.alternatives("en")[0]) for number in find_numbers("9" * 200_000, "nl")] == [200_000]
    assert len(find_numbers("1 " * 50_000, "nl")) == 50_000
