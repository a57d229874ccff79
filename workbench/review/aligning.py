"""Aligning two uploads in the background, and editing what was found. Kept as long as the server runs; export it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from workbench.alignment import editing
from workbench.alignment.beads import Alignment
from workbench.alignment.editing import Direction, History, Side
from workbench.alignment.outputs import output_for
from workbench.errors import InputError, UsageError
from workbench.glossary.matching import Matcher
from workbench.review.delivery import Delivery
from workbench.review.desk import Desk
from workbench.review.people import Person
from workbench.review.tasks import Task, Tasks

#: Alignments that are kept, and edits of each that can be undone.
_MOST, _STEPS = 50, 500

_alignments = Tasks[History]("alignment", _MOST)


def start_alignment(
    desk: Desk, person: Person, files: tuple[tuple[str, bytes], tuple[str, bytes]], glossary: str
) -> str:
    """Begin to align two documents, source and target; gives the key by which it is asked for.

    Raises InputError if one cannot be read or holds no text, UsageError for an unknown format.
    """
    from workbench.alignment.sentences import Text
    from workbench.documents.model import BlockKind
    from workbench.documents.registry import format_for, read_data
    from workbench.languages.sentences import splitter

    languages = desk.settings.source_language, desk.settings.target_language
    texts = []
    for (name, data), language in zip(files, languages, strict=True):
        if len(data) > desk.settings.max_file_mb * 2**20:
            raise InputError(name, f"is larger than {desk.settings.max_file_mb} MiB")
        document = read_data(data, name, splitter(language), format_for(name))
        segments = [segment.source for segment in document.segments]
        if not any(segment.strip() for segment in segments):
            raise InputError(name, "holds no text to align")
        headings = [document.blocks[segment.block].kind is BlockKind.HEADING for segment in document.segments]
        texts.append(Text(segments, headings))

    def find(progress: Callable[[int, int], None]) -> History:
        from workbench.alignment import sentences
        from workbench.alignment.plausibility import check_languages
        from workbench.alignment.vectors import load_encoder

        check_languages(texts[0].segments, texts[1].segments, languages, (files[0][0], files[1][0]))
        concepts = desk.glossary(glossary)
        finders = [_finder(Matcher(concepts, code)) if concepts.concepts else None for code in languages]
        signals = sentences.Signals(None, *finders)
        return History(sentences.align(texts[0], texts[1], languages, load_encoder(desk.settings), signals, progress))

    return _alignments.start(person, PurePath(files[0][0]).name, find)


def alignment_state(person: Person, key: str) -> Task[History]:
    """How far an alignment is. Raises NotFound if there is none of the person's."""
    return _alignments.find(person, key)


def edit_alignment(person: Person, key: str, beads: int, change: Callable[[Alignment], Alignment]) -> Task[History]:
    """Edit an alignment. Raises NotFound, and UsageError if it has another number of beads by now, or cannot be."""
    return _step(person, key, lambda history: _limited(history.then(change(_expected(history, beads)))))


def undo(person: Person, key: str) -> Task[History]:
    """Take the last edit back. Raises NotFound."""
    return _step(person, key, History.undo)


def redo(person: Person, key: str) -> Task[History]:
    """Do the edit again that was taken back. Raises NotFound."""
    return _step(person, key, History.redo)


def operation(
    name: str, position: int, side: str, direction: str, source: int, target: int
) -> Callable[..., Alignment]:
    """The edit of that name: merge (with the next bead), split, move or drop. Raises UsageError for another one."""
    operations: dict[str, Callable[[Alignment], Alignment]] = {
        "merge": lambda alignment: editing.merge(alignment, position, position + 1),
        "split": lambda alignment: editing.split(alignment, position, source, target),
        "move": lambda alignment: editing.move(alignment, position, Side(side), Direction(direction)),
        "drop": lambda alignment: editing.drop(alignment, position),
    }
    if name not in operations or side not in list(Side) or direction not in list(Direction):
        raise UsageError(f"{name}: no such edit")
    return operations[name]


def export_alignment(person: Person, key: str, format_name: str) -> Delivery:
    """The alignment as a file. Raises NotFound and UsageError."""
    name, found, chosen = alignment_state(person, key).name, current_alignment(person, key), output_for(format_name)
    return Delivery(f"{PurePath(name).stem}{chosen.suffix}", chosen.write(found, name))


def current_alignment(person: Person, key: str) -> Alignment:
    """An alignment as it was edited last. Raises NotFound, and UsageError while it is being found."""
    history = alignment_state(person, key).value
    if history is None:
        raise UsageError("it is still being aligned")
    return history.current


def _finder(matcher: Matcher) -> Callable[[str], set[str]]:
    return lambda text: {hit.concept.id for hit in matcher.find(text)}


def _step(person: Person, key: str, step: Callable[[History], History]) -> Task[History]:
    current_alignment(person, key)
    return _alignments.change(person, key, step)


def _expected(history: History, beads: int) -> Alignment:
    if len(history.current.beads) != beads:
        raise UsageError("the alignment was edited in another window; load the page again")
    return history.current


def _limited(history: History) -> History:
    return replace(history, past=history.past[-_STEPS:])
