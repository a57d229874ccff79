"""Size, speed and recall of a translation memory of many pairs, made by recombining sentences of a parallel corpus.

    python benchmarks/memory.py --corpus aligned/written [--pairs 500000] [--queries 300] [--brute 60]

The memory holds the corpus, and sentences whose beginning is of one sentence of the corpus and whose end is of another
one, cut at a comma or a small word that both have there. The queries are texts of the memory in which a person might
have changed something: up to 30 % of the words are left out, added or replaced, or the numbers are others. Of the
queries for which comparing with all texts (brute force) finds a match of at least 75 %, recall is the share for which
the index finds one with the same percentage. Times are processor time, of one thread, so that other work on the machine
does not count.
"""

import argparse
import os
import random
import re
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from workbench.documents.bilingual import TranslationUnit
from workbench.languages.profile import get_profile
from workbench.translation.memory.files import units_in
from workbench.translation.memory.forms import fuzzy_form
from workbench.translation.memory.lookup import LEAST, exact_match, matches
from workbench.translation.memory.store import Memory, open_for_adding, open_memory

SEED = 20261


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True, help="translation units: a file or folder")
    parser.add_argument("--pairs", type=int, default=500_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--brute", type=int, default=60, help="queries that are compared with all texts")
    options = parser.parse_args()
    rng = random.Random(SEED)
    corpus = list(units_in([options.corpus], "nl", "en"))
    units = list(recombined(corpus, options.pairs, rng))
    length = sorted(len(unit.source) for unit in units)[len(units) // 2]
    print(f"{len(corpus):,} pairs of the corpus, {len(units):,} in the memory, median {length} characters")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memory.sqlite"
        with open_for_adding(path, "nl", "en") as memory:
            seconds = timed(lambda: memory.add(units))
            print(f"built in {seconds:.0f} s, {os.path.getsize(path) / 2**20:.0f} MiB on disk")
            print(f"one more pair: {timed(lambda: memory.add(corpus[:1])) * 1000:.0f} ms")
        with open_memory(path) as memory:
            measure(memory, units, corpus, options.queries, options.brute, rng)
    print(f"most working memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def recombined(corpus: Sequence[TranslationUnit], count: int, rng: random.Random) -> Iterator[TranslationUnit]:
    """The corpus without repeated sources, then beginnings and ends of different sentences, up to ``count`` pairs."""
    known = {unit.source: unit for unit in corpus}
    yield from list(known.values())[:count]
    starts, ends = [], defaultdict(list)
    joint = re.compile(rf"(, | (?:{'|'.join(sorted(get_profile('nl').function_words))}) )")
    for unit in known.values():
        for match in joint.finditer(unit.source, 15, max(len(unit.source) - 15, 15)):
            starts.append((unit, match.start(), match[0]))
            ends[match[0]].append((unit, match.start()))
    while len(known) < count:
        first, start, words = rng.choice(starts)
        second, end = rng.choice(ends[words])
        source = first.source[:start] + second.source[end:]
        if source not in known:
            share, rest = start / len(first.source), end / len(second.source)
            target = first.target[: int(share * len(first.target))] + second.target[int(rest * len(second.target)) :]
            known[source] = TranslationUnit(source, target, "recombined")
            yield known[source]


def changed(text: str, others: Sequence[TranslationUnit], rng: random.Random) -> str:
    """A text with other numbers, or with up to 30 % of its words left out, added or replaced."""
    if any(char.isdigit() for char in text) and rng.random() < 0.3:
        return re.sub(r"\d", lambda _: str(rng.randrange(1, 10)), text)
    words = text.split(" ")
    for _ in range(max(1, int(len(words) * rng.uniform(0, 0.3)))):
        place, other = rng.randrange(len(words)), rng.choice(rng.choice(others).source.split(" "))
        words[place : place + rng.choice((0, 1, 1))] = rng.choice(([other], [other], []))
        words = words or [other]
    return " ".join(words)


def measure(
    memory: Memory,
    units: Sequence[TranslationUnit],
    corpus: Sequence[TranslationUnit],
    queries: int,
    brute: int,
    rng: random.Random,
) -> None:
    sources = [unit.source for unit in units]
    for name, pool in (("any text", sources), ("texts of the corpus", [unit.source for unit in corpus])):
        same = rng.sample(pool, queries)
        similar = [changed(text, corpus, rng) for text in same]
        matches([memory], similar[0])
        show(f"exact, {name}", [timed(lambda text=text: exact_match([memory], text)) for text in same])
        show(f"fuzzy, {name}", [timed(lambda text=text: matches([memory], text)) for text in similar])
        show(
            f"fuzzy, {name}, nothing similar",
            [timed(lambda text=text[::-1]: matches([memory], text)) for text in similar],
        )
        recall(memory, similar[:brute], sources)


def recall(memory: Memory, queries: Sequence[str], sources: Sequence[str]) -> None:
    forms = list(dict.fromkeys(map(fuzzy_form, sources)))
    wanted, found, seconds, lost = 0, 0, [], []
    for text in queries:
        started = time.process_time()
        best = process.extractOne(
            fuzzy_form(text), forms, scorer=Levenshtein.normalized_similarity, score_cutoff=LEAST / 100
        )
        seconds.append(time.process_time() - started)
        if best:
            wanted += 1
            by_index = matches([memory], text)
            score = (
                Levenshtein.normalized_similarity(fuzzy_form(text), fuzzy_form(by_index[0].source)) if by_index else 0
            )
            found += score >= best[1]
            if score < best[1]:
                lost.append((text, round(score, 2), round(best[1], 2)))
    show("  brute force", seconds)
    print(f"  recall of the best match: {found} of {wanted} = {found / max(wanted, 1):.3f}")
    for text, score, best in lost:
        print(f"    {score} instead of {best}: {text[:100]}")


def timed(work) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def show(name: str, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)
    median, late = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    print(f"{name:42} median {median * 1000:8.2f} ms   p95 {late * 1000:8.2f} ms")


if __name__ == "__main__":
    main()
