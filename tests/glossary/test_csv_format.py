"""Reading the glossary file: what is right is read whole, what is wrong is named with its line."""

from pathlib import Path

import pytest

from workbench.errors import GlossaryError, InputError
from workbench.glossary.csv_format import COLUMNS, read_glossary
from workbench.glossary.files import load_glossary
from workbench.glossary.model import Review, Status
from workbench.resources import bundled

HEADER = ",".join(COLUMNS)


def write(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "terms.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_every_field_is_read(tmp_path):
    path = write(
        tmp_path,
        'sea,nl,Oostzee,preferred,proper noun,geography,"a sea, in Asia",note,UN,yes,,approved,Hanoi | Vietnam',
        "sea,en,Baltic Sea,deprecated,,,,,,,,approved,",
        "sea,en,East Sea,,,,,,,,yes,proposed,",
        header=HEADER + ",context",
    )
    concept = read_glossary(path).concepts["sea"]
    dutch, baltic, east = concept.terms
    assert (dutch.text, dutch.definition, dutch.case_sensitive, dutch.context) == (
        "Oostzee",
        "a sea, in Asia",
        True,
        ("Hanoi", "Vietnam"),
    )
    assert baltic.status is Status.DEPRECATED and not baltic.case_sensitive
    assert (east.status, east.review, east.do_not_translate) == (Status.PREFERRED, Review.PROPOSED, True)
    assert concept.allowed("en") == []  # a proposed term is not enforced


@pytest.mark.parametrize(
    ("rows", "header", "place", "what"),
    [
        ((), "term,lang", "line 1", "column concept_id is missing"),
        (("a,nl,x,preferred,,,,,,,",), HEADER, "line 2", "not 12 cells"),
        (("a,nl,x,preferred,,,,,,,,,,,",), HEADER, "line 2", "not 12 cells"),
        (("a,nl,x,best,,,,,,,,",), HEADER, "line 2", "status 'best' is unknown"),
        (("a,nl,x,,,,,,,maybe,,",), HEADER, "line 2", "case_sensitive 'maybe' is unknown"),
        (("a,nl,x,,,,,,,,,done",), HEADER, "line 2", "review 'done' is unknown"),
        ((",nl,x,,,,,,,,,",), HEADER, "line 2", "must not be empty"),
        (("a,nl,,,,,,,,,,",), HEADER, "line 2", "must not be empty"),
        (("a,nl,x,,,,,,,,,", "a,nl,y,preferred,,,,,,,,"), HEADER, "line 3", "second preferred nl term 'y'"),
        (('a,nl,"x,,,,,,,,,',), HEADER, "line", "not CSV"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, rows, header, place, what):
    path = write(tmp_path, *rows, header=header)
    with pytest.raises(GlossaryError) as caught:
        read_glossary(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: {place}") and what in message and "\n" not in message


def test_other_encodings_are_refused_with_their_line(tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes(HEADER.encode() + "\na,nl,comité,,,,,,,,,\n".encode("latin-1"))
    with pytest.raises(InputError, match="line 2"):
        read_glossary(path)


def test_an_unknown_glossary_names_the_known_ones():
    with pytest.raises(GlossaryError, match="diplomatic"):
        load_glossary("diplomatik")


def test_the_bundled_glossary_is_whole():
    glossary = load_glossary("diplomatic")
    assert len(glossary.concepts) >= 600
    for concept in glossary.concepts.values():
        assert concept.allowed("nl") and concept.allowed("en"), concept.id
    assert sum(len(concept.deprecated("en")) for concept in glossary.concepts.values()) >= 120
    assert (bundled("glossaries") / "README.md").is_file()


def test_the_fingerprint_changes_with_any_field(tmp_path):
    plain = read_glossary(write(tmp_path, "a,nl,x,,,,,,,,,"))
    noted = read_glossary(write(tmp_path, "a,nl,x,,,,,note,,,,"))
    assert plain.fingerprint != noted.fingerprint
    assert plain.fingerprint == read_glossary(write(tmp_path, "a,nl,x,,,,,,,,,")).fingerprint
