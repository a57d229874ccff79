"""Findings as lines of text for people, as one JSON object for CI, and the checks as documentation."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from workbench.glossary.hygiene.registry import CHECKS, Finding, Severity
from workbench.glossary.hygiene.run import AppliedFix
from workbench.terminal import shown


def as_text(
    file: str, findings: Sequence[Finding], applied: Sequence[AppliedFix], *, with_info: bool = True
) -> Iterator[str]:
    """A line for each fix and each finding, ``FILE:LINE: SEVERITY CODE: ...``, and a summary.

    Without ``with_info`` what is for information is only counted.
    """
    for fix in applied:
        yield shown(f'{file}:{fix.line}: fixed {fix.code}: "{fix.term}": {fix.fix}')
    for finding in findings:
        if finding.severity is Severity.INFO and not with_info:
            continue
        where = f"{file}:{finding.line}: {finding.severity} {finding.code}"
        term = f'{finding.concept}: {finding.language} "{finding.term}"'
        yield shown(f"{where}: {term}: {finding.message}; {finding.mend}")
    yield _summary(findings)


def as_json(file: str, findings: Sequence[Finding], applied: Sequence[AppliedFix]) -> str:
    """One object: the counts by severity, the findings, and the fixes that were made."""
    counts = Counter(finding.severity for finding in findings)
    report = {
        "glossary": file,
        "counts": {severity.value: counts[severity] for severity in Severity},
        "findings": [_finding(finding) for finding in findings],
        "fixed": [{"code": fix.code, "line": fix.line, "term": fix.term, "fix": str(fix.fix)} for fix in applied],
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def documentation() -> str:
    """The table of all checks, in Markdown, for docs/glossary-hygiene.md."""
    rows = (
        f"| `{check.code}` | {check.severity} | {'yes' if check.has_fixes else ''} | {check.documentation} |\n"
        for check in sorted(CHECKS.values(), key=lambda check: (list(Severity).index(check.severity), check.code))
    )
    return "| code | severity | `--fix` | what it finds |\n|---|---|---|---|\n" + "".join(rows).replace("`|`", "`\\|`")


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "concept": finding.concept,
        "language": finding.language,
        "term": finding.term,
        "line": finding.line,
        "message": finding.message,
        "mend": finding.mend,
        "fix": str(finding.fix) if finding.fix else None,
    }


def _summary(findings: Iterable[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    errors, warnings, information = (counts[severity] for severity in Severity)
    return f"{errors} errors, {warnings} warnings, {information} for information"
