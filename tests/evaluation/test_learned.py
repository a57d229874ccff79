"""The adapter for learned metrics, with a script that stands in for the other environment's Python."""

import dataclasses
import sys
from pathlib import Path

import pytest

from workbench.errors import UsageError
from workbench.evaluation.learned import learned_figure

TEXTS = (["Ja.", "Nee."], ["Yes.", "No."], ["Yes.", "No."])


def interpreter(folder: Path, body: str) -> str:
    """An executable that ignores the script it is given and runs ``body`` instead."""
    path = folder / "python"
    path.write_text(f"#!{sys.executable}\nimport json, sys\n{body}\n")
    path.chmod(0o755)
    return str(path)


def figure(settings, folder: Path, body: str):
    return learned_figure(*TEXTS, dataclasses.replace(settings, comet_python=interpreter(folder, body)))


def test_scores_come_back_with_their_signature(settings, tmp_path):
    body = """
request = json.load(sys.stdin)
assert request["segments"][1] == {"src": "Nee.", "mt": "No.", "ref": "No."}
print("some library's greeting")
print(json.dumps({"scores": [0.5, 0.7], "signature": "comet:9|model:" + request["model"]}))
"""
    found = figure(settings, tmp_path, body)
    assert found.score == pytest.approx(60.0)
    assert found.signature == f"comet:9|model:{settings.comet_model}"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("sys.exit('no such model')", "no such model"),
        ("print('hello')", "gave no scores"),
        ("pass", "gave no scores"),
        ("print(json.dumps({'scores': [1.0], 'signature': 's'}))", "1 scores for 2 segments"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(settings, tmp_path, body, words):
    with pytest.raises(UsageError) as refused:
        figure(settings, tmp_path, body)
    assert words in str(refused.value) and "\n" not in str(refused.value)


def test_its_absence_is_said_plainly(settings):
    with pytest.raises(UsageError, match="set comet_python"):
        learned_figure(*TEXTS, settings)
    with pytest.raises(UsageError, match="cannot be run: No such file"):
        learned_figure(*TEXTS, dataclasses.replace(settings, comet_python="/nowhere/python"))
    with pytest.raises(UsageError, match="unbabel-comet is not installed there"):
        learned_figure(*TEXTS, dataclasses.replace(settings, comet_python=sys.executable))
