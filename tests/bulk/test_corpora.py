"""Corpora: rows come back whole and in order, with the translation and its marks."""

import json
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.bulk.corpora import corpus_format, is_corpus
from workbench.errors import InputError, UsageError

FIELDS = ("text_en", "text_en_marks")
texts = st.text(string.ascii_letters + ' "\\{}\n\t\u2028é日', max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts, lambda inner: st.lists(inner, max_size=3), max_leaves=5
)
rows = st.lists(
    st.fixed_dictionaries(
        {"text": st.none() | texts},
        optional=dict.fromkeys(string.ascii_lowercase[:4], values),
    ),
    max_size=20,
)


def translated(texts):
    return [(None if text is None else f"<{text}>", ["odd"] if text == "" else []) for text in texts]


@given(rows)
@settings(max_examples=50)
def test_json_lines_come_back_with_two_fields_more(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("corpus")
    source, output = folder / "rows.jsonl", folder / "rows.en.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    texts = list(corpus_format(source).texts(source, "text"))
    assert texts == [row["text"] for row in rows]
    corpus_format(source).write(source, output, FIELDS, translated(texts))
    found = [json.loads(line) for line in output.read_text(encoding="utf-8").split("\n") if line]
    expected = [row | dict(zip(FIELDS, pair, strict=True)) for row, pair in zip(rows, translated(texts), strict=True)]
    assert found == expected


def test_what_a_line_holds_besides_is_kept_as_it_was_written(tmp_path):
    source, output = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b'\xef\xbb\xbf{ "n": 1.50e2,  "text":"ja" } \r\n\n{"text":"\\u00e9"}')
    corpus_format(source).write(source, output, FIELDS, [("yes", []), ("é", [])])
    lines = output.read_text(encoding="utf-8").split("\n")
    assert lines[0].startswith('{ "n": 1.50e2,  "text":"ja"') and json.loads(lines[0])["text_en"] == "yes"
    assert lines[1] == "" and lines[2].startswith('{"text":"\\u00e9", ')


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"text": "a"}\n{"txt": "b"}\n', "line 2: has no field 'text'; it has txt"),
        (b'{"text": 3}\n', "line 1: field 'text' is no text"),
        (b'{"text": "a\\ud800"}\n', "line 1: field 'text' holds half a character"),
        (b"[1]\n", "line 1: is JSON but not an object"),
        (b'{"text": \n', "line 1: is not JSON"),
        (b'{"text": "\xe9"}\n', "line 1: is not UTF-8"),
        (b'{"text": "' + b"a" * 10_000_001 + b'"}\n', "line 1: longer than"),
    ],
)
def test_broken_lines_are_named(tmp_path, content, message):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        list(corpus_format(path).texts(path, "text"))


@pytest.mark.parametrize("results", [[], [("a", []), ("b", [])]])
def test_a_corpus_that_changed_meanwhile_is_not_written(tmp_path, results):
    source, output = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"text": "a"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="has changed"):
        corpus_format(source).write(source, output, FIELDS, results)


def test_a_field_that_is_there_is_not_written_over(tmp_path):
    source = tmp_path / "rows.jsonl"
    source.write_text('{"text": "a", "text_en": "b"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="line 1: has a field 'text_en' already"):
        corpus_format(source).write(source, tmp_path / "out.jsonl", FIELDS, [("a", [])])


def test_only_corpora_are_corpora():
    assert is_corpus(Path("a.JSONL")) and is_corpus(Path("a.parquet")) and not is_corpus(Path("a.txt"))
    with pytest.raises(UsageError, match="--field is for corpora"):
        corpus_format(Path("a.txt"))


class TestParquet:
    @pytest.fixture
    def arrow(self):
        return pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra parquet)")

    def write(self, arrow, path, columns):
        from pyarrow.parquet import write_table

        write_table(arrow.table(columns), path, row_group_size=1000)

    @pytest.mark.parametrize("count", [0, 1, 20_000])
    def test_rows_come_back_with_two_columns_more(self, arrow, tmp_path, count):
        from pyarrow.parquet import read_table

        source, output = tmp_path / "rows.parquet", tmp_path / "out.parquet"
        texts = [None if number % 7 == 0 else f"zin {number}" for number in range(count)]
        self.write(arrow, source, {"n": arrow.array(range(count), arrow.int32()), "text": arrow.array(texts, "string")})
        form = corpus_format(source)
        assert list(form.texts(source, "text")) == texts
        form.write(source, output, FIELDS, iter(translated(texts)))
        table = read_table(output)
        assert table.column_names == ["n", "text", *FIELDS]
        assert table.drop(list(FIELDS)).equals(read_table(source))
        assert table["text_en"].to_pylist() == [target for target, _ in translated(texts)]

    def test_what_is_no_text_or_no_parquet_is_named(self, arrow, tmp_path):
        path = tmp_path / "rows.parquet"
        self.write(arrow, path, {"n": [1, 2], "text": ["a", "b"]})
        with pytest.raises(InputError, match="has no column 'x'; it has n, text"):
            list(corpus_format(path).texts(path, "x"))
        with pytest.raises(InputError, match="row 1"):
            list(corpus_format(path).texts(path, "n"))
        for results, message in (([("a", [])], "has changed"), ([("a", [])] * 3, "has changed")):
            with pytest.raises(InputError, match=message):
                corpus_format(path).write(path, tmp_path / "o", FIELDS, iter(results))
        path.write_bytes(b"PAR1 but no more")
        with pytest.raises(InputError, match="is not Parquet"):
            list(corpus_format(path).texts(path, "text"))
