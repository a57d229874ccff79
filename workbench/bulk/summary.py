"""What a bulk translation says at its end: what became of the files, and how consistent the wording of all is."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from workbench.bulk.inputs import Input
from workbench.bulk.job import Outcome, segments_file
from workbench.consistency.model import Pair
from workbench.consistency.report import Report, check_pairs
from workbench.consistency.run import Checker
from workbench.consistency.subject import Toolbox
from workbench.documents.jsonl import read_jsonl
from workbench.files import atomic_writer, read_bytes
from workbench.glossary.model import Glossary

#: Concepts with several renderings that are named; the report in JSON has all.
MOST_CONCEPTS = 5
#: A kept file of segments is larger than its document.
LARGEST_SEGMENTS = 2**31


def outcome_lines(outcome: Outcome) -> Iterator[str]:
    """The outcome in words: a line for each failed file, then the counts."""
    for name, reason in sorted(outcome.failed.items()):
        yield f"failed: {reason}" if name in reason else f"failed: {name}: {reason}"
    counts = outcome.counts
    yield f"{len(outcome.done)} translated, {len(outcome.skipped)} done before, {len(outcome.failed)} failed"
    yield (
        f"{counts.segments} segments, glossary terms kept {counts.terms_kept} of {counts.terms}, "
        f"{counts.marked} segments marked for review"
    )


def check_consistency(
    inputs: Sequence[Input],
    outcome: Outcome,
    folder: Path,
    glossary: Glossary,
    languages: tuple[str, str],
    report: Path,
) -> list[str]:
    """Check all documents that are translated together, write the report to a JSON file, and sum it up in lines.

    The report is that of ``workbench check --format json``. Corpora are left out: what the checks remember of their
    rows would grow with them.
    """
    finished = {*outcome.done, *outcome.skipped} - set(outcome.failed)
    documents = [item for item in inputs if item.id in finished and not item.is_corpus]
    if not documents:
        return []
    found = check_pairs(_pairs(documents, folder), Checker(Toolbox(glossary, *languages)))
    try:
        with atomic_writer(report) as file:
            found.write_json(file)
        return list(_lines(found, len(documents), report))
    finally:
        found.close()


def _pairs(documents: Iterable[Input], folder: Path) -> Iterator[Pair]:
    for item in documents:
        path = folder / segments_file(item)
        for number, segment in enumerate(read_jsonl(read_bytes(path, LARGEST_SEGMENTS), str(path)), start=1):
            yield Pair(item.id, number, segment.source, segment.target, segment.kind)


def _lines(report: Report, documents: int, path: Path) -> Iterator[str]:
    scores = report.scores
    yield f"score {scores.total.score:.3f} over {documents} documents; findings and scores are in {path}"
    consistency = scores.usage.consistency
    if consistency is None:
        return
    varying = scores.usage.varying()
    yield f"term consistency {consistency:.3f}, {len(varying)} concepts with more than one rendering"
    for usage in varying[:MOST_CONCEPTS]:
        yield f"  {usage.concept}: " + ", ".join(f"“{item.text}” {item.count}" for item in usage.used)
