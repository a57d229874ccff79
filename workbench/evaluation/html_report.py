"""The gate's report as one HTML file: no network, no script, every text escaped, readable without colour."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib import resources

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from workbench.evaluation.gate import Verdict
from workbench.evaluation.history import Entry
from workbench.evaluation.metrics import LOWER_IS_BETTER
from workbench.evaluation.report import tested
from workbench.evaluation.trend import HEIGHT, WIDTH, Trend, trend
from workbench.terminal import shown

_PACKAGE = resources.files("workbench.evaluation")


def gate_html(verdicts: Sequence[Verdict], histories: Mapping[str, Sequence[Entry]]) -> str:
    """The report; ``histories`` has the past baselines of each test set by its name."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["shown"] = shown
    template = environment.from_string(_PACKAGE.joinpath("report.html.jinja").read_text(encoding="utf-8"))
    style = _PACKAGE.joinpath("report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return template.render(
        verdicts=verdicts,
        passed=all(verdict.passed for verdict in verdicts),
        trends={verdict.name: trends(verdict, histories.get(verdict.name, ())) for verdict in verdicts},
        tested=tested,
        lower_is_better=LOWER_IS_BETTER,
        width=WIDTH,
        height=HEIGHT,
        style=Markup(style),  # our own; a style element is raw text, and its hash must fit
        style_hash=Markup(f"'sha256-{digest}'"),
    )


def trends(verdict: Verdict, history: Sequence[Entry]) -> list[Trend]:
    """A trend for each metric that is limited: past baselines of the same test set, then this run.

    A test set that has changed begins a new line.
    """
    same = [entry for entry in history if entry.fingerprint == verdict.run.fingerprint]
    limited = dict.fromkeys(check.name.rsplit(" ", 1)[0] for check in verdict.checks)
    lines = []
    for name in limited:
        if name in verdict.run.figures:
            past = [
                (f"{entry.recorded[:10]}, {entry.reason}", entry.scores[name]) for entry in same if name in entry.scores
            ]
            lines.append(trend(name, [*past, ("this run", verdict.run.figures[name].score)]))
    return lines
