"""Evaluating translation: a test set is translated in the background, measured, compared with a baseline, and kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from rich.console import Console
from sqlalchemy import Select, delete, or_, select

from workbench.errors import InputError, UsageError
from workbench.evaluation.testset import SUFFIX, TestSet, known_testsets, parse_testset, read_testset
from workbench.files import decode
from workbench.resources import bundled
from workbench.review.delivery import Delivery
from workbench.review.desk import Desk
from workbench.review.errors import NotFound
from workbench.review.people import Person, Role
from workbench.review.projects import ProjectSettings, check_settings
from workbench.review.tasks import Progress, Task, Tasks
from workbench.store.tables import Evaluation

if TYPE_CHECKING:  # sacreBLEU is optional
    from workbench.evaluation.demands import Demands
    from workbench.evaluation.gate import GateConfig, GateEntry
    from workbench.evaluation.runs import Run
    from workbench.evaluation.trend import Trend

#: Longer uploads are refused: they would keep the machine from the documents that people wait for.
MOST_SEGMENTS = 5_000
#: Tasks that are kept; one is done at a time.
_MOST = 20
#: Metrics whose trend is shown, as far as a run has them.
_TRENDS = ("chrf", "bleu", "ter", "terms", "numbers", "names", "consistency", "found", "lookalikes")
#: The limits of the gate: beside the package, or in the current folder.
_GATES = bundled("eval") / "gate.toml", Path("eval/gate.toml")

_tasks = Tasks[int]("evaluation", _MOST, at_once=1)


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """An evaluation as it is listed; ``scores`` by metric."""

    id: int
    testset: str
    author: str
    at: datetime
    scores: dict[str, float]


@dataclass(frozen=True)
class EvaluationReport:
    """An evaluation with its report as plain data and the trend of each metric.

    The report is that of the gate (``gate_json``), with ``against``, the name of what was compared with, and ``worst``.
    What the gate does not limit has ``passed`` None.
    """

    view: EvaluationView
    report: dict[str, Any]
    trends: Sequence["Trend"]


def start_evaluation(desk: Desk, person: Person, testset: str, settings: ProjectSettings) -> str:
    """Begin to evaluate a bundled test set; gives the key of the task, whose value is the number of the evaluation.

    Raises NotAllowed for translators, UsageError for an unknown test set, and as ``create_project`` for the settings.
    """
    known = known_testsets()
    if testset not in known:
        raise UsageError(f"{testset}: no such test set; known are {', '.join(known)}")
    return _start(desk, person, read_testset(known[testset]), settings, is_upload=False)


def start_uploaded(desk: Desk, person: Person, files: Sequence[tuple[str, bytes]], settings: ProjectSettings) -> str:
    """Begin to evaluate an upload: a table as those in ``eval/testsets``, or sources and references, one a line.

    Raises as ``start_evaluation``, and InputError for files that are broken, too long, or do not fit each other.
    """
    person.must_be(Role.EDITOR, "evaluate")
    languages = check_settings(desk, person, settings)
    texts = [_text(desk, name, data) for name, data in files]
    if len(texts) not in (1, 2):
        raise UsageError("give a table, or a file of sources and one of references")
    testset = parse_testset(texts[0], texts[1] if len(texts) == 2 else None, languages)
    if len(testset.segments) > MOST_SEGMENTS:
        raise InputError(texts[0][0], f"has more than {MOST_SEGMENTS} segments", mend="take a part of it")
    return _start(desk, person, testset, settings, is_upload=True)


def running(person: Person) -> Iterator[tuple[str, Task[int]]]:
    """The person's evaluations that are going on, or failed, by key."""
    return ((key, task) for key, task in _tasks.of(person) if task.value is None)


def evaluation_state(person: Person, key: str) -> Task[int]:
    """How far an evaluation is. Raises NotFound."""
    return _tasks.find(person, key)


def cancel_evaluation(person: Person, key: str) -> None:
    """Give an evaluation up, or forget one that failed. Raises NotFound."""
    _tasks.cancel(person, key)


def list_evaluations(desk: Desk, person: Person) -> list[EvaluationView]:
    """The evaluations that the person may see, the latest first: uploads are seen by who made them, and
    administrators."""
    with desk.store.read() as session:
        return [_view(row) for row in session.scalars(_visible(person).order_by(Evaluation.id.desc()))]


def get_evaluation(desk: Desk, person: Person, evaluation_id: int) -> EvaluationReport:
    """An evaluation with its report. Raises NotFound."""
    with desk.store.read() as session:
        row = session.scalar(_visible(person).where(Evaluation.id == evaluation_id))
        if row is None:
            raise NotFound(f"there is no evaluation {evaluation_id}")
        same = _visible(person).where(Evaluation.fingerprint == row.fingerprint, Evaluation.id <= evaluation_id)
        before = [_view(other) for other in session.scalars(same.order_by(Evaluation.id))]
        return EvaluationReport(_view(row), row.report, _trends(row.testset, row.fingerprint, before))


def remove_evaluation(desk: Desk, person: Person, evaluation_id: int) -> None:
    """Remove an evaluation. Raises NotFound; NotAllowed for who neither made it nor is an administrator."""
    view = get_evaluation(desk, person, evaluation_id).view
    if view.author != person.name:
        person.must_be(Role.ADMIN, "remove the evaluation of somebody else")
    with desk.store.write() as session:
        session.execute(delete(Evaluation).where(Evaluation.id == evaluation_id))


def evaluation_run(desk: Desk, person: Person, evaluation_id: int) -> Delivery:
    """The run as a file that ``workbench eval compare`` reads. Raises NotFound."""
    with desk.store.read() as session:
        row = session.scalar(_visible(person).where(Evaluation.id == evaluation_id))
        if row is None:
            raise NotFound(f"there is no evaluation {evaluation_id}")
        return Delivery(f"{row.testset}-{row.at:%Y%m%d-%H%M}.json", row.run)


def _start(desk: Desk, person: Person, testset: TestSet, settings: ProjectSettings, is_upload: bool) -> str:
    person.must_be(Role.EDITOR, "evaluate")
    try:
        import sacrebleu  # noqa: F401
    except ImportError:
        raise UsageError("sacrebleu is not installed; install workbench[eval]") from None
    languages = check_settings(desk, person, settings)
    if languages != testset.languages:
        wanted = "-".join(testset.languages)
        raise UsageError(f"{settings.model}: translates {'-'.join(languages)}, but test set {testset.name} is {wanted}")
    return _tasks.start(
        person, testset.name, lambda progress: _evaluate(desk, person, testset, settings, is_upload, progress)
    )


def _evaluate(
    desk: Desk, person: Person, testset: TestSet, settings: ProjectSettings, is_upload: bool, progress: Progress
) -> int:
    from workbench.evaluation.jobs import Evaluator
    from workbench.evaluation.runs import format_run

    own = desk.settings_with(settings.model, settings.glossary, settings.memory)
    evaluator = Evaluator(own, settings.mode, Console(quiet=True), desk.translator_of(own, settings.mode))
    run, demands = evaluator.translate(testset, progress), evaluator.demands(testset)
    report = _report(desk, person, demands, run)
    progress(len(testset.segments), len(testset.segments))  # nothing is kept of what was cancelled meanwhile
    with desk.store.write() as session:
        row = Evaluation(
            testset=testset.name,
            fingerprint=testset.fingerprint,
            is_upload=is_upload,
            author=person.name,
            scores={name: round(figure.score, 2) for name, figure in run.figures.items()},
            report=report,
            run=format_run(run),
        )
        session.add(row)
        session.flush()
        return row.id


def _report(desk: Desk, person: Person, demands: "Demands", run: "Run") -> dict[str, Any]:
    """What is shown of a run: against the baseline of the gate, else against the last evaluation of the test set."""
    from workbench.evaluation.comparison import compare
    from workbench.evaluation.gate import judge
    from workbench.evaluation.report import comparison_json, gate_json, run_json
    from workbench.evaluation.worst import worst_segments

    worst = [
        {"segment": one.position + 1, "document": one.segment.document, "source": one.segment.source}
        | {"reference": one.segment.reference, "hypothesis": one.hypothesis}
        | {"score": round(one.score, 1), "faults": [*one.faults]}
        for one in worst_segments(demands, run)
    ]
    if limits := _limits(demands.testset):
        judged: dict[str, Any] = gate_json([judge(*limits, demands, run)])["test_sets"][0]
        return {**judged, "against": "the baseline", "worst": worst}
    before, compared = _latest(desk, person, demands.testset), None
    if before:
        compared = comparison_json(compare(demands, before[1].hypotheses, run.hypotheses))
    return {
        "passed": None,
        "checks": [],
        "notes": [],
        "run": run_json(run),
        "baseline": run_json(before[1]) if before else None,
        "comparison": compared,
        "against": before[0] if before else "",
        "worst": worst,
    }


def _limits(testset: TestSet) -> "tuple[GateEntry, GateConfig] | None":
    """What the gate holds the test set to, if it is the one that its baseline was made of."""
    from workbench.evaluation.gate import read_config
    from workbench.evaluation.runs import read_run

    for path in _GATES:
        if path.is_file():
            config = read_config(path)
            for entry in config.test_sets:
                if entry.name == testset.name and entry.baseline.is_file():
                    return (entry, config) if read_run(entry.baseline).fingerprint == testset.fingerprint else None
    return None


def _latest(desk: Desk, person: Person, testset: TestSet) -> "tuple[str, Run] | None":
    """The last evaluation of the same test set that the person may see, with what it is called."""
    from workbench.evaluation.runs import parse_run

    with desk.store.read() as session:
        same = _visible(person).where(Evaluation.fingerprint == testset.fingerprint)
        row = session.scalar(same.order_by(Evaluation.id.desc()).limit(1))
        return (_label(_view(row)), parse_run(row.run.decode(), row.testset)) if row else None


def _trends(name: str, fingerprint: str, evaluations: Sequence[EvaluationView]) -> list["Trend"]:
    """A trend for each metric: past baselines of the same test set, then evaluations; the last point is this one."""
    from workbench.evaluation.history import read_history
    from workbench.evaluation.trend import trend

    folder = next((path.parent / "history" for path in _GATES if path.is_file()), None)
    past = [entry for entry in read_history(folder, name) if entry.fingerprint == fingerprint] if folder else []
    points = [(entry.recorded, f"{entry.recorded[:10]}, {entry.reason}", entry.scores) for entry in past]
    points = [point for point in points if point[0] <= evaluations[-1].at.isoformat()]
    points += [(view.at.isoformat(), _label(view), view.scores) for view in evaluations]
    points.sort(key=lambda point: point[0])
    return [
        trend(metric, [(label, scores[metric]) for _, label, scores in points if metric in scores])
        for metric in _TRENDS
        if metric in evaluations[-1].scores
    ]


def _label(view: EvaluationView) -> str:
    return f"{view.at:%Y-%m-%d %H:%M}, {view.author}"


def _visible(person: Person) -> Select[Evaluation]:
    query = select(Evaluation)
    if person.role is Role.ADMIN:
        return query
    return query.where(or_(Evaluation.is_upload.is_(False), Evaluation.author == person.name))


def _view(row: Evaluation) -> EvaluationView:
    return EvaluationView(row.id, row.testset, row.author, row.at, row.scores)


def _text(desk: Desk, name: str, data: bytes) -> tuple[str, str]:
    name = PurePath(name.replace("\\", "/")).name or f"upload{SUFFIX}"
    if len(data) > desk.settings.max_file_mb * 2**20:
        raise InputError(name, f"is larger than {desk.settings.max_file_mb} MiB")
    return name, decode(data, name)
