"""What to do where an import and a glossary say different things."""

from enum import StrEnum


class Choice(StrEnum):
    """What to do about conflicts: keep what the glossary has, or take what the file has."""

    KEEP = "keep"
    TAKE = "take"
