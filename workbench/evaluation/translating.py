"""Translating a test set with a model and a glossary, measured."""

import resource
import sys
import time
from collections.abc import Callable

from workbench.errors import UsageError
from workbench.evaluation.demands import Demands
from workbench.evaluation.runs import Run, score_run
from workbench.evaluation.testset import TestSet
from workbench.glossary.files import load_glossary
from workbench.settings import Settings
from workbench.translation.jobs import make_translator
from workbench.translation.mode import Mode
from workbench.translation.models import find_model
from workbench.translation.pipeline import Translator

#: Called with the segments that are translated, and all.
Progress = Callable[[int, int], None]


def pair_of(settings: Settings) -> tuple[str, str]:
    """The language pair of the model that the settings name. Raises ModelError."""
    info = find_model(settings.model, settings)
    return info.source_language, info.target_language


def translate_testset(
    testset: TestSet, settings: Settings, mode: Mode, progress: Progress | None = None, translator: Translator | None = None
) -> Run:
    """Translate the test set document by document, and score it.

    Args:
        testset: what to translate.
        settings: model, glossary and search.
        mode: how far the glossary counts.
        progress: told how far it is.
        translator: one that is loaded already, with these settings.

    Raises:
        UsageError: the model translates another language pair.
        ModelError, GlossaryError: as in translation.
    """
    if pair_of(settings) != testset.languages:
        pair, wanted = "-".join(pair_of(settings)), "-".join(testset.languages)
        raise UsageError(f"model {settings.model} translates {pair}, but test set {testset.name} is {wanted}")
    translator = translator or make_translator(find_model(settings.model, settings), settings, mode)
    started = time.perf_counter()
    hypotheses = [""] * len(testset.segments)
    done = 0
    for positions in testset.documents().values():
        sources = [testset.segments[position].source for position in positions]
        results = translator.translate(sources, translator.document_context(sources))
        for position, result in zip(positions, results, strict=True):
            hypotheses[position] = " ".join(result.target.splitlines())
        done += len(positions)
        if progress:
            progress(done, len(hypotheses))
    seconds = round(time.perf_counter() - started, 1)
    demands = Demands(testset, load_glossary(settings.glossary))
    return score_run(demands, hypotheses, translator.signature, seconds, _peak_mb())


def _peak_mb() -> float:
    """The largest resident memory of this process so far, in megabytes (macOS counts bytes, others kilobytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)
