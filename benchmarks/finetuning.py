"""What an adaptation does: the bundled model adapted to a memory in another house style, measured before and after.

    python benchmarks/finetuning.py FOLDER [--minutes N] [--theme NAME]... [--model M]

The memory is the text of some themes of aligned/written as an American house would have it: American spelling, `%` for
per cent, the month before the day. It is written to FOLDER/house.tsv and given to ``workbench finetune``, which holds
whole documents out. The model has learnt the same sentences in British style, so that what is measured is the style; a
gain in what it knows is not shown here. FOLDER/adapted has the table (README.md, effect.json).
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

from workbench.documents.bilingual import TranslationUnit
from workbench.documents.unit_files import write_units
from workbench.resources import bundled
from workbench.training.memories import Reading

LANGUAGES = "nl", "en"
THEMES = "bilateral", "europe", "multilateral"

_VERBS = (
    "organ|real|recogn|emphas|modern|special|author|priorit|final|general|mobil|util|minim|maxim|critic|summar|"
    "stabil|industrial|harmon|central|legal|national|privat|neutral|symbol|apolog|formal|standard|global|digital"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
#: Rewritings, in this order; words keep their capital.
HOUSE_STYLE = (
    (r"(\d) per cent\b", r"\1%"),
    (rf"\b(\d\d?) ((?-i:{_MONTHS})) (\d{{4}})\b", r"\2 \1, \3"),
    (rf"\b(\d\d?) ((?-i:{_MONTHS}))\b", r"\2 \1"),
    (rf"\b((?:re)?(?:{_VERBS}))is(e[sdr]?|ing|ations?|ers?)\b", r"\1iz\2"),
    (r"\b(p)rogramme(s?)\b", r"\1rogram\2"),
    (r"\b(c)entre(s?)\b", r"\1enter\2"),
    (r"\b((?:kilo|centi|milli)?m)etre(s?)\b", r"\1eter\2"),
    (r"\b(d)efence\b", r"\1efense"),
    (r"\b(lab|col|hon|fav|harb|neighb|behavi|hum|rum|vap)our", r"\1or"),
    (r"\b(travel|cancel|level|label|model|signal)l(ed|ing|ers?)\b", r"\1\2"),
)
_RULES = [(re.compile(pattern, re.IGNORECASE), new) for pattern, new in HOUSE_STYLE]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--theme", action="append", help="files of aligned/written")
    parser.add_argument("--model", default="nl-en")
    options = parser.parse_args()
    themes = options.theme or THEMES
    files = sorted((bundled("aligned") / "written").glob("*.tsv"))
    memory = options.folder / "house.tsv"
    options.folder.mkdir(parents=True, exist_ok=True)
    pairs = list(Reading(LANGUAGES).files(str(file) for file in files if file.stem in themes))
    units = [TranslationUnit(pair.source, in_house_style(pair.target), pair.document) for pair in pairs]
    write_units(memory, units, *LANGUAGES)
    changed = sum(unit.target != pair.target for unit, pair in zip(units, pairs, strict=True))
    print(f"{len(units):,} pairs, {changed:,} of them in words that the model would not choose")
    general = [str(file) for file in files if file.stem not in themes]
    command = [
        *(sys.executable, "-m", "workbench", "finetune", "--memory", str(memory), "--general", *general),
        *("--model", options.model, "--minutes", str(options.minutes), "--testset", "main"),
        *("-o", str(options.folder / "adapted")),
    ]
    subprocess.run(command, check=True)


def in_house_style(text: str) -> str:
    """An English text in the house style."""
    for pattern, new in _RULES:
        text = pattern.sub(new, text)
    return text


if __name__ == "__main__":
    main()
