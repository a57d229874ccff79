"""The consistency page: the scores of a project, its pictures, and the findings, each a click from its segment."""

from typing import Any

from workbench.app.panel import Page
from workbench.consistency.picture import HeatMap
from workbench.errors import UsageError
from workbench.evaluation.trend import HEIGHT, WIDTH
from workbench.review import reporting
from workbench.review.desk import Desk
from workbench.review.documents import list_documents
from workbench.review.people import Person
from workbench.review.projects import get_project, list_projects

#: Findings that are sent at once; the page says how many more there are.
_LISTED = 500


def choices(desk: Desk, person: Person) -> Any:
    """The projects that can be looked at."""
    return list_projects(desk, person)


def report(desk: Desk, person: Person, project: int) -> dict[str, Any]:
    """Scores, pictures and findings of all translated segments of a project; or the task that counts them."""
    view = get_project(desk, person, project)
    found = reporting.finished_report(desk, person, project)
    if found is None:
        return {"project": view, "task": reporting.start_report(desk, person, project)}
    return {
        "project": view,
        "task": None,
        "at": found.at,
        "documents": {entry.name: entry.id for entry in list_documents(desk, person, project)},
        "corpus": found.scores["corpus"],
        "scores": found.scores["documents"],
        "checks": found.scores["checks"],
        "concepts": _shown(found.concepts),
        "trends": reporting.score_trends(desk, person, project),
        "size": (WIDTH, HEIGHT),
        **_some(found, ""),
    }


def state(desk: Desk, person: Person, key: str) -> Any:
    """How far the counting is."""
    return reporting.report_state(person, key)


def findings(desk: Desk, person: Person, project: int, check: str) -> dict[str, Any]:
    """The first findings of a check, or of all if it is empty."""
    return _some(_finished(desk, person, project), check)


def download(desk: Desk, person: Person, project: int) -> dict[str, Any]:
    """The report as a page that needs no network."""
    name = get_project(desk, person, project).name
    return {"name": f"consistency-{name}.html", "data": _finished(desk, person, project).html}


def _finished(desk: Desk, person: Person, project: int) -> reporting.ProjectReport:
    found = reporting.finished_report(desk, person, project)
    if found is None:
        raise UsageError("somebody changed the project meanwhile; load the page again")
    return found


def _some(found: reporting.ProjectReport, check: str) -> dict[str, Any]:
    chosen = [record for record in found.findings if check in ("", record["check"])]
    return {"findings": chosen[:_LISTED], "total": len(chosen)}


def _shown(picture: HeatMap) -> dict[str, Any]:
    rows = [{"concept": row.usage.concept, "legend": row.legend, "cells": row.cells} for row in picture.rows]
    left_out = {"concepts": picture.left_out_concepts, "documents": picture.left_out_documents}
    return {"documents": picture.documents, "rows": rows, "left_out": left_out}


_FUNCTIONS = (choices, report, state, findings, download)
PAGE = Page("Consistency", "consistency", ("consistency.js",), {function.__name__: function for function in _FUNCTIONS})
