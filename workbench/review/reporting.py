"""The consistency report of a project: counted in the background, kept until something changes; how its scores went."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from threading import Lock
from typing import Any

from sqlalchemy import select

from workbench.consistency.html_report import as_html
from workbench.consistency.picture import HeatMap, heat_map
from workbench.consistency.report import Record
from workbench.evaluation.trend import Trend, trend
from workbench.review.access import find_project
from workbench.review.desk import Desk
from workbench.review.findings import project_report
from workbench.review.people import Person
from workbench.review.tasks import Progress, Task, Tasks
from workbench.store.columns import now
from workbench.store.tables import Document, ScorePoint

#: Reports that are kept, and findings of each; the HTML report has more of them.
_MOST, _FINDINGS = 8, 5_000
#: The scores that are remembered of the project and of each document.
_REMEMBERED = ("score", "term_success_rate", "number_fidelity", "name_fidelity", "segments")

_Key = tuple[str, int, str]


@dataclass(frozen=True)
class ProjectReport:
    """What a project scored: ``scores`` as ``workbench check --format json`` gives them, ``html`` for downloading."""

    at: datetime
    scores: dict[str, Any]
    concepts: HeatMap
    findings: Sequence[Record]
    html: bytes


_tasks = Tasks[bool]("consistency report", most=50, at_once=1)
_reports: OrderedDict[_Key, ProjectReport] = OrderedDict()
_lock = Lock()


def finished_report(desk: Desk, person: Person, project_id: int) -> ProjectReport | None:
    """The report of a project as it is now; None if it has to be counted first. Raises NotFound, GlossaryError."""
    with _lock:
        return _reports.get(_key(desk, person, project_id))


def start_report(desk: Desk, person: Person, project_id: int) -> str:
    """Begin to count; gives the key of the task. Raises NotFound, GlossaryError."""
    _key(desk, person, project_id)
    return _tasks.start(person, f"project {project_id}", lambda progress: _count(desk, person, project_id, progress))


def report_state(person: Person, key: str) -> Task[bool]:
    """How far the counting is. Raises NotFound."""
    return _tasks.find(person, key)


def score_trends(desk: Desk, person: Person, project_id: int) -> dict[str, Trend]:
    """How the scores (in per cent) of the documents went, by name, and that of the project as "". Raises NotFound."""
    with desk.store.read() as session:
        find_project(session, person, project_id)
        points = session.scalars(
            select(ScorePoint).where(ScorePoint.project_id == project_id).order_by(ScorePoint.id)
        ).all()
    series: dict[str, list[tuple[str, float]]] = {}
    for point in points:
        for name, scores in {"": point.scores["corpus"], **point.scores["documents"]}.items():
            series.setdefault(name, []).append((f"{point.at:%Y-%m-%d %H:%M}", 100 * scores["score"]))
    return {name: trend("score", scores) for name, scores in series.items()}


def _key(desk: Desk, person: Person, project_id: int) -> _Key:
    """What a report is of: the project, and the hash of everything that the report depends on."""
    with desk.store.read() as session:
        project = find_project(session, person, project_id)
        columns = select(Document.id, Document.name, Document.revision).where(Document.project_id == project_id)
        documents = [tuple(row) for row in session.execute(columns.order_by(Document.id))]
        session.expunge_all()
    parts = documents, desk.glossary(project.glossary).fingerprint
    return desk.store.address, project_id, hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _count(desk: Desk, person: Person, project_id: int, progress: Progress) -> bool:
    """Count, unless somebody else's task has done it meanwhile."""
    key = _key(desk, person, project_id)
    with _lock:
        if key in _reports:
            return True
    with closing(project_report(desk, person, project_id, progress)) as counted:
        found = ProjectReport(
            now(),
            counted.scores.as_json(),
            heat_map(counted.scores),
            list(islice(counted.findings(), _FINDINGS)),
            as_html(counted).encode("utf-8", "replace"),
        )
    _remember(desk, project_id, key[2], found.scores)
    with _lock:
        _reports[key] = found
        while len(_reports) > _MOST:
            _reports.popitem(last=False)
    return True


def _remember(desk: Desk, project_id: int, state: str, scores: dict[str, Any]) -> None:
    """Keep the scores, unless they are of the same state as those before."""
    if not scores["documents"]:
        return
    documents = {one["document"]: _kept(one) for one in scores["documents"]}
    point = ScorePoint(
        project_id=project_id, state=state, scores={"corpus": _kept(scores["corpus"]), "documents": documents}
    )
    latest = select(ScorePoint.state).where(ScorePoint.project_id == project_id).order_by(ScorePoint.id.desc())
    with desk.store.write() as session:
        if session.scalar(latest.limit(1)) != state:
            session.add(point)


def _kept(scores: dict[str, Any]) -> dict[str, Any]:
    return {name: scores[name] for name in _REMEMBERED}
