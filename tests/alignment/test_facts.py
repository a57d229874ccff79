"""What two texts agree on: numbers, dates, names, terms."""

import pytest

from workbench.alignment.facts import Fact, FactComparer, FactKind, find_dates
from workbench.glossary.files import load_glossary


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Op 3 december 2025 begon het.", "nl", ["2025-12-03"]),
        ("On December 3, 2025 it began.", "en", ["2025-12-03"]),
        ("On 3 December it began.", "en", ["--12-03"]),
        ("Het was 03-12-2025.", "nl", ["2025-12-03"]),
        ("In maart 1999 niets.", "nl", []),
        ("35 mei bestaat niet", "nl", []),
    ],
)
def test_dates(text: str, language: str, expected: list[str]) -> None:
    found = find_dates(text, language)
    assert [value for _, _, value in found] == expected
    assert all(text[start:end].strip() for start, end, _ in found)


@pytest.mark.parametrize(
    ("source", "target", "kind", "agree"),
    [
        ("Er kwamen 14.000 gasten.", "There were 14,000 guests.", FactKind.NUMBER, True),
        ("Het groeide 1,5 procent.", "It grew by 1.5 per cent.", FactKind.NUMBER, True),
        ("De 48e zitting.", "The 48th session.", FactKind.NUMBER, True),
        ("Er kwamen 12 gasten.", "There were 13 guests.", FactKind.NUMBER, False),
        ("Op 3 december sprak hij.", "He spoke on December 3.", FactKind.DATE, True),
        ("Op 3 december sprak hij.", "He spoke on December 4.", FactKind.DATE, False),
        ("Op 3 december sprak hij.", "He spoke on the 3rd of December 2025.", FactKind.DATE, True),
        ("Op 3 december 2024 sprak hij.", "He spoke on 3 December 2025.", FactKind.DATE, False),
        ("Gisteren sprak Nguyễn.", "Yesterday Nguyen spoke.", FactKind.NAME, True),
        ("Toen sprak Zorblatt.", "Zorblatt spoke.", FactKind.NAME, True),
        ("Toen sprak Zorblatt.", "Then Quimby spoke.", FactKind.NAME, False),
    ],
)
def test_facts_across_languages(source: str, target: str, kind: FactKind, agree: bool) -> None:
    compared = FactComparer("nl", "en").compare(source, target)
    of_kind = [[fact for fact in facts if fact.kind is kind] for facts in compared]
    assert len(of_kind[0]) == agree
    assert len(of_kind[1]) == (0 if agree else 2)


def test_the_wording_of_a_term_on_both_sides() -> None:
    compared = FactComparer("nl", "en", load_glossary("diplomatic")).compare(
        "De Oostzee kwam ter sprake.", "The South China Sea was discussed."
    )
    assert Fact(FactKind.TERM, "Oostzee", "South China Sea") in compared.agreeing


def test_one_language_on_both_sides() -> None:
    compared = FactComparer("en", "en").compare("In 2020 Zorblatt met 7 kings.", "Seven kings met Zorblatt, 2020.")
    assert {fact.source for fact in compared.agreeing} == {"2020", "Zorblatt"}
    assert [fact.source for fact in compared.differing] == ["7"]


def test_a_fact_counts_once() -> None:
    compared = FactComparer("nl", "nl").compare("12 en 12 en 12.", "Het zijn er 12.")
    assert compared.agreeing == [Fact(FactKind.NUMBER, "12", "12")]
    assert not compared.differing
