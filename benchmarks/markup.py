"""Where inline markup goes: spans of the pairs aligned by hand, placed in the human translations.

    python benchmarks/markup.py

Taken are all spans of one to three source words whose sure links make one stretch of the target that no other source
word is linked to. *right* is exactly that stretch, *part* shares a word with it, *wrong* none; *around* was not placed
and is kept around the segment. The first row is what markup did before there was word alignment.
"""

from collections import Counter
from collections.abc import Iterator

from word_alignment import GOLD, GoldPair, read_gold

from workbench.alignment.projection import projection
from workbench.documents.placing import Placer, Project
from workbench.documents.spans import Span, overlaps
from workbench.languages.words import words
from workbench.settings import load_settings
from workbench.translation.marian import MarianModel
from workbench.translation.models import find_model

LONGEST = 3


def main() -> None:
    gold = [(pair, source, target) for pair in read_gold(GOLD) for source, target in spans(pair)]
    settings = load_settings()
    model = MarianModel(find_model(settings.model, settings))
    languages = model.info.source_language, model.info.target_language
    ways: dict[str, Project | None] = {
        "words that come back only": None,
        "diagonal, lexicon": projection(*languages),
        "attention, lexicon (default)": projection(*languages, model),
    }
    print(f"{len(gold)} spans in {len({pair.source for pair, _, _ in gold})} segments")
    print(f"{'':32}{'right':>8}{'part':>8}{'wrong':>8}{'around':>8}")
    for name, project in ways.items():
        counts = Counter(outcome(pair, source, target, project) for pair, source, target in gold)
        row = "".join(f"{counts[kind] / len(gold):8.1%}" for kind in ("right", "part", "wrong", "around"))
        print(f"{name:32}{row}")


def spans(pair: GoldPair) -> Iterator[tuple[Span, Span]]:
    """The spans of source words that have one stretch of the target to themselves."""
    source, target = words(pair.source), words(pair.target)
    for first in range(len(source)):
        for last in range(first, min(first + LONGEST, len(source))):
            inside = range(first, last + 1)
            linked = sorted({right for left, right in pair.sure if left in inside})
            others = {right for left, right in pair.possible if left not in inside}
            complete = all(any(left == at for left, _ in pair.sure) for at in inside)
            if complete and linked == list(range(linked[0], linked[-1] + 1)) and others.isdisjoint(linked):
                yield (source[first].start, source[last].end), (target[linked[0]].start, target[linked[-1]].end)


def outcome(pair: GoldPair, source: Span, target: Span, project: Project | None) -> str:
    placer = Placer(project)
    pieces = placer.arrange(0, pair.source, [source], [], pair.target)
    if placer.unplaced:
        return "around"
    position, found = 0, (0, 0)
    for piece in pieces:
        end = position + len(str(piece.content))
        if piece.pairs:
            found = (position, end)
        position = end
    return "right" if found == target else "part" if overlaps(found, [target]) else "wrong"


if __name__ == "__main__":
    main()
