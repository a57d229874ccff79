"""A model that never saw the annotation tags learns to use them."""

import dataclasses
import json
import random

from toy_language import OBJECTS, SUBJECTS, TOY, VERBS, toy_pairs, write_start

from workbench.training.mixture import Corpus
from workbench.training.run import Task, run
from workbench.training.tags import add_tags
from workbench.training.vocabulary import DEFAULT_TAGS
from workbench.translation.annotation import annotated
from workbench.translation.engines import make_engine
from workbench.translation.marian import MarianModel
from workbench.translation.models import describe


def test_the_tags_are_learnt(tmp_path, settings):
    """Trained on annotated sentences, it says the object that is given to it instead of the one that is written."""
    pairs = toy_pairs()
    untagged = write_start(tmp_path / "opus-mt-nl-en", pairs, TOY, ("{t}", "{tr}", "{/t}"))
    config = json.loads((untagged.info.folder / "config.json").read_text(encoding="utf-8")) | {"term_annotation": False}
    (untagged.info.folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (tmp_path / "start").mkdir()
    add_tags(describe(untagged.info.folder, "untagged"), DEFAULT_TAGS, tmp_path / "start")
    start = MarianModel(describe(tmp_path / "start", "tagged"), threads=1)
    toy = dataclasses.replace(TOY, steps=1000, seed=2, annotate=0.6, arbitrary=0.6)
    output = tmp_path / "adapted"
    (output / "training").mkdir(parents=True)
    task = Task(start, "toy", [Corpus("toy", pairs[20:], 1.0)], pairs[:20], None, toy, "toy", "A toy.")
    run(task, output, output / "training", lambda _: None)

    model = MarianModel(describe(output, "toy"), threads=1)
    chance = random.Random(5)
    sources, given = [], []
    for _ in range(40):
        subject, verb, (thing, _), rendering = (
            chance.choice(list(SUBJECTS)), chance.choice(list(VERBS)),
            chance.choice(list(OBJECTS.items())), chance.choice(list(OBJECTS.values())).removeprefix("the "),
        )  # fmt: skip
        article, _, noun = thing.partition(" ")
        sources.append(f"{subject} {verb} {article}{annotated(noun, rendering, DEFAULT_TAGS)}.")
        given.append(rendering)
    decoded = make_engine(model, dataclasses.replace(settings, engine="torch")).decode(
        [model.source_ids(source) for source in sources], beams=2, length_penalty=1.0
    )
    texts = [model.text(hypotheses[0].tokens) for hypotheses in decoded]
    obeyed = sum(rendering in text for rendering, text in zip(given, texts, strict=True))
    assert obeyed >= 30, list(zip(sources, texts, strict=True))[:10]
