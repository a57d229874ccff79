"""Reproduce the BLEU figures that others published: FLORES-200, Dutch to English, four systems.

    python benchmarks/published_figures.py FOLDER

FOLDER holds flores-dev.* and flores-test.* as in mozilla/firefox-translations-models: SET.nl, SET.en, SET.SYSTEM.en and
SET.SYSTEM.en.bleu. It is other people's data (CC BY-SA) and no part of this project. Exit status 1 if a figure differs.
"""

import argparse
import html
import sys
from pathlib import Path

from workbench.evaluation.metrics import ReferenceStatistics
from workbench.evaluation.testset import read_lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    differing = 0
    print(f"{'set':12}{'system':24}{'published':>10}{'ours':>8}{'':4}{'unescaped':>10}{'chrF':>8}{'unescaped':>10}")
    for output in sorted(folder.glob("*.*.en")):
        name, system, _ = output.name.split(".")
        references, hypotheses = read_lines(folder / f"{name}.en"), read_lines(output)
        plain = [html.unescape(text) for text in hypotheses]
        scores = {
            (metric, texts is plain): ReferenceStatistics(metric, texts, references).score()
            for metric in ("bleu", "chrf")
            for texts in (hypotheses, plain)
        }
        published = float(output.with_name(f"{output.name}.bleu").read_text())
        same = round(scores["bleu", False], 1) == published
        differing += not same
        bleu, chrf = (f"{scores[metric, True]:.2f}" if hypotheses != plain else "" for metric in ("bleu", "chrf"))
        print(
            f"{name:12}{system:24}{published:10.1f}{scores['bleu', False]:8.2f}{'' if same else ' !':4}{bleu:>10}"
            f"{scores['chrf', False]:8.2f}{chrf:>10}",
            flush=True,
        )
    print(f"signature {ReferenceStatistics('bleu', ['a'], ['a']).signature}; {differing} figures differ")
    sys.exit(differing > 0)


if __name__ == "__main__":
    main()
