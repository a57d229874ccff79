"""Whatever is edited, no segment is lost, doubled or moved past another, and undo gives back exactly what was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.alignment.beads import Alignment, Bead
from workbench.alignment.editing import Direction, History, Side, check, drop, merge, move, split
from workbench.errors import UsageError


def alignment(*beads: Bead) -> Alignment:
    source = [f"bron {index}" for bead in beads for index in bead.source]
    target = [f"target {index}" for bead in beads for index in bead.target]
    return Alignment(source, target, beads, "nl", "en", "aligner:test")


THREE = alignment(Bead((0, 1), (0,), 0.4), Bead((2,), (), 0.7), Bead((3, 4), (1, 2, 3), 0.9))


def shown(edited: Alignment) -> list[str]:
    return [str(bead) for bead in edited.beads]


@pytest.mark.parametrize(
    ("edited", "wanted"),
    [
        (lambda: split(THREE, 2, 1, 2), ["[0, 1]:[0]", "[2]:[]", "[3]:[1, 2]", "[4]:[3]"]),
        (lambda: split(THREE, 0, 1, 0), ["[0]:[]", "[1]:[0]", "[2]:[]", "[3, 4]:[1, 2, 3]"]),
        (lambda: merge(THREE, 0, 1), ["[0, 1, 2]:[0]", "[3, 4]:[1, 2, 3]"]),
        (lambda: merge(THREE, 0, 2), ["[0, 1, 2, 3, 4]:[0, 1, 2, 3]"]),
        (lambda: move(THREE, 0, Side.SOURCE, Direction.ON), ["[0]:[0]", "[1, 2]:[]", "[3, 4]:[1, 2, 3]"]),
        (lambda: move(THREE, 2, Side.TARGET, Direction.BACK), ["[0, 1]:[0]", "[2]:[1]", "[3, 4]:[2, 3]"]),
        (lambda: move(THREE, 1, Side.SOURCE, Direction.BACK), ["[0, 1, 2]:[0]", "[3, 4]:[1, 2, 3]"]),
        (lambda: drop(THREE, 0), ["[0, 1]:[]", "[]:[0]", "[2]:[]", "[3, 4]:[1, 2, 3]"]),
    ],
)
def test_edits(edited, wanted):
    assert shown(edited()) == wanted
    assert shown(THREE) == ["[0, 1]:[0]", "[2]:[]", "[3, 4]:[1, 2, 3]"]


def test_a_bead_that_a_person_made_is_certain_and_the_others_keep_their_confidence():
    assert [bead.confidence for bead in split(THREE, 2, 1, 1).beads] == [0.4, 0.7, 1.0, 1.0]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda: split(THREE, 3, 0, 0), "no bead 4: there are 3"),
        (lambda: split(THREE, -1, 0, 0), "no bead 0"),
        (lambda: split(THREE, 0, 3, 0), "bead 1 has 2 and 1 segments"),
        (lambda: split(THREE, 0, 0, 0), "a part without segments"),
        (lambda: split(THREE, 0, 2, 1), "a part without segments"),
        (lambda: merge(THREE, 1, 1), "cannot be merged"),
        (lambda: merge(THREE, 1, 3), "beads 2 to 4 cannot be merged: there are 3"),
        (lambda: move(THREE, 0, Side.SOURCE, Direction.BACK), "no bead to move back to"),
        (lambda: move(THREE, 2, Side.SOURCE, Direction.ON), "no bead to move on to"),
        (lambda: move(THREE, 1, Side.TARGET, Direction.ON), "no target segment"),
        (lambda: drop(THREE, 1), "only one side"),
    ],
)
def test_what_cannot_be_done_is_refused(edit, said):
    with pytest.raises(UsageError, match=said):
        edit()


@pytest.mark.parametrize(
    ("beads", "said"),
    [
        ([Bead((0,), (0,)), Bead((0,), (1,))], "source segment 2 is missing"),
        ([Bead((0,), (0,))], "target segment 2 is missing"),
        ([Bead((), (0, 1)), Bead((0,), ()), Bead((), ())], "no segments"),
    ],
)
def test_check_finds_what_is_lost_or_doubled(beads, said):
    with pytest.raises(UsageError, match=said):
        check(Alignment(["a"] * len({i for b in beads for i in b.source}), ["b", "c"], beads, "nl", "en"))


@st.composite
def alignments(draw) -> Alignment:
    sizes = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), max_size=6))
    beads, source, target = [], 0, 0
    for wide, far in sizes:
        beads.append(Bead(tuple(range(source, source + wide)), tuple(range(target, target + far)), 0.5))
        source, target = source + wide, target + far
    return alignment(*beads)


number = st.integers(-1, 7)
edits = st.one_of(
    st.tuples(st.just(split), number, number, number),
    st.tuples(st.just(merge), number, number),
    st.tuples(st.just(move), number, st.sampled_from(Side), st.sampled_from(Direction)),
    st.tuples(st.just(drop), number),
)


@given(alignments(), st.lists(edits, max_size=12))
def test_any_edits_keep_every_segment_once_and_in_order_and_undo_restores(start, sequence):
    history, states = History(start), [start]
    for function, *arguments in sequence:
        try:
            edited = function(history.current, *arguments)
        except UsageError:
            continue
        check(edited)
        assert (edited.source, edited.target, edited.signature) == (start.source, start.target, start.signature)
        history = history.then(edited)
        states.append(edited)
    for state in reversed(states):
        assert history.current == state
        history = history.undo()
    assert history.undo().current == start
    for state in states:
        assert history.current == state
        history = history.redo()
    assert history.redo().current == states[-1]


@given(alignments().filter(lambda some: some.beads), st.data())
def test_merging_what_was_split_gives_the_same_beads(start, data):
    position = data.draw(st.integers(0, len(start.beads) - 1))
    bead = start.beads[position]
    cut = data.draw(st.integers(0, len(bead.source))), data.draw(st.integers(0, len(bead.target)))
    try:
        halves = split(start, position, *cut)
    except UsageError:
        return
    assert shown(merge(halves, position, position + 1)) == shown(start)


def test_an_edit_after_undo_forgets_what_was_undone():
    history = History(THREE).then(merge(THREE, 0, 1)).undo().then(drop(THREE, 0))
    assert history.redo() is history
    assert history.undo().current == THREE
