"""Words: cutting a text into the tokens that matching compares, and the form in which two of them are equal.

A word is a run of letters, digits and combining marks (Unicode Standard, chapter 4.5: categories L, N and M). Hyphens
cut, so that "secretaris-generaal" and "secretaris generaal" have the same words; apostrophes between letters do not.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

#: Marks, and invisible format characters (Cf) such as the soft hyphen, may stand anywhere in a word. Above U+FFFF they
#: belong to historic scripts.
_MARKS = "".join(char for char in map(chr, range(0x10000)) if unicodedata.category(char) in {"Mn", "Mc", "Me", "Cf"})
_RUN = rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*"
_WORD = re.compile(rf"{_RUN}(?:(?<!\d)['\u2019\uff07](?!\d){_RUN})*")

#: Apostrophes, and letters with a stroke and ligatures, which Unicode does not decompose.
_FOLDED = str.maketrans(
    {"\u2019": "'", "\u02bc": "'", "đ": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe"}
)

#: Canonical combining classes from here on are accents above and below. Lower ones carry sound or meaning of their own
#: in the scripts of Asia (vowel signs, the Japanese voicing mark).
_ACCENTS_FROM = 200


class Word(NamedTuple):
    """A word as written, and where: ``source[start:end] == text``."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of ``text`` in order. Never raises."""
    return [Word(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]


@lru_cache(maxsize=2**16)
def normalise(word: str) -> str:
    """The form of ``word`` in which spelling variants are equal.

    Compatibility forms (NFKC) and case (casefold) are folded, curly apostrophes made straight, accents and invisible
    characters removed: "Comité" and "comite", "Nguyễn" and "nguyen", "Đà Nẵng" and "da nang" become the same.
    Normalising again changes nothing. Never raises.
    """
    folded = unicodedata.normalize("NFKC", word).casefold().translate(_FOLDED)
    plain = "".join(char for char in unicodedata.normalize("NFKD", folded) if not _is_dropped(char))
    return unicodedata.normalize("NFKC", plain)


def _is_dropped(char: str) -> bool:
    return unicodedata.combining(char) >= _ACCENTS_FROM or unicodedata.category(char) == "Cf"
