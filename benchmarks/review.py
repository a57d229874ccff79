"""Times of the review store: from the call that saves to the committed edit, and opening a page of a long document.

    python benchmarks/review.py [--segments 2000] [--edits 200] [--store ADDRESS]

The document is made of sentences of a translation memory (``--corpus``, the bundled one by default), whose own
translations stand in for the machine's, so that nothing is translated. An edit changes a word; its time includes the
checks of the segment and the commit to disk. A page is what the browser asks for: 40 segments with terms, findings and
marks, and the counts of all filters. Everything is timed on the clock, as a user waits for it.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

from sqlalchemy import select

from workbench.resources import bundled
from workbench.review.changes import begin_action, changes_since, record
from workbench.review.checking import accepted_reasons, check_segment, pair_of
from workbench.review.desk import Desk
from workbench.review.documents import add_document
from workbench.review.editing import approve_and_next, save, undo
from workbench.review.people import local_person
from workbench.review.projects import ProjectSettings, create_project
from workbench.review.replacing import Wanted, preview
from workbench.review.segments import EVERYTHING, Filter, segment_counts, segment_page
from workbench.settings import Settings
from workbench.store.database import open_store
from workbench.store.states import ActionKind, SegmentState
from workbench.store.tables import Document, Project, Segment
from workbench.translation.memory.files import units_in

ME = local_person("benchmark")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--segments", type=int, default=2000)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--corpus", type=Path, default=bundled("aligned") / "written")
    parser.add_argument("--store", default="", help="an empty file or database; a temporary file by default")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(options.store or str(Path(folder) / "review.sqlite"))
        desk = Desk(store, Settings())
        document = make_document(desk, options.corpus, options.segments)
        measure(desk, document, options.edits)
        store.close()


def make_document(desk: Desk, corpus: Path, count: int) -> int:
    """A document of so many segments that looks translated."""
    units = [unit for unit in units_in([corpus], "nl", "en") if "\n" not in unit.source]
    units = list(islice(cycle(units), count))
    text = "\n\n".join(unit.source for unit in units)
    project = create_project(desk, ME, "Benchmark", ProjectSettings("diplomatic", "nl-en"))
    started = time.perf_counter()
    document = add_document(desk, ME, project.id, "long.txt", text.encode()).id
    print(f"uploading: {time.perf_counter() - started:.2f} s")
    targets = {unit.source: unit.target for unit in units}
    with desk.store.read() as session:
        rows = session.scalars(select(Segment).where(Segment.document_id == document)).all()
        row = session.get_one(Project, project.id)
        name, accepted = session.get_one(Document, document).name, accepted_reasons(session, project.id)
        session.expunge_all()
    tools, context = desk.tools(row), desk.context(row, document)
    started = time.perf_counter()
    pairs = {row.id: pair_of(row, name, targets.get(row.source, row.source)) for row in rows}
    checked = {id: check_segment(tools, pair, accepted, context) for id, pair in pairs.items()}
    print(f"{len(rows)} segments checked in {time.perf_counter() - started:.1f} s")
    started = time.perf_counter()
    with desk.store.write() as session:
        action = begin_action(session, document, ActionKind.TRANSLATION, "")
        for segment in session.scalars(select(Segment).where(Segment.document_id == document)):
            segment.machine_target, segment.machine_state = pairs[segment.id].target, SegmentState.MACHINE.value
            record(session, action, segment, pairs[segment.id].target, SegmentState.MACHINE, checked[segment.id])
    print(f"committed as one batch in {time.perf_counter() - started:.2f} s")
    return document


def measure(desk: Desk, document: int, edits: int) -> None:
    total = segment_page(desk, ME, document).total
    starts = [number * total // 20 for number in range(20)]
    show(
        "open a page of 40",
        [timed(lambda first=first: segment_page(desk, ME, document, EVERYTHING, first)) for first in starts],
    )
    show("counts of all filters", [timed(lambda: segment_counts(desk, ME, document)) for _ in starts])
    show(
        "search for a text", [timed(lambda: segment_page(desk, ME, document, Filter(text="minister"))) for _ in starts]
    )
    show(
        "preview of a replacement", [timed(lambda: preview(desk, ME, document, Wanted("the", "that"))) for _ in starts]
    )
    segments = [
        segment_page(desk, ME, document, first=number * total // edits, size=1).segments[0] for number in range(edits)
    ]
    times = []
    for segment in segments:
        target, version = f"{segment.target} indeed", segment.version
        times.append(timed(lambda id=segment.id, text=target, old=version: save(desk, ME, id, text, old)))
    show("save an edit", times)
    show(
        "approve and next",
        [
            timed(lambda item=item: approve_and_next(desk, ME, item.id, item.version + 1, None, EVERYTHING))
            for item in segments
        ],
    )
    show("undo", [timed(lambda: undo(desk, ME, document)) for _ in range(min(edits, 50))])
    revision = segment_page(desk, ME, document, size=1).revision
    show("ask for changes (none)", [timed(lambda: changes_since(desk, ME, document, revision)) for _ in starts])


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def show(name: str, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)
    median, late = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    print(f"{name:28} median {median * 1000:7.1f} ms   p95 {late * 1000:7.1f} ms")


if __name__ == "__main__":
    main()
