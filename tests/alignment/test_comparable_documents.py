"""Comparable documents: mining passages with the real encoder, and the outputs."""

import json
from pathlib import Path

import numpy as np
import pytest
from lxml import html

from workbench.alignment.comparison import Comparison, compare_documents
from workbench.alignment.comparison_output import WRITERS, as_html, as_json, as_text, as_tsv
from workbench.alignment.facts import FactComparer
from workbench.alignment.passages import mine_passages
from workbench.alignment.vectors import UniversalEncoder
from workbench.documents.registry import read_document
from workbench.glossary.files import load_glossary
from workbench.languages.sentences import splitter

DUTCH = [
    "De burgemeester opende dinsdag de nieuwe bibliotheek aan de haven.",
    "Het gebouw kostte 14 miljoen euro en telt zes verdiepingen.",
    "Vissers klagen al maanden over de lage prijs van haring.",
    "Volgens de vakbond verdienen zij minder dan vorig jaar.",
    "De marathon van Zorblatt trok 3.200 lopers uit twintig landen.",
]
ENGLISH = [
    "A new bakery opened on the market square last week.",
    "More than 3,200 runners from twenty countries took part in the Zorblatt marathon.",
    "The orchestra will play Mahler's second symphony in autumn.",
    "The new library on the harbour was opened by the mayor on Tuesday.",
    "It has six floors and cost 14 million euros.",
]


@pytest.fixture(scope="module")
def encoder() -> UniversalEncoder:
    return UniversalEncoder(1)


@pytest.fixture(scope="module")
def comparison(encoder: UniversalEncoder, tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "a.txt").write_text(
        "\n".join([*DUTCH, '<script>alert(1)</script> & "Oostzee" was het thema van overleg.'])
    )
    (folder / "b.txt").write_text(
        "\n".join([*ENGLISH, "<script>alert(1)</script> & the topic of talks was the South China Sea."])
    )
    return compare_documents(
        read_document(folder / "a.txt", splitter("nl")),
        read_document(folder / "b.txt", splitter("en")),
        ("nl", "en"),
        encoder,
        load_glossary("diplomatic"),
    )


def covered(pairs: list[tuple[tuple[int, int], tuple[int, int]]]) -> set[tuple[int, int]]:
    return {(i, j) for source, target in pairs for i in range(*source) for j in range(*target)}


def test_passages_are_found_in_any_order(encoder: UniversalEncoder) -> None:
    mined = mine_passages(DUTCH, ENGLISH, encoder, FactComparer("nl", "en"))
    cells = covered([(pair.source, pair.target) for pair in mined])
    assert {(0, 3), (1, 4), (4, 1)} <= cells
    assert not {2, 3} & {i for i, _ in cells}
    assert not {0, 2} & {j for _, j in cells}
    assert [pair.score for pair in mined] == sorted((pair.score for pair in mined), reverse=True)


def test_two_documents_in_one_language(encoder: UniversalEncoder) -> None:
    other = ["Trains ran late on Monday because of ice.", "On Tuesday, the mayor opened a library at the harbour."]
    mined = mine_passages(ENGLISH, other, encoder, FactComparer("en", "en"))
    assert [(pair.source, pair.target) for pair in mined] == [((3, 4), (1, 2))]


def test_a_segment_stands_in_one_passage_at_most(encoder: UniversalEncoder) -> None:
    mined = mine_passages(DUTCH * 2, ENGLISH * 2, encoder, FactComparer("nl", "en"), threshold=0.1)
    for side in ([pair.source for pair in mined], [pair.target for pair in mined]):
        segments = [index for span in side for index in range(*span)]
        assert len(segments) == len(set(segments))


@pytest.mark.parametrize(
    ("source", "target"), [([], []), (DUTCH, []), ([], ENGLISH), (["Ja."] * 3, ENGLISH), (["..."], ["?"])]
)
def test_nothing_to_compare(encoder: UniversalEncoder, source: list[str], target: list[str]) -> None:
    assert mine_passages(source, target, encoder, FactComparer("nl", "en")) == []


def test_what_the_documents_do_not_share_is_not_found(encoder: UniversalEncoder) -> None:
    assert mine_passages(DUTCH[2:4], [ENGLISH[0], ENGLISH[2]], encoder, FactComparer("nl", "en")) == []


def test_many_segments_are_merged_over_blocks(encoder: UniversalEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest neighbours do not depend on how the similarity matrix is cut."""
    facts = FactComparer("nl", "en")
    whole = mine_passages(DUTCH, ENGLISH, encoder, facts, threshold=0.3)
    monkeypatch.setattr("workbench.alignment.passages._BLOCK", 2)
    assert mine_passages(DUTCH, ENGLISH, encoder, facts, threshold=0.3) == whole


def test_the_comparison_covers_both_documents(comparison: Comparison) -> None:
    assert comparison.segments == (6, 6)
    assert np.all(np.array(comparison.covered) <= 6)
    assert comparison.passages
    spans = [pair.source.span for pair in comparison.passages]
    assert spans == sorted(spans)


def test_json_holds_everything(comparison: Comparison) -> None:
    value = json.loads(as_json(comparison))
    assert value["source"] == {"name": "a.txt", "language": "nl", "segments": 6}
    assert len(value["passages"]) == len(comparison.passages)
    numbers = [fact["source"] for pair in value["passages"] for fact in pair["agreeing"] if fact["kind"] == "number"]
    assert {"14", "3.200"} <= set(numbers)


def test_tsv_has_a_row_for_each_pair(comparison: Comparison) -> None:
    rows = as_tsv(comparison).splitlines()
    assert len(rows) == len(comparison.passages) + 1
    assert {row.count("\t") for row in rows} == {6}


def test_the_page_is_escaped_and_asks_for_nothing(comparison: Comparison) -> None:
    page = html.fromstring(as_html(comparison))
    assert not page.xpath("//script | //link | //img | //@src | //@href")
    assert len(page.xpath("//tbody/tr")) == len(comparison.passages)
    assert "alert(1)" in page.text_content()
    assert page.xpath("//dd[@class='agrees']")


def test_text_shows_both_sides(comparison: Comparison) -> None:
    text = as_text(comparison)
    assert DUTCH[0] in text
    assert ENGLISH[3] in text


@pytest.mark.parametrize("name", WRITERS)
def test_no_passages_is_no_error(name: str) -> None:
    assert WRITERS[name](Comparison(("a", "b"), ("nl", "en"), (0, 0), [], "x:y"))


def test_every_writer_survives_control_characters(tmp_path: Path, encoder: UniversalEncoder) -> None:
    for name, lines in (("a.txt", DUTCH), ("b.txt", ENGLISH)):
        (tmp_path / name).write_text("\n".join(line.replace(" ", " \x1b[31m", 1) for line in lines))
    documents = [read_document(tmp_path / name, splitter("nl")) for name in ("a.txt", "b.txt")]
    result = compare_documents(*documents, ("nl", "en"), encoder, threshold=0.2)
    assert result.passages
    assert "\x1b" not in as_text(result) + as_html(result)
