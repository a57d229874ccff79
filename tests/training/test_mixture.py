"""The stream of batches: the same from any place on, every pair in each round, no batch too large."""

import dataclasses
from collections import Counter
from itertools import islice

import pytest
from toy_language import LANGUAGES, TOY, toy_pairs

from workbench.training.lexicons import word_aligner
from workbench.training.mixture import Corpus, Mixture, Position
from workbench.training.schedule import learning_rate
from workbench.training.variation import Variation

PLAIN = dataclasses.replace(TOY, annotate=0.0, pool=200)


@pytest.fixture
def mixture(toy_start, tmp_path) -> Mixture:
    pairs = toy_pairs()
    corpora = [Corpus("one", pairs[:180], 0.75), Corpus("two", pairs[180:], 0.25), Corpus("none", pairs, 0.0)]
    aligner = word_aligner(corpora, LANGUAGES, tmp_path / "lexicon.tsv.gz", print)
    varied = dataclasses.replace(PLAIN, concatenate=0.3, vary=0.3)
    return Mixture(corpora, toy_start, varied, aligner, variation=Variation(pairs, LANGUAGES))


def test_it_goes_on_from_any_place_with_the_same_batches(mixture):
    whole = list(islice(mixture.batches(Position()), 30))
    for place in (0, 7, 19):
        after = list(islice(mixture.batches(whole[place][0]), 10))
        assert after == whole[place + 1 : place + 11]


def test_batches_keep_to_the_pieces_and_to_the_shares(toy_start):
    pairs = toy_pairs()
    mixture = Mixture([Corpus("one", pairs[:180], 0.75), Corpus("two", pairs[180:], 0.25)], toy_start, PLAIN)
    of_two = {tuple(toy_start.source_ids(pair.source)) for pair in pairs[180:]}
    seen: Counter[tuple[int, ...]] = Counter()
    for position, batch in mixture.batches(Position()):
        if position.pool == 9:
            break
        width = max(len(ids) for item in batch for ids in (item.source, item.target))
        assert width * len(batch) <= PLAIN.batch_tokens
        seen.update(tuple(item.source) for item in batch)
    assert sum(count for ids, count in seen.items() if ids in of_two) == seen.total() / 4
    assert set(seen) == {tuple(toy_start.source_ids(pair.source)) for pair in pairs}
    assert max(seen.values()) - min(seen.values()) <= 3


def test_the_guide_joins_pieces_of_words_that_translate_each_other(mixture, toy_start):
    _, batch = next(mixture.batches(Position()))
    assert any(item.guide for item in batch)
    for item in batch:
        shares: Counter[int] = Counter()
        for target, source, share in item.guide:
            assert target < len(item.target) and source < len(item.source)
            shares[target] += share
        assert all(abs(total - 1) < 1e-6 for total in shares.values())


def test_the_learning_rate_rises_and_falls():
    linear = dataclasses.replace(TOY, learning_rate=1.0, warmup=10)
    assert [learning_rate(step, 0.0, linear) for step in (1, 5, 10)] == [0.1, 0.5, 1.0]
    assert learning_rate(50, 0.5, linear) == 0.5 and learning_rate(100, 1.0, linear) == 0.0
    root = dataclasses.replace(linear, decay="inverse-sqrt", flat=100)
    assert learning_rate(100, 0.9, root) == 1.0 and learning_rate(400, 0.9, root) == 0.5
