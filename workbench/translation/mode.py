"""How far the glossary counts in a translation."""

from enum import StrEnum


class Mode(StrEnum):
    """strict: annotation and constraints; soft: annotation only; off: not at all (the output is verified anyway)."""

    STRICT = "strict"
    SOFT = "soft"
    OFF = "off"
