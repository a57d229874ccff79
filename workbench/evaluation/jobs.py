"""Evaluation jobs: translate or score test sets, judge them, write the reports; what ``workbench eval`` runs."""

import html
import os
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar

from workbench.errors import InputError, UsageError
from workbench.evaluation.demands import Demands
from workbench.evaluation.gate import GateConfig, GateEntry, Verdict, judge
from workbench.evaluation.history import read_history
from workbench.evaluation.html_report import gate_html
from workbench.evaluation.report import as_json, gate_json, gate_junit, gate_markdown
from workbench.evaluation.runs import Run, check_same_testset, read_run, score_run, write_run
from workbench.evaluation.testset import TestSet, read_lines, read_testset
from workbench.files import write_atomically
from workbench.glossary.files import load_glossary
from workbench.settings import Settings
from workbench.translation.jobs import make_translator
from workbench.translation.mode import Mode
from workbench.translation.models import find_model
from workbench.translation.passes import Progress
from workbench.translation.pipeline import Translator

#: GitHub shows what is appended to the file that this variable names on the page of the workflow's run.
SUMMARY_VARIABLE = "GITHUB_STEP_SUMMARY"
#: Files of runs; any other file is an output with one hypothesis a line.
RUN_SUFFIX = ".json"


class Evaluator:
    """Makes runs with the model and the glossary of the settings; the model is loaded when first needed, once."""

    def __init__(self, settings: Settings, mode: Mode, messages: Console, translator: Translator | None = None) -> None:
        """``messages`` shows progress; ``translator`` is one of these settings that is loaded already."""
        self.settings, self.mode, self.messages = settings, mode, messages
        self.info = find_model(settings.model, settings)
        self.glossary = load_glossary(settings.glossary)
        self._translator = translator

    @property
    def languages(self) -> tuple[str, str]:
        """The language pair of the model."""
        return self.info.source_language, self.info.target_language

    @property
    def signature(self) -> str:
        """What determines the hypotheses of ``translate``; loads the model."""
        return self._loaded().signature

    def demands(self, testset: TestSet) -> Demands:
        """What the test set demands with this glossary."""
        return Demands(testset, self.glossary)

    def score(self, testset: TestSet, output: Path, unescape: bool = False) -> Run:
        """The run of an existing ``output``, scored anew; ``unescape`` decodes HTML entities in it first."""
        hypotheses = self.output(testset, output)
        if unescape:
            hypotheses = [html.unescape(text) for text in hypotheses]
        demands = self.demands(testset)
        if output.suffix != RUN_SUFFIX:
            return score_run(demands, hypotheses, f"output:{output.name}")
        run = read_run(output)
        return score_run(demands, hypotheses, run.signature, run.seconds, run.peak_mb)

    def output(self, testset: TestSet, output: Path) -> Sequence[str]:
        """The hypotheses in a file with one a line, or in a run.

        Raises InputError if it does not fit the test set.
        """
        if output.suffix == RUN_SUFFIX:
            run = read_run(output)
            check_same_testset(run, testset, output)
            return run.hypotheses
        hypotheses = read_lines(output)
        if len(hypotheses) != len(testset.segments):
            what = f"has {len(hypotheses)} lines, but test set {testset.name} has {len(testset.segments)} segments"
            raise InputError(output, what, mend="give one hypothesis a line")
        return hypotheses

    def translate(self, testset: TestSet, progress: Progress | None = None) -> Run:
        """Translate a test set, each document with its own context, and score it; shows a bar if ``progress`` is None.

        Raises UsageError if the model translates another language pair.
        """
        if self.languages != testset.languages:
            pair, wanted = "-".join(self.languages), "-".join(testset.languages)
            raise UsageError(f"model {self.info.name} translates {pair}, but test set {testset.name} is {wanted}")
        translator = self._loaded()
        documents = testset.documents()
        hypotheses = [""] * len(testset.segments)
        started = time.perf_counter()
        sources = [[testset.segments[position].source for position in positions] for positions in documents.values()]
        with nullcontext(progress) if progress else _progress_bar(self.messages, testset.name) as shown:
            results = translator.translate_groups(sources, shown)
        for positions, of_document in zip(documents.values(), results, strict=True):
            for position, result in zip(positions, of_document, strict=True):
                hypotheses[position] = " ".join(result.target.splitlines())
        seconds = round(time.perf_counter() - started, 1)
        return score_run(self.demands(testset), hypotheses, translator.signature, seconds, _peak_mb())

    def _loaded(self) -> Translator:
        if self._translator is None:
            self._translator = make_translator(self.info, self.settings, self.mode)
        return self._translator


def gate_runs(
    config: GateConfig, evaluator: Evaluator, only: Sequence[str], outputs: Mapping[str, Path], compared: bool = True
) -> Iterator[tuple[GateEntry, TestSet, Run]]:
    """A run for each test set of the gate, or those in ``only``; ``outputs`` has existing outputs by test set.

    All files are read before the first test set is translated. Raises UsageError for a name that the gate lacks, and,
    if the runs are to be ``compared``, InputError for a baseline that does not fit its test set.
    """
    known = [entry.name for entry in config.test_sets]
    for name in (*only, *outputs):
        if name not in known:
            raise UsageError(f"{name}: the gate has no such test set; it has {', '.join(known)}")
    entries = [entry for entry in config.test_sets if not only or entry.name in only]
    testsets = [read_testset(entry.testset) for entry in entries]
    for entry, testset in zip(entries, testsets, strict=True):
        if compared and entry.baseline.exists():
            check_same_testset(read_run(entry.baseline), testset, entry.baseline)
    for entry, testset in zip(entries, testsets, strict=True):
        output = outputs.get(entry.name)
        yield entry, testset, evaluator.score(testset, output) if output else evaluator.translate(testset)


def judge_all(
    config: GateConfig, evaluator: Evaluator, only: Sequence[str] = (), outputs: Mapping[str, Path] | None = None
) -> list[Verdict]:
    """The gate's verdict on each test set; arguments and errors as of ``gate_runs``."""
    return [
        judge(entry, config, evaluator.demands(testset), run)
        for entry, testset, run in gate_runs(config, evaluator, only, outputs or {})
    ]


def write_reports(verdicts: Sequence[Verdict], config: GateConfig, folder: Path | None) -> list[Path]:
    """Write gate.json, gate.xml (JUnit), gate.md, gate.html and the runs into ``folder``; returns what was written.

    With or without a folder, the Markdown is appended to the file that $GITHUB_STEP_SUMMARY names.
    """
    if summary := os.environ.get(SUMMARY_VARIABLE):
        try:
            with open(summary, "a", encoding="utf-8") as file:
                file.write(gate_markdown(verdicts))
        except OSError as error:
            raise InputError(
                summary, f"cannot be written ({error.strerror})", mend=f"unset {SUMMARY_VARIABLE}"
            ) from None
    if folder is None:
        return []
    histories = {verdict.name: read_history(config.history, verdict.name) for verdict in verdicts}
    make_folder(folder)
    contents = {
        "gate.json": as_json(gate_json(verdicts)),
        "gate.xml": gate_junit(verdicts),
        "gate.md": gate_markdown(verdicts).encode(),
        "gate.html": gate_html(verdicts, histories).encode(),
    }
    for name, data in contents.items():
        write_atomically(folder / name, data)
    for verdict in verdicts:
        write_run(verdict.run, folder / f"{verdict.name}.json")
    return [folder / name for name in (*contents, *(f"{verdict.name}.json" for verdict in verdicts))]


def make_folder(folder: Path) -> None:
    """Make a folder for results. Raises InputError if it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(folder, f"cannot be made ({error.strerror})") from None


@contextmanager
def _progress_bar(messages: Console, name: str) -> Iterator[Progress]:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with ProgressBar(*columns, console=messages) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _peak_mb() -> float:
    """The largest resident memory of this process so far, in megabytes (macOS counts bytes, others kilobytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)
