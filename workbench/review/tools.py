"""What a glossary is matched with in two languages; made once for a glossary as it is."""

from dataclasses import dataclass
from functools import cached_property

from workbench.glossary.matching import Matcher
from workbench.glossary.model import Glossary
from workbench.glossary.verification import Verifier


@dataclass(frozen=True)
class Tools:
    """A glossary with its languages."""

    glossary: Glossary
    languages: tuple[str, str]

    @cached_property
    def source_matcher(self) -> Matcher:
        """Finds the terms of the glossary in sources."""
        return Matcher(self.glossary, self.languages[0])

    @cached_property
    def verifier(self) -> Verifier:
        """Says what became of the terms of a source in its target."""
        return Verifier(Matcher(self.glossary, self.languages[1]), self.languages[1])
