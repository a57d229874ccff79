"""A toy language pair: sentences put together from parts, so that a tiny model learns them in seconds."""

import random
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from workbench.training.mixture import Corpus
from workbench.training.pairs import TrainingPair
from workbench.training.run import Task
from workbench.training.settings import TrainingSettings
from workbench.training.vocabulary import DEFAULT_TAGS, write_fresh_model
from workbench.translation.annotation import Tags
from workbench.translation.marian import MarianModel
from workbench.translation.models import describe

LANGUAGES = ("nl", "en")
SUBJECTS = {
    "De minister": "The minister",
    "De ambassadeur": "The ambassador",
    "Een delegatie": "A delegation",
    "De commissie": "The committee",
    "Het parlement": "Parliament",
    "De voorzitter": "The chair",
}
VERBS = {
    "bespreekt": "discusses",
    "steunt": "supports",
    "verwerpt": "rejects",
    "onderzoekt": "examines",
    "ondertekent": "signs",
}
OBJECTS = {
    "het verdrag": "the treaty",
    "de begroting": "the budget",
    "het voorstel": "the proposal",
    "de visserij": "fisheries",
    "het vredesplan": "the peace plan",
    "de grenshandel": "border trade",
    "het onderwijs": "education",
    "de slotverklaring": "the final statement",
}
TOY = TrainingSettings(
    vocabulary=420, width=48, heads=2, encoder_layers=1, decoder_layers=1, feed_forward=96, positions=64,
    steps=60, threads=1, precision="float32", learning_rate=0.004, warmup=20, decay="linear", dropout=0.0,
    average=0.95, batch_tokens=900, longest=60, annotate=0.1, concatenate=0.0, vary=0.0,
    evaluate_every=50, patience=0, held_out=20, save_seconds=3600,
)  # fmt: skip


def toy_pairs() -> list[TrainingPair]:
    """All sentences of the toy language, in an order without rule: 240."""
    parts = product(SUBJECTS.items(), VERBS.items(), OBJECTS.items())
    pairs = [
        TrainingPair(f"{s[0]} {v[0]} {o[0]}.", f"{s[1]} {v[1]} {o[1]}.", f"text {number // 10}", "toy")
        for number, (s, v, o) in enumerate(parts)
    ]
    random.Random(4).shuffle(pairs)
    return pairs


def write_start(
    folder: Path, pairs: Sequence[TrainingPair], settings: TrainingSettings, tags: Tags = DEFAULT_TAGS
) -> MarianModel:
    """A model with random weights and a vocabulary of these pairs."""
    folder.mkdir()
    texts = (text for pair in pairs for text in (pair.source, pair.target))
    write_fresh_model(folder, texts, LANGUAGES, settings, tags)
    return MarianModel(describe(folder, "toy"), threads=1)


def toy_task(model: MarianModel, pairs: Sequence[TrainingPair], settings: TrainingSettings) -> Task:
    """All pairs but the first twenty are trained on."""
    corpora = [Corpus("toy", pairs[20:], 1.0)]
    return Task(model, "toy", corpora, pairs[:20], None, settings, "toy", "A toy.")
