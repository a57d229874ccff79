"""The evaluation page: running test sets, what they give against the baseline, the trend, and the worst segments."""

from typing import Any

from workbench.app.panel import Page
from workbench.app.projects import settings_of
from workbench.app.uploads import uploaded
from workbench.evaluation.testset import known_testsets
from workbench.evaluation.trend import HEIGHT, WIDTH
from workbench.review import evaluating, projects
from workbench.review.desk import Desk
from workbench.review.people import Person, Role
from workbench.review.word_diff import word_diff
from workbench.translation.mode import Mode


def overview(desk: Desk, person: Person) -> dict[str, Any]:
    """The evaluations that there are, those that are going on, and what a new one can be made with."""
    offered = projects.choices(desk)
    return {
        "may_run": person.role is not Role.TRANSLATOR,
        "person": person,
        "evaluations": evaluating.list_evaluations(desk, person),
        "running": [{"key": key, **_state(task)} for key, task in evaluating.running(person)],
        "testsets": list(known_testsets()),
        "offered": {"glossary": offered.glossaries, "model": offered.models, "memory": ("", *offered.memories)},
        "modes": list(Mode),
        "defaults": projects.default_settings(desk),
        "most_megabytes": desk.settings.max_file_mb,
    }


def start(desk: Desk, person: Person, testset: str, files: list, settings: dict) -> str:  # type: ignore[type-arg]
    """Begin to evaluate a test set, or an upload of one or two ``files``, ``{"name", "content"}`` each."""
    wanted = settings_of(settings)
    if not files:
        return evaluating.start_evaluation(desk, person, testset, wanted)
    uploads = [uploaded(file) for file in files]
    return evaluating.start_uploaded(desk, person, uploads, wanted)


def state(desk: Desk, person: Person, key: str) -> dict[str, Any]:
    """How far an evaluation is."""
    return _state(evaluating.evaluation_state(person, key))


def cancel(desk: Desk, person: Person, key: str) -> None:
    """Give an evaluation up."""
    evaluating.cancel_evaluation(person, key)


def show(desk: Desk, person: Person, evaluation: int) -> dict[str, Any]:
    """An evaluation: its figures with those of the baseline, trends as points of a picture, the worst segments."""
    from workbench.evaluation.metrics import LOWER_IS_BETTER  # needs sacreBLEU, which is optional

    found = evaluating.get_evaluation(desk, person, evaluation)
    worst = [
        {**one, "difference": word_diff(one["hypothesis"], one["reference"])} for one in found.report.get("worst", ())
    ]
    compared = found.report["comparison"] or {"moved": []}
    moved = [{**one, "difference": word_diff(one["baseline"], one["system"])} for one in compared["moved"]]
    return {
        "evaluation": found.view,
        "report": {**found.report, "worst": worst, "comparison": {**compared, "moved": moved}},
        "trends": {line.metric: line for line in found.trends},
        "size": (WIDTH, HEIGHT),
        "lower_is_better": LOWER_IS_BETTER,
    }


def download(desk: Desk, person: Person, evaluation: int) -> Any:
    """The run as a file that ``workbench eval compare`` reads."""
    return evaluating.evaluation_run(desk, person, evaluation)


def remove(desk: Desk, person: Person, evaluation: int) -> None:
    """Remove an evaluation."""
    evaluating.remove_evaluation(desk, person, evaluation)


def _state(task: Any) -> dict[str, Any]:
    return {"name": task.name, "done": task.done, "total": task.total, "evaluation": task.value, "error": task.error}


_FUNCTIONS = (overview, start, state, cancel, show, download, remove)
PAGE = Page("Evaluation", "evaluation", ("evaluation.js",), {function.__name__: function for function in _FUNCTIONS})
