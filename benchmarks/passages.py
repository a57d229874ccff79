"""Precision and recall of passage mining by threshold, on documents that share some passages and otherwise differ.

    python benchmarks/passages.py --corpus ../shared/corpus/written [--documents 12]

For each pair of documents 60 lines of a file of the written corpus are cut into stretches: some are in both documents,
in another order in the English one, some only in the Dutch one, some only in the English one, which also has 25 lines
of another file of the same theme. A mined pair is right when at least half of its source segments have their
translation in its target passage. Even documents choose the threshold, odd ones show what it is worth.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.alignment.facts import FactComparer
from workbench.alignment.passages import PassagePair, mine_passages
from workbench.alignment.vectors import UniversalEncoder

THEMES = ("asia_press", "bilateral", "economy", "europe", "general", "multilateral", "readouts", "world")
HELD_OUT = {"05", "29", "30"}
THRESHOLDS = (0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2)


@dataclass(frozen=True)
class Comparable:
    """A Dutch and an English document, and which segments of them are translations of each other."""

    source: list[str]
    target: list[str]
    shared: set[tuple[int, int]]


Result = tuple[Comparable, Sequence[PassagePair]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=12)
    options = parser.parse_args()
    encoder, facts = UniversalEncoder(1), FactComparer("nl", "en")
    results = []
    for document in make_documents(options.corpus, options.documents):
        results.append((document, mine_passages(document.source, document.target, encoder, facts, THRESHOLDS[0])))
    print(f"{'threshold':>9}{'':4}{'choosing: P':>12}{'R':>7}{'F1':>7}{'':4}{'testing: P':>12}{'R':>7}{'F1':>7}")
    for threshold in THRESHOLDS:
        halves = (measure(results[half::2], threshold) for half in (0, 1))
        print(f"{threshold:9.2f}" + "".join(f"{'':4}{p:12.3f}{r:7.3f}{f:7.3f}" for p, r, f in halves))


def make_documents(corpus: Path, count: int) -> Iterator[Comparable]:
    """Documents made from files that are not held out; the same in each run."""
    chance = random.Random(3)
    for number in range(count):
        files = sorted((corpus / THEMES[number % len(THEMES)]).glob("*.tsv"))
        own, other = (read(path) for path in chance.sample([path for path in files if path.stem not in HELD_OUT], 2))
        yield make_document(own[:60], other[:25], chance)


def read(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(source, target) for source, _, target in (line.partition("\t") for line in lines) if source and target]


def make_document(
    own: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]], chance: random.Random
) -> Comparable:
    """Cut ``own`` into stretches of 1 to 4 lines for both sides, the source, or the target."""
    source, shared, target = [], [], [[pair[1]] for pair in other]
    position = 0
    while position < len(own):
        stretch = own[position : position + chance.randint(1, 4)]
        position += len(stretch)
        match chance.choice(("both", "source", "target")):
            case "both":
                first = len(source)
                source += [pair[0] for pair in stretch]
                shared.append((first, [pair[1] for pair in stretch]))
            case "source":
                source += [pair[0] for pair in stretch]
            case "target":
                target.append([pair[1] for pair in stretch])
    stretches = [(None, lines) for lines in target] + shared
    chance.shuffle(stretches)
    lines, links = [], set()
    for first, texts in stretches:
        links |= {(first + offset, len(lines) + offset) for offset in range(len(texts)) if first is not None}
        lines += texts
    return Comparable(source, lines, links)


def measure(results: Sequence[Result], threshold: float) -> tuple[float, float, float]:
    """Precision of the pairs, recall of the shared segments, and F1 of the two."""
    right = made = found = wanted = 0
    for document, pairs in results:
        wanted += len(document.shared)
        for pair in pairs:
            if pair.score >= threshold:
                inside = {(i, j) for i, j in document.shared if i in range(*pair.source) and j in range(*pair.target)}
                made += 1
                right += 2 * len(inside) >= pair.source[1] - pair.source[0]
                found += len(inside)
    precision, recall = right / max(made, 1), found / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


if __name__ == "__main__":
    main()
