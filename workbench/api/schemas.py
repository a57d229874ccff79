"""The bodies of requests and answers; FastAPI checks them and writes the OpenAPI description from them."""

from pydantic import BaseModel, ConfigDict, Field

from workbench.api.desk import Wanted
from workbench.translation.mode import Mode


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TermPair(_Body):
    """A term and how it must be rendered."""

    source: str = Field(min_length=1, max_length=200)
    target: str = Field(min_length=1, max_length=200)


class Options(_Body):
    """How to translate or check."""

    glossary: str | None = Field(None, description="Name of a bundled glossary, or 'none'; null: the server's own.")
    terms: list[TermPair] = Field([], max_length=1000, description="Terms beside the glossary's; they overrule it.")
    mode: Mode = Field(Mode.STRICT, description="How far the glossary counts.")

    def wanted(self) -> Wanted:
        """The options as the desk takes them."""
        return Wanted(self.glossary, tuple((term.source, term.target) for term in self.terms), self.mode)


class TranslateRequest(Options):
    """Segments of one document, in order: together they decide what a homonym means."""

    texts: list[str] = Field(max_length=2000)


class TermFound(BaseModel):
    """A glossary term of the source and what became of it; spans are [start, end] in characters."""

    concept: str
    source: tuple[int, int]
    target: tuple[int, int] | None
    outcome: str
    allowed: list[str]


class SegmentTranslated(BaseModel):
    """A segment; ``marks`` are reasons for a person to look at it."""

    source: str
    target: str
    origin: str
    marks: list[str]
    terms: list[TermFound]


class TranslateAnswer(BaseModel):
    """The segments in order, and with what they were made."""

    segments: list[SegmentTranslated]
    signature: str


class AlignRequest(_Body):
    """Two texts; a list is taken as cut into segments, a string is cut into sentences."""

    source: str | list[str]
    target: str | list[str]


class BeadFound(BaseModel):
    """Segments that say the same, by number from 0; the confidence is between 0 and 1."""

    source: list[int]
    target: list[int]
    confidence: float


class AlignAnswer(BaseModel):
    """The segments of both texts, and the beads between them."""

    source: list[str]
    target: list[str]
    beads: list[BeadFound]
    confidence: float
    signature: str


class SegmentPair(_Body):
    """A segment and its translation."""

    source: str
    target: str


class CheckRequest(Options):
    """The pairs of one document, in order."""

    pairs: list[SegmentPair] = Field(max_length=2000)


class LibreTranslateRequest(BaseModel):
    """LibreTranslate's /translate, as JSON or as a form."""

    q: str | list[str]
    source: str
    target: str
    format: str = Field("text", description="text or html")
    alternatives: int = Field(0, description="Accepted; there are none.")
    api_key: str = ""


class LibreTranslateDetect(BaseModel):
    """LibreTranslate's /detect, as JSON or as a form."""

    q: str
    api_key: str = ""
