"""The report as one HTML page that needs no network: pictures in SVG, scores, and the findings.

Every text is escaped by Jinja; the page has no script, and its Content Security Policy (CSP level 2) allows no style
but its own, by its hash.
"""

import base64
import hashlib
from collections.abc import Sequence
from importlib import resources
from itertools import islice, pairwise
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from workbench.consistency.model import Severity
from workbench.consistency.picture import heat_map, trend
from workbench.consistency.registry import CHECKS
from workbench.consistency.report import Report
from workbench.documents.side_by_side import visible

#: A page with more findings is slow to open; the JSON report has them all.
MOST_FINDINGS = 2000


def as_html(report: Report) -> str:
    """The report as a page (UTF-8)."""
    style = _resource("report.css")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"visible": visible, "pieces": _pieces, "share": _share}
    scores = report.scores
    total = sum(scores.total.severities.values()) + scores.total.accepted
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.from_string(_resource("report.html.jinja")).render(
        style=Markup(style),
        style_hash=f"'sha256-{digest}'",
        scores=scores,
        total=scores.total,
        figures=scores.total.as_json(),
        map=heat_map(scores),
        points=trend(scores),
        severities=list(Severity),
        checks=CHECKS,
        findings=islice(report.findings(), MOST_FINDINGS),
        left_out=max(0, total - MOST_FINDINGS),
    )


def _pieces(text: str, spans: Sequence[Sequence[int]]) -> list[tuple[str, bool]]:
    """The text in stretches, and whether each lies in one of the spans."""
    edges = sorted({0, len(text), *(min(max(edge, 0), len(text)) for span in spans for edge in span)})
    return [
        (visible(text[start:end]), any(span[0] <= start and end <= span[1] for span in spans))
        for start, end in pairwise(edges)
    ]


def _share(value: Any) -> str:
    """A score as it is read: three places, or a dash where there is none."""
    return "–" if value is None else f"{value:.3f}"


def _resource(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")
