"""Speed of finding glossary terms: ours against a compiled regular expression and against substring search.

    python benchmarks/matching.py [--corpus PATH] [--concepts 10000] [--segments 100000] [--runs 3]

``--corpus`` is a text file, a TSV file whose first column is Dutch, or a folder with such files. Without it the text is
made of the Dutch terms of the bundled glossary. Terms are runs of one to four words of the text, so that they occur;
the other two methods find them only as they are written. Seconds are those of the processor in one process, so that
other work on the machine disturbs little; figures are medians of the runs, in which the methods take turns. The slow
methods run on a sample of some seconds each time, and their time for all segments is extrapolated from it.
"""

import argparse
import gc
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from workbench.glossary.csv_format import COLUMNS, read_glossary
from workbench.glossary.files import load_glossary
from workbench.glossary.matching import Matcher
from workbench.glossary.model import Glossary
from workbench.languages.lemmas import dictionary_lemma, is_word, lemmas
from workbench.languages.profile import get_profile
from workbench.languages.words import normalise, words

SEED = 20261
SAMPLE_SECONDS = 4.0
GROWTH_SEGMENTS = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, help="Dutch text: a file or a folder of files")
    parser.add_argument("--concepts", type=int, default=10_000)
    parser.add_argument("--segments", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    lines = read_corpus(options.corpus) if options.corpus else generated_text(20_000)
    terms = make_terms(lines, options.concepts)
    segments = (lines * (options.segments // len(lines) + 1))[: options.segments]
    characters = statistics.mean(map(len, segments))
    print(f"{len(lines):,} different lines of {characters:.0f} characters, {options.segments:,} segments")
    is_word("woord", "nl"), is_word("word", "en")  # simplemma reads its dictionaries once a process
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.csv"
        path.write_text(glossary_csv(terms), encoding="utf-8")
        glossary = show_load(path, options.runs)
    show_load(None, options.runs)
    show_methods(glossary, terms, segments, options.runs)
    show_growth(lines, terms, segments, options.runs)


def read_corpus(path: Path) -> list[str]:
    files = sorted(item for item in path.rglob("*") if item.suffix in {".tsv", ".txt"}) if path.is_dir() else [path]
    lines = [line.split("\t")[0] for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line.strip()]
    random.Random(SEED).shuffle(lines)
    return lines


def generated_text(count: int) -> list[str]:
    """Sentences of the bundled glossary's Dutch terms between small words, the first terms the most frequent."""
    rng = random.Random(SEED)
    terms = [term.text for _, term in load_glossary("diplomatic").rows() if term.language == "nl"]
    rng.shuffle(terms)
    small = sorted(get_profile("nl").openers)
    weights = [1 / rank for rank in range(10, len(terms) + 10)]
    return [
        " ".join(part for term in rng.choices(terms, weights, k=6) for part in (rng.choice(small), term)) + "."
        for _ in range(count)
    ]


def make_terms(lines: Sequence[str], count: int) -> list[str]:
    """Runs of words of the text that neither begin nor end with a small word; most have one or two."""
    rng = random.Random(SEED)
    profile = get_profile("nl")
    small = profile.openers | profile.function_words
    found: dict[str, None] = {}
    while len(found) < count:
        line = rng.choice(lines)
        tokens = words(line)
        length = rng.choices((1, 2, 3, 4), (5, 4, 2, 1))[0]
        if len(tokens) < length:
            continue
        first = rng.randrange(len(tokens) - length + 1)
        run = tokens[first : first + length]
        ends = {run[0].text.lower(), run[-1].text.lower()}
        text = line[run[0].start : run[-1].end]
        if len(text) > 3 and not ends & small and all(part.isalnum() for part in re.split(r"[ -]", text)):
            found[text] = None
    return list(found)


def glossary_csv(terms: Iterable[str]) -> str:
    rows = [",".join(COLUMNS)]
    for number, term in enumerate(terms):
        for language, text in (("nl", term), ("en", f"term {term}")):
            rows.append(f"c{number},{language},{text},preferred,noun,general,,,,,,approved")
    return "\n".join(rows) + "\n"


def show_load(path: Path | None, runs: int) -> Glossary:
    """Time reading a glossary (None: the bundled one) and building the index, with nothing of it in the caches."""
    reading, building = [], []
    for _ in range(max(3, runs)):
        for cache in (lemmas, dictionary_lemma, normalise):
            cache.cache_clear()
        seconds, glossary = timed(lambda: read_glossary(path) if path else load_glossary("diplomatic"))
        reading.append(seconds)
        building.append(timed(partial(Matcher, glossary, "nl"))[0])
    rows = sum(1 for _ in glossary.rows())
    print(
        f"load {len(glossary.concepts):,} concepts, {rows:,} rows: reading {statistics.median(reading):.2f} s, "
        f"Dutch index {statistics.median(building):.2f} s"
    )
    return glossary


def show_methods(glossary: Glossary, terms: Sequence[str], segments: Sequence[str], runs: int) -> None:
    matcher = Matcher(glossary, "nl")
    alternatives = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
    lowered = [term.lower() for term in terms]

    def substrings(text: str) -> list[str]:
        text = text.lower()
        return [term for term in lowered if term in text]

    methods: dict[str, Callable[[str], Sequence[object]]] = {
        "ours": matcher.find,
        "regular expression (alternation)": lambda text: pattern.findall(text.lower()),
        "substring search": substrings,
    }
    print(
        f"\n{'method':34}{'segments':>10}{'seconds':>9}{'segments/s':>12}{'hits':>9}   for {len(segments):,} segments"
    )
    show("ours, words seen for the first time", [timed(lambda: count(matcher.find, segments))], segments, segments)
    samples = {name: segments[: sample_size(search, segments)] for name, search in methods.items() if name != "ours"}
    samples["ours"] = segments
    results: dict[str, list[tuple[float, int]]] = {name: [] for name in methods}
    for _ in range(runs):
        for name, search in methods.items():
            results[name].append(timed(partial(count, search, samples[name])))
    for name in methods:
        show(name, results[name], samples[name], segments)


def sample_size(search: Callable[[str], Sequence[object]], segments: Sequence[str]) -> int:
    seconds, _ = timed(partial(count, search, segments[:20]))
    return max(20, min(len(segments), int(SAMPLE_SECONDS * 20 / seconds)))


def show(name: str, results: Sequence[tuple[float, int]], sample: Sequence[str], wanted: Sequence[str]) -> None:
    seconds, hits = statistics.median(result[0] for result in results), results[0][1]
    note = "" if len(sample) == len(wanted) else ", extrapolated from the sample"
    all_of_them = seconds * len(wanted) / len(sample)
    speed = len(sample) / seconds
    print(f"{name:34}{len(sample):10,}{seconds:9.2f}{speed:12,.0f}{hits:9,}   {all_of_them:,.0f} s{note}")


def show_growth(lines: Sequence[str], terms: Sequence[str], segments: Sequence[str], runs: int) -> None:
    """How the time grows with the number of terms, and with the length of a text.

    More terms of the text are more hits, each of which costs time. So the number is also grown by terms that the text
    does not hold, though it holds the words that they begin with.
    """
    absent = [" ".join([*term.split(" ")[:-1], term.split(" ")[-1][::-1]]) for term in terms]
    few = list(terms[:100])
    some = segments[:GROWTH_SEGMENTS]
    print(f"\n{'':10}{'all terms of the text':>24}{'100 of the text, others absent':>34}")
    print(f"{'terms':>10}{'segments/s':>15}{'hits':>9}{'segments/s':>25}{'hits':>9}")
    for size in (100, 1_000, 10_000):
        if size <= len(terms):
            rate, hits = speed(matcher_of(terms[:size]), some, runs)
            rate_absent, hits_absent = speed(matcher_of([*few, *absent[100:size]]), some, runs)
            print(f"{size:10,}{rate:15,.0f}{hits:9,}{rate_absent:25,.0f}{hits_absent:9,}")
    print(f"\n{'characters in one text':>24}{'seconds':>9}{'million characters/s':>22}")
    matcher = matcher_of(terms)
    for factor in (1, 2, 4):
        text = " ".join(lines[: 2_500 * factor])
        matcher.find(text)
        seconds = statistics.median(timed(partial(matcher.find, text))[0] for _ in range(runs))
        print(f"{len(text):24,}{seconds:9.2f}{len(text) / seconds / 1e6:22.2f}")


def speed(matcher: Matcher, segments: Sequence[str], runs: int) -> tuple[float, int]:
    """Segments a second once the words are known, and the number of hits."""
    hits = count(matcher.find, segments)
    return len(segments) / statistics.median(
        timed(partial(count, matcher.find, segments))[0] for _ in range(runs)
    ), hits


def matcher_of(terms: Sequence[str]) -> Matcher:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.csv"
        path.write_text(glossary_csv(terms), encoding="utf-8")
        return Matcher(read_glossary(path), "nl")


def count(search: Callable[[str], Sequence[object]], segments: Iterable[str]) -> int:
    return sum(len(search(segment)) for segment in segments)


Result = TypeVar("Result")


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    gc.collect()
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


if __name__ == "__main__":
    main()
