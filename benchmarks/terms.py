"""Term success, chrF and placement failures by mode: without the glossary, with annotation only, with everything.

    python benchmarks/terms.py [--testset FILE]... [--random-terms] [--show] [REPORT...]

A test set has the columns source, reference and document. Reports have no reference; only their terms are counted.
The term success rate is the share of source occurrences of glossary terms for which an allowed rendering stands in
the target, counted, and no forbidden one. --random-terms translates the test sets once more with a glossary of two
random content words of every segment, each with a rendering that is right but rare (data/rare-renderings.nl-en.tsv):
whoever obeys only where the model would have agreed anyway shows here.
"""

import argparse
import csv
import random
import re
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from sacrebleu.metrics import CHRF

from workbench.documents.bilingual import BilingualSegment, Origin, Outcome
from workbench.documents.registry import read_document
from workbench.glossary.model import Glossary, Term
from workbench.languages.sentences import splitter
from workbench.settings import load_settings
from workbench.translation.flaws import Flaw, forcing_flaws
from workbench.translation.jobs import make_translator
from workbench.translation.mode import Mode
from workbench.translation.models import find_model
from workbench.translation.passes import FORCED
from workbench.translation.pieces import PieceTable
from workbench.translation.pipeline import Translator

RARE = Path(__file__).parent / "data" / "rare-renderings.nl-en.tsv"
Rows = Sequence[tuple[str, str, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--testset", type=Path, action="append", default=[])
    parser.add_argument("--random-terms", action="store_true")
    parser.add_argument("--show", action="store_true", help="print the segments that are marked or fail")
    parser.add_argument("--limit", type=int, help="only so many segments of each test set")
    parser.add_argument("reports", nargs="*", type=Path)
    options = parser.parse_args()
    settings = load_settings()
    info = find_model(settings.model, settings)
    translator = make_translator(info, settings)
    table = Table(options.show, translator)
    for path in options.reports:
        document = read_document(path, splitter(info.source_language))
        table.measure(path.name, lambda run, document=document: run.translate_document(document).segments, ())
    for path in options.testset:
        rows = read_testset(path)[: options.limit]
        table.measure(path.name, lambda run, rows=rows: by_document(run, rows), [row[1] for row in rows])
        if options.random_terms:
            rare = Translator(translator.model, Glossary("rare"), settings)
            table.measure(f"{path.name} random", RandomTerms(rare, rows), [row[1] for row in rows], rare)
    print(f"signature {translator.signature}" + (f"; chrF {table.chrf.get_signature()}" if options.testset else ""))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def read_testset(path: Path) -> Rows:
    with path.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["source"], row["reference"], row["document"]) for row in rows]


def by_document(translator: Translator, rows: Rows) -> list[BilingualSegment]:
    """Translate the rows, those of one document together; results in the order of the rows."""
    results = []
    for name in dict.fromkeys(row[2] for row in rows):
        sources = [row[0] for row in rows if row[2] == name]
        results += translator.translate(sources, translator.document_context(sources))
    return results


class RandomTerms:
    """Translates each row with a glossary of its own: two of its content words, chosen at random, always the same."""

    def __init__(self, translator: Translator, rows: Rows) -> None:
        self.translator, self.rows = translator, rows
        with RARE.open(encoding="utf-8") as file:
            self.rare = dict(csv.reader(file, delimiter="\t"))

    def __call__(self, translator: Translator) -> list[BilingualSegment]:
        choice = random.Random(2026)
        found = []
        for source, _, _ in self.rows:
            known = sorted({word for word in re.findall(r"\w+", source) if word in self.rare})
            words = choice.sample(known, min(2, len(known)))
            terms = [(word, Term(text, language)) for word in words for text, language in self.pair(word, translator)]
            run = Translator(
                translator.model, Glossary.of("rare", terms), translator.settings, translator.mode, translator.engine
            )
            found += run.translate([source])
        return found

    def pair(self, word: str, translator: Translator) -> list[tuple[str, str]]:
        return list(zip((word, self.rare[word]), translator.languages, strict=True))


class Table:
    """Measures translations in every mode and prints a line for each."""

    def __init__(self, with_segments: bool, translator: Translator) -> None:
        self.with_segments, self.translator, self.chrf = with_segments, translator, CHRF()
        self.pieces = PieceTable(translator.model)
        passes = "".join(
            f"{origin:>12}" for origin in (Origin.FIRST_PASS, Origin.ANNOTATED, Origin.PREFIXED, Origin.SECOND_PASS)
        )
        kinds = "".join(f"{kind.name.lower():>10}" for kind in Flaw)
        print(
            f"{'document':32}{'mode':8}{'segments':>9}{'constrained':>12}{'terms':>7}{'success':>9}{'chrF':>7}"
            f"{'seconds':>9}{passes}{kinds}"
        )

    def measure(
        self,
        name: str,
        translate: Callable[[Translator], Sequence[BilingualSegment]],
        references: Sequence[str],
        translator: Translator | None = None,
    ) -> None:
        translator = translator or self.translator
        free: dict[int, str] = {}
        for mode in (Mode.OFF, Mode.SOFT, Mode.STRICT):
            translator.mode = mode
            started = time.perf_counter()
            segments = translate(translator)
            seconds = time.perf_counter() - started
            if mode is Mode.OFF:
                free = {number: segment.target for number, segment in enumerate(segments)}
            self.show(name, mode, segments, references, free, seconds)

    def show(
        self,
        name: str,
        mode: Mode,
        segments: Sequence[BilingualSegment],
        references: Sequence[str],
        free: dict[int, str],
        seconds: float,
    ) -> None:
        uses = Counter(use.outcome for segment in segments for use in segment.terms)
        chrf = self.chrf.corpus_score([segment.target for segment in segments], [references]).score if references else 0
        origins = Counter(segment.origin for segment in segments)
        failed = [
            (segment, forcing_flaws(segment.source, segment.target, free[number], segment.terms, self.pieces))
            for number, segment in enumerate(segments)
            if segment.origin in FORCED
        ]
        kinds = Counter(kind for _, found in failed for kind in found)
        constrained = sum(bool(segment.terms or segment.placeables) for segment in segments)
        success = uses[Outcome.KEPT] / max(1, uses.total())
        print(
            f"{name:32}{mode:8}{len(segments):9}{constrained:12}{uses.total():7}{success:9.3f}"
            f"{chrf:7.1f}{seconds:9.1f}"
            + "".join(
                f"{origins[origin]:12}"
                for origin in (Origin.FIRST_PASS, Origin.ANNOTATED, Origin.PREFIXED, Origin.SECOND_PASS)
            )
            + "".join(f"{kinds[kind]:10}" for kind in Flaw),
            flush=True,
        )
        if self.with_segments:
            self.print_segments(segments, failed, free)

    def print_segments(
        self,
        segments: Sequence[BilingualSegment],
        failed: Iterable[tuple[BilingualSegment, Iterable[Flaw]]],
        free: dict[int, str],
    ) -> None:
        reasons = {id(segment): found for segment, found in failed}
        for number, segment in enumerate(segments):
            missing = [use for use in segment.terms if use.outcome is not Outcome.KEPT]
            if id(segment) in reasons or missing:
                print(f"  {segment.source}\n  {free.get(number, '')}\n  {segment.target}")
                print("    " + "\n    ".join([*segment.history, *segment.marks, *reasons.get(id(segment), ())]))


if __name__ == "__main__":
    main()
