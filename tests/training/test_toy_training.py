"""The whole pipeline on a toy language: the loss falls, and what is exported translates and aligns."""

import dataclasses
from pathlib import Path

import pytest
from sacrebleu import corpus_chrf
from toy_language import TOY, VERBS, toy_pairs, toy_task

from workbench.alignment.attention import AttentionPrior
from workbench.languages.words import words
from workbench.settings import Settings
from workbench.training.checkpoint import Progress
from workbench.training.run import run
from workbench.translation.engines import make_engine
from workbench.translation.marian import MarianModel
from workbench.translation.models import describe

LEARNT = toy_pairs()[20:60]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, toy_start: MarianModel) -> tuple[Path, Progress]:
    folder = tmp_path_factory.mktemp("toy-nl-en")
    task = toy_task(toy_start, toy_pairs(), dataclasses.replace(TOY, steps=300))
    state = folder / "training"
    state.mkdir()
    return folder, run(task, folder, state, lambda _: None)


def test_the_held_out_loss_falls(trained):
    _, progress = trained
    assert progress.first > 4 and progress.best < 1


@pytest.mark.parametrize("engine", ["torch", "ctranslate2"])
def test_both_engines_translate_what_was_trained_on(trained, settings: Settings, engine):
    folder, _ = trained
    model = MarianModel(describe(folder, "toy"), threads=1)
    with_engine = dataclasses.replace(settings, engine=engine)
    hypotheses = translations(model, [pair.source for pair in LEARNT], with_engine)
    assert corpus_chrf(hypotheses, [[pair.target for pair in LEARNT]]).score > 85


def test_transformers_alone_translates_with_it(trained):
    import torch
    from transformers import MarianMTModel, MarianTokenizer

    folder, _ = trained
    network, tokenizer = MarianMTModel.from_pretrained(folder), MarianTokenizer.from_pretrained(folder)
    assert network.dtype == torch.float16
    batch = tokenizer([pair.source for pair in LEARNT], return_tensors="pt", padding=True)
    output = network.float().generate(**batch, num_beams=1, max_new_tokens=40)
    hypotheses = tokenizer.batch_decode(output, skip_special_tokens=True)
    assert corpus_chrf(hypotheses, [[pair.target for pair in LEARNT]]).score > 85


def test_the_guided_head_looks_at_the_word_that_is_translated(trained):
    folder, _ = trained
    prior = AttentionPrior(MarianModel(describe(folder, "toy"), threads=1))
    right = []
    for pair in LEARNT:
        sources, targets = ([word.text for word in words(text)] for text in (pair.source, pair.target))
        looks = prior.weights(pair.source, pair.target)
        for dutch, english in VERBS.items():
            if dutch in sources:
                right.append(sources[looks[:, targets.index(english)].argmax()] == dutch)
    assert sum(right) >= 0.8 * len(LEARNT)


def test_the_card_says_where_the_model_comes_from(trained):
    folder, progress = trained
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "language: [nl, en]" in card and "| toy | 220 | 100% |" in card and f"{progress.step:,} steps" in card


def translations(model: MarianModel, sources: list[str], settings: Settings) -> list[str]:
    decoded = make_engine(model, settings).decode(
        [model.source_ids(source) for source in sources], beams=2, length_penalty=1.0
    )
    return [model.text(hypotheses[0].tokens) for hypotheses in decoded]
