"""The reference of all commands, docs/cli.md, from the commands themselves: ``python -m workbench.cli.reference FILE``.

It is made of what the commands declare (signatures, help, docstrings) and not of what ``--help`` prints, whose form
depends on the version of typer.
"""

import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from enum import Enum
from types import NoneType
from typing import Any, NamedTuple, get_args, get_type_hints

import typer
from typer.models import ArgumentInfo, OptionInfo

from workbench.cli import app
from workbench.files import write_atomically

_WIDTH = 120
_INTRODUCTION = """\
# Commands

Made by `make docs` from the commands themselves. Results go to standard output or `-o`, progress and messages to
standard error. Exit status 0: done; 1: the work found a failure; 2: bad usage or input; 130: interrupted. Every
command has `--help`. [Settings](settings.md) can also come from the environment or a file.
"""


class Parameter(NamedTuple):
    """An argument or option of a command, as its user writes it."""

    is_option: bool
    written: str
    help: str
    default: str
    is_required: bool


def reference() -> str:
    """The reference in Markdown: for each command its usage, what it does, its arguments and options."""
    return "\n".join([_INTRODUCTION, *_sections(app, "workbench")])


def _sections(group: typer.Typer, name: str) -> Iterator[str]:
    """A section for a group, if there is anything to say of it, and one for each of its commands."""
    callback = group.registered_callback.callback if group.registered_callback else None
    if callback:
        yield _section(name, "COMMAND", callback)
    for command in group.registered_commands:
        if command.callback and not command.hidden:
            yield _section(
                f"{name} {command.name or command.callback.__name__.replace('_', '-')}", "", command.callback
            )
    for inner in group.registered_groups:
        if inner.typer_instance and not inner.hidden:
            yield from _sections(inner.typer_instance, f"{name} {inner.name}")


def _section(name: str, subcommand: str, callback: Callable[..., Any]) -> str:
    parameters = list(_parameters(callback))
    options = ["[OPTIONS]"] if any(parameter.is_option for parameter in parameters) else []
    arguments = [
        parameter.written if parameter.is_required else f"[{parameter.written}]"
        for parameter in parameters
        if not parameter.is_option
    ]
    usage = " ".join(filter(None, [name, *options, *arguments, subcommand]))
    parts = [f"## {name}", f"    {usage}", inspect.getdoc(callback) or "", "\n".join(map(_item, parameters))]
    return "\n\n".join(filter(None, parts)) + "\n"


def _item(parameter: Parameter) -> str:
    default = f" Default: `{parameter.default}`." if parameter.default else ""
    item = f"- `{parameter.written}`: {parameter.help}{default}".removesuffix(": ")
    return textwrap.fill(item, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _parameters(callback: Callable[..., Any]) -> Iterator[Parameter]:
    hints = get_type_hints(callback, include_extras=True)
    for name, parameter in inspect.signature(callback).parameters.items():
        annotation, *extras = get_args(hints[name])
        declared = next(extra for extra in extras if isinstance(extra, ArgumentInfo | OptionInfo))
        is_required = parameter.default is inspect.Parameter.empty
        default = "" if is_required or parameter.default is None else str(parameter.default)
        if isinstance(declared, ArgumentInfo):
            yield Parameter(False, declared.metavar or name.upper(), declared.help or "", default, is_required)
        elif not declared.hidden:
            first = [declared.default] if isinstance(declared.default, str) else []  # where typer keeps the first name
            names = ", ".join([*first, *(declared.param_decls or ())] or [f"--{name.replace('_', '-')}"])
            if annotation is bool:
                yield Parameter(True, names, declared.help or "", "", False)
            else:
                value = declared.metavar or _values(annotation)
                yield Parameter(True, f"{names} {value}", declared.help or "", default, is_required)


def _values(annotation: Any) -> str:
    """What may be written for an option of this type: ``text|json``, or the name of the type."""
    kind = next((part for part in get_args(annotation) if part is not NoneType), annotation)
    if issubclass(kind, Enum):
        return "|".join(str(member.value) for member in kind)
    return {int: "NUMBER", float: "NUMBER", str: "TEXT"}.get(kind, str(kind.__name__).upper())


if __name__ == "__main__":
    write_atomically(sys.argv[1], reference().encode())
