"""What a model is tested with and must not learn: the shared test sets, and the test that an adaptation held out.

The latter is kept beside the weights of the adapted model, so that no later adaptation of it learns from it.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from workbench.errors import UsageError
from workbench.evaluation.testset import (
    ReferenceSegment,
    TestSet,
    find_testset,
    known_testsets,
    read_testset,
    write_testset,
)
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


def chosen_testsets(names: Sequence[str], languages: tuple[str, str]) -> list[TestSet]:
    """Test sets by their bundled names or files, each read once.

    Raises UsageError for an unknown name, or a test set of another language pair; InputError for a broken one.
    """
    testsets = [read_testset(path) for path in dict.fromkeys(map(find_testset, names))]
    for testset in testsets:
        if testset.languages != languages:
            pair, wanted = "-".join(testset.languages), "-".join(languages)
            raise UsageError(f"test set {testset.name} is {pair}, but the model translates {wanted}")
    return testsets


def measured_sources(languages: tuple[str, str], model: Path, more: Sequence[TestSet] = ()) -> list[str]:
    """The sources of everything that an adaptation of ``model`` may be measured with, and so must not learn from.

    Args:
        languages: the pair of the model.
        model: its folder; what it held out when it was adapted itself is held out still.
        more: test sets besides the shared ones.

    Raises InputError for a broken test set.
    """
    earlier = read_own_test(model, languages)
    testsets = [*shared_testsets(languages), *more, *([earlier] if earlier else [])]
    return [source for testset in testsets for source in testset.sources]


def _file(folder: Path, languages: tuple[str, str]) -> Path:
    return folder / f"{NAME}.{'-'.join(languages)}.tsv"
