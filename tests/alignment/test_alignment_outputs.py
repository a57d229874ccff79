"""What an alignment is written to, and the page in which hostile text stays text."""

import re

import pytest
from lxml import html

from workbench.alignment.beads import Alignment, Bead
from workbench.alignment.outputs import OUTPUTS, output_for
from workbench.documents.unit_files import read_units
from workbench.errors import UsageError

ALIGNMENT = Alignment(
    ["Een.", "Twee <b>\ttab</b> & meer.", "Drie.", "Weg."],
    ["One and two.", "Three <script>alert(1)</script>", "\x07 added"],
    [Bead((0, 1), (0,), 0.95), Bead((2,), (1,), 0.4), Bead((3,), (), 0.9), Bead((), (2,), 0.8)],
    "nl",
    "en",
    "aligner:invented",
)


def written(name: str) -> str:
    return output_for(name).write(ALIGNMENT, 'a "<i>name</i>".txt').decode()


def test_beads_are_those_of_the_contract():
    assert written("beads") == "[0, 1]:[0]\n[2]:[1]\n[3]:[]\n[]:[2]\n"


def test_tsv_has_texts_and_scores_in_four_cells():
    rows = [line.split("\t") for line in written("tsv").splitlines()]
    assert rows[0] == ["source", "target", "confidence", "bead"]
    assert rows[1] == ["Een. Twee <b> tab</b> & meer.", "One and two.", "0.9500", "[0, 1]:[0]"]
    assert [row[:2] for row in rows[3:]] == [["Weg.", ""], ["", "\x07 added"]]


def test_tmx_holds_the_pairs_and_opens_elsewhere(tmp_path):
    from translate.storage.tmx import tmxfile

    (tmp_path / "a.tmx").write_text(written("tmx"), encoding="utf-8")
    units = list(read_units(tmp_path / "a.tmx", "nl", "en"))
    assert [(unit.target, unit.score) for unit in units] == [("One and two.", 0.95), (ALIGNMENT.target[1], 0.4)]
    with open(tmp_path / "a.tmx", "rb") as file:
        assert [unit.target for unit in tmxfile(file, "nl", "en").units] == ["One and two.", ALIGNMENT.target[1]]


def test_the_page_shows_merges_and_asks_for_nothing():
    page = written("html")
    assert "<script" not in page and not re.search(r"(?:src|href)=.?(?:https?:|//)", page)
    tree = html.document_fromstring(page)
    rows = tree.xpath("//tbody")
    assert [len(row.xpath(".//td[contains(@class, 'source')]/p")) for row in rows] == [2, 1, 1, 0]
    assert "several" in rows[0].get("class") and "merged" in rows[0].get("class")
    assert "marked" in rows[1].get("class") and "omitted" in rows[2].get("class") and "added" in rows[3].get("class")
    assert "Three <script>alert(1)</script>" in rows[1].text_content()
    assert tree.xpath("//h1//text()")[0] == 'a "<i>name</i>".txt'


def test_an_empty_alignment_can_be_written():
    for output in OUTPUTS.values():
        assert isinstance(output.write(Alignment([], [], [], "nl", "en"), "empty"), bytes)


def test_an_unknown_format_names_the_known_ones():
    with pytest.raises(UsageError, match="tsv, tmx, beads, html"):
        output_for("xliff")
