"""Training from a folder of translated text: what there is to learn from, a new model, and the run."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from workbench.errors import InputError
from workbench.glossary.model import Glossary
from workbench.training.cleaning import clean
from workbench.training.memories import Reading
from workbench.training.mixture import Corpus, weights
from workbench.training.pairs import TrainingPair
from workbench.training.run import Task, run
from workbench.training.settings import TrainingSettings
from workbench.training.splitting import Share, split_pairs
from workbench.training.state import training_folder
from workbench.training.vocabulary import write_fresh_model
from workbench.translation.marian import MarianModel
from workbench.translation.models import describe

#: The folder below that of the training with the model that it begins with, where that is made for it.
START = "start"
#: What a training begins with that begins with no model; the seed and the data say all about it.
_NEW = "random weights"
#: What the split holds out for a test, which is made elsewhere here: as little as it can.
_NO_TEST = Share(0.0, 1)

Say = Callable[[str], None]


def train(
    data: Path,
    output: Path,
    languages: tuple[str, str],
    held_out: Sequence[str],
    glossary: Glossary | None,
    settings: TrainingSettings,
    say: Say,
) -> None:
    """Train a new model on the files of translation units in ``data``, each a corpus, and write it into ``output``.

    ``held_out`` names memories that say when to stop; without any, documents of the data are held out.

    Raises InputError if the data cannot be read, UsageError if they are too few, or if ``output`` holds another
    training, KeyboardInterrupt when the user stopped it.
    """
    with training_folder(output) as folder:
        corpora, kept_out = _corpora(data, held_out, languages, glossary, settings, say)
        pairs = [pair for corpus in corpora for pair in corpus.pairs]
        say(f"{len(pairs):,} pairs to learn from in {len(corpora)} corpora, {len(kept_out):,} held out")

        def write(scratch: Path) -> None:
            say(f"making a vocabulary of {settings.vocabulary:,} pieces")
            write_fresh_model(scratch, _texts(pairs), languages, settings)

        model = start_model(folder, settings, write)
        title = f"{output.resolve().name}, a MarianMT model from {languages[0]} to {languages[1]}"
        description = "Trained from the start with `workbench train`; the data and what became of it:"
        run(Task(model, _NEW, corpora, kept_out, glossary, settings, title, description), output, folder, say)
    say(f"the model is in {output}")


def start_model(folder: Path, settings: TrainingSettings, write: Callable[[Path], None]) -> MarianModel:
    """The model that a training begins with, made once by ``write`` and kept beside the checkpoints."""
    start = folder / START
    if not start.is_dir():
        with _scratch(folder) as scratch:
            write(scratch)
            scratch.rename(start)
    return MarianModel(describe(start, START), settings.threads)


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A new folder in ``folder``, removed at the end unless it was renamed."""
    scratch = Path(tempfile.mkdtemp(dir=folder, prefix=".start-"))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _corpora(
    data: Path,
    held_out: Sequence[str],
    languages: tuple[str, str],
    glossary: Glossary | None,
    settings: TrainingSettings,
    say: Say,
) -> tuple[list[Corpus], Sequence[TrainingPair]]:
    """The corpora, cleaned, and the pairs that are held out of them or given for that."""
    if not data.is_dir():
        raise InputError(data, "is no folder", mend="give the folder that holds the files to learn from")
    reading = Reading(languages)
    pairs = _cleaned(reading.files([str(data)]), languages, glossary, say)
    if not pairs:
        raise InputError(data, "holds no translations to learn from", mend="put TSV or TMX files there")
    if held_out:
        kept_out: Sequence[TrainingPair] = list(reading.files(held_out))
        left: Sequence[TrainingPair] = pairs
    else:
        split = split_pairs(pairs, test=_NO_TEST)
        kept_out, left = [*split.dev, *split.test], split.train
    for note in reading.notes:
        say(note)
    by_name: dict[str, list[TrainingPair]] = {}
    for pair in left:
        by_name.setdefault(Path(pair.origin).relative_to(data).with_suffix("").as_posix(), []).append(pair)
    shares = weights({name: len(of) for name, of in by_name.items()}, settings.mixture)
    return [Corpus(name, of, shares[name]) for name, of in sorted(by_name.items())], kept_out


def _cleaned(
    pairs: Iterator[TrainingPair], languages: tuple[str, str], glossary: Glossary | None, say: Say
) -> Sequence[TrainingPair]:
    """The pairs that are fit for training; says what was dropped."""
    cleaned = clean(pairs, languages, glossary or Glossary("none"))
    for dropped in cleaned.dropped:
        say(f"dropped {dropped.count:,} of {cleaned.read:,} pairs: {dropped.rule.title}")
    return cleaned.pairs


def _texts(pairs: Sequence[TrainingPair]) -> Iterator[str]:
    for pair in pairs:
        yield pair.source
        yield pair.target
