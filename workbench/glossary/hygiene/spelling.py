"""Checks of how a term is written: characters, spaces, brackets, articles, length."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from workbench.glossary.hygiene.registry import Fix, Problem, Severity, check
from workbench.glossary.hygiene.subject import Subject, is_unknown_language
from workbench.languages.profile import get_profile
from workbench.languages.words import words

_MOST_WORDS = 10
_BRACKETS = {")": "(", "]": "[", "}": "{"}
#: Which of them open and which close depends on the language: only their number is looked at.
_QUOTES = '"“”„«»'
#: These join letters in some scripts, and mean nothing between Latin ones.
_JOINERS = "\u200c\u200d"
_RENDERINGS_IN_ONE = re.compile(r";|\|| / ")
#: The scripts of Japanese and Korean are written side by side.
_EAST_ASIAN = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "KATAKANA-HIRAGANA"}


def _fixable(subject: Subject, tidy: Callable[[str], str], message: str, mend: str) -> Iterator[Problem]:
    for row in subject.rows:
        tidied = tidy(row.written)
        if tidied != row.written:
            yield Problem(row, message, mend, Fix(tidied) if tidied.strip() else None)


@check(Severity.WARNING, has_fixes=True)
def untidy_spaces(subject: Subject) -> Iterator[Problem]:
    """The term has spaces at its ends, doubled ones, or white space that is no plain space."""
    message = "spaces at the ends, doubled, or of an unusual kind"
    return _fixable(subject, lambda text: " ".join(text.split()), message, "write single plain spaces")


@check(Severity.WARNING, has_fixes=True)
def invisible_character(subject: Subject) -> Iterator[Problem]:
    """The term holds control characters or others that nobody sees, such as a soft hyphen or a zero-width space."""
    return _fixable(subject, _without_invisible, "invisible characters", "remove them")


@check(Severity.WARNING, has_fixes=True)
def decomposed_letter(subject: Subject) -> Iterator[Problem]:
    """The term has letters with their accents as characters of their own (Unicode NFD), which look the same."""
    message, mend = "letters and accents are written apart (not NFC)", "write them as one character"
    return _fixable(subject, lambda text: unicodedata.normalize("NFC", text), message, mend)


@check(Severity.ERROR)
def garbled_text(subject: Subject) -> Iterator[Problem]:
    """The term was read with the wrong encoding once ("cafÃ©"), or has lost characters to it."""
    for row in subject.rows:
        if "\ufffd" in row.written:
            yield Problem(row, "a character was lost (U+FFFD)", "type the term anew")
        elif (repaired := _repaired(row.written)) != row.written:
            yield Problem(row, "UTF-8 that was read as Windows-1252", f'write "{repaired}"')


@check(Severity.ERROR)
def one_letter_term(subject: Subject) -> Iterator[Problem]:
    """The term is a single letter, which would be found everywhere. One letter of a script without case is a word."""
    for row in subject.rows:
        if len(row.term.text) == 1 and row.term.text.lower() != row.term.text.upper():
            yield Problem(row, "a single letter is no term", "write it out, or remove the row")


@check(Severity.ERROR)
def no_word(subject: Subject) -> Iterator[Problem]:
    """The term holds no letter and no digit, so that it can be found nowhere."""
    for row in subject.rows:
        if not words(row.term.text):
            yield Problem(row, "there is no word in it", "write the term, or remove the row")


@check(Severity.ERROR)
def mixed_alphabet(subject: Subject) -> Iterator[Problem]:
    """A word mixes letters of two alphabets: look-alikes such as a Cyrillic а among Latin letters are never found."""
    for row in subject.rows:
        for word in words(row.term.text):
            scripts = Counter(map(_script, filter(_is_letter, word.text)))
            if len(scripts) > 1 and not scripts.keys() <= _EAST_ASIAN:
                rare = min(scripts, key=lambda script: scripts[script])
                letter = next(char for char in word.text if _is_letter(char) and _script(char) == rare)
                message = f"“{word.text}” holds U+{ord(letter):04X} {unicodedata.name(letter)}"
                yield Problem(row, message, "type the word anew in one alphabet")
                break


@check(Severity.WARNING)
def foreign_alphabet(subject: Subject) -> Iterator[Problem]:
    """A whole word is in another alphabet than the other terms of its language."""
    scripts: dict[str, Counter[str]] = {}
    for row in subject.rows:
        scripts.setdefault(row.term.language, Counter()).update(map(_script, filter(_is_letter, row.term.text)))
    for row in subject.rows:
        usual = scripts[row.term.language].most_common(1)
        for word in words(row.term.text):
            own = {_script(char) for char in word.text if _is_letter(char)}
            if len(own) == 1 and usual and own != {usual[0][0]} and not own | {usual[0][0]} <= _EAST_ASIAN:
                message = f"“{word.text}” is {own.pop().title()}, and {row.term.language} is {usual[0][0].title()}"
                yield Problem(row, message, "write it in the alphabet of its language")
                break


@check(Severity.WARNING)
def leading_article(subject: Subject) -> Iterator[Problem]:
    """The term begins with an article in small letters, without which it would be found as well."""
    for row in subject.rows:
        first, _, rest = row.term.text.partition(" ")
        if rest and first.replace("’", "'") in _articles(row.term.language):
            yield Problem(row, f"begins with the article “{first}”", f'write "{rest}"')


@check(Severity.WARNING)
def long_term(subject: Subject) -> Iterator[Problem]:
    """The term has more than ten words; that is a sentence, and belongs into a translation memory."""
    for row in subject.rows:
        if (count := len(row.term.text.split())) > _MOST_WORDS:
            yield Problem(row, f"has {count} words", "take the term out of the sentence, unless it is a name")


@check(Severity.WARNING)
def unbalanced_bracket(subject: Subject) -> Iterator[Problem]:
    """A bracket or quotation mark is opened and not closed, or closed and not opened."""
    for row in subject.rows:
        if lonely := _lonely_mark(row.term.text):
            yield Problem(row, f"{lonely} has no partner", "write the other one, or remove it")


@check(Severity.WARNING)
def several_terms(subject: Subject) -> Iterator[Problem]:
    """The cell seems to hold several terms, with ``;``, ``|`` or ``/`` between them."""
    for row in subject.rows:
        if found := _RENDERINGS_IN_ONE.search(row.term.text):
            yield Problem(row, f"“{found[0].strip()}” seems to part several terms", "write one row for each")


def _articles(language: str) -> frozenset[str]:
    return frozenset() if is_unknown_language(language) else get_profile(language).articles


def _without_invisible(text: str) -> str:
    kept = "" if any(_script(char) == "LATIN" for char in text if _is_letter(char)) else _JOINERS
    return "".join(char for char in text if char in kept or char.isspace() or not _is_invisible(char))


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Co"}


def _repaired(text: str) -> str:
    """``text`` as it was before UTF-8 was read as Windows-1252; as it is if that cannot have happened."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _is_letter(char: str) -> bool:
    return unicodedata.category(char) in {"Lu", "Ll", "Lt", "Lo"}


def _script(letter: str) -> str:
    """The alphabet of a letter, by the first word of its Unicode name; Python does not know scripts."""
    return unicodedata.name(letter, "UNKNOWN").split()[0]


def _lonely_mark(text: str) -> str:
    """The first bracket or quotation mark without its partner; empty if there is none."""
    open_brackets: list[str] = []
    for char in text:
        if char in _BRACKETS.values():
            open_brackets.append(char)
        elif char in _BRACKETS:
            if open_brackets[-1:] != [_BRACKETS[char]]:
                return char
            open_brackets.pop()
    quotes = [char for char in text if char in _QUOTES]
    return open_brackets[0] if open_brackets else quotes[0] if len(quotes) % 2 else ""
