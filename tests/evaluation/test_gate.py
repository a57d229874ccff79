"""The gate passes what held, and fails what did not, with the right reason."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from evaluation_helpers import demands_of, head_of, made_of, run_of

from workbench.errors import InputError
from workbench.evaluation.gate import GateConfig, GateEntry, Limit, Verdict, judge, read_config
from workbench.evaluation.ruin import Kind
from workbench.evaluation.runs import Run, read_run, write_run
from workbench.evaluation.significance import SignificanceTest
from workbench.glossary.files import load_glossary
from workbench.glossary.model import Glossary

LIMITS = (Limit("chrf", 60.0, 0.3), Limit("ter", 60.0, 0.5), Limit("terms", 90.0, 1.0), Limit("consistency", 50.0, 5.0))


def gate(tmp_path: Path, baseline: Run | None, limits=LIMITS) -> tuple[GateEntry, GateConfig]:
    entry = GateEntry("own", tmp_path / "own.tsv", tmp_path / "own.json", limits)
    if baseline:
        write_run(baseline, entry.baseline)
    return entry, GateConfig([entry], 0.05, 200, SignificanceTest.BOOTSTRAP, tmp_path / "history")


def verdict_on(tmp_path, testset, before, after, limits=LIMITS, glossary: Glossary | None = None) -> Verdict:
    entry, config = gate(tmp_path, run_of(testset, before) if before is not None else None, limits)
    return judge(entry, config, demands_of(testset, glossary), run_of(testset, after, glossary))


def failures(verdict: Verdict) -> set[str]:
    return {check.name for check in verdict.checks if not check.passed} | {ruin.kind.value for ruin in verdict.ruins}


@pytest.fixture(scope="module")
def testset():
    return head_of("main", 80)


def test_the_same_output_passes(tmp_path, testset):
    verdict = verdict_on(tmp_path, testset, testset.references, testset.references)
    assert verdict.passed and failures(verdict) == set()
    assert len(verdict.checks) == 8


def test_the_same_output_passes_limits_that_allow_no_drop(tmp_path):
    marked = head_of("terminology", 30)
    limits = tuple(Limit(name, None, 0.0) for name in ("chrf", "ter", "terms", "consistency", "found", "lookalikes"))
    spoilt = [text.replace("t", "") if at % 3 else text for at, text in enumerate(marked.references)]
    assert failures(verdict_on(tmp_path, marked, spoilt, spoilt, limits)) == set()


def test_a_floor_fails_always(tmp_path, testset):
    halves = [text[: len(text) // 4] for text in testset.references]
    verdict = verdict_on(tmp_path, testset, halves, halves)
    assert {"chrf floor", "ter floor"} <= failures(verdict)
    assert not any(name.endswith("drop") for name in failures(verdict))


def test_a_significant_drop_fails(tmp_path, testset):
    spoilt = [text.replace("e", "a") if at % 2 else text for at, text in enumerate(testset.references)]
    verdict = verdict_on(tmp_path, testset, testset.references, spoilt, (Limit("chrf", 10.0, 0.3),))
    (check,) = [check for check in verdict.checks if not check.passed]
    assert check.name == "chrf drop" and "beyond the limit of 0.30" in check.reason and "p = 0.0" in check.reason


def test_a_drop_by_chance_passes(tmp_path, testset):
    """Half of the texts are better and half are worse: less than the limit allows, but no evidence."""
    first = [text if at % 2 else text[:-20] for at, text in enumerate(testset.references)]
    second = [text[:-21] if at % 2 else text for at, text in enumerate(testset.references)]
    verdict = verdict_on(tmp_path, testset, second, first, (Limit("chrf", 10.0, 0.0), Limit("ter", None, 0.0)))
    dropped = [check for check in verdict.checks if "not significant" in check.reason]
    assert dropped and all(check.passed for check in dropped)


def test_one_ruined_segment_fails_by_itself(tmp_path, testset):
    after = list(testset.references)
    after[7] = ""
    verdict = verdict_on(tmp_path, testset, testset.references, after)
    assert not verdict.passed
    assert [(ruin.position, ruin.kind) for ruin in verdict.ruins if ruin.kind is Kind.EMPTY] == [(7, Kind.EMPTY)]


def test_a_weakness_of_the_baseline_is_known_and_a_second_one_is_new(tmp_path, testset):
    before = list(testset.references)
    before[7] = ""
    after = list(before)
    verdict = verdict_on(tmp_path, testset, before, after, ())
    assert verdict.passed and {ruin.kind for ruin in verdict.known} >= {Kind.EMPTY}
    after[9] = ""
    verdict = verdict_on(tmp_path, testset, before, after, ())
    assert {ruin.position for ruin in verdict.ruins} == {9}


def test_a_term_that_is_lost_once_more_is_new(tmp_path):
    testset = made_of(("De ambassadeur sprak met de ambassadeur.", "The ambassador spoke to the ambassador."))
    verdict = verdict_on(tmp_path, testset, ["The ambassador spoke to the envoy."], ["The envoy spoke."], ())
    assert [ruin.kind for ruin in verdict.ruins] == [Kind.TERM_LOST]
    assert [ruin.kind for ruin in verdict.known] == [Kind.TERM_LOST]


def test_a_glossary_that_lost_a_term_fails(tmp_path):
    """By the marks where a test set has them, and by what the baseline demanded where it has none."""
    whole = load_glossary("diplomatic")
    lacking = Glossary("lacking", {id: concept for id, concept in whole.concepts.items() if id != "joint-communique"})
    marked = head_of("terminology", 10)
    verdict = verdict_on(tmp_path, marked, marked.references, marked.references, (), lacking)
    (ruin,) = verdict.ruins
    assert ruin.kind is Kind.TERM_UNKNOWN and "joint-communique" in ruin.reason
    unmarked = made_of(("Tevens werd een gezamenlijk communiqué uitgegeven.", "A joint communiqué was also issued."))
    verdict = verdict_on(tmp_path, unmarked, unmarked.references, ["A common statement was also issued."], (), lacking)
    (ruin,) = verdict.ruins
    assert ruin.kind is Kind.TERM_LOST and "joint-communique" in ruin.reason


def test_ten_shuffled_segments_fail(tmp_path, testset):
    after = list(testset.references)
    chosen = random.Random(5).sample(range(len(after)), 10)
    for at, other in zip(chosen, [*chosen[1:], chosen[0]], strict=True):
        after[at] = testset.references[other]
    assert Kind.MISPLACED.value in failures(verdict_on(tmp_path, testset, testset.references, after))


def test_without_a_baseline_floors_and_ruins_are_looked_at(tmp_path, testset):
    verdict = verdict_on(tmp_path, testset, None, [*testset.references[:-1], ""])
    assert "no baseline" in verdict.notes[0]
    assert {check.name.split()[-1] for check in verdict.checks} == {"floor"}
    assert Kind.EMPTY in {ruin.kind for ruin in verdict.ruins}


def test_a_metric_that_was_not_measured_fails_rather_than_passes(tmp_path, testset):
    verdict = verdict_on(tmp_path, testset, testset.references, testset.references, (Limit("found", 99.0, 0.0),))
    assert failures(verdict) == {"found floor", "found drop"}


def test_what_was_made_otherwise_is_said(tmp_path):
    testset = made_of(("Ja.", "Yes."))
    made = [replace(run_of(testset, ["Yes."]), signature=f"model:a|engine:{engine}") for engine in ("torch", "fast")]
    entry, config = gate(tmp_path, made[0])
    assert judge(entry, config, demands_of(testset), made[1]).notes == [
        "not made as the baseline was: engine torch → fast"
    ]
    assert judge(entry, config, demands_of(testset), made[0]).notes == []


def test_a_baseline_of_another_test_set_is_refused(tmp_path, testset):
    with pytest.raises(InputError, match="make the run again"):
        entry, config = gate(tmp_path, run_of(testset, testset.references))
        other = made_of(("Ja.", "Yes."))
        judge(entry, config, demands_of(other), run_of(other, ["Yes."]))


def test_a_run_survives_its_file(tmp_path, testset):
    run = run_of(testset, testset.references)
    write_run(run, tmp_path / "run.json")
    again = read_run(tmp_path / "run.json")
    assert (again.hypotheses, again.terms, again.signature) == (run.hypotheses, run.terms, run.signature)
    assert again.figures == run.figures  # to the last digit: a drop of nothing is no drop


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 99}', '{"format": 1}', "\x00"])
def test_a_file_that_is_no_run_is_refused(tmp_path, content):
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(InputError, match=r"run\.json"):
        read_run(tmp_path / "run.json")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[main", "not TOML"),
        ("", "names no test set"),
        ('[gate]\ntest = "xx"\n[m]\n', "unknown test 'xx'; known are bs, ar"),
        ("[gate]\nalpha = 1\n[m]\n", "unknown key 'alpha'"),
        ('[m]\ntestset = "t"\n', "m: baseline is missing"),
        ('[m]\ntestset = "t"\nbaseline = "b"\nmetrics.comet = {}\n', "unknown metric 'comet'"),
        ('[m]\ntestset = "t"\nbaseline = "b"\nmetrics.bleu = { flor = 3 }\n', "m.metrics.bleu: unknown key 'flor'"),
        ('[m]\ntestset = "t"\nbaseline = "b"\nmetrics.bleu = { floor = "3" }\n', "floor must be a float, not '3'"),
        ("m = 3\n", "m: must be a table"),
    ],
)
def test_broken_limits_are_refused_with_the_place(tmp_path, text, words):
    path = tmp_path / "gate.toml"
    path.write_text(text)
    with pytest.raises(InputError) as refused:
        read_config(path)
    assert str(path) in str(refused.value) and words in str(refused.value)


def test_the_committed_gate_is_sound():
    config = read_config(Path(__file__).resolve().parents[2] / "eval" / "gate.toml")
    assert {"main", "terminology", "adversarial"} <= {entry.name for entry in config.test_sets}
    for entry in config.test_sets:
        assert entry.testset.is_file() and entry.baseline.is_file()
        assert entry.limits
        assert json.loads(entry.baseline.read_text(encoding="utf-8"))["testset"] == entry.name
