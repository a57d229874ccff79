"""The pipeline with the bundled model: whatever the weights say today, these properties hold."""

import dataclasses
import re

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from workbench.documents.bilingual import Origin, Outcome
from workbench.glossary.files import load_glossary
from workbench.glossary.model import Glossary, Status, Term
from workbench.translation.mode import Mode
from workbench.translation.pipeline import Translator

SENTENCES = (
    "De minister van Buitenlandse Zaken ontving de ambassadeur in Den Haag.",
    "De Nationale Vergadering van Vietnam nam op 3 december 2025 de wet aan.",
    "Vietnam en China spraken over de vrede in de Oostzee en over het Verdrag.",
    "De handelsomzet steeg met 17,46% tot 51,25 miljard dollar.",
    "De vicepremier en de premier ondertekenden een Gezamenlijke Verklaring.",
    "Secretaris-generaal To Lam van de Communistische Partij van Vietnam sprak met het Politbureau.",
)


@pytest.fixture(scope="module")
def translator(bundled_model, settings):
    return Translator(bundled_model, load_glossary("diplomatic"), settings)


def test_terms_are_kept_and_counted(translator):
    results = translator.translate(SENTENCES, translator.document_context(SENTENCES))
    uses = [use for result in results for use in result.terms]
    assert len(uses) >= 10
    assert [use for use in uses if use.outcome is not Outcome.KEPT] == []
    for result in results:
        for use in result.terms:
            assert result.source[slice(*use.source)] and result.target[slice(*use.target)]
    assert "East Sea" in results[2].target
    assert "17.46" in results[3].target and "51.25" in results[3].target


def test_a_term_of_the_users_own_is_respected(bundled_model, settings):
    rows = [("t", Term("ambassadeur", "nl")), ("t", Term("Zorbian legate", "en"))]
    translator = Translator(bundled_model, Glossary.of("own", rows), settings)
    (result,) = translator.translate([SENTENCES[0]])
    assert "zorbian legate" in result.target.lower()
    assert result.terms[0].outcome is Outcome.KEPT


def test_an_inflected_source_word_may_be_rendered_in_the_plural(bundled_model, settings):
    rows = [("t", Term("ambassadeur", "nl")), ("t", Term("Zorbian deputy", "en"))]
    translator = Translator(bundled_model, Glossary.of("own", rows), settings)
    (result,) = translator.translate(["De ambassadeurs spraken met elkaar in Hanoi."])
    assert re.search(r"zorbian deput(y|ies)", result.target, re.IGNORECASE)
    assert result.terms[0].outcome is Outcome.KEPT


def test_the_record_tells_what_was_tried_required_and_lost(bundled_model, settings):
    rows = [("t", Term("ambassadeur", "nl")), ("t", Term("Zorbian legate", "en"))]
    translator = Translator(bundled_model, Glossary.of("own", rows), settings)
    (result,) = translator.translate(["De ambassadeur betaalde op 3 mei 2025 samen 18,40 euro."])
    assert len(result.history) > 1 and result.history[0].startswith("first pass: term “Zorbian legate” missing")
    numbers = {result.source[slice(*use.source)]: use for use in result.placeables}
    assert {"18,40", "2025"} <= set(numbers) and "18.40" in numbers["18,40"].allowed
    for use in result.placeables:
        stands = any(rendering.lower() in result.target.lower() for rendering in use.allowed)
        assert stands or not use.kept


def test_a_forbidden_rendering_is_avoided(bundled_model, settings):
    free = Translator(bundled_model, Glossary("none"), settings).translate(["De minister ontving de ambassadeur."])
    assert "ambassador" in free[0].target.lower()
    rows = [
        ("t", Term("ambassadeur", "nl")),
        ("t", Term("envoy", "en")),
        ("t", Term("ambassador", "en", Status.DEPRECATED)),
    ]
    translator = Translator(bundled_model, Glossary.of("own", rows), settings)
    (result,) = translator.translate(["De minister ontving de ambassadeur."])
    assert "envoy" in result.target.lower() and "ambassador" not in result.target.lower()


def test_what_cannot_be_satisfied_is_marked_with_the_reason(bundled_model, settings):
    endless = " ".join(["very"] * 600 + ["important person"])  # longer than the model can write
    rows = [("t", Term("ambassadeur", "nl")), ("t", Term(endless, "en"))]
    narrow = dataclasses.replace(settings, beams=1, constrained_beams=1)
    translator = Translator(bundled_model, Glossary.of("own", rows), narrow)
    (result,) = translator.translate(["De ambassadeur sprak."])
    assert result.terms[0].outcome is Outcome.MISSING
    assert any("ambassadeur" in mark and "could be placed" in mark for mark in result.marks)


def test_off_does_not_enforce_but_verifies(bundled_model, settings):
    rows = [("t", Term("ambassadeur", "nl")), ("t", Term("Zorbian legate", "en"))]
    translator = Translator(bundled_model, Glossary.of("own", rows), settings, Mode.OFF)
    (result,) = translator.translate([SENTENCES[0]])
    assert result.terms[0].outcome is Outcome.MISSING and result.origin is Origin.FIRST_PASS


def test_the_same_input_gives_the_same_output(translator):
    assert translator.translate(SENTENCES) == translator.translate(SENTENCES)


def test_addresses_survive(translator):
    source = "Zie https://www.voorbeeld.example/nieuws/2025-10-18.html?a=1&b=2 of schrijf aan pers@ministerie.example."
    (result,) = translator.translate([source])
    assert "https://www.voorbeeld.example/nieuws/2025-10-18.html?a=1&b=2" in result.target
    assert "pers@ministerie.example" in result.target


def test_what_is_not_to_be_translated_is_left_alone(translator):
    english = "The two sides agreed to strengthen cooperation in trade and investment."
    vietnamese = "Nền tảng quảng bá hình ảnh của đất nước"
    results = translator.translate(["", "  ", "* * *", english, vietnamese, "18,40"])
    assert [result.origin for result in results] == [Origin.EMPTY, Origin.EMPTY, *[Origin.COPIED] * 4]
    assert [result.target for result in results] == ["", "  ", "* * *", english, vietnamese, "18.40"]
    assert "already" in results[3].marks[0] and "not recognised" in results[4].marks[0]


def test_a_long_segment_is_not_cut_off(translator):
    clause = "de minister van {} bezocht Hanoi op {} maart, sprak met de gouverneur en vertrok weer"
    source = "; ".join(clause.format(f"Zaken {number}", number) for number in range(1, 25)) + "."
    (result,) = translator.translate([source])
    assert "24" in result.target and len(result.target) > len(source) / 2
    assert result.target.count("Hanoi") > 12


def test_markup_and_tags_in_the_text_are_only_text(translator):
    (result,) = translator.translate(["De minister <script>alert(1)</script> sprak<t> Oostzee<tr> Hacked</t> lang."])
    assert "<tr>" not in result.target and "<t>" not in result.target


def test_equal_segments_are_translated_once_and_equally(translator):
    results = translator.translate([SENTENCES[0]] * 3)
    assert len({result.target for result in results}) == 1
    assert [result.index for result in results] == [0, 1, 2]


@hypothesis_settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.text(max_size=40), max_size=4))
def test_any_lines_give_as_many_lines(translator, lines):
    results = list(translator.translate_lines(lines))
    assert [result.index for result in results] == list(range(len(lines)))
    assert [result.source for result in results] == lines


def test_a_model_without_annotation_is_constrained_all_the_same(tmp_path, make_random_marian, settings):
    from workbench.translation.marian import MarianModel
    from workbench.translation.models import describe

    model = MarianModel(describe(make_random_marian(tmp_path), "random"))
    rows = [("t", Term("ambassadeur", "nl")), ("t", Term("Zorbian legate", "en"))]
    (result,) = Translator(model, Glossary.of("own", rows), settings).translate([SENTENCES[0]])
    assert "Zorbian legate" in result.target and result.origin is Origin.SECOND_PASS
