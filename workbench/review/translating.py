"""Translating documents in the background: queued in the store, done in batches that are committed one by one.

A batch is committed with its place in the history, or not at all. Whoever is killed between two batches loses the one
that was not committed; the next worker goes on with the segments that are still pending. A worker that was taken for
dead and was not commits nothing: each commit first looks whether the job is still its own.
"""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.documents.bilingual import BilingualSegment, Origin
from workbench.documents.jsonl import match_record, placeable_record
from workbench.errors import UsageError, WorkbenchError
from workbench.review.access import find_document
from workbench.review.changes import begin_action, record
from workbench.review.checking import Checked, accepted_reasons, check_segment, pair_of
from workbench.review.desk import Desk
from workbench.review.findings import recheck
from workbench.review.people import Person
from workbench.store.columns import now
from workbench.store.states import ActionKind, JobState, SegmentState
from workbench.store.tables import Document, Job, Project, Segment

#: Segments in the first batch, so that the reviewer soon has something to read, and in those after it at most.
FIRST_BATCH, BATCH = 8, 32
#: Seconds that a batch should take at the pace so far: fewer segments where the model is slow, so that what is done
#: is soon seen and time left is soon right.
BATCH_SECONDS = 4.0
#: Seconds between two looks whether a document that is being translated is still wanted.
LOOK = 0.5
#: After so long without a commit a worker on another machine is taken for dead. On this machine its process tells.
LEASE = timedelta(minutes=10)
#: Seconds after which an idle worker looks whether something is queued, or another worker died.
PAUSE = 1.0

_LOG = logging.getLogger(__name__)
#: The workers that live in this process.
_ALIVE: set[str] = set()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the translation of a document is. ``seconds_left`` is None until the first batch was committed."""

    state: JobState | None
    done: int
    total: int
    seconds_left: float | None
    error: str


class _Lost(Exception):
    """The job is no longer this worker's: cancelled, removed, or taken over."""


class _Stopped(Exception):
    """The worker is to end."""


def start_translation(desk: Desk, person: Person, document_id: int) -> Progress:
    """Queue a document; what has a target keeps it. Does nothing if it is queued or running.

    Raises:
        NotFound: there is no such document.
        UsageError: there is nothing to translate.
    """
    with desk.store.write() as session:
        find_document(session, person, document_id)
        pending = select(func.count()).where(Segment.document_id == document_id, _PENDING)
        if not session.scalar(pending):
            raise UsageError("every segment has a target already")
        _queue(session, document_id, person)
    return progress(desk, person, document_id)


def retranslate(desk: Desk, person: Person, document_id: int) -> Progress:
    """Translate anew what no person has edited or approved, with the glossary and model that the project has now.

    Raises NotFound.
    """
    with desk.store.write() as session:
        find_document(session, person, document_id)
        action = begin_action(session, document_id, ActionKind.RETRANSLATION, person.name)
        machine = [SegmentState.MACHINE.value, SegmentState.MEMORY.value]
        for segment in session.scalars(
            select(Segment).where(Segment.document_id == document_id, Segment.state.in_(machine))
        ):
            record(session, action, segment, "", SegmentState.PENDING, Checked((), ()))
        _queue(session, document_id, person)
    return progress(desk, person, document_id)


def cancel_translation(desk: Desk, person: Person, document_id: int) -> Progress:
    """Stop translating a document; what was committed stays. The worker gives up the batch that it is at when the
    pass that it is in ends, in a second or two. Raises NotFound."""
    with desk.store.write() as session:
        find_document(session, person, document_id)
        job = session.get(Job, document_id)
        if job is not None and job.state in (JobState.QUEUED, JobState.RUNNING):
            job.state, job.owner, job.lease = JobState.CANCELLED.value, "", None
    return progress(desk, person, document_id)


def progress(desk: Desk, person: Person, document_id: int) -> Progress:
    """How far the translation is, and how long it will take at the pace so far. Raises NotFound."""
    with desk.store.read() as session:
        find_document(session, person, document_id)
        total = session.scalar(select(func.count()).where(Segment.document_id == document_id)) or 0
        left = select(func.count(), func.sum(func.length(Segment.source)))
        pending, characters = session.execute(left.where(Segment.document_id == document_id, _PENDING)).one()
        job = session.get(Job, document_id)
        if job is None:
            return Progress(None, total - pending, total, None, "")
        pace = job.seconds / job.characters if job.characters else None
        is_going_on = job.state in (JobState.QUEUED, JobState.RUNNING)
        seconds = pace * (characters or 0) if pace is not None and is_going_on else None
        return Progress(JobState(job.state), total - pending, total, seconds, job.error)


class Worker:
    """Translates what is queued, one document after another, in a thread of its own or where it is called."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(8)}"
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        _ALIVE.add(self._owner)

    def start(self) -> None:
        """Begin to work in the background."""
        self._thread = threading.Thread(target=self._run, name="translation", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, giving up the batch that is being translated; the document stays queued."""
        self._stop.set()
        if self._thread:
            self._thread.join()
        _ALIVE.discard(self._owner)

    def work(self) -> bool:
        """Translate one document of the queue; False if there is none.

        What is wrong with its glossary or model is written into its job. Raises StoreError.
        """
        document_id = self._claim()
        if document_id is None:
            return False
        try:
            self._translate(document_id)
        except _Lost:
            pass
        except _Stopped:
            self._end(document_id, JobState.QUEUED)
        except WorkbenchError as error:
            self._end(document_id, JobState.FAILED, str(error))
        except Exception as error:
            _LOG.exception("translation of document %d", document_id)
            self._end(document_id, JobState.FAILED, f"the program failed ({type(error).__name__}); the log says where")
        return True

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                while not self._stop.is_set() and self.work():
                    pass
            except WorkbenchError:  # the database is away; it may come back
                _LOG.exception("looking for documents to translate")
            self._stop.wait(PAUSE)

    def _claim(self) -> int | None:
        """Take the job that has waited longest, or one whose worker died."""
        open_jobs = select(Job).where(Job.state.in_([JobState.QUEUED.value, JobState.RUNNING.value]))
        with self._desk.store.read() as session:  # most looks find nothing, and need not keep others from writing
            if session.scalar(open_jobs.limit(1)) is None:
                return None
        with self._desk.store.write() as session:
            for job in session.scalars(open_jobs.order_by(Job.queued_at).with_for_update(skip_locked=True)):
                if job.state == JobState.QUEUED or not _is_alive(job):
                    job.state, job.owner, job.lease, job.error = JobState.RUNNING.value, self._owner, now() + LEASE, ""
                    return job.document_id
        return None

    def _translate(self, document_id: int) -> None:
        with self._desk.store.read() as session:
            document = session.get_one(Document, document_id)
            project = session.get_one(Project, document.project_id)
            query = select(Segment).where(Segment.document_id == document_id, _PENDING).order_by(Segment.position)
            pending = session.scalars(query).all()
            accepted = accepted_reasons(session, project.id)
            session.expunge_all()
        translator = self._desk.translator(project)
        tools, context = self._desk.tools(project), self._desk.context(project, document_id)
        batches, look = _Batches(pending), self._looking(document_id)
        for batch in batches:
            started = monotonic()
            results = translator.translate([segment.source for segment in batch], context, look)
            checked = [
                check_segment(tools, pair_of(segment, document.name, result.target), accepted, context)
                for segment, result in zip(batch, results, strict=True)
            ]
            ids, seconds = [segment.id for segment in batch], monotonic() - started
            self._commit(document_id, ids, results, checked, seconds, translator.signature)
            batches.took(batch, seconds)
        recheck(self._desk, document, project)
        self._end(document_id, JobState.DONE)

    def _looking(self, document_id: int) -> Callable[[int, int], None]:
        """What is called while a batch is being translated: raises _Stopped or _Lost if nobody wants it any more."""
        looked = monotonic()

        def look(_done: int, _total: int) -> None:
            nonlocal looked
            if self._stop.is_set():
                raise _Stopped
            if monotonic() - looked > LOOK:
                looked = monotonic()
                with self._desk.store.read() as session:
                    self._check_own(session.get(Job, document_id))

        return look

    def _commit(
        self,
        document_id: int,
        ids: Sequence[int],
        results: Sequence[BilingualSegment],
        checked: Sequence[Checked],
        seconds: float,
        signature: str,
    ) -> None:
        """Write a batch, all of it or nothing. Raises _Lost if the job is no longer ours."""
        with self._desk.store.write() as session:
            job = self._own_job(session, document_id)
            action = begin_action(session, document_id, ActionKind.TRANSLATION, "")
            document = session.get_one(Document, document_id)
            if document.signature != signature:
                _note_signature(session, document, signature)
            rows = {row.id: row for row in session.scalars(select(Segment).where(Segment.id.in_(ids), _PENDING))}
            for id, result, findings in zip(ids, results, checked, strict=True):
                if segment := rows.get(id):
                    _write(session, segment, result)
                    record(session, action, segment, result.target, SegmentState(segment.machine_state), findings)
            job.seconds += seconds
            job.characters += sum(len(result.source) for result in results)
            job.lease = now() + LEASE

    def _end(self, document_id: int, state: JobState, error: str = "") -> None:
        """Give the job back. Not if it was lost meanwhile."""
        try:
            with self._desk.store.write() as session:
                job = self._own_job(session, document_id)
                job.state, job.error, job.owner, job.lease = state.value, error, "", None
        except _Lost:
            pass

    def _own_job(self, session: Session, document_id: int) -> Job:
        return self._check_own(session.get(Job, document_id, with_for_update=True))

    def _check_own(self, job: Job | None) -> Job:
        if job is None or job.owner != self._owner or job.state != JobState.RUNNING:
            raise _Lost
        return job


_PENDING = Segment.state == SegmentState.PENDING.value


def _queue(session: Session, document_id: int, person: Person) -> None:
    job = session.get(Job, document_id, with_for_update=True)
    if job is None:
        job = Job(document_id=document_id, seconds=0.0, characters=0)
        session.add(job)
    if job.state != JobState.RUNNING or not _is_alive(job):
        job.state, job.error, job.owner, job.lease = JobState.QUEUED.value, "", "", None
        job.queued_by, job.queued_at = person.name, now()


def _is_alive(job: Job) -> bool:
    """Whether the worker that has a job is still there."""
    host, process, _ = job.owner.rsplit(":", 2)
    if host != socket.gethostname():
        return job.lease is not None and job.lease > now()
    if int(process) == os.getpid():
        return job.owner in _ALIVE
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return job.lease is not None and job.lease > now()
    return job.lease is not None and job.lease > now()  # its number may be another program's by now


class _Batches:
    """Segments in batches: a short one first, then as many as can be done in BATCH_SECONDS at the pace so far."""

    def __init__(self, pending: Sequence[Segment]) -> None:
        self._pending, self._seconds, self._characters = pending, 0.0, 0

    def __iter__(self) -> Iterator[Sequence[Segment]]:
        start = 0
        while start < len(self._pending):
            batch = self._pending[start : start + self._size(start)]
            yield batch
            start += len(batch)

    def took(self, batch: Sequence[Segment], seconds: float) -> None:
        """How long a batch took."""
        self._seconds += seconds
        self._characters += sum(len(segment.source) for segment in batch)

    def _size(self, start: int) -> int:
        if not self._characters:
            return FIRST_BATCH
        seconds, size = 0.0, 0
        for segment in self._pending[start : start + BATCH]:
            seconds += len(segment.source) * self._seconds / self._characters
            if size and seconds > BATCH_SECONDS:
                break
            size += 1
        return size


def _write(session: Session, segment: Segment, result: BilingualSegment) -> None:
    """What translation found out about a segment."""
    segment.machine_target = result.target
    is_memory = result.origin is Origin.MEMORY
    segment.machine_state = (SegmentState.MEMORY if is_memory else SegmentState.MACHINE).value
    segment.origin, segment.score = result.origin.value, result.score
    segment.placeables = [placeable_record(item) for item in result.placeables]
    segment.matches = [match_record(match) for match in result.matches]
    segment.marks, segment.mark_count = [*result.marks], len(result.marks)
    segment.drafts = [*result.history]


def _note_signature(session: Session, document: Document, signature: str) -> None:
    """Say with what the document is translated, and from where on if it was with something else before."""
    if document.signature:
        query = select(func.min(Segment.position)).where(Segment.document_id == document.id, _PENDING)
        place = (session.scalar(query) or 0) + 1
        document.notes = [*document.notes, f"from segment {place} on translated anew or with other settings"]
    document.signature = signature
