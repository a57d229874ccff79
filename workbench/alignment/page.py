"""The page of an alignment: both texts in two columns with merges visible, as one HTML file that needs no network.

It looks like the side-by-side page of a translation and keeps to the same rules: every text is escaped, nothing runs,
no other resource is asked for.
"""

import base64
import hashlib
from collections import Counter
from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from workbench.alignment.beads import Alignment, Bead
from workbench.alignment.plausibility import is_doubtful, overall_confidence, warnings
from workbench.documents.side_by_side import visible


def bead_page(alignment: Alignment, name: str) -> str:
    """The alignment as a self-contained HTML page (UTF-8); ``name`` is its title."""
    style = _resource("workbench.documents", "side_by_side.css") + _resource(__package__, "page.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return _template().render(
        alignment=alignment,
        name=name,
        confidence=overall_confidence(alignment),
        kinds=Counter(map(kind, alignment.beads)),
        doubtful=sum(map(is_doubtful, alignment.beads)),
        notes=warnings(alignment),
        style=Markup(style),
        style_hash=f"'sha256-{digest}'",
    )


def kind(bead: Bead) -> str:
    """What a reader calls the bead."""
    if not bead.target:
        return "omitted"
    if not bead.source:
        return "added"
    if len(bead.source) == len(bead.target) == 1:
        return "pair"
    return "split" if len(bead.source) == 1 else "merged" if len(bead.target) == 1 else "recast"


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"visible": visible, "kind": kind}
    environment.tests |= {"doubtful": is_doubtful}
    return environment.from_string(_resource(__package__, "page.html.jinja"))


def _resource(package: str, name: str) -> str:
    return resources.files(package).joinpath(name).read_text("utf-8")
