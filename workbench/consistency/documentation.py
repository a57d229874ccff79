"""docs/consistency-checks.md, from the docstrings of the checks."""

import sys

from workbench.consistency import run  # noqa: F401  # registers the checks
from workbench.consistency.model import Severity
from workbench.consistency.registry import CHECKS, Scope
from workbench.files import write_atomically

_COMPARED = {
    Scope.SEGMENT: "looks at a segment alone",
    Scope.DOCUMENT: "compares the segments of a document",
    Scope.PROJECT: "compares all segments of a run",
}


def documentation() -> str:
    """All checks in Markdown, the most severe first."""
    lines = [
        "# Consistency checks",
        "",
        "Made by `make docs` from the checks. [Severities and scores](consistency.md).",
        "",
    ]
    for severity in Severity:
        lines += [f"## {severity.value.capitalize()}", ""]
        for code in sorted(code for code, check in CHECKS.items() if check.severity is severity):
            check = CHECKS[code]
            lines += [f"### `{code}`", "", f"{check.documentation} It {_COMPARED[check.scope]}.", ""]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    write_atomically(sys.argv[1], documentation().encode())
