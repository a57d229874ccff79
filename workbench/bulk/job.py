"""A bulk translation from the first file to the report; what ``workbench translate FOLDER`` runs."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from workbench.bulk.corpora import Row, corpus_format
from workbench.bulk.executors import Executor
from workbench.bulk.inputs import CORPUS, STATE, Input
from workbench.bulk.results import Results
from workbench.bulk.tasks import Counts, DocumentTask, Failed, Result, RowsTask, Task
from workbench.bulk.worker import KEPT_FORMAT
from workbench.documents.jsonl import read_jsonl
from workbench.errors import InputError, WorkbenchError
from workbench.files import file_digest, read_bytes
from workbench.translation.pipeline import LINES_AT_ONCE

#: Called when a task is done, with the outcome of the job so far and the number of segments that this run translated.
Progress = Callable[["Outcome", int], None]


@dataclass
class Outcome:
    """What became of the inputs, by id; ``failed`` with the reason. ``counts`` are of what is done, now or before."""

    done: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)

    @property
    def settled(self) -> int:
        """The number of inputs that are done, skipped or failed."""
        return len(self.done) + len(self.skipped) + len(self.failed)


@dataclass(frozen=True, slots=True)
class _Pending:
    """A task that a worker has: its input, the hash of its content, and the output format of each path to write."""

    item: Input
    content: str
    files: Mapping[str, str]


@dataclass
class _Corpus:
    """A corpus that is being translated: its hash, and how many of its shards were read, done before, and done."""

    item: Input
    content: str
    shards: int = 0
    skipped: int = 0
    done: int = 0
    counts: Counts = field(default_factory=Counts)


class Job:
    """Translates inputs into a folder of results. What one input lacks stops no other."""

    def __init__(
        self,
        inputs: Sequence[Input],
        results: Results,
        languages: tuple[str, str],
        corpus_field: str = "",
        limit: int = 2**26,
    ) -> None:
        """``corpus_field`` is the field of corpora that is translated, ``limit`` the largest document in bytes."""
        self._inputs, self._results, self._languages = inputs, results, languages
        self._field, self._limit = corpus_field, limit
        self.outcome = Outcome()
        self._pending: dict[str, _Pending] = {}
        self._corpora: dict[str, _Corpus] = {}
        self._signature = ""

    def run(self, executor: Executor, progress: Progress | None = None) -> Outcome:
        """Do everything that is not done yet. Raises WorkbenchError if no worker can be made."""
        segments = 0
        with closing(executor.run(self._tasks())) as results:
            for result in results:
                self._take(result)
                segments += 0 if isinstance(result, Failed) else result.counts.segments
                if progress:
                    progress(self.outcome, segments)
        for corpus in self._corpora.values():
            if corpus.item.id not in self.outcome.failed:
                self._with_failure(corpus.item, partial(self._assemble, corpus))
        return self.outcome

    def _tasks(self) -> Iterator[Task]:
        """The tasks that are to be done; they are made when a worker is free."""
        for item in self._inputs:
            try:
                yield from self._rows(item) if item.is_corpus else self._document(item)
            except WorkbenchError as error:
                self._fail(item, str(error))

    def _document(self, item: Input) -> Iterator[Task]:
        task = DocumentTask(item.id, read_bytes(item.path, self._limit), tuple(item.results))
        # With other formats it is another piece of work.
        content = hashlib.sha256(f"{task.content} {sorted(item.results)}".encode()).hexdigest()
        counts = self._results.finished(task.id, content)
        if counts is not None:
            self.outcome.skipped.append(item.id)
            self.outcome.counts += counts
            return
        self._results.check(item.results)
        files = {path: form for form, path in item.results.items()} | {segments_file(item): KEPT_FORMAT}
        self._pending[task.id] = _Pending(item, content, files)
        yield task

    def _rows(self, item: Input) -> Iterator[Task]:
        corpus = _Corpus(item, f"{file_digest(item.path)} {self._field}")
        counts = self._results.finished(item.id, corpus.content)
        if counts is not None:
            self.outcome.skipped.append(item.id)
            self.outcome.counts += counts
            return
        self._results.check(item.results)
        self._corpora[item.id] = corpus
        texts = corpus_format(item.path).texts(item.path, self._field)
        while rows := tuple(islice(texts, LINES_AT_ONCE)):
            corpus.shards += 1
            task = RowsTask(f"{item.id}#{corpus.shards}", rows)
            counts = self._results.finished(task.id, task.content)
            if counts is not None:
                corpus.skipped += 1
                corpus.counts += counts
                continue
            self._pending[task.id] = _Pending(item, task.content, {_shard_file(item, corpus.shards): KEPT_FORMAT})
            yield task

    def _take(self, result: Result) -> None:
        pending = self._pending.pop(result.id)
        item = pending.item
        if isinstance(result, Failed):
            self._fail(item, result.reason)
            return
        self._signature = self._signature or result.signature
        if result.signature != self._signature:
            self._fail(item, f"workers differ: one has {result.signature}, another {self._signature}")
            return
        files = {path: result.files[form] for path, form in pending.files.items()}
        if not self._with_failure(item, lambda: self._results.write(result.id, pending.content, files, result.counts)):
            return
        if item.is_corpus:
            corpus = self._corpora[item.id]
            corpus.done += 1
            corpus.counts += result.counts
        else:
            self.outcome.done.append(item.id)
            self.outcome.counts += result.counts

    def _assemble(self, corpus: _Corpus) -> None:
        """Write a corpus whose shards are all done."""
        item = corpus.item
        name = f"{self._field}_{self._languages[1]}"
        scratch = self._results.folder / STATE / "assembled"
        corpus_format(item.path).write(item.path, scratch, (name, f"{name}_marks"), self._translated(corpus))
        self._results.check(item.results)
        self._results.adopt(item.id, corpus.content, item.results[CORPUS], scratch, corpus.counts)
        self.outcome.done.append(item.id)
        self.outcome.counts += corpus.counts

    def _translated(self, corpus: _Corpus) -> Iterator[Row]:
        texts = corpus_format(corpus.item.path).texts(corpus.item.path, self._field)
        for number in range(1, corpus.shards + 1):
            path = self._results.folder / _shard_file(corpus.item, number)
            for segment, text in zip(read_jsonl(read_bytes(path, 2**30), str(path)), texts, strict=False):
                if segment.source != (text or ""):
                    raise InputError(corpus.item.path, "has changed while it was translated", mend="run again")
                yield None if text is None else segment.target, [*segment.marks]

    def _with_failure(self, item: Input, action: Callable[[], None]) -> bool:
        """Do something for an input; a failure is noted. Returns whether it was done."""
        try:
            action()
        except WorkbenchError as error:
            self._fail(item, str(error))
            return False
        return True

    def _fail(self, item: Input, reason: str) -> None:
        self.outcome.failed.setdefault(item.id, reason)


def segments_file(item: Input) -> str:
    """Where the bilingual segments of a document are kept."""
    return f"{STATE}/segments/{item.id}.jsonl"


def _shard_file(item: Input, number: int) -> str:
    return f"{STATE}/rows/{item.id}/{number:07d}.jsonl"
