"""What ``workbench translate FOLDER`` runs: everything is checked, then translated with progress, then reported."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBar

from workbench.bulk.executors import make_executor
from workbench.bulk.inputs import STATE, find_inputs
from workbench.bulk.job import Job, Outcome, Progress
from workbench.bulk.resources import job_signature
from workbench.bulk.results import open_results
from workbench.bulk.summary import check_consistency, outcome_lines
from workbench.bulk.worker import Equipment
from workbench.errors import UsageError
from workbench.glossary.files import load_glossary
from workbench.settings import Settings
from workbench.terminal import shown
from workbench.translation.mode import Mode
from workbench.translation.models import find_model

#: What is written for a document unless a format is asked for.
FORMATS = ("document", "html")


def translate_folders(
    paths: Sequence[Path],
    output: Path,
    format_name: str | None,
    field: str | None,
    settings: Settings,
    mode: Mode,
    ray_address: str | None,
    messages: Console,
) -> bool:
    """Translate folders and corpora into a folder of results, going on where an earlier run stopped.

    Args:
        paths: folders, and files.
        output: the folder of results.
        format_name: the output format of documents; None: their own, and a page side by side.
        field: the field of corpora that is translated; None: corpora are left alone.
        settings: model, glossary, memory, number of workers, limits.
        mode: how far the glossary counts.
        ray_address: the Ray cluster to use, ``local`` for one on this machine; None: processes of this machine.
        messages: where progress and the report go.

    Returns whether no input failed. Raises WorkbenchError for whatever keeps the whole job from being done.
    """
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output}: is a file; folders and corpora need -o FOLDER")
    info = find_model(settings.model, settings)
    languages = info.source_language, info.target_language
    equipment = Equipment(settings, mode)
    signature = job_signature(equipment)
    inputs = find_inputs(paths, output, [format_name] if format_name else FORMATS, field, languages)
    executor = make_executor(equipment, settings.workers, ray_address)
    _say(messages, f"{len(inputs)} files to translate with {executor.description}")
    with open_results(output, signature) as results:
        job = Job(inputs, results, languages, field or "", settings.max_file_mb * 2**20)
        with _progress(messages, len(inputs)) as progress:
            outcome = job.run(executor, progress)
        lines = list(outcome_lines(outcome))
        glossary = load_glossary(settings.glossary)
        lines += check_consistency(inputs, outcome, output, glossary, languages, output / STATE / "consistency.json")
    for line in lines:
        _say(messages, line)
    return not outcome.failed


def _say(messages: Console, line: str) -> None:
    messages.print(shown(line), markup=False, soft_wrap=True)


@contextmanager
def _progress(messages: Console, files: int) -> Iterator[Progress]:
    """A bar with the files that are settled on the messages' console; segments count as soon as they are there."""
    columns = TextColumn("files"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}")
    with ProgressBar(*columns, TimeElapsedColumn(), console=messages) as bar:
        task = bar.add_task("", total=files)

        def update(outcome: Outcome, segments: int) -> None:
            bar.update(task, completed=outcome.settled, description=f"{segments} segments")

        yield update
