"""An adapter for learned metrics (COMET, Rei et al. 2020), which run in an environment of their own.

COMET needs libraries that do not go together with ours, so it is another Python that runs it: the setting
``comet_python`` names its interpreter. Segments go to it as one JSON object on standard input, scores come back on
standard output. Any script that speaks this protocol can stand in for COMET.
"""

import json
import subprocess
from collections.abc import Sequence
from importlib import resources
from typing import Any

from workbench.errors import UsageError
from workbench.evaluation.metrics import Figure
from workbench.settings import Settings


def learned_figure(
    sources: Sequence[str], hypotheses: Sequence[str], references: Sequence[str], settings: Settings
) -> Figure:
    """The score of COMET, times 100 as it is published.

    Raises UsageError if no interpreter is set, it is not there, or the metric cannot be had; says why in one line.
    """
    if not settings.comet_python:
        raise UsageError(
            "no learned metric: set comet_python (WORKBENCH_COMET_PYTHON) to the Python of an environment that has "
            "unbabel-comet"
        )
    request = {
        "model": settings.comet_model,
        "segments": [
            {"src": source, "mt": hypothesis, "ref": reference}
            for source, hypothesis, reference in zip(sources, hypotheses, references, strict=True)
        ],
    }
    script = resources.files("workbench.evaluation").joinpath("comet_script.py").read_text(encoding="utf-8")
    try:
        done = subprocess.run(
            [settings.comet_python, "-c", script],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise UsageError(f"comet_python {settings.comet_python} cannot be run: {error.strerror}") from None
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        raise UsageError(f"the learned metric failed in {settings.comet_python}: {reason}")
    return _figure(done.stdout, len(hypotheses), settings)


def _figure(output: str, size: int, settings: Settings) -> Figure:
    try:
        answer: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
        scores = [float(score) for score in answer["scores"]]
        signature = str(answer["signature"])
    except (ValueError, KeyError, TypeError, IndexError):
        raise UsageError(f"{settings.comet_python} gave no scores; its output is not the adapter's JSON") from None
    if len(scores) != size:
        raise UsageError(f"{settings.comet_python} gave {len(scores)} scores for {size} segments")
    return Figure("comet", 100 * sum(scores) / size if size else 0.0, signature)
