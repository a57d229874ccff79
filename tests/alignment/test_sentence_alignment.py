"""Sentence alignment on real passages, and what holds for any two texts."""

import pytest
from alignment_samples import WordEncoder, assert_whole, gold, passage
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.alignment.beads import Alignment
from workbench.alignment.plausibility import overall_confidence, warnings
from workbench.alignment.sentences import Signals, Text, align
from workbench.alignment.vectors import UniversalEncoder

PAIR = ("nl", "en")
UNRELATED = [
    "The recipe asks for two eggs and a pinch of salt.",
    "Stir the batter until it no longer sticks to the spoon.",
    "Bake the cake for forty minutes.",
    "The goalkeeper dived to the left and missed the penalty.",
    "Her bicycle had a flat tyre again.",
    "It rained on the beach all summer.",
    "The pianist played the slow movement far too fast.",
    "Cats sleep for most of the day.",
]


@pytest.fixture(scope="module")
def encoder() -> UniversalEncoder:
    return UniversalEncoder(threads=1)


def shown(alignment: Alignment) -> list[str]:
    return [str(bead) for bead in alignment.beads]


def test_merges_splits_omissions_and_additions_are_found(encoder):
    source, target, wanted = gold("readouts")
    alignment = align(Text(source), Text(target), PAIR, encoder)
    assert_whole(alignment)
    found = shown(alignment)
    assert len(set(wanted) & set(found)) >= 0.9 * len(wanted)
    sizes = {(len(bead.source), len(bead.target)) for bead in alignment.beads}
    assert {(1, 1), (2, 1), (1, 2), (3, 1)} <= sizes
    assert overall_confidence(alignment) > 0.8 and not warnings(alignment)


def test_confidence_is_higher_where_the_alignment_is_right(encoder):
    """The swapped neighbours in this passage are hard, and some sentences of the target are missing."""
    source, target, wanted = gold("farming")
    alignment = align(Text(source[:34]), Text(target[4:32]), PAIR, encoder)
    assert_whole(alignment)
    sure = [bead for bead in alignment.beads if bead.source and bead.target and bead.confidence > 0.9]
    shifted = {f"{list(bead.source)}:{[index + 4 for index in bead.target]}" for bead in sure}
    assert sure and len(shifted & set(wanted)) >= 0.85 * len(shifted)


def test_text_before_shifts_the_beads_and_nothing_else(encoder):
    source, target = passage("visits", 26, 40)
    plain = align(Text(source), Text(target), PAIR, encoder)
    before = align(Text(source), Text([*UNRELATED[:3], *target]), PAIR, encoder)
    assert shown(before)[:3] == ["[]:[0]", "[]:[1]", "[]:[2]"]
    shifted = [f"{list(bead.source)}:{[index + 3 for index in bead.target]}" for bead in plain.beads]
    assert len(set(shown(before)) & set(shifted)) >= len(shifted) - 2


def test_two_documents_in_one_file_are_aligned_as_each_alone(encoder):
    parts = [passage("labour", 0, 8), passage("statements", 0, 8)]
    rows, columns = map(len, parts[0])
    alone = [align(Text(source), Text(target), PAIR, encoder) for source, target in parts]
    both = align(Text(parts[0][0] + parts[1][0]), Text(parts[0][1] + parts[1][1]), PAIR, encoder)
    second = [f"{[i + rows for i in bead.source]}:{[i + columns for i in bead.target]}" for bead in alone[1].beads]
    wanted = shown(alone[0]) + second
    assert len(set(shown(both)) & set(wanted)) >= 0.85 * len(wanted)


def test_numbered_paragraphs_are_anchors():
    """The words say nothing here; two paragraphs are missing on one side."""
    source = [f"{number}. Tekst {'abcdefghijkl'[number]}" for number in range(1, 11)]
    target = [f"{number}. Words {'nopqrstuvwxyz'[number]}" for number in range(1, 11) if number not in (4, 5)]
    alignment = align(Text(source), Text(target), PAIR, WordEncoder())
    pairs = [bead for bead in alignment.beads if len(bead.source) == len(bead.target) == 1]
    assert len(pairs) >= 6
    for bead in pairs:
        assert source[bead.source[0]].split(".")[0] == target[bead.target[0]].split(".")[0]


def test_empty_lines_stay_where_they_are(encoder):
    source, target, _ = gold("readouts")
    source, target = [source[0], "", *source[1:4], " ", "---"], [target[0], *target[1:4], ""]
    alignment = align(Text(source), Text(target), PAIR, encoder)
    assert_whole(alignment)
    for bead in alignment.beads:
        if bead.source == (1,) or bead.target == (4,):
            assert not bead.source or not bead.target


def test_a_translation_of_the_source_is_one_more_signal():
    """Without it, the encoder of words sees nothing in common."""
    english = UNRELATED[:6]
    dutch = [f"zin {letter}" for letter in "abcdef"]
    table = dict(zip(dutch, english, strict=True))
    signals = Signals(translate=lambda segments: [table[segment] for segment in segments])
    target = [english[0], english[1], "Something else entirely.", *english[2:]]
    alignment = align(Text(dutch), Text(target), PAIR, WordEncoder(), signals)
    assert "[5]:[6]" in shown(alignment) and "translated:yes" in alignment.signature


def test_unrelated_documents_get_a_low_confidence_and_a_warning(encoder):
    source, _, _ = gold("labour")
    alignment = align(Text(source[:12]), Text(UNRELATED), PAIR, encoder)
    assert_whole(alignment)
    assert overall_confidence(alignment) < 0.5
    assert warnings(alignment)


LINES = st.lists(st.sampled_from([*UNRELATED, "", "1.", "Ja.", "x " * 300, "\ud800", "12,5 %"]), max_size=14)


@settings(max_examples=40, deadline=None)
@given(LINES, LINES)
def test_no_segment_is_lost_or_doubled(source, target):
    assert_whole(align(Text(source), Text(target), ("en", "en"), WordEncoder()))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(UNRELATED), min_size=1, max_size=8, unique=True))
def test_a_text_beside_itself_is_aligned_line_by_line(lines):
    alignment = align(Text(lines), Text(lines), ("en", "en"), WordEncoder())
    assert shown(alignment) == [f"[{index}]:[{index}]" for index in range(len(lines))]
