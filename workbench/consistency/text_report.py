"""The report for a terminal."""

from collections.abc import Iterator

from workbench.consistency.registry import CHECKS
from workbench.consistency.report import Report
from workbench.consistency.scores import Tally
from workbench.consistency.usage import ConceptUsage
from workbench.terminal import shown

#: A terminal is no place for longer lists; JSON and HTML have everything.
_MOST_CONCEPTS = 20
_MOST_DOCUMENTS = 30


def as_text(report: Report, *, with_cosmetic: bool = False) -> Iterator[str]:
    """The findings, the varying concepts and the scores, line by line; nothing in them moves a terminal."""
    for finding in report.findings():
        if finding["severity"] == "cosmetic" and not with_cosmetic:
            continue
        state = f" (accepted: {finding['accepted']})" if finding["accepted"] else ""
        where = f"{finding['document']}:{finding['segment']}: {finding['severity']} {finding['check']}"
        yield shown(f"{where}: {finding['message']}{state}")
        yield shown(f"    {finding['source']}")
        yield shown(f"    {finding['target']}")
    yield from _concepts(report)
    yield from _checks(report)
    yield from _documents(report)
    yield shown(f"signature {report.scores.signature}")


def _concepts(report: Report) -> Iterator[str]:
    varying = report.scores.usage.varying()
    if not varying:
        return
    yield ""
    yield "Concepts with more than one rendering"
    for usage in varying[:_MOST_CONCEPTS]:
        yield from map(shown, _concept(usage))
    if len(varying) > _MOST_CONCEPTS:
        yield f"  and {len(varying) - _MOST_CONCEPTS} more (--format json has them)"


def _concept(usage: ConceptUsage) -> Iterator[str]:
    renderings = ", ".join(f"“{rendering.text}” {rendering.count}" for rendering in usage.used)
    yield f"  {usage.concept}: {renderings} (dominant {usage.share:.0%}, entropy {usage.entropy:.2f} bits)"
    if usage.deviations:
        first = usage.deviations[0]
        yield f"    first other rendering: “{first.text}” in {first.first}"


def _checks(report: Report) -> Iterator[str]:
    counts = report.scores.total.checks
    if counts:
        yield ""
        yield f"{'check':24}{'severity':12}{'findings':>8}"
        for code in CHECKS:
            if counts[code]:
                yield f"{code:24}{CHECKS[code].severity:12}{counts[code]:8}"


def _documents(report: Report) -> Iterator[str]:
    yield ""
    yield f"{'score':>6}{'terms':>7}{'numbers':>9}{'names':>7}{'segments':>10}{'accepted':>10}  document"
    documents = list(report.scores.documents.items())
    for name, tally in documents[:_MOST_DOCUMENTS]:
        yield shown(_scores(name, tally))
    if len(documents) > _MOST_DOCUMENTS:
        yield f"  and {len(documents) - _MOST_DOCUMENTS} more documents"
    if len(documents) > 1:
        yield _scores("all documents", report.scores.total)
    consistency = report.scores.usage.consistency
    if consistency is not None:
        yield f"term consistency {consistency:.3f}"


def _scores(name: str, tally: Tally) -> str:
    figures = tally.as_json()
    shares = (figures["term_success_rate"], figures["number_fidelity"], figures["name_fidelity"])
    terms, numbers, names = ("-" if share is None else f"{share:.3f}" for share in shares)
    counts = f"{tally.segments:10}{tally.accepted:10}"
    return f"{tally.score:6.3f}{terms:>7}{numbers:>9}{names:>7}{counts}  {name}"
