"""Harvesting: from aligned text, term candidates with their translations, best first, without what the glossary has.

The text is read three times, and never held: to count phrases of the source language and choose candidates; to count
with which target phrases these occur; to see how the chosen ones are spelled. Memory therefore depends on the number
of different phrases, and that is kept below a limit.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from workbench.alignment.candidates import PhraseFinder
from workbench.alignment.pairing import Link, Pairing
from workbench.alignment.survey import KnownTerms, Survey
from workbench.alignment.wording import Wording, WordingReader
from workbench.glossary.model import Glossary
from workbench.languages.words import normalise, words

#: A document: a function that reads it from the start, as (source, target) segments; target empty where there is none.
Reader = Callable[[], Iterable[tuple[str, str]]]

#: Candidates for which targets are sought: so many for each term that is wanted, since not all find one.
_CANDIDATES_FOR_EACH = 10
_FEWEST_CANDIDATES = 3_000
#: Of so many times as many terms as are wanted the spelling is looked at, which can lower the score.
_SPELLED_FOR_EACH = 2
#: A name that both languages write alike, but for accents and hyphens, hardly needs an entry.
_WEIGHT_OF_SAME = 0.05
#: "Natuurlijke Hulpbronnen" is often part of a ministry's name; this share in small letters shows that it is no name.
_LEAST_SMALL = 0.2


@dataclass(frozen=True, slots=True)
class HarvestedTerm:
    """A term candidate, how it is translated (empty: not known), how often it occurs, and an example."""

    source: str
    target: str
    frequency: int
    documents: int
    score: float
    example_source: str
    example_target: str


def harvest(
    documents: Sequence[Reader], glossary: Glossary, language: str, target: str, top: int
) -> list[HarvestedTerm]:
    """The ``top`` candidates of ``documents`` that ``glossary`` does not have, best first.

    Where any document has targets, only candidates with a translation are given.

    Raises:
        UsageError: the profile of a language does not say by which words noun phrases are found.
        InputError: a document cannot be read.
    """
    source_finder, target_finder = PhraseFinder(language), PhraseFinder(target)
    known = KnownTerms(glossary, language)
    survey = Survey(source_finder, known)
    for reader in documents:
        survey.read(source for source, _ in reader())
    candidates = list(islice(survey.candidates(), max(_FEWEST_CANDIDATES, _CANDIDATES_FOR_EACH * top)))
    if any(target for reader in documents for _, target in reader()):
        pairing = Pairing(candidates, known, source_finder, target_finder)
        for reader in documents:
            pairing.read(reader())
        links = pairing.links()
    else:
        links = [Link(candidate, (), candidate.score) for candidate in candidates]
    links = links[: _SPELLED_FOR_EACH * top]
    spelling = WordingReader(links, known, source_finder, target_finder)
    for reader in documents:
        spelling.read(reader())
    terms = [_term(link, spelling.wordings[link.candidate.key]) for link in links]
    return sorted(terms, key=lambda term: -term.score)[:top]


def _term(link: Link, wording: Wording) -> HarvestedTerm:
    source, target = _commonest(wording.sources), _commonest(wording.targets)
    score = link.score * (_WEIGHT_OF_SAME if _spelled(source) == _spelled(target) else 1.0)
    example = wording.example or ("", "")
    return HarvestedTerm(source, target, link.candidate.frequency, link.candidate.documents, score, *example)


def _spelled(text: str) -> list[str]:
    return [normalise(word.text) for word in words(text)]


def _commonest(spellings: Counter[str]) -> str:
    """The commonest spelling; one in small letters unless nearly all have capitals: then it is a name."""
    small = Counter({text: count for text, count in spellings.items() if text.islower()})
    if small.total() >= _LEAST_SMALL * spellings.total():
        spellings = small
    return max(spellings, key=lambda text: (spellings[text], text), default="")
