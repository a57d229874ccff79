"""Sentences: cutting the text of a block into the spans that are translated as one.

sentencex (Wikimedia) proposes where sentences end, for any language. What it misses and what it gets wrong is mended
with the abbreviations and openers of the language profile. A hard line break is white space; only an empty line, or
a list item on a line of its own, ends a sentence without punctuation.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial

import sentencex

from workbench.documents.model import Splitter
from workbench.languages.profile import LanguageProfile, get_profile

#: How far to look around a possible end, so that the work stays linear for a text without spaces.
_REACH = 80

_MARKS = ".!?…"
_OPENING = "\"'“‘„‚«‹([{¿¡"
_CLOSING = "\"'”’“»›)]}"
_CLOSERS = f"[{re.escape(_CLOSING)}]*"

_NUMBERED = r"(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[A-Za-z]|[IVXivx]{1,5})[.)]"
_LIST_MARKER = re.compile(rf"\(?{_NUMBERED}")
_BREAK = r"(?:\r\n|\r(?!\n)|\n)[^\S\r\n]*[\r\n]\s*|[\r\n]\s*(?=[•▪◦‣·*]\s)"
_BREAKS = re.compile(_BREAK)
_BREAKS_OF_LIST = re.compile(rf"{_BREAK}|[\r\n]\s*(?={_NUMBERED}\s)")

_SPACED_END = re.compile(rf"[{_MARKS}]+{_CLOSERS}\s+(?=\S)")
_GLUED_END = re.compile(rf"(?<=[^\W\d_]{{2}})[{_MARKS}]+{_CLOSERS}(?=[^\W\d_]{{2}})")
#: What closes a sentence although a cut has left it behind: brackets, and quotation marks before a space.
_STRAY_CLOSERS = re.compile(r"(?:[”»›)\]}]|[\"'’]+(?=\s))[\"'”’»›)\]}]*\s+")
_FIRST_WORDS = re.compile(r"\W*(\w+(?:['’-]\w+)*)(?:\s+(\w))?")
#: How a sentence may begin in lower case: a word that has lost its beginning ('s Avonds), a remark, a list item.
_LOWER_BEGINNING = re.compile(rf"['’‘`][a-z]\s+[^\W\d_]|\(|{_NUMBERED}\s")
_REFERENCE = re.compile(r"\W*(?:[0-9]|[IVXLC]+\b|[A-Z]\b)")
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")
_ADDRESS = re.compile(r"[/@]|www\.")


def splitter(language: str) -> Splitter:
    """The function that cuts the text of a block in ``language`` (ISO 639-1) into sentences.

    Raises UsageError for something that is no ISO 639-1 code.
    """
    get_profile(language)
    return partial(split_sentences, language=language)


def split_sentences(text: str, language: str) -> list[tuple[int, int]]:
    """The (start, end) spans of the sentences of ``text``, as the contract of documents.model.Splitter asks.

    Splitting the text of a span again gives that whole span. Raises UsageError if ``language`` is no ISO 639-1 code.
    """
    profile = get_profile(language)
    spans: list[tuple[int, int]] = []
    waiting = [(0, len(text))]
    while waiting:
        start, end = waiting.pop()
        parts = [(start + first, start + last) for first, last in _split_once(text[start:end], profile)]
        if parts == [(start, end)]:
            spans += parts
        else:
            # Alone, a sentence may be cut where its context had prevented it: look at the parts again.
            waiting += reversed(parts)
    return spans


def _split_once(text: str, profile: LanguageProfile) -> Iterator[tuple[int, int]]:
    breaks = _BREAKS_OF_LIST if _LIST_MARKER.match(text) else _BREAKS
    for start, end in _trimmed(text, (match.start() for match in breaks.finditer(text))):
        paragraph = text[start:end]
        for first, last in _trimmed(paragraph, _cuts(paragraph, profile)):
            yield start + first, start + last


def _trimmed(text: str, cuts: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The spans between the ``cuts`` without white space around them; those of white space alone are left out."""
    start = 0
    for cut in (*cuts, len(text)):
        piece = text[start:cut]
        if piece and not piece.isspace():
            yield cut - len(piece.lstrip()), start + len(piece.rstrip())
        start = cut


def _cuts(paragraph: str, profile: LanguageProfile) -> Iterator[int]:
    """Where in ``paragraph`` a new sentence begins, in order."""
    candidates = {*_proposed(paragraph, profile), *_missed(paragraph, profile), *_glued(paragraph)}
    start = 0
    for cut in sorted({_past_closers(paragraph, candidate) for candidate in candidates}):
        if _ends(paragraph, start, cut, profile):
            yield cut
            start = cut


def _proposed(text: str, profile: LanguageProfile) -> Iterator[int]:
    """Where sentencex begins sentences. Ends without a space behind them are left to stricter rules."""
    cut = 0
    for piece in sentencex.segment(profile.code, _plain(text))[:-1]:
        cut += len(piece)
        if text[cut - 1].isspace() or text[cut - 1] not in _MARKS + _CLOSING:
            yield cut


def _past_closers(text: str, cut: int) -> int:
    stray = _STRAY_CLOSERS.match(text, cut)
    return stray.end() if stray else cut


def _plain(text: str) -> str:
    """``text`` with characters replaced, one for one, that sentencex fails on: lone surrogates, unusual white space."""
    return re.sub(r"\s", " ", re.sub("[\ud800-\udfff]", "\ufffd", text))


def _missed(text: str, profile: LanguageProfile) -> Iterator[int]:
    """Ends that sentencex may miss: in quotations and brackets, after an ellipsis, after what it takes to be short."""
    for end in _SPACED_END.finditer(text):
        is_plain_stop = end[0].rstrip() == "."
        if not is_plain_stop and (end[0][0] in ".…" or end[0].rstrip()[-1] in _CLOSING):
            yield end.end()
        elif is_plain_stop and profile.abbreviations:
            word = _last_word(text[max(0, end.start() - _REACH) : end.start()])
            is_full_word = word.isalpha() and (len(word) > 1 or word in profile.openers)
            if is_full_word or _opens(text[end.end() : end.end() + _REACH], profile):
                yield end.end()


def _glued(text: str) -> Iterator[int]:
    """Ends without a space behind them (wereld.De minister), but not in addresses and file names."""
    for end in _GLUED_END.finditer(text):
        before = text[max(0, end.start() - _REACH) : end.start()].split()[-1]
        after = text[end.end() : end.end() + 2]
        if before[-2:].islower() and after.istitle() and not _ADDRESS.search(before):
            yield end.end()


def _ends(text: str, start: int, cut: int, profile: LanguageProfile) -> bool:
    """Whether a sentence that begins at ``start`` ends before ``cut``."""
    sentence = text[max(start, cut - _REACH) : cut].rstrip()
    after = text[cut : cut + _REACH]
    if not _can_begin(after) or (start == max(start, cut - _REACH) and _LIST_MARKER.fullmatch(sentence)):
        return False
    bare = sentence.rstrip(_CLOSING)
    word = bare.rstrip(_MARKS)
    # "(!)" remarks on a word in mid-sentence.
    if word != bare and word.endswith(("(", "[")):
        return False
    return bare != f"{word}." or not _is_abbreviation(_last_word(word), after, profile)


def _can_begin(text: str) -> bool:
    """Whether a sentence can begin like ``text``: not in lower case, not with what closes or continues another."""
    first = re.search(r"\w", text)
    if not first:
        return len(text) >= _REACH
    return not first[0].islower() or bool(_LOWER_BEGINNING.match(text))


def _last_word(text: str) -> str:
    return re.split(r"[\s/–—-]", text)[-1].lstrip(_OPENING)


def _is_abbreviation(word: str, after: str, profile: LanguageProfile) -> bool:
    """Whether the full stop behind ``word`` belongs to it and, before ``after``, ends no sentence too."""
    key = word.casefold()
    if key in profile.abbreviations:
        return True
    if key in profile.number_abbreviations and _REFERENCE.match(after):
        return True
    if key in profile.final_abbreviations:
        return not _opens(after, profile)
    if _INITIALS.fullmatch(word) and (len(word) > 1 or word.isupper()):
        # Initials; a surname may begin like an opener (J. De Vries), but then with a capital on its next word too.
        words = _FIRST_WORDS.match(after)
        return not _opens(after, profile) or bool(words and words[2] and words[2].isupper())
    return False


def _opens(text: str, profile: LanguageProfile) -> bool:
    """Whether ``text`` begins with a capital and a word that often opens a sentence."""
    words = _FIRST_WORDS.match(text)
    return bool(words and words[1][0].isupper() and words[1].casefold() in profile.openers)
