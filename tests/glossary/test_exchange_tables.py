"""Tables as others write them: delimiters, encodings, formulas, two columns; and the order of the file on disk."""

import datetime
import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from workbench.errors import GlossaryError, InputError, UsageError
from workbench.glossary.csv_format import (
    COLUMNS,
    format_glossary,
    guard,
    parse_glossary,
    read_glossary,
    unguard,
    write_glossary,
)
from workbench.glossary.exchange.base import Import, Languages
from workbench.glossary.exchange.registry import format_named, format_of_content, format_of_suffix, read_import
from workbench.glossary.files import load_glossary
from workbench.glossary.model import Glossary, Review, Status, Term
from workbench.resources import bundled

NL_EN = Languages.parse("nl,en")
HEADER = "concept_id,lang,term,note\n"


def read(data: str | bytes, languages: str = "", name: str = "terms.csv") -> Import:
    content = data.encode() if isinstance(data, str) else data
    return format_of_content(content, name).read(content, name, Languages.parse(languages))


def texts(found: Import) -> list[str]:
    return [f"{row.term.language} {row.term.text}" for row in found.rows]


# The file on disk


def test_the_bundled_glossary_is_written_as_it_is():
    path = bundled("glossaries") / "diplomatic.csv"
    assert format_glossary(load_glossary("diplomatic")) == path.read_bytes()


def test_rows_are_written_in_a_stable_order_and_optional_columns_when_used(tmp_path):
    path = tmp_path / "terms.csv"
    rows = [
        ("b", Term("z", "nl", Status.DEPRECATED)),
        ("b", Term("y", "nl", Status.ADMITTED)),
        ("b", Term("x", "nl")),
        ("b", Term("a", "en", Status.ADMITTED, reviewed_by="Jan", reviewed_at="2026-09-30T14:00+02:00")),
        ("a", Term("q, r", "vi", case_sensitive=True, review=Review.PROPOSED)),
    ]
    write_glossary(path, Glossary.of("terms", rows))
    assert path.read_text().splitlines() == [
        ",".join(COLUMNS) + ",reviewed_by,reviewed_at",
        'a,vi,"q, r",preferred,,,,,,yes,,proposed,,',
        "b,en,a,admitted,,,,,,,,approved,Jan,2026-09-30T14:00+02:00",
        "b,nl,x,preferred,,,,,,,,approved,,",
        "b,nl,y,admitted,,,,,,,,approved,,",
        "b,nl,z,deprecated,,,,,,,,approved,,",
    ]
    assert read_glossary(path).concepts["b"].terms[0].reviewed_by == "Jan"
    write_glossary(path, Glossary.of("terms", reversed(rows)))
    assert path.read_text().count("\n") == 6 and read_glossary(path).concepts["b"].terms[0].text == "a"


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([("a", Term("x", "nl")), ("a", Term("y", "nl"))], "line 3: second preferred nl term"),
        ([("", Term("x", "nl"))], "line 2: concept_id, lang and term must not be empty"),
        ([("a", Term("\ud800", "nl"))], "line 2: half a surrogate pair"),
        ([("a", Term("\0", "nl"))], "binary"),
        ([("a", Term("x", "nl", reviewed_at="yesterday"))], "line 2: reviewed_at 'yesterday' is not a date"),
    ],
)
def test_what_would_not_read_back_is_not_written(tmp_path, rows, what):
    path = tmp_path / "terms.csv"
    path.write_text("before")
    with pytest.raises(InputError, match=what):
        write_glossary(path, Glossary.of("terms", rows))
    assert path.read_text() == "before"


@pytest.mark.parametrize(
    ("header", "what"),
    [(",".join(COLUMNS) + ",colour", "column 'colour' is unknown"), (",".join(COLUMNS) + ",term", "stands twice")],
)
def test_columns_that_writing_would_lose_are_refused(header, what):
    with pytest.raises(GlossaryError, match=f"line 1: column .*{what.split(' ', 2)[-1]}"):
        parse_glossary(f"{header}\n".encode(), "terms.csv", "terms")


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-tje", "@x", "'=a", "''-", "'s-Gravenhage", "a=b", "'", ""])
def test_formulas_are_made_harmless_and_come_back(text):
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in tuple("=+-@")
    if text:
        glossary = Glossary.of("terms", [("a", Term(text, "nl", note=text))])
        assert parse_glossary(format_glossary(glossary), "terms.csv", "terms") == glossary


# What others write

CAFE = "concept_id{0}lang{0}term{0}note\na{0}nl{0}café{0}één\n"


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (CAFE.format(",").encode(), None),
        (CAFE.format(";").encode(), None),
        (CAFE.format("\t").encode(), None),
        (CAFE.format("|").encode(), None),
        ("sep=;\r\n" + CAFE.format(";"), None),
        (CAFE.format(";").replace("\n", "\r\n").encode("utf-8-sig"), None),
        (CAFE.format(",").replace("\n", "\r").encode(), None),
        (CAFE.format("\t").encode("utf-16"), None),
        (CAFE.format(";").encode("latin-1"), "Windows-1252"),
        (CAFE.format(";").replace("é", "’").encode("cp1252"), "Windows-1252"),
    ],
)
def test_any_delimiter_and_encoding(data, note):
    found = read(data)
    assert texts(found) in (["nl café"], ["nl caf’"])
    assert found.rows[0].stated == {"note"}
    assert (note is None) == (not found.notes) and (note or "") in "".join(found.notes)


def test_quoted_newlines_and_formulas_stay_text():
    found = read(HEADER + 'a,nl,x,"one\ntwo ""three"""\nb,nl,"=cmd(""x"")",\'+1\n')
    assert [row.term.note for row in found.rows] == ['one\ntwo "three"', "+1"]
    assert found.rows[1].term.text == '=cmd("x")'


def test_other_names_for_columns_and_what_is_left_out():
    found = read("ID,Language,Term,Status,Colour,,Term\na,NL_be,x,admitted,red,1,y\nb,en,z,,,,\n")
    assert texts(found) == ["nl-be x", "en z"]
    assert [row.stated for row in found.rows] == [{"status"}, frozenset()]
    assert list(found.notes) == [
        "column colour: unknown, left out (1 time)",
        "column 6 without a name: left out (1 time)",
        "column term again: left out (1 time)",
    ]


def test_repeats_and_second_preferred_terms_are_noted():
    found = read("concept_id,lang,term,status\na,nl,x,preferred\na,nl,x,admitted\na,nl,y,preferred\n")
    assert [row.term.status for row in found.rows] == [Status.PREFERRED, Status.ADMITTED]
    assert len(found.notes) == 2


def test_only_wanted_languages():
    found = read(HEADER + "a,nl,x,\na,en-GB,y,\na,fr,z,\n", "nl,en")
    assert texts(found) == ["nl x", "en y"]
    assert list(found.notes) == ["en-gb is taken as en (1 time)", "term in fr, which is not wanted: left out (1 time)"]


@pytest.mark.parametrize(
    ("data", "languages", "expected"),
    [
        ("Oostzee,Baltic Sea\nVN,UN\n", "nl,en", ["nl Oostzee", "en Baltic Sea", "nl VN", "en UN"]),
        ("nl\ten\nOostzee\tBaltic Sea\n", "", ["nl Oostzee", "en Baltic Sea"]),
        ("EN,NL\nBaltic Sea,Oostzee\n", "nl,en", ["en Baltic Sea", "nl Oostzee"]),
        ("Oostzee,Baltic Sea,nl,EN-GB\n", "", ["nl Oostzee", "en-gb Baltic Sea"]),
        ("Oostzee,Baltic Sea,NL,EN,0.9\n", "nl,en", ["nl Oostzee", "en Baltic Sea"]),
        ('"source","target","context"\n"Oostzee","Baltic Sea","x"\n', "nl,en", ["nl Oostzee", "en Baltic Sea"]),
        ('zeg "nee"\tsay "no"\n"a" b\tc\n', "nl,en", ['nl zeg "nee"', 'en say "no"', 'nl "a" b', "en c"]),
        ("VN;UN\nVN;United Nations\nleeg;\n", "nl,en", ["nl VN", "en UN", "en United Nations"]),
        ("'=x;'+y\n", "nl,en", ["nl =x", "en +y"]),
    ],
)
def test_two_columns(data, languages, expected):
    found = read(data, languages)
    assert texts(found) == expected
    assert not any(row.named or row.stated for row in found.rows)


def test_two_columns_of_unknown_languages_ask_for_them():
    with pytest.raises(UsageError, match="--languages nl,en"):
        read("Oostzee,Baltic Sea\n")


@pytest.mark.parametrize(
    ("data", "place", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0", "line 3", "binary file"),
        (b"a,b\n\x01\x02\xff\xfe\xfa", "line 2", "binary file"),
        (b"", "line 1", "holds no terms"),
        (b"\n \n", "line 1", "holds no terms"),
        (b"a;b;c\n", "line 1", "3 columns are neither terms"),
        (b"concept_id,term\nx,y\n", "line 1", "column lang is missing"),
        (b"concept_id,lang,term,status\na,nl,x,admitted\na,nl,y,best\n", "line 3", "status 'best' is unknown"),
        (b"concept_id,lang,term\na,nl\n", "line 2", "must not be empty"),
        (b"concept_id,lang,term\na,nl,b,c\n", "line 2", "4 cells for 3 columns"),
        (b'concept_id,lang,term\na,nl,"b\n\nc\n', "line 2", "not CSV"),
        (b"sep=;\nconcept_id;lang;term\n;nl;x\n", "line 3", "must not be empty"),
        (b'sep=;\nconcept_id;lang;term\n"', "line 3", "not CSV"),
        (b"nl,en\nb\n", "line 2", "1 cells instead of 2"),
        (b"nl,en\nb,c,d\n", "line 2", "3 cells instead of 2"),
        (b"concept_id,lang,term\na,nl," + b"x" * 200_000, "line 2", "not CSV"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(data, place, what):
    with pytest.raises(GlossaryError) as caught:
        read(data)
    message = str(caught.value)
    assert message.startswith(f"terms.csv: {place}: ") and what in message and "\n" not in message


# Writing two columns


def test_two_columns_hold_one_target_a_source_term_and_say_what_they_lose():
    rows = [
        ("baltic-sea", Term("Oostzee", "nl", context=("Zweden",))),
        ("baltic-sea", Term("Baltic Sea", "en")),
        ("baltic-sea", Term("the Baltic", "en", Status.ADMITTED)),
        ("east-sea", Term("Oostzee", "nl")),
        ("east-sea", Term("East Sea", "en")),
        ("east-sea", Term("Baltic Sea", "en", Status.DEPRECATED)),
        ("tab", Term("een\ttab", "nl")),
        ("tab", Term("=1", "en")),
        ("alone", Term("alleen", "nl")),
        ("alone", Term("seul", "fr")),
        ("later", Term("later", "nl", review=Review.PROPOSED)),
    ]
    export = format_named("tsv").write(Glossary.of("terms", rows), NL_EN)
    assert export.data == b'Oostzee\tBaltic Sea\n"een\ttab"\t\'=1\n'
    assert list(export.losses) == [
        "admitted term in en (1 time)",
        "'Oostzee' as 'East Sea' (east-sea): only 'Baltic Sea' (baltic-sea) is written (1 time)",
        "concept without an approved term in en (1 time)",
        "concept without an approved term in nl (1 time)",
        "field context (1 time)",
        "deprecated term in en (1 time)",
        "term in fr (1 time)",
        "proposed term (1 time)",
    ]
    assert texts(read(export.data, "nl,en")) == ["nl Oostzee", "en Baltic Sea", "nl een\ttab", "en =1"]


# Workbooks


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_workbook_that_someone_typed():
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append([])
        book.active.append(["concept_id", "lang", "term", "note", "case_sensitive", "reviewed_at", None])
        book.active.append(["112", "nl", 112, "=HYPERLINK(1)", True, datetime.date(2026, 9, 30)])
        book.active.append([112.0, "en", "emergency", None, None, None])
        book.create_sheet("ideas", 0).append(["read", "me", "first"])
        book.create_sheet("empty")

    found = read(workbook(fill), name="terms.xlsx")
    first, second = (row.term for row in found.rows)
    assert (first.text, first.note, first.case_sensitive, first.reviewed_at) == (
        "112",
        "=HYPERLINK(1)",
        True,
        "2026-09-30",
    )
    assert {row.concept for row in found.rows} == {"112"} and second.text == "emergency"
    assert list(found.notes) == ["sheet ideas: left out"]


def test_formulas_are_texts_in_a_workbook():
    glossary = Glossary.of("terms", [("a", Term("=cmd()", "nl", note="#N/A"))])
    data = format_named("xlsx").write(glossary, Languages()).data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet["C2"].value == "=cmd()" and sheet["C2"].data_type == "s" and sheet["C2"].quotePrefix
    assert sheet["H2"].data_type == "s"


def test_cells_longer_than_excel_takes_are_cut_and_listed():
    glossary = Glossary.of("terms", [("a", Term("x", "nl", definition="d" * 40_000))])
    export = format_named("xlsx").write(glossary, Languages())
    assert export.losses == ["definition of 'x': longer than 32767 characters, cut (1 time)"]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04 and nothing more", "is damaged"),
        (workbook(lambda book: book.active.append(["a", "b", "c"])), "row 1: 3 columns"),
        (workbook(lambda book: None), "row 1: holds no terms"),
        (workbook(lambda book: [book.active.append(row) for row in (["concept_id", "lang", "term"], ["a"])]), "row 2"),
    ],
)
def test_a_workbook_that_is_none(data, what):
    with pytest.raises(InputError) as caught:
        read(data, name="terms.xlsx")
    assert what in str(caught.value) and "\n" not in str(caught.value)


def test_a_zip_without_a_workbook_and_one_with_entities():
    good = workbook(lambda book: book.active.append(["concept_id", "lang", "term"]))
    for replaced in (None, b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'):
        data = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(data, "w") as new:
            for name in old.namelist():
                if name == "xl/worksheets/sheet1.xml":
                    if replaced:
                        new.writestr(name, replaced)
                elif replaced or name != "xl/workbook.xml":
                    new.writestr(name, old.read(name))
        with pytest.raises(GlossaryError, match="cannot be read as an Excel workbook"):
            read(data.getvalue(), name="terms.xlsx")


# Choosing a format


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"PK\x03\x04", "x.csv", "xlsx"),
        (b"\xef\xbb\xbf\n <?xml", "x.csv", "tbx"),
        ("<tbx>".encode("utf-16"), "x", "tbx"),
        (b"a,b", "x.csv", "csv"),
        (b"a,b", "x.tbx", "tbx"),
        (b"a,b", "x.unknown", "csv"),
        (b"", "x.xlsx", "xlsx"),
    ],
)
def test_the_content_tells_the_format(data, name, expected):
    assert format_of_content(data, name).name == expected


def test_unknown_formats_are_told_what_there_is(tmp_path):
    for call in (lambda: format_named("pdf"), lambda: format_of_suffix(tmp_path / "x.pdf")):
        with pytest.raises(UsageError, match="csv-pairs"):
            call()
    with pytest.raises(InputError, match="no such file"):
        read_import(tmp_path / "none.csv", None, Languages())
