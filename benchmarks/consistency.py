"""The consistency checks measured: planted errors found, false alarms, speed and memory; the WMT21 metrics.

    python benchmarks/consistency.py planted [--corpus FOLDER] [--show]
    python benchmarks/consistency.py scale [--segments 100000] [--corpus FOLDER]
    python benchmarks/consistency.py wmt21 FOLDER

``planted`` checks eval/consistency/planted.tsv (200 pairs with one error each; rows without a check are correct
neighbours in the same document), and 300 correct pairs of a corpus of TSV files, a fixed random sample of the files
05, 29 and 30 of every folder. ``wmt21`` wants the three files of the WMT21 terminology sample.
"""

import argparse
import csv
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from workbench.consistency.inputs import read_pairs
from workbench.consistency.model import Pair, Severity
from workbench.consistency.registry import CHECKS
from workbench.consistency.report import check_pairs
from workbench.consistency.run import CheckedPair, Checker
from workbench.consistency.subject import Toolbox
from workbench.consistency.wmt import evaluate, read_outputs, read_references
from workbench.documents.tsv import unescape
from workbench.glossary.files import load_glossary
from workbench.glossary.model import Glossary, Term

PLANTED = Path(__file__).resolve().parent.parent / "eval/consistency/planted.tsv"
#: Files whose pairs were never looked at while the checks were made.
HELD_OUT = ("05", "29", "30")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    planted = commands.add_parser("planted")
    planted.add_argument("--corpus", type=Path, help="folder with a folder of TSV files for each theme")
    planted.add_argument("--sample", type=int, default=300)
    planted.add_argument("--developed", action="store_true", help="sample the other files instead")
    planted.add_argument("--show", action="store_true", help="print what was not found, and the false alarms")
    planted.set_defaults(run=run_planted)
    wmt21 = commands.add_parser("wmt21")
    wmt21.add_argument("folder", type=Path)
    wmt21.set_defaults(run=run_wmt21)
    scale = commands.add_parser("scale")
    scale.add_argument("--segments", type=int, default=100_000)
    scale.add_argument("--corpus", type=Path, help="as for planted; without it the planted pairs are repeated")
    scale.set_defaults(run=run_scale)
    options = parser.parse_args()
    options.run(options)


def run_planted(options: argparse.Namespace) -> None:
    codes, pairs = read_planted()
    tools = new_checker().tools
    planted, found, beside = Counter[str](), Counter[str](), Counter[str]()
    checked_pairs = (
        checked
        for _, document in groupby(pairs, key=lambda pair: pair.document)
        for checked in Checker(tools).check(document)
    )
    for code, checked in zip(codes, checked_pairs, strict=True):
        planted[code] += 1
        seen = {finding.check for finding in checked.findings}
        found[code] += code in seen
        beside.update(seen - {code})
        if options.show and (code and code not in seen):
            print(f"not found: {code}: {checked.subject.source} | {checked.subject.target} | {sorted(seen)}")
    del planted[""]
    false, wrong, sample = false_alarms(options) if options.corpus else (Counter[str](), 0, 0)
    print(f"{'check':24}{'severity':12}{'planted':>8}{'found':>7}{'beside':>8}{'false alarms':>14}")
    for code, check in CHECKS.items():
        print(f"{code:24}{check.severity:12}{planted[code]:8}{found[code]:7}{beside[code]:8}{false[code]:14}")
    total = planted.total()
    print(f"found with the right code: {sum(found[code] for code in planted)} of {total}")
    if sample:
        print(f"correct pairs with a critical or functional finding: {wrong} of {sample} ({wrong / sample:.1%})")
    print(f"signature {Checker(tools).signature}")


def false_alarms(options: argparse.Namespace) -> tuple[Counter[str], int, int]:
    false, wrong = Counter[str](), 0
    sample = list(sampled_pairs(options.corpus, options.sample, options.developed))
    for checked in new_checker().check(sample):
        false.update({finding.check for finding in checked.findings})
        wrong += is_alarmed(checked)
        if options.show:
            for finding in checked.findings:
                print(f"{finding.severity}: {finding.check}: {finding.problem.message} | {checked.subject.source}"
                      f" | {checked.subject.target}")  # fmt: skip
    return false, wrong, len(sample)


def run_wmt21(options: argparse.Namespace) -> None:
    references = read_references(options.folder / "dev.en-fr.fr.sgm")
    outputs = read_outputs(options.folder / "en-fr.dev.txt.truecased.sgm")
    scores = evaluate(references, outputs, "fr")
    print(f"{len(references)} segments, {scores.terms} terms")
    print(f"{'metric':20}{'here':>8}{'published':>11}")
    for name, here, published in (
        ("exact match", scores.exact_match, 0.859),
        ("window overlap 2", scores.window_2, 0.297),
        ("window overlap 3", scores.window_3, 0.291),
        ("1 - TERm", scores.one_minus_term, 0.598),
    ):
        print(f"{name:20}{here:8.3f}{published:11.3f}")


def run_scale(options: argparse.Namespace) -> None:
    """A thousand concepts; pairs that are repeated are told apart by a number, so that no two are equal."""
    glossary = load_glossary("diplomatic")
    rows = list(glossary.rows())
    for number in range(len(glossary.concepts), 1000):  # concepts that stand nowhere, up to a thousand
        rows += [(f"c{number}", Term(f"vulterm{number}", "nl")), (f"c{number}", Term(f"filler{number}", "en"))]
    concepts = Glossary.of("thousand", rows)
    checker = Checker(Toolbox(concepts, "nl", "en"))
    started = time.process_time()
    report = check_pairs(varied_pairs(options.segments, options.corpus), checker)
    seconds = time.process_time() - started
    findings = sum(report.scores.total.severities.values())
    report.close()
    print(f"{options.segments} segments, {len(concepts.concepts)} concepts, {findings} findings")
    print(f"{seconds:.0f} s of processor time, {1000 * seconds / options.segments:.2f} ms a segment")
    print(f"{'check':24}{'seconds':>9}{'share':>8}")
    for code, spent in sorted(checker.seconds.items(), key=lambda item: -item[1]):
        print(f"{code:24}{spent:9.1f}{spent / seconds:8.1%}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def varied_pairs(size: int, corpus: Path | None) -> Iterator[Pair]:
    """Pairs of the corpus, or the planted ones, with a number that counts up on both sides; a hundred to a document."""
    if corpus:
        pairs = [pair for path in sorted(corpus.glob("*/*.tsv")) for pair in read_pairs([path], "nl", "en")]
    else:
        _, pairs = read_planted()
    for number in range(size):
        pair = pairs[number % len(pairs)]
        source, target = f"{number} {pair.source}", f"{number} {pair.target}"
        yield Pair(f"document-{number // 100}", number % 100 + 1, source, target)


def is_alarmed(checked: CheckedPair) -> bool:
    return any(finding.severity is not Severity.COSMETIC for finding in checked.findings)


def new_checker() -> Checker:
    return Checker(Toolbox(load_glossary("diplomatic"), "nl", "en"))


def read_planted() -> tuple[list[str], list[Pair]]:
    with PLANTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    pairs = [
        Pair(row["document"], number, unescape(row["source"]), unescape(row["target"]))
        for number, row in enumerate(rows, start=1)
    ]
    return [row["check"] for row in rows], pairs


def sampled_pairs(corpus: Path, size: int, developed: bool) -> Iterator[Pair]:
    """A fixed random sample; each pair is a document, for its neighbours are not in the sample."""
    files = [path for path in sorted(corpus.glob("*/*.tsv")) if (path.stem in HELD_OUT) is not developed]
    lines = [
        (f"{path.parent.name}/{path.stem}:{number}", *line.split("\t"))
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if line.count("\t") == 1
    ]
    for name, source, target in random.Random(21).sample(lines, size):
        yield Pair(name, 1, source, target)


if __name__ == "__main__":
    main()
