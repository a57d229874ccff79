"""XLIFF 1.2 and 2.1 as bilingual text; files made by translate-toolkit, an independent writer, are read too."""

from pathlib import Path

import pytest
from translate.storage.xliff import xlifffile

from workbench.documents.xliff import read_xliff
from workbench.errors import InputError

OLD = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="report.docx" source-language="nl-NL" target-language="en-GB" datatype="plaintext"><body>
<trans-unit id="1"><source>Het <g id="1">oude</g> huis<x id="2"/>.</source>
<target>The <g id="1">old</g> house<x id="2"/>.</target>
<alt-trans><source>niet</source><target>not</target></alt-trans></trans-unit>
<trans-unit id="2"><source>Een. Twee.</source>
<seg-source><mrk mtype="seg" mid="0">Een.</mrk> <mrk mtype="seg" mid="1">Twee.</mrk></seg-source>
<target><mrk mtype="seg" mid="0">One.</mrk> <mrk mtype="seg" mid="1">Two.</mrk></target></trans-unit>
<trans-unit id="3"><source>Nog niet <ph id="1">{0}</ph>vertaald</source></trans-unit>
</body></file></xliff>"""
NEW = """<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="nl" trgLang="en">
<file id="f1" original="report.md"><group id="g"><unit id="u1">
<segment><source>Het <pc id="1">oude</pc> huis<ph id="2"/>.</source>
<target>The <pc id="1">old</pc> house.</target></segment>
<ignorable><source> </source></ignorable>
<segment><source>Een<cp hex="0009"/>twee.</source></segment></unit></group></file></xliff>"""


def texts(path: Path) -> list[tuple[str, str]]:
    return [(unit.source, unit.target) for unit in read_xliff(path, "nl", "en")]


def write(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "report.xlf"
    path.write_text(content, encoding="utf-8")
    return path


def test_xliff_1_2(tmp_path: Path) -> None:
    assert texts(write(tmp_path, OLD)) == [
        ("Het oude huis.", "The old house."),
        ("Een.", "One."),
        ("Twee.", "Two."),
        ("Nog niet vertaald", ""),
    ]


def test_xliff_2_1(tmp_path: Path) -> None:
    units = list(read_xliff(write(tmp_path, NEW), "nl", "en"))
    assert [(unit.source, unit.target) for unit in units] == [
        ("Het oude huis.", "The old house."),
        ("Een twee.", ""),
    ]
    assert {unit.document for unit in units} == {"report.md"}


def test_what_another_program_wrote(tmp_path: Path) -> None:
    store = xlifffile(sourcelanguage="nl", targetlanguage="en")
    unit = store.addsourceunit("De «gasten» & vrienden <3")
    unit.target = "The “guests” & friends <3"
    path = tmp_path / "made.xlf"
    store.savefile(str(path))
    assert texts(path) == [("De «gasten» & vrienden <3", "The “guests” & friends <3")]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("<tmx/>", "root is <tmx>"),
        ("<xliff", "line 1"),
        ('<xliff version="3.0"/>', "XLIFF 3.0"),
        ("<xliff/>", "without a version"),
        (NEW.replace('srcLang="nl"', 'srcLang="fr"'), "is fr-en, not nl-en"),
        ('<!DOCTYPE a [<!ENTITY e "x">]>' + OLD.replace("Een. Twee.", "&e;").replace("seg-source", "note"), "entity"),
    ],
)
def test_what_is_no_xliff_is_refused(tmp_path: Path, content: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        texts(write(tmp_path, content))
