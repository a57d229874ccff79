"""Each check of glossary hygiene finds what it should and nothing else; fixes change their rows and no other byte."""

import codecs
from pathlib import Path

import pytest

from workbench.errors import GlossaryError, InputError
from workbench.glossary.csv_format import COLUMNS, read_glossary
from workbench.glossary.files import glossary_path
from workbench.glossary.hygiene.registry import CHECKS, Finding, Severity
from workbench.glossary.hygiene.report import documentation
from workbench.glossary.hygiene.rows import parse_file, read_file
from workbench.glossary.hygiene.run import fix_file, run_checks
from workbench.glossary.hygiene.subject import Subject

ROOT = Path(__file__).parents[2]
HEADER = ",".join((*COLUMNS, "context"))


def table(*rows: str) -> bytes:
    """A glossary file of rows ``concept|lang|term[|status[|review[|context]]]``."""
    lines = [HEADER]
    for row in rows:
        concept, language, term, status, review, context = (*row.split("|"), "", "", "")[:6]
        cell = '"' + term.replace('"', '""') + '"' if set(term) & {'"', ",", "\n"} else term
        lines.append(f"{concept},{language},{cell},{status},,,,,,,,{review},{context.replace(';', ' | ')}")
    return ("\n".join(lines) + "\n").encode()


def findings(*rows: str, languages: tuple[str, ...] = ("nl",), texts: list[str] | None = None) -> list[Finding]:
    file = parse_file(table(*rows), "terms.csv")
    return run_checks(Subject(file.rows, file.broken, languages, texts))


def codes(*rows: str) -> set[tuple[str, str, int]]:
    return {(finding.code, finding.severity.value, finding.line) for finding in findings(*rows)}


#: Code, severity, the line of the finding (the header is line 1), rows.
HITS = [
    ("unreadable-row", "error", 2, ["c|nl|raad|prefered"]),
    ("unreadable-row", "error", 2, ["c|nl|raad||approved?"]),
    ("empty-term", "error", 2, ["c|nl|"]),
    ("empty-term", "error", 2, ["|nl|raad"]),
    ("unknown-language", "error", 2, ["c|dutch|raad"]),
    ("two-preferred", "error", 3, ["c|nl|raad", "c|nl|commissie"]),
    ("two-preferred", "error", 3, ["c|nl|raad", "c|nl|commissie||rejected"]),
    ("no-preferred", "warning", 3, ["c|nl|raad", "c|en|board|deprecated"]),
    ("deprecated-in-allowed", "error", 4, ["c|nl|raad", "c|en|Privy Council", "c|en|Council|deprecated"]),
    ("deprecated-in-allowed", "error", 4, ["c|nl|raad", "c|en|state visits", "c|en|State Visit|deprecated"]),
    ("exact-duplicate", "warning", 3, ["c|nl|raad", "c|nl|raad"]),
    ("near-duplicate", "warning", 3, ["c|nl|Raad", "c|nl|raad|admitted"]),
    ("near-duplicate", "info", 3, ["c|nl|raad", "c|nl|raden|admitted"]),
    ("near-duplicate", "info", 3, ["c|nl|comité", "c|nl|comite|admitted"]),
    ("language-missing", "warning", 2, ["c|en|council"]),
    ("preferred-and-deprecated", "error", 3, ["a|nl|raad", "b|nl|Raad|deprecated", "b|nl|bestuur"]),
    ("preferred-and-deprecated", "error", 3, ["a|nl|raad||proposed", "b|nl|raden|deprecated", "b|nl|bestuur"]),
    (
        "preferred-and-deprecated",
        "info",
        6,
        ["a|nl|zee|||vis", "a|en|lake", "b|nl|zee|||schip", "b|en|sea", "b|en|lake|deprecated"],
    ),
    (
        "rendering-cycle",
        "error",
        2,
        ["a|nl|zee", "a|en|lake", "a|en|sea|deprecated", "b|nl|zee", "b|en|sea", "b|en|lake|deprecated"],
    ),
    ("homonym-without-context", "warning", 4, ["a|nl|zee", "a|en|lake", "b|nl|zeeën", "b|en|sea"]),
    ("homonym-without-context", "warning", 4, ["a|nl|zee|||vis", "a|en|lake", "b|nl|zee", "b|en|sea"]),
    ("duplicate-concept", "warning", 4, ["a|nl|zee", "a|en|sea", "b|nl|zee", "b|en|seas"]),
    ("duplicate-concept", "info", 5, ["a|nl|meer", "a|en|sea", "a|fr|mer", "b|en|sea", "b|nl|zee", "b|fr|mer"]),
    ("untidy-spaces", "warning", 2, ["c|nl| raad"]),
    ("untidy-spaces", "warning", 2, ["c|nl|raad  van state"]),
    ("untidy-spaces", "warning", 2, ["c|nl|raad\u00a0van state"]),
    ("untidy-spaces", "warning", 2, ["c|nl|raad\nvan state"]),
    ("invisible-character", "warning", 2, ["c|nl|ra\u00adad"]),
    ("invisible-character", "warning", 2, ["c|nl|raad\u200b"]),
    ("invisible-character", "warning", 2, ["c|nl|raad\x07"]),
    ("invisible-character", "warning", 2, ["c|nl|ra\u200dad"]),
    ("decomposed-letter", "warning", 2, ["c|nl|comite\u0301"]),
    ("garbled-text", "error", 2, ["c|nl|comitÃ©"]),
    ("garbled-text", "error", 2, ["c|nl|comit\ufffd"]),
    ("one-letter-term", "error", 2, ["c|nl|r"]),
    ("no-word", "error", 2, ["c|nl|?!"]),
    ("mixed-alphabet", "error", 2, ["c|nl|r\u0430ad"]),
    ("mixed-alphabet", "error", 2, ["c|nl|\uff32aad"]),
    ("foreign-alphabet", "warning", 3, ["c|nl|raad van state", "d|nl|совет"]),
    ("leading-article", "warning", 2, ["c|nl|de raad"]),
    ("leading-article", "warning", 3, ["c|nl|raad", "c|en|the council"]),
    ("long-term", "warning", 2, ["c|nl|een twee drie vier vijf zes zeven acht negen tien elf"]),
    ("unbalanced-bracket", "warning", 2, ["c|nl|raad (van state"]),
    ("unbalanced-bracket", "warning", 2, ["c|nl|raad) van (state"]),
    ("unbalanced-bracket", "warning", 2, ["c|nl|“raad"]),
    ("several-terms", "warning", 2, ["c|nl|raad; bestuur"]),
    ("several-terms", "warning", 2, ["c|nl|raad / bestuur"]),
]

#: Code and rows that it must not speak of.
MISSES = [
    ("unreadable-row", ["c|nl|raad||", "c|en|council|ADMITTED|Proposed"]),
    ("empty-term", ["c|nl|raad"]),
    ("unknown-language", ["c|la|lex", "c|VI|hội đồng"]),
    ("two-preferred", ["c|nl|raad", "c|en|council", "d|nl|raad", "c|nl|bestuur|admitted"]),
    ("no-preferred", ["c|nl|raad", "c|en|council", "c|en|board|deprecated"]),
    ("deprecated-in-allowed", ["c|en|Council", "c|en|Councillor|deprecated", "c|en|Privy Council|deprecated"]),
    ("deprecated-in-allowed", ["c|en|Privy Council", "d|en|Board", "d|en|Council|deprecated"]),
    ("deprecated-in-allowed", ["c|en|Privy Council", "c|en|Council|deprecated|rejected"]),
    ("exact-duplicate", ["c|nl|raad", "d|nl|raad", "c|en|raad", "c|nl|raad|admitted"]),
    ("near-duplicate", ["c|nl|raad", "c|nl|raden|deprecated", "c|nl|raadslid|admitted", "c|en|raad"]),
    ("near-duplicate", ["c|nl|raad", "c|nl|Raad|admitted|rejected"]),
    ("language-missing", ["c|nl|raad", "d|en|council||rejected"]),
    ("preferred-and-deprecated", ["a|nl|raad", "b|nl|raadslid|deprecated", "b|en|raad|deprecated"]),
    ("preferred-and-deprecated", ["a|nl|raad|admitted", "b|nl|raad|deprecated"]),
    ("rendering-cycle", ["a|nl|zee", "a|en|lake", "a|en|sea|deprecated", "b|nl|zee", "b|en|sea"]),
    (
        "rendering-cycle",
        ["a|nl|zee|||vis", "a|en|lake", "a|en|sea|deprecated", "b|nl|zee|||schip", "b|en|sea", "b|en|lake|deprecated"],
    ),
    (
        "rendering-cycle",
        ["a|nl|meer", "a|en|lake", "a|en|sea|deprecated", "b|nl|zee", "b|en|sea", "b|en|lake|deprecated"],
    ),
    ("homonym-without-context", ["a|nl|zee|||vis", "b|nl|zee|||schip", "a|en|sea", "c|en|sea", "c|nl|meer"]),
    ("homonym-without-context", ["a|nl|zee", "b|nl|zee|deprecated", "b|nl|meer"]),
    ("duplicate-concept", ["a|nl|zee", "a|en|sea", "b|nl|zee", "b|en|lake"]),
    ("duplicate-concept", ["a|nl|zee|||vis", "a|en|sea", "b|nl|zee|||schip", "b|en|sea"]),
    ("untidy-spaces", ["c|nl|raad van state"]),
    ("invisible-character", ["c|nl|comité – raad’s", "d|fa|می\u200cخواهم"]),
    ("decomposed-letter", ["c|nl|comité", "c|vi|Đà Nẵng"]),
    ("garbled-text", ["c|nl|comité", "c|fr|Âme à l’Œuvre", "c|vi|hội đồng"]),
    ("one-letter-term", ["c|nl|EU", "c|zh|国"]),
    ("no-word", ["c|nl|5G", "c|ja|会"]),
    ("mixed-alphabet", ["c|nl|CO₂-uitstoot", "c|ja|お金カード券", "c|nl|Rijksmuseum музей"]),
    ("foreign-alphabet", ["c|nl|raad", "c|ru|совет", "c|ja|カード券", "d|ja|お金"]),
    ("leading-article", ["c|nl|De Nederlandsche Bank", "c|en|The Hague", "c|nl|de", "c|de|de facto"]),
    ("long-term", ["c|nl|een twee drie vier vijf zes zeven acht negen tien"]),
    ("unbalanced-bracket", ["c|nl|raad (van [state])", "c|nl|„raad“|admitted", "c|nl|Prins' dag|admitted"]),
    ("several-terms", ["c|nl|TCP/IP", "c|nl|raad en bestuur|admitted"]),
]


@pytest.mark.parametrize(("code", "severity", "line", "rows"), HITS)
def test_a_check_finds(code, severity, line, rows):
    assert (code, severity, line) in codes(*rows)


@pytest.mark.parametrize(("code", "rows"), MISSES)
def test_a_check_does_not_find(code, rows):
    assert code not in {found for found, _, _ in codes(*rows)}


def test_every_check_has_hits_and_misses():
    tested_elsewhere = {"never-found"}
    assert {hit[0] for hit in HITS} == {miss[0] for miss in MISSES} == set(CHECKS) - tested_elsewhere


def test_every_finding_has_a_message_and_a_mend():
    for *_, rows in HITS:
        assert all(finding.message and finding.mend for finding in findings(*rows))


def test_terms_that_no_document_contains():
    rows = ["c|nl|raad", "c|nl|bestuur|admitted", "d|nl|verdrag", "d|en|treaty", "e|nl|zee||proposed"]
    found = findings(*rows, texts=["De raden vergaderden.", "Over de zeeën."])
    unused = {finding.term: finding.message for finding in found if finding.code == "never-found"}
    assert unused.keys() == {"bestuur", "verdrag"}
    assert "another term" in unused["bestuur"] and "another term" not in unused["verdrag"]
    assert "never-found" not in {finding.code for finding in findings(*rows)}


def test_what_cannot_be_translated_needs_one_language():
    line = "c,nl,Europol,,,,,,,,yes,,"
    file = parse_file(f"{HEADER}\n{line}\n".encode(), "terms.csv")
    assert not run_checks(Subject(file.rows, languages=("nl", "en")))


def test_languages_that_nearly_all_concepts_have_are_expected():
    rows = [f"c{number}|{language}|term{number}" for number in range(5) for language in ("en", "nl")]
    file = parse_file(table(*rows, "c5|nl|raad", "c0|fr|conseil"), "terms.csv")
    subject = Subject(file.rows)
    assert list(subject.expected_languages) == ["nl", "en"]
    missing = [finding for finding in run_checks(subject) if finding.code == "language-missing"]
    assert [(finding.concept, finding.message) for finding in missing] == [("c5", "has no term in en")]


def test_errors_come_first():
    found = findings("c|nl| raad", "c|nl|raad, bestuur")
    assert [finding.severity for finding in found] == sorted(
        (finding.severity for finding in found), key=list(Severity).index
    )


# The bundled glossary and the documentation


def test_the_bundled_glossary_has_no_errors():
    path = glossary_path("diplomatic")
    file = read_file(path)
    assert file.rewritten({}) == path.read_bytes()
    assert [finding for finding in run_checks(Subject(file.rows, file.broken)) if finding.severity == "error"] == []


def test_the_documentation_has_the_table_of_checks():
    assert documentation() in (ROOT / "docs/glossary-hygiene.md").read_text(encoding="utf-8"), documentation()


# Fixes


def fixed(tmp_path: Path, data: bytes) -> tuple[bytes, list[tuple[str, int, str]]]:
    path = tmp_path / "terms.csv"
    path.write_bytes(data)
    applied = fix_file(path)
    assert list(tmp_path.iterdir()) == [path]
    return path.read_bytes(), [(fix.code, fix.line, str(fix.fix)) for fix in applied]


def test_fixes_are_made_one_after_the_other(tmp_path):
    data, applied = fixed(tmp_path, table("c|nl|raad", "c|en|coun\u00adcil  of\nstate ", "c|nl|raad\u200b "))
    assert data == table("c|nl|raad", "c|en|council of state")
    assert applied == [
        ("untidy-spaces", 3, 'write "coun\u00adcil of state"'),
        ("untidy-spaces", 5, 'write "raad\u200b"'),
        ("invisible-character", 3, 'write "council of state"'),
        ("invisible-character", 5, 'write "raad"'),
        ("exact-duplicate", 5, "remove the row"),
    ]


def test_no_other_byte_changes(tmp_path):
    rows = [
        HEADER,
        'c,nl,"raad",preferred,,,"a ""quoted""\r\ndefinition",,,,,approved,',
        'c,en," council",preferred,,,,"a, b",,,,,',
        "",
        "d,nl,zee,,,,,,,,,,",
    ]
    before = codecs.BOM_UTF8 + "\r\n".join(rows).encode()
    after, applied = fixed(tmp_path, before)
    assert after == before.replace(b'" council"', b"council")
    assert applied == [("untidy-spaces", 4, 'write "council"')]
    assert read_glossary(tmp_path / "terms.csv").concepts.keys() == {"c", "d"}


@pytest.mark.parametrize(
    "rows",
    [
        ["c|nl|raad", "c|en|council"],
        ["c|nl|raad", "c|nl|bestuur"],
        ["c|nl|raad", "c|nl|raad||proposed"],
        ["c|nl|\u200b"],
        ["c|nl|r\u0430ad"],
    ],
)
def test_what_needs_a_decision_is_left(tmp_path, rows):
    data, applied = fixed(tmp_path, table(*rows))
    assert data == table(*rows) and applied == []


def test_a_formula_stays_harmless(tmp_path):
    data, _ = fixed(tmp_path, table("c|nl|'=raad ", "c|nl|'=bestuur|admitted"))
    assert data == table("c|nl|'=raad", "c|nl|'=bestuur|admitted")


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"a,b\n1,2\n", GlossaryError, "line 1: not a glossary: column concept_id is missing"),
        (b"", GlossaryError, "line 1"),
        (table("c|nl|raad") + b'c,nl,"raad\n', GlossaryError, "line 3: not CSV"),
        (b"PK\x03\x04\0\0", InputError, "binary"),
        (table("c|nl|raad") + b"c,nl,ra\xe4d\n", InputError, "line 3"),
    ],
)
def test_what_is_no_glossary_is_refused_and_stays(tmp_path, data, error, said):
    path = tmp_path / "terms.csv"
    path.write_bytes(data)
    with pytest.raises(error, match=said):
        fix_file(path)
    assert path.read_bytes() == data
