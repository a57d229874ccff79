"""The split: no document on both sides, the same whatever the order, nothing tested that was nearly learnt."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import UsageError
from workbench.training.memories import Reading
from workbench.training.pairs import TrainingPair
from workbench.training.splitting import FEWEST, Share, split_pairs

_SYLLABLES = ("ba", "de", "ki", "lo", "mu", "ne", "po", "ri", "su", "ta")


def sentence(number: int) -> str:
    """Sentences that are not near-duplicates of each other."""
    chance = random.Random(number)
    return " ".join("".join(chance.choices(_SYLLABLES, k=3)) for _ in range(6))


def made(*sizes: int) -> list[TrainingPair]:
    """Documents of these sizes."""
    numbers = iter(range(sum(sizes)))
    return [
        TrainingPair(text := sentence(next(numbers)), text.upper(), f"document {at}", "memory.tmx")
        for at, size in enumerate(sizes)
        for _ in range(size)
    ]


def documents(pairs) -> set[str]:
    return {pair.document for pair in pairs}


sizes = st.lists(st.integers(1, 12), min_size=15, max_size=40)


@settings(deadline=None)
@given(sizes, st.randoms())
def test_parts_share_no_document_and_do_not_depend_on_the_order(of, chance: random.Random):
    pairs = made(*of)
    split = split_pairs(pairs, Share(0.2, 40), Share(0.15, 20))
    parts = [split.train, split.dev, split.test]
    assert all(parts) and not split.notes
    assert sum(map(len, parts)) + split.near == len(pairs)
    assert sum(len(documents(part)) for part in parts) == len(documents(pairs))
    assert len(split.test) <= 40 and len(split.dev) <= 20
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    other = split_pairs(shuffled, Share(0.2, 40), Share(0.15, 20))
    assert [set(part) for part in (other.train, other.dev, other.test)] == [set(part) for part in parts]


def test_names_of_documents_do_not_matter():
    pairs = made(*[8] * 30)
    renamed = [TrainingPair(pair.source, pair.target, f"x{hash(pair.document)}", "y") for pair in pairs]
    before, after = split_pairs(pairs), split_pairs(renamed)
    assert [pair.source for pair in before.test] == [pair.source for pair in after.test]


def test_a_document_that_grows_is_held_out_still():
    pairs = made(*[10] * 100)
    held_out = documents(split_pairs(pairs).test)
    grown = pairs + [TrainingPair(sentence(5000 + at), "x y z", f"document {at}", "new") for at in range(100)]
    assert len(held_out & documents(split_pairs(grown).test)) >= 0.6 * len(held_out)


def test_of_an_only_document_a_block_is_held_out_and_that_is_said():
    pairs = made(200)
    split = split_pairs(pairs)
    positions = [pairs.index(pair) for pair in split.test]
    assert positions == list(range(positions[0], positions[0] + 20))
    assert len(split.dev) == 10 and len(split.train) + split.near == 170
    assert len(split.notes) == 2 and all("only document" in note for note in split.notes)


def test_of_two_large_documents_a_block_is_held_out_and_that_is_said():
    split = split_pairs(made(500, 500))
    assert (len(split.test), len(split.dev)) == (100, 50)
    assert any("no document is small enough" in note for note in split.notes)


def test_a_tiny_document_does_not_make_a_test():
    split = split_pairs(made(2, 500, 498))
    assert len(split.test) == 100


def test_near_duplicates_of_what_is_held_out_leave_the_training():
    pairs = made(*[5] * 40)
    held_out = split_pairs(pairs).test[0]
    copy = TrainingPair(held_out.source[:-1] + "x", "anything", "document 39", "memory.tmx")
    copied = [*pairs, copy]
    split = split_pairs(copied)
    assert copy in split.test or split.near >= 1
    assert copy not in split.train


def test_too_few_pairs_are_refused():
    with pytest.raises(UsageError, match="too few"):
        split_pairs(made(FEWEST - 1))
    with pytest.raises(UsageError, match="nearly the same"):
        split_pairs([TrainingPair("Steeds dezelfde zin.", f"{at}", f"d{at}") for at in range(FEWEST)])


def test_the_bundled_memory_is_split_within_bounds():
    pairs = list(Reading(("nl", "en")).files(["written"]))[:6000]
    split = split_pairs(pairs)
    assert 300 <= len(split.test) <= 600 and 150 <= len(split.dev) <= 300
    assert documents(split.test).isdisjoint(documents(split.train) | documents(split.dev))
