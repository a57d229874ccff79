import json

import pytest
from bilingual_samples import SAMPLE, bilingual, segments, text
from document_helpers import by_sentence
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.bilingual import BilingualDocument, BilingualSegment, Origin
from workbench.documents.jsonl import read_header, read_jsonl, write_jsonl
from workbench.documents.outputs import OUTPUTS, mark_unplaced, output_for
from workbench.documents.text import TextFormat
from workbench.documents.tmx import read_tmx
from workbench.documents.tsv import escape, read_tsv, unescape, write_tsv
from workbench.errors import InputError, UsageError


@given(text.filter(lambda cell: "\0" not in cell))
def test_tsv_cells_come_back(cell: str) -> None:
    assert unescape(escape(cell)) == cell
    assert not {"\t", "\n", "\r"} & set(escape(cell))


@given(st.lists(segments))
def test_tsv_has_one_line_a_segment(some: list[BilingualSegment]) -> None:
    data = write_tsv(some)
    assert data.startswith(b"source\ttarget\n")
    if b"\0" not in data:
        pairs = [(segment.source, segment.target) for segment in some]
        assert read_tsv(data, "f.tsv") == pairs
        assert data.count(b"\n") == len(some) + 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "line 1: has no header"),
        (b"een\ttwee\n", "line 1: has no header"),
        (b"source\ttarget\na\tb\nc\n", "line 3: has 1 cells instead of 2"),
        (b"source\ttarget\r\na\tb\tc\r\n", "line 2: has 3 cells"),
    ],
)
def test_tsv_errors_name_the_line(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_tsv(data, "f.tsv")


def test_tsv_is_read_as_other_programs_write_it() -> None:
    assert read_tsv(b"source\ttarget\r\na\tb\r\n\r\nc:\\d\t\r\n", "f.tsv") == [("a", "b"), ("c:\\d", "")]


@given(st.lists(segments))
def test_jsonl_comes_back(some: list[BilingualSegment]) -> None:
    document = bilingual(*some, signature="model:x|beam:4")
    data = write_jsonl(document)
    assert read_jsonl(data, "f.jsonl") == some
    assert read_header(data, "f.jsonl")["signature"] == "model:x|beam:4"
    assert write_jsonl(document) == data


def test_jsonl_is_stable() -> None:
    header, first, *_ = write_jsonl(bilingual(*SAMPLE)).decode().splitlines()
    assert header == (
        '{"workbench": 1, "document": "verslag.docx", "format": "docx", "source_language": "nl", '
        '"target_language": "en", "signature": "", "notes": []}'
    )
    assert first == (
        '{"index": 0, "source": "De Oostzee", "target": "The Baltic Sea", "origin": "first pass", "kind": "heading", '
        '"place": "line 1", "terms": [{"concept": "baltic-sea", "source": [3, 10], "target": [4, 14], "outcome": '
        '"kept", "allowed": ["Baltic Sea"], "explanation": "the sea, not the lake"}], "marks": [], "score": null, '
        '"placeables": [], "history": [], "matches": []}'
    )


def test_jsonl_needs_no_header_and_only_the_main_keys() -> None:
    data = b'\n{"index": 0, "source": "a", "target": "b", "origin": "memory"}\n'
    assert read_jsonl(data, "f.jsonl") == [BilingualSegment(0, "a", "b", Origin.MEMORY)]
    assert read_header(data, "f.jsonl") == {}


GOOD = {"index": 0, "source": "a", "target": "b", "origin": "memory"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1: is not JSON"),
        ("[" * 100_000, "line 1: is not JSON"),
        ("[1]", "line 1: is JSON but not an object"),
        ("{}", "line 1: a segment needs the key 'index'"),
        (json.dumps({**GOOD, "source": 1}), "1 is not a string"),
        (json.dumps({**GOOD, "source": "\ud800"}), "not a bilingual segment"),
        (json.dumps({**GOOD, "origin": "heaven"}), "'heaven' is not a valid Origin"),
        (json.dumps({**GOOD, "terms": [{}]}), "needs the key 'concept'"),
        (json.dumps({**GOOD, "terms": 3}), "not a bilingual segment"),
        (json.dumps({**GOOD, "terms": ["x"]}), "not a bilingual segment"),
    ],
)
def test_jsonl_errors_name_the_line(line: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        read_jsonl(line.encode(), "f.jsonl")
    assert message in str(error.value)


def test_tmx_holds_every_segment_that_has_a_text(tmp_path) -> None:
    path = tmp_path / "a.tmx"
    path.write_bytes(output_for("tmx").write(bilingual(*SAMPLE)))
    units = list(read_tmx(path, "nl", "en"))
    assert [(unit.source, unit.target) for unit in units] == [(segment.source, segment.target) for segment in SAMPLE]
    assert {unit.document for unit in units} == {"verslag.docx"}


def from_text(text: str, *targets: str) -> BilingualDocument:
    document = TextFormat().read(text.encode(), "verslag.txt", by_sentence)
    some = [
        BilingualSegment(segment.index, segment.source, target, Origin.FIRST_PASS)
        for segment, target in zip(document.segments, targets, strict=True)
    ]
    return BilingualDocument(document, some, "nl", "en")


def test_txt_is_laid_out_as_a_text_was() -> None:
    document = from_text("Kop\r\n\r\n- Een.  Twee.\r\n", "Head", "One.", "Two.")
    assert output_for("txt").write(document) == b"Head\r\n\r\n- One.  Two.\r\n"
    assert output_for("document").write(document) == b"Head\r\n\r\n- One.  Two.\r\n"


def test_txt_parts_the_blocks_of_other_formats_by_empty_lines() -> None:
    assert output_for("txt").write(bilingual(*SAMPLE)) == b"The Baltic Sea\n\nTalks.\n\nThe East Sea.\n\n12.\n"


def test_outputs_have_suffixes() -> None:
    assert {name: output.suffix_for("a/verslag.docx") for name, output in OUTPUTS.items()} == {
        "document": ".docx",
        "tsv": ".tsv",
        "tmx": ".tmx",
        "xliff": ".xlf",
        "jsonl": ".jsonl",
        "html": ".html",
        "txt": ".txt",
        "page": ".html",
    }
    assert OUTPUTS["document"].suffix_for("a/Verslag.PDF") == ".docx"
    with pytest.raises(UsageError, match="known are document, tsv"):
        output_for("pdf")
    assert output_for("html").write(bilingual(*SAMPLE)).startswith(b"<!DOCTYPE html>")


def test_segments_whose_formatting_could_not_be_placed_are_marked() -> None:
    marked = mark_unplaced(bilingual(*SAMPLE), {1})
    assert [list(segment.marks) for segment in marked.segments] == [
        [],
        ["a term is missing", "formatting could not be placed"],
        [],
        [],
    ]
