"""Decoding settings compared on development text: beams, length penalty, guard against repetition, number type.

    python benchmarks/decoding_settings.py [--model NAME] [--limit N] [SOURCE REFERENCE]

Without files the documents numbered 05 of the main test set are taken; with two plain files these as well. The free
translation of one fast engine is measured, without the glossary, so that the figures are the settings' own. Loops are
phrases said three times or more in a row. One setting is varied at a time, around the model's own.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sacrebleu.metrics import BLEU, CHRF

from workbench.evaluation.ruin import find_loop
from workbench.evaluation.testset import find_testset, read_testset
from workbench.settings import Settings, load_settings
from workbench.translation.engines import Engine, make_engine
from workbench.translation.marian import MarianModel
from workbench.translation.models import find_model

DEVELOPMENT = "-05"


@dataclass(frozen=True)
class Text:
    """Sources and references of one origin."""

    name: str
    sources: Sequence[str]
    references: Sequence[str]


@dataclass(frozen=True)
class Trial:
    """A row of the table: how to decode."""

    beams: int
    length_penalty: float
    no_repeat: int = 0
    compute_type: str = "int8"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", default="nl-en")
    parser.add_argument("--limit", type=int, help="only so many segments of the files")
    parser.add_argument("files", nargs="*", type=Path, help="plain source and reference")
    options = parser.parse_args()
    settings = load_settings({"model": options.model})
    texts = list(development(options.files, options.limit))
    info = find_model(settings.model, settings)
    model, own = MarianModel(info), info.decoding(settings)
    table = Table("beams", "length penalty", "no repeat", "numbers", "cpu s")
    for text in texts:
        for column in ("chrF", "BLEU", "length", "loops"):
            table.add_column(f"{text.name} {column}", justify="right")
    engines: dict[str, Engine] = {}
    for trial in trials(own):
        if trial.compute_type not in engines:
            engines[trial.compute_type] = make_engine(model, replace(own, compute_type=trial.compute_type))
        started = time.process_time()
        cells = [cell for text in texts for cell in measured(model, engines[trial.compute_type], trial, text)]
        seconds = time.process_time() - started
        asked = (str(trial.beams), f"{trial.length_penalty:g}", str(trial.no_repeat or ""), trial.compute_type)
        table.add_row(*asked, f"{seconds:.0f}", *cells)
    Console(width=150, highlight=False).print(table)
    counts = ", ".join(f"{text.name} {len(text.sources)} segments" for text in texts)
    print(f"{info.fingerprint}; {counts}; chrF nc:6 nw:0, BLEU tok:13a smooth:exp")


def trials(own: Settings) -> Iterator[Trial]:
    """The model's own settings first, then each with one thing changed."""
    base = Trial(own.beams, own.length_penalty)
    yield base
    yield from (replace(base, beams=beams) for beams in (1, 2, 3, 4, 6, 8, 12) if beams != base.beams)
    yield from (
        replace(base, length_penalty=penalty)
        for penalty in (0.4, 0.7, 1.0, 1.3, 1.6, 2.0)
        if penalty != base.length_penalty
    )
    yield from (replace(base, no_repeat=size) for size in (3, 4, 6))
    yield replace(base, compute_type="float32")


def development(files: Sequence[Path], limit: int | None) -> Iterator[Text]:
    """The texts that settings may be chosen on."""
    testset = read_testset(find_testset("main"))
    own = [segment for segment in testset.segments if segment.document.endswith(DEVELOPMENT)]
    yield Text("main-05", [segment.source for segment in own], [segment.reference for segment in own])
    if files:
        source, reference = files
        segments = read_testset(source, reference, ("nl", "en")).segments[:limit]
        yield Text(source.stem, [segment.source for segment in segments], [segment.reference for segment in segments])


def measured(model: MarianModel, engine: Engine, trial: Trial, text: Text) -> list[str]:
    """chrF, BLEU, length against the reference, loops."""
    decoded = engine.decode(
        [model.source_ids(source) for source in text.sources],
        beams=trial.beams,
        length_penalty=trial.length_penalty,
        no_repeat=trial.no_repeat,
    )
    found = [model.text(item[0].tokens) for item in decoded]
    bleu = BLEU().corpus_score(found, [text.references])
    chrf = CHRF().corpus_score(found, [text.references]).score
    loops = sum(find_loop(said) is not None for said in found)
    return [f"{chrf:.2f}", f"{bleu.score:.2f}", f"{bleu.ratio:.3f}", str(loops)]


if __name__ == "__main__":
    main()
