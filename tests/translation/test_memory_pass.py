"""The memory in a translation: used where the text is the same and the glossary agrees, offered where it is similar."""

import pytest

from workbench.documents.bilingual import Origin, Outcome, TranslationUnit
from workbench.glossary.model import Glossary, Term
from workbench.translation.memory.store import memory_in_ram
from workbench.translation.mode import Mode
from workbench.translation.pipeline import Translator

GLOSSARY = Glossary.of("test", [("port", Term("haven", "nl")), ("port", Term("harbour", "en"))])
SENTENCE = "De minister bezocht gisteren de haven van Rotterdam."


@pytest.fixture(scope="module")
def translator_with(bundled_model, settings):
    def make(*pairs: tuple[str, str], mode: Mode = Mode.STRICT) -> Translator:
        memory = memory_in_ram("nl", "en", "test")
        memory.add(TranslationUnit(*pair) for pair in pairs)
        return Translator(bundled_model, GLOSSARY, settings, mode, memories=[memory] if pairs else [])

    return make


def test_the_same_text_is_used_as_it_was_translated(translator_with):
    target = "Yesterday the Minister saw Rotterdam's harbour, as the memory has it."
    (segment,) = translator_with((SENTENCE, target)).translate([SENTENCE])
    assert (segment.target, segment.origin, segment.score) == (target, Origin.MEMORY, None)
    assert [match.score for match in segment.matches] == [100]
    assert [use.outcome for use in segment.terms] == [Outcome.KEPT] and not segment.marks


def test_what_the_glossary_forbids_is_translated_and_marked(translator_with):
    target = "Yesterday the Minister visited the port of Rotterdam, as the memory has it."
    (segment,) = translator_with((SENTENCE, target)).translate([SENTENCE])
    assert segment.origin is not Origin.MEMORY and segment.target != target
    assert any(target in mark and "the glossary forbids: “haven”" in mark for mark in segment.marks)
    assert [match.target for match in segment.matches] == [target]
    (segment,) = translator_with((SENTENCE, target), mode=Mode.OFF).translate([SENTENCE])
    assert (segment.target, segment.origin) == (target, Origin.MEMORY)


def test_similar_texts_are_offered_and_change_nothing(translator_with):
    offered = "De minister bezocht vandaag de haven van Rotterdam."
    plain, with_memory = translator_with(), translator_with((offered, "offered"))
    (alone,), (segment,) = plain.translate([SENTENCE]), with_memory.translate([SENTENCE])
    assert (segment.target, segment.origin, segment.marks) == (alone.target, alone.origin, alone.marks)
    (match,) = segment.matches
    assert match.target == "offered" and 75 <= match.score < 99
    (spans,) = match.differences
    assert (SENTENCE[slice(*spans[0])], offered[slice(*spans[1])]) == ("gisteren", "vandaag")
    assert alone.matches == ()


def test_segments_stay_in_order_among_those_that_are_decoded(translator_with):
    translator = translator_with((SENTENCE, "The harbour, from memory."))
    sources = ["De raad kwam bijeen.", SENTENCE, "", "De delegatie vertrok.", SENTENCE, "12,5"]
    segments = translator.translate(sources)
    assert [segment.source for segment in segments] == sources
    assert [segment.origin is Origin.MEMORY for segment in segments] == [False, True, False, False, True, False]


def test_the_signature_names_what_the_memory_holds(translator_with):
    signatures = {translator_with(*pairs).signature for pairs in ([], [("a", "b")], [("a", "c")])}
    assert len(signatures) == 3
    assert sum("memory:test-" in signature for signature in signatures) == 2
