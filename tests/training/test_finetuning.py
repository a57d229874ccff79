"""`workbench finetune` from memories to the table, with a tiny model."""

import dataclasses
import json
from pathlib import Path

import pytest
from rich.console import Console
from toy_language import TOY, write_start

from workbench.documents.bilingual import TranslationUnit
from workbench.documents.unit_files import write_units
from workbench.errors import UsageError
from workbench.evaluation.testset import find_testset, read_testset, write_testset
from workbench.resources import bundled
from workbench.settings import Settings
from workbench.training.finetuning import Sources, finetune
from workbench.training.memories import Reading
from workbench.training.near_duplicates import near_duplicates
from workbench.translation.marian import MarianModel
from workbench.translation.models import describe

LANGUAGES = ("nl", "en")
TRAINING = dataclasses.replace(TOY, steps=12, evaluate_every=6, vocabulary=700, held_out=10)


@pytest.fixture(scope="module")
def memories(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A memory of 200 pairs; and 300 general ones, half of which are the same."""
    folder = tmp_path_factory.mktemp("memories")
    pairs = list(Reading(LANGUAGES).files([str(bundled("aligned") / "written" / "bilateral.tsv")]))[:400]
    units = [TranslationUnit(pair.source, pair.target, pair.document) for pair in pairs]
    write_units(folder / "own.tmx", units[:200], *LANGUAGES)
    write_units(folder / "general.tsv", units[100:], *LANGUAGES)
    return str(folder / "own.tmx"), str(folder / "general.tsv")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dozen segments instead of all shared test sets, which are much to translate."""
    whole = read_testset(find_testset("terminology"))
    path = tmp_path_factory.mktemp("few") / "few.nl-en.tsv"
    write_testset(dataclasses.replace(whole, segments=whole.segments[:12]), path)
    return str(path)


def test_memories_become_an_adapted_model_with_a_table(memories, few: str, settings: Settings, tmp_path):
    own, general = memories
    pairs = list(Reading(LANGUAGES).files([own]))
    start = write_start(tmp_path / "start", pairs, TRAINING).info.folder
    chosen = dataclasses.replace(settings, model=str(start), glossary="none", beams=1)
    output = tmp_path / "ours-nl-en"
    finetune(Sources([own], [general]), output, None, chosen, TRAINING, Console(quiet=True), [few])

    adapted = MarianModel(describe(output, "ours"))
    assert adapted.source_ids("Het verdrag.")
    effect = json.loads((output / "effect.json").read_text(encoding="utf-8"))
    assert [item["testset"] for item in effect["test_sets"]] == ["held-out", "few"]
    assert {"chrf", "bleu"} <= {figure["metric"] for figure in effect["test_sets"][0]["figures"]}
    card = (output / "README.md").read_text(encoding="utf-8")
    assert "## Before and after" in card and "## Training data" in card and card.startswith("---\n")
    held_out = read_testset(output / "held-out.nl-en.tsv")
    data = json.loads((output / "training" / "run.json").read_text(encoding="utf-8"))["data"]
    general_pairs = list(Reading(LANGUAGES).files([general]))
    near = near_duplicates([pair.source for pair in general_pairs], held_out.sources)
    assert near and int(data["general"].split()[0]) <= len(general_pairs) - len(near)


def test_the_tags_are_added_on_request(memories, few: str, settings: Settings, tmp_path):
    own, _ = memories
    start = tmp_path / "plain-nl-en"
    start.mkdir()
    config = start / "config.json"
    model = write_start(tmp_path / "start", list(Reading(LANGUAGES).files([own])), TRAINING, ("{t}", "{tr}", "{/t}"))
    for path in model.info.folder.iterdir():
        (start / path.name).write_bytes(path.read_bytes())
    config.write_text(json.dumps(json.loads(config.read_text()) | {"term_annotation": False}), encoding="utf-8")
    chosen = dataclasses.replace(settings, model=str(start), glossary="none", beams=1)
    output = tmp_path / "ours-nl-en"
    finetune(
        Sources([own], []), output, True, chosen, dataclasses.replace(TRAINING, steps=2), Console(quiet=True), [few]
    )
    assert describe(output, "ours").annotation_tags == ("<t>", "<tr>", "</t>")
    other = dataclasses.replace(chosen, model="nl-en")
    with pytest.raises(UsageError, match="was begun with start"):
        finetune(Sources([own], []), output, True, other, dataclasses.replace(TRAINING, steps=2), Console(quiet=True))


def test_the_model_itself_is_not_overwritten(memories, settings: Settings, tiny_model: Path):
    chosen = dataclasses.replace(settings, model=str(tiny_model), glossary="none")
    with pytest.raises(UsageError, match="is the model that is adapted"):
        finetune(Sources([memories[0]]), tiny_model, None, chosen, TRAINING, Console(quiet=True))
    assert not (tiny_model / "training").exists()
