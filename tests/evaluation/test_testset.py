"""Test sets as files: what is read, what is refused and with which words, and that the committed ones are sound."""

from pathlib import Path

import pytest

from workbench.errors import InputError, UsageError
from workbench.evaluation.demands import Demands
from workbench.evaluation.testset import find_testset, marks_as_json, read_lines, read_testset
from workbench.glossary.files import load_glossary

HEADER = "source\treference\tdocument"
MARKED = f"{HEADER}\tterms\tlookalikes"


def write(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_a_table_gives_segments_in_documents(tmp_path):
    path = write(tmp_path / "x.nl-en.tsv", HEADER, "Een.\tOne.\ta", 'Zij zei "ja.\tShe said "yes.\tb', "Twee.\tTwo.\ta")
    testset = read_testset(path)
    assert (testset.name, testset.languages, testset.has_marks) == ("x", ("nl", "en"), False)
    assert testset.documents() == {"a": [0, 2], "b": [1]}
    assert testset.sources[1] == 'Zij zei "ja.'


def test_two_plain_files_are_a_test_set(tmp_path):
    source, reference = write(tmp_path / "s", "Een.", "", "Drie."), write(tmp_path / "r", "One.", "", "Three.")
    testset = read_testset(source, reference, ("nl", "en"))
    assert testset.sources == ["Een.", "", "Drie."]
    assert testset.references == ["One.", "", "Three."]


def test_only_line_feeds_end_a_line(tmp_path):
    path = tmp_path / "s"
    path.write_bytes("een\u2028twee\x0bdrie\r\nvier".encode())
    assert read_lines(path) == ["een\u2028twee\x0bdrie", "vier"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((), "columns missing"),
        (("source\ttarget",), "line 1: columns source, target; needed are source, reference, document"),
        ((HEADER,), "holds no segments"),
        ((HEADER, "a\tb\tc", "a\tb"), "line 3: 2 columns instead of 3"),
        ((MARKED, "a\tb\tc\tnonsense\t"), "line 2: marks are not as"),
        ((MARKED, 'de zee\tsea\tc\t[{"concept": "c", "at": 0, "words": "zee"}]\t'), "line 2: “zee” is not at 0"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(tmp_path, lines, words):
    path = write(tmp_path / "x.nl-en.tsv", *lines)
    with pytest.raises(InputError) as refused:
        read_testset(path)
    assert str(path) in str(refused.value) and words in str(refused.value)


def test_files_that_do_not_fit_are_refused(tmp_path):
    source, reference = write(tmp_path / "s", "Een."), write(tmp_path / "r", "One.", "Two.")
    with pytest.raises(InputError, match=r"has 2 lines, but .* has 1"):
        read_testset(source, reference, ("nl", "en"))
    with pytest.raises(InputError, match="says no language pair"):
        read_testset(write(tmp_path / "x.tsv", HEADER, "a\tb\tc"))
    with pytest.raises(UsageError, match=r"nonsense: no such test set; known are .*main"):
        find_testset("nonsense")


def test_the_fingerprint_tells_test_sets_apart(tmp_path):
    first = read_testset(write(tmp_path / "x.nl-en.tsv", HEADER, "Een.\tOne.\ta"))
    again = read_testset(tmp_path / "x.nl-en.tsv")
    other = read_testset(write(tmp_path / "x.nl-en.tsv", HEADER, "Een.\tone.\ta"))
    assert first.fingerprint == again.fingerprint != other.fingerprint


@pytest.mark.parametrize(("name", "least"), [("main", 600), ("terminology", 200), ("adversarial", 60)])
def test_the_committed_test_sets_are_whole(name, least):
    testset = read_testset(find_testset(name))
    assert len(testset.segments) >= least
    assert testset.languages == ("nl", "en")
    assert len(set(testset.sources)) == len(testset.segments)
    assert all(segment.reference.strip() for segment in testset.segments if segment.source.strip())


def test_marks_survive_a_round_trip(tmp_path):
    testset = read_testset(find_testset("terminology"))
    lines = [
        "\t".join(
            (s.source, s.reference, s.document, marks_as_json(s.terms, s.source), marks_as_json(s.lookalikes, s.source))
        )
        for s in testset.segments
    ]
    assert read_testset(write(tmp_path / "t.nl-en.tsv", MARKED, *lines)).segments == testset.segments


def test_the_references_keep_every_marked_term():
    """Else the test set would ask for what its own references do not give."""
    testset = read_testset(find_testset("terminology"))
    demands = Demands(testset, load_glossary("diplomatic"))
    counts = demands.counts("terms", testset.references)
    assert [
        segment.source for segment, count in zip(testset.segments, counts, strict=True) if count.met < count.total
    ] == []
    assert sum(count.total for count in counts) >= 300
