"""An option that takes several values, ``--documents FILE...``, as a shell writes them for ``reports/*.txt``."""

from collections.abc import Iterator, Sequence
from typing import Any

from typer.core import TyperCommand


class SeveralValuesCommand(TyperCommand):
    """A command some of whose options take all words up to the next option; click's options take one each."""

    #: Those options.
    several: tuple[str, ...] = ()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words of the command line."""
        for option in self.several:
            args = list(repeated(option, args))
        return super().parse_args(ctx, args)


class DocumentsCommand(SeveralValuesCommand):
    """A command with ``--documents FILE...``."""

    several = ("--documents",)


def repeated(option: str, words: Sequence[str]) -> Iterator[str]:
    """The words with ``option`` once before each of its values: ``--o A B`` as ``--o A --o B``."""
    count = 0  # of the values of the option since it was written; 0 also where others stand
    for place, word in enumerate(words):
        if word == "--":
            yield from words[place:]
            return
        if word == option:
            count = 1
        elif word.startswith("-") and len(word) > 1:
            count = 0
        elif count:
            if count > 1:
                yield option
            count += 1
        yield word
