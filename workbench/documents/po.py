"""PO files of GNU gettext: messages without a translation, or with a fuzzy one, are translated and marked fuzzy.

Comments, contexts, flags, obsolete messages and translations stay as they are, to the byte. Of a message with plural
forms the singular goes into the first form and the plural into all others; where the target language has only one
form, it is the plural.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from workbench.documents.model import Block, BlockKind, Document, Splitter, bounded, cut, translated_text
from workbench.documents.placing import Placer
from workbench.documents.source_map import Edit, splice
from workbench.documents.spans import Span
from workbench.errors import InputError
from workbench.files import Encoding, decode, find_encoding

_KEYWORD = re.compile(r'[ \t]*(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]{1,2}\])?)[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*')
_CONTINUED = re.compile(r'[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*')
_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|\Z)")
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)")
_CHARACTERS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_CHARSET = re.compile(rb"charset=([\w.:-]+)")
_PLURALS = re.compile(r"nplurals\s*=\s*([1-9])")


@dataclass
class Message:
    """A message as it stands in the file; spans are of the raw text."""

    line: int
    start: int
    #: By keyword; the texts of ``msgstr`` forms under ``msgstr[0]`` and so on.
    texts: dict[str, str] = field(default_factory=dict)
    flags: Span | None = None
    is_fuzzy: bool = False
    #: From the first ``msgstr`` to the end of the last, line end not included.
    target: Span | None = None
    first_keyword: int = 0

    @property
    def targets(self) -> list[str]:
        """What stands in its ``msgstr`` forms."""
        return [text for keyword, text in self.texts.items() if keyword.startswith("msgstr")]

    @property
    def is_wanted(self) -> bool:
        """Whether it has something to translate: a source, and no translation that somebody stands for."""
        return bool(self.texts.get("msgid")) and (self.is_fuzzy or not any(self.targets))


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The raw file, its messages that are translated, and for each block its message and whether it is the plural."""

    raw: str
    encoding: Encoding
    messages: Sequence[Message]
    places: Sequence[tuple[int, bool]]
    plural_forms: int


class PoFormat:
    """The adapter for PO files, and for POT files, which are PO files without translations."""

    name = "po"
    suffixes: tuple[str, ...] = (".po", ".pot")

    def read(self, data: bytes, name: str, split: Splitter) -> Document:
        """Read the messages to translate. Raises InputError for a line that is no PO, and for an unknown charset."""
        raw, encoding = _decoded(data, name)
        messages = list(_messages(raw, name))
        header = next((at.targets[0] for at in messages if at.texts.get("msgid") == "" and at.targets), "")
        forms = _PLURALS.search(header)
        wanted = [message for message in messages if message.is_wanted]
        blocks: list[Block] = []
        places: list[tuple[int, bool]] = []
        for number, message in enumerate(wanted):
            context = f", context {message.texts['msgctxt']}" if "msgctxt" in message.texts else ""
            for keyword in ("msgid", "msgid_plural"):
                if text := message.texts.get(keyword):
                    blocks.append(Block(BlockKind.PARAGRAPH, text, f"line {message.line}{context}"))
                    places.append((number, keyword == "msgid_plural"))
        kept = sum(bool(message.texts.get("msgid")) for message in messages) - len(wanted)
        notes = [f"{kept} messages are translated already and stay as they are"] if kept else []
        skeleton = Skeleton(raw, encoding, wanted, places, int(forms[1]) if forms else 2)
        return Document(name, self.name, blocks, cut(blocks, bounded(split)), skeleton, notes)

    def write(self, document: Document, targets: Sequence[str], placer: Placer | None = None) -> bytes:
        """The file with translations. With the sources as targets, nothing is translated and it stays as it was."""
        skeleton: Skeleton = document.skeleton
        if all(targets[segment.index] == segment.source for segment in document.segments):
            return skeleton.encoding.encode(skeleton.raw)
        texts: dict[int, dict[bool, str]] = {}
        for (number, is_plural), text in zip(skeleton.places, translated_text(document, targets), strict=True):
            texts.setdefault(number, {})[is_plural] = text
        edits = [
            edit
            for number, of_message in texts.items()
            for edit in _edits(skeleton, skeleton.messages[number], of_message)
        ]
        written = splice(skeleton.raw, sorted(edits))
        try:
            return skeleton.encoding.encode(written)
        except UnicodeEncodeError as error:
            what = f"a translation holds {error.object[error.start]!r}, which {skeleton.encoding.codec} lacks"
            raise InputError(document.name, what, mend="convert the file to UTF-8") from None


def _edits(skeleton: Skeleton, message: Message, texts: dict[bool, str]) -> Iterator[Edit]:
    """The edits that put the texts of a message, the singular under False, into its ``msgstr`` and mark it."""
    if message.target is None:
        return
    line_end = "\r\n" if "\r\n" in skeleton.raw else "\n"
    if True in texts:
        last = skeleton.plural_forms - 1
        forms = [texts[True] if last == 0 or number else texts[False] for number in range(last + 1)]
        lines = [line for number, text in enumerate(forms) for line in _quoted(f"msgstr[{number}]", text)]
    else:
        lines = _quoted("msgstr", texts[False])
    yield (*message.target, line_end.join(lines))
    if message.is_fuzzy:
        return
    if message.flags:
        yield message.flags[1], message.flags[1], ", fuzzy"
    else:
        yield message.first_keyword, message.first_keyword, f"#, fuzzy{line_end}"


def _quoted(keyword: str, text: str) -> list[str]:
    """A text as PO writes it: one line, or an empty one and a line for each of its lines."""
    lines = [f'"{_escaped(line)}"' for line in re.findall(r"[^\n]*\n|[^\n]+", text)] or ['""']
    return [f"{keyword} {lines[0]}"] if len(lines) == 1 else [f'{keyword} ""', *lines]


def _escaped(text: str) -> str:
    escapes = {character: name for name, character in _CHARACTERS.items()} | {"\\": "\\", '"': '"'}
    return "".join(f"\\{escapes[character]}" if character in escapes else character for character in text)


def _unescaped(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = match[1]
        if code[0] == "x" and len(code) > 1:
            return chr(int(code[1:], 16))
        return chr(int(code, 8)) if code[0] in "01234567" else _CHARACTERS.get(code, code)

    return _ESCAPE.sub(character, text)


def _messages(raw: str, name: str) -> Iterator[Message]:
    """The messages of a file, obsolete ones left out. Raises InputError."""
    current, keyword = Message(1, 0), ""
    for number, (start, end) in enumerate(_line_spans(raw), start=1):
        line = raw[start:end]
        continued = _CONTINUED.fullmatch(line)
        if line.lstrip().startswith("#") or not line.strip():
            if current.target:
                yield current
                current = Message(number, end)
            keyword = ""
            if line.startswith("#,"):
                current.flags = start, end
                current.is_fuzzy = "fuzzy" in re.split(r"[,\s]+", line)
        elif match := _KEYWORD.fullmatch(line):
            keyword = match[1]
            if current.target and not keyword.startswith("msgstr"):
                yield current
                current = Message(number, start)
            if keyword in current.texts or (keyword.startswith("msgstr") and "msgid" not in current.texts):
                raise InputError(name, f"is not PO: {keyword} where it cannot be", place=f"line {number}")
            if not current.texts:
                current.line, current.first_keyword = number, start
            current.texts[keyword] = _unescaped(match[2])
        elif continued and keyword:
            current.texts[keyword] += _unescaped(continued[1])
        else:
            mend = "run msgfmt --check on it"
            raise InputError(name, f"is not PO: {line.strip()[:40]!r}", place=f"line {number}", mend=mend)
        if keyword.startswith("msgstr"):
            current.target = (current.target or (start, end))[0], end
    if current.target:
        yield current


def _line_spans(raw: str) -> Iterable[Span]:
    return (match.span(1) for match in _LINE.finditer(raw))


def _decoded(data: bytes, name: str) -> tuple[str, Encoding]:
    """The text, in the charset that the header names. Raises InputError."""
    declared = _CHARSET.search(data)
    codec = declared[1].decode("ascii").lower() if declared else "utf-8"
    if codec in ("utf-8", "utf8", "charset"):  # CHARSET is the template's placeholder
        return decode(data, name), find_encoding(data)
    try:
        text = data.decode(codec)
        if text.encode(codec) != data:
            raise ValueError("not restored")
    except (LookupError, ValueError):
        raise InputError(name, f"is not {codec} text, as its header says", mend="convert it to UTF-8") from None
    return text, Encoding(codec)
