"""Harvesting: from text whose terms we know, they come out with their translations, and nothing that is known."""

import itertools
import random
from pathlib import Path

import pytest

from workbench.alignment import pairing, survey
from workbench.alignment.aligned_text import read_pairs
from workbench.alignment.association import competitive_linking, dice, log_likelihood
from workbench.alignment.candidates import PhraseFinder
from workbench.alignment.harvest import HarvestedTerm, harvest
from workbench.alignment.harvest_output import as_glossary, as_text, as_tsv
from workbench.errors import UsageError
from workbench.glossary.csv_format import parse_glossary
from workbench.glossary.files import load_glossary
from workbench.glossary.model import Glossary, Review, Term

# Phrases


def phrases(text: str, language: str = "nl") -> set[str]:
    return {text[phrase.start : phrase.end] for phrase in PhraseFinder(language).phrases(text)}


@pytest.mark.parametrize(
    ("text", "language", "wanted", "unwanted"),
    [
        ("De Raad van State kwam bijeen.", "nl", {"Raad van State", "Raad", "State"}, {"De Raad", "van State"}),
        ("Handvest van de Verenigde Naties", "nl", {"Handvest van de Verenigde Naties"}, {"Handvest van de"}),
        ("Olie, gas en steenkool", "nl", {"gas en steenkool"}, {"Olie, gas"}),
        ("zonne-energie – wind", "nl", {"zonne-energie"}, {"energie – wind"}),
        ("De minister ondertekende het verdrag", "nl", {"verdrag"}, {"ondertekende het verdrag"}),
        ("in de Tweede Wereldoorlog", "nl", {"Tweede Wereldoorlog"}, set()),
        ("de tweede oorlog, twee jaar", "nl", {"oorlog"}, {"tweede oorlog", "twee jaar", "jaar"}),
        ("The Court of Human Rights ruled", "en", {"Court of Human Rights"}, {"The Court"}),
        ("they initialled the text", "en", {"text"}, {"initialled the text"}),
        ("", "nl", set(), set()),
    ],
)
def test_phrases_run_from_content_word_to_content_word(text, language, wanted, unwanted):
    found = phrases(text, language)
    assert wanted <= found and not unwanted & found


def test_inflected_forms_are_one_phrase():
    finder = PhraseFinder("nl")
    one, other = (finder.phrases(text)[1].key for text in ("gewapend conflict", "gewapende conflicten"))
    assert one == other


def test_a_language_without_function_words_is_refused():
    with pytest.raises(UsageError, match="known are nl, en"):
        harvest([], Glossary("none"), "fi", "en", 10)


# Association


def test_the_log_likelihood_of_dunnings_paper():
    # "the swiss" in table 2 of Dunning 1993: k(AB)=110, k(A~B)=2442, k(~AB)=111, k(~A~B)=29114.
    assert log_likelihood(110, 2552, 221, 31777) == pytest.approx(270.72, abs=0.01)
    assert log_likelihood(1, 100, 100, 1000) == 0  # less often than by chance


def test_dice_discounts_what_is_rare():
    assert dice(3, 3, 3) == 1
    assert dice(3, 3, 3, discount=1) == pytest.approx(2 / 3)
    assert dice(1, 1, 1, discount=1) == 0


def test_competitive_linking_is_one_to_one():
    scored = [(0.5, "raad", "council"), (0.9, "bestuur", "board"), (0.8, "raad", "board"), (0.4, "bestuur", "council")]
    assert competitive_linking(scored) == {"bestuur": "board", "raad": "council"}


# The whole

TERMS = {
    "drempelakkoord": "threshold accord",
    "gewapende conflicten": "armed conflicts",
    "Hoge Graancommissie": "High Grain Commission",
    "olifantentol": "elephant toll",
}
SUBJECTS = {"De minister": "The minister", "Een woordvoerder": "A spokesman", "Het parlement": "Parliament"}
VERBS = {"besprak": "discussed", "prees": "praised", "vergat": "forgot"}
ENDS = {"vandaag": "today", "tijdens de lunch": "during lunch", "zonder uitleg": "without explanation"}


def text(terms: dict[str, str], seed: int = 7) -> list[tuple[str, str]]:
    sentences = []
    for parts in itertools.product(SUBJECTS.items(), VERBS.items(), terms.items(), ENDS.items()):
        (who, subject), (did, verb), (term, rendering), (where, end) = parts
        sentences.append((f"{who} {did} de {term} {where}.", f"{subject} {verb} the {rendering} {end}."))
    random.Random(seed).shuffle(sentences)
    return sentences


def harvested(
    pairs: list[tuple[str, str]], glossary: Glossary | None = None, documents: int = 6, top: int = 20
) -> dict[str, HarvestedTerm]:
    readers = [lambda part=pairs[first::documents]: part for first in range(documents)]
    return {term.source: term for term in harvest(readers, glossary or Glossary("none"), "nl", "en", top)}


def test_terms_come_with_their_translations_frequency_and_an_example():
    found = harvested(text(TERMS))
    assert {source: term.target for source, term in found.items() if source in TERMS} == TERMS
    for source, target in TERMS.items():
        term = found[source]
        assert (term.frequency, term.documents) == (27, 6)
        assert source in term.example_source and target in term.example_target


def test_the_best_come_first_and_no_more_than_asked_for():
    found = list(harvested(text(TERMS), top=3).values())
    assert len(found) == 3
    assert [term.score for term in found] == sorted((term.score for term in found), reverse=True)


@pytest.mark.parametrize("review", list(Review))
def test_what_the_glossary_has_in_any_form_and_parts_of_it_are_left_out(review):
    known = [("c", Term("gewapend conflict", "nl", review=review)), ("d", Term("Hoge Graancommissies", "nl"))]
    found = harvested(text(TERMS), Glossary.of("known", known))
    assert {"drempelakkoord", "olifantentol"} <= found.keys()
    assert found.keys().isdisjoint({"gewapende conflicten", "conflicten", "Hoge Graancommissie", "Graancommissie"})


def test_terms_beside_known_terms_come_first():
    pairs = text({"olifantentol": "elephant toll", "muizentol": "mouse toll"})
    pairs = [
        (source.replace("tijdens de lunch", "tijdens het staatsbezoek"), target)
        if "muizentol" in source
        else (source, target)
        for source, target in pairs
    ]
    known = Glossary.of("known", [("visit", Term("staatsbezoek", "nl"))])
    order = list(harvested(pairs, known))
    assert order.index("muizentol") < order.index("olifantentol")


def test_one_language_gives_candidates_only():
    found = harvested([(source, "") for source, _ in text(TERMS)])
    assert TERMS.keys() <= found.keys()
    assert {term.target for term in found.values()} == {""}


def test_names_that_are_written_alike_count_less():
    found = harvested(text({"Lang Son": "Lang Son", "Gele Rivier": "Yellow River"}))
    assert found["Gele Rivier"].score > found["Lang Son"].score


def test_capitals_of_a_longer_name_do_not_make_a_name():
    pairs = text({"Blauwe Kaas": "Blue Cheese", "blauwe kaas": "blue cheese", "Gele Rivier": "Yellow River"})
    found = harvested(pairs)
    assert found["blauwe kaas"].target == "blue cheese"
    assert found["Gele Rivier"].target == "Yellow River"


def test_known_terms_do_not_tell_how_a_candidate_is_spelled():
    pairs = text({"Ministerie van Blauwe Kaas": "Dairy Board"}) * 8 + text({"blauwe kaas": "blue cheese"})
    known = Glossary.of("known", [("ministry", Term("Ministerie van Blauwe Kaas", "nl"))])
    assert "blauwe kaas" in harvested(pairs, known)


@pytest.mark.parametrize(
    ("source", "target", "alike"),
    [
        (("kustprovincie",), ("coastal", "province"), True),
        (("vn",), ("united", "nations"), True),
        (("rio", "grande", "do", "norte"), ("norte",), False),
        (("landbouw",), ("ministry", "of", "agriculture"), False),
    ],
)
def test_a_translation_has_about_the_length_of_its_source(source, target, alike):
    assert pairing.are_of_like_length(source, target) is alike


def test_the_order_of_documents_and_segments_does_not_matter():
    pairs = text(TERMS)
    one, other = harvested(pairs, documents=1), harvested(pairs[::-1], documents=1)
    assert [(term.source, term.target) for term in one.values()] == [(t.source, t.target) for t in other.values()]


def test_limited_tables_still_find_what_is_frequent(monkeypatch):
    monkeypatch.setattr(survey, "_MOST_PHRASES", 60)
    monkeypatch.setattr(pairing, "_MOST_PHRASES", 60)
    monkeypatch.setattr(pairing, "_MOST_PAIRS", 600)
    found = harvested(text(TERMS))
    assert {source: found[source].target for source in TERMS} == TERMS


def test_nothing_gives_nothing():
    assert harvested([]) == {}
    assert harvested([("", ""), ("De", "The")]) == {}


def test_the_samples_of_the_project(tmp_path):
    path = Path(__file__).parents[2] / "eval/testsets/samples.nl-en.tsv"
    known = load_glossary("diplomatic")
    found = harvest([lambda: read_pairs(path, "nl", "en")], known, "nl", "en", 50)
    assert found and all(term.target and term.frequency > 1 for term in found)


# Files


def test_aligned_text_is_pairs(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text("source\ttarget\nraad\tcouncil\n", encoding="utf-8")
    assert list(read_pairs(path, "nl", "en")) == [("raad", "council")]


def test_documents_have_no_targets(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("# Kop\n\nDe raad kwam. De zee ging.\n", encoding="utf-8")
    assert list(read_pairs(path, "nl", "en")) == [("Kop", ""), ("De raad kwam.", ""), ("De zee ging.", "")]


# Output

OUTPUT = [
    HarvestedTerm("Gouden Driehoek", "Golden Triangle", 5, 4, 17.5, "De Gouden\tDriehoek.", "The Golden Triangle."),
    HarvestedTerm("driehoek", "golden triangle", 3, 2, 9.25, "Een driehoek.", "A golden triangle."),
    HarvestedTerm("Lang Son", "Lang Son", 2, 1, 1.0, "In Lang Son.", "In Lang Son."),
]


def test_text_shows_each_term_with_an_example():
    lines = as_text(OUTPUT).splitlines()
    assert lines[0] == "   1    17.5  Gouden Driehoek = Golden Triangle  (5 in 4 documents)"
    assert lines[2].strip() == "The Golden Triangle."


def test_tsv_has_all_columns(tmp_path):
    rows = [line.split("\t") for line in as_tsv(OUTPUT).splitlines()]
    assert rows[0][:4] == ["source", "target", "frequency", "documents"]
    assert rows[1] == [
        "Gouden Driehoek",
        "Golden Triangle",
        "5",
        "4",
        "17.50",
        "De Gouden\\tDriehoek.",
        "The Golden Triangle.",
    ]
    assert {len(row) for row in rows} == {7}


def test_csv_is_a_glossary_of_proposed_terms_under_free_names():
    text = as_glossary(OUTPUT, "nl", "en", {"golden-triangle"})
    glossary = parse_glossary(text.encode(), "harvest.csv", "harvest")
    assert set(glossary.concepts) == {"golden-triangle-2", "golden-triangle-3", "lang-son"}
    assert {term.review for _, term in glossary.rows()} == {Review.PROPOSED}
    assert any(term.do_not_translate for term in glossary.concepts["lang-son"].terms)
    one_language = [HarvestedTerm("raad", "", 2, 1, 1.0, "De raad.", "")]
    assert as_glossary(one_language, "nl", "en", ()).splitlines()[1].startswith("raad,nl,raad,")
