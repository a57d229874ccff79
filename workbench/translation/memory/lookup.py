"""Looking a text up in translation memories: the same text, and similar ones with a percentage, as in CAT tools.

100: the same but for typography. 99: only numbers or capitals differ. Below: the share of characters that need no
edit (Levenshtein 1966, by the longer text), numbers and capitals aside, rounded down.
"""

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from workbench.documents.bilingual import MemoryMatch
from workbench.translation.memory.differences import differences, with_numbers_of
from workbench.translation.memory.forms import exact_form, fuzzy_form
from workbench.translation.memory.store import Entry, Memory

#: Matches below are not worth reading, in per cent.
LEAST = 75
#: Matches that are shown for one text.
MOST = 3
EXACT, ALMOST = 100, 99


def exact_match(memories: Iterable[Memory], source: str) -> MemoryMatch | None:
    """The translation of the same text in the first of the memories that has it; the commonest, then the latest."""
    for memory in memories:
        for entry in memory.entries(source):
            return MemoryMatch(entry.unit.source, entry.unit.target, EXACT, _origin(memory, entry))
    return None


def matches(memories: Sequence[Memory], source: str, least: int = LEAST, most: int = MOST) -> list[MemoryMatch]:
    """The matches of at least ``least`` per cent, at most ``most``, the best first and each translation once."""
    found: dict[str, MemoryMatch] = {}
    for match in sorted(_all_matches(memories, source, least, most), key=lambda match: -match.score):
        found.setdefault(exact_form(match.target), match)
    return list(found.values())[:most]


def similarity(source: str, other: str, least: int = 0) -> int:
    """How similar two texts are, in per cent; 0 if below ``least``."""
    if exact_form(source) == exact_form(other):
        return EXACT
    share = Levenshtein.normalized_similarity(fuzzy_form(source), fuzzy_form(other), score_cutoff=least / 100)
    return ALMOST if share == 1 else min(int(share * 100), ALMOST - 1)


def _all_matches(memories: Sequence[Memory], source: str, least: int, most: int) -> Iterator[MemoryMatch]:
    for memory in memories:
        same = memory.entries(source)
        texts = _most_similar(source, memory.similar(source), least, most)
        similar = [entry for text in texts if exact_form(text) != exact_form(source) for entry in memory.entries(text)]
        yield from (_match(source, memory, entry) for entry in (*same, *similar))


def _most_similar(source: str, texts: Sequence[str], least: int, most: int) -> list[str]:
    forms = [fuzzy_form(text) for text in texts]
    scorer = Levenshtein.normalized_similarity
    found = process.extract(fuzzy_form(source), forms, scorer=scorer, score_cutoff=least / 100, limit=most + 1)
    return [texts[number] for _, _, number in found]


def _match(source: str, memory: Memory, entry: Entry) -> MemoryMatch:
    unit, score = entry.unit, similarity(source, entry.unit.source)
    target, note = unit.target, ""
    if score == ALMOST:
        adapted = with_numbers_of(source, unit.source, target, (memory.source_language, memory.target_language))
        if adapted is None:
            note = "the numbers differ, and were not found in the translation"
        elif adapted != target:
            target, note = adapted, f"numbers replaced in “{unit.target}”"
    spans = differences(source, unit.source) if score < EXACT else []
    return MemoryMatch(unit.source, target, score, _origin(memory, entry), tuple(spans), note)


def _origin(memory: Memory, entry: Entry) -> str:
    """Where a translation comes from, in words: memory, document, author, date."""
    unit = entry.unit
    day = unit.created.date().isoformat() if unit.created else ""
    return ", ".join(part for part in (memory.name, unit.document, unit.author, day) if part)
