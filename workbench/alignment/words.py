"""Word alignment: which words of a source and of any target, machine or human, stand for each other.

For a target word, a *prior* says where in the source it comes from without regard to the word itself: the decoder's
attention, which at that step does not know the word yet, or how close two words are to the diagonal (as in fast_align,
Dyer, Chahuneau and Smith 2013). A *lexicon* says how likely the two words translate each other. Their product, made to
sum to one over the source, is the posterior of a link; the same with the roles swapped, and the mean of both is
the weight of the link. Without a lexicon the prior decides alone.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.alignment.lexicon import Lexicon
from workbench.documents.spans import Span
from workbench.languages.words import Word, normalise, words

Weights = NDArray[np.float64]

#: Links of less weight are dropped. Between .3 and .4 the error hardly changes (benchmarks/word_alignment.py).
LEAST_WEIGHT = 0.35
#: What any two words have in common: a pair outside the lexicon is unlikely, not impossible.
_UNKNOWN_PAIR = 0.005
#: Equal words, most of them names and numbers, translate each other unless the lexicon knows better.
_EQUAL_PAIR = 0.3
#: The likelihood that a word has no counterpart, and what the prior leaves for every place.
_NO_COUNTERPART = 0.0005
_ANYWHERE = 0.01
#: Above 0, how fast a diagonal prior falls; that of fast_align is fitted and lies between 3 and 10.
_DIAGONAL_TENSION = 8.0
#: An unlinked gap of so many words inside a projected span belongs to it: articles, prepositions.
_WIDEST_GAP = 2


class Link(NamedTuple):
    """A source and a target word, as zero-based indices into ``words`` of each side; weight between 0 and 1."""

    source: int
    target: int
    weight: float = 1.0


class Prior(Protocol):
    """Where in the source each target word comes from, before the two words are compared."""

    def weights(self, source: str, target: str) -> Weights:
        """Shape (source words, target words), not negative; columns sum to at most 1."""


class DiagonalPrior:
    """Words at the same relative place belong together: needs no model, and any pair of languages will do."""

    def weights(self, source: str, target: str) -> Weights:
        """Columns sum to 1."""
        rows, columns = (_places(len(words(text))) for text in (source, target))
        closeness = np.exp(-_DIAGONAL_TENSION * np.abs(rows[:, None] - columns[None, :]))
        normalised: Weights = closeness / closeness.sum(axis=0)
        return normalised


class WordAligner:
    """Links the words of a source and a target by a prior and, where there is one for the languages, a lexicon."""

    def __init__(self, prior: Prior, lexicon: Lexicon | None = None, least_weight: float = LEAST_WEIGHT) -> None:
        self._prior, self._lexicon, self._least_weight = prior, lexicon or Lexicon({}), least_weight

    def align(self, source: str, target: str) -> list[Link]:
        """The links, in the order of the source. Empty if a side has no words. Many-to-many."""
        left, right = ([normalise(word.text) for word in words(text)] for text in (source, target))
        if not left or not right:
            return []
        weights = self._weights(left, right, self._prior.weights(source, target) + _ANYWHERE)
        found = np.argwhere(weights > self._least_weight)
        return [Link(int(row), int(column), round(float(weights[row, column]), 3)) for row, column in found]

    def _weights(self, left: Sequence[str], right: Sequence[str], prior: Weights) -> Weights:
        forward = np.full(prior.shape, _UNKNOWN_PAIR)
        reverse = forward.copy()
        for row, word in enumerate(left):
            for column, other in enumerate(right):
                equal = _EQUAL_PAIR if word == other else 0.0
                known = self._lexicon.probabilities(word, other)
                forward[row, column] += equal + known[0]
                reverse[row, column] += equal + known[1]
        by_target = _posterior(prior, forward, axis=0)
        by_source = _posterior(prior, reverse, axis=1)
        mean: Weights = (by_target + by_source) / 2
        return mean


def project(span: Span, links: Iterable[Link], source: str, target: str) -> list[Span]:
    """The character spans of ``target`` that stand for a character span of ``source``, in order; empty if none do.

    A word counts when any of it lies in ``span``. Linked words that are adjacent make one span; so do those with a
    gap of one or two words between them that are linked to nothing.
    """
    links = list(links)
    chosen = {index for index, word in enumerate(words(source)) if word.start < span[1] and span[0] < word.end}
    linked = {link.target for link in links}
    own = sorted({link.target for link in links if link.source in chosen})
    runs: list[tuple[int, int]] = []
    for index in own:
        if runs and index - runs[-1][1] - 1 <= _WIDEST_GAP and linked.isdisjoint(range(runs[-1][1] + 1, index)):
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return _character_spans(runs, words(target))


def _character_spans(runs: Iterable[tuple[int, int]], tokens: Sequence[Word]) -> list[Span]:
    return [(tokens[first].start, tokens[last].end) for first, last in runs]


def _posterior(prior: Weights, likelihood: Weights, axis: int) -> Weights:
    """The probability of each link among its competitors along ``axis`` and no link at all."""
    joint = prior / prior.sum(axis=axis, keepdims=True) * likelihood
    posterior: Weights = joint / (joint.sum(axis=axis, keepdims=True) + _NO_COUNTERPART)
    return posterior


def _places(count: int) -> Weights:
    """The middle of each of ``count`` words in a text of length 1."""
    places: Weights = (np.arange(count) + 0.5) / max(count, 1)
    return places
