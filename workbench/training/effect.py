"""What an adaptation did: the model before and after it, measured on held-out text and on test sets, with significance.

Two ways of translating tell two things. Without the glossary (``off``) a model shows what it has learnt itself. With
it (``strict``) the translations are those that people will get, where the search sees to the terms in any case.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from workbench.evaluation.comparison import Difference, differences
from workbench.evaluation.jobs import Evaluator, make_folder
from workbench.evaluation.runs import Run, read_run, write_run
from workbench.evaluation.significance import SignificanceTest
from workbench.evaluation.testset import TestSet
from workbench.glossary.files import NONE
from workbench.settings import Settings
from workbench.translation.mode import Mode

#: What is compared; docs/finetuning.md says what each tells.
METRICS = ("chrf", "bleu", "terms", "numbers", "names")
#: A difference counts if one as large would come by chance less often than this.
SIGNIFICANCE = 0.05


@dataclass(frozen=True, slots=True)
class Effect:
    """Both models on one test set, translated in one mode."""

    mode: Mode
    before: Run
    after: Run
    differences: Sequence[Difference]

    @property
    def measured(self) -> list[Difference]:
        """The differences in everything that occurs in the test set: no rate of nothing."""
        return [item for item in self.differences if self.total(item) != 0]

    def total(self, item: Difference) -> int | None:
        """How many occurrences a rate counts; None for other metrics."""
        return self.after.figures[item.metric].total

    def signature(self, item: Difference) -> str:
        """How a figure was counted, and how it was tested if the models differ at all."""
        counted = self.after.figures[item.metric].signature
        return "|".join(filter(None, (counted, item.signature))) if self.total(item) is not None else item.signature


def measure_effect(
    before: str,
    after: str,
    testsets: Sequence[TestSet],
    settings: Settings,
    messages: Console,
    modes: Sequence[Mode] = (Mode.OFF, Mode.STRICT),
    test: SignificanceTest = SignificanceTest.BOOTSTRAP,
    samples: int = 1000,
    kept: Path | None = None,
) -> Iterator[Effect]:
    """Translate test sets with both models, and compare: one Effect for each mode and test set, as they are done.

    No translation memory is used, whatever the settings say: it may hold what is tested.

    Args:
        before: the model that was adapted: a name or a folder.
        after: the folder of the adapted model.
        testsets: the held-out pairs (``splitting.as_testset``) and others of the same languages.
        settings: the glossary, and how to translate.
        messages: shows progress.
        modes: how far the glossary counts. Without a glossary only OFF is measured.
        test: the significance test, paired over segments.
        samples: resamples of the bootstrap, or trials of the randomisation.
        kept: folder of runs. One that lies there and was made with the same model, settings and test set is taken, and
            new ones are put there: what was stopped is not translated twice.

    Raises:
        ModelError: one of the models cannot be loaded.
        UsageError: a test set has other languages than the models.
    """
    for mode in modes if settings.glossary != NONE else (Mode.OFF,):
        old, new = (Evaluator(replace(settings, model=model, memory=""), mode, messages) for model in (before, after))
        for testset in testsets:
            first, second = (_run(evaluator, testset, kept) for evaluator in (old, new))
            demands = new.demands(testset)
            found = differences(demands, first.hypotheses, second.hypotheses, test, samples, METRICS)
            yield Effect(mode, first, second, found)


def _run(evaluator: Evaluator, testset: TestSet, kept: Path | None) -> Run:
    """The run that lies in ``kept``, or else a new one, put there."""
    if kept is None:
        return evaluator.translate(testset)
    key = repr((evaluator.signature, testset.name, testset.fingerprint))
    path = kept / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.json"
    if path.is_file():
        return read_run(path)
    run = evaluator.translate(testset)
    make_folder(kept)
    write_run(run, path)
    return run


def verdict(difference: Difference) -> str:
    """``better`` or ``worse`` if the difference is significant, or else nothing."""
    if difference.p_value >= SIGNIFICANCE:
        return ""
    return "better" if difference.gain > 0 else "worse"
