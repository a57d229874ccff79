"""What is trained on: pairs of a segment and its translation, in the order of the texts that they come from."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TrainingPair:
    """A source segment and its translation.

    ``document`` is the text that the pair stands in; neighbours in a corpus with the same document are neighbours in
    the text. ``origin`` is the file or corpus that the pair was read from, for messages and counts.
    ``created`` says when it was translated, None where nobody knows: of two translations the newer one counts.
    """

    source: str
    target: str
    document: str = ""
    origin: str = ""
    created: datetime | None = None
