"""The rules that compare pairs: what stands in a test set, and what is said twice.

Which of several pairs stays does not depend on the order in which they were read.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from workbench.training.near_duplicates import near_duplicates
from workbench.training.pairs import TrainingPair
from workbench.training.rules import Circumstances, comparing_rule
from workbench.translation.memory.forms import exact_form, fuzzy_form, key


@comparing_rule
def in_test_set(pairs: Sequence[TrainingPair], circumstances: Circumstances) -> set[int]:
    """The source, or one that is nearly the same, stands in a test set. What was learnt by heart cannot be tested."""
    return near_duplicates([pair.source for pair in pairs], circumstances.test_sources)


@comparing_rule
def other_translation(pairs: Sequence[TrainingPair], circumstances: Circumstances) -> Iterator[int]:
    """The same source has another translation that stands there more often, or as often and is newer."""
    times = Counter(map(_exact, pairs))
    for group in _groups(pairs, lambda pair: exact_form(pair.source)):
        best = max((pairs[position] for position in group), key=lambda pair: (times[_exact(pair)], _newness(pair)))
        yield from (position for position in group if _exact(pairs[position]) != _exact(best))


@comparing_rule
def duplicate(pairs: Sequence[TrainingPair], circumstances: Circumstances) -> Iterator[int]:
    """The same pair stands there again, but for typography; the newest stays."""
    yield from _all_but_newest(pairs, _exact)


@comparing_rule
def near_duplicate(pairs: Sequence[TrainingPair], circumstances: Circumstances) -> Iterator[int]:
    """Another pair differs in nothing but numbers and capitals; the newest stays."""
    yield from _all_but_newest(pairs, lambda pair: (fuzzy_form(pair.source), fuzzy_form(pair.target)))


def _all_but_newest(pairs: Sequence[TrainingPair], same: Callable[[TrainingPair], Hashable]) -> Iterator[int]:
    for group in _groups(pairs, same):
        best = max(group, key=lambda position: _newness(pairs[position]))
        yield from (position for position in group if position != best)


def _groups(pairs: Sequence[TrainingPair], same: Callable[[TrainingPair], Hashable]) -> Iterator[list[int]]:
    """The positions of pairs that are the same, where there are several."""
    groups = defaultdict[Hashable, list[int]](list)
    for position, pair in enumerate(pairs):
        groups[same(pair)].append(position)
    return (group for group in groups.values() if len(group) > 1)


def _exact(pair: TrainingPair) -> tuple[str, str]:
    return exact_form(pair.source), exact_form(pair.target)


def _newness(pair: TrainingPair) -> tuple[Any, ...]:
    """What pairs are ordered by, the newest last; where no date decides, by a hash of what they say."""
    moment = pair.created or datetime.min
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment, key(pair.target), key(pair.source), pair.target, pair.source, pair.document, pair.origin
