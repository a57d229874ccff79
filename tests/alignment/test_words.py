"""Word alignment with the bundled model and lexicon; the hand-aligned pairs."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.alignment.attention import AttentionPrior
from workbench.alignment.lexicon import bundled_lexicon
from workbench.alignment.words import DiagonalPrior, Link, WordAligner, project
from workbench.languages.words import words
from workbench.translation.marian import MarianModel
from workbench.translation.models import describe

GOLD = Path(__file__).parents[2] / "eval" / "alignment" / "words" / "nl-en.tsv"
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)


@pytest.fixture(scope="module")
def aligner(bundled_model: MarianModel) -> WordAligner:
    return WordAligner(AttentionPrior(bundled_model), bundled_lexicon("nl", "en"))


def linked(aligner: WordAligner, source: str, target: str) -> set[tuple[str, str]]:
    left, right = words(source), words(target)
    return {(left[link.source].text, right[link.target].text) for link in aligner.align(source, target)}


def test_names_and_numbers_align_to_themselves(aligner: WordAligner) -> None:
    found = linked(
        aligner,
        "Op 14 mei 2026 sprak Zorblatt in Kuala Lumpur over 375 projecten.",
        "Zorblatt spoke about 375 projects in Kuala Lumpur on 14 May 2026.",
    )
    assert {(word, word) for word in ("14", "2026", "Zorblatt", "Kuala", "Lumpur", "375")} <= found


def test_a_compound_takes_all_its_parts_and_a_verb_far_away_is_found(aligner: WordAligner) -> None:
    found = linked(
        aligner,
        "De school leidt jonge diplomaten op en kocht zonnepanelen.",
        "The school trains young diplomats and bought solar panels.",
    )
    assert {("leidt", "trains"), ("zonnepanelen", "solar"), ("zonnepanelen", "panels")} <= found


def test_the_default_is_near_the_gold_standard(aligner: WordAligner) -> None:
    """Far from any figure of one model: an aligner that links by chance or shifts by one word fails."""
    hits = made = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines()[1:21]:
        _, source, target, links = line.split("\t")
        found = {f"{link.source}-{link.target}" for link in aligner.align(source, target)}
        hits += len(found & set(links.replace("?", "-").split()))
        made += len(found)
    assert hits > 0.7 * made > 100


@pytest.mark.parametrize(("source", "target"), [("", ""), ("", "word"), ("woord", ""), ("...", "?!"), ("woord", "—")])
def test_a_side_without_words_has_no_links(aligner: WordAligner, source: str, target: str) -> None:
    assert aligner.align(source, target) == []


@settings(max_examples=25, deadline=None)
@given(source=texts, target=texts)
def test_links_stay_inside_both_sides(aligner: WordAligner, source: str, target: str) -> None:
    rows, columns = len(words(source)), len(words(target))
    for link in aligner.align(source, target):
        assert 0 <= link.source < rows
        assert 0 <= link.target < columns
        assert 0 < link.weight <= 1


@settings(max_examples=25, deadline=None)
@given(text=texts)
def test_every_word_owns_a_piece(bundled_model: MarianModel, text: str) -> None:
    """Characters that sentencepiece drops or writes as bytes must not shift the pieces after them."""
    marked = f"{text} minister"
    pieces = bundled_model.located_source(marked)
    start = len(marked) - len("minister")
    last = [piece.number for piece in pieces if piece.position >= start]
    assert last == [piece.number for piece in bundled_model.located_source("minister")]
    assert all(0 <= piece.position < len(marked) for piece in pieces)


@pytest.mark.parametrize(
    "text", ["De café’s kosten 1.000 ½ €.", "漢字 en Nguyễn Đà Nẵng", "een\u00a0twee\tdrie", "ﬁnale №5"]
)
def test_pieces_are_those_of_the_tokenizer(bundled_model: MarianModel, text: str) -> None:
    assert [piece.number for piece in bundled_model.located_source(text)] == bundled_model.source_ids(text)[:-1]
    assert [piece.number for piece in bundled_model.located_target(text)] == bundled_model.target_ids(text)


def test_a_model_without_an_alignment_head(make_random_marian: Callable[..., Path], tmp_path: Path) -> None:
    folder = make_random_marian(tmp_path)
    model = MarianModel(describe(folder, "random-nl-en"))
    weights = AttentionPrior(model).weights("De minister komt.", "The minister comes.")
    assert weights.shape == (3, 3)
    assert (weights >= 0).all()
    assert (weights.sum(axis=0) <= 1.0001).all()


def test_words_beyond_the_positions_of_the_model(make_random_marian: Callable[..., Path], tmp_path: Path) -> None:
    model = MarianModel(describe(make_random_marian(tmp_path, max_position_embeddings=16), "random-nl-en"))
    text = "minister " * 40
    weights = AttentionPrior(model).weights(text, text)
    assert weights.shape == (40, 40)
    assert weights[-1].sum() == 0
    assert weights[:, -1].sum() == 0
    assert all(link.source < 40 for link in WordAligner(AttentionPrior(model)).align(text, text))


def test_the_diagonal_prior_needs_no_model() -> None:
    weights = DiagonalPrior().weights("een twee drie vier", "one two three four")
    assert np.array_equal(weights.argmax(axis=0), np.arange(4))
    assert np.allclose(weights.sum(axis=0), 1)


SOURCE, TARGET = "de raad van bestuur sprak", "yesterday the board of directors met"


@pytest.mark.parametrize(
    ("span", "links", "expected"),
    [
        ((3, 19), [(1, 2), (3, 4)], ["board of directors"]),  # the gap is linked to nothing
        ((3, 19), [(1, 2), (3, 4), (0, 3)], ["board", "directors"]),  # the gap belongs to another word
        ((4, 5), [(1, 2)], ["board"]),  # a part of a word counts
        ((20, 25), [(4, 5), (4, 0)], ["yesterday", "met"]),
        ((0, 2), [(1, 2)], []),
        ((2, 3), [(0, 1), (1, 2)], []),  # the space between two words
    ],
)
def test_projection_of_a_span(span: tuple[int, int], links: list[tuple[int, int]], expected: list[str]) -> None:
    spans = project(span, [Link(*link) for link in links], SOURCE, TARGET)
    assert [TARGET[start:end] for start, end in spans] == expected


def test_the_gold_pairs_are_whole() -> None:
    """Every link lies inside its pair, none is sure and possible at once, and the held-out files are named."""
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "document\tsource\ttarget\tlinks"
    assert len(lines) == 61
    seen = set()
    for line in lines[1:]:
        document, source, target, links = line.split("\t")
        assert document.split("/")[1].split(":")[0] in {"05", "29", "30"}
        assert source not in seen
        seen.add(source)
        pairs = [tuple(map(int, link.replace("?", "-").split("-"))) for link in links.split()]
        assert len(set(pairs)) == len(pairs) >= 6
        assert pairs == sorted(pairs)
        assert max(row for row, _ in pairs) < len(words(source))
        assert max(column for _, column in pairs) < len(words(target))
