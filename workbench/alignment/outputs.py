"""The formats that an alignment is written to, by name."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workbench.alignment.beads import Alignment
from workbench.alignment.page import bead_page
from workbench.documents.bilingual import TranslationUnit
from workbench.documents.tmx import write_tmx
from workbench.errors import UsageError

TSV_HEADER = "source\ttarget\tconfidence\tbead"


@dataclass(frozen=True, slots=True)
class Output:
    """An output format: the suffix of its files, and how an alignment of a document of that name is written to it."""

    suffix: str
    write: Callable[[Alignment, str], bytes]


def output_for(name: str) -> Output:
    """The output format of this name. Raises UsageError that lists the known ones."""
    if name not in OUTPUTS:
        raise UsageError(f"{name}: not a format for alignments; known are {', '.join(OUTPUTS)}")
    return OUTPUTS[name]


def units(alignment: Alignment, document: str) -> Iterator[TranslationUnit]:
    """The beads with two sides as translation units, with their confidence as score."""
    for bead in alignment.beads:
        if bead.source and bead.target:
            source, target = alignment.texts(bead)
            yield TranslationUnit(source, target, document, score=bead.confidence)


def _tsv(alignment: Alignment, document: str) -> bytes:
    """All beads, one a line with its texts, confidence and segment numbers; white space in texts becomes one space."""
    lines = [TSV_HEADER]
    for bead in alignment.beads:
        source, target = (" ".join(text.split()) for text in alignment.texts(bead))
        lines.append(f"{source}\t{target}\t{bead.confidence:.4f}\t{bead}")
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _beads(alignment: Alignment, document: str) -> bytes:
    """One bead a line, in the notation of Bleualign and Vecalign."""
    return "".join(f"{bead}\n" for bead in alignment.beads).encode()


def _tmx(alignment: Alignment, document: str) -> bytes:
    file = io.StringIO()
    write_tmx(units(alignment, document), alignment.source_language, alignment.target_language, file)
    return file.getvalue().encode()


OUTPUTS = {
    "tsv": Output(".tsv", _tsv),
    "tmx": Output(".tmx", _tmx),
    "beads": Output(".beads", _beads),
    "html": Output(".html", lambda alignment, document: bead_page(alignment, document).encode()),
}
