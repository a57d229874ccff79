"""Source maps: which characters of a raw file stand for the characters of a block's text.

Formats that are text themselves (plain text, Markdown, HTML) are read with the help of a source map and written by
replacing spans of the raw text, so that everything that is not translated is restored to the byte.
"""

from bisect import bisect_right
from collections.abc import Iterable

Edit = tuple[int, int, str]


class SourceMap:
    """The text of a block, grown piece by piece, each piece with the span of the raw text that it stands for."""

    def __init__(self) -> None:
        """A map of no text."""
        self.length = 0
        self._parts: list[str] = []
        #: (start in the text, end in the text, start in the raw text, end in the raw text), in order.
        self._runs: list[tuple[int, int, int, int]] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def add(self, text: str, start: int, end: int) -> None:
        """Append ``text``, which stands for ``raw[start:end]``; character by character where the lengths agree."""
        if not text:
            return
        first = self.length
        self._parts.append(text)
        self.length += len(text)
        if self._runs and len(text) == end - start:
            text_start, text_end, run_start, run_end = self._runs[-1]
            if run_end == start and text_end - text_start == run_end - run_start:
                self._runs[-1] = (text_start, self.length, run_start, end)
                return
        self._runs.append((first, self.length, start, end))

    @property
    def last(self) -> str:
        """The last character, or nothing."""
        return self._parts[-1][-1] if self._parts else ""

    def drop_last(self) -> None:
        """Take the last character away; the raw character that it stood for becomes part of a gap."""
        text_start, text_end, start, end = self._runs.pop()
        if text_end - text_start > 1:
            literal = text_end - text_start == end - start
            self._runs.append((text_start, text_end - 1, start, end - 1 if literal else end))
        self.length -= 1
        last = self._parts.pop()
        if len(last) > 1:
            self._parts.append(last[:-1])

    def raw_start(self, offset: int) -> int:
        """Where the character at ``offset`` of the text starts in the raw text."""
        text_start, text_end, start, end = self._run(offset)
        if text_end - text_start == end - start:
            return start + offset - text_start
        return start if offset == text_start else end

    def raw_end(self, offset: int) -> int:
        """Where the character before ``offset`` of the text ends in the raw text."""
        text_start, text_end, start, end = self._run(offset - 1)
        return start + offset - text_start if text_end - text_start == end - start else end

    def _run(self, offset: int) -> tuple[int, int, int, int]:
        """The run that holds the character at ``offset``."""
        return self._runs[bisect_right(self._runs, offset, key=lambda run: run[0]) - 1]


def splice(raw: str, edits: Iterable[Edit]) -> str:
    """The raw text with spans replaced.

    Args:
        raw: the text as it was read.
        edits: (start, end, replacement), in order and not overlapping.
    """
    parts, position = [], 0
    for start, end, replacement in edits:
        parts += [raw[position:start], replacement]
        position = end
    return "".join(parts) + raw[position:]
