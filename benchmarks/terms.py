"""Term success rate and chrF by mode: without the glossary, with annotation only, with everything.

    python benchmarks/terms.py [--testset eval/testsets/samples.nl-en.tsv] [REPORT...]

A test set has the columns source, reference and document. Reports have no reference; only their terms are counted.
The term success rate is the share of source occurrences of glossary terms for which an allowed rendering stands in
the target, counted, and no forbidden one.
"""

import argparse
import csv
import resource
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from sacrebleu.metrics import CHRF

from workbench.documents.bilingual import BilingualSegment, Outcome
from workbench.documents.registry import read_document
from workbench.languages.sentences import splitter
from workbench.settings import load_settings
from workbench.translation.jobs import make_translator
from workbench.translation.mode import Mode
from workbench.translation.models import find_model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--testset", type=Path)
    parser.add_argument("--show", action="store_true", help="print the segments that are marked")
    parser.add_argument("reports", nargs="*", type=Path)
    options = parser.parse_args()
    settings = load_settings()
    info = find_model(settings.model, settings)
    translator = make_translator(info, settings)
    documents = {path.name: read_document(path, splitter(info.source_language)) for path in options.reports}
    chrf = CHRF()
    print(f"{'document':32}{'mode':8}{'segments':>9}{'terms':>7}{'success':>9}{'marked':>8}{'chrF':>7}{'seconds':>9}")
    for mode in (Mode.OFF, Mode.SOFT, Mode.STRICT):
        translator.mode = mode
        for name, document in documents.items():
            started = time.perf_counter()
            bilingual = translator.translate_document(document)
            show(name, mode, bilingual.segments, "", time.perf_counter() - started, options.show)
        if options.testset:
            with options.testset.open(encoding="utf-8") as file:
                rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
            started, results = time.perf_counter(), []
            for name in dict.fromkeys(row["document"] for row in rows):
                sources = [row["source"] for row in rows if row["document"] == name]
                results += translator.translate(sources, translator.document_context(sources))
            score = chrf.corpus_score([item.target for item in results], [[row["reference"] for row in rows]])
            show(options.testset.name, mode, results, f"{score.score:.1f}", time.perf_counter() - started, options.show)
    print(f"signature {translator.signature}; chrF {chrf.get_signature()}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def show(
    name: str, mode: Mode, segments: Iterable[BilingualSegment], chrf: str, seconds: float, with_marks: bool
) -> None:
    segments = list(segments)
    outcomes = Counter(use.outcome for segment in segments for use in segment.terms)
    rate = outcomes[Outcome.KEPT] / max(1, outcomes.total())
    marked = [segment for segment in segments if segment.marks]
    print(
        f"{name:32}{mode:8}{len(segments):9}{outcomes.total():7}{rate:9.3f}{len(marked):8}{chrf:>7}{seconds:9.1f}",
        flush=True,
    )
    for segment in marked if with_marks else ():
        print(f"  {segment.source}\n  {segment.target}\n    " + "\n    ".join(segment.marks))


if __name__ == "__main__":
    main()
