"""The review page: a document side by side, corrected and approved segment by segment."""

from typing import Any

from workbench.app.panel import Page
from workbench.app.rows import checked, match, row
from workbench.errors import UsageError
from workbench.review import editing, repetitions, replacing, suggestions
from workbench.review.changes import changes_since
from workbench.review.comments import add_comment, comments, resolve_comment
from workbench.review.desk import Desk
from workbench.review.documents import get_document, list_documents
from workbench.review.drafts import check_draft
from workbench.review.findings import accept_finding, recheck_document, reject_acceptance
from workbench.review.history import document_history, segment_history
from workbench.review.people import Person
from workbench.review.projects import get_project, list_projects
from workbench.review.segments import Filter, SegmentView, get_segment, matching_ids, segment_counts
from workbench.review.translating import progress, start_translation
from workbench.review.windows import segments_by_id
from workbench.review.word_diff import word_diff
from workbench.store.states import SegmentState

#: As many segments as the browser gets with the document itself: what fits on a tall screen.
_FIRST = 40
_LONGEST_COMPARED = 20_000


def choices(desk: Desk, person: Person) -> list[Any]:
    """The documents that can be reviewed, by project."""
    return [
        {"project": project, "documents": list_documents(desk, person, project.id)}
        for project in list_projects(desk, person)
    ]


def open_document(desk: Desk, person: Person, document: int) -> dict[str, Any]:
    """What the page needs at first: the document, the ids of its segments, counts, and the first rows."""
    view = get_document(desk, person, document)
    ids = matching_ids(desk, person, document)
    return {
        "document": view,
        "project": get_project(desk, person, view.project),
        "person": person,
        "ids": ids,
        "counts": segment_counts(desk, person, document),
        "rows": rows(desk, person, document, ids[:_FIRST]),
        "revision": view.revision,
        "progress": progress(desk, person, document),
    }


def rows(desk: Desk, person: Person, document: int, ids: list) -> list[dict[str, Any]]:  # type: ignore[type-arg]
    """The segments of a window."""
    return [row(segment) for segment in segments_by_id(desk, person, document, _numbers(ids))]


def find(desk: Desk, person: Person, document: int, wanted: dict) -> dict[str, Any]:  # type: ignore[type-arg]
    """The ids of the segments that a filter lets through."""
    return {"ids": matching_ids(desk, person, document, _filter(wanted))}


def changes(desk: Desk, person: Person, document: int, revision: int) -> dict[str, Any]:
    """What anybody changed since a revision, with new counts if there is something, and how far the translation is."""
    found, far = changes_since(desk, person, document, revision), progress(desk, person, document)
    if found.revision == revision:
        return {"revision": revision, "rows": [], "complete": True, "counts": None, "progress": far}
    return {
        "progress": far,
        "revision": found.revision,
        "rows": [row(segment) for segment in found.segments],
        "complete": found.is_complete,
        "counts": segment_counts(desk, person, document),
    }


def translate(desk: Desk, person: Person, document: int) -> Any:
    """Translate what has no target yet; once more, if that failed."""
    return start_translation(desk, person, document)


def draft(desk: Desk, person: Person, segment: int, target: str) -> dict[str, Any]:
    """What the checks say of a text that is being written, and how it differs from the machine's."""
    found = check_draft(desk, person, segment, target)
    return {**checked(found), "difference": word_diff(found.machine_target, target)}


def compare(desk: Desk, person: Person, old: str, new: str) -> list[Any]:
    """How a text became another one, word by word. Raises UsageError for texts that no segment has."""
    if max(len(old), len(new)) > _LONGEST_COMPARED:
        raise UsageError("these texts are too long to be compared")
    return word_diff(old, new)


def save(desk: Desk, person: Person, segment: int, target: str, version: int) -> dict[str, Any]:
    """Commit an edit."""
    return row(editing.save(desk, person, segment, target, version))


def approve(desk: Desk, person: Person, segment: int, target: str, version: int) -> dict[str, Any]:
    """Approve a segment with the text that the editor shows."""
    return row(editing.approve(desk, person, segment, version, target))


def reopen(desk: Desk, person: Person, segment: int, version: int) -> dict[str, Any]:
    """Take an approval back."""
    return row(editing.reopen(desk, person, segment, version))


def undo(desk: Desk, person: Person, document: int, over: bool = False) -> list[dict[str, Any]]:
    """Take back the person's last action."""
    return _rows(editing.undo(desk, person, document, over))


def redo(desk: Desk, person: Person, document: int, over: bool = False) -> list[dict[str, Any]]:
    """Do again what was undone last."""
    return _rows(editing.redo(desk, person, document, over))


def offers(desk: Desk, person: Person, segment: int) -> dict[str, Any]:
    """What the side panel shows of a segment, all that is there at once."""
    view = get_segment(desk, person, segment)
    return {
        "comments": comments(desk, person, segment),
        "history": segment_history(desk, person, segment),
        "difference": word_diff(view.machine_target, view.target),
        "repetitions": [
            {"id": other.id, "position": other.position, "state": other.state}
            for other in repetitions.repetitions(desk, person, segment)
        ],
    }


def matches(desk: Desk, person: Person, segment: int) -> list[dict[str, Any]]:
    """What the memories offer for a segment."""
    source = get_segment(desk, person, segment).source
    return [match(found, source) for found in suggestions.memory_suggestions(desk, person, segment)]


def prepare(desk: Desk, person: Person, segment: int) -> None:
    """Load the glossary and the memories, which the first check and the first look-up would wait for."""
    check_draft(desk, person, segment, get_segment(desk, person, segment).target)
    suggestions.memory_suggestions(desk, person, segment)


def alternatives(desk: Desk, person: Person, segment: int) -> list[Any]:
    """Other translations by the model; takes a while."""
    return suggestions.model_suggestions(desk, person, segment)


def comment(desk: Desk, person: Person, segment: int, text: str) -> list[Any]:
    """Add a comment."""
    return add_comment(desk, person, segment, text)


def resolve(desk: Desk, person: Person, comment: int, resolved: bool) -> list[Any]:
    """Close a comment, or open it again."""
    return resolve_comment(desk, person, comment, resolved)


def accept(desk: Desk, person: Person, segment: int, check: str, reason: str) -> dict[str, Any]:
    """Accept a finding; without a reason an acceptance is taken back."""
    if reason:
        return row(accept_finding(desk, person, segment, check, reason))
    return row(reject_acceptance(desk, person, segment, check))


def fill(desk: Desk, person: Person, segment: int) -> list[dict[str, Any]]:
    """Give the repetitions of a segment its target."""
    return _rows(repetitions.fill_repetitions(desk, person, segment))


def preview(desk: Desk, person: Person, document: int, wanted: dict) -> list[Any]:  # type: ignore[type-arg]
    """What search and replace would change."""
    return replacing.preview(desk, person, document, _wanted(wanted))


def replace(
    desk: Desk,
    person: Person,
    document: int,
    wanted: dict,  # type: ignore[type-arg]
    versions: dict,  # type: ignore[type-arg]
) -> list[dict[str, Any]]:
    """Replace in the chosen segments, given with the version that the preview showed of each."""
    found = replacing.preview(desk, person, document, _wanted(wanted))
    chosen = [item for item in found if versions.get(str(item.segment)) == item.version]
    if len(chosen) < len(versions):
        raise UsageError("some of these segments were changed meanwhile; look at the preview again")
    return _rows(replacing.replace(desk, person, document, chosen))


def latest(desk: Desk, person: Person, document: int) -> list[Any]:
    """The latest changes in a document."""
    return document_history(desk, person, document)


def recheck(desk: Desk, person: Person, document: int) -> int:
    """Check all segments with the glossary as it is now."""
    return recheck_document(desk, person, document)


def _rows(segments: list[SegmentView]) -> list[dict[str, Any]]:
    return [row(segment) for segment in segments]


def _numbers(ids: list[Any]) -> list[int]:
    return [int(id) for id in ids if isinstance(id, int)]


def _filter(wanted: dict[str, Any]) -> Filter:
    known = {state.value for state in SegmentState}
    return Filter(
        states=frozenset(SegmentState(state) for state in wanted.get("states", ()) if state in known),
        marked=bool(wanted.get("marked")),
        with_findings=bool(wanted.get("with_findings")),
        commented=bool(wanted.get("commented")),
        repeated=bool(wanted.get("repeated")),
        text=str(wanted.get("text", "")),
    )


def _wanted(wanted: dict[str, Any]) -> replacing.Wanted:
    return replacing.Wanted(
        str(wanted.get("text", "")),
        str(wanted.get("replacement", "")),
        bool(wanted.get("match_case")),
        bool(wanted.get("whole_words")),
    )


_FUNCTIONS = (
    *(
        choices,
        open_document,
        rows,
        find,
        changes,
        translate,
        draft,
        compare,
        save,
        approve,
        reopen,
        undo,
        redo,
        offers,
    ),
    *(matches, prepare, alternatives, comment, resolve, accept, fill, preview, replace, latest, recheck),
)
PAGE = Page(
    "Review",
    "review",
    ("review_list.js", "review_editor.js", "review_side.js", "review_dialogs.js", "review.js"),
    {function.__name__: function for function in _FUNCTIONS},
)
