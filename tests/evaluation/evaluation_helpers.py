"""Small real test sets, and what their references make of them."""

from collections.abc import Sequence

from workbench.evaluation.demands import Demands
from workbench.evaluation.runs import Run, score_run
from workbench.evaluation.testset import Mark, ReferenceSegment, TestSet, find_testset, read_testset
from workbench.glossary.files import load_glossary
from workbench.glossary.model import Glossary


def head_of(name: str, size: int) -> TestSet:
    """The first segments of a committed test set."""
    whole = read_testset(find_testset(name))
    return TestSet(whole.name, whole.languages, whole.segments[:size], whole.has_marks)


def made_of(*pairs: tuple[str, str], document: str = "d") -> TestSet:
    """A Dutch-English test set of these (source, reference) pairs."""
    return TestSet("own", ("nl", "en"), [ReferenceSegment(source, reference, document) for source, reference in pairs])


def marked(
    source: str, reference: str, terms: Sequence[Mark] = (), lookalikes: Sequence[Mark] = (), document: str = "d"
) -> TestSet:
    """A test set of one segment with marks."""
    return TestSet(
        "own", ("nl", "en"), [ReferenceSegment(source, reference, document, tuple(terms), tuple(lookalikes))], True
    )


def demands_of(testset: TestSet, glossary: Glossary | None = None) -> Demands:
    return Demands(testset, glossary or load_glossary("diplomatic"))


def run_of(testset: TestSet, hypotheses: Sequence[str], glossary: Glossary | None = None) -> Run:
    return score_run(demands_of(testset, glossary), hypotheses, "test")
