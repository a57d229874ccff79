"""Near-duplicates: texts that differ in numbers, capitals, typography, or few characters.

What a model was trained on it has not to translate: a test segment with a near-duplicate in training measures memory.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from workbench.translation.memory.forms import fuzzy_form

#: From this share of characters that need no edit on (numbers and capitals aside), two texts are near-duplicates.
SIMILARITY = 0.8
#: Texts that are compared at once, with all others: bounds the working memory.
_AT_ONCE = 2000


def near_duplicates(texts: Sequence[str], others: Iterable[str]) -> set[int]:
    """The positions of those ``texts`` that are near-duplicates of one of the ``others``.

    Every text is compared with every other one, so that nothing slips through: ten million comparisons a second.
    """
    forms = sorted({fuzzy_form(text) for text in others})
    found: set[int] = set()
    for start in range(0, len(texts) if forms else 0, _AT_ONCE):
        part = [fuzzy_form(text) for text in texts[start : start + _AT_ONCE]]
        scorer = Levenshtein.normalized_similarity
        scores = process.cdist(part, forms, scorer=scorer, score_cutoff=SIMILARITY, dtype=np.float32)
        found.update(start + int(position) for position in np.flatnonzero(scores.max(axis=1)))
    return found
