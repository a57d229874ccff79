"""Evaluations in the background: kept with their report, compared with what came before, seen by whom they concern."""

import json
import time
from dataclasses import replace

import pytest
from reviewed import ANN

from workbench.errors import InputError, UsageError
from workbench.evaluation.runs import parse_run
from workbench.review import evaluating
from workbench.review.desk import Desk
from workbench.review.errors import NotAllowed, NotFound
from workbench.review.people import Person, Role
from workbench.review.projects import ProjectSettings

SOURCES = "De minister bezocht Hanoi.\nDe Europese Unie steunt het verdrag.\nEr kwamen 12 ministers.\n"
REFERENCES = "The minister visited Hanoi.\nThe European Union supports the treaty.\nTwelve ministers came.\n"
FILES = [("own.txt", SOURCES.encode()), ("own.en.txt", REFERENCES.encode())]
SETTINGS = ProjectSettings("diplomatic", "nl-en")
EDITOR, TRANSLATOR = Person("Eva", Role.EDITOR), Person("Tom", Role.TRANSLATOR)


@pytest.fixture
def desk(desk) -> Desk:
    return Desk(desk.store, replace(desk.settings, beams=2))


def finish(person: Person, key: str) -> int:
    """The number of an evaluation, once it is there."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        task = evaluating.evaluation_state(person, key)
        assert not task.error, task.error
        if task.value is not None:
            return task.value
        time.sleep(0.05)
    pytest.fail("the evaluation did not end")


def test_an_upload_is_measured_and_the_next_one_compared_with_it(desk):
    first = finish(EDITOR, evaluating.start_uploaded(desk, EDITOR, FILES, SETTINGS))
    report = evaluating.get_evaluation(desk, EDITOR, first).report
    assert report["baseline"] is None and report["passed"] is None
    assert {one["segment"] for one in report["worst"]} == {1, 2, 3}
    assert [one["score"] for one in report["worst"]] == sorted(one["score"] for one in report["worst"])
    second = finish(EDITOR, evaluating.start_uploaded(desk, EDITOR, FILES, replace(SETTINGS, glossary="none")))
    found = evaluating.get_evaluation(desk, EDITOR, second)
    assert found.report["baseline"]["figures"]["chrf"] == report["run"]["figures"]["chrf"]
    assert {line.metric: len(line.points) for line in found.trends}["chrf"] == 2
    assert json.dumps(found.report)  # plain data
    run = evaluating.evaluation_run(desk, EDITOR, second)
    assert len(parse_run(run.data.decode(), run.name).hypotheses) == 3

    assert [view.id for view in evaluating.list_evaluations(desk, ANN)] == [second, first]
    assert evaluating.list_evaluations(desk, Person("Other", Role.EDITOR)) == []  # an upload is its owner's
    with pytest.raises(NotFound):
        evaluating.get_evaluation(desk, TRANSLATOR, first)
    evaluating.remove_evaluation(desk, EDITOR, first)
    assert [view.id for view in evaluating.list_evaluations(desk, EDITOR)] == [second]


def test_who_may_evaluate_and_what(desk):
    with pytest.raises(NotAllowed):
        evaluating.start_evaluation(desk, TRANSLATOR, "main", SETTINGS)
    with pytest.raises(NotAllowed):
        evaluating.start_uploaded(desk, TRANSLATOR, FILES, SETTINGS)
    with pytest.raises(NotAllowed, match="files of the server"):
        evaluating.start_evaluation(desk, EDITOR, "main", replace(SETTINGS, glossary="/etc/passwd"))
    with pytest.raises(UsageError, match="no such test set"):
        evaluating.start_evaluation(desk, EDITOR, "../main", SETTINGS)
    with pytest.raises(InputError, match="2 lines"):
        evaluating.start_uploaded(desk, EDITOR, [FILES[0], ("own.en.txt", b"One.\nTwo.\n")], SETTINGS)
    with pytest.raises(InputError, match="not text"):
        evaluating.start_uploaded(desk, EDITOR, [FILES[0], ("own.en.txt", b"\0\1\2")], SETTINGS)
    assert evaluating.list_evaluations(desk, EDITOR) == []


def test_what_is_cancelled_leaves_nothing(desk):
    key = evaluating.start_uploaded(desk, EDITOR, FILES, SETTINGS)
    evaluating.cancel_evaluation(EDITOR, key)
    with pytest.raises(NotFound):
        evaluating.evaluation_state(EDITOR, key)
    finish(EDITOR, evaluating.start_uploaded(desk, EDITOR, FILES, SETTINGS))  # its turn comes after the cancelled one
    assert len(evaluating.list_evaluations(desk, EDITOR)) == 1
