"""What is offered for a segment: the model's other translations, memory matches, approvals, glossary terms."""

import os
from dataclasses import replace

from reviewed import ANN, Reviewed

from workbench.review.documents import add_document
from workbench.review.editing import approve, save
from workbench.review.projects import ProjectSettings, change_settings
from workbench.review.segments import segment_page
from workbench.review.suggestions import memory_suggestions, model_suggestions, term_suggestions
from workbench.review.translating import Worker, start_translation
from workbench.review.word_diff import PieceKind


def test_the_model_offers_other_translations_with_their_differences(reviewed: Reviewed):
    segment = reviewed.segment("Europese Unie")
    offered = model_suggestions(reviewed.desk, ANN, segment.id, count=3)
    targets = [item.target for item in offered]
    assert offered and len(set(targets)) == len(targets) <= 3 and segment.target not in targets
    assert [item.terms_missing for item in offered] == sorted(item.terms_missing for item in offered)
    for item in offered:
        kept = [piece.text for piece in item.difference if piece.kind is not PieceKind.REMOVED]
        assert "".join(kept) == item.target
    # Whoever has written something else is offered what the machine gave, among others.
    save(reviewed.desk, ANN, segment.id, "Something else.", segment.version)
    again = [item.target for item in model_suggestions(reviewed.desk, ANN, segment.id, count=4)]
    assert any("European Union" in target and "treaty" in target for target in again)


def test_an_address_stands_in_the_alternatives_as_in_the_source(reviewed: Reviewed):
    segment = reviewed.segment("https://")
    for item in model_suggestions(reviewed.desk, ANN, segment.id):
        assert "URL1" not in item.target


def test_the_glossary_offers_its_renderings_and_says_which_are_kept(reviewed: Reviewed):
    segment = reviewed.segment("Europese Unie")
    save(reviewed.desk, ANN, segment.id, "The Union supports the treaty.", segment.version)
    offered = {item.concept: item for item in term_suggestions(reviewed.desk, ANN, segment.id)}
    assert offered["eu"].renderings == ("European Union",) and not offered["eu"].is_kept
    assert offered["treaty"].is_kept
    assert segment.source[offered["eu"].start : offered["eu"].end] == "Europese Unie"


def test_memories_offer_similar_texts_and_the_project_what_was_approved_in_it(reviewed: Reviewed, tmp_path):
    memory = tmp_path / "memory.tsv"
    memory.write_text("nl\ten\nDe Europese Unie steunt het plan.\tThe EU supports the plan.\n", encoding="utf-8")
    usual = ProjectSettings(str(tmp_path / "terms.csv"), "nl-en")
    change_settings(reviewed.desk, ANN, reviewed.project, replace(usual, memory=str(memory)))
    segment = reviewed.segment("Europese Unie")
    (match,) = memory_suggestions(reviewed.desk, ANN, segment.id)
    assert (match.target, match.source) == ("The EU supports the plan.", "De Europese Unie steunt het plan.")
    assert match.score < 100 and match.differences

    approve(reviewed.desk, ANN, segment.id, segment.version, "The Union backs the treaty.")
    other = add_document(reviewed.desk, ANN, reviewed.project, "b.txt", segment.source.encode())
    start_translation(reviewed.desk, ANN, other.id)
    Worker(reviewed.desk).work()
    (same,) = segment_page(reviewed.desk, ANN, other.id).segments
    first = memory_suggestions(reviewed.desk, ANN, same.id)[0]
    assert (first.target, first.score) == ("The Union backs the treaty.", 100)
    assert "hanoi.nl.txt" in first.origin and "Ann" in first.origin


def test_a_memory_that_grows_is_read_again(reviewed: Reviewed, tmp_path):
    memory = tmp_path / "memory.tsv"
    memory.write_text("nl\ten\nIets heel anders.\tSomething else.\n", encoding="utf-8")
    usual = ProjectSettings(str(tmp_path / "terms.csv"), "nl-en", memory=str(memory))
    change_settings(reviewed.desk, ANN, reviewed.project, usual)
    segment = reviewed.segment("bedankte")
    assert memory_suggestions(reviewed.desk, ANN, segment.id) == []
    memory.write_text(f"nl\ten\n{segment.source}\tThe minister gave thanks.\n", encoding="utf-8")
    os.utime(memory, (1, 1))
    assert [item.target for item in memory_suggestions(reviewed.desk, ANN, segment.id)] == ["The minister gave thanks."]
