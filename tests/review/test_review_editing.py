"""Edits, approvals, undo and redo: nothing committed is lost, and the history replayed is what stands there."""

from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reviewed import ANN, BOB, Reviewed
from sqlalchemy import select

from workbench.errors import UsageError
from workbench.review.changes import changes_since
from workbench.review.comments import add_comment, comments, resolve_comment
from workbench.review.delivery import deliver
from workbench.review.desk import Desk
from workbench.review.documents import add_document, get_document
from workbench.review.editing import approve, approve_and_next, redo, reopen, save, undo
from workbench.review.errors import Conflict, NotFound
from workbench.review.history import changes_against_machine, document_history, segment_history
from workbench.review.people import Person, Role
from workbench.review.repetitions import fill_repetitions, repetitions
from workbench.review.replacing import Wanted, preview
from workbench.review.replacing import replace as replace_all
from workbench.review.segments import EVERYTHING, Filter, get_segment, segment_counts, segment_page
from workbench.review.word_diff import PieceKind, word_diff
from workbench.store.states import ActionKind, SegmentState
from workbench.store.tables import Action, Edit, Segment


def assert_history_is_consistent(desk: Desk, document: int) -> None:
    """Replayed, the edits of every segment give what stands in it; versions and revisions leave no gap."""
    with desk.store.read() as session:
        for segment in session.scalars(select(Segment).where(Segment.document_id == document)):
            target, state = "", SegmentState.PENDING.value
            edits = session.scalars(select(Edit).where(Edit.segment_id == segment.id).order_by(Edit.version)).all()
            for version, edit in enumerate(edits, start=1):
                assert (edit.version, edit.before_target, edit.before_state) == (version, target, state)
                target, state = edit.after_target, edit.after_state
            assert (segment.target, segment.state, segment.version) == (target, state, len(edits))
        revisions = session.scalars(select(Action.revision).where(Action.document_id == document)).all()
        assert len(set(revisions)) == len(revisions)


def test_an_edit_is_committed_checked_and_counted(reviewed: Reviewed):
    before = reviewed.segment("Europese Unie")
    assert "European Union" in before.target and before.state is SegmentState.MACHINE
    lost = save(reviewed.desk, BOB, before.id, before.target.replace("European Union", "Union"), before.version)
    assert (lost.state, lost.version, lost.changed_by) == (SegmentState.EDITED, before.version + 1, "Bob")
    assert "term-missing" in {finding.check for finding in lost.findings}
    assert segment_page(reviewed.desk, ANN, reviewed.document, Filter(with_findings=True)).segments[0].id == before.id
    kept = save(reviewed.desk, BOB, before.id, before.target, lost.version)
    assert "term-missing" not in {finding.check for finding in kept.findings}
    assert kept.state is SegmentState.MACHINE  # the machine's text is the machine's, whoever typed it
    forbidden = save(
        reviewed.desk, BOB, before.id, before.target.replace("European Union", "European Community"), kept.version
    )
    assert "term-forbidden" in {finding.check for finding in forbidden.findings}
    assert_history_is_consistent(reviewed.desk, reviewed.document)


def test_an_edit_of_an_older_version_is_refused_and_tells_what_stands_there(reviewed: Reviewed):
    segment = reviewed.segments()[1]
    mine = save(reviewed.desk, ANN, segment.id, "By Ann.", segment.version)
    with pytest.raises(Conflict, match="changed by Ann") as conflict:
        save(reviewed.desk, BOB, segment.id, "By Bob.", segment.version)
    (clash,) = conflict.value.clashes
    assert (clash.target, clash.author, clash.version, clash.at) == ("By Ann.", "Ann", mine.version, mine.changed_at)
    assert get_segment(reviewed.desk, BOB, segment.id) == mine
    assert save(reviewed.desk, BOB, segment.id, "By Bob.", clash.version).target == "By Bob."


def test_a_text_that_stands_there_already_is_no_edit_and_no_conflict(reviewed: Reviewed):
    segment = reviewed.segments()[1]
    mine = save(reviewed.desk, ANN, segment.id, "By both.", segment.version)
    assert save(reviewed.desk, BOB, segment.id, "By both.", segment.version) == mine


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  The minister left. ", "The minister left."),
        ("The minister\nleft.", "The minister left."),
        ("The\0 minister\ud800.", "The minister?."),
        ("<script>alert('x')</script>", "<script>alert('x')</script>"),
        ("", ""),
    ],
)
def test_what_is_typed_is_stored_without_what_no_file_can_hold(reviewed: Reviewed, typed, stored):
    segment = reviewed.segment("bedankte")
    assert save(reviewed.desk, ANN, segment.id, typed, segment.version).target == stored


def test_a_target_far_longer_than_its_source_is_refused(reviewed: Reviewed):
    segment = reviewed.segments()[1]
    with pytest.raises(UsageError, match="too long"):
        save(reviewed.desk, ANN, segment.id, "x" * 10_000, segment.version)


def test_what_the_model_has_not_translated_is_written_by_hand(reviewed: Reviewed):
    desk, text = reviewed.desk, b"De Europese Unie steunt dit. Geen commentaar. Geen commentaar."
    document = add_document(desk, ANN, reviewed.project, "b.txt", text).id
    first, second, third = segment_page(desk, ANN, document).segments
    with pytest.raises(NotFound):
        save(desk, Person("Eve", Role.EDITOR), first.id, "x", first.version)
    with pytest.raises(UsageError, match="not translated yet"):
        approve(desk, ANN, first.id, first.version)
    written = save(desk, ANN, first.id, "The Union supports this.", first.version)
    assert written.state is SegmentState.EDITED
    assert "term-missing" in {finding.check for finding in written.findings}
    approved = approve(desk, ANN, second.id, second.version, "No comment.")
    assert fill_repetitions(desk, ANN, second.id)[0].id == third.id
    assert get_document(desk, ANN, document).is_whole
    assert deliver(desk, ANN, document).data.decode().count("No comment.") == 2
    assert reopen(desk, ANN, second.id, approved.version).state is SegmentState.EDITED
    empty = save(desk, ANN, first.id, "", written.version)
    assert empty.state is SegmentState.PENDING and not empty.findings
    assert not get_document(desk, ANN, document).is_whole
    undo(desk, ANN, document)
    assert get_segment(desk, ANN, first.id).target == "The Union supports this."
    assert_history_is_consistent(desk, document)


def test_approving_goes_to_the_next_open_segment_and_from_the_end_to_the_start(reviewed: Reviewed):
    segments = reviewed.segments()
    for number, segment in enumerate(segments[1:], start=1):
        approved, following = approve_and_next(reviewed.desk, ANN, segment.id, segment.version, None, EVERYTHING)
        assert approved.state is SegmentState.APPROVED
        assert following == segments[(number + 1) % len(segments)].id
    first = segments[0]
    approved, following = approve_and_next(reviewed.desk, ANN, first.id, first.version, "Visit to Hanoi", EVERYTHING)
    assert (approved.target, following) == ("Visit to Hanoi", None)
    assert segment_counts(reviewed.desk, ANN, reviewed.document).states[SegmentState.APPROVED] == len(segments)


def test_reopening_keeps_the_text(reviewed: Reviewed):
    segment = reviewed.segments()[1]
    edited = approve(reviewed.desk, ANN, segment.id, segment.version, "My text.")
    assert approve(reviewed.desk, ANN, segment.id, segment.version) == edited  # approved already: nothing to do
    again = reopen(reviewed.desk, ANN, segment.id, edited.version)
    assert (again.target, again.state) == ("My text.", SegmentState.EDITED)


def test_undo_and_redo_survive_a_restart(reviewed: Reviewed):
    segment = reviewed.segments()[1]
    edited = save(reviewed.desk, ANN, segment.id, "My text.", segment.version)
    approve(reviewed.desk, ANN, segment.id, edited.version)
    other = Desk(reviewed.desk.store, reviewed.desk.settings)
    assert [item.state for item in undo(other, ANN, reviewed.document)] == [SegmentState.EDITED]
    assert [item.target for item in undo(other, ANN, reviewed.document)] == [segment.target]
    assert undo(other, ANN, reviewed.document) == []  # the translation is nobody's to undo
    assert [item.target for item in redo(other, ANN, reviewed.document)] == ["My text."]
    assert [item.state for item in redo(other, ANN, reviewed.document)] == [SegmentState.APPROVED]
    assert redo(other, ANN, reviewed.document) == []
    assert_history_is_consistent(reviewed.desk, reviewed.document)


def test_everybody_undoes_only_his_or_her_own_and_asks_before_undoing_over_somebody(reviewed: Reviewed):
    first, second = reviewed.segments()[1:3]
    save(reviewed.desk, ANN, first.id, "By Ann.", first.version)
    save(reviewed.desk, BOB, second.id, "By Bob.", second.version)
    assert [item.id for item in undo(reviewed.desk, ANN, reviewed.document)] == [first.id]
    again = redo(reviewed.desk, ANN, reviewed.document)[0]
    save(reviewed.desk, BOB, first.id, "By Bob too.", again.version)
    with pytest.raises(Conflict, match="Bob"):
        undo(reviewed.desk, ANN, reviewed.document)
    assert get_segment(reviewed.desk, ANN, first.id).target == "By Bob too."
    assert undo(reviewed.desk, ANN, reviewed.document, over=True)[0].target == first.target
    assert_history_is_consistent(reviewed.desk, reviewed.document)


def test_repeated_segments_are_filled_together_and_undone_together(reviewed: Reviewed):
    first, second, third = [item for item in reviewed.segments() if item.source == "Geen commentaar."]
    approved = approve(reviewed.desk, ANN, second.id, second.version, "He declined to comment.")
    edited = save(reviewed.desk, ANN, first.id, "No comment was given.", first.version)
    assert [item.id for item in repetitions(reviewed.desk, ANN, first.id)] == [second.id, third.id]
    assert [item.id for item in fill_repetitions(reviewed.desk, ANN, first.id)] == [third.id]
    assert get_segment(reviewed.desk, ANN, second.id) == approved  # what somebody approved stays
    assert get_segment(reviewed.desk, ANN, third.id).target == edited.target
    undo(reviewed.desk, ANN, reviewed.document)
    assert get_segment(reviewed.desk, ANN, third.id).target == third.target
    counts = segment_counts(reviewed.desk, ANN, reviewed.document)
    assert counts.repeated == 3
    assert segment_page(reviewed.desk, ANN, reviewed.document, Filter(repeated=True)).total == 3


def test_search_and_replace_shows_first_and_then_does_just_that(reviewed: Reviewed):
    segment = reviewed.segment("bedankte")
    edited = save(reviewed.desk, ANN, segment.id, "A Ministerial minister (minister).", segment.version)
    wanted = Wanted("minister", "envoy", match_case=False, whole_words=True)
    found = {item.segment: item for item in preview(reviewed.desk, ANN, reviewed.document, wanted)}
    item = found[segment.id]
    assert (item.before, item.after) == (edited.target, "A Ministerial envoy (envoy).")
    assert [piece.text for piece in item.pieces if piece.kind is PieceKind.REMOVED] == ["minister", "minister"]
    assert get_segment(reviewed.desk, ANN, segment.id) == edited  # a preview changes nothing
    assert [view.target for view in replace_all(reviewed.desk, ANN, reviewed.document, [item])] == [item.after]
    with pytest.raises(Conflict):  # the preview is of an older version by now
        replace_all(reviewed.desk, ANN, reviewed.document, [item])
    assert [view.target for view in undo(reviewed.desk, ANN, reviewed.document)] == [edited.target]
    assert preview(reviewed.desk, ANN, reviewed.document, Wanted(".*", "x")) == []  # no pattern
    with pytest.raises(UsageError):
        preview(reviewed.desk, ANN, reviewed.document, Wanted("", "x"))


def test_one_clash_keeps_a_whole_replacement_from_being_made(reviewed: Reviewed):
    for segment in reviewed.segments()[1:4]:
        save(reviewed.desk, ANN, segment.id, "An envoy.", segment.version)
    found = preview(reviewed.desk, ANN, reviewed.document, Wanted("envoy", "emissary"))
    last = reviewed.segments()[3]
    save(reviewed.desk, BOB, last.id, "Other.", last.version)
    with pytest.raises(Conflict):
        replace_all(reviewed.desk, ANN, reviewed.document, found)
    assert [item.target for item in reviewed.segments()[1:4]] == ["An envoy.", "An envoy.", "Other."]


def test_the_other_sees_edits_and_comments_as_changes_since_a_revision(reviewed: Reviewed):
    revision = segment_page(reviewed.desk, BOB, reviewed.document).revision
    first, second = reviewed.segments()[1:3]
    assert changes_since(reviewed.desk, BOB, reviewed.document, revision).segments == ()
    save(reviewed.desk, ANN, first.id, "By Ann.", first.version)
    remark = add_comment(reviewed.desk, ANN, second.id, "<b>Why?</b>")[0]
    changes = changes_since(reviewed.desk, BOB, reviewed.document, revision)
    assert [(item.id, item.target, item.comments) for item in changes.segments] == [
        (first.id, "By Ann.", 0),
        (second.id, second.target, 1),
    ]
    assert changes.is_complete
    save(reviewed.desk, BOB, second.id, "By Bob.", second.version)  # a comment is no reason to refuse an edit
    assert resolve_comment(reviewed.desk, BOB, remark.id)[0].resolved_by == "Bob"
    later = changes_since(reviewed.desk, ANN, reviewed.document, changes.revision)
    assert [(item.id, item.comments) for item in later.segments] == [(second.id, 0)]
    assert comments(reviewed.desk, ANN, second.id)[0].text == "<b>Why?</b>"


def test_filters_and_text_search(reviewed: Reviewed):
    first = reviewed.segment("bedankte")
    save(reviewed.desk, ANN, first.id, "ÉÉN minister thanked.", first.version)

    def found(wanted: Filter) -> list[int]:
        return [item.id for item in segment_page(reviewed.desk, ANN, reviewed.document, wanted).segments]

    assert found(Filter(states=frozenset({SegmentState.EDITED}))) == [first.id]
    assert found(Filter(text="één MINISTER")) == [first.id]
    assert found(Filter(text="%")) == [] and found(Filter(text="_")) == []
    everything = segment_page(reviewed.desk, ANN, reviewed.document)
    paged = [
        segment_page(reviewed.desk, ANN, reviewed.document, first=start, size=3).segments
        for start in range(0, everything.total, 3)
    ]
    assert [item.id for page in paged for item in page] == [item.id for item in everything.segments]


def test_the_history_says_who_did_what_when_and_what_changed(reviewed: Reviewed):
    segment = reviewed.segment("bedankte")
    save(reviewed.desk, BOB, segment.id, segment.target + " Twice.", segment.version)
    latest, oldest = segment_history(reviewed.desk, ANN, segment.id)
    assert (latest.kind, latest.author, oldest.kind, oldest.author) == (
        ActionKind.EDIT,
        "Bob",
        ActionKind.TRANSLATION,
        "",
    )
    assert latest.at >= oldest.at
    assert [item.kind for item in document_history(reviewed.desk, ANN, reviewed.document)] == [ActionKind.EDIT]
    added = [
        piece for piece in changes_against_machine(reviewed.desk, ANN, segment.id) if piece.kind is not PieceKind.SAME
    ]
    assert "".join(piece.text for piece in added) == " Twice." and {piece.kind for piece in added} == {PieceKind.ADDED}


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_a_difference_holds_both_texts(old, new):
    pieces = word_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.REMOVED) == new


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), st.integers(0, 3), st.sampled_from(["A.", "B.", "The envoy.", ""])),
        st.tuples(st.sampled_from(["approve", "reopen", "fill"]), st.integers(0, 3), st.just("")),
        st.tuples(st.just("replace"), st.just(0), st.just("")),
        st.tuples(st.sampled_from(["undo", "redo"]), st.just(0), st.just("")),
    ),
    max_size=14,
)


def _do(reviewed: Reviewed, person: Person, step: tuple[str, int, str]) -> bool:
    """Do a step; says whether it changed anything."""
    kind, number, text = step
    desk, document = reviewed.desk, reviewed.document
    repeated = [item for item in reviewed.segments() if item.source == "Geen commentaar."]
    segment = [*repeated, reviewed.segments()[1]][number]
    if kind == "save":
        return save(desk, person, segment.id, text, segment.version) != segment
    if kind == "approve":
        return approve(desk, person, segment.id, segment.version) != segment
    if kind == "reopen":
        return reopen(desk, person, segment.id, segment.version) != segment
    if kind == "fill":
        return bool(fill_repetitions(desk, person, segment.id))
    if kind == "replace":
        return bool(replace_all(desk, person, document, preview(desk, person, document, Wanted("envoy", "emissary"))))
    return bool((undo if kind == "undo" else redo)(desk, person, document))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=_STEPS)
def test_one_person_undoes_and_redoes_any_sequence(steps, translated_once, tmp_path_factory, request):
    reviewed = translated_once.copied(tmp_path_factory.mktemp("one"), request.getfixturevalue("settings"))
    with closing(reviewed.desk.store):

        def state() -> list[tuple[str, SegmentState]]:
            return [(item.target, item.state) for item in reviewed.segments()]

        done, undone = [state()], []
        for step in steps:
            changed = _do(reviewed, ANN, step)
            if step[0] == "undo":
                assert changed == (len(done) > 1)
                if changed:
                    undone.append(done.pop())
            elif step[0] == "redo":
                assert changed == bool(undone)
                if changed:
                    done.append(undone.pop())
            elif changed:
                done.append(state())
                undone.clear()
            assert state() == done[-1]
        assert_history_is_consistent(reviewed.desk, reviewed.document)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.tuples(st.sampled_from([ANN, BOB]), _STEPS.map(lambda steps: steps[:1])), max_size=14))
def test_whatever_two_people_do_the_history_is_consistent(steps, translated_once, tmp_path_factory, request):
    reviewed = translated_once.copied(tmp_path_factory.mktemp("two"), request.getfixturevalue("settings"))
    with closing(reviewed.desk.store):
        for person, step in steps:
            for kind in step:
                try:
                    _do(reviewed, person, kind)
                except Conflict as conflict:
                    assert kind[0] in ("undo", "redo") and conflict.clashes
        assert_history_is_consistent(reviewed.desk, reviewed.document)
