"""Ruined segments: hypotheses that no average excuses, each found by a rule of its own.

Rules look at a segment alone, so that one ruin among a thousand good segments is seen. Their limits are wide: a poor
translation is no ruin.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from workbench.documents.bilingual import Outcome
from workbench.evaluation.comparison import MAIN_METRIC
from workbench.evaluation.demands import Demands, verify_marks
from workbench.evaluation.metrics import REFERENCE_METRICS, ReferenceStatistics
from workbench.evaluation.runs import Run
from workbench.evaluation.testset import Mark
from workbench.languages.words import words

#: A phrase of up to so many words that stands so often in a row is a loop (once more than rhetoric repeats).
LONGEST_LOOP, LOOP_TIMES = 8, 4
#: Characters that are repeated so often in a row within a word.
_LOOP_IN_WORD = re.compile(r"(\w{1,8}?)\1{7,}")
#: Words of a hypothesis for one of the source: above and below is no translation. Short sources may be anything.
MOST_WORDS, FEWEST_WORDS, SHORT_SOURCE = 3.0, 0.2, 8
#: A hypothesis is another segment's if it fits that reference so well, and its own so badly (chrF).
FITS_OTHER, FITS_OWN = 50.0, 30.0


class Kind(StrEnum):
    """What is wrong with a ruined segment."""

    EMPTY = "empty"
    LOOP = "repetition loop"
    LENGTH = "length"
    UNTRANSLATED = "untranslated"
    MISPLACED = "misplaced"
    TERM_LOST = "term lost"
    TERM_UNKNOWN = "term unknown"
    FALSE_TERM = "false term"


@dataclass(frozen=True, slots=True)
class Ruin:
    """A ruined segment: its position in the test set, what is wrong, and the reason in words.

    ``key`` tells ruins of one kind in one segment apart: the concept of a term.
    """

    position: int
    kind: Kind
    reason: str
    key: str = ""


def find_ruins(demands: Demands, run: Run, must_keep: Sequence[Sequence[Mark]] | None = None) -> list[Ruin]:
    """The ruined segments of a run, in order.

    ``must_keep`` are the terms that each segment must keep (those that a baseline kept, with the renderings that were
    allowed then, so that a term that the glossary has lost since is missed too); all that are demanded by default.
    """
    found = chain(
        _broken(demands, run.hypotheses),
        _misplaced(demands, run.hypotheses),
        _lost_terms(demands, run, must_keep),
        _glossary_faults(run),
    )
    return sorted(found, key=lambda ruin: ruin.position)


def find_loop(text: str) -> str | None:
    """The phrase that ``text`` repeats LOOP_TIMES or more in a row, or the characters in a word; None: no loop."""
    if within := _LOOP_IN_WORD.search(text):
        return within[1] if within[1].isalpha() else None
    tokens = [word.text.casefold() for word in words(text)]
    for size in range(1, LONGEST_LOOP + 1):
        repeated = 0
        for at in range(size, len(tokens)):
            repeated = repeated + 1 if tokens[at] == tokens[at - size] else 0
            if repeated >= size * (LOOP_TIMES - 1):
                return " ".join(tokens[at - size + 1 : at + 1])
    return None


def _broken(demands: Demands, hypotheses: Sequence[str]) -> Iterator[Ruin]:
    for position, (segment, text) in enumerate(zip(demands.testset.segments, hypotheses, strict=True)):
        source_words, target_words = len(words(segment.source)), len(words(text))
        if segment.source.strip() and not text.strip():
            yield Ruin(position, Kind.EMPTY, "nothing was translated")
        elif (loop := find_loop(text)) and not find_loop(segment.source):
            yield Ruin(position, Kind.LOOP, f"“{loop}” again and again")
        elif source_words >= SHORT_SOURCE and not FEWEST_WORDS <= target_words / source_words <= MOST_WORDS:
            yield Ruin(position, Kind.LENGTH, f"{target_words} words for {source_words} of the source")
        elif source_words >= SHORT_SOURCE and text == segment.source and text != segment.reference:
            yield Ruin(position, Kind.UNTRANSLATED, "the source was copied")


def _misplaced(demands: Demands, hypotheses: Sequence[str]) -> Iterator[Ruin]:
    """Hypotheses that belong to another segment, as when the lines of an output have been mixed up."""
    references = demands.testset.references
    own = ReferenceStatistics(MAIN_METRIC, hypotheses, references)
    metric = REFERENCE_METRICS[MAIN_METRIC]()
    long_enough = [at for at, text in enumerate(references) if len(words(text)) >= SHORT_SOURCE // 2]
    for position in long_enough:
        text = hypotheses[position]
        if own.score([position]) > FITS_OWN or len(words(text)) < SHORT_SOURCE // 2:
            continue
        fits = {at: metric.sentence_score(text, [references[at]]).score for at in long_enough if at != position}
        best = max(fits, key=lambda at: fits[at], default=position)
        if fits and fits[best] >= FITS_OTHER:
            yield Ruin(position, Kind.MISPLACED, f"is a translation of segment {best + 1}, not of this one")


def _lost_terms(demands: Demands, run: Run, must_keep: Sequence[Sequence[Mark]] | None) -> Iterator[Ruin]:
    if must_keep is None:
        must_keep = [[item.mark for item in terms] for terms in run.terms]
    uses = verify_marks(must_keep, demands.testset, run.hypotheses)
    for position, (segment, of_segment) in enumerate(zip(demands.testset.segments, uses, strict=True)):
        for use in of_segment:
            if use.outcome is not Outcome.KEPT:
                words_of_source = segment.source[slice(*use.source)]
                reason = f"“{words_of_source}” ({use.concept}) has no allowed rendering: {', '.join(use.allowed)}"
                yield Ruin(position, Kind.TERM_LOST, reason, use.concept)


def _glossary_faults(run: Run) -> Iterator[Ruin]:
    """Marked terms that the run's glossary did not find, and look-alikes that it took for terms."""
    for fault in run.faults:
        if fault.is_lookalike:
            yield Ruin(fault.position, Kind.FALSE_TERM, f"“{fault.words}” was taken for {fault.concept}", fault.concept)
        else:
            reason = f"the glossary does not find {fault.concept} in “{fault.words}”"
            yield Ruin(fault.position, Kind.TERM_UNKNOWN, reason, fault.concept)
