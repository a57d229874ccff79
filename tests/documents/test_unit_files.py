import pytest
from bilingual_samples import SAMPLE, bilingual
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.documents.bilingual import TranslationUnit
from workbench.documents.jsonl import write_jsonl
from workbench.documents.unit_files import is_unit_file, read_units, write_units
from workbench.errors import InputError, UsageError


def units(path, content, languages=("nl", "en")):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_units(path, *languages))


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("source\ttarget\nraad\tcouncil\n", [("raad", "council")]),
        ("raad\tcouncil\n\nzee\tsea", [("raad", "council"), ("zee", "sea")]),
        ("nl\ten\r\nraad\tcouncil\r\n", [("raad", "council")]),
        ("source\treference\tdocument\nraad\tcouncil\ta.txt\n", [("raad", "council", "a.txt")]),
        ("source\treference\tother\nraad\tcouncil\ta.txt\n", [("raad", "council")]),
        ("nl\ten\tdocument\nraad\\\\\tcouncil\ta.txt\n", [("raad\\", "council", "a.txt")]),
        ("source\ttarget\tdocument\nraad\tcouncil\ta.txt\nzee\tsea\n", [("raad", "council", "a.txt"), ("zee", "sea")]),
        ("source\ttarget\na\\tb\tc\\\\d\n", [("a\tb", "c\\d")]),
        ("a\\tb\tc\textra\n", [("a\\tb", "c")]),
        ("raad\t\n", [("raad", "")]),
        ("", []),
    ],
)
def test_tsv_with_a_header_or_without(tmp_path, content, wanted):
    assert units(tmp_path / "a.tsv", content) == [TranslationUnit(*cells) for cells in wanted]


def test_segments_of_json_lines_come_from_its_document(tmp_path):
    found = units(tmp_path / "a.jsonl", write_jsonl(bilingual(*SAMPLE)))
    assert found[0] == TranslationUnit("De Oostzee", "The Baltic Sea", "verslag.docx")
    assert len(found) == len(SAMPLE)


def test_json_lines_in_other_languages_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"a.jsonl: line 1: is nl-en, not de-fr"):
        units(tmp_path / "a.jsonl", write_jsonl(bilingual(*SAMPLE)), ("de", "fr"))


def test_tsv_in_other_languages_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"a.tsv: line 1: is nl-en, not de-fr"):
        units(tmp_path / "a.tsv", "nl\ten\tdocument\nraad\tcouncil\ta.txt\n", ("de", "fr"))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.tsv", "source\ttarget\nraad\n", "a.tsv: line 2: has one cell"),
        ("a.tsv", "a\0b\tc", "binary"),
        ("a.jsonl", "{", "a.jsonl: line 1: is not JSON"),
        ("a.tmx", "<tbx/>", "a.tmx: line 1: is not TMX"),
        ("a.docx", "", "a.docx: holds no translation units by its suffix; give .tmx, .tsv, .jsonl"),
    ],
)
def test_what_is_broken_is_refused_with_its_line(tmp_path, name, content, said):
    with pytest.raises(InputError, match=said):
        units(tmp_path / name, content)


def test_suffixes_are_known_in_any_case():
    assert is_unit_file("a.TMX") and not is_unit_file("a.txt")


cell = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=9).map(str.strip).filter(bool)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.builds(TranslationUnit, cell, cell, document=cell), min_size=1, max_size=4),
    st.sampled_from(["tsv", "tmx"]),
)
def test_what_is_written_is_read(tmp_path, some, suffix):
    path = tmp_path / f"a.{suffix}"
    write_units(path, some, "nl", "en")
    read = list(read_units(path, "nl", "en"))
    assert len(read) == len(some)
    if suffix == "tsv":
        assert read == some


def test_characters_that_xml_cannot_hold_are_told_and_other_suffixes_refused(tmp_path):
    notes = write_units(tmp_path / "a.tmx", [TranslationUnit("a\x01", "b")], "nl", "en")
    assert notes == ["1 characters that XML cannot hold were written as U+FFFD"]
    with pytest.raises(UsageError, match=r"to \.tmx or \.tsv"):
        write_units(tmp_path / "a.docx", [], "nl", "en")
    assert [path.name for path in tmp_path.iterdir()] == ["a.tmx"]
