import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.placing import Placer, Point
from workbench.documents.spans import Span

WORDS = {"zee": "sea", "huis": "house", "rode": "red", "Let op": "Note", "groot": "big", "van": "of", "heeft": "has"}


def by_dictionary(span: Span, source: str, target: str) -> Sequence[Span] | None:
    words = [WORDS.get(word, word) for word in re.findall(r"Let op|\w+", source[slice(*span)])]
    found = [match.span() for word in words for match in re.finditer(rf"\b{word}\b", target)]
    return sorted(found) or None


def arranged(placer: Placer, source: str, target: str) -> str:
    """The target in the markup of the source, written as [words] and {} for a point."""
    text, pairs, points, opened = "", [(0, 0)] * source.count("["), [], []
    number = 0
    for character in source:
        if character == "[":
            opened.append((number, len(text)))
            number += 1
        elif character == "]":
            pair, start = opened.pop()
            pairs[pair] = (start, len(text))
        elif character == "@":
            points.append(Point(len(text), opened[-1][0] if opened else None))
        else:
            text += character
    written, current = "", ()
    for piece in placer.arrange(7, text, pairs, points, target):
        common = 0
        while common < min(len(current), len(piece.pairs)) and current[common] == piece.pairs[common]:
            common += 1
        written += "]" * (len(current) - common) + "[" * (len(piece.pairs) - common)
        written += piece.content if isinstance(piece.content, str) else "@"
        current = piece.pairs
    return written + "]" * len(current)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("De [zee] is groot.", "The sea is big.", "The [sea] is big."),
        ("[De zee is groot.]", "The sea is big.", "[The sea is big.]"),
        ("[Let op:] de zee.", "Note: the sea.", "[Note:] the sea."),
        ("[Unesco] komt morgen.", "Tomorrow Unesco comes.", "Tomorrow [Unesco] comes."),
        ("Het [rode] huis van [Jan].", "Jan's red house.", "[Jan]'s [red] house."),
        ("Het [rode [huis]] hier.", "Here the house, red.", "Here the [[house], red]."),
        ("[De [zee] is] groot.", "Big is the sea.", "Big [is the [sea]]."),
        ("De zee@ is groot.", "The sea is big.", "The sea@ is big."),
        ("@De zee is groot.@", "The sea is big.", "@The sea is big.@"),
        ("De [zee@] is groot.", "Big is the sea.", "Big is the [sea@]."),
        ("De @[zee] is groot.", "The sea is big.", "The @[sea] is big."),
        ("De [onbekende] zee@ .", "That sea .", "[That sea@ .]"),
        ("De [zee]", "", ""),
    ],
)
def test_markup_goes_to_the_words_that_stand_for_its_words(source: str, target: str, expected: str) -> None:
    assert arranged(Placer(by_dictionary), source, target) == expected


def test_a_pair_that_cannot_be_placed_is_kept_around_and_remembered() -> None:
    placer = Placer()
    assert arranged(placer, "De [zee] van [Unesco].", "The sea of Unesco.") == "[The sea of [Unesco].]"
    assert placer.unplaced == {7}
    placed = Placer(by_dictionary)
    assert arranged(placed, "De [zee].", "The sea.") == "The [sea]."
    assert placed.unplaced == set()


@st.composite
def marked_sources(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(["zee", "rode", "huis", "Jan", ",", "van", " "]), min_size=1, max_size=8))
    text, depth = "", 0
    for word in words:
        text += draw(st.sampled_from(["", "@", " "]))
        if draw(st.booleans()):
            text, depth = text + "[", depth + 1
        text += word
        while depth and draw(st.booleans()):
            text, depth = text + "]", depth - 1
    return text + "]" * depth


@given(marked_sources(), st.lists(st.sampled_from(["sea", "red", "house", "Jan", ",", "of", "x"])).map(" ".join))
def test_no_markup_is_lost_or_doubled(source: str, target: str) -> None:
    """Pairs stay nested; only around an empty text there is nothing to be around of."""
    written = arranged(Placer(by_dictionary), source, target)
    assert re.sub(r"[\[\]@]", "", written) == target
    assert written.count("@") == source.count("@")
    if target:
        assert written.count("[") == source.count("[")
