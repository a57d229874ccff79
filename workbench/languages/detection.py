"""Detection: which language a short text is in, and whether it needs no translation.

Words are looked up in simplemma's dictionaries; a word that only one of the languages knows is evidence for it.
simplemma's own langdetect is not used: it compares the shares of known words, and most short Dutch lines hold many
words that English knows too.
"""

from collections.abc import Sequence

from workbench.languages.lemmas import dictionary_lemma
from workbench.languages.profile import get_profile
from workbench.languages.words import words

#: A language is recognised by at least so many words that no other candidate knows ...
_LEAST_EVIDENCE = 2
#: ... and by so many times as many as speak for the next.
_MARGIN = 2

#: Text is surely in a language when so much of it is known there ...
_SURE_WORDS = 3
_SURE_KNOWN = 0.8
#: ... so much of it is evidence, which names and words of both languages are not ...
_SURE_EVIDENCE = 0.3
#: ... and hardly anything speaks for the other language; dictionaries have gaps, so one word in ten may.
_SURE_COUNTER_EVIDENCE = 0.1


def language_of(text: str, candidates: Sequence[str]) -> str | None:
    """The one of the ``candidates`` (ISO 639-1 codes) that ``text`` is in; None when that is unsure.

    A language that simplemma lacks is never recognised. Raises UsageError for a candidate that is no such code.
    """
    evidence = {code: len(only) for code, only in _evidence(text, candidates).items()}
    best = max(evidence, key=evidence.__getitem__, default="")
    rest = max((count for code, count in evidence.items() if code != best), default=0)
    is_sure = bool(best) and evidence[best] >= max(_LEAST_EVIDENCE, _MARGIN * rest)
    return best if is_sure else None


def is_already_in(text: str, target: str, source: str) -> bool:
    """Whether ``text`` is surely in the language ``target`` already, and not in ``source``.

    Names, numbers and words that both languages have prove nothing; one common word of the source alone disproves it.
    Raises UsageError for a code that is not ISO 639-1.
    """
    tokens = _letter_words(text)
    evidence = _evidence(text, (target, source))
    known = sum(dictionary_lemma(token, target) is not None for token in tokens)
    return (
        len(tokens) >= _SURE_WORDS
        and known >= _SURE_KNOWN * len(tokens)
        and len(evidence[target]) >= max(_LEAST_EVIDENCE, _SURE_EVIDENCE * len(tokens))
        and len(evidence[source]) <= _SURE_COUNTER_EVIDENCE * len(tokens)
        and get_profile(source).openers.isdisjoint(map(str.lower, evidence[source]))
    )


def _evidence(text: str, languages: Sequence[str]) -> dict[str, list[str]]:
    """For each language the words of ``text`` that only it knows, and not as a name."""
    evidence: dict[str, list[str]] = {get_profile(code).code: [] for code in languages}
    for token in _letter_words(text):
        known = {code: lemma for code in evidence if (lemma := dictionary_lemma(token, code)) is not None}
        for code, lemma in known.items():
            if len(known) == 1 and lemma[0].islower():
                evidence[code].append(token)
    return evidence


def _letter_words(text: str) -> list[str]:
    return [word.text for word in words(text) if word.text.replace("'", "").replace("\u2019", "").isalpha()]


def is_unknown(text: str, language: str) -> bool:
    """Whether ``text`` is surely not in ``language``, though nobody can say what it is.

    True if it has three or more words in small letters and the dictionary knows none of its words in small letters.
    Names, which no dictionary knows, prove nothing. Raises UsageError for a code that is not ISO 639-1.
    """
    tokens = [token for token in _letter_words(text) if token.islower() and len(token) > 1]
    code = get_profile(language).code
    return len(tokens) >= _SURE_WORDS and not any(dictionary_lemma(token, code) for token in tokens)
