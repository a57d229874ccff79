"""The formats that a bilingual document is written to, by name."""

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path, PurePath

from workbench.documents.bilingual import BilingualDocument, TranslationUnit
from workbench.documents.jsonl import write_jsonl
from workbench.documents.model import translated_text
from workbench.documents.placing import Placer
from workbench.documents.registry import format_for, written_suffix
from workbench.documents.side_by_side import side_by_side
from workbench.documents.tmx import write_tmx
from workbench.documents.tsv import write_tsv
from workbench.documents.web_page import web_page
from workbench.documents.xliff_output import write_xliff
from workbench.errors import UsageError


@dataclass(frozen=True, slots=True)
class Output:
    """An output format: how its files end (None: as the document does) and how a document is written to it."""

    suffix: str | None
    _write: Callable[[BilingualDocument, Placer], bytes]

    def write(self, bilingual: BilingualDocument, placer: Placer | None = None) -> bytes:
        """The document in this format; ``placer`` finds the words of inline markup where the format has any."""
        return self._write(bilingual, placer or Placer())

    def suffix_for(self, path: str | Path) -> str:
        """The suffix of the file that is made from the document at ``path``."""
        return written_suffix(path) if self.suffix is None else self.suffix


def output_for(name: str) -> Output:
    """The output format of this name.

    Raises:
        UsageError: no such format; lists the known ones.
    """
    if name not in OUTPUTS:
        raise UsageError(f"{name}: not a known output format; known are {', '.join(OUTPUTS)}")
    return OUTPUTS[name]


def mark_unplaced(bilingual: BilingualDocument, segments: Container[int]) -> BilingualDocument:
    """The document with a mark on the segments around which markup had to be kept."""
    mark = "formatting could not be placed"
    marked = [
        replace(segment, marks=(*segment.marks, mark)) if segment.index in segments else segment
        for segment in bilingual.segments
    ]
    return replace(bilingual, segments=marked)


def result_name(file: str | Path, format_name: str, languages: tuple[str, str]) -> str:
    """``report.nl.docx`` becomes ``report.en.docx``, or ``report.nl-en.html`` side by side. Raises UsageError."""
    path = Path(file)
    stem = path.stem.removesuffix(f".{languages[0]}")
    middle = languages[1] if format_name in ("document", "txt", "page") else "-".join(languages)
    return f"{stem}.{middle}{output_for(format_name).suffix_for(path)}"


def _document(bilingual: BilingualDocument, placer: Placer) -> bytes:
    """The translated document in the format that it came in."""
    return format_for(bilingual.document.format).write(bilingual.document, bilingual.targets, placer)


def _text(bilingual: BilingualDocument, placer: Placer) -> bytes:
    """The targets as plain text: as the original is laid out if it is plain text, else with blank lines between."""
    if bilingual.document.format == "text":
        return _document(bilingual, placer)
    blocks = (text.strip() for text in translated_text(bilingual.document, bilingual.targets))
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


def _tmx(bilingual: BilingualDocument, placer: Placer) -> bytes:
    """The segments as a translation memory."""
    name, file = PurePath(bilingual.document.name).name, StringIO()
    units = (TranslationUnit(segment.source, segment.target, document=name) for segment in bilingual.segments)
    write_tmx(units, bilingual.source_language, bilingual.target_language, file)
    return file.getvalue().encode()


#: The output formats; ``document`` is the format that the document came in.
OUTPUTS = {
    "document": Output(None, _document),
    "tsv": Output(".tsv", lambda bilingual, _: write_tsv(bilingual.segments)),
    "tmx": Output(".tmx", _tmx),
    "xliff": Output(".xlf", lambda bilingual, _: write_xliff(bilingual)),
    "jsonl": Output(".jsonl", lambda bilingual, _: write_jsonl(bilingual)),
    "html": Output(".html", lambda bilingual, _: side_by_side(bilingual).encode()),
    "txt": Output(".txt", _text),
    "page": Output(".html", lambda bilingual, _: web_page(bilingual).encode()),
}
