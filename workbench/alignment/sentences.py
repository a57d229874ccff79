"""Sentence alignment: which segments of a text and of its translation say the same.

From coarse to fine: vectors of single segments give a path of 1-1 pairs in a narrowing band (``coarse``); settled
pairs cut the texts into short stretches (``stretches``); in each, the vectors of windows of adjacent segments, lengths
and kept words score every bead (``scoring``), and the best alignment is found with how probable each bead is
(``dynamic_program``). Time and memory grow linearly with the number of segments.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench import __version__
from workbench.alignment import coarse, stretches
from workbench.alignment.anchors import paired_labels
from workbench.alignment.beads import Alignment, Bead
from workbench.alignment.dynamic_program import Floats, best_path, probabilities
from workbench.alignment.kept_words import ConceptFinder, KeptWords, keys
from workbench.alignment.scoring import DISTANCE, WEIGHTS, WIDEST, Weights, Windows, bead_features, score
from workbench.alignment.vectors import PORTION, SentenceEncoder, Vectors, unit

#: Told how many of how many segments are done.
Progress = Callable[[int, int], None]
#: Translates source segments.
Translate = Callable[[Sequence[str]], Sequence[str]]

#: Whether two sides are translations at all is a logistic function of their likeness. In the development document of
#: Text+Berg 95 of 100 beads are more alike than 0.43; between unrelated documents 95 of 100 are less alike than 0.35.
_SLOPE, _MIDDLE = 12.0, 0.25


@dataclass(frozen=True)
class Signals:
    """What else may speak for a bead: a translation of the source, and the glossary's concepts on each side."""

    translate: Translate | None = None
    source_concepts: ConceptFinder | None = None
    target_concepts: ConceptFinder | None = None


@dataclass(frozen=True)
class Text:
    """One side: its segments, and which of them are headings (empty: not known)."""

    segments: Sequence[str]
    headings: Sequence[bool] = ()


def align(
    source: Text,
    target: Text,
    languages: tuple[str, str],
    encoder: SentenceEncoder,
    signals: Signals = Signals(),
    progress: Progress | None = None,
    weights: Weights = WEIGHTS,
) -> Alignment:
    """Align two texts.

    Segments without a letter or digit are left without counterpart, unless they stand within a bead.

    Args:
        source: the text.
        target: its translation.
        languages: the ISO 639-1 codes of both.
        encoder: makes the sentence vectors.
        signals: what else is known.
        progress: told of the work on the source and target segments together.
        weights: what each feature counts.
    """
    kept = [index for index, text in enumerate(source.segments) if _says_something(text)]
    kept_target = [index for index, text in enumerate(target.segments) if _says_something(text)]
    beads: list[Bead] = []
    if kept and kept_target:
        sides = _Side.of(source, kept), _Side.of(target, kept_target)
        beads = _Aligner(*sides, encoder, signals, weights, progress).beads()
    beads = [Bead(_mapped(bead.source, kept), _mapped(bead.target, kept_target), bead.confidence) for bead in beads]
    whole = _with_the_rest(beads, len(source.segments), len(target.segments))
    translated = "|translated:yes" if signals.translate else ""
    signature = f"aligner:workbench|version:{__version__}|vectors:{encoder.name}{translated}"
    return Alignment(source.segments, target.segments, whole, *languages, signature)


@dataclass(frozen=True)
class _Side:
    """The segments of one side that say something."""

    segments: list[str]
    headings: NDArray[np.bool_]

    @classmethod
    def of(cls, text: Text, kept: Sequence[int]) -> "_Side":
        headings = text.headings or [False] * len(text.segments)
        return cls([text.segments[index] for index in kept], np.array([headings[index] for index in kept], bool))


class _Aligner:
    """One alignment under way: the two sides and what was computed of them."""

    def __init__(
        self,
        source: _Side,
        target: _Side,
        encoder: SentenceEncoder,
        signals: Signals,
        weights: Weights,
        progress: Progress | None,
    ) -> None:
        self._encoder, self._weights = encoder, weights
        self._source, self._target = source.segments, target.segments
        self._headings = source.headings, target.headings
        self._report = progress or (lambda done, total: None)
        self._total = len(self._source) + len(self._target)
        self._translated = list(signals.translate(self._source)) if signals.translate else None
        self._source_vectors = self._encode_all(self._source, 0, self._translated)
        self._target_vectors = self._encode_all(self._target, len(self._source))
        self._source_sample = coarse.spread_sample(self._source_vectors)
        self._target_sample = coarse.spread_sample(self._target_vectors)
        lengths = [np.array([len(text) + 1.0 for text in side]) for side in (self._source, self._target)]
        self._source_lengths, self._target_lengths = lengths[0] * (lengths[1].sum() / lengths[0].sum()), lengths[1]
        self._words = KeptWords(
            [keys(text, signals.source_concepts) for text in self._source],
            [keys(text, signals.target_concepts) for text in self._target],
        )

    def beads(self) -> list[Bead]:
        """The beads of the best alignment, in order."""
        labels = paired_labels(self._source, self._target)
        path = coarse.find_path(
            coarse.Side(self._source_vectors, labels[0], self._headings[0]),
            coarse.Side(self._target_vectors, labels[1], self._headings[1]),
        )
        found: list[Bead] = []
        for stretch in stretches.cut(path, self._source_lengths, self._target_lengths):
            if stretch.likeness is not None:
                found.append(Bead((stretch.source.start,), (stretch.target.start,), _plausible(stretch.likeness)))
            else:
                found += self._align(stretch, path)
        return found

    def _align(self, stretch: stretches.Stretch, path: coarse.Path) -> Iterator[Bead]:
        """The beads of one stretch."""
        if not stretch.source or not stretch.target:
            yield from (Bead((index,), (), _lonely(path.best_source[index])) for index in stretch.source)
            yield from (Bead((), (index,), _lonely(path.best_target[index])) for index in stretch.target)
            return
        ours, theirs = (
            slice(stretch.source.start, stretch.source.stop),
            slice(stretch.target.start, stretch.target.stop),
        )
        words = self._words.stretch(ours, theirs)
        source = Windows(
            *self._windows(self._source_vectors, self._source, ours, self._target_sample, self._translated),
            self._source_lengths[ours],
            words[0],
            path.best_source[ours],
        )
        target = Windows(
            *self._windows(self._target_vectors, self._target, theirs, self._source_sample),
            self._target_lengths[theirs],
            words[1],
            path.best_target[theirs],
        )
        features = bead_features(source, target)
        scores = score(features, source, target, self._weights)
        probable = probabilities(scores)
        for row, column, (height, width) in best_path(scores):
            if height and width:
                likeness = 1 - float(features[height, width][row, column, DISTANCE])
                confidence = probable.beads[height, width][row, column] * _plausible(likeness)
            else:
                confidence = probable.deletions[row] if height else probable.insertions[column]
            first, second = stretch.source.start + row, stretch.target.start + column
            members = tuple(range(first, first + height)), tuple(range(second, second + width))
            yield Bead(*members, min(float(confidence), 1.0))

    def _encode_all(self, texts: list[str], done: int, others: list[str] | None = None) -> Vectors:
        parts = []
        for start in range(0, len(texts), PORTION):
            part = slice(start, start + PORTION)
            parts.append(self._encode(texts[part], others[part] if others else None))
            self._report(done + min(part.stop, len(texts)), self._total)
        return np.concatenate(parts)

    def _encode(self, texts: list[str], others: list[str] | None = None) -> Vectors:
        """The vectors of texts; with ``others``, their translations, those in the middle between both."""
        vectors = self._encoder.encode(texts)
        return unit(vectors + self._encoder.encode(others)) if others else vectors

    def _windows(
        self, single: Vectors, segments: list[str], part: slice, sample: Vectors, others: list[str] | None = None
    ) -> tuple[list[Vectors], list[Floats]]:
        """The vectors of windows of one to WIDEST segments of a stretch, and how strange they are to the other text."""
        vectors = [single[part]]
        for size in range(2, min(WIDEST, part.stop - part.start) + 1):
            starts = range(part.start, part.stop - size + 1)
            texts = [" ".join(segments[start : start + size]) for start in starts]
            translated = [" ".join(others[start : start + size]) for start in starts] if others else None
            vectors.append(self._encode(texts, translated))
        return vectors, [coarse.strangeness(window, sample) for window in vectors]


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text))


def _plausible(likeness: float) -> float:
    """How sure it is that two sides this alike are a text and its translation, and not of unrelated documents."""
    return float(1 / (1 + np.exp(-_SLOPE * (likeness - _MIDDLE))))


def _lonely(likeness: float) -> float:
    """The confidence that a segment in a stretch without any counterpart has none: the less, the better its match."""
    return float(1 - min(max(likeness, 0.0), 1.0))


def _mapped(indices: Sequence[int], kept: Sequence[int]) -> tuple[int, ...]:
    """Indices of kept segments as those of all, with what stands between them."""
    return tuple(range(kept[indices[0]], kept[indices[-1]] + 1)) if indices else ()


def _with_the_rest(beads: Sequence[Bead], rows: int, columns: int) -> list[Bead]:
    """The beads with every segment that stands in none as one of its own, in order."""
    found: list[Bead] = []
    row = column = 0
    for bead in [*beads, Bead((rows,), (columns,))]:
        if bead.source:
            found += [Bead((index,), ()) for index in range(row, bead.source[0])]
            row = bead.source[-1] + 1
        if bead.target:
            found += [Bead((), (index,)) for index in range(column, bead.target[0])]
            column = bead.target[-1] + 1
        found.append(bead)
    return found[:-1]
