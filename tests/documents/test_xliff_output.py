from pathlib import Path

from bilingual_samples import SAMPLE, bilingual, segments
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from translate.storage.xliff import xlifffile

from workbench.documents.bilingual import BilingualSegment, MemoryMatch, Origin
from workbench.documents.outputs import output_for
from workbench.documents.xliff import read_xliff


def test_another_program_loads_it() -> None:
    match = MemoryMatch("De zee", "The sea", 87, "archive & co")
    more = BilingualSegment(4, "Zee & <land>", "Sea & <land>", Origin.FIRST_PASS, marks=("look",), matches=(match,))
    store = xlifffile.parsestring(output_for("xliff").write(bilingual(*SAMPLE, more)))
    assert [(str(unit.source), str(unit.target)) for unit in store.units] == [
        (segment.source, segment.target) for segment in (*SAMPLE, more)
    ]
    states = [unit.xmlelement.find("{*}target").get("state") for unit in store.units]
    assert states == ["translated", "needs-review-translation", "translated", "translated", "needs-review-translation"]
    assert store.units[4].getnotes() == "look"
    assert [str(alternative.target) for alternative in store.units[4].getalttrans()] == ["The sea"]


@given(st.lists(segments, max_size=4))
def test_any_text_is_written_and_read_back(made: list[BilingualSegment]) -> None:
    root = etree.fromstring(output_for("xliff").write(bilingual(*made)))
    units = root.findall(".//{*}trans-unit")
    assert len(units) == len(made)
    for unit, segment in zip(units, made, strict=True):
        children = [etree.QName(child).localname for child in unit]
        assert children == sorted(children, key=["source", "target", "note", "alt-trans"].index)
        if segment.source.isprintable():
            assert unit.findtext("{*}source") == segment.source


def test_what_is_written_is_read_as_pairs(tmp_path: Path) -> None:
    path = tmp_path / "out.xlf"
    path.write_bytes(output_for("xliff").write(bilingual(*SAMPLE)))
    assert [(unit.source, unit.target) for unit in read_xliff(path, "nl", "en")] == [
        (segment.source, segment.target) for segment in SAMPLE
    ]
