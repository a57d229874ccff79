"""A page as one component: static scripts and styles of ours, and one function that the browser calls.

Texts of documents never become markup: the server sends them as data, and the scripts put them into text nodes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import gradio as gr

from workbench.app.calls import Function, answer
from workbench.review.desk import Desk
from workbench.review.people import Person, has_accounts

_FRAME = '<div class="wb"></div>'


@dataclass(frozen=True)
class Page:
    """A page: its name, the end of its address ("" for the first one), scripts in ``static``, and its functions."""

    name: str
    path: str
    scripts: Sequence[str]
    functions: Mapping[str, Function]


#: Says who asks, by the request.
WhoAsks = Callable[[Any], Person]


def show(page: Page, pages: Sequence[Page], desk: Desk, who_asks: WhoAsks) -> None:
    """Put a page into the ``gr.Blocks`` that is being built."""

    functions = {"who": _who, **page.functions}

    def call(data: Any, request: gr.Request) -> dict[str, Any]:
        return answer(desk, who_asks(request), functions, data)

    gr.HTML(
        [[other.name, other.path] for other in pages],
        html_template=_FRAME,
        js_on_load="\n".join(static(name) for name in ("dom.js", "frame.js", *page.scripts)),
        apply_default_css=False,
        server_functions=[call],
        page=page.name,
        elem_id="workbench",
    )


def _who(desk: Desk, person: Person) -> dict[str, Any]:
    """Who is signed in, if people have to."""
    return {"name": person.name, "role": person.role, "accounts": has_accounts(desk.store)}


@cache
def static(name: str) -> str:
    """A script or style sheet of the package."""
    return (resources.files("workbench.app") / "static" / name).read_text(encoding="utf-8")
