"""Memories as training pairs: files of translation units, folders, SQLite memories, XLIFF, and review projects."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from workbench.documents.bilingual import Origin, TranslationUnit
from workbench.documents.jsonl import read_jsonl
from workbench.documents.unit_files import SIZE_LIMIT, is_unit_file, read_units
from workbench.documents.xliff import is_xliff, read_xliff
from workbench.files import read_bytes
from workbench.review.approved import approved_units
from workbench.store.database import Store
from workbench.training.pairs import TrainingPair
from workbench.translation.memory.files import STORED, find_memory, units_in

_JSONL = ".jsonl"
#: A target that a person wrote, or that stood in a memory. What a model wrote teaches it nothing but its own mistakes.
_HUMAN = frozenset({Origin.EDITED, Origin.MEMORY})


@dataclass
class Reading:
    """Reads memories of one language pair. ``notes`` says, once a memory was read, what of it was passed over."""

    languages: tuple[str, str]
    notes: list[str] = field(default_factory=list)

    def files(self, names: Iterable[str]) -> Iterator[TrainingPair]:
        """The pairs of memories, in the order in which they stand there.

        Args:
            names: files (TMX, TSV, JSON Lines, XLIFF, SQLite), folders of these, and bundled memories (``written``).

        Raises:
            InputError: one of them is missing, broken, or of other languages; names the place.
        """
        for name in names:
            path = Path(name)
            for file in self._files_of(path if is_xliff(path) and path.exists() else find_memory(name)):
                for unit in self._units(file):
                    yield _pair(unit, str(file), unit.document or file.name)

    def project(self, store: Store, project: str) -> Iterator[TrainingPair]:
        """The approved segments of a review project. Raises as ``approved_units``."""
        for unit in approved_units(store, project, self.languages):
            yield _pair(unit, f"project {project}", unit.document)

    def _files_of(self, path: Path) -> list[Path]:
        if not path.is_dir():
            return [path]
        return sorted(file for file in path.rglob("*") if _is_memory(file))

    def _units(self, file: Path) -> Iterable[TranslationUnit]:
        suffix = file.suffix.lower()
        if is_xliff(file):
            return read_xliff(file, *self.languages, only_translated=True)
        if suffix == _JSONL:
            return self._human_units(file)
        return units_in([file], *self.languages)

    def _human_units(self, file: Path) -> Iterator[TranslationUnit]:
        """The segments of a bilingual document that no model wrote."""
        segments, left_out = read_jsonl(read_bytes(file, SIZE_LIMIT), str(file)), 0
        for unit, segment in zip(read_units(file, *self.languages), segments, strict=True):
            if segment.origin in _HUMAN:
                yield unit
            else:
                left_out += 1
        if left_out:
            self.notes.append(f"{file}: {left_out} segments passed over that a machine translated or copied")


def _is_memory(file: Path) -> bool:
    return is_unit_file(file) or file.suffix.lower() in STORED or is_xliff(file)


def _pair(unit: TranslationUnit, origin: str, document: str) -> TrainingPair:
    """White space counts as one space, as sentencepiece takes it."""
    source, target = (" ".join(text.split()) for text in (unit.source, unit.target))
    return TrainingPair(source, target, document, origin, unit.created)
