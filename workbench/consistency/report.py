"""Checking files from the first pair to the report: findings are spooled to disk while the scores are counted."""

import json
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import Any, TextIO

from workbench.consistency.model import Finding, Pair, Severity
from workbench.consistency.run import Checker
from workbench.consistency.scores import Scores

#: So many characters of findings are held in memory; more of them go to a temporary file.
_IN_MEMORY = 2**23

Record = dict[str, Any]


class Report:
    """The scores of a run and its findings, which can be read again and again. Close it when done."""

    def __init__(self, checker: Checker) -> None:
        self.scores = Scores(checker)
        self._spool: SpooledTemporaryFile[str] = SpooledTemporaryFile(  # noqa: SIM115  # closed by ``close``
            max_size=_IN_MEMORY, mode="w+", encoding="utf-8", errors="surrogatepass", newline="\n"
        )

    def close(self) -> None:
        """Remove the findings that were spooled."""
        self._spool.close()

    def add(self, finding: Finding) -> None:
        """Spool a finding."""
        self._spool.write(json.dumps(as_record(finding), ensure_ascii=False) + "\n")

    def findings(self) -> Iterator[Record]:
        """All findings in order, as the JSON report has them."""
        self._spool.seek(0)
        for line in self._spool:
            yield json.loads(line)

    @property
    def has_critical(self) -> bool:
        """Whether any critical finding was not accepted: what makes a check fail."""
        return self.scores.total.severities[Severity.CRITICAL] > 0

    def write_json(self, file: TextIO) -> None:
        """One object, ``scores`` and ``findings``; the findings are copied one by one."""
        file.write(f'{{"scores": {json.dumps(self.scores.as_json(), ensure_ascii=False, indent=1)},\n"findings": [')
        self._spool.seek(0)
        for number, line in enumerate(self._spool):
            file.write((",\n" if number else "\n") + line.rstrip("\n"))
        file.write("\n]}\n")


def check_pairs(pairs: Iterable[Pair], checker: Checker) -> Report:
    """Check all pairs; the findings are in the report, the pairs are not kept."""
    report = Report(checker)
    try:
        for checked in checker.check(pairs):
            report.scores.add(checked)
            for finding in checked.findings:
                report.add(finding)
    except BaseException:
        report.close()
        raise
    return report


def as_record(finding: Finding) -> Record:
    """A finding as plain data; spans are ``[start, end]`` in characters."""
    pair = finding.pair
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "document": pair.document,
        "segment": pair.segment,
        "source": pair.source,
        "target": pair.target,
        "message": finding.problem.message,
        "source_spans": [[*span] for span in finding.problem.source_spans],
        "target_spans": [[*span] for span in finding.problem.target_spans],
        "content": pair.content,
        "accepted": finding.accepted,
    }
