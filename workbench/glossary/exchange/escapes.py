"""Characters that a format cannot hold, as ``_xHHHH_``: the escape of Office files (ECMA-376, type ST_Xstring)."""

import re

#: What no XML 1.0 text may hold.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4}|[0-9A-Fa-f]{8})_")
#: An underscore that may begin an escape, also together with an escape that follows.
_BEGINNING = re.compile(r"_(?=x[0-9A-Fa-f]{4})")


def escape(text: str, bad: re.Pattern[str]) -> str:
    """The text with the characters that ``bad`` matches escaped, and what looks like an escape as well."""
    text = _BEGINNING.sub("_x005F_", text)
    return bad.sub(lambda match: "".join(map(_escaped, match.group())), text)


def unescape(text: str) -> str:
    """The text that ``escape`` was given."""
    return _ESCAPE.sub(_character, text)


def _escaped(character: str) -> str:
    number = ord(character)
    return f"_x{number:04X}_" if number <= 0xFFFF else f"_x{number:08X}_"


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return chr(number) if number <= 0x10FFFF else match.group()
