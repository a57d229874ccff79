"""Both engines keep the same promises, and in float32 say the same."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.errors import ModelError, UsageError
from workbench.settings import Settings
from workbench.translation.engines import Engine, make_engine
from workbench.translation.engines.engine import batches
from workbench.translation.marian import MarianModel
from workbench.translation.models import describe
from workbench.translation.search import Hypothesis, length_limit

SENTENCES = (
    "De minister van Buitenlandse Zaken bracht op 3 december een officieel bezoek aan Hanoi.",
    "Ja.",
    "Beide partijen ondertekenden een gezamenlijke verklaring over handel, visserij en veiligheid op zee.",
    "‘Wij gaan door’, zei hij.",
    "De ambassadeur bood zijn geloofsbrieven aan en sprak daarna met de burgemeester over de haven.",
    "Nee, dat is niet waar.",
)


def engine_for(model: MarianModel, settings: Settings, name: str, compute_type: str = "float32") -> Engine:
    return make_engine(model, replace(settings, engine=name, compute_type=compute_type))


def decode(engine: Engine, sources: list[list[int]], beams: int = 4) -> list[Hypothesis]:
    return [found[0] for found in engine.decode(sources, beams=beams, length_penalty=1.0)]


@pytest.fixture(params=["bundled", "opus-mt", "separate vocabularies"])
def model(request, bundled_model, make_random_marian: Callable[..., Path], tmp_path) -> MarianModel:
    if request.param == "bundled":
        return bundled_model
    folder = make_random_marian(tmp_path, separate=request.param == "separate vocabularies")
    return MarianModel(describe(folder, "random"))


@pytest.mark.parametrize("beams", [1, 4])
def test_the_engines_agree_in_float32(model, settings, beams):
    """On single sources, for a batch of CTranslate2 has one length limit and a random model often reaches it."""
    torch_engine, fast = engine_for(model, settings, "torch"), engine_for(model, settings, "ctranslate2")
    for sentence in SENTENCES:
        source = model.source_ids(sentence)
        (ours,), (theirs,) = decode(torch_engine, [source], beams), decode(fast, [source], beams)
        assert theirs.tokens == ours.tokens and theirs.finished == ours.finished
        # Theirs is the probability among the tokens that are not suppressed.
        assert theirs.score == pytest.approx(ours.score, abs=0.02) and theirs.score >= ours.score - 1e-4


@pytest.mark.parametrize(
    ("name", "compute_type"), [("torch", "float32"), ("ctranslate2", "float32"), ("ctranslate2", "int8")]
)
def test_an_engine_keeps_order_limits_and_suppression(model, settings, name, compute_type):
    engine = engine_for(model, replace(settings, batch_tokens=60), name, compute_type)
    assert engine.name == f"{name}-{compute_type}"
    sources = [model.source_ids(sentence) for sentence in SENTENCES]
    seen: list[tuple[int, int]] = []
    found = engine.decode(
        sources, beams=3, length_penalty=1.0, n_best=3, progress=lambda done, total: seen.append((done, total))
    )
    assert seen[-1] == (6, 6) and [done for done, _ in seen] == sorted({done for done, _ in seen}) and len(seen) > 1
    for source, hypotheses in zip(sources, found, strict=True):
        assert len({hypothesis.tokens for hypothesis in hypotheses}) == 3
        assert [item.score for item in hypotheses] == sorted((item.score for item in hypotheses), reverse=True)
        for hypothesis in hypotheses:
            assert len(hypothesis.tokens) < length_limit(len(source), model)
            assert hypothesis.finished or len(hypothesis.tokens) == length_limit(len(source), model) - 1
            assert not {model.eos, *model.suppressed.tolist()} & set(hypothesis.tokens)
    backwards = engine.decode(sources[::-1], beams=3, length_penalty=1.0)
    assert [item[0].tokens for item in backwards[::-1]] == [item[0].tokens for item in found]


def test_no_sources_give_no_results(bundled_model, settings):
    for name in ("torch", "ctranslate2"):
        assert engine_for(bundled_model, settings, name).decode([], beams=4, length_penalty=1.0) == []


def test_int8_says_nearly_the_same(bundled_model, settings):
    sources = [bundled_model.source_ids(sentence) for sentence in SENTENCES]
    exact = decode(engine_for(bundled_model, settings, "torch"), sources)
    rough = decode(engine_for(bundled_model, settings, "ctranslate2", "int8"), sources)
    assert all(abs(a.score - b.score) < 0.1 for a, b in zip(exact, rough, strict=True))


def test_a_source_as_long_as_the_model_reads(bundled_model, settings):
    words = bundled_model.source_ids(SENTENCES[2])[:-1]
    source = [*(words * 40)[: bundled_model.max_positions - 1], bundled_model.eos]
    for name in ("torch", "ctranslate2"):
        (found,) = decode(engine_for(bundled_model, settings, name), [source], beams=1)
        assert 0 < len(found.tokens) < bundled_model.max_positions


def test_batches_hold_every_source_once_within_the_budget():
    lengths = [3, 9, 1, 40, 9, 9, 2, 2, 15]
    found = list(batches([[0] * length for length in lengths], 30))
    assert sorted(index for batch in found for index in batch) == list(range(9))
    assert found[0] == [3]  # longer than the budget: alone
    assert all(len(batch) * max(lengths[index] for index in batch) <= 30 for batch in found[1:])


def test_auto_takes_the_fast_engine(bundled_model, settings):
    assert make_engine(bundled_model, settings).name == "ctranslate2-int8"


def test_auto_falls_back_to_torch_and_says_so(tmp_path, make_random_marian, settings):
    model = MarianModel(describe(make_random_marian(tmp_path, encoder_attention_heads=4), "random"))
    messages: list[str] = []
    assert make_engine(model, settings, messages.append).name == "torch-float32"
    (message,) = messages
    assert "heads" in message and str(tmp_path) in message and "torch" in message
    with pytest.raises(ModelError, match="heads"):
        make_engine(model, replace(settings, engine="ctranslate2"), messages.append)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"engine": "marian"}, "unknown engine 'marian'; known are auto, torch, ctranslate2"),
        ({"compute_type": "int3"}, "unknown compute type 'int3'; known are int8, float32"),
    ],
)
def test_unknown_names_are_refused(bundled_model, settings, changed, message):
    with pytest.raises(UsageError, match=message):
        make_engine(bundled_model, replace(settings, **changed))


def test_without_ctranslate2_torch_serves(bundled_model, settings, monkeypatch):
    for module in ("workbench.translation.engines", "workbench.translation.engines.conversion"):
        monkeypatch.setattr(f"{module}.find_spec", lambda name: None)
    assert make_engine(bundled_model, settings).name == "torch-float32"
    with pytest.raises(UsageError, match=r"pip install 'workbench\[fast\]'"):
        make_engine(bundled_model, replace(settings, engine="ctranslate2"))


@pytest.mark.parametrize("name", ["torch", "ctranslate2"])
def test_no_sequence_is_written_twice_where_that_is_asked(make_random_marian, tmp_path, settings, name):
    random_model = MarianModel(describe(make_random_marian(tmp_path), "random"))
    engine = engine_for(random_model, settings, name)
    sources = [random_model.source_ids(sentence) for sentence in SENTENCES]

    def repeats(no_repeat: int) -> int:
        found = engine.decode(sources, beams=2, length_penalty=1.0, no_repeat=no_repeat)
        pairs = [list(zip(item.tokens, item.tokens[1:], strict=False)) for (item, *_) in found]
        return sum(len(written) - len(set(written)) for written in pairs)

    assert repeats(2) == 0 < repeats(0), "a random model loops"
