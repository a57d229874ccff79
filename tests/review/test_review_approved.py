"""What people approved in a project becomes training pairs; nothing else does."""

import pytest
from reviewed import ANN, BOB, Reviewed

from workbench.errors import UsageError
from workbench.review.approved import approved_units
from workbench.review.editing import approve, reopen, save
from workbench.training.memories import Reading

PAIR = ("nl", "en")


def test_approved_segments_are_read_with_document_person_and_date(reviewed: Reviewed):
    segment = reviewed.segment("bedankte")
    approve(reviewed.desk, BOB, segment.id, segment.version, "The envoy thanked his host.")
    other = reviewed.segment("onderhandelingen")
    save(reviewed.desk, ANN, other.id, "The talks took three hours.", other.version)  # edited, but not approved
    (unit,) = approved_units(reviewed.desk.store, "Hanoi", PAIR)
    assert (unit.source, unit.target) == (segment.source, "The envoy thanked his host.")
    assert (unit.document, unit.author) == ("hanoi.nl.txt", "Bob") and unit.created is not None
    (pair,) = Reading(PAIR).project(reviewed.desk.store, str(reviewed.project))
    assert (pair.source, pair.target, pair.document) == (unit.source, unit.target, unit.document)
    assert pair.created == unit.created and "project" in pair.origin


def test_a_project_that_has_nothing_to_give_is_refused(reviewed: Reviewed):
    store = reviewed.desk.store
    segment = reviewed.segment("bedankte")
    approved = approve(reviewed.desk, BOB, segment.id, segment.version)
    reopen(reviewed.desk, BOB, segment.id, approved.version)
    with pytest.raises(UsageError, match="no approved"):
        list(approved_units(store, "Hanoi", PAIR))
    with pytest.raises(UsageError, match="'Hanoi'"):
        list(approved_units(store, "Saigon", PAIR))
    with pytest.raises(UsageError, match="nl-en, not nl-fr"):
        list(approved_units(store, "Hanoi", ("nl", "fr")))
