"""The consistency page: the scores of a project, its pictures, and the findings, each a click from its segment."""

from contextlib import closing
from itertools import islice
from typing import Any

from workbench.app.panel import Page
from workbench.consistency.html_report import as_html
from workbench.consistency.picture import HeatMap, heat_map
from workbench.review.desk import Desk
from workbench.review.documents import list_documents
from workbench.review.findings import project_report
from workbench.review.people import Person
from workbench.review.projects import get_project, list_projects

#: Findings that are sent; the page says how many more there are, and the HTML report has all of them.
_LISTED = 500


def choices(desk: Desk, person: Person) -> Any:
    """The projects that can be looked at."""
    return list_projects(desk, person)


def report(desk: Desk, person: Person, project: int) -> dict[str, Any]:
    """Scores, pictures and findings of all translated segments of a project, checked now."""
    view = get_project(desk, person, project)
    with closing(project_report(desk, person, project)) as found:
        records = list(islice(found.findings(), _LISTED))
        scores = found.scores.as_json()
        return {
            "project": view,
            "documents": {entry.name: entry.id for entry in list_documents(desk, person, project)},
            "corpus": scores["corpus"],
            "scores": scores["documents"],
            "concepts": _shown(heat_map(found.scores)),
            "findings": records,
            "total": sum(scores["checks"].values()),
            "checks": scores["checks"],
        }


def download(desk: Desk, person: Person, project: int) -> dict[str, Any]:
    """The report as a page that needs no network."""
    name = get_project(desk, person, project).name
    with closing(project_report(desk, person, project)) as found:
        return {"name": f"consistency-{name}.html", "data": as_html(found).encode("utf-8", "replace")}


def _shown(picture: HeatMap) -> dict[str, Any]:
    rows = [{"concept": row.usage.concept, "legend": row.legend, "cells": row.cells} for row in picture.rows]
    left_out = {"concepts": picture.left_out_concepts, "documents": picture.left_out_documents}
    return {"documents": picture.documents, "rows": rows, "left_out": left_out}


_FUNCTIONS = (choices, report, download)
PAGE = Page("Consistency", "consistency", ("consistency.js",), {function.__name__: function for function in _FUNCTIONS})
