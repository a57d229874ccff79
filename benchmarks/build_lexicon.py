"""Make the lexicon of word alignment from a folder of translated segments.

    python benchmarks/build_lexicon.py --corpus ../shared/corpus/written -o workbench/alignment/lexicons/nl-en.tsv.gz

Reads THEME/NN.tsv, two columns without a header; files 05, 29 and 30 are held out for measuring.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from workbench.alignment.lexicon import write_lexicon
from workbench.alignment.lexicon_training import LEAST_COUNT, train_lexicon

HELD_OUT = frozenset({"05", "29", "30"})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--least-count", type=float, default=LEAST_COUNT)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    lexicon = train_lexicon(
        read_corpus(options.corpus),
        options.least_count,
        lambda done, of: print(f"round {done} of {of}", file=sys.stderr),
    )
    options.output.parent.mkdir(parents=True, exist_ok=True)
    write_lexicon(lexicon, options.output)
    print(f"{len(lexicon.entries)} entries, {options.output.stat().st_size} bytes")


def read_corpus(folder: Path) -> Iterator[tuple[str, str]]:
    """The pairs of all files that are not held out, in a fixed order."""
    for path in sorted(folder.glob("*/*.tsv")):
        if path.stem not in HELD_OUT:
            for line in path.read_text(encoding="utf-8").splitlines():
                source, _, target = line.partition("\t")
                if source and target:
                    yield source, target


if __name__ == "__main__":
    main()
