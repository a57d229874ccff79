"""The split: which pairs a model learns from, which say when to stop (dev), and which it is measured with (test).

Whole documents are held out, since the sentences of one document repeat each other's names and phrases. Which ones
depends on what they say and not on the order or the names of files: a document's rank is the smallest hash of its
sources (min-wise hashing, Broder 1997), which also stays when a document grows. So the next adaptation, with more
pairs, holds out mostly the same documents.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from workbench.errors import UsageError
from workbench.training.near_duplicates import near_duplicates
from workbench.training.pairs import TrainingPair
from workbench.translation.memory.forms import key

#: With fewer pairs there is nothing to learn and nothing to measure.
FEWEST = 10
#: Where small documents are missing, one may make what is held out so many times as large as it was to be.
_MOST_TIMES = 2


@dataclass(frozen=True, slots=True)
class Share:
    """How much is held out: a share of all pairs, and no more than ``most`` pairs; but always one."""

    share: float
    most: int

    def size(self, pairs: int) -> int:
        """So many of ``pairs``."""
        return max(1, min(self.most, int(self.share * pairs)))


#: With 1,000 segments a difference of about 0.5 chrF can be told from chance.
TEST = Share(0.1, 1000)
DEV = Share(0.05, 500)


@dataclass(frozen=True)
class Split:
    """The parts, each in the order of the text.

    ``near`` counts the pairs left out of ``train`` because they nearly stand in dev or test. ``notes`` says in words
    what is not as it should be.
    """

    train: Sequence[TrainingPair]
    dev: Sequence[TrainingPair]
    test: Sequence[TrainingPair]
    near: int
    notes: Sequence[str] = field(default=())


def split_pairs(pairs: Sequence[TrainingPair], test: Share = TEST, dev: Share = DEV) -> Split:
    """Split pairs, which are cleaned already, into training, dev and test.

    No document is in two parts, unless all documents are too large for that: then a block of sentences that follow each
    other is taken out of one, and a note says so. What is left for training has no near-duplicate in dev or test.

    Raises UsageError if there are fewer than FEWEST pairs, or if nothing is left for training.
    """
    if len(pairs) < FEWEST:
        raise UsageError(f"{len(pairs)} usable pairs are too few to adapt a model; give at least {FEWEST}")
    notes: list[str] = []
    documents = _documents(pairs)
    chosen: dict[str, list[int]] = {}
    for name, share in (("test", test), ("dev", dev)):
        positions, note = _held_out(documents, pairs, share.size(len(pairs)))
        chosen[name] = positions
        documents = _without(documents, set(positions))
        notes += [f"{name}: {note}"] if note else []
    held_out = [pairs[position] for positions in chosen.values() for position in positions]
    rest = [pairs[position] for position in sorted(position for of in documents.values() for position in of)]
    near = near_duplicates([pair.source for pair in rest], [pair.source for pair in held_out])
    train = [pair for position, pair in enumerate(rest) if position not in near]
    if not train:
        raise UsageError("nothing is left to train on: all pairs are nearly the same; give more translations")
    held = {name: [pairs[position] for position in positions] for name, positions in chosen.items()}
    return Split(train, held["dev"], held["test"], len(near), notes)


def document_of(pair: TrainingPair) -> str:
    """The document that a pair counts to: where none is named, all that comes from one file."""
    return pair.document or pair.origin


def _documents(pairs: Sequence[TrainingPair]) -> dict[str, list[int]]:
    positions: dict[str, list[int]] = {}
    for position, pair in enumerate(pairs):
        positions.setdefault(document_of(pair), []).append(position)
    return positions


def _without(documents: Mapping[str, list[int]], taken: Container[int]) -> dict[str, list[int]]:
    left = {name: [at for at in positions if at not in taken] for name, positions in documents.items()}
    return {name: positions for name, positions in left.items() if positions}


def _held_out(documents: Mapping[str, list[int]], pairs: Sequence[TrainingPair], size: int) -> tuple[list[int], str]:
    """The positions of about ``size`` pairs, in order, and a note if they are no whole documents."""
    ranked = sorted(documents.values(), key=lambda positions: _rank(positions, pairs))
    chosen: list[int] = []
    larger: list[list[int]] = []
    for positions in ranked:
        if len(chosen) + len(positions) <= size:
            chosen += positions
        else:
            larger.append(positions)
    if _is_too_few(chosen, size) and larger:
        smallest = min(larger, key=len)
        chosen += smallest if len(chosen) + len(smallest) <= _MOST_TIMES * size else []
    if not _is_too_few(chosen, size):
        return sorted(chosen), ""
    of = "the only document" if len(ranked) == 1 else "one document; no document is small enough to be held out whole"
    return _block(max(ranked, key=len), pairs, size), f"a block of {size} pairs of {of}"


def _is_too_few(chosen: Sequence[int], size: int) -> bool:
    return 2 * len(chosen) < size


def _block(positions: Sequence[int], pairs: Sequence[TrainingPair], size: int) -> list[int]:
    """Pairs that follow each other; they begin with the one that has the smallest hash."""
    starts = range(max(1, len(positions) - size + 1))
    start = min(starts, key=lambda start: key(pairs[positions[start]].source))
    return list(positions[start : start + size])


def _rank(positions: Iterable[int], pairs: Sequence[TrainingPair]) -> int:
    return min(key(pairs[position].source) for position in positions)
