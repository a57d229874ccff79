"""The metrics of the WMT21 terminology task (Alam et al. 2021, arXiv 2106.11891), for comparison with other systems.

Exact match: the share of reference terms for which an allowed form stands in the output, as it is written or in the
lemmatised output, each place used once. Window overlap: for each reference term that stands in the output, the share of
the words around it in the reference that also stand around it in the output; the mean over all segments, those without
such a term counting 0. 1 - TERm: TER (Snover et al. 2006) in which errors on the words of terms cost twice as much.

The data are SGML files of one segment a line, tokenised, with ``<term tgt="...">`` around the terms. Where the task's
script lemmatises with stanza, this uses simplemma, which looks at words one by one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from string import punctuation

from workbench.errors import InputError
from workbench.files import read_text
from workbench.languages.lemmas import dictionary_lemma

_SEGMENT = re.compile(r'<seg id="([^"]*)">(.*)</seg>')
_TERM = re.compile(r"<term ([^>]*)>(.*?)</term>")
_TAG = re.compile(r"<[^>]*>")
#: What an error on a word of a term costs, and the longest block of words that may be moved.
_TERM_COST = 2
_LONGEST_SHIFT = 10

Tokens = Sequence[str]


@dataclass(frozen=True, slots=True)
class ReferenceTerm:
    """A term of a reference: the forms that may stand for it, and which tokens it is. ``by_lemma``: as lemmas."""

    forms: Sequence[Tokens]
    start: int
    end: int
    by_lemma: bool


@dataclass(frozen=True, slots=True)
class ReferenceSegment:
    """A reference, tokenised, with its terms."""

    tokens: Tokens
    terms: Sequence[ReferenceTerm]


@dataclass(frozen=True, slots=True)
class TerminologyScores:
    """The scores of a system output, all between 0 and 1 (1 - TERm may fall below 0)."""

    exact_match: float
    terms: int
    window_2: float
    window_3: float
    one_minus_term: float


def read_references(path: Path) -> dict[str, ReferenceSegment]:
    """The reference segments by their id. Raises InputError for a file without any."""
    return {name: _reference(marked) for name, marked in _segments(path)}


def read_outputs(path: Path) -> dict[str, Tokens]:
    """The tokenised outputs by their id. Raises InputError for a file without any."""
    return {name: unescape(_TAG.sub(" ", text)).split() for name, text in _segments(path)}


def evaluate(references: dict[str, ReferenceSegment], outputs: dict[str, Tokens], language: str) -> TerminologyScores:
    """The scores of ``outputs`` in ``language`` against the references with the same ids; both must have segments."""
    pairs = [(reference, outputs.get(name, ())) for name, reference in references.items()]
    matches = [_exact_matches(reference, output, language) for reference, output in pairs]
    terms = sum(len(reference.terms) for reference, _ in pairs)
    window_2, window_3 = (
        sum(_window_overlap(reference, output, language, size) for reference, output in pairs) / len(pairs)
        for size in (2, 3)
    )
    errors = sum(_term_error_rate(reference, output) for reference, output in pairs) / len(pairs)
    return TerminologyScores(sum(matches) / max(1, terms), terms, window_2, window_3, 1 - errors)


def _segments(path: Path) -> list[tuple[str, str]]:
    found = [(match[1], match[2]) for line in read_text(path).split("\n") if (match := _SEGMENT.search(line))]
    if not found:
        raise InputError(path, "has no <seg> with an id on a line", mend="give SGML as the WMT tasks publish it")
    return found


def _reference(marked: str) -> ReferenceSegment:
    tokens: list[str] = []
    terms: list[ReferenceTerm] = []
    position = 0
    for match in _TERM.finditer(marked):
        tokens += unescape(_TAG.sub(" ", marked[position : match.start()])).split()
        written = unescape(match[2]).split()
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', match[1]))
        forms = [unescape(form).split() for form in attributes.get("tgt", "").split("|")]
        by_lemma = "tgt_lemma" in attributes.get("type", "")
        terms.append(ReferenceTerm([*forms, written], len(tokens), len(tokens) + len(written), by_lemma))
        tokens += written
        position = match.end()
    tokens += unescape(_TAG.sub(" ", marked[position:])).split()
    return ReferenceSegment(tokens, terms)


def _lemmatised(tokens: Iterable[str], language: str) -> list[str]:
    return [dictionary_lemma(token, language) or token for token in tokens]


def _places(form: Tokens, tokens: Tokens) -> Iterator[int]:
    size = len(form)
    return (
        start for start in range(len(tokens) - size + 1) if size and list(tokens[start : start + size]) == list(form)
    )


def _exact_matches(reference: ReferenceSegment, output: Tokens, language: str) -> int:
    """How many terms of the reference stand in the output; each place of the output is used once."""
    lemmatised = _lemmatised(output, language)
    used: set[int] = set()
    found = 0
    for term in reference.terms:
        places = (place for tokens in (output, lemmatised) for form in term.forms for place in _places(form, tokens))
        place = next((place for place in places if place not in used), None)
        if place is not None:
            used.add(place)
            found += 1
    return found


def _window_overlap(reference: ReferenceSegment, output: Tokens, language: str, size: int) -> float:
    """The mean overlap of the windows of the segment's terms that stand in the output; 0 where none does."""
    overlaps: list[float] = []
    for by_lemma in (False, True):
        terms = [term for term in reference.terms if term.by_lemma is by_lemma]
        if not terms:
            continue
        expected = _lemmatised(reference.tokens, language) if by_lemma else list(reference.tokens)
        tokens = _lemmatised(output, language) if by_lemma else list(output)
        overlaps += _best_overlaps(terms, expected, tokens, size)
    return sum(overlaps) / len(overlaps) if overlaps else 0.0


def _best_overlaps(terms: Sequence[ReferenceTerm], expected: Tokens, tokens: Tokens, size: int) -> list[float]:
    """The overlaps of the best pairing of terms and places; each term and each place is used once."""
    scored = []
    for number, term in enumerate(terms):
        form = expected[term.start : term.end]
        around = _window(expected, term.start, term.end, size)
        for place in _places(form, tokens):
            there = Counter(_window(tokens, place, place + len(form), size))
            shared = (Counter(around) & there).total()
            scored.append((shared / len(around) if around else 0.0, number, place))
    chosen: list[float] = []
    seen_terms: set[int] = set()
    seen_places: set[int] = set()
    for overlap, number, place in sorted(scored, key=lambda item: (-item[0], item[1:])):
        if number not in seen_terms and place not in seen_places:
            seen_terms.add(number)
            seen_places.add(place)
            chosen.append(overlap)
    return chosen


def _window(tokens: Tokens, start: int, end: int, size: int) -> list[str]:
    """Up to ``size`` words on either side, punctuation passed over."""
    before = [token for token in reversed(tokens[:start]) if token not in punctuation][:size]
    return before + [token for token in tokens[end:] if token not in punctuation][:size]


def _term_error_rate(reference: ReferenceSegment, output: Tokens) -> float:
    """TERm of a segment: edits and shifts of the output, by the number of reference words."""
    costs = [1] * len(reference.tokens)
    for term in reference.terms:
        costs[term.start : term.end] = [_TERM_COST] * (term.end - term.start)
    tokens = list(output)
    distance, shifts = _distance(tokens, reference.tokens, costs), 0
    while distance:
        candidates = (
            (_distance(moved, reference.tokens, costs), moved) for moved in _shifted(tokens, reference.tokens)
        )
        best = min(candidates, key=lambda item: item[0], default=None)
        if best is None or best[0] + 1 >= distance:
            break
        distance, tokens = best
        shifts += 1
    return (distance + shifts) / max(1, len(reference.tokens))


def _distance(tokens: Tokens, reference: Tokens, costs: Sequence[int]) -> int:
    """The edit distance; an error on a reference word costs what ``costs`` says, a word too many costs 1."""
    previous = list(range(len(tokens) + 1))
    for word, cost in zip(reference, costs, strict=True):
        current = [previous[0] + cost]
        for place, token in enumerate(tokens):
            kept = previous[place] + (0 if token == word else cost)
            current.append(min(kept, previous[place + 1] + cost, current[place] + 1))
        previous = current
    return previous[-1]


def _shifted(tokens: list[str], reference: Tokens) -> Iterator[list[str]]:
    """The outputs in which one block of words that stands elsewhere in the reference is moved there."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(reference):
        places.setdefault(word, []).append(place)
    for start, token in enumerate(tokens):
        for goal in places.get(token, ()):
            if goal == start:
                continue
            size = 0
            while (
                size < _LONGEST_SHIFT
                and start + size < len(tokens)
                and goal + size < len(reference)
                and tokens[start + size] == reference[goal + size]
            ):
                size += 1
            rest = tokens[:start] + tokens[start + size :]
            yield [*rest[:goal], *tokens[start : start + size], *rest[goal:]]
