"""Searching and counting: the bundled glossary, and a small one for exact numbers."""

import pytest

from workbench.errors import UsageError
from workbench.glossary.files import load_glossary
from workbench.glossary.model import Glossary, Review, Status, Term
from workbench.glossary.search import search
from workbench.glossary.statistics import statistics

DIPLOMATIC = load_glossary("diplomatic")


@pytest.mark.parametrize(
    ("text", "language", "concept"),
    [
        ("Oostzee", None, "baltic-sea"),
        ("Oostzee", None, "east-sea"),
        ("oost zee", None, "east-sea"),
        ("OOST-ZEE", None, "east-sea"),
        ("Bien Dong", None, "east-sea"),
        ("geloofsbrieven", None, "letters-of-credence"),
        ("politbüro", None, "politburo"),
        ("Politburo members", "en", "politburo-member"),
        ("partij congres", "nl", "party-congress"),
        ("ministers van Buitenlandse Zaken", "nl", "minister-foreign-affairs"),
        ("minsiter van buitenlandse zaken", "nl", "minister-foreign-affairs"),
        ("National Assemby", None, "national-assembly"),
        ("secretaris-gen", "nl", "secretary-general"),
        ("Second Room", "en", "house-of-representatives-nl"),
    ],
)
def test_a_concept_is_found_by_any_of_its_terms(text, language, concept):
    if concept not in DIPLOMATIC.concepts:
        pytest.fail(f"{concept} is no concept any more")
    assert concept in [result.concept.id for result in search(DIPLOMATIC, text, language)][:3]


@pytest.mark.parametrize(("text", "language"), [("xyzzy", None), ("verraad", "nl"), ("Oostzee", "en"), ("en", "vi")])
def test_what_is_not_there_is_not_found(text, language):
    assert search(DIPLOMATIC, text, language) == []


def test_the_best_comes_first_and_a_concept_once():
    results = search(DIPLOMATIC, "Nationale Vergadering", limit=5)
    assert results[0].concept.id == "national-assembly" and results[0].score == 1
    assert [result.score for result in results] == sorted((result.score for result in results), reverse=True)
    assert len({result.concept.id for result in results}) == len(results) <= 5


@pytest.mark.parametrize(("text", "language"), [("", None), ("?!", None), ("raad", "xx"), ("raad", "ja")])
def test_what_cannot_be_searched_for(text, language):
    with pytest.raises(UsageError):
        search(DIPLOMATIC, text, language)


def test_the_numbers_of_a_glossary():
    numbers = statistics(
        Glossary.of(
            "terms",
            [
                ("a", Term("zee", "nl", domain="geography", context=("schip",), definition="salt water")),
                ("a", Term("sea", "en")),
                ("a", Term("see", "en", Status.DEPRECATED)),
                ("b", Term("Zee", "nl", review=Review.PROPOSED)),
                ("c", Term("Europol", "nl", do_not_translate=True)),
                ("c", Term("meer", "nl", Status.ADMITTED)),
            ],
        )
    )
    assert (numbers.concepts, numbers.terms, numbers.with_context, numbers.with_definition) == (3, 6, 1, 1)
    assert numbers.reviews == {"approved": 5, "proposed": 1}
    assert numbers.domains == {"(none)": 2, "geography": 1}
    assert numbers.do_not_translate == 1
    dutch, english = numbers.languages
    assert (dutch.language, dutch.terms, dutch.preferred, dutch.admitted, dutch.concepts) == ("nl", 4, 3, 1, 3)
    assert (dutch.coverage, dutch.homonyms, dutch.homonyms_with_context) == (1.0, 1, 0)
    assert (english.language, english.deprecated, english.concepts) == ("en", 1, 1)
    assert english.coverage == pytest.approx(1 / 3)


def test_an_empty_glossary_has_numbers_too():
    assert statistics(Glossary("none")).languages == []
    assert search(Glossary("none"), "raad") == []
