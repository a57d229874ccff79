"""Near-duplicates are those that the translation memory would show with 80 per cent or more, and none is missed."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.training.near_duplicates import near_duplicates
from workbench.translation.memory.lookup import similarity

texts = st.lists(st.text("abcDé 12.“", max_size=12), max_size=6)


@given(texts, texts)
def test_they_are_what_the_translation_memory_calls_similar(some, others):
    found = near_duplicates(some, others)
    assert found == {at for at, text in enumerate(some) if any(similarity(text, other) >= 80 for other in others)}


def test_none_is_missed_among_many():
    sentences = [
        f"De {'heel ' * (at % 7)}grote delegatie bezocht {'x' * (at // 40)} op {at} mei." for at in range(5000)
    ]
    same_but_for_the_day = {at for at in range(5000) if (at % 7, at // 40) == (4017 % 7, 4017 // 40)}
    assert same_but_for_the_day <= near_duplicates(sentences, [sentences[4017]])
    assert near_duplicates(sentences, ["Iets heel anders staat hier."]) == set()
    assert near_duplicates(sentences, []) == near_duplicates([], sentences) == set()
