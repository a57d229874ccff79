"""``workbench eval run``, ``compare``, ``gate`` and ``baseline``."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from workbench.errors import UsageError
from workbench.evaluation.significance import SignificanceTest
from workbench.settings import Settings, load_settings
from workbench.translation.mode import Mode

if TYPE_CHECKING:
    from workbench.evaluation.jobs import Evaluator
    from workbench.evaluation.testset import TestSet

CONFIG = Path("eval/gate.toml")

app = typer.Typer(no_args_is_help=True, help="Measure translation quality, compare systems, and gate changes.")
baseline_app = typer.Typer(no_args_is_help=True, help="What the gate compares with.")
app.add_typer(baseline_app, name="baseline")


class ReportFormat(StrEnum):
    """How a report is written to standard output."""

    TEXT = "text"
    JSON = "json"


TestsetOption = Annotated[str | None, typer.Option("--testset", metavar="NAME|FILE", help="Bundled name, or a file.")]
ReferenceOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="References, one a line, if --testset is plain sentences.")
]
ConfigOption = Annotated[Path, typer.Option("--config", metavar="FILE", help="The limits.")]
OnlyOption = Annotated[list[str] | None, typer.Option("--only", metavar="NAME", help="Only this test set; repeatable.")]
ModelOption = Annotated[
    str | None, typer.Option("--model", metavar="NAME|FOLDER", help="Bundled or pulled name, or folder.")
]
GlossaryOption = Annotated[
    str | None, typer.Option("--glossary", metavar="PATH|none", help="CSV file, bundled name, or 'none'.")
]
ModeOption = Annotated[Mode, typer.Option("--mode", help="How far the glossary counts.")]
ThreadsOption = Annotated[int | None, typer.Option("--threads", help="Processor threads; 0: all.")]
BeamsOption = Annotated[int | None, typer.Option("--beams", help="Hypotheses kept by the beam search.")]
FormatOption = Annotated[ReportFormat, typer.Option("--format", help="text or json.")]
OutputsOption = Annotated[
    list[str] | None,
    typer.Option("--hypotheses", metavar="NAME=FILE", help="Judge this output of a test set; repeatable."),
]


@app.command("run")
def run_testset(
    testset: TestsetOption = "main",
    reference: ReferenceOption = None,
    hypotheses: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Score this output, one line a segment; do not translate.")
    ] = None,
    unescape: Annotated[bool, typer.Option("--unescape", help="Decode HTML entities in --hypotheses first.")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="PATH", help="Keep the run as JSON.")] = None,
    comet: Annotated[bool, typer.Option("--comet", help="Add COMET's score, from its own environment.")] = False,
    model: ModelOption = None,
    glossary: GlossaryOption = None,
    mode: ModeOption = Mode.STRICT,
    beams: BeamsOption = None,
    threads: ThreadsOption = None,
    format: FormatOption = ReportFormat.TEXT,
) -> None:
    """Translate a test set and measure it: BLEU, chrF, chrF++, TER, terms, numbers, names, consistency."""
    evaluator = _evaluator({"model": model, "glossary": glossary, "beams": beams, "threads": threads}, mode)
    from workbench.evaluation.learned import learned_figure
    from workbench.evaluation.report import run_json, run_text
    from workbench.evaluation.runs import write_run

    subject = _testset(testset or "main", reference, evaluator)
    run = evaluator.score(subject, hypotheses, unescape) if hypotheses else evaluator.translate(subject)
    if comet:
        figure = learned_figure(subject.sources, run.hypotheses, subject.references, evaluator.settings)
        run = replace(run, figures={**run.figures, figure.name: figure})
    if output:
        write_run(run, output)
    _print(run_text(run), lambda: run_json(run), format)


@app.command("compare")
def compare_runs(
    baseline: Annotated[Path, typer.Argument(metavar="BASELINE", help="A run, or an output with one line a segment.")],
    system: Annotated[Path, typer.Argument(metavar="SYSTEM", help="The same of the other system.")],
    testset: TestsetOption = None,
    reference: ReferenceOption = None,
    test: Annotated[
        SignificanceTest, typer.Option(help="bs: bootstrap; ar: randomisation.")
    ] = SignificanceTest.BOOTSTRAP,
    samples: Annotated[int, typer.Option(min=10, help="Resamples, or trials.")] = 1000,
    moved: Annotated[int, typer.Option(min=0, metavar="N", help="Show so many segments that moved most.")] = 10,
    glossary: GlossaryOption = None,
    format: FormatOption = ReportFormat.TEXT,
) -> None:
    """Compare two systems on a test set, with significance, slices and the segments that moved most."""
    evaluator = _evaluator({"glossary": glossary}, Mode.STRICT)
    from workbench.evaluation.comparison import compare
    from workbench.evaluation.report import comparison_json, comparison_text
    from workbench.evaluation.runs import read_run

    if testset is None:
        if baseline.suffix != ".json":
            raise UsageError("say what was translated: --testset NAME|FILE")
        testset = read_run(baseline).testset
    subject = _testset(testset, reference, evaluator)
    before, after = (evaluator.output(subject, path) for path in (baseline, system))
    comparison = compare(evaluator.demands(subject), before, after, test, samples, most=moved)
    _print(comparison_text(comparison, len(subject.segments)), lambda: comparison_json(comparison), format)


@app.command("gate")
def gate(
    config: ConfigOption = CONFIG,
    only: OnlyOption = None,
    hypotheses: OutputsOption = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write gate.json, gate.xml (JUnit), gate.md, gate.html here.")
    ] = None,
    model: ModelOption = None,
    glossary: GlossaryOption = None,
    mode: ModeOption = Mode.STRICT,
    threads: ThreadsOption = None,
    format: FormatOption = ReportFormat.TEXT,
) -> None:
    """Say whether translation quality held: exit status 0 or 1.

    Fails below a floor, on a significant drop against the baseline, and on any newly ruined segment.
    """
    evaluator = _evaluator({"model": model, "glossary": glossary, "threads": threads}, mode)
    from workbench.evaluation.gate import read_config
    from workbench.evaluation.jobs import judge_all, write_reports
    from workbench.evaluation.report import gate_json, gate_text

    limits = read_config(config)
    verdicts = judge_all(limits, evaluator, only or (), _outputs(hypotheses or ()))
    for path in write_reports(verdicts, limits, report):
        typer.echo(f"wrote {path}", err=True)
    _print(gate_text(verdicts), lambda: gate_json(verdicts), format)
    if not all(verdict.passed for verdict in verdicts):
        raise typer.Exit(1)


@baseline_app.command("update")
def update_baseline(
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why the baseline changes; kept in the history.")],
    config: ConfigOption = CONFIG,
    only: OnlyOption = None,
    hypotheses: OutputsOption = None,
    model: ModelOption = None,
    glossary: GlossaryOption = None,
    mode: ModeOption = Mode.STRICT,
    threads: ThreadsOption = None,
) -> None:
    """Make the present translations what the gate compares with, and record why.

    --hypotheses NAME=RUN.json takes runs that a gate has written instead of translating anew.
    """
    evaluator = _evaluator({"model": model, "glossary": glossary, "threads": threads}, mode)
    from workbench.evaluation.gate import read_config
    from workbench.evaluation.history import check_reason, update_baselines
    from workbench.evaluation.jobs import gate_runs

    check_reason(reason)
    limits = read_config(config)
    runs = [
        (entry, run) for entry, _, run in gate_runs(limits, evaluator, only or (), _outputs(hypotheses or ()), False)
    ]
    for path in update_baselines(runs, limits.history, reason):
        typer.echo(f"wrote {path}")


@baseline_app.command("list")
def list_baselines(config: ConfigOption = CONFIG, only: OnlyOption = None) -> None:
    """List the baselines that there were, with their scores and why each was recorded."""
    needs_metrics()
    from workbench.evaluation.gate import read_config
    from workbench.evaluation.history import history_text, read_history

    limits = read_config(config)
    for entry in limits.test_sets:
        if not only or entry.name in only:
            _print_lines(history_text(entry.name, read_history(limits.history, entry.name)))


def _evaluator(flags: dict[str, Any], mode: Mode) -> "Evaluator":
    needs_metrics()
    from workbench.evaluation.jobs import Evaluator

    settings: Settings = load_settings(flags)
    return Evaluator(settings, mode, Console(stderr=True, highlight=False))


def needs_metrics() -> None:
    """Say plainly that the metrics are not installed."""
    try:
        import sacrebleu  # noqa: F401
    except ImportError:
        raise UsageError("sacrebleu is not installed; install workbench[eval]") from None


def _testset(name: str, reference: Path | None, evaluator: "Evaluator") -> "TestSet":
    from workbench.evaluation.testset import find_testset, read_testset

    return read_testset(find_testset(name), reference, evaluator.languages if reference else ("", ""))


def _outputs(pairs: Iterable[str]) -> dict[str, Path]:
    outputs = {}
    for pair in pairs:
        name, separator, file = pair.partition("=")
        if not (name and separator and file):
            raise UsageError(f"--hypotheses {pair}: write NAME=FILE, for example main=output.txt")
        outputs[name] = Path(file)
    return outputs


def _print(text: Iterable[str], data: Callable[[], dict[str, Any]], format: ReportFormat) -> None:
    if format is ReportFormat.JSON:
        typer.echo(json.dumps(data(), ensure_ascii=False, indent=2))
    else:
        _print_lines(text)


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
