"""Hard-wrapped text: how to tell it, how to join its lines to paragraphs, how to wrap a paragraph anew."""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from workbench.documents.source_map import SourceMap

#: The length that wrapped lines usually have: mail breaks at 72 to 78, typewriters at 65, wide pages before 100.
SHORTEST, LONGEST = 55, 100
SENTENCE_END = re.compile(r"[.!?:;…][\"'”\u2019»)\]]*$")
HYPHENATED = re.compile(r"\w-$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it: ``text`` is ``raw[start:end]``; ``number`` counts from 1."""

    number: int
    text: str
    start: int
    end: int

    def behind(self, length: int) -> "Line":
        """What remains of the line behind its first ``length`` characters."""
        return replace(self, text=self.text[length:], start=self.start + length)


def lines_of(raw: str) -> list[Line]:
    """The lines of a text; form feeds and Unicode's separators end a line too, but do not count as one."""
    lines, position, number = [], 0, 1
    for line in raw.splitlines(keepends=True):
        text = line.strip()
        start = position + len(line) - len(line.lstrip()) if text else position
        lines.append(Line(number, text, start, start + len(text)))
        position += len(line)
        number += line.endswith(("\n", "\r"))
    return lines


def is_wrapped(paragraphs: Sequence[Sequence[str]]) -> bool:
    """Whether the lines of these paragraphs were broken by a machine at some width.

    A machine's break comes at a usual width, behind no sentence's end and before a small letter. Names and sentence
    ends fall on breaks too, so a third of such breaks is enough; files with one paragraph a line have hardly any.
    """
    breaks = [(line, after) for lines in paragraphs for line, after in pairwise(lines)]
    return sum(_is_soft_break(*pair) for pair in breaks) > len(breaks) / 3


def _is_soft_break(line: str, after: str) -> bool:
    """Whether the break between two lines looks like a machine's."""
    return SHORTEST <= len(line) <= LONGEST and not SENTENCE_END.search(line) and after[0].islower()


def continues(line: str, after: str) -> bool:
    """Whether, in a hard-wrapped text, the line ``after`` goes on with the sentence or paragraph of ``line``."""
    return len(line) >= SHORTEST or after[0].islower() or bool(HYPHENATED.search(line))


def join_words(lines: Sequence[Line]) -> SourceMap:
    """The lines as one text, a space for each break; nothing where a word or compound was broken at its hyphen.

    A hyphen before a capital or digit belongs to the compound (``Noord-`` ``Korea``) and is kept. Before a small
    letter it may be a broken word or the hyphen of an elision (``in-`` ``en uitvoer``): short words tell the latter.
    """
    joined = SourceMap()
    joined.add(lines[0].text, lines[0].start, lines[0].end)
    for line, after in pairwise(lines):
        word = after.text.split(maxsplit=1)[0]
        if not HYPHENATED.search(line.text) or (word[0].islower() and len(word) <= 3):
            joined.add(" ", line.end, after.start)
        elif word[0].islower():
            joined.drop_last()
        joined.add(after.text, after.start, after.end)
    return joined


def rewrap(text: str, lines: Sequence[Line], width: int, raw: str) -> str:
    """Wrap a translated paragraph as its original was: with its indents, line ends and about its width.

    Args:
        text: the translated paragraph.
        lines: the lines of the original, the first without its list marker.
        width: the longest line of the file.
        raw: the raw text that the lines point into.
    """
    line_end, hanging = "\n", ""
    if len(lines) > 1:
        between = raw[lines[0].end : lines[1].start]
        line_end = "\r\n" if "\r\n" in between else "\n"
        hanging = re.split(r"[\r\n]", between)[-1]
    elif "\r\n" in raw:
        line_end = "\r\n"
    filled = textwrap.wrap(
        text,
        max(width, SHORTEST),
        initial_indent=" " * _column(lines[0], raw),
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return line_end.join(filled).lstrip(" ")


def _column(line: Line, raw: str) -> int:
    """How far the text of a line stands from the start of the line, for a list marker and indent."""
    return line.start - max(raw.rfind("\n", 0, line.start), raw.rfind("\r", 0, line.start)) - 1
