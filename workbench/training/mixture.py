"""The mixture of corpora as an endless stream of batches that only depends on the data, the settings and the seed.

Batches come in pools: so many segments of each corpus as its weight says, each corpus in an order of its own that is
new in every round through it, sorted by length and cut into batches. A pool is made from its number alone, so a
training that goes on needs to know no more than a pool and a batch in it.
"""

import random
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from workbench.alignment.words import WordAligner
from workbench.languages.words import words
from workbench.training.annotation import Annotator
from workbench.training.examples import Example, SpanLink
from workbench.training.pairs import TrainingPair
from workbench.training.settings import TrainingSettings
from workbench.training.variation import Variation
from workbench.translation.marian import MarianModel, Piece

#: Segments in a pool at least, however small the corpora are.
_SMALLEST_POOL = 200
#: Lengths that are sorted as one, so that the same segments do not always meet.
_LENGTH_STEP = 4
#: Sentences are joined up to so many characters.
_LONGEST_JOINED = 420


class Sample(NamedTuple):
    """What the network reads and is to say, ends of sentence included, and the guide of its attention.

    ``guide``: (target position, source position, share); the shares of one target position sum to 1.
    """

    source: list[int]
    target: list[int]
    guide: list[tuple[int, int, float]]


class Position(NamedTuple):
    """A place in the stream: the next batch is number ``batch`` of pool number ``pool``."""

    pool: int = 0
    batch: int = 0


@dataclass
class Corpus:
    """Pairs in the order of their documents, and their share in the mixture, relative to other corpora."""

    name: str
    pairs: Sequence[TrainingPair]
    weight: float
    _links: dict[int, "array[int]"] = field(default_factory=dict, repr=False)

    def example(self, index: int, aligner: WordAligner | None) -> Example:
        """The pair as an example; its words are aligned once."""
        pair = self.pairs[index]
        if aligner is None:
            return Example(pair.source, pair.target)
        if index not in self._links:
            links = aligner.align(pair.source, pair.target)
            self._links[index] = array("H", [number for link in links for number in (link.source, link.target)])
        numbers, left, right = self._links[index], words(pair.source), words(pair.target)
        spans = (
            SpanLink((left[s].start, left[s].end), (right[t].start, right[t].end))
            for s, t in zip(numbers[::2], numbers[1::2], strict=True)
        )
        return Example(pair.source, pair.target, tuple(spans))

    def drawn(self, pool: int, quota: int, seed: int) -> Iterator[int]:
        """The indices of this corpus in a pool: ``quota`` of them, every pair once in each round."""
        size = len(self.pairs)
        order: list[int] = []
        for place in range(pool * quota, (pool + 1) * quota):
            if not order or place % size == 0:
                order = list(range(size))
                random.Random(f"{seed} {self.name} {place // size}").shuffle(order)
            yield order[place % size]


class Mixture:
    """Batches drawn from corpora."""

    def __init__(
        self,
        corpora: Sequence[Corpus],
        model: MarianModel,
        settings: TrainingSettings,
        aligner: WordAligner | None = None,
        annotator: Annotator | None = None,
        variation: Variation | None = None,
    ) -> None:
        """Without ``aligner`` attention is not guided, without ``annotator`` and ``variation`` nothing is changed."""
        self.corpora = [corpus for corpus in corpora if corpus.pairs and corpus.weight > 0]
        self._model, self._settings = model, settings
        self._aligner, self._annotator, self._variation = aligner, annotator, variation
        total = sum(corpus.weight for corpus in self.corpora)
        # A pool holds each corpus once at most, as far as that leaves enough segments to sort.
        once = min((len(corpus.pairs) * total / corpus.weight for corpus in self.corpora), default=0)
        size = min(settings.pool, max(_SMALLEST_POOL, int(once)))
        self._quotas = [max(1, round(size * corpus.weight / total)) for corpus in self.corpora]

    def batches(self, start: Position) -> Iterator[tuple[Position, list[Sample]]]:
        """Batches of about ``batch_tokens`` padded pieces from ``start`` on, each with the place that follows it."""
        pool = start.pool
        while True:
            batches = self._pool(pool)
            for number in range(start.batch if pool == start.pool else 0, len(batches)):
                yield Position(pool, number + 1), batches[number]
            pool += 1

    def _pool(self, number: int) -> list[list[Sample]]:
        chance = random.Random(f"{self._settings.seed} pool {number}")
        keyed = []
        for corpus, quota in zip(self.corpora, self._quotas, strict=True):
            for index in corpus.drawn(number, quota, self._settings.seed):
                item = sample(self._varied(corpus, index, chance), self._model)
                width = max(len(item.source), len(item.target))
                if width <= min(self._settings.longest, self._model.max_positions):
                    keyed.append((width // _LENGTH_STEP, len(item.target) // _LENGTH_STEP, chance.random(), item))
        keyed.sort(key=lambda entry: entry[:3])
        batches = cut_into_batches([item for *_, item in keyed], self._settings.batch_tokens)
        chance.shuffle(batches)
        return batches

    def _varied(self, corpus: Corpus, index: int, chance: random.Random) -> Example:
        """The example as it is drawn: annotated, or joined with its neighbours and with other names."""
        settings, example = self._settings, corpus.example(index, self._aligner)
        if self._annotator and chance.random() < settings.annotate:
            return self._annotator(example, chance)
        if chance.random() < settings.concatenate:
            for neighbour in range(index + 1, min(index + chance.choice((2, 2, 3)), len(corpus.pairs))):
                following = corpus.pairs[neighbour]
                joined = len(example.source) + len(following.source)
                if following.document != corpus.pairs[index].document or joined > _LONGEST_JOINED:
                    break
                example = example.followed_by(corpus.example(neighbour, self._aligner))
        if self._variation and chance.random() < settings.vary:
            example = self._variation(example, chance)
        return example


def sample(example: Example, model: MarianModel) -> Sample:
    """An example in pieces."""
    left, right = model.located_source(example.source), model.located_target(example.target)
    return Sample(
        [*(piece.number for piece in left), model.eos],
        [*(piece.number for piece in right), model.eos],
        _guide(example.links, left, right),
    )


def cut_into_batches(samples: Sequence[Sample], tokens: int) -> list[list[Sample]]:
    """Consecutive samples in batches of at most so many padded pieces, of the longer side; one sample at least."""
    batches: list[list[Sample]] = []
    width = 0
    for item in samples:
        own = max(len(item.source), len(item.target))
        width = max(width, own)
        if batches and width * (len(batches[-1]) + 1) <= tokens:
            batches[-1].append(item)
        else:
            batches.append([item])
            width = own
    return batches


def weights(sizes: Mapping[str, int], named: Mapping[str, float]) -> dict[str, float]:
    """The weight of each corpus: as named, or its number of pairs as a share of all."""
    total = sum(sizes.values())
    return {name: named.get(name, size / total if total else 0.0) for name, size in sizes.items()}


def _guide(links: Sequence[SpanLink], left: Sequence[Piece], right: Sequence[Piece]) -> list[tuple[int, int, float]]:
    found: dict[int, set[int]] = {}
    for link in links:
        sources = [i for i, piece in enumerate(left) if link.source[0] <= piece.position < link.source[1]]
        for j, piece in enumerate(right):
            if link.target[0] <= piece.position < link.target[1]:
                found.setdefault(j, set()).update(sources)
    return [(j, i, 1 / len(sources)) for j, sources in sorted(found.items()) for i in sorted(sources)]
