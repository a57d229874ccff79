"""Inline Markdown with offsets: the parser of markdown-it-py tells what, this finds out where.

Tokens of markdown-it-py carry no positions inside a line. Most stand in the text as they are, one behind another, so
that walking along is enough; those of which only the parser knows how far they reach (links, pictures, code) are asked
by wrapping the parser's rules.
"""

import re
from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.autolink import autolink
from markdown_it.rules_inline.backticks import backtick
from markdown_it.rules_inline.image import image
from markdown_it.rules_inline.link import link
from markdown_it.token import Token

from workbench.documents.inline import InlineText
from workbench.documents.source_map import SourceMap

Rule = Callable[[StateInline, bool], bool]

HTML_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
LINE_END = re.compile(r"[ \t]*\\?\n[ \t]*")


def parser() -> MarkdownIt:
    """A parser of CommonMark with tables and struck-out text whose link-like tokens say where they end."""
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    markdown.disable("text_join")  # keeps escapes and entities apart from the text, with their raw form
    for name, rule in (("link", link), ("image", image), ("autolink", autolink), ("backticks", backtick)):
        markdown.inline.ruler.at(name, _telling_its_end(rule))
    return markdown


def inline_text(tokens: Sequence[Token], content: SourceMap) -> InlineText:
    """The reading text of inline tokens, mapped to the raw text.

    Args:
        tokens: the children of an inline token.
        content: the inline token's content, mapped to the raw text.

    Raises:
        ValueError: the tokens cannot be found in the content.
    """
    reader = _Reader(content)
    for token in tokens:
        reader.read(token)
    return reader.inline


def _telling_its_end(rule: Rule) -> Rule:
    """The rule, writing into the last of its tokens where in the content it ends."""

    def telling(state: StateInline, silent: bool) -> bool:
        before = len(state.tokens)
        done = rule(state, silent)
        if len(state.tokens) > before and state.tokens[-1].type in ("link_close", "image", "code_inline"):
            state.tokens[-1].meta["end"] = state.pos
        return done

    return telling


class _Reader:
    """Walks along the content, token by token."""

    def __init__(self, content: SourceMap) -> None:
        self.map, self.content = content, content.text
        self.position = 0
        self.inline = InlineText()
        self.opened: list[int] = []
        self.in_address = False

    def read(self, token: Token) -> None:
        """Take a token in."""
        if token.type == "text":
            self._text(token.content, token.content)
        elif token.type == "text_special":
            self._text(token.content, token.markup)
        elif token.type in ("softbreak", "hardbreak"):
            self._line_end(" " if token.type == "softbreak" else "\n")
        elif token.type == "code_inline":
            self._code(token)
        elif token.nesting == 1:
            self._open(token)
        elif token.nesting == -1:
            self._close(token)
        elif token.type == "html_inline" and HTML_BREAK.fullmatch(token.content):
            self._text("\n", token.content)
        else:  # pictures and tags
            self.inline.void(*self._take(token.meta.get("end", self.position + len(token.content))))

    def _text(self, text: str, raw: str) -> None:
        """Text that stands in the content as ``raw``."""
        if self.in_address:  # the parser decodes addresses in angle brackets; they are wanted as they stand
            text = raw = self.content[self.position : self.content.index(">", self.position)]
        elif not self.content.startswith(raw, self.position):
            raise ValueError(f"{raw!r} is not where it should be")
        if text == raw:
            for character in self._evenly_mapped(len(raw)):
                self.inline.map.add(*character)
        else:
            self.inline.map.add(text, *self._take(self.position + len(raw)))

    def _evenly_mapped(self, length: int) -> list[tuple[str, int, int]]:
        """The next characters with their raw spans: as one where they are one for one, else each by itself."""
        begin, end = self.position, self.position + length
        start, stop = self._take(end)
        if stop - start == length:
            return [(self.content[begin:end], start, stop)]
        return [(self.content[at], self.map.raw_start(at), self.map.raw_end(at + 1)) for at in range(begin, end)]

    def _line_end(self, space: str) -> None:
        """The end of a line, with the white space around it and what a quote or list has before the next line."""
        match = LINE_END.match(self.content, self.position)
        if not match:
            raise ValueError("a line end is not where it should be")
        self.inline.map.add(space, *self._take(match.end()))

    def _code(self, token: Token) -> None:
        """Code: its text is kept apart as if it were formatting."""
        end = token.meta["end"]
        begin = self.position + len(token.markup)
        inner = self.content[begin : end - len(token.markup)]
        begin += max(inner.replace("\n", " ").find(token.content), 0)
        opening = self.inline.open(*self._take(begin))
        self._text_of_code(token.content)
        self.inline.close(*self._take(end), opening)

    def _text_of_code(self, text: str) -> None:
        """The text of code, in which line ends are spaces."""
        for at, character in enumerate(text, start=self.position):
            self.inline.map.add(character, self.map.raw_start(at), self.map.raw_end(at + 1))
        self.position += len(text)

    def _open(self, token: Token) -> None:
        """Emphasis, a link or an address in angle brackets begins."""
        self.in_address = token.markup == "autolink"
        fragile = token.type != "link_open"
        length = len(token.markup) if fragile else 1
        self.opened.append(self.inline.open(*self._take(self.position + length), fragile=fragile))

    def _close(self, token: Token) -> None:
        """The last that was opened ends."""
        self.in_address = False
        end = token.meta.get("end", self.position + len(token.markup))
        self.inline.close(*self._take(end), self.opened.pop())

    def _take(self, end: int) -> tuple[int, int]:
        """Go on to ``end`` in the content; gives the raw span of what was passed."""
        begin, self.position = self.position, end
        return self.map.raw_start(begin), self.map.raw_end(end)
