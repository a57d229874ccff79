"""Adapting a model to one's own translations: memories in, an adapted model and what it did out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from workbench.errors import UsageError
from workbench.evaluation.report import as_json
from workbench.evaluation.testset import TestSet
from workbench.files import atomic_writer, read_text, write_atomically
from workbench.glossary.files import NONE, load_glossary
from workbench.glossary.model import Glossary
from workbench.resources import bundled
from workbench.settings import Settings
from workbench.store.database import Store
from workbench.training.cleaning import Cleaned, clean
from workbench.training.effect import Effect, measure_effect
from workbench.training.export import CARD
from workbench.training.jobs import start_model
from workbench.training.memories import Reading
from workbench.training.mixture import Corpus, weights
from workbench.training.near_duplicates import near_duplicates
from workbench.training.own_test import (
    chosen_testsets,
    measured_sources,
    own_testset,
    read_own_test,
    shared_testsets,
    write_own_test,
)
from workbench.training.pairs import TrainingPair
from workbench.training.report import (
    data_markdown,
    data_text,
    effect_json,
    effect_markdown,
    effect_text,
    signatures_text,
)
from workbench.training.run import Task, run
from workbench.training.settings import TrainingSettings
from workbench.training.splitting import Split, split_pairs
from workbench.training.state import training_folder
from workbench.training.tags import add_tags
from workbench.training.vocabulary import DEFAULT_TAGS
from workbench.translation.marian import MarianModel
from workbench.translation.models import ModelInfo, find_model

#: The two corpora: what the model is adapted to, and what it must not forget.
MEMORY, GENERAL = "memory", "general"
#: Where these differ from a training from the start: small steps that come to rest, looked at often.
FINE_TUNING = TrainingSettings(
    minutes=60.0,
    learning_rate=0.00006,
    warmup=30,
    decay="linear",
    average=0.995,
    batch_tokens=1500,
    mixture={MEMORY: 0.6, GENERAL: 0.4},
    evaluate_every=50,
    patience=8,
    held_out=200,
    save_seconds=120,
)
EFFECT_FILE = "effect.json"
#: Translations of the test sets, in the folder of the training, so that measuring goes on where it was stopped.
RUNS = "runs"


@dataclass(frozen=True)
class Sources:
    """Where the translations come from.

    ``memories`` and ``general`` are names, files and folders as ``Reading.files`` takes them; of ``general`` None is
    the bundled memories of the language pair, and an empty one nothing. ``projects`` are review projects in ``store``.
    """

    memories: Sequence[str]
    general: Sequence[str] | None = None
    projects: Sequence[str] = ()
    store: Store | None = None


def finetune(
    sources: Sources,
    output: Path,
    annotate: bool | None,
    settings: Settings,
    training: TrainingSettings,
    messages: Console,
    testsets: Sequence[str] | None = None,
) -> None:
    """Adapt the model of ``settings``, write it into ``output``, and measure what that did.

    ``annotate``: whether term annotation is trained, with its tags added where the model has none; None: if it has.
    ``testsets``: bundled names or files to measure with besides the held-out pairs; None: all of the language pair.

    Raises InputError for a memory that cannot be read, UsageError for too few pairs and for an ``output`` that is the
    model itself or holds another training, KeyboardInterrupt when the user stopped it.
    """
    info = find_model(settings.model, settings)
    if output.resolve() == info.folder.resolve():
        raise UsageError(f"{output} is the model that is adapted; name another folder with -o")
    glossary = load_glossary(settings.glossary)
    with training_folder(output) as folder:
        languages = info.source_language, info.target_language
        others = shared_testsets(languages) if testsets is None else chosen_testsets(testsets, languages)
        data = _Data.read(sources, info, glossary, others)
        for line in data.report():
            messages.print(line)
        task = Task(
            _start(info, annotate, folder, training),
            info.fingerprint,
            data.corpora(training),
            data.split.dev,
            glossary if settings.glossary != NONE else None,
            training if annotate is not False else replace(training, annotate=0.0),
            f"{output.resolve().name}, adapted from {info.name}",
            f"Adapted with `workbench finetune` from {info.fingerprint} to translations of its users.",
        )
        run(task, output, folder, messages.print)
        held_out = own_testset(data.split.test, languages, read_own_test(info.folder, languages))
        write_own_test(held_out, output)
        effects = _measured(info, output, [held_out, *others], settings, messages, folder / RUNS)
        _write_effects(output, data, effects)
    messages.print(f"the model is in {output}; its card says what changed, as does {EFFECT_FILE}")


@dataclass(frozen=True)
class _Data:
    """The user's pairs, cleaned and split, and general ones that are nothing like what is held out."""

    cleaned: Cleaned
    split: Split
    general: Sequence[TrainingPair]
    notes: Sequence[str]

    @classmethod
    def read(cls, sources: Sources, info: ModelInfo, glossary: Glossary, testsets: Sequence[TestSet]) -> "_Data":
        languages = info.source_language, info.target_language
        reading = Reading(languages)
        pairs = list(reading.files(sources.memories))
        for project in sources.projects:
            if sources.store:
                pairs += reading.project(sources.store, project)
        measured = measured_sources(languages, info.folder, testsets)
        cleaned = clean(pairs, languages, glossary, measured)
        split = split_pairs(cleaned.pairs)
        names = _bundled_memories(languages) if sources.general is None else sources.general
        general = list(reading.files(names))
        held_out = [*measured, *(pair.source for pair in (*split.dev, *split.test))]
        near = near_duplicates([pair.source for pair in general], held_out)
        kept = [pair for position, pair in enumerate(general) if position not in near and pair.source and pair.target]
        return cls(cleaned, split, kept, reading.notes)

    def corpora(self, training: TrainingSettings) -> list[Corpus]:
        """Memory and general pairs with their weights."""
        by_name = {MEMORY: self.split.train, GENERAL: self.general}
        shares = weights({name: len(pairs) for name, pairs in by_name.items()}, training.mixture)
        return [Corpus(name, pairs, shares[name]) for name, pairs in by_name.items() if pairs]

    def report(self) -> Iterator[str]:
        """What there is, for the terminal."""
        yield from data_text(self.cleaned, self.split, self.notes)
        yield f"general pairs mixed in, so that nothing is forgotten: {len(self.general):,}"


def _bundled_memories(languages: tuple[str, str]) -> list[str]:
    """The bundled memories whose files are of these languages, by their headers."""
    header = "\t".join(languages)
    folders = (folder for folder in bundled("aligned").iterdir() if folder.is_dir())
    return sorted(
        folder.name
        for folder in folders
        if any(read_text(file).startswith(f"{header}\t") for file in sorted(folder.glob("*.tsv"))[:1])
    )


def _start(info: ModelInfo, annotate: bool | None, folder: Path, training: TrainingSettings) -> MarianModel:
    """The model to begin with: with the annotation tags added if they are wanted and not known."""
    if annotate and not info.annotation_tags:
        return start_model(folder, training, lambda scratch: add_tags(info, DEFAULT_TAGS, scratch))
    return MarianModel(info, training.threads)


def _measured(
    info: ModelInfo, output: Path, testsets: Sequence[TestSet], settings: Settings, messages: Console, kept: Path
) -> list[Effect]:
    """The model before and after on each test set; shown as they are done."""
    effects = []
    for effect in measure_effect(str(info.folder), str(output), testsets, settings, messages, kept=kept):
        effects.append(effect)
        for line in effect_text(effect):
            messages.print(line)
    for line in signatures_text(effects):
        messages.print(line)
    return effects


def _write_effects(output: Path, data: _Data, effects: Sequence[Effect]) -> None:
    """Put the table into the folder: as JSON, and as sections of the model card."""
    write_atomically(output / EFFECT_FILE, as_json(effect_json(effects)))
    card = read_text(output / CARD)
    with atomic_writer(output / CARD) as file:
        file.write("\n".join([card, data_markdown(data.cleaned, data.split), effect_markdown(effects)]))
