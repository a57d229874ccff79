"""``workbench eval`` as its users call it: arguments, streams, exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.resources import bundled

GATE = "metrics.chrf = { floor = 20.0, drop = 0.5 }\n"


def workbench(*arguments: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "workbench", "eval", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=folder,
        env={**os.environ, "WORKBENCH_THREADS": "1", "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a gate over two short segments, and an output for them."""
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "few.nl-en.tsv").write_text(
        "source\treference\tdocument\nDe premier vertrok.\tThe Prime Minister left.\td\n"
        "De vlucht is geannuleerd.\tThe flight has been cancelled.\td\n"
    )
    (tmp_path / "eval" / "gate.toml").write_text(f'[few]\ntestset = "few.nl-en.tsv"\nbaseline = "few.json"\n{GATE}')
    (tmp_path / "good.txt").write_text("The Prime Minister left.\nThe flight was cancelled.\n")
    (tmp_path / "bad.txt").write_text("The envoy left.\n\n")
    return tmp_path


def test_from_run_to_gate(project):
    run = workbench(
        "run", "--testset", project / "eval" / "few.nl-en.tsv", "-o", project / "run.json", "--format", "json"
    )
    assert run.returncode == 0, run.stderr
    figures = json.loads(run.stdout)["figures"]
    assert set(figures) >= {"bleu", "chrf", "chrf++", "ter", "terms", "numbers", "names", "consistency"}
    assert all(figure["signature"] for figure in figures.values())

    update = workbench("baseline", "update", "--reason", "first", "--hypotheses", "few=run.json", folder=project)
    assert update.returncode == 0, update.stderr
    listed = workbench("baseline", "list", folder=project)
    assert "few: 1 baselines" in listed.stdout and "first" in listed.stdout

    passed = workbench("gate", "--hypotheses", "few=run.json", folder=project)
    assert (passed.returncode, passed.stdout.splitlines()[-1]) == (0, "quality gate: passed"), passed.stdout
    failed = workbench("gate", "--hypotheses", "few=bad.txt", "--report", "out", folder=project)
    assert failed.returncode == 1
    assert "term lost" in failed.stdout and "empty" in failed.stdout
    assert {path.name for path in (project / "out").iterdir()} >= {"gate.html", "gate.json", "gate.md", "gate.xml"}

    compared = workbench("compare", "run.json", "bad.txt", "--testset", "eval/few.nl-en.tsv", folder=project)
    assert compared.returncode == 0, compared.stderr
    assert "2 of 2 segments differ" in compared.stdout and "The envoy left." in compared.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "--testset", "nonsense"), "nonsense: no such test set"),
        (("run", "--testset", "good.txt"), "good.txt: line 1: columns"),
        (("run", "--testset", "eval/few.nl-en.tsv", "--hypotheses", "absent.txt"), "absent.txt: no such file"),
        (("compare", "good.txt", "bad.txt"), "--testset"),
        (("compare", "run.json", "bad.txt"), "run.json: no such file"),
        (("gate", "--config", "absent.toml"), "absent.toml: no such file"),
        (("gate", "--only", "nonsense"), "the gate has no such test set"),
        (("gate", "--hypotheses", "good.txt"), "write NAME=FILE"),
        (("baseline", "update", "--reason", " "), "needs a reason"),
        (("gate", "--model", "nonsense"), "nonsense"),
    ],
)
def test_bad_usage_is_one_line_and_status_two(project, arguments, words):
    result = workbench(*arguments, folder=project)
    assert result.returncode == 2
    assert words in result.stderr and len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert result.stdout == ""


def test_a_learned_metric_that_is_absent_is_said_plainly(project):
    arguments = ("run", "--testset", "eval/few.nl-en.tsv", "--hypotheses", "good.txt", "--comet")
    result = workbench(*arguments, folder=project)
    assert result.returncode == 2 and "set comet_python" in result.stderr


def test_the_bundled_names_are_found(tmp_path):
    assert (bundled("eval") / "testsets" / "main.nl-en.tsv").is_file()
    output = tmp_path / "out.txt"
    lines = (bundled("eval") / "testsets" / "samples.nl-en.tsv").read_text(encoding="utf-8").splitlines()[1:]
    output.write_text("".join(line.split("\t")[1] + "\n" for line in lines), encoding="utf-8")
    result = workbench("run", "--testset", "samples", "--hypotheses", output, folder=tmp_path)
    assert result.returncode == 0 and "chrf          100.00" in result.stdout
