"""A run: the hypotheses of a system for a test set with their figures, kept as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from workbench.documents.bilingual import Outcome, TermUse
from workbench.errors import InputError
from workbench.evaluation.demands import COUNTED, Demands, Fault, consistency
from workbench.evaluation.metrics import REFERENCE_METRICS, Count, Figure, ReferenceStatistics, rate_figure
from workbench.evaluation.testset import Mark, TestSet
from workbench.files import read_text, write_atomically

FORMAT = 1


@dataclass(frozen=True, slots=True)
class TermOutcome:
    """A term of a segment with its allowed renderings, and what became of it."""

    mark: Mark
    outcome: Outcome


@dataclass(frozen=True)
class Run:
    """Hypotheses, figures, and how they came about.

    ``signature`` says what determines the hypotheses; ``faults`` are those of the glossary of then. ``seconds`` and
    ``peak_mb`` are of the translation, for information; None where an existing output was scored.
    """

    testset: str
    fingerprint: str
    signature: str
    hypotheses: Sequence[str]
    terms: Sequence[Sequence[TermOutcome]]
    faults: Sequence[Fault]
    figures: dict[str, Figure]
    seconds: float | None = None
    peak_mb: float | None = None
    documents: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def speed(self) -> float | None:
        """Segments a second."""
        return len(self.hypotheses) / self.seconds if self.seconds else None


def score_run(
    demands: Demands,
    hypotheses: Sequence[str],
    signature: str,
    seconds: float | None = None,
    peak_mb: float | None = None,
) -> Run:
    """The run of a system that gave these hypotheses, one for each segment of the test set."""
    testset = demands.testset
    figures: dict[str, Figure] = {}
    by_document: dict[str, dict[str, float]] = {name: {} for name in testset.documents()}
    for name in REFERENCE_METRICS:
        statistics = ReferenceStatistics(name, hypotheses, testset.references)
        figures[name] = statistics.figure()
        for document, positions in testset.documents().items():
            by_document[document][name] = round(statistics.score(positions), 2)
    uses = demands.uses(hypotheses)
    figures |= {figure.name: figure for figure in _rates(demands, hypotheses, uses)}
    terms = [[_outcome(use) for use in of_segment] for of_segment in uses]
    return Run(
        testset=testset.name,
        fingerprint=testset.fingerprint,
        signature=signature,
        hypotheses=hypotheses,
        terms=terms,
        faults=demands.faults(),
        figures=figures,
        seconds=seconds,
        peak_mb=peak_mb,
        documents=by_document,
    )


def _rates(demands: Demands, hypotheses: Sequence[str], uses: Sequence[Sequence[TermUse]]) -> list[Figure]:
    terms_from = "marks" if demands.testset.has_marks else "glossary"
    signature = f"count:occurrences|terms:{terms_from}|glossary:{demands.glossary.name}-{demands.glossary.fingerprint}"
    figures = [rate_figure(name, demands.counts(name, hypotheses), signature) for name in COUNTED]
    figures.append(rate_figure("consistency", [consistency(demands.testset, uses, hypotheses)], signature))
    if demands.testset.has_marks:
        faults, segments = demands.faults(), demands.testset.segments
        terms, lookalikes = sum(len(s.terms) for s in segments), sum(len(s.lookalikes) for s in segments)
        wrong = sum(fault.is_lookalike for fault in faults)
        figures.append(rate_figure("found", [Count(terms - (len(faults) - wrong), terms)], signature))
        figures.append(rate_figure("lookalikes", [Count(lookalikes - wrong, lookalikes)], signature))
    return figures


def _outcome(use: TermUse) -> TermOutcome:
    return TermOutcome(Mark(use.concept, *use.source, tuple(use.allowed)), use.outcome)


def write_run(run: Run, path: Path) -> None:
    """Write a run as JSON. Raises InputError if it cannot be written."""
    write_atomically(path, format_run(run))


def format_run(run: Run) -> bytes:
    """A run as JSON, one segment a line, so that a change shows in git."""
    renderings = {item.mark.concept: list(item.mark.allowed) for terms in run.terms for item in terms}
    segments = [
        {
            "hypothesis": text,
            "terms": [[item.mark.concept, item.mark.start, item.mark.end, item.outcome.value] for item in terms],
        }
        for text, terms in zip(run.hypotheses, run.terms, strict=True)
    ]
    head = {
        "format": FORMAT,
        "testset": run.testset,
        "fingerprint": run.fingerprint,
        "signature": run.signature,
        "seconds": run.seconds,
        "peak_mb": run.peak_mb,
        "figures": [asdict(figure) for figure in run.figures.values()],
        "documents": run.documents,
        "faults": [asdict(fault) for fault in run.faults],
        "renderings": renderings,
    }
    lines = [f"{_json(key)}: {_json(value)}," for key, value in head.items()]
    body = ",\n".join(map(_json, segments))
    return ("{\n" + "\n".join(lines) + '\n"segments": [\n' + body + "\n]}\n").encode()


def read_run(path: Path) -> Run:
    """Read a run that ``write_run`` wrote. Raises InputError if the file is missing or something else."""
    return parse_run(read_text(path), path)


def parse_run(text: str, path: object) -> Run:
    """The run of a text of ``format_run``; ``path`` is for messages. Raises InputError if it is something else."""
    try:
        data: dict[str, Any] = json.loads(text)
        if data["format"] != FORMAT:
            raise InputError(path, f"is of format {data['format']}, not {FORMAT}", mend="make the run again")
        terms = [_terms(segment["terms"], data["renderings"]) for segment in data["segments"]]
        return Run(
            testset=data["testset"],
            fingerprint=data["fingerprint"],
            signature=data["signature"],
            hypotheses=[str(segment["hypothesis"]) for segment in data["segments"]],
            terms=terms,
            faults=[Fault(**item) for item in data["faults"]],
            figures={item["name"]: Figure(**item) for item in data["figures"]},
            seconds=data["seconds"],
            peak_mb=data["peak_mb"],
            documents=data["documents"],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"is not a run of workbench eval ({type(error).__name__}: {error})"
        raise InputError(path, what, mend="give a file that workbench eval run wrote") from None


def _terms(items: Sequence[Sequence[Any]], renderings: dict[str, list[str]]) -> list[TermOutcome]:
    return [
        TermOutcome(Mark(concept, start, end, tuple(renderings[concept])), Outcome(outcome))
        for concept, start, end, outcome in items
    ]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def check_same_testset(run: Run, testset: TestSet, name: object) -> None:
    """Raise InputError if the run is of another test set, or of another state of it."""
    if run.fingerprint != testset.fingerprint:
        what = f"is a run of {run.testset} {run.fingerprint}, not of {testset.name} {testset.fingerprint}"
        raise InputError(name, what, mend="make the run again")
