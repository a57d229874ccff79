"""The glossary of a project: found, edited by two at once, decided about, imported, harvested, and at work at once."""

from dataclasses import replace

import pytest
from reviewed import ANN, BOB, Reviewed

from workbench.errors import UsageError, WorkbenchError
from workbench.glossary.choice import Choice
from workbench.glossary.diff import keyed
from workbench.glossary.files import glossary_path
from workbench.glossary.model import Concept, Review, Status, Term
from workbench.review.editing import approve, save
from workbench.review.errors import NotAllowed, NotFound
from workbench.review.people import Person, Role
from workbench.review.projects import ProjectSettings, change_settings, create_project, set_members
from workbench.review.terms import (
    TermConflict,
    TermFilter,
    approve_terms,
    find_concepts,
    forbid_terms,
    glossary_file,
    is_copied,
    project_glossary,
    proposals,
    propose,
    reject_terms,
    save_concept,
)
from workbench.review.terms_exchange import apply_import, export_glossary, glossary_findings, preview_import
from workbench.review.terms_in_project import harvest_terms, occurrences, propose_harvested
from workbench.store.tables import Project


def term_key(reviewed: Reviewed, concept: str, text: str):
    keys = keyed(project_glossary(reviewed.desk, ANN, reviewed.project))
    return next(key for key in keys if key[0] == concept and key[2] == text)


def english(concept: Concept) -> list[str]:
    return [term.text for term in concept.terms if term.language == "en"]


def changed(concept: Concept, language: str, **values) -> Concept:
    terms = tuple(replace(term, **values) if term.language == language else term for term in concept.terms)
    return Concept(concept.id, terms)


def test_concepts_are_found_by_text_language_status_review_and_domain(reviewed: Reviewed):
    def found(**wanted) -> list[str]:
        return [item.id for item in find_concepts(reviewed.desk, ANN, reviewed.project, TermFilter(**wanted))]

    assert sorted(found()) == ["eu", "parliament", "talks", "treaty"]
    assert found(text="Europeese unie") == ["eu"]
    assert found(status=Status.DEPRECATED) == ["eu"]
    assert sorted(found(domain="law", language="nl")) == ["talks", "treaty"]
    assert [item.id for item in proposals(reviewed.desk, ANN, reviewed.project)] == ["talks"]


def test_two_editors_of_a_concept_get_both_changes_or_are_asked(reviewed: Reviewed):
    desk, project = reviewed.desk, reviewed.project
    base = project_glossary(desk, ANN, project).concepts["treaty"]
    save_concept(desk, ANN, project, base, changed(base, "en", note="By Ann."))
    merged = save_concept(desk, BOB, project, base, changed(base, "en", definition="By Bob."))
    (term,) = [term for term in merged.terms if term.language == "en"]
    assert (term.note, term.definition) == ("By Ann.", "By Bob.")
    with pytest.raises(TermConflict, match="note") as conflict:
        save_concept(desk, BOB, project, base, changed(base, "en", note="By Bob."))
    assert len(conflict.value.conflicts) == 1
    assert project_glossary(desk, ANN, project).concepts["treaty"] == merged
    mine = changed(base, "en", note="By Bob.")
    assert save_concept(desk, BOB, project, base, mine, over=True) == mine


def test_a_concept_is_added_and_removed(reviewed: Reviewed):
    desk, project = reviewed.desk, reviewed.project
    new = Concept("envoy", (Term("gezant", "nl"), Term("envoy", "en")))
    assert {term.text for term in save_concept(desk, ANN, project, None, new).terms} == {"gezant", "envoy"}
    saved = project_glossary(desk, ANN, project).concepts["envoy"]
    assert save_concept(desk, ANN, project, saved, Concept("envoy", ())).terms == ()
    assert "envoy" not in project_glossary(desk, ANN, project).concepts


def test_what_the_editor_decides_counts_at_once(reviewed: Reviewed):
    desk, project = reviewed.desk, reviewed.project
    segment = reviewed.segment("onderhandelingen")
    with_talks = save(desk, ANN, segment.id, "The talks lasted 3 hours.", segment.version)
    assert "term-missing" not in {item.check for item in with_talks.findings}  # the term is only proposed
    approve_terms(desk, ANN, project, [term_key(reviewed, "talks", "negotiation")])
    (term,) = [term for term in project_glossary(desk, ANN, project).concepts["talks"].terms if term.language == "en"]
    assert (term.review, term.reviewed_by) == (Review.APPROVED, "Ann") and term.reviewed_at
    again = save(desk, ANN, segment.id, "The talks lasted for 3 hours.", with_talks.version)
    assert "term-missing" in {item.check for item in again.findings}
    right = save(desk, ANN, segment.id, "The negotiations lasted for 3 hours.", again.version)
    assert "term-missing" not in {item.check for item in right.findings}


def test_terms_are_rejected_and_forbidden(reviewed: Reviewed):
    desk, project = reviewed.desk, reviewed.project
    reject_terms(desk, ANN, project, [term_key(reviewed, "talks", "negotiation")])
    assert proposals(desk, ANN, project) == []
    propose(desk, BOB, project, "treaty", [Term("pact", "en")])
    forbid_terms(desk, ANN, project, [term_key(reviewed, "treaty", "pact")])
    segment = reviewed.segment("Europese Unie")
    saved = save(desk, ANN, segment.id, "The European Union supports the pact.", segment.version)
    assert "term-forbidden" in {item.check for item in saved.findings}
    with pytest.raises(NotFound, match="any more"):
        reject_terms(desk, ANN, project, [("treaty", "en", "gone", 0)])


def test_translators_propose_and_editors_decide(reviewed: Reviewed):
    desk, project, cleo = reviewed.desk, reviewed.project, Person("Cleo", Role.TRANSLATOR)
    set_members(desk, ANN, project, ["Ann", "Cleo"])
    before = project_glossary(desk, cleo, project)
    for forbidden in (
        lambda: save_concept(desk, cleo, project, None, Concept("x", (Term("x", "nl"),))),
        lambda: approve_terms(desk, cleo, project, [term_key(reviewed, "talks", "negotiation")]),
        lambda: apply_import(desk, cleo, project, "x.csv", b"nl,en\na,b\n"),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    assert project_glossary(desk, cleo, project) == before
    concept = propose(desk, cleo, project, "treaty", [Term("pact", "en"), Term("accord", "en")])
    assert {term.text for term in concept.terms if term.review is Review.PROPOSED} == {"pact", "accord"}
    with pytest.raises(UsageError, match="already"):
        propose(desk, cleo, project, "treaty", [Term("pact", "en")])


def test_where_a_term_occurs(reviewed: Reviewed):
    (place,) = occurrences(reviewed.desk, ANN, reviewed.project, "treaty")
    assert place.segment == reviewed.segment("Europese Unie").id
    assert place.source[slice(*place.use.source)] == "verdrag"
    assert occurrences(reviewed.desk, ANN, reviewed.project, "nothing") == []


def test_an_import_is_shown_before_it_is_made(reviewed: Reviewed):
    desk, project = reviewed.desk, reviewed.project
    data = b"nl,en\ngezant,envoy\nverdrag,covenant\n"
    before = project_glossary(desk, ANN, project)
    shown = preview_import(desk, ANN, project, "new.csv", data)
    assert {term.text for _, term in shown.plan.new} >= {"gezant", "envoy"}
    assert project_glossary(desk, ANN, project) == before
    apply_import(desk, ANN, project, "new.csv", data, Choice.TAKE)
    after = project_glossary(desk, ANN, project)
    assert any("gezant" in [term.text for term in concept.terms] for concept in after.concepts.values())
    assert "covenant" in english(after.concepts["treaty"])
    with pytest.raises(WorkbenchError, match="evil"):
        preview_import(
            desk, ANN, project, "evil.tbx", b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"
        )


def test_what_is_exported_can_be_imported_and_brings_nothing_new(reviewed: Reviewed):
    desk, project = reviewed.desk, reviewed.project
    exported = export_glossary(desk, ANN, project, "tbx")
    assert exported.name == "terms.tbx"
    plan = preview_import(desk, ANN, project, exported.name, exported.data).plan
    assert (list(plan.new), list(plan.conflicts)) == ([], [])


def test_harvested_terms_become_proposals(reviewed: Reviewed):
    desk, project = reviewed.desk, reviewed.project
    with pytest.raises(UsageError, match="approved"):
        harvest_terms(desk, ANN, project)
    for segment in reviewed.segments():
        approve(desk, ANN, segment.id, segment.version)
    chosen = harvest_terms(desk, ANN, project)[:2]
    assert chosen and "verdrag" not in {item.source for item in chosen}
    before = set(project_glossary(desk, ANN, project).concepts)
    propose_harvested(desk, ANN, project, chosen)
    new = [item for item in proposals(desk, ANN, project) if item.id not in before]
    assert {term.text for concept in new for term in concept.terms} >= {item.source for item in chosen}


def test_the_hygiene_of_the_glossary_is_told(reviewed: Reviewed):
    propose(reviewed.desk, ANN, reviewed.project, "lonely", [Term("eenzaam", "nl")])
    assert any(item.concept == "lonely" for item in glossary_findings(reviewed.desk, ANN, reviewed.project))


def test_a_project_without_a_glossary_says_so(reviewed: Reviewed):
    change_settings(reviewed.desk, ANN, reviewed.project, ProjectSettings("none", "nl-en"))
    assert project_glossary(reviewed.desk, ANN, reviewed.project).concepts == {}
    with pytest.raises(UsageError, match="no glossary"):
        propose(reviewed.desk, ANN, reviewed.project, "x", [Term("x", "nl")])


def test_the_first_edit_of_a_bundled_glossary_copies_it_and_leaves_the_program_alone(
    reviewed: Reviewed, tmp_path, monkeypatch
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))  # where the copy goes with PostgreSQL
    desk, project = reviewed.desk, reviewed.project
    change_settings(desk, ANN, project, ProjectSettings("diplomatic", "nl-en"))
    shipped = glossary_path("diplomatic")
    before = shipped.read_bytes()
    assert is_copied(desk, ANN, project) is False
    base = project_glossary(desk, ANN, project).concepts["ambassador"]
    save_concept(desk, ANN, project, base, changed(base, "en", note="Ours."))
    assert shipped.read_bytes() == before
    assert is_copied(desk, ANN, project) is True
    assert desk.store.folder in glossary_file(desk, ANN, project).parents
    assert {term.note for term in project_glossary(desk, ANN, project).concepts["ambassador"].terms} >= {"Ours."}
    other = create_project(desk, ANN, "Another", ProjectSettings("diplomatic", "nl-en")).id
    assert "Ours." in {term.note for term in project_glossary(desk, ANN, other).concepts["ambassador"].terms}
    signature = desk.translator(project_row(desk, project)).signature
    assert f"diplomatic-{project_glossary(desk, ANN, project).fingerprint}" in signature


def project_row(desk, project: int) -> Project:
    with desk.store.read() as session:
        found = session.get_one(Project, project)
        session.expunge_all()
        return found
