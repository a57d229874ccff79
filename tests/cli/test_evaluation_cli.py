"""``workbench eval`` as its users call it: arguments, streams, exit status."""

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from result import Result

from workbench.resources import bundled

GATE = "metrics.chrf = { floor = 20.0, drop = 0.5 }\n"


@pytest.fixture
def evaluate(workbench, monkeypatch) -> Callable[..., Result]:
    """Runs ``workbench eval`` in the test's own folder."""
    monkeypatch.setenv("WORKBENCH_THREADS", "1")
    return partial(workbench, "eval")


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


def test_from_run_to_gate(evaluate, project):
    run = evaluate(
        "run", "--testset", project / "eval" / "few.nl-en.tsv", "-o", project / "run.json", "--format", "json"
    )
    assert run.status == 0, run.err
    figures = json.loads(run.out)["figures"]
    assert set(figures) >= {"bleu", "chrf", "chrf++", "ter", "terms", "numbers", "names", "consistency"}
    assert all(figure["signature"] for figure in figures.values())

    update = evaluate("baseline", "update", "--reason", "first", "--hypotheses", "few=run.json")
    assert update.status == 0, update.err
    listed = evaluate("baseline", "list")
    assert "few: 1 baselines" in listed.out and "first" in listed.out

    passed = evaluate("gate", "--hypotheses", "few=run.json")
    assert (passed.status, passed.out.splitlines()[-1]) == (0, "quality gate: passed"), passed.out
    failed = evaluate("gate", "--hypotheses", "few=bad.txt", "--report", "out")
    assert failed.status == 1
    assert "term lost" in failed.out and "empty" in failed.out
    assert {path.name for path in (project / "out").iterdir()} >= {"gate.html", "gate.json", "gate.md", "gate.xml"}

    compared = evaluate("compare", "run.json", "bad.txt", "--testset", "eval/few.nl-en.tsv")
    assert compared.status == 0, compared.err
    assert "2 of 2 segments differ" in compared.out and "The envoy left." in compared.out


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
def test_bad_usage_is_one_line_and_status_two(evaluate, project, arguments, words):
    result = evaluate(*arguments)
    assert result.status == 2
    assert words in result.err and len(result.err.strip().splitlines()) == 1, result.err
    assert result.out == ""


def test_a_learned_metric_that_is_absent_is_said_plainly(evaluate, project):
    arguments = ("run", "--testset", "eval/few.nl-en.tsv", "--hypotheses", "good.txt", "--comet")
    result = evaluate(*arguments)
    assert result.status == 2 and "set comet_python" in result.err


def test_the_bundled_names_are_found(evaluate, tmp_path):
    assert (bundled("eval") / "testsets" / "main.nl-en.tsv").is_file()
    output = tmp_path / "out.txt"
    lines = (bundled("eval") / "testsets" / "samples.nl-en.tsv").read_text(encoding="utf-8").splitlines()[1:]
    output.write_text("".join(line.split("\t")[1] + "\n" for line in lines), encoding="utf-8")
    result = evaluate("run", "--testset", "samples", "--hypotheses", output)
    assert result.status == 0 and re.search(r"chrf +100\.00 ", result.out)
