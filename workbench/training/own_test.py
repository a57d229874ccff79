"""What a model is tested with and must not learn: the shared test sets, and the test that an adaptation held out.

The latter is kept beside the weights of the adapted model, so that no later adaptation of it learns from it.
"""

from collections.abc import Iterable
from pathlib import Path

from workbench.evaluation.testset import ReferenceSegment, TestSet, known_testsets, read_testset, write_testset
from workbench.training.pairs import TrainingPair
from workbench.training.splitting import document_of

NAME = "held-out"


def own_testset(pairs: Iterable[TrainingPair], languages: tuple[str, str], earlier: TestSet | None = None) -> TestSet:
    """The held-out pairs as a test set, behind those that ``earlier`` adaptations of the same model held out."""
    segments = [ReferenceSegment(pair.source, pair.target, document_of(pair)) for pair in pairs]
    return TestSet(NAME, languages, [*(earlier.segments if earlier else ()), *segments])


def write_own_test(testset: TestSet, folder: Path) -> Path:
    """Write it into the folder of the adapted model; gives the file. Raises InputError if it cannot be written."""
    path = _file(folder, testset.languages)
    write_testset(testset, path)
    return path


def read_own_test(folder: Path, languages: tuple[str, str]) -> TestSet | None:
    """What the adaptation that made this model held out; None for other models. Raises InputError if it is broken."""
    path = _file(folder, languages)
    return read_testset(path) if path.exists() else None


def shared_testsets(languages: tuple[str, str]) -> list[TestSet]:
    """The bundled test sets of a language pair, and those in ``eval/testsets``. Raises InputError for a broken one."""
    testsets = map(read_testset, known_testsets().values())
    return [testset for testset in testsets if testset.languages == languages]


def measured_sources(languages: tuple[str, str], model: Path) -> list[str]:
    """The sources of everything that an adaptation of ``model`` is measured with, and so must not learn from.

    Args:
        languages: the pair of the model.
        model: its folder; what it held out when it was adapted itself is held out still.

    Raises InputError for a broken test set.
    """
    earlier = read_own_test(model, languages)
    testsets = [*shared_testsets(languages), *([earlier] if earlier else [])]
    return [source for testset in testsets for source in testset.sources]


def _file(folder: Path, languages: tuple[str, str]) -> Path:
    return folder / f"{NAME}.{'-'.join(languages)}.tsv"
