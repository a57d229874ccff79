"""A language profile: everything language-specific that the package uses, behind one small class.

A profile is data plus calls to libraries (sentencex splits sentences, simplemma knows lemmas). A language without a
profile of its own gets a plain one, which works with what the libraries know.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from workbench.errors import UsageError


@dataclass(frozen=True)
class LanguageProfile:
    """What is known of a language. ``code`` is its ISO 639-1 code.

    ``abbreviations`` never end a sentence (written without the final full stop, casefolded); ``decimal`` and
    ``thousands`` are the separators of written numbers; ``small_numbers`` gives words for whole numbers up to twenty;
    ``ordinal`` writes an ordinal in digits (3 -> "3rd"); ``ordinal_pattern`` recognises one, the number in group 1.
    """

    code: str
    name: str
    abbreviations: frozenset[str] = frozenset()
    decimal: str = "."
    thousands: str = ","
    small_numbers: tuple[str, ...] = ()
    ordinal: Callable[[int], str] = str
    ordinal_pattern: str = r"(\d+)\.?"
    month_names: tuple[str, ...] = field(default=())


@cache
def get_profile(code: str) -> LanguageProfile:
    """The profile of a language by its ISO 639-1 code. Raises UsageError for something that is not such a code."""
    from workbench.languages import dutch, english

    known = {profile.code: profile for profile in (dutch.PROFILE, english.PROFILE)}
    if code in known:
        return known[code]
    if len(code) == 2 and code.isascii() and code.isalpha() and code.islower():
        return LanguageProfile(code=code, name=code)
    raise UsageError(f"language {code!r} is not a two-letter ISO 639-1 code; write for example nl or en")
