"""The consistency checks measured: planted errors found, false alarms, speed and memory; the WMT21 metrics.

    python benchmarks/consistency.py planted [--corpus FOLDER] [--show]
    python benchmarks/consistency.py scale [--segments 100000]
    python benchmarks/consistency.py wmt21 FOLDER

``planted`` checks eval/consistency/planted.tsv (200 pairs with one error each; rows without a check are correct
neighbours in the same document), and 300 correct pairs of a corpus of TSV files, a fixed random sample of the files
05, 29 and 30 of every folder. ``wmt21`` wants the three files of the WMT21 terminology sample.
"""

import argparse
import csv
import random
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from workbench.consistency.model import Pair, Severity
from workbench.consistency.registry import CHECKS
from workbench.consistency.run import CheckedPair, Checker
from workbench.consistency.subject import Toolbox
from workbench.documents.tsv import unescape
from workbench.glossary.files import load_glossary

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
