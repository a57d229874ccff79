"""Before and after: the right models are compared, without a memory, and the reports say how figures came about."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from workbench.documents.bilingual import TranslationUnit
from workbench.documents.unit_files import write_units
from workbench.errors import UsageError
from workbench.evaluation import testset as testsets
from workbench.evaluation.report import as_json
from workbench.evaluation.runs import write_run
from workbench.evaluation.testset import find_testset, read_testset
from workbench.glossary.files import load_glossary
from workbench.settings import Settings
from workbench.training.cleaning import clean
from workbench.training.effect import METRICS, Effect, measure_effect, verdict
from workbench.training.memories import Reading
from workbench.training.own_test import chosen_testsets, measured_sources, own_testset, read_own_test, write_own_test
from workbench.training.pairs import TrainingPair
from workbench.training.report import (
    data_json,
    data_markdown,
    data_text,
    effect_json,
    effect_markdown,
    effect_text,
    signatures_text,
)
from workbench.training.splitting import split_pairs
from workbench.translation.mode import Mode

PAIR = ("nl", "en")
SIZE = 12


@pytest.fixture(scope="module")
def testset() -> testsets.TestSet:
    whole = read_testset(find_testset("terminology"))
    return replace(whole, segments=whole.segments[:SIZE])


@pytest.fixture(scope="module")
def effects(testset: testsets.TestSet, tiny_model: Path, settings: Settings, tmp_path_factory) -> Sequence[Effect]:
    """From a model of random weights to the bundled one, with a memory in the settings that knows all answers."""
    memory = tmp_path_factory.mktemp("memory") / "answers.tsv"
    answers = [TranslationUnit(item.source, item.reference) for item in testset.segments]
    write_units(memory, answers, *PAIR)
    with_answers = replace(settings, memory=str(memory))
    return list(measure_effect(str(tiny_model), "nl-en", [testset], with_answers, Console(quiet=True), samples=100))


def test_a_real_model_is_significantly_better_than_a_random_one(effects: Sequence[Effect]):
    assert [effect.mode for effect in effects] == [Mode.OFF, Mode.STRICT]
    for effect in effects:
        chrf = effect.differences[0]
        assert [item.metric for item in effect.differences] == list(METRICS)
        assert chrf.system - chrf.baseline > 20 and verdict(chrf) == "better"
        assert len(effect.before.hypotheses) == len(effect.after.hypotheses) == SIZE


def test_a_memory_in_the_settings_does_not_answer(effects: Sequence[Effect], testset: testsets.TestSet):
    assert list(effects[0].before.hypotheses) != testset.references
    assert effects[0].before.figures["chrf"].score < 30


def test_without_a_glossary_only_the_model_alone_is_measured(
    testset: testsets.TestSet, tiny_model: Path, settings: Settings
):
    few = replace(testset, segments=testset.segments[:3])
    own = replace(settings, glossary="none")
    (effect,) = measure_effect(str(tiny_model), str(tiny_model), [few], own, Console(quiet=True), samples=20)
    assert effect.mode is Mode.OFF
    assert {verdict(item) for item in effect.differences} == {""}
    assert "+0.00" in "\n".join(effect_text(effect))


def test_what_was_translated_before_is_not_translated_again(
    testset: testsets.TestSet, tiny_model: Path, settings: Settings, tmp_path: Path
):
    few = replace(testset, segments=testset.segments[:3])
    own = replace(settings, glossary="none", beams=1)

    def measured(of: testsets.TestSet, model: str) -> Effect:
        (effect,) = measure_effect(str(tiny_model), model, [of], own, Console(quiet=True), samples=20, kept=tmp_path)
        return effect

    first = measured(few, str(tiny_model))
    (file,) = tmp_path.iterdir()  # before and after are the same model here
    write_run(replace(first.after, hypotheses=["kept"] * 3), file)
    assert list(measured(few, str(tiny_model)).after.hypotheses) == ["kept"] * 3
    assert list(measured(few, "nl-en").after.hypotheses) != ["kept"] * 3
    assert len(measured(replace(few, segments=few.segments[:2]), str(tiny_model)).after.hypotheses) == 2


def test_test_sets_are_chosen_by_name_or_file_and_others_are_refused(testset: testsets.TestSet, tmp_path: Path):
    file = tmp_path / "few.nl-en.tsv"
    testsets.write_testset(testset, file)
    chosen = chosen_testsets(["adversarial", str(file), str(file)], PAIR)
    assert [(item.name, len(item.segments)) for item in chosen][1:] == [("few", SIZE)]
    assert chosen[0].name == "adversarial"
    with pytest.raises(UsageError, match="few is nl-en, but the model translates de-fr"):
        chosen_testsets([str(file)], ("de", "fr"))
    with pytest.raises(UsageError, match="no such test set"):
        chosen_testsets(["nothing"], PAIR)


def test_the_terminal_shows_every_figure_with_its_signature(effects: Sequence[Effect]):
    text = "\n".join([*effect_text(effects[1]), *signatures_text(effects)])
    assert "glossary strict" in text and "better" in text
    for item in effects[1].measured:
        assert f"{item.baseline:.2f}" in text and f"{item.system:.2f}" in text
        assert effects[1].signature(item) in text
    assert "bs:100" in text and "mode:off" in text and "mode:strict" in text


def test_json_holds_what_the_terminal_shows(effects: Sequence[Effect]):
    data = json.loads(as_json(effect_json(effects)))
    first = data["test_sets"][0]
    assert (first["testset"], first["segments"], first["glossary"]) == ("terminology", SIZE, "off")
    chrf = first["figures"][0]
    assert chrf["metric"] == "chrf" and chrf["verdict"] == "better"
    assert all(figure["signature"] for figure in first["figures"])
    terms = next(figure for figure in first["figures"] if figure["metric"] == "terms")
    assert terms["total"] > 0


def test_the_section_of_the_model_card_is_a_table_of_whole_rows(effects: Sequence[Effect]):
    section = effect_markdown(effects)
    rows = [line for line in section.splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in rows}) == 1
    assert len(rows) == 2 + sum(len(effect.measured) for effect in effects)
    assert "**+" in section


def test_the_report_on_the_data_counts_everything_and_the_card_quotes_nothing():
    pairs = [*Reading(PAIR).files(["written"])][:300]
    bad = [TrainingPair("Het geheime stuk <b>lekte</b> uit.", "The secret paper leaked.", "secret.doc", "memory.tmx")]
    cleaned = clean([*bad, *pairs], PAIR, load_glossary("none"))
    split = split_pairs(cleaned.pairs)
    text = "\n".join(data_text(cleaned, split, ["read with care"]))
    assert "301 pairs read" in text and "geheime" in text and "memory.tmx" in text and "read with care" in text
    data = data_json(cleaned, split, ["read with care"])
    assert data["read"] == 301 and data["train"] + data["dev"] + data["test"] + data["near_held_out"] == len(
        cleaned.pairs
    )
    assert sum(item["count"] for item in data["dropped"]) == 301 - len(cleaned.pairs)
    card = data_markdown(cleaned, split)
    assert "`markup` | 1 |" in card and "geheime" not in card and "secret" not in card


def test_what_was_held_out_is_kept_with_the_model_and_no_later_adaptation_learns_it(tmp_path: Path):
    pairs = [TrainingPair(f"Zin {at} over vee.", f"Line {at} on\tcattle.", "", "f.tsv") for at in range(3)]
    assert read_own_test(tmp_path, PAIR) is None
    known = measured_sources(PAIR, tmp_path)
    assert set(read_testset(find_testset("main")).sources) <= set(known)
    write_own_test(own_testset(pairs[:2], PAIR), tmp_path)
    earlier = read_own_test(tmp_path, PAIR)
    assert earlier is not None
    assert earlier.sources == [pair.source for pair in pairs[:2]] and earlier.references[0] == "Line 0 on cattle."
    assert set(earlier.sources) <= set(measured_sources(PAIR, tmp_path))
    more = own_testset(pairs[2:], PAIR)
    assert set(more.sources) <= set(measured_sources(PAIR, tmp_path, [more])) - set(measured_sources(PAIR, tmp_path))
    assert own_testset(pairs[2:], PAIR, earlier).sources == [pair.source for pair in pairs]
