"""Cleaning: pairs that are no use for training are dropped, and it is said which, why, and how many."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from workbench.alignment.vectors import SentenceEncoder
from workbench.consistency.subject import Toolbox
from workbench.glossary.model import Glossary
from workbench.training import comparing_rules  # noqa: F401 - registers its rules, after those of one pair
from workbench.training.pairs import TrainingPair
from workbench.training.rules import RULES, Circumstances, Rule


@dataclass(frozen=True)
class Dropped:
    """How many pairs a rule dropped, and one of them."""

    rule: Rule
    count: int
    example: TrainingPair


@dataclass(frozen=True)
class Cleaned:
    """The pairs that are fit for training, in the order in which they came, and what was dropped from ``read`` ones."""

    pairs: Sequence[TrainingPair]
    dropped: Sequence[Dropped]
    read: int


#: Called before each rule with its code, the number of rules done, and of all.
Progress = Callable[[str, int, int], None]


def clean(
    pairs: Iterable[TrainingPair],
    languages: tuple[str, str],
    glossary: Glossary,
    test_sources: Iterable[str] = (),
    progress: Progress | None = None,
    encoder: SentenceEncoder | None = None,
) -> Cleaned:
    """Drop what is no use for training.

    A pair is dropped by the first rule that it breaks. Cleaning what is clean drops nothing.

    Args:
        pairs: what was read.
        languages: that of the sources and that of the targets (ISO 639-1).
        glossary: a number inside a term belongs to the term and may be translated as anything.
        test_sources: the sources of all test sets that a model trained on this will be measured with.
        progress: is told which rule comes next.
        encoder: says whether source and target mean the same; without one that is not looked at.

    Raises UsageError for a code that is not ISO 639-1.
    """
    kept = list(pairs)
    read, dropped = len(kept), []
    circumstances = Circumstances(Toolbox(glossary, *languages), list(test_sources), encoder)
    for done, rule in enumerate(RULES.values()):
        if progress:
            progress(rule.code, done, len(RULES))
        if found := set(rule.find(kept, circumstances)):
            dropped.append(Dropped(rule, len(found), kept[min(found)]))
            kept = [pair for position, pair in enumerate(kept) if position not in found]
    return Cleaned(kept, dropped, read)
