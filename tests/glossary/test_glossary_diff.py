"""What changed between two glossaries, in words and as JSON."""

import json

import pytest

from workbench.glossary.diff import diff, tell
from workbench.glossary.model import Glossary, Review, Status, Term

NL = Term("Oostzee", "nl", context=("Zweden", "Finland"))
EN = Term("Baltic Sea", "en", note="in Europe")
OLD = [("sea", NL), ("sea", EN), ("sea", Term("the Baltic", "en", Status.ADMITTED)), ("un", Term("VN", "nl"))]


def lines(new: list[tuple[str, Term]], old: list[tuple[str, Term]] = OLD) -> list[str]:
    changes = diff(Glossary.of("old", old), Glossary.of("new", new))
    json.dumps([change.as_json() for change in changes])
    return list(tell(changes))


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (OLD, ["no change"]),
        (list(reversed(OLD)), ["no change"]),
        (
            [*OLD, ("un", Term("UN", "en", review=Review.PROPOSED, source="UN"))],
            ["1 × term added", "un", '  added en "UN" (preferred, proposed, source "UN")'],
        ),
        (
            OLD[:3],
            ["1 × concept removed, 1 × term removed", "un", "  concept removed", '  removed nl "VN" (preferred)'],
        ),
        (
            [*OLD, ("top", Term("top", "nl"))],
            ["1 × concept added, 1 × term added", "top", "  concept added", '  added nl "top" (preferred)'],
        ),
        ([*OLD[:3], ("united-nations", OLD[3][1])], ["1 × concept renamed", "united-nations", "  renamed, it was un"]),
        (
            [("sea", Term("Oostzee", "nl", context=("Zweden", "Polen"), case_sensitive=True)), *OLD[1:]],
            ["1 × term changed", "sea", '  nl "Oostzee": case_sensitive yes added, context +Polen -Finland'],
        ),
        (
            [OLD[0], ("sea", Term("Baltic Sea", "en", Status.DEPRECATED)), *OLD[2:]],
            [
                "1 × term changed",
                "sea",
                '  en "Baltic Sea": status preferred is now deprecated, note "in Europe" removed',
            ],
        ),
        (
            [OLD[0], ("sea", Term("Baltic", "en")), *OLD[2:]],
            [
                "1 × preferred term changed, 1 × term added, 1 × term removed",
                "sea",
                '  preferred en term is now "Baltic", it was "Baltic Sea"',
                '  added en "Baltic" (preferred)',
                '  removed en "Baltic Sea" (preferred, note "in Europe")',
            ],
        ),
        (
            [*OLD[:2], *OLD[3:], ("un", Term("the Baltic", "en"))],
            ["1 × term moved", "un", '  en "the Baltic" moved here from sea (status admitted is now preferred)'],
        ),
    ],
)
def test_changes_in_words(new, expected):
    assert lines(new) == expected


def test_json_has_what_differs():
    new = [
        ("sea", NL),
        ("sea", Term("Baltic Sea", "en", note="elsewhere")),
        OLD[2],
        ("sea", Term("VN", "nl", Status.ADMITTED)),
    ]
    told = [change.as_json() for change in diff(Glossary.of("old", OLD), Glossary.of("new", new))]
    assert told == [
        {
            "kind": "term moved",
            "concept": "sea",
            "old_concept": "un",
            "language": "nl",
            "term": "VN",
            "before": {"status": "preferred"},
            "after": {"status": "admitted"},
        },
        {
            "kind": "term changed",
            "concept": "sea",
            "language": "en",
            "term": "Baltic Sea",
            "before": {"note": "in Europe"},
            "after": {"note": "elsewhere"},
        },
        {"kind": "concept removed", "concept": "un"},
    ]
