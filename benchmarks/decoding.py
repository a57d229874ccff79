"""Speed of the engines against transformers' generate, what they say against each other, and what constraints cost.

    python benchmarks/decoding.py [--quick] [--threads N] [--runs 5] [--clock wall|cpu] [--only NAME ...] [--model NAME]

All contestants of a row run in turns in one process, and each figure is the median of the runs. ``--clock cpu`` counts
processor time of this process instead: for one thread on a busy machine. The full-size model has the shape of
opus-mt-nl-en and random weights that never end a sentence, so that all contestants write equally many tokens.
"""

import argparse
import multiprocessing
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from rich.console import Console
from rich.table import Table
from sacrebleu.metrics import CHRF

from workbench.glossary.files import load_glossary
from workbench.glossary.matching import Matcher
from workbench.glossary.model import Glossary, Term
from workbench.settings import Settings
from workbench.translation.constrained_search import constrained_search
from workbench.translation.constraints import ConstraintSet
from workbench.translation.engines import Engine, make_engine, threads
from workbench.translation.marian import MarianModel
from workbench.translation.models import describe, find_model
from workbench.translation.pieces import PieceTable
from workbench.translation.pipeline import Translator
from workbench.translation.search import beam_search, length_limit

TESTSET = Path(__file__).resolve().parents[1] / "eval" / "testsets" / "main.nl-en.tsv"
BEAMS, SEED = 4, 20261
ENGINES = (("torch", "float32"), ("ctranslate2", "float32"), ("ctranslate2", "int8"))
GENERATE = "transformers generate"
CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="little text, few runs: to see that it works")
    parser.add_argument("--threads", type=int, default=0, help="processor threads; 0: all")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--clock", choices=CLOCKS, default="wall")
    parser.add_argument("--model", default="nl-en")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    options = parser.parse_args()
    settings = Settings(model=options.model, threads=options.threads)
    torch.set_num_threads(threads(settings))
    for name in options.only:
        PARTS[name](Bench(settings, options.quick, options.runs, options.clock))


class Bench:
    """Model, text and clock of a run."""

    def __init__(self, settings: Settings, quick: bool, runs: int, clock: str) -> None:
        self.settings, self.quick, self.runs, self.clock = settings, quick, runs, CLOCKS[clock]
        self.model = MarianModel(find_model(settings.model, settings))
        rows = [line.split("\t") for line in TESTSET.read_text(encoding="utf-8").splitlines()[1:]]
        self.texts, self.references = [row[0] for row in rows], [row[1] for row in rows]
        if quick:
            self.texts, self.references = self.texts[:32], self.references[:32]

    def medians(self, contestants: dict[str, Callable[[], int]]) -> dict[str, tuple[float, int]]:
        """Median seconds, and what the function returned, of each contestant; they take turns."""
        seconds: dict[str, list[float]] = {name: [] for name in contestants}
        returned = {name: run() for name, run in contestants.items()}  # not counted: first runs prepare things
        for _ in range(self.runs):
            for name, run in contestants.items():
                start = self.clock()
                returned[name] = run()
                seconds[name].append(self.clock() - start)
        return {name: (statistics.median(seconds[name]), returned[name]) for name in contestants}


def engines(model: MarianModel, settings: Settings) -> dict[str, Engine]:
    made = [make_engine(model, replace(settings, engine=name, compute_type=kind)) for name, kind in ENGINES]
    return {engine.name: engine for engine in made}


def decode(engine: Engine, sources: Sequence[list[int]]) -> int:
    """Decode, and count the target tokens."""
    return sum(len(found[0].tokens) for found in engine.decode(sources, beams=BEAMS, length_penalty=1.0))


def generate(model: MarianModel, sources: Sequence[list[int]], batch: int) -> int:
    """The same with transformers, sorted by length; counts the target tokens."""
    total = 0
    ordered = sorted(sources, key=len)
    for start in range(0, len(ordered), batch):
        rows = ordered[start : start + batch]
        width = max(map(len, rows))
        ids = torch.tensor([[*row, *[model.pad] * (width - len(row))] for row in rows])
        found = model.network.generate(
            input_ids=ids,
            attention_mask=(ids != model.pad).long(),
            num_beams=BEAMS,
            max_new_tokens=length_limit(width, model),
            max_length=None,
            length_penalty=1.0,
            early_stopping=False,
            bad_words_ids=[[number] for number in model.suppressed_ids],
        )
        total += int(((found[:, 1:] != model.pad) & (found[:, 1:] != model.eos)).sum())
    return total


def best_batch(bench: Bench, model: MarianModel, sources: Sequence[list[int]]) -> int:
    """The batch size at which generate is fastest on these sources, each tried once after a small first run."""
    generate(model, sources[:2], 2)
    seconds = {}
    for batch in sorted({min(batch, len(sources)) for batch in (16, 32, 64)}):
        start = bench.clock()
        generate(model, sources, batch)
        seconds[batch] = bench.clock() - start
    return min(seconds, key=lambda batch: seconds[batch])


def full_size(folder: Path, tokenizer: Path) -> MarianModel:
    """A Marian of 6+6 layers, width 512, vocabulary 67,028 with random weights and an end that never comes."""
    import shutil

    from transformers import MarianConfig, MarianMTModel

    for name in ("source.spm", "target.spm", "vocab.json", "tokenizer_config.json"):
        shutil.copy(tokenizer / name, folder / name)
    torch.manual_seed(SEED)
    sizes = {"vocab_size": 67028, "decoder_vocab_size": 67028, "d_model": 512, "max_position_embeddings": 512}
    for side in ("encoder", "decoder"):
        sizes |= {f"{side}_layers": 6, f"{side}_attention_heads": 8, f"{side}_ffn_dim": 2048}
    special = {"pad_token_id": 67027, "decoder_start_token_id": 67027, "eos_token_id": 0, "forced_eos_token_id": 0}
    network = MarianMTModel(MarianConfig(**sizes, **special, activation_function="swish", scale_embedding=True))
    network.final_logits_bias[0, 0] = -1e4
    network.generation_config.bad_words_ids = [[67027]]
    network.save_pretrained(folder)
    return MarianModel(describe(folder, "full size"))


def throughput(bench: Bench) -> None:
    """Target tokens per second of every engine, on the model at hand and on the full-size one."""
    table = Table(
        "model", "engine", "tokens", "tokens/s", "x generate", title="Throughput, beam 4", title_justify="left"
    )
    with tempfile.TemporaryDirectory() as name:
        (folder := Path(name) / "full-nl-en").mkdir()
        large = full_size(folder, bench.model.info.folder)
        words = list(range(100, 119)) * 2
        equal = [[*words[number % 19 :][:19], large.eos] for number in range(8 if bench.quick else 32)]
        own = [bench.model.source_ids(text) for text in bench.texts]
        for label, model, sources in ((bench.settings.model, bench.model, own), ("full size", large, equal)):
            batch = best_batch(bench, model, sources)
            contestants = {f"{GENERATE}, {batch} a batch": lambda m=model, s=sources, b=batch: generate(m, s, b)}
            for engine in engines(model, replace(bench.settings, cache_folder=name)).values():
                contestants[engine.name] = lambda e=engine, s=sources: decode(e, s)
            found = bench.medians(contestants)
            speeds = {contestant: tokens / seconds for contestant, (seconds, tokens) in found.items()}
            reference = next(iter(speeds.values()))
            for contestant, speed in speeds.items():
                tokens = found[contestant][1]
                table.add_row(label, contestant, f"{tokens:,}", f"{speed:.0f}", f"{speed / reference:.2f}")
    show(table)


def agreement(bench: Bench) -> None:
    """What the engines say, against the torch search."""
    model = bench.model
    sources = [model.source_ids(text) for text in bench.texts]
    table = Table("engine", "identical", "chrF to torch", "chrF to reference", title="Agreement", title_justify="left")
    first: list[str] = []
    for name, engine in engines(model, bench.settings).items():
        found = [model.text(item[0].tokens) for item in engine.decode(sources, beams=BEAMS, length_penalty=1.0)]
        first = first or found
        same = sum(ours == theirs for ours, theirs in zip(first, found, strict=True)) / len(found)
        chrf = [CHRF().corpus_score(found, [truth]).score for truth in (first, bench.references)]
        table.add_row(name, f"{same:.1%}", f"{chrf[0]:.2f}", f"{chrf[1]:.2f}")
    show(table)


def constrained(bench: Bench) -> None:
    """The constrained search with three words of each reference demanded, against the free torch search."""
    model, chooser = bench.model, random.Random(SEED)
    piece_table = PieceTable(model)
    chosen = []
    for text, reference in zip(bench.texts, bench.references, strict=True):
        words = sorted({word for word in reference.split() if len(word) > 4 and word.isalpha() and word.islower()})
        if len(words) >= 3:
            chosen.append((model.source_ids(text), chooser.sample(words, 3)))
    chosen = sorted(chosen, key=lambda item: len(item[0]))[: 16 if bench.quick else None]
    batches = [chosen[start : start + 32] for start in range(0, len(chosen), 32)]

    def free() -> int:
        for batch in batches:
            beam_search(model, [source for source, _ in batch], beams=8)
        return len(chosen)

    def forced() -> int:
        met = 0
        for batch in batches:
            sets = [ConstraintSet(piece_table, [(word,) for word in words]) for _, words in batch]
            met += sum(found[0].finished for found in constrained_search(model, [s for s, _ in batch], sets, beams=8))
        return met

    found = bench.medians({"free": free, "three constraints": forced})
    table = Table("torch search, beam 8", "ms a segment", "x free", "met", title="Constraints", title_justify="left")
    for name, (seconds, met) in found.items():
        ratio = seconds / found["free"][0]
        table.add_row(name, f"{1000 * seconds / len(chosen):.0f}", f"{ratio:.2f}", f"{met} of {len(chosen)}")
    show(table)


def sparse_glossary(bench: Bench, concepts: int = 600) -> Glossary:
    """So many concepts that a third of the segments have hits: bundled ones, and others that never occur."""
    source, target = bench.model.info.source_language, bench.model.info.target_language
    full = load_glossary(bench.settings.glossary)
    kept: list[tuple[str, Term]] = []
    hit: set[int] = set()
    for concept in full.concepts.values():
        rows = [(concept.id, term) for term in concept.terms]
        matcher = Matcher(Glossary.of("one", rows), source)
        more = hit | {number for number, text in enumerate(bench.texts) if matcher.find(text)}
        if len(more) <= len(bench.texts) / 3 and len({id for id, _ in kept}) < concepts:
            kept, hit = kept + rows, more
    fillers = range(concepts - len({id for id, _ in kept}))
    for number in fillers:
        kept += [(f"x{number}", Term(f"zorbiaan{number}", source)), (f"x{number}", Term(f"zorbian{number}", target))]
    return Glossary.of("sparse", kept)


def pipeline(bench: Bench) -> None:
    """The whole pipeline with a glossary of 600 concepts, against CTranslate2 alone on the same text."""
    model = bench.model
    engine = make_engine(model, replace(bench.settings, engine="ctranslate2"))
    translator = Translator(model, sparse_glossary(bench), bench.settings, engine=engine)

    def alone() -> int:
        sources = [model.source_ids(text) for text in bench.texts]
        found = engine.decode(sources, beams=bench.settings.beams, length_penalty=bench.settings.length_penalty)
        return sum(bool(model.text(item[0].tokens)) for item in found)

    def whole() -> int:
        return sum(bool(segment.terms) for segment in translator.translate(bench.texts))

    found = bench.medians({f"{engine.name} alone": alone, "pipeline": whole})
    reference = next(iter(found.values()))[0]
    table = Table("contestant", "segments/s", "x alone", "with hits", title="Pipeline", title_justify="left")
    for name, (seconds, count) in found.items():
        hits = f"{count} of {len(bench.texts)}" if name == "pipeline" else ""
        table.add_row(name, f"{len(bench.texts) / seconds:.1f}", f"{reference / seconds:.2f}", hits)
    show(table)


def measured(
    settings: Settings, words: int, segments: int, answer: "multiprocessing.Queue[tuple[float, float]]"
) -> None:
    """Translate so many different segments of so many words in a process of its own: seconds, peak memory in MB."""
    torch.set_num_threads(threads(settings))
    model = MarianModel(find_model(settings.model, settings))
    translator = Translator(model, load_glossary(settings.glossary), settings)
    vocabulary = " ".join(line.split("\t")[0] for line in TESTSET.read_text(encoding="utf-8").splitlines()[1:]).split()
    chooser = random.Random(SEED)
    starts = [chooser.randrange(len(vocabulary)) for _ in range(segments)]
    texts = [" ".join((vocabulary * 2)[start : start + words]) + f" {number}" for number, start in enumerate(starts)]
    start = time.perf_counter()
    translator.translate(texts)
    answer.put((time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def growth(bench: Bench) -> None:
    """Time and memory of the whole pipeline against the number of segments, and against their length."""
    context = multiprocessing.get_context("spawn")
    table = Table("segments", "words each", "ms a word", "peak MB", title="Growth", title_justify="left")
    counts = (50, 100, 200) if bench.quick else (500, 1000, 2500, 5000)
    plans = [(count, 10) for count in counts] + [(20, words) for words in (10, 40, 160, 320)]
    for segments, words in plans:
        answer: multiprocessing.Queue[tuple[float, float]] = context.Queue()
        process = context.Process(target=measured, args=(bench.settings, words, segments, answer))
        process.start()
        seconds, memory = answer.get()
        process.join()
        table.add_row(f"{segments:,}", str(words), f"{1000 * seconds / (segments * words):.1f}", f"{memory:.0f}")
    show(table)
    words = bench.model.source_ids(" ".join(bench.texts))[:-1]
    source = [*(words * 2)[:499], bench.model.eos]
    for engine in engines(bench.model, bench.settings).values():
        (found,) = engine.decode([source], beams=BEAMS, length_penalty=1.0)[0]
        print(f"a segment of {len(source)} tokens through {engine.name}: {len(found.tokens)} target tokens")


def show(table: Table) -> None:
    Console(width=110, highlight=False).print(table)


PARTS = {
    "throughput": throughput,
    "agreement": agreement,
    "constrained": constrained,
    "pipeline": pipeline,
    "growth": growth,
}

if __name__ == "__main__":
    main()
