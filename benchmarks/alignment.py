"""Sentence alignment: quality beside Gale-Church, retrieval, unlikely pairs, time and memory.

    python benchmarks/alignment.py --gold eval/alignment nl en
    python benchmarks/alignment.py --gold FOLDER/text+berg de fr --beads defr --documents test
    python benchmarks/alignment.py --retrieval CORPUS_FOLDER
    python benchmarks/alignment.py --bad eval/alignment
    python benchmarks/alignment.py --speed CORPUS_FOLDER --sizes 1000 10000

Strict and lax precision, recall and F1 are those of Vecalign's score.py: strict, a bead is found as it is; lax, it
shares a segment on each side with a gold bead. Recall leaves insertions and deletions out; counts are pooled over the
documents. Gale-Church is that of the ``galechurch`` package. Encoder and threads come from the settings
(WORKBENCH_SENTENCE_ENCODER, WORKBENCH_THREADS).
"""

import argparse
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import galechurch
import numpy as np

from workbench.alignment.coarse import spread_sample, strangeness
from workbench.alignment.dynamic_program import Scores, best_path
from workbench.alignment.plausibility import check_languages, overall_confidence
from workbench.alignment.sentences import Text, align
from workbench.alignment.vectors import load_encoder
from workbench.errors import WorkbenchError
from workbench.settings import load_settings

Bead = tuple[tuple[int, ...], tuple[int, ...]]
#: A matrix of more cells than this does not fit in memory with all its bead shapes.
LARGEST_MATRIX = 4_000_000
#: Gale-Church refuses more cells than 50 million unless told otherwise.
LARGEST_BLOCK = 200_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", nargs=3, metavar=("FOLDER", "SOURCE", "TARGET"), help="score against gold beads")
    parser.add_argument("--beads", help="suffix of the gold files; SOURCE-TARGET without it")
    parser.add_argument("--documents", default="", help="only the documents whose names start so")
    parser.add_argument("--retrieval", type=Path, metavar="CORPUS", help="find the translation among 1,000")
    parser.add_argument("--bad", type=Path, metavar="FOLDER", help="pairs that are no translations, from a gold folder")
    parser.add_argument("--speed", type=Path, metavar="CORPUS", help="time and memory")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000, 50000])
    parser.add_argument("--one", nargs=2, metavar=("ALIGNER", "SIZE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.gold:
        folder, source, target = options.gold
        quality(Path(folder), source, target, options.beads or f"{source}-{target}", options.documents)
    if options.retrieval:
        retrieval(options.retrieval)
    if options.bad:
        bad_pairs(options.bad)
    if options.one:
        one(options.speed, options.one[0], int(options.one[1]))
    elif options.speed:
        speed(options.speed, options.sizes)


def quality(folder: Path, source: str, target: str, suffix: str, start: str) -> None:
    encoder = load_encoder(load_settings())
    found: dict[str, list[tuple[list[Bead], list[Bead]]]] = {"workbench": [], "galechurch": []}
    print(f"{'document':14}{'aligner':12}{'beads':>6}{'strict P':>10}{'R':>7}{'F1':>7}{'lax P':>8}{'R':>7}{'F1':>7}")
    confidences: list[tuple[float, bool]] = []
    for path in sorted(folder.glob(f"{start}*.{suffix}")):
        gold = [read_bead(line) for line in lines(path) if line.strip()]
        texts = [[line.strip() for line in lines(path.with_suffix(f".{code}"))] for code in (source, target)]
        ours = align(Text(texts[0]), Text(texts[1]), (source, target), encoder).beads
        confidences += [(bead.confidence, (bead.source, bead.target) in gold) for bead in ours]
        found["workbench"].append((gold, [(bead.source, bead.target) for bead in ours]))
        found["galechurch"].append((gold, gale_church(texts[0], texts[1])))
        for name, results in found.items():
            print_row(path.stem, name, results[-1:])
    for name, results in found.items():
        print_row("all", name, results)
    print("confidence, and how often such beads are right:")
    for low, high in ((0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.97), (0.97, 1.01)):
        inside = [right for confidence, right in confidences if low <= confidence < high]
        if inside:
            print(f"  {low:.2f} to {min(high, 1):.2f}: {len(inside):4} beads, {np.mean(inside):.3f} right")


def print_row(document: str, name: str, results: Sequence[tuple[list[Bead], list[Bead]]]) -> None:
    figures = scores(results)
    count = sum(len(found) for _, found in results)
    columns = "".join(f"{value:{width}.3f}" for value, width in zip(figures, (10, 7, 7, 8, 7, 7), strict=True))
    print(f"{document:14}{name:12}{count:6}{columns}", flush=True)


def scores(results: Sequence[tuple[list[Bead], list[Bead]]]) -> list[float]:
    """Strict precision, recall, F1 and the same lax."""
    figures = []
    precision = pooled(results)
    turned = [([b for b in found if all(b)], [b for b in gold if all(b)]) for gold, found in results]
    recall = pooled(turned)
    for right, total, back, whole in zip(*precision, *recall, strict=True):
        p, r = right / max(total, 1), back / max(whole, 1)
        figures += [p, r, 2 * p * r / max(p + r, 1e-9)]
    return figures


def pooled(results: Sequence[tuple[list[Bead], list[Bead]]]) -> tuple[tuple[int, int], tuple[int, int]]:
    """How many found beads are right, strict and lax, and how many there are, twice."""
    strict = lax = total = 0
    for gold, found in results:
        wanted = set(gold)
        partners: dict[int, set[int]] = {}
        for sources, targets in gold:
            for index in sources:
                partners.setdefault(index, set()).update(targets)
        for bead in found:
            total += 1
            strict += bead in wanted
            touches = any(partners.get(index, set()) & set(bead[1]) for index in bead[0])
            lax += bead in wanted or touches
    return (strict, lax), (total, total)


def retrieval(corpus: Path) -> None:
    """Each of 1,000 shuffled sources among the targets, by margin: Artetxe and Schwenk 2019, ratio, 4 neighbours."""
    encoder = load_encoder(load_settings())
    pairs = [pair for pair in corpus_pairs(corpus) if len(pair[0].split()) >= 4]
    random.Random(5).shuffle(pairs)
    source, target = (encoder.encode([pair[side] for pair in pairs[:1000]]) for side in (0, 1))
    order = np.random.default_rng(5).permutation(len(target))
    cosine = source @ target[order].T
    near = [np.sort(cosine, axis=axis) for axis in (1, 0)]
    margin = cosine / ((near[0][:, -4:].mean(1)[:, None] + near[1][-4:].mean(0)[None, :]) / 2)
    normal = strangeness(source, spread_sample(target))[:, None] + strangeness(target[order], spread_sample(source))
    for name, matrix in (("cosine", cosine), ("margin", margin), ("likeness", -(1 - cosine) / normal)):
        forward = np.mean(order[matrix.argmax(1)] == np.arange(len(source)))
        back = np.mean(matrix.argmax(0) == order)
        print(f"retrieval among {len(source)} by {name:9}: source to target {forward:.3f}, back {back:.3f}")


def bad_pairs(folder: Path) -> None:
    encoder = load_encoder(load_settings())
    names = sorted(path.stem for path in folder.glob("*.nl-en"))
    texts = {(name, code): lines(folder / f"{name}.{code}") for name in names for code in ("nl", "en")}
    first, second = names[:2]
    cases = {
        "translation": ((first, "nl"), (first, "en")),
        "unrelated": ((first, "nl"), (second, "en")),
        "wrong way round": ((first, "en"), (first, "nl")),
        "itself": ((first, "nl"), (first, "nl")),
    }
    for name, keys in cases.items():
        source, target = (texts[key] for key in keys)
        try:
            check_languages(source, target, ("nl", "en"), ("SOURCE", "TARGET"))
        except WorkbenchError as error:
            print(f"{name:16}: refused: {error}")
            continue
        alignment = align(Text(source), Text(target), ("nl", "en"), encoder)
        sure = sum(bead.confidence >= 0.9 for bead in alignment.beads if bead.source and bead.target)
        print(f"{name:16}: overall confidence {overall_confidence(alignment):.2f}, {sure} pairs at 0.9 or more")


def speed(corpus: Path, sizes: Iterable[int]) -> None:
    """Each measurement in a process of its own, so that its memory is its own; the aligners take turns."""
    print(f"{'aligner':14}{'segments':>9}{'seconds':>9}{'processor':>10}{'a segment':>11}{'memory MB':>10}")
    for size in sizes:
        for name in ("workbench", "galechurch", "matrix"):
            command = [sys.executable, __file__, "--speed", str(corpus), "--one", name, str(size)]
            result = subprocess.run(command, capture_output=True, text=True, check=True)
            print(result.stdout.rstrip("\n"), flush=True)


def one(corpus: Path, name: str, size: int) -> None:
    """Align a text of ``size`` sentences a side with the aligner of that name and print what it took."""
    source, target = restructured(corpus, size)
    if name == "matrix" and len(source) * len(target) > LARGEST_MATRIX:
        print(f"{name:14}{size:9}  needs {len(source) * len(target) * 8 * 26 / 2**30:.0f} GB: not run")
        return
    encoder = load_encoder(load_settings())
    encoder.encode(["warm"])
    started, used = time.perf_counter(), time.process_time()
    if name == "workbench":
        align(Text(source), Text(target), ("nl", "en"), encoder)
    elif name == "galechurch":
        try:
            gale_church(source, target)
        except ValueError:  # its own limit, which LARGEST_BLOCK raises already
            print(f"{name:14}{size:9}  refuses more than {LARGEST_BLOCK} cells")
            return
    else:
        full_matrix(encoder.encode(source), encoder.encode(target))
    seconds, processor = time.perf_counter() - started, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:14}{size:9}{seconds:9.1f}{processor:10.1f}{processor / size * 1000:9.2f}ms{memory:10.0f}")


def full_matrix(source: np.ndarray, target: np.ndarray) -> None:
    """Every bead of up to two on a side scored from mean vectors, everywhere: what the band saves."""
    beads = {}
    for height, width in ((1, 1), (1, 2), (2, 1), (2, 2)):
        ours = source[: len(source) - height + 1] + source[height - 1 :]
        theirs = target[: len(target) - width + 1] + target[width - 1 :]
        beads[height, width] = (ours @ theirs.T).astype(float) - height * width
    best_path(Scores(beads, np.full(len(source), -1.0), np.full(len(target), -1.0)))


def restructured(corpus: Path, size: int) -> tuple[list[str], list[str]]:
    """About ``size`` sentences a side: corpus pairs, one in ten merged on one side, one in fifty left out."""
    choose = random.Random(size)
    pairs = list(corpus_pairs(corpus))
    source: list[str] = []
    target: list[str] = []
    while len(source) < size:
        first, second = choose.sample(pairs, 2)
        case = choose.random()
        if case < 0.1:
            source += [first[0], second[0]]
            target.append(f"{first[1]} {second[1]}")
        elif case < 0.12:
            source.append(first[0])
        else:
            source.append(first[0])
            target.append(first[1])
    return source, target


def corpus_pairs(corpus: Path) -> list[tuple[str, str]]:
    """Sentence pairs of the held-out files of the corpus (05, 29, 30), without word lists."""
    found = {}
    for path in sorted(corpus.glob("*/*.tsv")):
        if path.stem in ("05", "29", "30") and not path.parent.name.startswith(("words", "lexicon")):
            cells = [line.split("\t") for line in lines(path)]
            found |= {cell[0]: cell[1] for cell in cells if len(cell) > 1}
    return list(found.items())


def gale_church(source: list[str], target: list[str]) -> list[Bead]:
    return [
        read_bead(line) for line in galechurch.align(source, target, max_block_size=LARGEST_BLOCK).to_pharaoh_lines()
    ]


def read_bead(line: str) -> Bead:
    sides = [tuple(map(int, re.findall(r"\d+", side))) for side in line.split("]:")[:2]]
    return sides[0], sides[1]


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


if __name__ == "__main__":
    main()
