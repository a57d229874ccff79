"""The quality gate: floors, significant drops against a baseline, and ruined segments.

A floor fails always. A drop beyond its limit fails only when it is significant, so that noise does not stop anybody's
work. A ruined segment fails by itself, unless the baseline has the same ruin: that is a known weakness, shown as such.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.errors import InputError
from workbench.evaluation.comparison import Comparison, compare
from workbench.evaluation.demands import COUNTED, Demands
from workbench.evaluation.metrics import LOWER_IS_BETTER, REFERENCE_METRICS
from workbench.evaluation.ruin import Ruin, find_ruins
from workbench.evaluation.runs import Run, check_same_testset, read_run
from workbench.evaluation.significance import SignificanceTest
from workbench.files import read_text

#: Figures that are one number for the whole test set: nothing to resample, so that any drop beyond the limit counts.
WHOLE = ("consistency", "found", "lookalikes")
METRICS = (*REFERENCE_METRICS, *COUNTED, *WHOLE)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a metric must reach on a test set (TER: must not exceed), and how far it may drop; None: not limited."""

    metric: str
    floor: float | None = None
    drop: float | None = None


@dataclass(frozen=True)
class GateEntry:
    """A test set with its baseline and limits; paths are those of the files."""

    name: str
    testset: Path
    baseline: Path
    limits: Sequence[Limit]


@dataclass(frozen=True)
class GateConfig:
    """The content of ``gate.toml``. A drop is significant if its p-value is below ``significance``."""

    test_sets: Sequence[GateEntry]
    significance: float
    resamples: int
    test: SignificanceTest
    history: Path


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that the gate looked at, with its verdict and the reason in words."""

    name: str
    passed: bool
    reason: str


@dataclass(frozen=True)
class Verdict:
    """The gate's verdict on one test set. ``ruins`` are new; ``known`` ones the baseline has too."""

    name: str
    run: Run
    baseline: Run | None
    checks: Sequence[Check]
    ruins: Sequence[Ruin]
    known: Sequence[Ruin]
    comparison: Comparison | None
    demands: Demands
    notes: Sequence[str] = field(default=())

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return not self.ruins and all(check.passed for check in self.checks)


def read_config(path: Path) -> GateConfig:
    """Read the limits; paths in the file are relative to its folder.

    Raises:
        InputError: the file is missing, not TOML, or has an unknown metric, a key or a value that makes no sense.
    """
    try:
        data = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise InputError(path, f"not TOML ({error})") from None
    reader = _ConfigReader(path)
    gate = reader.table(
        data.pop("gate", {}), "gate", {"significance": float, "resamples": int, "test": str, "history": str}
    )
    if gate.get("test", "bs") not in set(SignificanceTest):
        raise InputError(path, f"unknown test {gate['test']!r}; known are {', '.join(SignificanceTest)}", place="gate")
    if not data:
        raise InputError(path, "names no test set")
    return GateConfig(
        [reader.test_set(name, entry) for name, entry in data.items()],
        float(gate.get("significance", 0.05)),
        int(gate.get("resamples", 1000)),
        SignificanceTest(gate.get("test", "bs")),
        path.parent / gate.get("history", "history"),
    )


@dataclass(frozen=True)
class _ConfigReader:
    """Reads the tables of a gate file, and says what is wrong with them."""

    path: Path

    def table(self, value: Any, place: str, known: dict[str, type]) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise InputError(self.path, "must be a table", place=place)
        for key, item in value.items():
            if key not in known:
                raise InputError(self.path, f"unknown key {key!r}; known are {', '.join(known)}", place=place)
            is_number = known[key] in (int, float) and type(item) in (int, float) and item >= 0
            if not is_number and type(item) is not known[key]:
                raise InputError(self.path, f"{key} must be a {known[key].__name__}, not {item!r}", place=place)
        return value

    def test_set(self, name: str, value: Any) -> GateEntry:
        entry = self.table(value, name, {"testset": str, "baseline": str, "metrics": dict})
        for key in ("testset", "baseline"):
            if key not in entry:
                raise InputError(self.path, f"{key} is missing", place=name)
        limits = []
        for metric, limit in entry.get("metrics", {}).items():
            if metric not in METRICS:
                known = ", ".join(METRICS)
                raise InputError(self.path, f"unknown metric {metric!r}; known are {known}", place=f"{name}.metrics")
            limits.append(
                Limit(metric, **self.table(limit, f"{name}.metrics.{metric}", {"floor": float, "drop": float}))
            )
        return GateEntry(name, self.path.parent / entry["testset"], self.path.parent / entry["baseline"], limits)


def judge(entry: GateEntry, config: GateConfig, demands: Demands, run: Run) -> Verdict:
    """Hold a run to the limits of its test set, and to the baseline if there is one.

    Raises InputError if the baseline is broken or of another state of the test set.
    """
    floors = [_floor(limit, run) for limit in entry.limits if limit.floor is not None]
    if not entry.baseline.exists():
        note = f"no baseline at {entry.baseline}: only floors and ruined segments were looked at"
        return Verdict(entry.name, run, None, floors, find_ruins(demands, run), (), None, demands, [note])
    baseline = read_run(entry.baseline)
    check_same_testset(baseline, demands.testset, entry.baseline)
    comparison = compare(demands, baseline.hypotheses, run.hypotheses, config.test, config.resamples)
    drops = [_drop(limit, run, baseline, comparison, config) for limit in entry.limits if limit.drop is not None]
    # What the baseline's glossary demanded is demanded still: a term that the glossary has lost since is missed too.
    demanded = [[item.mark for item in terms] for terms in baseline.terms]
    new, known = _apart(find_ruins(demands, run, demanded), find_ruins(demands, baseline, demanded))
    notes = list(_made_differently(baseline, run))
    return Verdict(entry.name, run, baseline, [*floors, *drops], new, known, comparison, demands, notes)


def _made_differently(baseline: Run, run: Run) -> Iterator[str]:
    """Which parts of the signature (``key:value|...``) differ from the baseline: what may explain a loss."""
    before, now = (dict(part.partition(":")[::2] for part in item.signature.split("|")) for item in (baseline, run))
    changed = [f"{key} {before.get(key, 'unknown')} → {now[key]}" for key in now if now[key] != before.get(key)]
    if changed:
        yield f"not made as the baseline was: {', '.join(changed)}"


def _floor(limit: Limit, run: Run) -> Check:
    assert limit.floor is not None
    score = run.figures[limit.metric].score if limit.metric in run.figures else None
    name = f"{limit.metric} floor"
    if score is None:
        return Check(name, False, f"{limit.metric} was not measured on this test set, which has no marked terms")
    passed = score <= limit.floor if limit.metric in LOWER_IS_BETTER else score >= limit.floor
    bound, wrong = ("at most", "above") if limit.metric in LOWER_IS_BETTER else ("at least", "below")
    return Check(name, passed, f"{score:.2f}, {bound if passed else wrong} the floor of {limit.floor:.2f}")


def _drop(limit: Limit, run: Run, baseline: Run, comparison: Comparison, config: GateConfig) -> Check:
    assert limit.drop is not None
    name = f"{limit.metric} drop"
    tested = next((item for item in comparison.differences if item.metric == limit.metric), None)
    if tested:
        gain, before, after = tested.gain, tested.baseline, tested.system
        significant = tested.p_value < config.significance
        chance = f"p = {tested.p_value:.3f}"
    elif limit.metric in run.figures and limit.metric in baseline.figures:
        before, after = baseline.figures[limit.metric].score, run.figures[limit.metric].score
        gain, significant, chance = after - before, True, "not subject to chance"
    else:
        return Check(name, False, f"{limit.metric} was not measured on this test set, which has no marked terms")
    moved = f"{before:.2f} in the baseline, {after:.2f} now ({after - before:+.2f}; {chance})"
    if -gain <= limit.drop:
        return Check(name, True, f"{moved}, within the limit of {limit.drop:.2f}")
    if not significant:
        return Check(name, True, f"{moved}, beyond the limit of {limit.drop:.2f} but not significant")
    return Check(name, False, f"{moved}, beyond the limit of {limit.drop:.2f}")


def _apart(found: Sequence[Ruin], of_baseline: Sequence[Ruin]) -> tuple[list[Ruin], list[Ruin]]:
    """The new ruins, and those that the baseline has too; counted, so that a second ruin of a kind is new."""
    left = Counter((ruin.position, ruin.kind, ruin.key) for ruin in of_baseline)
    new: list[Ruin] = []
    known: list[Ruin] = []
    for ruin in found:
        key = ruin.position, ruin.kind, ruin.key
        (known if left[key] > 0 else new).append(ruin)
        left[key] -= 1
    return new, known
