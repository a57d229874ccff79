"""The WMT21 terminology metrics on sentences whose scores can be worked out by hand."""

from pathlib import Path

import pytest

from workbench.consistency.wmt import evaluate, read_outputs, read_references
from workbench.errors import InputError

REFERENCE = (
    '<seg id="1"> il a une <term id="9" type="tgt_original" src="cough" tgt="toux|quinte"> toux </term>'
    " grave depuis hier </seg>"
)


def scores(tmp_path: Path, output: str, reference: str = REFERENCE) -> dict[str, float]:
    (tmp_path / "reference.sgm").write_text(f"<doc>\n{reference}\n</doc>\n", encoding="utf-8")
    (tmp_path / "output.sgm").write_text(f'<doc>\n<seg id="1"> {output} </seg>\n</doc>\n', encoding="utf-8")
    found = evaluate(read_references(tmp_path / "reference.sgm"), read_outputs(tmp_path / "output.sgm"), "fr")
    return {
        "exact": found.exact_match,
        "window": found.window_2,
        "term": round(found.one_minus_term, 4),
    }


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("il a une toux grave depuis hier", {"exact": 1, "window": 1, "term": 1}),
        ("il a une quinte grave depuis hier", {"exact": 1, "window": 0, "term": round(1 - 2 / 7, 4)}),
        ("il a une fracture grave depuis hier", {"exact": 0, "window": 0, "term": round(1 - 2 / 7, 4)}),
        ("il a une toux légère depuis hier", {"exact": 1, "window": 0.75, "term": round(1 - 1 / 7, 4)}),
        ("il a une toux depuis hier grave", {"exact": 1, "window": 0.75, "term": round(1 - 1 / 7, 4)}),
        ("", {"exact": 0, "window": 0, "term": round(1 - 8 / 7, 4)}),
    ],
)
def test_scores_of_one_segment(tmp_path: Path, output: str, expected: dict[str, float]) -> None:
    assert scores(tmp_path, output) == expected


def test_a_place_in_the_output_counts_once(tmp_path: Path) -> None:
    term = '<term type="tgt_original" tgt="toux"> toux </term>'
    assert scores(tmp_path, "la toux", f'<seg id="1"> la {term} , la {term} </seg>')["exact"] == 0.5


def test_a_lemma_counts_as_a_match(tmp_path: Path) -> None:
    reference = '<seg id="1"> le <term type="tgt_lemma" tgt="symptôme"> symptôme </term> </seg>'
    assert scores(tmp_path, "les symptômes", reference)["exact"] == 1


def test_a_file_without_segments_is_named(tmp_path: Path) -> None:
    path = tmp_path / "empty.sgm"
    path.write_text("<doc></doc>", encoding="utf-8")
    with pytest.raises(InputError, match=r"empty\.sgm"):
        read_references(path)
