"""HTML tags with their exact place in the text, on top of the standard library's parser.

The parser knows the hard parts of the syntax (quotes in tags, comments, scripts); each of its methods that reads a
construct gives back where the construct ends, which is all that is needed here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from html.parser import HTMLParser


class TokenKind(Enum):
    """The kinds of tokens; what stands between tokens is text."""

    START = "start tag"
    END = "end tag"
    OTHER = "comment, declaration or processing instruction"


@dataclass(frozen=True, slots=True)
class Token:
    """A token of HTML: ``text[start:end]``; ``name`` is the element's name in small letters."""

    kind: TokenKind
    start: int
    end: int
    name: str = ""


def tokens_of(text: str) -> list[Token]:
    """The tags, comments and declarations of an HTML text in order."""
    parser = _Tokenizer()
    parser.rawdata = text
    parser.close()
    return parser.tokens


class _Tokenizer(HTMLParser):
    """Collects tokens; used on a whole text at once, so that offsets count from its start."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Token] = []
        self._seen: tuple[TokenKind, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember the tag; ``parse_starttag`` knows its place."""
        self._seen = TokenKind.START, tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """As a start tag: HTML gives the slash at its end no meaning."""
        self._seen = TokenKind.START, tag

    def handle_endtag(self, tag: str) -> None:
        """Remember the tag; ``parse_endtag`` knows its place."""
        self._seen = TokenKind.END, tag

    def parse_starttag(self, i: int) -> int:
        """Read a start tag at ``i``."""
        return self._placed(i, super().parse_starttag, None)

    def parse_endtag(self, i: int) -> int:
        """Read an end tag at ``i``."""
        return self._placed(i, super().parse_endtag, TokenKind.OTHER)

    def parse_comment(self, i: int, report: bool = True) -> int:
        """Read a comment at ``i``."""
        return self._placed(i, super().parse_comment, TokenKind.OTHER)

    def parse_pi(self, i: int) -> int:
        """Read a processing instruction at ``i``."""
        return self._placed(i, super().parse_pi, TokenKind.OTHER)

    def parse_html_declaration(self, i: int) -> int:
        """Read a declaration at ``i``."""
        return self._placed(i, super().parse_html_declaration, TokenKind.OTHER)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Read ``<![...`` at ``i``: a bogus comment in HTML, where the SGML of the parent class may give up."""
        return self.parse_bogus_comment(i)

    def _placed(self, i: int, parse: Callable[[int], int], otherwise: TokenKind | None) -> int:
        """Run a method of the parser and note the token that it read; ``otherwise`` where no tag was seen."""
        self._seen = None
        end = parse(i)
        if end < 0:  # not finished at the end of the file: no text follows, as the HTML standard has it
            self._seen, end = (TokenKind.OTHER, ""), len(self.rawdata)
        kind, name = self._seen or (otherwise, "")
        if end > i and kind:
            self.tokens.append(Token(kind, i, end, name))
        return end
