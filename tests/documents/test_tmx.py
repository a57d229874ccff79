import io
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage import factory

from workbench.documents import tmx
from workbench.documents.bilingual import TranslationUnit
from workbench.documents.tmx import read_tmx, write_tmx
from workbench.errors import InputError

STRUCTURE = Path(__file__).parents[1] / "fixtures/tmx/structure.dtd"
UNITS = [
    TranslationUnit("Brood & <wijn>", 'Bread "and" wine', "verslag.docx", "J. d'Arc", score=0.875),
    TranslationUnit("10\u00a0000 euro", "10,000 euros", created=datetime(2026, 3, 1, 12, 30, tzinfo=UTC)),
]


def written(units: list[TranslationUnit], source: str = "nl", target: str = "en") -> str:
    file = io.StringIO()
    write_tmx(units, source, target, file)
    return file.getvalue()


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def pairs(path: Path) -> list[tuple[str, str]]:
    return [(unit.source, unit.target) for unit in read_tmx(path, "nl", "en")]


def test_what_is_written_has_the_structure_of_tmx_14():
    root = etree.fromstring(written(UNITS).encode())
    with STRUCTURE.open("rb") as file:
        dtd = etree.DTD(file)
    assert dtd.validate(root), dtd.error_log
    assert root.find("header").get("srclang") == "nl"


def test_translate_toolkit_opens_it(tmp_path):
    store = factory.getobject(str(write(tmp_path / "a.tmx", written(UNITS))))
    assert [(unit.source, unit.target) for unit in store.units] == [(unit.source, unit.target) for unit in UNITS]


def test_everything_that_is_known_of_a_unit_comes_back(tmp_path):
    assert list(read_tmx(write(tmp_path / "a.tmx", written(UNITS)), "nl", "en")) == UNITS


def test_dates_are_written_in_utc():
    moment = datetime(2026, 3, 1, 0, 30, tzinfo=timezone(timedelta(hours=7)))
    assert 'creationdate="20260228T173000Z"' in written([TranslationUnit("a", "b", created=moment)])


any_text = st.text(max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.builds(TranslationUnit, any_text, any_text, document=any_text, author=any_text), max_size=4))
def test_any_text_can_be_written_and_read(tmp_path, units):
    """White space counts as one space, and what XML cannot hold becomes U+FFFD."""

    def held(text: str) -> str:
        characters = (
            char if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff") else "\ufffd" for char in text
        )
        plain = "".join(characters).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return " ".join(
            part for part in plain.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" ") if part
        )

    path = write(tmp_path / "a.tmx", written(units).encode())
    wanted = [(held(unit.source), held(unit.target)) for unit in units]
    wanted = [pair for pair in wanted if all(pair)]
    if wanted or not units:
        assert pairs(path) == wanted


def test_characters_that_xml_cannot_hold_are_counted():
    file = io.StringIO()
    assert write_tmx([TranslationUnit("a\x01\x02", "b\ud800", "c\x0b")], "nl", "en", file) == 4
    assert "a\ufffd\ufffd" in file.getvalue()


OTHERS = """<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header/><body>
<tu changedate="not a date"><prop type="x-score">high</prop>
<tuv xml:lang="nl-NL"><seg>De <bpt i="1">&lt;b&gt;</bpt>raad<ept i="1">&lt;/b&gt;</ept>
 <hi>van</hi> state</seg></tuv><tuv xml:lang="EN"><seg>The council</seg></tuv></tu>
<tu><tuv xml:lang="nl"><seg>alleen</seg></tuv><tuv xml:lang="fr"><seg>seul</seg></tuv></tu>
<tu><tuv lang="en"><seg>sea</seg></tuv><tuv lang="nl"><seg>zee</seg></tuv></tu>
<tu><tuv xml:lang="nl"><seg/></tuv><tuv xml:lang="en"/></tu>
</body></tmx>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_files_of_others_with_inline_codes_regions_and_other_languages(tmp_path, encoding):
    content = OTHERS.replace("?>", f' encoding="{encoding}"?>', 1).encode(encoding)
    assert pairs(write(tmp_path / "a.tmx", content)) == [("De raad van state", "The council"), ("zee", "sea")]


def test_an_empty_memory_is_no_error(tmp_path):
    assert pairs(write(tmp_path / "a.tmx", written([]))) == []


def test_languages_that_a_file_does_not_have_are_an_error_that_names_those_it_has(tmp_path):
    path = write(tmp_path / "a.tmx", written(UNITS, "de", "fr-CA"))
    with pytest.raises(InputError, match=r"no unit in both nl and en; its languages are de, fr; give"):
        pairs(path)


def unit_with(text: str) -> str:
    return f"<tu><tuv xml:lang='nl'><seg>{text}</seg></tuv><tuv xml:lang='en'><seg>c</seg></tuv></tu>"


def test_entities_are_refused_and_no_file_is_read_for_them(tmp_path):
    secret = write(tmp_path / "secret.txt", "secret")
    doctype = f"<!DOCTYPE tmx [<!ENTITY x SYSTEM '{secret.as_uri()}'>]>"
    path = write(tmp_path / "a.tmx", f"{doctype}\n<tmx><body>\n{unit_with('a &x; b')}</body></tmx>")
    with pytest.raises(InputError, match=r"line 3: .*entity &x;") as error:
        pairs(path)
    assert "secret" not in str(error.value).replace(str(path), "")


def test_a_billion_laughs_are_refused(tmp_path):
    names = zip("abcdefgh", "bcdefghi", strict=True)
    entities = "<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in names)
    for place in (unit_with("&i;"), "<tu>&i;</tu>", "<tu><tuv xml:lang='&i;'><seg>a</seg></tuv></tu>"):
        path = write(tmp_path / "a.tmx", f"<!DOCTYPE tmx [{entities}]><tmx><body>{place}</body></tmx>")
        with pytest.raises(InputError, match="line 1: is not TMX"):
            pairs(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<tmx><body>", "a.tmx: line 1: is not TMX"),
        ("<tbx></tbx>", "a.tmx: line 1: is not TMX that can be read: its root is <tbx>"),
        ("", "a.tmx: .*is not TMX"),
        (b"PK\x03\x04", "a.tmx: line 1: is not TMX"),
        (f"<tmx><body>{unit_with('a')}\n<tu></body></tmx>", "a.tmx: line 2: is not TMX"),
        (f"<tmx><body>{unit_with('<hi>' * 300)}", "a.tmx: line 1: is not TMX"),
    ],
)
def test_what_is_broken_is_refused_with_its_line(tmp_path, content, said):
    with pytest.raises(InputError, match=said):
        pairs(write(tmp_path / "a.tmx", content))


def test_missing_files_and_folders_are_refused(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        pairs(tmp_path / "absent.tmx")
    with pytest.raises(InputError, match="is a folder"):
        pairs(tmp_path)


def test_a_file_beyond_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(tmx, "SIZE_LIMIT", 1000)
    with pytest.raises(InputError, match="is larger than"):
        pairs(write(tmp_path / "a.tmx", written(UNITS * 10)))
