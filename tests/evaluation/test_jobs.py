"""The gate with the bundled model on a small test set: what should pass passes, what should fail fails."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from evaluation_helpers import head_of
from rich.console import Console

from workbench.errors import InputError, UsageError
from workbench.evaluation.gate import GateConfig, read_config
from workbench.evaluation.history import read_history, update_baselines
from workbench.evaluation.jobs import Evaluator, gate_runs, judge_all, write_reports
from workbench.evaluation.ruin import Kind
from workbench.evaluation.runs import read_run
from workbench.evaluation.testset import read_lines, read_testset
from workbench.glossary.csv_format import read_glossary, write_glossary
from workbench.glossary.model import Glossary
from workbench.resources import bundled
from workbench.settings import Settings
from workbench.translation.mode import Mode
from workbench.translation.models import find_model

#: Short segments of the terminology set, so that the tests are fast.
SIZE, LONGEST = 12, 70
LIMITS = "metrics.chrf = { floor = 20.0, drop = 0.3 }\nmetrics.terms = { floor = 50.0, drop = 2.0 }\n"


def evaluator(settings: Settings, **changes: object) -> Evaluator:
    return Evaluator(replace(settings, beams=2, **changes), Mode.STRICT, Console(quiet=True))


@pytest.fixture(scope="module")
def gate(tmp_path_factory, settings) -> GateConfig:
    """A gate over a few segments, with a baseline of the bundled model."""
    folder = tmp_path_factory.mktemp("eval")
    lines = (bundled("eval") / "testsets" / "terminology.nl-en.tsv").read_text(encoding="utf-8").splitlines()
    short = [line for line in lines[1:] if len(line.split("\t")[0]) < LONGEST][:SIZE]
    (folder / "few.nl-en.tsv").write_text("\n".join([lines[0], *short]) + "\n", encoding="utf-8")
    (folder / "gate.toml").write_text(f'[few]\ntestset = "few.nl-en.tsv"\nbaseline = "baselines/few.json"\n{LIMITS}')
    config = read_config(folder / "gate.toml")
    runs = [(entry, run) for entry, _, run in gate_runs(config, evaluator(settings), (), {})]
    update_baselines(runs, config.history, "first")
    return config


def test_the_same_system_passes_and_reports(gate, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    verdicts = judge_all(gate, evaluator(settings))
    assert verdicts[0].passed, verdicts[0].checks
    assert verdicts[0].comparison.changed == 0
    written = write_reports(verdicts, gate, tmp_path / "report")
    assert {path.name for path in written} == {"gate.json", "gate.xml", "gate.md", "gate.html", "few.json"}
    assert all(path.stat().st_size for path in written)
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith("## Quality gate: passed")
    assert [entry.reason for entry in read_history(gate.history, "few")] == ["first"]
    assert verdicts[0].run.seconds > 0 and verdicts[0].run.peak_mb > 50
    assert "model:nl-en-" in verdicts[0].run.signature


def test_a_damaged_model_fails(gate, settings, tmp_path):
    import torch
    from safetensors.torch import load_file, save_file

    folder = tmp_path / "nl-en"
    shutil.copytree(find_model("nl-en", settings).folder, folder)
    torch.manual_seed(1)
    weights = load_file(folder / "model.safetensors")
    noisy = {
        name: (tensor.float() + 1.0 * tensor.float().std() * torch.randn(tensor.shape)).to(tensor.dtype)
        for name, tensor in weights.items()
        if tensor.dim() > 1
    }
    save_file({**weights, **noisy}, folder / "model.safetensors", metadata={"format": "pt"})
    (verdict,) = judge_all(gate, evaluator(settings, model=str(folder), constrained_beams=2))
    failed = {check.name for check in verdict.checks if not check.passed}
    assert "chrf drop" in failed and not verdict.passed


def test_a_glossary_without_a_term_fails(gate, settings, tmp_path):
    testset = read_testset(gate.test_sets[0].testset)
    lost = testset.segments[0].terms[0].concept
    whole = read_glossary(bundled("glossaries") / "diplomatic.csv")
    path = tmp_path / "lacking.csv"
    write_glossary(path, Glossary("lacking", {key: item for key, item in whole.concepts.items() if key != lost}))
    (verdict,) = judge_all(gate, evaluator(settings, glossary=str(path)))
    assert not verdict.passed
    assert {(ruin.kind, ruin.key) for ruin in verdict.ruins} >= {(Kind.TERM_UNKNOWN, lost)}


def test_a_shuffled_output_fails(gate, settings, tmp_path):
    texts = list(read_run(gate.test_sets[0].baseline).hypotheses)
    (tmp_path / "out.txt").write_text("".join(f"{text}\n" for text in [*texts[1:], texts[0]]), encoding="utf-8")
    (verdict,) = judge_all(gate, evaluator(settings), (), {"few": tmp_path / "out.txt"})
    assert not verdict.passed
    assert {Kind.MISPLACED, Kind.TERM_LOST} <= {ruin.kind for ruin in verdict.ruins}


def test_the_baselines_output_passes_twenty_times(gate, settings):
    judge = evaluator(settings)
    verdicts = [judge_all(gate, judge, (), {"few": gate.test_sets[0].baseline})[0] for _ in range(20)]
    assert [verdict.passed for verdict in verdicts] == [True] * 20


def test_what_does_not_fit_is_refused_before_anything_is_translated(gate, settings, tmp_path):
    judge = evaluator(settings)
    with pytest.raises(UsageError, match="nonsense: the gate has no such test set; it has few"):
        judge_all(gate, judge, ("nonsense",))
    (tmp_path / "out.txt").write_text("one line\n")
    with pytest.raises(InputError, match=f"has 1 lines, but test set few has {SIZE} segments"):
        judge_all(gate, judge, (), {"few": tmp_path / "out.txt"})
    german = replace(head_of("main", 2), languages=("de", "en"))
    with pytest.raises(UsageError, match="translates nl-en, but test set main is de-en"):
        judge.translate(german)
    with pytest.raises(UsageError, match="needs a reason"):
        update_baselines([], Path(tmp_path), "  ")


def test_html_entities_are_decoded_when_asked(settings, tmp_path):
    testset = head_of("main", 2)
    output = tmp_path / "out.txt"
    output.write_text("&quot;Yes&quot; &#39;no&#39;\nNo\n")
    assert read_lines(output)[0].startswith("&quot;")
    judge = evaluator(settings)
    assert judge.score(testset, output, unescape=True).hypotheses[0] == "\"Yes\" 'no'"
    assert judge.score(testset, output).hypotheses[0].startswith("&quot;")
