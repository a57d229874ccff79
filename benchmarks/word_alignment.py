"""Alignment error rate of the word aligners on the pairs aligned by hand.

    python benchmarks/word_alignment.py [--corpus ../shared/corpus/written]

With --corpus, and where they are installed (pip install eflomal sil-thot), the statistical aligners of others are
trained on it too, less what is held out (minutes); eflomal, which knows no other way, with the 60 pairs added.
Precision, recall and error rate after Och and Ney 2003: P = |A∩P|/|A|, R = |A∩S|/|S|, 1 - (|A∩S|+|A∩P|)/(|A|+|S|).
"""

import argparse
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from build_lexicon import read_corpus

from workbench.alignment.attention import AttentionPrior
from workbench.alignment.lexicon import bundled_lexicon
from workbench.alignment.words import DiagonalPrior, Prior, WordAligner
from workbench.languages.words import normalise, words
from workbench.settings import load_settings
from workbench.translation.marian import MarianModel
from workbench.translation.models import find_model

GOLD = Path(__file__).parent.parent / "eval" / "alignment" / "words" / "nl-en.tsv"
Links = set[tuple[int, int]]


@dataclass(frozen=True)
class GoldPair:
    """A pair with its sure links, and its sure and possible ones."""

    source: str
    target: str
    sure: Links
    possible: Links


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path)
    options = parser.parse_args()
    gold = list(read_gold(GOLD))
    settings = load_settings()
    model = MarianModel(find_model(settings.model, settings))
    lexicon = bundled_lexicon(model.info.source_language, model.info.target_language)
    attention, diagonal = AttentionPrior(model), DiagonalPrior()
    print(f"{'aligner':44}{'AER':>7}{'P':>7}{'R':>7}{'AER of odd, even pairs':>26}")
    show("attention, best source word", gold, [strongest(attention, pair) for pair in gold])
    for name, aligner in {
        "attention both ways": WordAligner(attention),
        "diagonal, lexicon": WordAligner(diagonal, lexicon),
        "attention, lexicon (default)": WordAligner(attention, lexicon),
        "attention, lexicon, weight > .3": WordAligner(attention, lexicon, 0.3),
        "attention, lexicon, weight > .4": WordAligner(attention, lexicon, 0.4),
    }.items():
        show(name, gold, [{link[:2] for link in aligner.align(pair.source, pair.target)} for pair in gold])
    if options.corpus:
        corpus = [(tokens(source), tokens(target)) for source, target in read_corpus(options.corpus)]
        with_eflomal(gold, corpus)
        with_thot(gold, corpus)


def read_gold(path: Path) -> Iterator[GoldPair]:
    """The gold pairs; ``-`` is a sure link, ``?`` a possible one."""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        _, source, target, links = line.split("\t")
        sure = {parse(link, "-") for link in links.split() if "-" in link}
        yield GoldPair(source, target, sure, sure | {parse(link, "?") for link in links.split() if "?" in link})


def parse(link: str, sign: str) -> tuple[int, int]:
    source, target = link.split(sign)
    return int(source), int(target)


def tokens(text: str) -> list[str]:
    return [normalise(word.text) for word in words(text)]


def strongest(prior: Prior, pair: GoldPair) -> Links:
    weights = prior.weights(pair.source, pair.target)
    return {(int(row), column) for column, row in enumerate(weights.argmax(axis=0))}


def error_rate(gold: Sequence[GoldPair], found: Sequence[Links]) -> tuple[float, float, float]:
    """Alignment error rate, precision and recall, counts pooled over the pairs."""
    made, sure = sum(map(len, found)), sum(len(pair.sure) for pair in gold)
    in_sure = sum(len(links & pair.sure) for pair, links in zip(gold, found, strict=True))
    in_possible = sum(len(links & pair.possible) for pair, links in zip(gold, found, strict=True))
    return 1 - (in_sure + in_possible) / (made + sure), in_possible / max(made, 1), in_sure / sure


def show(name: str, gold: Sequence[GoldPair], found: Sequence[Links]) -> None:
    aer, precision, recall = error_rate(gold, found)
    halves = ", ".join(f"{error_rate(gold[half::2], found[half::2])[0]:.3f}" for half in (0, 1))
    print(f"{name:44}{aer:7.3f}{precision:7.3f}{recall:7.3f}{halves:>26}", flush=True)


def with_eflomal(gold: Sequence[GoldPair], corpus: Sequence[tuple[list[str], list[str]]]) -> None:
    try:
        from eflomal import Aligner
    except ImportError:
        print("eflomal is not installed")
        return
    pairs = [*corpus, *((tokens(pair.source), tokens(pair.target)) for pair in gold)]
    sides = [[" ".join(side) for side in column] for column in zip(*pairs, strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("forward", "reverse")]
        Aligner().align(*sides, links_filename_fwd=str(paths[0]), links_filename_rev=str(paths[1]))
        lines = [path.read_text().split("\n")[len(corpus) : len(pairs)] for path in paths]
    forward, reverse = ([{parse(link, "-") for link in line.split()} for line in column] for column in lines)
    show("eflomal, intersection", gold, [one & other for one, other in zip(forward, reverse, strict=True)])
    show("eflomal, union", gold, [one | other for one, other in zip(forward, reverse, strict=True)])


def with_thot(gold: Sequence[GoldPair], corpus: Iterable[tuple[list[str], list[str]]]) -> None:
    try:
        from thot.alignment import FastAlignModel, HmmAlignmentModel, SymmetrizationHeuristic, SymmetrizedAligner
    except ImportError:
        print("sil-thot is not installed")
        return
    corpus = list(corpus)
    for kind in (FastAlignModel, HmmAlignmentModel):
        direct, inverse = kind(), kind()
        for source, target in corpus:
            direct.add_sentence_pair(source, target)
            inverse.add_sentence_pair(target, source)
        for trained in (direct, inverse):
            trained.start_training()
            for _ in range(4):
                trained.train()
            trained.end_training()
        aligner = SymmetrizedAligner(direct, inverse)
        for heuristic in ("INTERSECTION", "UNION", "GROW_DIAG_FINAL_AND"):
            aligner.heuristic = getattr(SymmetrizationHeuristic, heuristic)
            found = [matrix_links(aligner, tokens(pair.source), tokens(pair.target)) for pair in gold]
            show(f"sil-thot {kind.__name__}, {heuristic.lower()}", gold, found)


def matrix_links(aligner: object, source: list[str], target: list[str]) -> Links:
    _, matrix = aligner.get_best_alignment(source, target)  # type: ignore[attr-defined]
    return {(row, column) for row in range(len(source)) for column in range(len(target)) if matrix[row, column]}


if __name__ == "__main__":
    main()
