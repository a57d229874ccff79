"""The gold set under eval/alignment is whole and holds what its data sheet says."""

import re
from collections import Counter

import pytest
from alignment_samples import GOLD, gold

DOCUMENTS = sorted(path.stem for path in GOLD.glob("*.nl-en"))


def shapes(name: str) -> Counter[tuple[int, int]]:
    found: Counter[tuple[int, int]] = Counter()
    for line in gold(name)[2]:
        sides = re.fullmatch(r"\[([\d, ]*)\]:\[([\d, ]*)\]", line)
        assert sides, line
        found[tuple(len(re.findall(r"\d+", side)) for side in sides.groups())] += 1
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_line_stands_in_one_bead_in_order(name):
    source, target, beads = gold(name)
    assert all(line.strip() for line in source + target)
    for column, lines in ((0, source), (1, target)):
        numbers = [int(number) for bead in beads for number in re.findall(r"\d+", bead.split(":")[column])]
        assert numbers == list(range(len(lines)))


def test_the_set_is_as_large_and_as_varied_as_promised():
    total = sum(map(shapes, DOCUMENTS), Counter())
    assert len(DOCUMENTS) >= 6 and total.total() >= 400
    assert all(total[shape] for shape in ((2, 1), (1, 2), (3, 1), (1, 3), (2, 2), (3, 2), (1, 0), (0, 1)))


def test_the_data_sheet_counts_what_is_there():
    sheet = (GOLD / "README.md").read_text(encoding="utf-8")
    for name in DOCUMENTS:
        source, target, beads = gold(name)
        assert f"| {name} | {len(source)} | {len(target)} | {len(beads)} | {shapes(name)[1, 1]} |" in sheet
