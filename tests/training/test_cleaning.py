"""Cleaning: each rule drops what it says and nothing else, whatever the order; clean pairs stay."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.alignment.vectors import load_encoder
from workbench.glossary.model import Glossary
from workbench.settings import Settings
from workbench.training.cleaning import Cleaned, clean
from workbench.training.memories import Reading
from workbench.training.pairs import TrainingPair
from workbench.training.rules import RULES

ROOT = Path(__file__).parents[2]
GLOSSARY = Glossary.of("none", ())
LONG = " ".join(["woord"] * 101), " ".join(["word"] * 101)

#: By rule: pairs that it drops.
DROPPED = {
    "empty": [("", "The minister left."), ("De minister vertrok.", " ")],
    "broken-encoding": [
        ("De minister zat in het cafÃ©.", "The minister was in the café."),
        ("De coÃ¶rdinator kwam aan.", "The coordinator arrived."),
        ("Het â€œverdragâ€\u009d is getekend.", "The treaty was signed."),
        ("De co\ufffdrdinator kwam.", "The coordinator came."),
    ],
    "control-characters": [("De minister\u0007 vertrok.", "The minister left."), ("Het verdrag.", "The\ue000 treaty.")],
    "markup": [
        ("De <b>minister</b> vertrok.", "The minister left."),
        ("Beste {name}, welkom.", "Dear {name}, welcome."),
        ("de<t> Oostzee<tr> East Sea</t> werd", "the East Sea was"),
    ],
    "too-short": [("a", "the first of them"), ("a)", "b)")],
    "too-long": [LONG],
    "mostly-no-letters": [
        ("12.5 – 17.3 – 19.1 mln", "12.5 – 17.3 – 19.1 mn"),
        ("tel. +31 70 348 64 86", "phone +31 70 348 64 86"),
    ],
    "length-ratio": [
        ("De minister van Buitenlandse Zaken vertrok gisteren vroeg in de ochtend.", "The minister left.")
    ],
    "identical": [("Hanoi", "Hanoi"), ("Beijing, 12 april", "Beijing, 12 April"), ("Washington.", "washington")],
    "wrong-language": [
        ("The minister visited the port.", "De minister bezocht de haven."),
        ("De minister bezocht de haven gisteren.", "De minister bezocht de haven vandaag."),
        (
            "Der Minister hat gestern nicht gesprochen und wird schweigen.",
            "The minister did not speak and stays silent.",
        ),
    ],
    "numbers-differ": [
        ("Er waren 12 landen aanwezig.", "There were 21 countries present."),
        ("De vergadering begint op 3 mei.", "The meeting starts on 4 May."),
    ],
}
#: Pairs that no rule drops.
FIT = [
    ("De minister bezocht de haven.", "The minister visited the port."),
    ("Café Américain is in beslag genomen.", "Café Américain has been seized."),
    ("Er waren 2,8 miljard euro's en 12 landen.", "There were 2.8 billion euros and twelve countries."),
    ("Ja.", "Yes."),
    ("het staatsbezoek", "the state visit"),
    (
        "De coördinator zei: “Daar ga ik niet over” – en zweeg…",
        "“That is not up to me”, said the coordinator – and fell silent…",
    ),
    ("Zijn reizen kostten € 5 miljoen.", "His travels cost €5 million."),
]


def cleaned(*pairs: tuple[str, str] | TrainingPair, test_sources=()) -> Cleaned:
    made = [pair if isinstance(pair, TrainingPair) else TrainingPair(*pair, "d", "f") for pair in pairs]
    return clean(made, ("nl", "en"), GLOSSARY, test_sources)


def codes(result: Cleaned) -> list[str]:
    return [item.rule.code for item in result.dropped]


@pytest.mark.parametrize(("code", "pair"), [(code, pair) for code, pairs in DROPPED.items() for pair in pairs])
def test_a_rule_drops_what_it_is_for(code, pair):
    result = cleaned(pair)
    assert (codes(result), result.pairs, result.read) == ([code], [], 1)
    assert (result.dropped[0].count, result.dropped[0].example.source) == (1, pair[0])


@pytest.mark.parametrize("pair", FIT)
def test_good_pairs_stay(pair):
    assert codes(cleaned(pair)) == []


@given(st.text(st.characters(min_codepoint=0xC0, max_codepoint=0x24F, categories=["L"]), min_size=1, max_size=5))
def test_text_that_was_decoded_wrongly_is_always_found(letters):
    try:
        misread = letters.encode().decode("cp1252")
    except UnicodeDecodeError:
        return  # no program could have made that
    assert codes(cleaned((f"De minister zei {misread} tegen hem.", "The minister told him."))) == ["broken-encoding"]


def test_every_rule_is_tested_and_documented():
    compared = {"not-a-translation", "in-test-set", "other-translation", "duplicate", "near-duplicate"}
    assert set(RULES) == set(DROPPED) | compared
    page = (ROOT / "docs" / "finetuning.md").read_text(encoding="utf-8")
    assert [code for code in RULES if f"`{code}`" not in page] == []


def test_pairs_that_are_shifted_by_one_segment_are_found_by_their_meaning():
    read = list(Reading(("nl", "en")).files(["written"]))[3000:3200]
    shifted = [replace(pair, target=other.target) for pair, other in pairwise(read)]
    encoder = load_encoder(Settings(threads=1))
    found = clean(shifted, ("nl", "en"), GLOSSARY, encoder=encoder)
    assert "not-a-translation" in codes(found)
    assert len(found.pairs) < 0.2 * len(shifted)
    kept = clean(read, ("nl", "en"), GLOSSARY, encoder=encoder)
    assert len(kept.pairs) > 0.98 * len(read)


def test_meaning_is_not_looked_at_in_languages_that_the_encoder_does_not_know():
    shifted = [TrainingPair("Ministern besökte hamnen i går.", "The talks on fishing lasted for months.")]
    result = clean(shifted, ("sv", "en"), GLOSSARY, encoder=load_encoder(Settings(threads=1)))
    assert "not-a-translation" not in codes(result)


def test_what_stands_in_a_test_set_is_dropped_even_if_its_numbers_differ():
    tested = ["De onderhandelingen over het verdrag duurden 12 dagen."]
    learnt = ("De onderhandelingen over het verdrag duurden 3 dagen", "The talks on the treaty lasted 3 days")
    result = cleaned(learnt, FIT[0], test_sources=tested)
    assert (codes(result), len(result.pairs)) == (["in-test-set"], 1)


def test_of_several_translations_the_commonest_stays_then_the_newest():
    old, new = (datetime(year, 1, 1, tzinfo=UTC) for year in (2020, 2024))
    common = [TrainingPair("de Kamer", "the House", f"d{at}", "f", old) for at in range(2)]
    rare = TrainingPair("de Kamer", "the Chamber", "d3", "f", new)
    result = cleaned(*common, rare)
    assert [pair.target for pair in result.pairs] == ["the House"]
    assert codes(result) == ["other-translation", "duplicate"]
    result = cleaned(common[0], rare)
    assert [pair.target for pair in result.pairs] == ["the Chamber"]


def test_the_same_pair_stays_once_and_so_does_one_with_other_numbers():
    result = cleaned(
        ("Zie “bijlage” 4.", "See “annex” 4."),
        ('Zie "bijlage" 4.', 'See "annex" 4.'),
        ("zie “bijlage” 5.", "see “annex” 5."),
    )
    assert codes(result) == ["duplicate", "near-duplicate"]
    assert len(result.pairs) == 1


WORDS = ["de", "minister", "bezocht", "12", "13", "Hanoi", "haven", "<b>", "é", "Ã©", "niet"]
words = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
moments = st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC))
pairs = st.lists(
    st.builds(TrainingPair, words, words, st.sampled_from("abc"), st.sampled_from("xy"), moments), max_size=12
)


@settings(deadline=None)
@given(pairs, st.randoms())
def test_cleaning_again_drops_nothing_and_the_order_does_not_matter(given_pairs, chance: random.Random):
    test_sources = ["de minister bezocht haven"]
    once = cleaned(*given_pairs, test_sources=test_sources)
    assert once.read == len(once.pairs) + sum(item.count for item in once.dropped)
    again = cleaned(*once.pairs, test_sources=test_sources)
    assert (again.pairs, again.dropped) == (once.pairs, [])
    shuffled = list(given_pairs)
    chance.shuffle(shuffled)
    other = cleaned(*shuffled, test_sources=test_sources)
    assert {repr(pair) for pair in other.pairs} == {repr(pair) for pair in once.pairs}


def test_hardly_anything_of_the_bundled_memory_is_dropped():
    read = [pair for at, pair in enumerate(Reading(("nl", "en")).files(["written"])) if at % 25 == 0]
    result = clean(read, ("nl", "en"), GLOSSARY)
    assert len(result.pairs) > 0.98 * len(read)
