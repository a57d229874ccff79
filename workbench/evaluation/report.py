"""Reports for logs and machines: text, JSON, JUnit XML, and Markdown for a pull request's summary."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any
from xml.etree import ElementTree

from workbench.evaluation.comparison import Comparison, Difference, Moved
from workbench.evaluation.gate import Verdict
from workbench.evaluation.metrics import LOWER_IS_BETTER
from workbench.evaluation.ruin import Ruin
from workbench.evaluation.runs import Run
from workbench.terminal import shown

#: Characters that XML 1.0 cannot hold.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: So many ruined and moved segments are shown in text; all of them are in the JSON.
SHOWN = 20


def run_text(run: Run) -> Iterator[str]:
    """A run's figures, one a line, each with its signature."""
    yield shown(f"{run.testset} {run.fingerprint}: {len(run.hypotheses)} segments; {run.signature}")
    for figure in run.figures.values():
        of = f" of {figure.total}" if figure.total is not None else ""
        yield shown(f"  {figure.name:12}{figure.score:7.2f}{of:10}  {figure.signature}")
    if run.speed and run.seconds:
        memory = f", peak memory {run.peak_mb:.0f} MB" if run.peak_mb else ""
        yield f"  {run.seconds:.1f} s, {run.speed:.1f} segments a second{memory}"


def run_json(run: Run) -> dict[str, Any]:
    """A run's figures without its segments."""
    return {
        "testset": run.testset,
        "fingerprint": run.fingerprint,
        "signature": run.signature,
        "segments": len(run.hypotheses),
        "seconds": run.seconds,
        "peak_mb": run.peak_mb,
        "figures": {figure.name: asdict(figure) for figure in run.figures.values()},
        "documents": run.documents,
    }


def comparison_text(comparison: Comparison, size: int) -> Iterator[str]:
    """A comparison: metrics with significance, slices, and the segments that moved most with both outputs."""
    yield f"{comparison.changed} of {size} segments differ"
    yield f"  {'metric':12}{'baseline':>9}{'system':>9}{'change':>8}{'±95%':>7}{'p':>8}"
    for item in comparison.differences:
        change = item.system - item.baseline
        note = " (less is better)" if item.metric in LOWER_IS_BETTER else ""
        yield (
            f"  {item.metric:12}{item.baseline:9.2f}{item.system:9.2f}{change:+8.2f}{item.interval:7.2f}"
            f"{item.p_value:8.3f}{note}"
        )
    yield "  slices (chrF): " + "; ".join(
        f"{part.name} [{part.size}] {part.baseline:.1f} → {part.system:.1f}" for part in comparison.slices
    )
    for moved in comparison.moved:
        yield from _moved_text(moved)


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison as plain data."""
    return {
        "changed": comparison.changed,
        "differences": [asdict(item) for item in comparison.differences],
        "slices": [asdict(item) for item in comparison.slices],
        "moved": [
            {
                "segment": moved.position + 1,
                "document": moved.segment.document,
                "source": moved.segment.source,
                "reference": moved.segment.reference,
                "baseline": moved.baseline,
                "system": moved.system,
                "before": moved.before,
                "after": moved.after,
            }
            for moved in comparison.moved
        ],
    }


def gate_text(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """What failed first, then all that was looked at, for a log."""
    for verdict in verdicts:
        run = verdict.run
        word = "PASS" if verdict.passed else "FAIL"
        yield shown(f"{word} {verdict.name}: {len(run.hypotheses)} segments; {run.signature}")
        for check in sorted(verdict.checks, key=lambda check: check.passed):
            yield shown(f"  {'ok  ' if check.passed else 'FAIL'} {check.name}: {check.reason}")
        for ruin in verdict.ruins[:SHOWN]:
            yield from _ruin_text(verdict, ruin)
        if len(verdict.ruins) > SHOWN:
            yield f"  FAIL and {len(verdict.ruins) - SHOWN} more ruined segments"
        if verdict.known:
            yield f"  warning: {_known(verdict)}"
        for note in verdict.notes:
            yield shown(f"  note: {note}")
        if verdict.comparison and not verdict.passed:
            for moved in verdict.comparison.moved[:3]:
                yield from _moved_text(moved)
    yield "quality gate: " + ("passed" if all(verdict.passed for verdict in verdicts) else "FAILED")


def gate_json(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Everything about the verdicts as plain data."""
    return {
        "passed": all(verdict.passed for verdict in verdicts),
        "test_sets": [
            {
                "name": verdict.name,
                "passed": verdict.passed,
                "run": run_json(verdict.run),
                "baseline": run_json(verdict.baseline) if verdict.baseline else None,
                "checks": [asdict(check) for check in verdict.checks],
                "ruined": [_ruin_json(verdict, ruin) for ruin in verdict.ruins],
                "known": [_ruin_json(verdict, ruin) for ruin in verdict.known],
                "comparison": comparison_json(verdict.comparison) if verdict.comparison else None,
                "notes": list(verdict.notes),
            }
            for verdict in verdicts
        ],
    }


def gate_junit(verdicts: Sequence[Verdict]) -> bytes:
    """JUnit XML as Jenkins, GitLab and GitHub actions read it: a suite for each test set, a case for each check."""
    suites = ElementTree.Element("testsuites", name="quality gate")
    for verdict in verdicts:
        failures = sum(not check.passed for check in verdict.checks) + bool(verdict.ruins)
        suite = ElementTree.SubElement(
            suites,
            "testsuite",
            name=_xml(verdict.name),
            tests=str(len(verdict.checks) + 1),
            failures=str(failures),
            time=f"{verdict.run.seconds or 0:.1f}",
        )
        for check in verdict.checks:
            case = ElementTree.SubElement(suite, "testcase", classname=_xml(verdict.name), name=_xml(check.name))
            if not check.passed:
                ElementTree.SubElement(case, "failure", message=_xml(check.reason))
        case = ElementTree.SubElement(suite, "testcase", classname=_xml(verdict.name), name="no ruined segment")
        if verdict.ruins:
            lines = [line for ruin in verdict.ruins for line in _ruin_text(verdict, ruin)]
            message = f"{len(verdict.ruins)} newly ruined segments"
            ElementTree.SubElement(case, "failure", message=message).text = _xml("\n".join(lines))
    ElementTree.indent(suites)
    document: bytes = ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True)
    return document


def gate_markdown(verdicts: Sequence[Verdict]) -> str:
    """A summary for a pull request: verdict, table of metrics, what failed and why, the segments that moved."""
    passed = all(verdict.passed for verdict in verdicts)
    lines = [f"## Quality gate: {'passed' if passed else 'FAILED'}", ""]
    for verdict in verdicts:
        lines += [f"### {as_markdown(verdict.name)}: {'pass' if verdict.passed else 'FAIL'}", ""]
        lines += [
            f"- **FAIL** {as_markdown(check.name)}: {as_markdown(check.reason)}"
            for check in verdict.checks
            if not check.passed
        ]
        lines += [f"- **FAIL** {_ruin_md(verdict, ruin)}" for ruin in verdict.ruins[:SHOWN]]
        if len(verdict.ruins) > SHOWN:
            lines.append(f"- **FAIL** and {len(verdict.ruins) - SHOWN} more ruined segments")
        lines += [f"- note: {as_markdown(note)}" for note in verdict.notes]
        lines += [f"- known weaknesses: {as_markdown(_known(verdict))}"] if verdict.known else []
        lines += [
            "",
            "| metric | baseline | now | change | p |",
            "|---|---:|---:|---:|---:|",
            *_metric_rows(verdict),
            "",
        ]
        lines += _moved_md(verdict.comparison.moved[:5]) if verdict.comparison else []
    return "\n".join(lines) + "\n"


def tested(verdict: Verdict, metric: str) -> Difference | None:
    """The tested difference of a metric, if there is one."""
    differences = verdict.comparison.differences if verdict.comparison else ()
    return next((item for item in differences if item.metric == metric), None)


def _metric_rows(verdict: Verdict) -> Iterator[str]:
    for name, figure in verdict.run.figures.items():
        before = verdict.baseline.figures.get(name) if verdict.baseline else None
        difference = tested(verdict, name)
        old = f"{before.score:.2f}" if before else ""
        change = f"{figure.score - before.score:+.2f}" if before else ""
        chance = f"{difference.p_value:.3f}" if difference else ""
        yield f"| {name} | {old} | {figure.score:.2f} | {change} | {chance} |"


def _known(verdict: Verdict) -> str:
    kinds = sorted({ruin.kind.value for ruin in verdict.known})
    return f"{len(verdict.known)} ruined segments that the baseline has too ({', '.join(kinds)})"


def _ruin_text(verdict: Verdict, ruin: Ruin) -> Iterator[str]:
    segment = verdict.demands.testset.segments[ruin.position]
    yield shown(f"  FAIL segment {ruin.position + 1} ({segment.document}): {ruin.kind}: {ruin.reason}")
    yield shown(f"       source: {segment.source}")
    yield shown(f"       target: {verdict.run.hypotheses[ruin.position]}")


def _ruin_json(verdict: Verdict, ruin: Ruin) -> dict[str, Any]:
    segment = verdict.demands.testset.segments[ruin.position]
    return {
        "segment": ruin.position + 1,
        "document": segment.document,
        "kind": ruin.kind.value,
        "reason": ruin.reason,
        "source": segment.source,
        "target": verdict.run.hypotheses[ruin.position],
    }


def _ruin_md(verdict: Verdict, ruin: Ruin) -> str:
    target = verdict.run.hypotheses[ruin.position]
    return f"segment {ruin.position + 1}: {ruin.kind}: {as_markdown(ruin.reason)}<br>target: {as_markdown(target)}"


def _moved_text(moved: Moved) -> Iterator[str]:
    where = f"segment {moved.position + 1} ({moved.segment.document})"
    yield shown(f"  {where}: chrF {moved.before:.1f} → {moved.after:.1f}")
    for name, text in (
        ("source", moved.segment.source),
        ("reference", moved.segment.reference),
        ("baseline", moved.baseline),
        ("system", moved.system),
    ):
        yield shown(f"    {name:10}{text}")


def _moved_md(moved: Sequence[Moved]) -> list[str]:
    if not moved:
        return []
    rows = [
        f"| {item.position + 1} | {item.before:.1f} → {item.after:.1f} | {as_markdown(item.segment.source)} "
        f"| {as_markdown(item.baseline)} | {as_markdown(item.system)} |"
        for item in moved
    ]
    return [
        "Segments that moved most:",
        "",
        "| segment | chrF | source | baseline | now |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ]


def as_markdown(text: str) -> str:
    """Text that Markdown and the HTML in it leave as it is, on one line."""
    text = shown(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+!|~@])", lambda match: f"&#{ord(match[1])};", text)


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def as_json(data: dict[str, Any]) -> bytes:
    """One JSON object, indented."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")
