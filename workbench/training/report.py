"""Reports on an adaptation: for the terminal, as plain data for JSON, and as Markdown for the model card.

The Markdown quotes nothing from the pairs: a model card is passed on, the memory may be confidential.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from workbench.evaluation.comparison import Difference
from workbench.evaluation.report import as_markdown
from workbench.terminal import shown
from workbench.training.cleaning import Cleaned, Dropped
from workbench.training.effect import SIGNIFICANCE, Effect, verdict
from workbench.training.splitting import Split

#: Characters of an example that are shown on a terminal.
_EXAMPLE = 70


def data_text(cleaned: Cleaned, split: Split, notes: Sequence[str] = ()) -> Iterator[str]:
    """What was read, what was dropped by which rule with an example, and how the rest was split."""
    yield f"{cleaned.read} pairs read, {len(cleaned.pairs)} of use"
    for item in cleaned.dropped:
        yield f"  {item.rule.code:20}{item.count:8}  {item.rule.title}"
        yield f"    for example {_example(item)}"
    yield f"training {len(split.train)}, for early stopping {len(split.dev)}, test {len(split.test)}"
    if split.near:
        yield f"  left out of training, nearly the same as what is held out: {split.near}"
    for note in (*notes, *split.notes):
        yield shown(f"  note: {note}")


def data_json(cleaned: Cleaned, split: Split, notes: Sequence[str] = ()) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "read": cleaned.read,
        "dropped": [
            {
                "rule": item.rule.code,
                "title": item.rule.title,
                "count": item.count,
                "example": {
                    "source": item.example.source,
                    "target": item.example.target,
                    "document": item.example.document,
                    "origin": item.example.origin,
                },
            }
            for item in cleaned.dropped
        ],
        "train": len(split.train),
        "dev": len(split.dev),
        "test": len(split.test),
        "near_held_out": split.near,
        "notes": [*notes, *split.notes],
    }


def data_markdown(cleaned: Cleaned, split: Split) -> str:
    """The same as a section of a model card, without examples and names of files."""
    lines = [
        "## Training data",
        "",
        f"{cleaned.read} pairs were read, {len(cleaned.pairs)} of them of use; {len(split.train)} trained the model, "
        f"{len(split.dev)} said when to stop, {len(split.test)} are the test.",
        "",
        "| dropped | pairs | why |",
        "|---|---:|---|",
        *(f"| `{item.rule.code}` | {item.count} | {as_markdown(item.rule.title)} |" for item in cleaned.dropped),
        f"| nearly held out | {split.near} | nearly the same as a segment of the test or of early stopping |",
    ]
    return "\n".join([*lines, *(f"\n{as_markdown(note)}." for note in split.notes)]) + "\n"


def effect_text(effect: Effect) -> Iterator[str]:
    """Before and after on one test set, a line for each figure."""
    run = effect.after
    yield shown(f"{run.testset} {run.fingerprint}: {len(run.hypotheses)} segments; glossary {effect.mode}")
    yield f"  {'metric':10}{'of':>6}{'before':>9}{'after':>9}{'change':>8}{'±95%':>7}{'p':>8}"
    for item in effect.measured:
        yield (
            f"  {item.metric:10}{effect.total(item) or '':>6}{item.baseline:9.2f}{item.system:9.2f}"
            f"{item.system - item.baseline:+8.2f}{item.interval:7.2f}{item.p_value:8.3f}  {verdict(item)}".rstrip()
        )


def signatures_text(effects: Sequence[Effect]) -> Iterator[str]:
    """How the figures came about, each signature once."""
    for name, signature in _signatures(effects):
        yield shown(f"  {name}: {signature}")


def effect_json(effects: Sequence[Effect]) -> dict[str, Any]:
    """All test sets as plain data; every figure has its signature."""
    return {
        "significance": SIGNIFICANCE,
        "test_sets": [
            {
                "testset": effect.after.testset,
                "fingerprint": effect.after.fingerprint,
                "segments": len(effect.after.hypotheses),
                "glossary": effect.mode.value,
                "before": effect.before.signature,
                "after": effect.after.signature,
                "figures": [
                    {
                        **asdict(item),
                        "signature": effect.signature(item),
                        "total": effect.total(item),
                        "verdict": verdict(item),
                    }
                    for item in effect.measured
                ],
            }
            for effect in effects
        ],
    }


def effect_markdown(effects: Sequence[Effect]) -> str:
    """The section of a model card: a table of all test sets, what decides, and the signatures."""
    lines = [
        "## Before and after",
        "",
        f"Bold: significant at {SIGNIFICANCE} (paired test over segments).",
        "",
        "| test set | segments | glossary | metric | before | after | change | p |",
        "|---|---:|---|---|---:|---:|---:|---:|",
        *(_row(effect, item) for effect in effects for item in effect.measured),
        "",
        *(shown(f"    {name}: {signature}") for name, signature in _signatures(effects)),
    ]
    return "\n".join(lines) + "\n"


def _row(effect: Effect, item: Difference) -> str:
    change = f"{item.system - item.baseline:+.2f}"
    cells = [
        as_markdown(effect.after.testset),
        str(len(effect.after.hypotheses)),
        effect.mode.value,
        item.metric + (f" (of {total})" if (total := effect.total(item)) else ""),
        f"{item.baseline:.2f}",
        f"{item.system:.2f}",
        f"**{change}**" if verdict(item) else change,
        f"{item.p_value:.3f}",
    ]
    return f"| {' | '.join(cells)} |"


def _signatures(effects: Sequence[Effect]) -> dict[tuple[str, str], None]:
    """What was measured and how, each once: metrics, then the translations of both models."""
    metrics = {(item.metric, effect.signature(item)): None for effect in effects for item in effect.measured}
    runs = {
        (name, run.signature): None
        for effect in effects
        for name, run in (("before", effect.before), ("after", effect.after))
    }
    return metrics | runs


def _example(item: Dropped) -> str:
    source, target = (
        shown(text if len(text) <= _EXAMPLE else text[: _EXAMPLE - 1] + "…")
        for text in (item.example.source, item.example.target)
    )
    return f"“{source}” | “{target}” ({shown(item.example.document)}, {shown(item.example.origin)})"
