"""The word aligner of a training: with the bundled lexicon of a pair of languages, or one learnt from the data."""

import random
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

from workbench.alignment.lexicon import Lexicon, bundled_lexicon, read_lexicon, write_lexicon
from workbench.alignment.lexicon_training import LEAST_COUNT, train_lexicon
from workbench.alignment.words import DiagonalPrior, WordAligner
from workbench.training.mixture import Corpus

#: A lexicon is learnt from so many pairs at most; they take 1 GB of memory.
_PAIRS = 50_000
#: In a few hundred pairs most words are rare, and better than nothing.
_FEW, _LEAST_COUNT_OF_FEW = 5_000, 0.5


def word_aligner(
    corpora: Iterable[Corpus], languages: tuple[str, str], kept: Path, say: Callable[[str], None]
) -> WordAligner:
    """An aligner for the pairs of ``corpora``. A lexicon that is learnt is kept in the file ``kept``, and read there.

    Raises InputError if ``kept`` is broken.
    """
    lexicon = bundled_lexicon(*languages) or _learnt(corpora, kept, say)
    return WordAligner(DiagonalPrior(), lexicon)


def _learnt(corpora: Iterable[Corpus], kept: Path, say: Callable[[str], None]) -> Lexicon:
    if not kept.is_file():
        pairs = [(pair.source, pair.target) for pair in chain.from_iterable(corpus.pairs for corpus in corpora)]
        random.Random(0).shuffle(pairs)
        least_count = _LEAST_COUNT_OF_FEW if len(pairs) < _FEW else LEAST_COUNT
        say(f"learning which words translate each other from {min(len(pairs), _PAIRS):,} pairs")
        write_lexicon(train_lexicon(pairs[:_PAIRS], least_count), kept)
    return read_lexicon(kept)  # as written, so that a training that goes on has the very same
