"""Phrase pairs: which words of a pair are a term and its rendering, by a glossary or by word alignment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workbench.documents.bilingual import Outcome
from workbench.documents.spans import Span, overlaps
from workbench.glossary.matching import Matcher
from workbench.glossary.model import Glossary
from workbench.glossary.verification import Verifier
from workbench.languages.profile import get_profile
from workbench.languages.words import Word, normalise, words
from workbench.training.examples import Example

#: Longer phrases are hardly terms.
_LONGEST = 4
#: What may stand between the words of one phrase.
_GAPS = {" ", "-", "\u00a0"}


@dataclass(frozen=True, slots=True)
class PhrasePair:
    """A span of the source, a span of the target that translates it, and how a glossary writes the latter."""

    source: Span
    target: Span
    given: str


class GlossaryPhrases:
    """The terms of a glossary that are kept in a pair, found as the translation pipeline finds and verifies them."""

    def __init__(self, glossary: Glossary, languages: tuple[str, str]) -> None:
        self._matcher = Matcher(glossary, languages[0])
        self._verifier = Verifier(Matcher(glossary, languages[1]), languages[1])

    def __call__(self, example: Example) -> list[PhrasePair]:
        """In the order of the source; not overlapping on either side."""
        hits = [hit for hit in self._matcher.find(example.source) if not (hit.compound or hit.particle)]
        found: list[PhrasePair] = []
        written = self._verifier.matcher.occurrences(example.target)
        for use in self._verifier.verify(hits, example.target):
            if use.outcome is not Outcome.KEPT or use.target is None:
                continue
            terms = (item.payload[1].text for item in written if (item.start, item.end) == use.target)
            given = next((text for text in terms if text in use.allowed), example.target[slice(*use.target)])
            if not overlaps(use.target, [pair.target for pair in found]):
                found.append(PhrasePair(use.source, use.target, given))
        return found


def aligned_phrases(example: Example, languages: tuple[str, str]) -> Iterator[PhrasePair]:
    """Phrases of up to four words whose words are linked to each other and to nothing else (Och and Ney 2004).

    Phrases that begin or end with a function word are left out. Those that come may overlap.
    """
    left, right = words(example.source), words(example.target)
    links = _word_links(example, left, right)
    function_words = [get_profile(code).function_words for code in languages]
    for first in range(len(left)):
        for last in range(first, min(first + _LONGEST, len(left))):
            if last > first and example.source[left[last - 1].end : left[last].start] not in _GAPS:
                break
            targets = [t for s, t in links if first <= s <= last]
            if not targets or max(targets) - min(targets) >= _LONGEST:
                continue
            begin, end = min(targets), max(targets)
            inside = {s for s, t in links if begin <= t <= end}
            if min(inside) < first or max(inside) > last or not {first, last} <= inside:
                continue
            chosen = left[first : last + 1], right[begin : end + 1]
            edges = ((side[0], side[-1]) for side in chosen)
            if _is_contiguous(chosen[1], example.target) and not any(
                normalise(word.text) in known
                for side, known in zip(edges, function_words, strict=True)
                for word in side
            ):
                span = right[begin].start, right[end].end
                yield PhrasePair((left[first].start, left[last].end), span, example.target[slice(*span)])


def _word_links(example: Example, left: Sequence[Word], right: Sequence[Word]) -> list[tuple[int, int]]:
    sources = {word.start: index for index, word in enumerate(left)}
    targets = {word.start: index for index, word in enumerate(right)}
    return [
        (sources[link.source[0]], targets[link.target[0]])
        for link in example.links
        if link.source[0] in sources and link.target[0] in targets
    ]


def _is_contiguous(tokens: Sequence[Word], text: str) -> bool:
    return all(text[a.end : b.start] in _GAPS for a, b in pairwise(tokens))
