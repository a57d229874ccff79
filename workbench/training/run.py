"""A whole training: from a model and data to a folder with a better model, going on where an earlier run stopped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.glossary.model import Glossary
from workbench.training.annotation import Annotator
from workbench.training.checkpoint import Progress
from workbench.training.export import Provenance, export
from workbench.training.held_out import HeldOut
from workbench.training.lexicons import word_aligner
from workbench.training.mixture import Corpus, Mixture
from workbench.training.pairs import TrainingPair
from workbench.training.phrases import GlossaryPhrases
from workbench.training.settings import TrainingSettings
from workbench.training.state import check_same_training, describe_training
from workbench.training.trainer import Trainer
from workbench.training.variation import Variation
from workbench.translation.marian import MarianModel

#: Arbitrary renderings are taken from so many pairs of each corpus.
_SAMPLE = 1500


@dataclass(frozen=True)
class Task:
    """What is trained: a model on corpora, held against pairs that it does not learn from, for a glossary if any.

    ``origin`` names what the model was made from, for a training that goes on.
    """

    model: MarianModel
    origin: str
    corpora: Sequence[Corpus]
    held_out: Sequence[TrainingPair]
    glossary: Glossary | None
    settings: TrainingSettings
    title: str
    description: str

    @property
    def languages(self) -> tuple[str, str]:
        """Source and target language."""
        return self.model.info.source_language, self.model.info.target_language


def run(task: Task, output: Path, folder: Path, say: Callable[[str], None]) -> Progress:
    """Train, and write the model into ``output``; the state of the training lies in ``folder``.

    Raises UsageError if ``folder`` holds another training, KeyboardInterrupt when the user stopped it.
    """
    data = {corpus.name: corpus.pairs for corpus in task.corpora} | {"held out": task.held_out}
    glossary = f", glossary {task.glossary.fingerprint}" if task.glossary else ""
    start = f"{task.origin}{glossary}"
    check_same_training(folder, describe_training(task.settings, start, data))
    held_out = HeldOut(task.held_out, task.model, task.settings)
    trainer = Trainer(task.model, _mixture(task, folder, say), held_out, task.settings, folder, say)
    network = trainer.run()
    provenance = Provenance(
        task.title, task.description, task.corpora, len(held_out.pairs), trainer.progress, task.settings
    )
    export(network, task.model, output, provenance)
    return trainer.progress


def _mixture(task: Task, folder: Path, say: Callable[[str], None]) -> Mixture:
    settings, model = task.settings, task.model
    guided = settings.guide > 0 and "alignment_head" in model.info.config
    tags = model.info.annotation_tags if settings.annotate else None
    aligner = annotator = None
    if guided or tags:
        aligner = word_aligner(task.corpora, task.languages, folder / "lexicon.tsv.gz", say)
    if tags:
        sample = (
            corpus.example(index, aligner)
            for corpus in task.corpora
            for index in range(0, len(corpus.pairs), max(1, len(corpus.pairs) // _SAMPLE))
        )
        terms = GlossaryPhrases(task.glossary, task.languages) if task.glossary else None
        annotator = Annotator(tags, task.languages, settings.arbitrary, sample, terms)
    pairs = (pair for corpus in task.corpora for pair in corpus.pairs)
    variation = Variation(pairs, task.languages) if settings.vary else None
    return Mixture(task.corpora, model, settings, aligner, annotator, variation)
