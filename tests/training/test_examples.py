"""Examples keep their links right whatever is done to their texts; annotation says what the pipeline would say."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.glossary.files import load_glossary
from workbench.glossary.matching import Matcher
from workbench.training.annotation import Annotator
from workbench.training.examples import Example, SpanLink
from workbench.training.lexicons import word_aligner
from workbench.training.mixture import Corpus
from workbench.training.pairs import TrainingPair
from workbench.training.phrases import GlossaryPhrases, aligned_phrases
from workbench.training.variation import Variation
from workbench.translation.annotation import model_input
from workbench.translation.requirements import find_requirements

LANGUAGES = ("nl", "en")
TAGS = ("<t>", "<tr>", "</t>")
PAIRS = [
    TrainingPair(
        "De minister van Buitenlandse Zaken bezocht gisteren de Oostzee.",
        "The Minister of Foreign Affairs visited the Baltic Sea yesterday.",
    ),
    TrainingPair("De premier sprak met Nguyen Thi Hoa over 1.250 visvergunningen.",
                 "The Prime Minister spoke to Nguyen Thi Hoa about 1,250 fishing licences."),
    TrainingPair("Beide ambassadeurs ondertekenden het verdrag in Den Haag.",
                 "Both ambassadors signed the treaty in The Hague."),
    TrainingPair("Volgens Tran Van Minh steunt de Europese Commissie het voorstel.",
                 "According to Tran Van Minh, the European Commission supports the proposal."),
]  # fmt: skip


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    corpus = Corpus("texts", PAIRS, 1.0)
    aligner = word_aligner([corpus], LANGUAGES, tmp_path_factory.mktemp("lexicon") / "lexicon.tsv.gz", print)
    return [corpus.example(index, aligner) for index in range(len(PAIRS))]


@pytest.fixture(scope="module")
def annotator(examples: list[Example]) -> Annotator:
    terms = GlossaryPhrases(load_glossary("diplomatic"), LANGUAGES)
    return Annotator(TAGS, LANGUAGES, 0.3, examples, terms)


@given(
    texts=st.lists(st.sampled_from(["een", "de", "x", "überall", "7"]), min_size=1, max_size=8),
    data=st.data(),
)
def test_links_still_join_the_same_words_after_a_replacement(texts, data):
    places, start = [], 0
    for text in texts:
        places.append((start, start + len(text)))
        start += len(text) + 1
    example = Example(" ".join(texts), " ".join(texts), tuple(SpanLink(place, place) for place in places))
    first = data.draw(st.integers(0, len(places) - 1))
    last = data.draw(st.integers(first, len(places) - 1))
    new = data.draw(st.text(max_size=6))
    changed = example.replaced("source", (places[first][0], places[last][1]), new)
    assert len(changed.links) == len(texts) - (last - first + 1)
    for link in changed.followed_by(example).links:
        whole = changed.followed_by(example)
        assert whole.source[slice(*link.source)] == whole.target[slice(*link.target)]


def test_aligned_phrases_are_phrases_and_their_translation(examples):
    found = {
        (example.source[slice(*phrase.source)], phrase.given)
        for example in examples
        for phrase in aligned_phrases(example, LANGUAGES)
    }
    assert {("verdrag", "treaty"), ("Europese Commissie", "European Commission")} <= found
    assert not any(given.lower().split()[0] in {"the", "in", "of"} for _, given in found)


def test_what_is_given_is_what_the_target_says(examples, annotator):
    chance, arbitrary, annotated = random.Random(2), 0, 0
    for example in examples * 60:
        result = annotator(example, chance)
        parts = result.source.split("<tr> ")[1:]
        annotated += len(parts)
        for rendering in (part.split("</t>")[0] for part in parts):
            stem = rendering.lower().removesuffix("y").removesuffix("e")
            assert stem in result.target.lower()
            arbitrary += rendering.lower() not in example.target.lower()
        assert " <t>" not in result.source and result.source.count("<t>") == result.source.count("</t>")
        for link in result.links:
            assert 0 <= link.source[0] < link.source[1] <= len(result.source)
            assert 0 <= link.target[0] < link.target[1] <= len(result.target)
    assert annotated > 200 and 0.1 < arbitrary / annotated < 0.5


def test_an_annotated_term_reads_as_in_translation(examples):
    """With one term and nothing arbitrary, training and the pipeline write the very same source."""
    glossary = load_glossary("diplomatic")
    annotator = Annotator(TAGS, LANGUAGES, 0.0, examples, GlossaryPhrases(glossary, LANGUAGES))
    matcher = Matcher(glossary, "nl")
    source = "Gisteren werd de premier ontvangen."
    example = Example(source, "The Prime Minister was received yesterday.")
    requirements = find_requirements(source, matcher.find(source), LANGUAGES)
    assert requirements
    expected = model_input(source, requirements, TAGS, requirements).text
    assert expected in {annotator(example, random.Random(seed)).source for seed in range(9)}


def test_a_tag_in_the_text_is_left_alone(annotator):
    example = Example("Hij schreef <t> in de kantlijn.", "He wrote <t> in the margin.")
    assert annotator(example, random.Random(1)) == example


def test_names_and_numbers_change_on_both_sides_alike(examples):
    variation, chance, seen = Variation(PAIRS, LANGUAGES), random.Random(3), set()
    for example in examples * 40:
        changed = variation(example, chance)
        if changed == example:
            continue
        link = changed.links[-1]
        old, new = changed.source[slice(*link.source)], changed.target[slice(*link.target)]
        assert old.translate(str.maketrans(".,", ",.")) == new if old[0].isdigit() else old == new
        seen.add(old[0].isdigit())
    assert seen == {True, False}
