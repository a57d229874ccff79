from workbench.alignment.projection import projection
from workbench.documents.placing import Placer


def test_markup_follows_words_that_change_their_order() -> None:
    source, target = (
        "Gisteren sprak de minister met de ambassadeur.",
        "The minister spoke with the ambassador yesterday.",
    )
    start = source.index("Gisteren"), source.index("minister"), source.index("ambassadeur")
    spans = [(start[0], 8), (start[1], start[1] + 8), (start[2], start[2] + 11)]
    placer = Placer(projection("nl", "en"))
    pieces = placer.arrange(0, source, spans, [], target)
    found = {piece.pairs: piece.content for piece in pieces if piece.pairs}
    assert found == {(1,): "minister", (2,): "ambassador", (0,): "yesterday"}
    assert placer.unplaced == set()


def test_languages_without_a_lexicon_are_aligned_by_place() -> None:
    project = projection("xx", "yy")
    assert project((0, 3), "aap noot", "mono nodo") == [(0, 4)]
