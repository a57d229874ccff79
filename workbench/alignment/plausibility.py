"""Whether two documents look like a text and its translation: languages before aligning, confidence after it."""

from collections import Counter
from collections.abc import Sequence

from workbench.alignment.beads import Alignment, Bead
from workbench.errors import InputError
from workbench.languages.detection import language_of
from workbench.languages.profile import get_profile

#: So many segments, evenly spread, show which language a text is in.
_SAMPLE = 60
#: A language is taken for that of a text if so many segments are surely in it, and so much of those that are sure.
_LEAST, _SHARE = 2, 0.7
#: Below this overall confidence the user is told.
LOW_CONFIDENCE = 0.5
#: Beads below this are marked for review.
DOUBTFUL = 0.7


def check_languages(
    source: Sequence[str], target: Sequence[str], languages: tuple[str, str], names: tuple[str, str]
) -> None:
    """Look at the languages of both texts. Texts whose language is unsure pass.

    Raises:
        InputError: the texts are the wrong way round, or one is in the language that the other should be in.
    """
    expected = tuple(get_profile(code).name for code in languages)
    if languages[0] == languages[1]:
        return
    found = language_of_text(source, languages), language_of_text(target, languages)
    if found == languages[::-1]:
        what = f"is in {expected[1]} and {names[1]} in {expected[0]}: the documents are the wrong way round"
        raise InputError(names[0], what, mend="swap them, or give --languages")
    if found[0] == found[1] == languages[1]:
        raise InputError(names[0], f"is in {expected[1]}, as is {names[1]}; it should be in {expected[0]}")
    if found[0] == found[1] == languages[0]:
        raise InputError(names[1], f"is in {expected[0]}, as is {names[0]}; it should be in {expected[1]}")


def language_of_text(segments: Sequence[str], languages: tuple[str, str]) -> str | None:
    """Which of two languages a text is in; None when that is unsure."""
    step = max(1, len(segments) // _SAMPLE)
    votes = Counter(filter(None, (language_of(text, languages) for text in segments[::step][:_SAMPLE])))
    for language, count in votes.most_common(1):
        if count >= _LEAST and count >= _SHARE * votes.total():
            return language
    return None


def overall_confidence(alignment: Alignment) -> float:
    """How sure it is that both texts say the same: the mean confidence of all segments, 0 for one without counterpart.

    Between 0 and 1. Omissions and additions lower it, as they should: much of the text has no translation then.
    """
    sizes = [(len(bead.source) + len(bead.target), bead) for bead in alignment.beads]
    total = sum(size for size, _ in sizes)
    return sum(size * bead.confidence for size, bead in sizes if bead.source and bead.target) / total if total else 0.0


def is_doubtful(bead: Bead) -> bool:
    """Whether a person should look at the bead."""
    return bead.confidence < DOUBTFUL


def warnings(alignment: Alignment) -> list[str]:
    """What the user should know of an alignment, in words; empty if it looks like a translation."""
    overall = overall_confidence(alignment)
    if overall >= LOW_CONFIDENCE:
        return []
    return [
        f"low overall confidence {overall:.2f} (of 1): these may not be a document and its translation; "
        "do not use the result unseen"
    ]
