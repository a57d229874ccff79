"""SubRip subtitles (.srt): the text of each subtitle; numbers and times stay as they are, to the byte.

Lines of a subtitle are one text, unless they begin with a dash, as the lines of two speakers do. A translation is
broken into as many lines as the subtitle had, or more where one would be too long, the lines as even as words allow.
Tags (``<i>``, ``{\\an8}``) are kept at their words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.documents.inline import InlineText
from workbench.documents.model import Block, BlockKind, Document, Segment, Splitter, cut
from workbench.documents.placing import Placer
from workbench.documents.source_map import Edit, splice
from workbench.documents.spans import Span
from workbench.errors import InputError
from workbench.files import Encoding, decode, find_encoding

_TIME = r"[ \t]*-?\d{1,3}:\d{1,2}:\d{1,2}(?:[,.]\d{1,3})?"
_TIMES = re.compile(rf"{_TIME}[ \t]*-->{_TIME}(?:[ \t].*)?")
_NUMBER = re.compile(r"[ \t]*\d+[ \t]*")
_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|\Z)")
_SPEAKER = re.compile(r"[-\u2013\u2014][ \t]?")
#: No line breaks inside of tags, nor before a dash, which would begin another speaker's line.
_GLUED = re.compile(r"<[^<>]*>|\{[^{}]*\}| (?=[-\u2013\u2014])")
_TAG = re.compile(r"<(/?)(b|i|u|s|font)\b[^<>]*>|\{\\[^{}]*\}", re.IGNORECASE)
#: What fits on a line of a screen, by the usage of broadcasters.
LONGEST_LINE = 42
#: More lines are not made even: no subtitle has them.
_MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The raw file, and the text of each block with its tags."""

    raw: str
    encoding: Encoding
    texts: Sequence[InlineText]


class SrtFormat:
    """The adapter for SubRip subtitles in UTF-8 or UTF-16, or else in Windows' Western European encoding."""

    name = "srt"
    suffixes: tuple[str, ...] = (".srt",)

    def read(self, data: bytes, name: str, split: Splitter) -> Document:
        """Read subtitles. Raises InputError for a file without any times."""
        raw, encoding, notes = _decoded(data, name)
        blocks: list[Block] = []
        texts: list[InlineText] = []
        for number, lines in _subtitles(raw, name):
            for text in _texts(raw, lines):
                if text.map.text.strip():
                    blocks.append(Block(BlockKind.PARAGRAPH, text.map.text, f"subtitle {number}"))
                    texts.append(text)
        return Document(name, self.name, blocks, cut(blocks, split), Skeleton(raw, encoding, texts), notes)

    def write(self, document: Document, targets: Sequence[str], placer: Placer | None = None) -> bytes:
        """The subtitles with their segments replaced."""
        skeleton: Skeleton = document.skeleton
        edits: list[Edit] = []
        for text, segments in zip(skeleton.texts, document.segments_by_block(), strict=True):
            if any(targets[segment.index] != segment.source for segment in segments):
                edits.append(_rewritten(skeleton.raw, text, segments, targets, placer or Placer()))
        written = splice(skeleton.raw, sorted(edits))
        try:
            return skeleton.encoding.encode(written)
        except UnicodeEncodeError:
            return written.encode("utf-8-sig")  # players recognise it by its mark


def _rewritten(raw: str, text: InlineText, segments: Sequence[Segment], targets: Sequence[str], placer: Placer) -> Edit:
    """The edit that replaces the whole text of a block, broken into lines anew."""
    start, end = text.map.raw_start(0), text.map.raw_end(text.map.length)
    start = min([start, *(markup.start for markup in text.markup)])
    end = max([end, *(markup.end for markup in text.markup)])
    changes = sorted(text.edits(raw, segments, targets, _one_line, placer))
    shifted = [(first - start, last - start, new) for first, last, new in changes]
    line_end = next(iter(re.findall(r"\r\n?|\n", raw)), "\n")
    lines = len(re.findall(r"\r\n?|\n", raw[start:end])) + 1
    return start, end, line_end.join(broken(" ".join(splice(raw[start:end], shifted).split()), lines))


def broken(text: str, lines: int) -> list[str]:
    """A text in so many lines, more if one would be longer than LONGEST_LINE, as even as its words allow."""
    words = _GLUED.sub(lambda tag: tag.group().replace(" ", "\0"), text).split(" ")
    longest = max(map(_width, words))
    found = _filled(words, max(LONGEST_LINE, longest))
    lines = max(len(found), min(lines, len(words)))
    width = max(-(-_width(text) // lines), longest)
    while lines <= _MOST_LINES and len(found := _filled(words, width)) > lines:
        width += 1
    return [line.replace("\0", " ") for line in found]


def _width(text: str) -> int:
    """How many characters show."""
    return len(_TAG.sub("", text.replace("\0", " ")))


def _filled(words: Sequence[str], width: int) -> list[str]:
    """Lines of at most that many characters, each as full as it can be."""
    lines = [words[0]]
    for word in words[1:]:
        if _width(lines[-1]) + 1 + _width(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _subtitles(raw: str, name: str) -> Iterator[tuple[int, list[Span]]]:
    """The passages of text lines with the number of their subtitle, counted from 1. Raises InputError."""
    lines = [match.span(1) for match in _LINE.finditer(raw)]
    number, passage = 0, list[Span]()
    for at, (start, end) in enumerate(lines):
        line = raw[start:end]
        is_times = bool(_TIMES.fullmatch(line))
        next_line = raw[slice(*lines[at + 1])] if at + 1 < len(lines) else ""
        if is_times or not line.strip() or (_NUMBER.fullmatch(line) and _TIMES.fullmatch(next_line)):
            if passage:
                yield number, passage
                passage = []
            number += is_times
        elif not number:
            raise InputError(name, "is not SRT: text before any time", place=f"line {at + 1}")
        else:
            passage.append((start, end))
    if passage:
        yield number, passage
    if not number and raw.strip():
        raise InputError(name, "is not SRT: it has no times such as 00:00:01,000 --> 00:00:02,000")


def _texts(raw: str, lines: Sequence[Span]) -> Iterator[InlineText]:
    """The texts of a passage: its lines together, or apart where each speaker has one."""
    text = InlineText()
    opened: list[tuple[str, int]] = []
    for start, end in lines:
        speaker = _SPEAKER.match(raw, start, end)
        if speaker:
            yield text
            text, opened = InlineText(), []
        elif text.map.length or text.markup:
            text.map.add(" ", start - 1, start)
        _read_line(raw, speaker.end() if speaker else start, end, text, opened)
    yield text


def _read_line(raw: str, start: int, end: int, text: InlineText, opened: list[tuple[str, int]]) -> None:
    """Add a line to a text; ``opened`` are the tags that are open."""
    for tag in _TAG.finditer(raw, start, end):
        text.map.add(raw[start : tag.start()], start, tag.start())
        start = tag.end()
        name = (tag[2] or "").lower()
        if not name:
            text.void(*tag.span())
        elif not tag[1]:
            opened.append((name, text.open(*tag.span())))
        else:
            matching = next((at for at in reversed(opened) if at[0] == name), None)
            text.close(*tag.span(), matching[1] if matching else None)
            if matching:
                opened.remove(matching)
    text.map.add(raw[start:end], start, end)


def _one_line(text: str) -> str:
    """The text on one line, with nothing that would be taken for times."""
    return re.sub(r"\s", " ", text.replace("-->", "->"))


def _decoded(data: bytes, name: str) -> tuple[str, Encoding, list[str]]:
    """The text, and a note where it had to be read as Windows-1252, as many old subtitles must."""
    try:
        return decode(data, name), find_encoding(data), []
    except InputError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text or find_encoding(data).mark:
            raise
        return text, Encoding("cp1252"), ["the file is not UTF-8; it was read as Windows-1252"]
