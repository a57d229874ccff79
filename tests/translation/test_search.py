"""The beam search finds what transformers' generate finds, and its results keep their promises."""

import torch

from workbench.translation.marian import MarianModel
from workbench.translation.models import describe
from workbench.translation.search import beam_search, length_limit

SOURCES = (
    "De minister van Buitenlandse Zaken bracht op 3 december een officieel bezoek aan Hanoi.",
    "Ja.",
    "Beide partijen ondertekenden een gezamenlijke verklaring over handel, visserij en veiligheid op zee.",
    "De totale handelsomzet bedroeg 2,6 miljard dollar, een stijging van 50,4% ten opzichte van 2024.",
    "‘Wij gaan door’, zei hij.",
    "De ambassadeur bood zijn geloofsbrieven aan en sprak daarna met de burgemeester over de haven.",
)
LIMIT = 60


def generated(model: MarianModel, ids: list[list[int]], beams: int) -> list[list[int]]:
    """What transformers' generate says, without padding and end of sentence."""
    width = max(map(len, ids))
    padded = torch.tensor([[*row, *[model.pad] * (width - len(row))] for row in ids])
    output = model.network.generate(
        input_ids=padded,
        attention_mask=(padded != model.pad).long(),
        num_beams=beams,
        max_new_tokens=LIMIT,
        max_length=None,
        length_penalty=1.0,
        early_stopping=False,
        bad_words_ids=[[int(token)] for token in model.suppressed],
    )
    rows = [[token for token in row[1:] if token != model.pad] for row in output.tolist()]
    return [row[:-1] if row[-1:] == [model.eos] else row for row in rows]


def check_equal(model: MarianModel) -> None:
    ids = [model.source_ids(source) for source in SOURCES]
    for beams in (1, 4, 6):
        found = beam_search(model, ids, beams=beams, limits=[LIMIT] * len(ids))
        assert [list(hypotheses[0].tokens) for hypotheses in found] == generated(model, ids, beams)


def test_equals_generate_on_the_bundled_model(bundled_model):
    check_equal(bundled_model)


def test_equals_generate_on_a_random_model(tmp_path, make_random_marian):
    check_equal(MarianModel(describe(make_random_marian(tmp_path), "random")))


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
