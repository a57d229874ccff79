"""The blocks of an HTML page: which text a browser would show together, and how it maps to the file."""

import html
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.documents.html_tokens import Token, TokenKind, tokens_of
from workbench.documents.inline import InlineText
from workbench.documents.model import BlockKind

KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    **dict.fromkeys(("figcaption", "caption"), BlockKind.CAPTION),
    **dict.fromkeys(("li", "dt", "dd"), BlockKind.LIST_ITEM),
    **dict.fromkeys(("td", "th"), BlockKind.CELL),
    "blockquote": BlockKind.QUOTE,
}
#: Elements that begin and end a block (the HTML standard's section on rendering: display block, list-item or table).
# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "col", "colgroup", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2",
    "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
    "optgroup", "option", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "title", "tr", "ul",
})
# fmt: on
#: Elements without an end tag.
VOIDS = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
#: Elements whose content is no text of the page.
OPAQUE = frozenset(
    "audio button canvas iframe math noscript object script select style svg template textarea title video".split()  # noqa: SIM905
)
#: Elements that surround the main text.
SURROUNDINGS = frozenset({"nav", "header", "footer", "aside", "form"})
#: What the start of an element ends without an end tag, and the elements in which it stops looking for that.
IMPLIED_ENDS = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    **dict.fromkeys(("dt", "dd"), (frozenset({"dt", "dd"}), frozenset({"dl"}))),
    **dict.fromkeys(("td", "th"), (frozenset({"td", "th"}), frozenset({"tr", "table"}))),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
}
#: A character reference, white space, words with single spaces between, or an ampersand that is one.
TEXT = re.compile(
    r"(?P<reference>&(?:#\d+|#[xX][\da-fA-F]+|[a-zA-Z][a-zA-Z\d]{0,31});?)"
    r"|[ \t\n\r\f]+|[^& \t\n\r\f]+(?: [^& \t\n\r\f]+)*|&"
)
SPACE = " \t\n\r\f"


@dataclass(slots=True)
class HtmlBlock:
    """A block of a page, with the line on which it starts."""

    kind: BlockKind
    line: int
    inline: InlineText
    #: Whether it is a heading of the first level.
    title: bool
    #: Whether it stands in a menu, header, footer, aside or form.
    surrounding: bool


def html_blocks(raw: str) -> list[HtmlBlock]:
    """The blocks of an HTML page that hold text, in order. Raises TooDeep for a page that is made to do harm."""
    return list(_Reader(raw).blocks())


#: Browsers stop at 512 elements in each other; reading takes time with the square of the depth.
DEEPEST = 1000


class TooDeep(Exception):
    """More than DEEPEST elements stand in each other."""


@dataclass(slots=True)
class _Reader:
    """Walks over the tokens with the stack of open elements."""

    raw: str
    stack: list[str] = field(default_factory=list)
    inline: InlineText = field(default_factory=InlineText)
    #: The markup of the open inline elements of the current block, by their names.
    opened: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    line: int = 1
    counted: int = 0

    def blocks(self) -> Iterator[HtmlBlock]:
        """Read the page."""
        position, opaque = 0, None
        for token in tokens_of(self.raw):
            if opaque is None:
                self._text(position, token.start)
                if token.kind is TokenKind.START and token.name in OPAQUE:
                    opaque = token
                else:
                    yield from self._token(token)
            elif token.kind is TokenKind.END and token.name == opaque.name:
                self.inline.void(opaque.start, token.end)
                opaque = None
            position = token.end
        if opaque is None:
            self._text(position, len(self.raw))
        yield from self._flush()

    def _token(self, token: Token) -> Iterator[HtmlBlock]:
        """Take a tag or comment in."""
        if token.kind is TokenKind.OTHER:
            self.inline.void(token.start, token.end)
        elif token.name in BLOCKS:
            yield from self._flush()
            if token.kind is TokenKind.START:
                self._enter(token.name)
            elif token.name in self.stack:
                del self.stack[_last(self.stack, token.name) :]
        elif token.kind is TokenKind.END:
            self._close(token)
        elif token.name == "br":
            self._break(token)
        elif token.name in VOIDS:
            self.inline.void(token.start, token.end)
        else:
            self.opened[token.name].append(self.inline.open(token.start, token.end))

    def _enter(self, name: str) -> None:
        """Put a block element on the stack, behind the ends that its start implies."""
        ended, limits = IMPLIED_ENDS.get(name, (frozenset(), frozenset()))
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth] in limits:
                break
            if self.stack[depth] in ended:
                del self.stack[depth:]
                break
        if name not in VOIDS:
            self.stack.append(name)
            if len(self.stack) > DEEPEST:
                raise TooDeep

    def _close(self, token: Token) -> None:
        """Take the end tag of an inline element in."""
        openings = self.opened[token.name]
        self.inline.close(token.start, token.end, openings.pop() if openings else None)

    def _break(self, token: Token) -> None:
        """Take a line break in: white space of its own kind, so that sentences may be split there."""
        text = self.inline.map
        if text.length:
            if text.last == " ":
                text.drop_last()
            text.add("\n", token.start, token.end)

    def _text(self, start: int, end: int) -> None:
        """Take text in: references decoded, white space collapsed."""
        text = self.inline.map
        for match in TEXT.finditer(self.raw, start, end):
            value = html.unescape(match.group()) if match["reference"] else match.group()
            if value.strip(SPACE):
                text.add(value, *match.span())
            elif value and not text.last.isspace() and text.length:
                text.add(" ", *match.span())

    def _flush(self) -> Iterator[HtmlBlock]:
        """End the current block."""
        inline, self.inline = self.inline, InlineText()
        self.opened.clear()
        while inline.map.last.isspace():
            inline.map.drop_last()
        if inline.map.length:
            start = inline.map.raw_start(0)
            self.line += len(re.findall(r"\r\n?|\n", self.raw[self.counted : start]))
            self.counted = start
            element = next((name for name in reversed(self.stack) if name in KINDS), "p")
            kind = KINDS.get(element, BlockKind.PARAGRAPH)
            yield HtmlBlock(kind, self.line, inline, element == "h1", _is_surrounding(self.stack))


def _is_surrounding(stack: list[str]) -> bool:
    """Whether elements that surround the main text are open; the header and footer of an article are part of it."""
    inner = stack[_last(stack, "article") :] if "article" in stack else stack
    within = SURROUNDINGS - {"header", "footer"} if inner is not stack else SURROUNDINGS
    return not within.isdisjoint(inner)


def _last(names: list[str], name: str) -> int:
    """The index of the last ``name``, which must be in ``names``."""
    return len(names) - 1 - names[::-1].index(name)
