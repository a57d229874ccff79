"""The decoder's cross-attention as the prior of word alignment, for any source and target by teacher forcing."""

import numpy as np

from workbench.alignment.words import Weights
from workbench.languages.words import words
from workbench.translation.marian import MarianModel, Piece


class AttentionPrior:
    """Attention of a Marian model's alignment head, from subwords to words.

    Attention drifts (to the end of sentence, to the neighbour of a word), so it is a prior and not an alignment.
    """

    def __init__(self, model: MarianModel) -> None:
        self._model = model

    def weights(self, source: str, target: str) -> Weights:
        """Attention on each source word, the mean over the pieces of each target word.

        Words beyond the model's positions get none.
        """
        model = self._model
        left = model.located_source(source)[: model.max_positions - 1]
        right = model.located_target(target)[: model.max_positions]
        looks = model.attend([*(piece.number for piece in left), model.eos], [piece.number for piece in right])
        attention = looks.numpy()[:, :-1]
        rows, columns = _membership(source, left), _membership(target, right)
        means = columns / np.maximum(columns.sum(axis=1, keepdims=True), 1)
        weights: Weights = rows @ attention.T @ means.T
        return weights


def _membership(text: str, pieces: list[Piece]) -> Weights:
    """Which piece belongs to which word: shape (words, pieces), 1 or 0. Punctuation belongs to none."""
    tokens = words(text)
    word_at = {position: index for index, word in enumerate(tokens) for position in range(word.start, word.end)}
    membership = np.zeros((len(tokens), len(pieces)))
    for column, piece in enumerate(pieces):
        if (row := word_at.get(piece.position)) is not None:
            membership[row, column] = 1
    return membership
