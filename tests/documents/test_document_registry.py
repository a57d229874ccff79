from pathlib import Path

import pytest
from document_helpers import by_word

from workbench.documents.registry import find_documents, format_for, format_names, read_data, read_document
from workbench.errors import InputError, UsageError


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("text", "text"),
        ("docx", "docx"),
        ("verslag.nl.TXT", "text"),
        (Path("a/b.md"), "markdown"),
        ("x.htm", "html"),
        ("x.xhtml", "html"),
        ("x.docx", "docx"),
        ("x.odt", "odt"),
        ("x.sdlxliff", "xliff"),
        ("x.PO", "po"),
        ("x.srt", "srt"),
        ("x.pdf", "pdf"),
    ],
)
def test_finds_formats_by_name_and_suffix(wanted: str | Path, name: str) -> None:
    assert format_for(wanted).name == name


def test_every_format_is_found_by_its_own_suffixes() -> None:
    for name in format_names():
        for suffix in format_for(name).suffixes:
            assert format_for(f"file{suffix}").name == name


@pytest.mark.parametrize("wanted", ["x.rtf", "x", "", "latex"])
def test_lists_the_known_formats_for_an_unknown_one(wanted: str) -> None:
    with pytest.raises(UsageError, match=r"known are text \(.txt, .text\), markdown"):
        format_for(wanted)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "a.txt: the file is empty"),
        ("a.txt", b"PK\x03\x04rest", "is not text but a zip archive or Office document"),
        ("a.md", b"%PDF-1.7", "is not markdown but a PDF file"),
        ("a.html", b"{\\rtf1", "is not html but a Rich Text"),
        ("a.docx", b"%PDF-1.7", "is not a Word document (.docx) but a PDF file"),
        ("a.docx", b"gewone tekst", "is not a Word document (.docx) but something else"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "locked with a password"),
        ("a.txt", b"a\xff", "line 1: is not UTF-8 text"),
        ("a.html", b"a\0", "is a binary file"),
    ],
)
def test_refuses_files_that_are_not_what_they_claim(name: str, data: bytes, message: str) -> None:
    with pytest.raises(InputError) as error:
        read_data(data, name, by_word, format_for(name))
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_reads_a_file_with_the_format_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "verslag.log"
    path.write_text("Een regel.\n")
    assert read_document(path, by_word, "text").name == str(path)
    with pytest.raises(UsageError):
        read_document(path, by_word)
    with pytest.raises(InputError, match="is larger than"):
        read_document(path, by_word, "text", limit=3)


def test_a_file_of_white_space_has_no_segments() -> None:
    assert read_data(b" \n\n", "a.txt", by_word, format_for("text")).segments == []


def test_a_folder_stands_for_the_documents_in_it(tmp_path: Path) -> None:
    (tmp_path / "inner.md").mkdir()
    names = ["b.TXT", "a.docx", "inner.md/c.html", "terms.csv", ".hidden.txt", "~$a.docx"]
    for name in names:
        (tmp_path / name).touch()
    assert [str(path.relative_to(tmp_path)) for path in find_documents(tmp_path)] == [
        "a.docx",
        "b.TXT",
        "inner.md/c.html",
    ]
    assert find_documents(tmp_path / "absent.pdf") == [tmp_path / "absent.pdf"]
