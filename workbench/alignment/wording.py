"""The third reading of a harvest: how terms and their renderings are spelled in the text, and an example of each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from workbench.alignment.candidates import Key, Phrase, PhraseFinder
from workbench.alignment.pairing import Link
from workbench.alignment.survey import KnownTerms, is_known

#: At the start of a segment every word has a capital: such a spelling counts only where there is no other.
_WEIGHT_INSIDE = 1000


@dataclass(slots=True)
class Wording:
    """The spellings of a term and of its rendering, and the shortest pair of segments that has both."""

    sources: Counter[str] = field(default_factory=Counter)
    targets: Counter[str] = field(default_factory=Counter)
    example: tuple[str, str] | None = None


class WordingReader:
    """Collects the wordings of links."""

    def __init__(self, links: Sequence[Link], known: KnownTerms, source: PhraseFinder, target: PhraseFinder) -> None:
        """``known`` terms are passed over: the capital of "Landbouw" in the name of a ministry belongs to the name."""
        self.wordings = {link.candidate.key: Wording() for link in links}
        self._renderings = {link.candidate.key: link.target for link in links}
        self._known, self._source, self._target = known, source, target

    def read(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Collect from the (source, target) segments of one document."""
        for pair in pairs:
            found = [phrase for phrase in self._source.phrases(pair[0]) if phrase.key in self._renderings]
            if found:
                terms = self._known.spans(pair[0])
                found = [phrase for phrase in found if not is_known(phrase, terms)]
                renderings = {phrase.key: phrase for phrase in self._target.phrases(pair[1])}
                for phrase in found:
                    self._note(phrase, renderings, pair)

    def _note(self, phrase: Phrase, renderings: dict[Key, Phrase], pair: tuple[str, str]) -> None:
        wanted = self._renderings[phrase.key]
        rendering = renderings.get(wanted)
        if wanted and rendering is None:
            return
        wording = self.wordings[phrase.key]
        _count(wording.sources, phrase, pair[0])
        if rendering:
            _count(wording.targets, rendering, pair[1])
        if wording.example is None or len(pair[0]) < len(wording.example[0]):
            wording.example = pair


def _count(spellings: Counter[str], phrase: Phrase, text: str) -> None:
    spellings[text[phrase.start : phrase.end]] += 1 if phrase.initial else _WEIGHT_INSIDE
