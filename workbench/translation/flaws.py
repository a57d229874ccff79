"""What is known to go wrong where a rendering is forced upon a model: found in a draft, and paid for in the choice.

The failures that are reported of lexically constrained decoding (Post and Vilar 2018; Chen et al. 2020; Dinu et al.
2019): constraints pushed to the edge of the sentence, said beside the model's own translation of the same words, and
text that repeats itself or is cut short once the model is off its way.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from workbench.documents.bilingual import TermUse
from workbench.documents.spans import Span, overlaps
from workbench.languages.profile import get_profile
from workbench.translation.pieces import PieceTable
from workbench.translation.repetition import repetitions

#: Lengths of a target in characters, as shares of the free translation's, that are no flaw.
SHORTEST, LONGEST = 0.6, 1.6


class Flaw(StrEnum):
    """A failure of forcing; the value says it to a person."""

    REPEATED = "says something twice"
    DOUBLED = "a rendering beside another translation of the same words"
    EDGE = "a rendering at an edge of the sentence without reason"
    LENGTH = "much shorter or longer than without the glossary"


def forcing_flaws(source: str, target: str, free: str, uses: Sequence[TermUse], table: PieceTable) -> frozenset[Flaw]:
    """The flaws of a target into which renderings were forced; ``free`` is the translation without.

    ``uses`` are the terms with their spans in source and target. The decoder's attention says what a word translates,
    so this costs a forward pass through the network.
    """
    kept = [use for use in uses if use.target]
    found = {
        Flaw.REPEATED: repetitions(target) > max(repetitions(free), repetitions(source)),
        Flaw.DOUBLED: _doubled(source, target, kept, table),
        Flaw.EDGE: any(_at_edge(source, target, use) for use in kept),
        Flaw.LENGTH: not SHORTEST <= len(target) / max(1, len(free)) <= LONGEST,
    }
    return frozenset(flaw for flaw, is_there in found.items() if is_there)


def _at_edge(source: str, target: str, use: TermUse) -> bool:
    """A term at the very start or end of the target that stands in the other half of the source."""
    start, end = use.target or (0, 0)
    middle = (use.source[0] + use.source[1]) / 2 / len(source)
    first = not re.search(r"\w\w\w\w", target[:start])
    last = not re.search(r"\w", target[end:])
    return (last and middle < 0.6) or (first and middle > 0.4)


def _doubled(source: str, target: str, uses: Sequence[TermUse], table: PieceTable) -> bool:
    """A content word at most one word off a rendering, written while the decoder looked at the term's words only."""
    model = table.model
    source_tokens, target_tokens = model.source_ids(source), model.target_ids(target)
    if not uses or len(source_tokens) > model.max_positions or len(target_tokens) >= model.max_positions:
        return False
    looks = model.attend(source_tokens, target_tokens)[:, :-1].argmax(1).tolist()
    ends = [end for end, _ in table.ends(tuple(target_tokens))]
    taken = [use.target for use in uses if use.target]
    words = _content_words(target, taken, model.info.target_language)
    looked = {word: {looks[number] for number, at in enumerate(ends) if word[0] < at <= word[1]} for word in words}
    return any(
        looked[word] and looked[word] <= set(model.source_tokens(source, use.source)) and _near(target, word, span)
        for use, span in zip(uses, taken, strict=True)
        for word in words
    )


def _content_words(text: str, taken: Sequence[Span], language: str) -> list[Span]:
    """The words outside of the spans ``taken`` that could be the translation of a term."""
    profile = get_profile(language)
    closed = set(profile.function_words)
    if phrases := profile.noun_phrases:
        closed |= phrases.determiners | phrases.joiners | phrases.others
    found = [word for word in re.finditer(r"\w{3,}", text) if word[0].lower() not in closed]
    return [word.span() for word in found if not overlaps(word.span(), taken)]


def _near(text: str, left: Span, right: Span) -> bool:
    """Whether at most one word stands between two spans."""
    first, second = sorted((left, right))
    return len(re.findall(r"\w+", text[first[1] : second[0]])) <= 1
