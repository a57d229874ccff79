"""A comparison of two documents as text for people, as a table (TSV), as JSON, and as a side-by-side page (HTML)."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from workbench.alignment.comparison import ComparedPassages, Comparison, Passage
from workbench.alignment.facts import Fact
from workbench.documents.side_by_side import visible
from workbench.documents.tsv import escape
from workbench.terminal import shown

_COLUMNS = ("score", "source_segments", "target_segments", "source", "target", "agreeing", "differing")


def as_text(comparison: Comparison) -> str:
    """Each pair of passages with its score, one under the other, and what agrees and differs."""
    lines = [_summary(comparison)]
    for number, pair in enumerate(comparison.passages, start=1):
        lines += ["", f"{number}. score {pair.score:.2f}"]
        for name, passage in zip(comparison.names, (pair.source, pair.target), strict=True):
            lines.append(f"   {name}, {passage.place}: {passage.text}")
        lines += [f"   {label}: {', '.join(facts)}" for label, facts in _facts(pair) if facts]
    return "".join(f"{shown(line)}\n" for line in lines)


def as_tsv(comparison: Comparison) -> str:
    """A row for each pair of passages under a header; segments are counted from 1, first to last."""
    rows: list[tuple[str, ...]] = [_COLUMNS]
    for pair in comparison.passages:
        agreeing, differing = ("; ".join(facts) for _, facts in _facts(pair))
        cells = (_numbers(pair.source), _numbers(pair.target), pair.source.text, pair.target.text, agreeing, differing)
        rows.append((f"{pair.score:.3f}", *map(escape, cells)))
    return "".join("\t".join(row) + "\n" for row in rows)


def as_json(comparison: Comparison) -> str:
    """Everything that is known, as one object; spans are half-open ranges of segments from 0."""
    value = {
        "source": _document(comparison, 0),
        "target": _document(comparison, 1),
        "signature": comparison.signature,
        "passages": [
            {
                "score": pair.score,
                "source": _plain(pair.source),
                "target": _plain(pair.target),
                "agreeing": [fact._asdict() for fact in pair.agreeing],
                "differing": [fact._asdict() for fact in pair.differing],
            }
            for pair in comparison.passages
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_html(comparison: Comparison) -> str:
    """One page that needs no network and no colour, and may run no script (Content Security Policy level 2)."""
    style = _resource("comparison.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return _template().render(
        comparison=comparison, summary=_summary(comparison), style=Markup(style), style_hash=f"'sha256-{digest}'"
    )


#: The formats by the names and suffixes that the command takes.
WRITERS: Mapping[str, Callable[[Comparison], str]] = {
    "text": as_text,
    "tsv": as_tsv,
    "json": as_json,
    "html": as_html,
}


def _summary(comparison: Comparison) -> str:
    covered = comparison.covered
    sides = " and ".join(
        f"{count} of {total} segments of {name}"
        for count, total, name in zip(covered, comparison.segments, comparison.names, strict=True)
    )
    return f"{len(comparison.passages)} corresponding passages: {sides}"


def _facts(pair: ComparedPassages) -> Iterable[tuple[str, list[str]]]:
    yield "agree", [_both(fact) for fact in pair.agreeing]
    yield "differ", [_one(fact) for fact in pair.differing]


def _both(fact: Fact) -> str:
    return f"{fact.kind.value} {fact.source} = {fact.target}"


def _one(fact: Fact) -> str:
    written, side = (fact.source, "left") if fact.source else (fact.target, "right")
    return f"{fact.kind.value} {written} only {side}"


def _numbers(passage: Passage) -> str:
    first, last = passage.span[0] + 1, passage.span[1]
    return str(first) if first == last else f"{first}-{last}"


def _document(comparison: Comparison, side: int) -> dict[str, object]:
    names, languages, segments = comparison.names, comparison.languages, comparison.segments
    return {"name": names[side], "language": languages[side], "segments": segments[side]}


def _plain(passage: Passage) -> dict[str, object]:
    return {"span": list(passage.span), "place": passage.place, "text": passage.text}


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"visible": visible, "numbers": _numbers, "both": _both}
    return environment.from_string(_resource("comparison.html.jinja"))


def _resource(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")
