"""The beam search finds what transformers' generate finds, and its results keep their promises."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import torch

from workbench.translation.engines.engine import batches
from workbench.translation.marian import MarianModel
from workbench.translation.models import describe
from workbench.translation.search import beam_search, length_limit

TESTSETS = Path(__file__).resolve().parents[2] / "eval" / "testsets"
SOURCES = (
    "De minister van Buitenlandse Zaken bracht op 3 december een officieel bezoek aan Hanoi.",
    "Ja.",
    "Beide partijen ondertekenden een gezamenlijke verklaring over handel, visserij en veiligheid op zee.",
    "De totale handelsomzet bedroeg 2,6 miljard dollar, een stijging van 50,4% ten opzichte van 2024.",
    "‘Wij gaan door’, zei hij.",
    "De ambassadeur bood zijn geloofsbrieven aan en sprak daarna met de burgemeester over de haven.",
)
#: Words in each of the many short segments, and target tokens they may have.
WORDS, LIMIT = 3, 9


def many_segments() -> list[str]:
    """More than five hundred segments: the project's own test set, a few words at a time."""
    rows = (TESTSETS / "samples.nl-en.tsv").read_text(encoding="utf-8").splitlines()[1:]
    words = " ".join(row.split("\t")[0] for row in rows).split()
    return [" ".join(words[start : start + WORDS]) for start in range(0, len(words), WORDS)][:520]


def generated(model: MarianModel, ids: list[list[int]], beams: int, limit: int) -> list[list[int]]:
    """What transformers' generate says, without padding and end of sentence."""
    width = max(map(len, ids))
    padded = torch.tensor([[*row, *[model.pad] * (width - len(row))] for row in ids])
    output = model.network.generate(
        input_ids=padded,
        attention_mask=(padded != model.pad).long(),
        num_beams=beams,
        max_new_tokens=limit,
        max_length=None,
        length_penalty=1.0,
        early_stopping=False,
        bad_words_ids=[[token] for token in model.suppressed_ids],
    )
    rows = [[token for token in row[1:] if token != model.pad] for row in output.tolist()]
    return [row[:-1] if row[-1:] == [model.eos] else row for row in rows]


def check_equal(model: MarianModel, sources: Sequence[str], beams: int, limit: int) -> None:
    ids = [model.source_ids(source) for source in sources]
    for batch in batches(ids, 1500):
        chosen = [ids[index] for index in batch]
        found = beam_search(model, chosen, beams=beams, limits=[limit] * len(batch))
        assert [list(hypotheses[0].tokens) for hypotheses in found] == generated(model, chosen, beams, limit)


@pytest.mark.parametrize("beams", [1, 4, 6])
def test_equals_generate_on_the_bundled_model(bundled_model, beams):
    check_equal(bundled_model, many_segments(), beams, LIMIT)
    check_equal(bundled_model, SOURCES, beams, 60)


def test_equals_generate_on_a_random_model(tmp_path, make_random_marian):
    model = MarianModel(describe(make_random_marian(tmp_path), "random"))
    for beams in (1, 4, 6):
        check_equal(model, many_segments(), beams, LIMIT)


def test_equals_generate_with_separate_vocabularies(tmp_path, make_random_marian):
    model = MarianModel(describe(make_random_marian(tmp_path, separate=True), "random"))
    check_equal(model, many_segments()[:60], 4, LIMIT)


def test_a_prefix_is_kept_and_counted(bundled_model):
    source = bundled_model.source_ids(SOURCES[0])
    prefix = bundled_model.target_ids("An official visit to")
    free, forced = beam_search(bundled_model, [source] * 2, beams=4, prefixes=[(), prefix])
    assert list(forced[0].tokens[: len(prefix)]) == prefix and len(forced[0].tokens) > len(prefix)
    assert free[0].score > forced[0].score  # what the model would not say by itself costs
    (same,) = beam_search(bundled_model, [source], beams=4, prefixes=[free[0].tokens[:3]])
    assert same[0].tokens == free[0].tokens and same[0].score == pytest.approx(free[0].score, abs=1e-4)


def test_suppressed_tokens_are_not_chosen(bundled_model):
    source = bundled_model.source_ids(SOURCES[0])
    token = beam_search(bundled_model, [source])[0][0].tokens[2]
    (found,) = beam_search(bundled_model, [source], suppressed=[*bundled_model.suppressed_ids, token])
    assert token not in found[0].tokens


def test_n_best_is_distinct_and_sorted(bundled_model):
    (found,) = beam_search(bundled_model, [bundled_model.source_ids(SOURCES[0])], beams=4, n_best=4)
    assert len(found) == 4
    assert len({hypothesis.tokens for hypothesis in found}) == 4
    assert [hypothesis.score for hypothesis in found] == sorted((item.score for item in found), reverse=True)


def test_result_does_not_depend_on_the_batch(bundled_model):
    ids = [bundled_model.source_ids(source) for source in SOURCES]
    together = [found[0].tokens for found in beam_search(bundled_model, ids, beams=4)]
    alone = [beam_search(bundled_model, [row], beams=4)[0][0].tokens for row in ids]
    assert together == alone


def test_a_cut_off_hypothesis_says_so(bundled_model):
    ids = [bundled_model.source_ids(SOURCES[2])] * 2
    (whole,), (cut,) = beam_search(bundled_model, ids, beams=2, limits=[length_limit(len(ids[0]), bundled_model), 4])
    assert whole.finished
    assert not cut.finished and len(cut.tokens) <= 4


def test_tags_and_padding_are_never_generated(tmp_path, make_random_marian, bundled_model):
    tags = {bundled_model.tokenizer.convert_tokens_to_ids(tag) for tag in bundled_model.info.annotation_tags}
    assert tags <= set(bundled_model.suppressed.tolist())
    model = MarianModel(describe(make_random_marian(tmp_path), "random"))
    for found in beam_search(model, [model.source_ids(source) for source in SOURCES], beams=4, limits=[30] * 6):
        assert not set(found[0].tokens) & set(model.suppressed.tolist())
