"""Known failures of constrained decoding, counted in segments of the prefixed and second pass; used by terms.py.

edge     a term at the very start or end of the target that stands in the middle of the source
doubled  a content word beside the rendering, at most one word off, that the decoder wrote while it looked at the term
repeated a phrase of three words, or one content word twice in a row, more often than in the free translation
length   less than 0.6 or more than 1.6 times as long as the free translation
"""

import re
from collections.abc import Sequence

from workbench.documents.bilingual import BilingualSegment, TermUse
from workbench.languages.profile import get_profile
from workbench.translation.marian import MarianModel
from workbench.translation.pieces import PieceTable
from workbench.translation.repetition import repetitions

FAILURES = ("edge", "doubled", "repeated", "length")


def failures(segment: BilingualSegment, free: str, model: MarianModel) -> list[str]:
    """The failures of a segment, each at most once; ``free`` is its translation without constraints."""
    kept = [use for use in segment.terms if use.target]
    found = {
        "edge": any(_at_edge(segment, use) for use in kept),
        "doubled": _doubled(segment, kept, model),
        "repeated": repetitions(segment.target) > max(repetitions(free), repetitions(segment.source)),
        "length": not 0.6 <= len(segment.target) / max(1, len(free)) <= 1.6,
    }
    return [kind for kind in FAILURES if found[kind]]


def _at_edge(segment: BilingualSegment, use: TermUse) -> bool:
    start, end = use.target or (0, 0)
    middle = (use.source[0] + use.source[1]) / 2 / len(segment.source)
    first = not re.search(r"\w\w\w\w", segment.target[:start])
    last = not re.search(r"\w", segment.target[end:])
    return (last and middle < 0.6) or (first and middle > 0.4)


def _doubled(segment: BilingualSegment, uses: Sequence[TermUse], model: MarianModel) -> bool:
    if not uses:
        return False
    source, target = model.source_ids(segment.source), model.target_ids(segment.target)
    if len(source) > model.max_positions or len(target) >= model.max_positions:
        return False
    looks = model.attend(source, target)[:, :-1].argmax(1).tolist()
    ends = [end for end, _ in PieceTable(model).ends(tuple(target))]
    common = get_profile(model.info.target_language).function_words | {"the", "this", "that", "its", "their"}
    for use in uses:
        before = len(model.source_ids(segment.source[: use.source[0]].rstrip())) - 1
        through = len(model.source_ids(segment.source[: use.source[1]])) - 1
        spans = [other.target for other in uses if other.target]
        for word in re.finditer(r"\w{3,}", segment.target):
            inside = any(start <= word.start() < end for start, end in spans)
            if inside or word[0].lower() in common:
                continue
            tokens = [number for number, end in enumerate(ends) if word.start() < end <= word.end()]
            looked = bool(tokens) and all(before <= looks[number] < through for number in tokens)
            if looked and use.target and _near(segment.target, word.span(), use.target):
                return True
    return False


def _near(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether at most one word stands between two spans."""
    first, second = sorted((left, right))
    return len(re.findall(r"\w+", text[first[1] : second[0]])) <= 1
