"""PO files; an independent reader (translate-toolkit) loads what we write."""

import pytest
from document_helpers import by_sentence, sources, translate
from hypothesis import given
from hypothesis import strategies as st
from translate.storage.pypo import pofile

from workbench.documents.po import PoFormat
from workbench.errors import InputError

PO = PoFormat()
SAMPLE = r"""# Vertaling van de schermteksten
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#. uitleg
#: main.c:12
#, c-format
msgctxt "menu"
msgid "Open %s. Sluit \"alles\".\n"
msgstr ""

msgid "Klaar"
msgstr "Done"

#, fuzzy
#| msgid "Oud"
msgid ""
"Een lange "
"zin"
msgstr "An old one"

msgid "%d bestand"
msgid_plural "%d bestanden"
msgstr[0] ""
msgstr[1] ""

#~ msgid "Vervallen"
#~ msgstr "Obsolete"
"""


def test_reads_what_is_not_translated() -> None:
    document = PO.read(SAMPLE.encode(), "f.po", by_sentence)
    assert [(block.text, block.place) for block in document.blocks] == [
        ('Open %s. Sluit "alles".\n', "line 10, context menu"),
        ("Een lange zin", "line 19"),
        ("%d bestand", "line 24"),
        ("%d bestanden", "line 24"),
    ]
    assert sources(document)[:2] == ["Open %s.", 'Sluit "alles".']
    assert document.notes == ["1 messages are translated already and stay as they are"]


def test_another_program_reads_what_is_written() -> None:
    written = translate(PO, SAMPLE.encode(), str.upper)
    store = pofile.parsestring(written)
    found = {str(unit.source): unit for unit in store.units if not unit.isheader() and not unit.isobsolete()}
    assert [str(unit.target) for unit in found.values()] == [
        'OPEN %S. SLUIT "ALLES".\n',
        "Done",
        "EEN LANGE ZIN",
        "%D BESTAND",
    ]
    assert [str(text) for text in found["%d bestand"].target.strings] == ["%D BESTAND", "%D BESTANDEN"]
    assert [unit.isfuzzy() for unit in found.values()] == [True, False, True, True]
    assert "#, c-format, fuzzy\n" in written.decode()
    assert '#~ msgstr "Obsolete"\n' in written.decode()
    assert found['Open %s. Sluit "alles".\n'].getcontext() == "menu"


@pytest.mark.parametrize(("forms", "expected"), [("1", ["BESTANDEN"]), ("3", ["BESTAND", "BESTANDEN", "BESTANDEN"])])
def test_as_many_plural_forms_as_the_header_says(forms: str, expected: list[str]) -> None:
    sample = SAMPLE.replace("nplurals=2", f"nplurals={forms}").replace("%d ", "")
    unit = next(
        unit for unit in pofile.parsestring(translate(PO, sample.encode(), str.upper)).units if unit.hasplural()
    )
    assert [str(text) for text in unit.target.strings] == expected


def test_comes_back_to_the_byte_and_keeps_line_ends() -> None:
    windows = SAMPLE.replace("\n", "\r\n").encode("utf-8-sig")
    for data in (SAMPLE.encode(), windows):
        assert translate(PO, data, str) == data
    assert b"\n" not in translate(PO, windows, str.upper).replace(b"\r\n", b"")


#: translate-toolkit writes control characters in a way of its own.
texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12)
message = st.tuples(texts, texts, st.booleans())


@given(st.lists(message, max_size=5, unique_by=lambda made: made[0]))
def test_any_message_is_read_and_written(messages: list[tuple[str, str, bool]]) -> None:
    store = pofile()
    for source, target, is_fuzzy in messages:
        if source:
            unit = store.addsourceunit(source)
            unit.target = target if is_fuzzy else ""
            unit.markfuzzy(is_fuzzy)
    data = bytes(store)
    assert translate(PO, data, str) == data
    texts = [block.text for block in PO.read(data, "f.po", by_sentence).blocks]
    assert texts == [str(unit.source) for unit in store.units if str(unit.source)]
    written = pofile.parsestring(translate(PO, data, lambda source: source + "x"))
    for unit in written.units:
        if str(unit.source).strip() and not str(unit.source).isspace():
            assert unit.isfuzzy() and str(unit.target).startswith(str(unit.source)[:1])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"gewone tekst", "line 1: is not PO: 'gewone tekst'"),
        (b'msgid "a"\nmsgid "b"\n', "line 2: is not PO: msgid where it cannot be"),
        (b'msgstr "a"', "line 1: is not PO: msgstr where it cannot be"),
        (b'msgid "a\nmsgstr "b"', "line 1"),
        (b'msgid "\xff"', "is not UTF-8 text"),
        (b'msgid ""\nmsgstr "charset=none-such\\n"', "is not none-such text"),
        (b'msgid ""\nmsgstr "charset=hex\\n"', "is not hex text"),
    ],
)
def test_refuses_what_is_no_po(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        PO.read(data, "f.po", by_sentence)


def test_keeps_the_charset_of_the_header_and_says_what_it_lacks() -> None:
    data = 'msgid ""\nmsgstr "charset=iso-8859-1\\n"\n\nmsgid "één"\nmsgstr ""\n'.encode("latin-1")
    assert 'msgstr "ÉÉN"'.encode("latin-1") in translate(PO, data, str.upper)
    with pytest.raises(InputError, match="which iso-8859-1 lacks"):
        translate(PO, data, lambda _: "€")
