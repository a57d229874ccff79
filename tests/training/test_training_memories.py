"""Reading memories: every kind of file gives pairs with where they come from, and nothing that a machine made."""

from pathlib import Path

import pytest

from workbench.documents.bilingual import BilingualDocument, BilingualSegment, Origin, TranslationUnit
from workbench.documents.jsonl import write_jsonl
from workbench.documents.model import Document
from workbench.documents.unit_files import write_units
from workbench.errors import InputError
from workbench.training.memories import Reading
from workbench.training.pairs import TrainingPair
from workbench.translation.memory.store import open_for_adding

PAIR = ("nl", "en")
UNITS = [
    TranslationUnit("De minister kwam aan.", "The minister arrived.", "visit"),
    TranslationUnit("Hij  vertrok\tlaat.", "He left late.", "visit"),
]
READ = [("De minister kwam aan.", "The minister arrived."), ("Hij vertrok laat.", "He left late.")]


def texts(pairs) -> list[tuple[str, str]]:
    return [(pair.source, pair.target) for pair in pairs]


def read(*names: object) -> list[TrainingPair]:
    return list(Reading(PAIR).files(map(str, names)))


@pytest.mark.parametrize("suffix", [".tmx", ".tsv", ".sqlite"])
def test_files_give_pairs_with_document_and_origin(tmp_path: Path, suffix):
    path = tmp_path / f"memory{suffix}"
    if suffix == ".sqlite":
        with open_for_adding(path, *PAIR) as memory:
            memory.add(UNITS)
    else:
        write_units(path, UNITS, *PAIR)
    pairs = read(path)
    assert texts(pairs) == READ
    assert {(pair.document, pair.origin) for pair in pairs} == {("visit", str(path))}


def test_a_pair_that_names_no_document_has_the_file_as_its_document(tmp_path: Path):
    path = tmp_path / "pairs.tsv"
    path.write_text("De minister kwam aan.\tThe minister arrived.\n", encoding="utf-8")
    assert read(path) == [TrainingPair(*READ[0], "pairs.tsv", str(path))]


def test_xliff_gives_what_is_translated(tmp_path: Path):
    path = tmp_path / "report.xlf"
    segments = [(*READ[0], "final"), ("Nieuw.", "Nouveau.", "initial"), (*READ[1], "reviewed")]
    units = "".join(
        f'<unit id="u{at}"><segment state="{state}"><source>{source}</source><target>{target}</target></segment></unit>'
        for at, (source, target, state) in enumerate(segments)
    )
    path.write_text(
        '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="nl-NL" trgLang="en-GB">'
        f'<file id="f" original="report.docx">{units}</file></xliff>',
        encoding="utf-8",
    )
    pairs = read(path)
    assert texts(pairs) == READ
    assert pairs[0].document == "report.docx"


def test_of_json_lines_only_what_people_wrote_or_a_memory_had_is_read(tmp_path: Path):
    path = tmp_path / "report.jsonl"
    origins = [Origin.FIRST_PASS, Origin.EDITED, Origin.SECOND_PASS, Origin.MEMORY, Origin.COPIED]
    segments = [BilingualSegment(at, f"Zin {at}.", f"Line {at}.", origin) for at, origin in enumerate(origins)]
    path.write_bytes(write_jsonl(BilingualDocument(Document("visit.txt", "text", [], []), segments, *PAIR)))
    reading = Reading(PAIR)
    pairs = list(reading.files([str(path)]))
    assert texts(pairs) == [("Zin 1.", "Line 1."), ("Zin 3.", "Line 3.")]
    assert {pair.document for pair in pairs} == {"visit.txt"}
    (note,) = reading.notes
    assert note.startswith(f"{path}: 3 segments")


def test_a_folder_gives_all_of_its_memories_and_the_bundled_one_is_known_by_name(tmp_path: Path):
    write_units(tmp_path / "b.tmx", UNITS[1:], *PAIR)
    write_units(tmp_path / "a.tsv", UNITS[:1], *PAIR)
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    assert texts(read(tmp_path)) == READ
    bundled = read("written")
    assert len(bundled) > 1000 and len({pair.document for pair in bundled}) > 100


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.tmx", None),
        ("report.txt", "text"),
        ("other.tsv", "de\ten\tdocument\nEins.\tOne.\td\n"),
        ("bad.xlf", "<x/>"),
    ],
)
def test_what_is_no_memory_is_refused_by_name(tmp_path: Path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=name):
        read(path)
