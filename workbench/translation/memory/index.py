"""Which texts of a memory may be similar to another: an inverted index over the beginnings of their words.

A text is found by the words that it shares with another, the rare ones counting most (inverse document frequency,
Spärck Jones 1972). Only the beginning of a word is indexed, so that inflected forms are found too. Texts are numbered
from 0; for each beginning and each CHUNK of texts there is one row with the numbers of the texts in it, as offsets of
two bytes. So a memory grows by appending to few rows, and a lookup reads only the rows of its own words.
"""

import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from workbench.translation.memory.forms import fuzzy_form, words

SCHEMA = "CREATE TABLE posting (feature TEXT, chunk INTEGER, texts BLOB, PRIMARY KEY (feature, chunk))"
#: Texts whose numbers stand in one row: all that two bytes can tell apart.
CHUNK = 2**16
#: Characters of a word that are indexed.
BEGINNING = 6
#: A lookup reads the rarest words first, and no more when it has read so many postings, which bounds its time.
MOST_POSTINGS = 60_000
#: Texts that are compared in full.
CANDIDATES = 150

_OFFSET = np.dtype("<u2")


def features(text: str) -> list[str]:
    """What a text is indexed under, each once."""
    return list(dict.fromkeys(word[:BEGINNING] for word in words(fuzzy_form(text))))


def add_texts(database: sqlite3.Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Index texts with their numbers, which none had before and which ascend."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, text in texts:
        chunk, offset = divmod(number, CHUNK)
        for feature in features(text):
            found[feature, chunk].append(offset)
    for (feature, chunk), offsets in found.items():
        row = database.execute("SELECT texts FROM posting WHERE feature = ? AND chunk = ?", (feature, chunk)).fetchone()
        data = (row[0] if row else b"") + np.array(offsets, _OFFSET).tobytes()
        database.execute("INSERT OR REPLACE INTO posting VALUES (?, ?, ?)", (feature, chunk, data))


def candidates(database: sqlite3.Connection, text: str, size: int) -> list[int]:
    """The numbers of the texts that share most with ``text``, at most CANDIDATES, of a memory of ``size`` texts."""
    weights = {feature: math.log((size + 1) / count) for feature, count in _rarest(database, features(text))}
    scores: dict[int, np.ndarray] = {}
    query = f"SELECT feature, chunk, texts FROM posting WHERE feature IN ({_marks(weights)})"
    for feature, chunk, data in database.execute(query, list(weights)):
        if chunk not in scores:
            scores[chunk] = np.zeros(CHUNK, np.float32)
        scores[chunk][np.frombuffer(data, _OFFSET)] += weights[feature]
    return _best(scores)


def _rarest(database: sqlite3.Connection, wanted: Sequence[str]) -> Iterable[tuple[str, int]]:
    """Features with the number of their texts, the rarest first, as many as MOST_POSTINGS allows, but at least one."""
    query = (
        "SELECT feature, sum(length(texts)) / 2 AS number FROM posting "
        f"WHERE feature IN ({_marks(wanted)}) GROUP BY feature ORDER BY number, feature"
    )
    read = 0
    for feature, count in database.execute(query, wanted).fetchall():
        if read and read + count > MOST_POSTINGS:
            return
        read += count
        yield feature, count


def _best(scores: dict[int, np.ndarray]) -> list[int]:
    numbers, values = [], []
    for chunk, of_chunk in scores.items():
        offsets = np.flatnonzero(of_chunk > 0)
        numbers.append(offsets + chunk * CHUNK)
        values.append(of_chunk[offsets])
    if not numbers:
        return []
    all_numbers, all_values = np.concatenate(numbers), np.concatenate(values)
    if len(all_numbers) > CANDIDATES:
        all_numbers = all_numbers[np.argpartition(-all_values, CANDIDATES)[:CANDIDATES]]
    return [int(number) for number in all_numbers]


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)
