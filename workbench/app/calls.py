"""Calls from the browser: a name and arguments in, plain data or one line of explanation out."""

import base64
import inspect
import logging
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from workbench.errors import WorkbenchError
from workbench.review.desk import Desk
from workbench.review.errors import Conflict
from workbench.review.people import Person
from workbench.review.terms import TermConflict

#: A function that a page may call: the desk and the person, then named arguments as they come out of JSON.
Function = Callable[..., Any]

_LOG = logging.getLogger(__name__)


def answer(desk: Desk, person: Person, functions: Mapping[str, Function], call: object) -> dict[str, Any]:
    """Do a call, ``{"name": ..., "arguments": {...}}``.

    Returns:
        ``{"value": ...}``; or ``{"error": LINE, "kind": KIND}`` with the kind "conflict" (and ``clashes``), "refused"
        for what the person can mend, or "failed", whose cause the log has.
    """
    try:
        function, arguments = _checked(functions, call)
        return {"value": plain(function(desk, person, **arguments))}
    except (Conflict, TermConflict) as conflict:
        clashes = conflict.clashes if isinstance(conflict, Conflict) else []
        return {"error": str(conflict), "kind": "conflict", "clashes": plain(clashes)}
    except WorkbenchError as error:
        return {"error": str(error), "kind": "refused"}
    except _Malformed as error:
        return {"error": f"the page asked for something wrong ({error}); load it again", "kind": "refused"}
    except Exception as error:
        _LOG.exception("a call of a page failed")
        return {"error": f"the program failed ({type(error).__name__}); its log says where", "kind": "failed"}


def plain(value: Any) -> Any:
    """A value as JSON can hold it: records become objects, moments ISO 8601, bytes Base64."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return value


class _Malformed(Exception):
    """A call that no page of ours makes."""


def _checked(functions: Mapping[str, Function], call: object) -> tuple[Function, dict[str, Any]]:
    """The function and its arguments, whose types are those of its signature. Raises _Malformed."""
    if not isinstance(call, dict) or not isinstance(call.get("arguments"), dict):
        raise _Malformed("no call")
    function = functions.get(str(call.get("name")))
    if function is None:
        raise _Malformed("no such function")
    arguments: dict[str, Any] = call["arguments"]
    parameters = dict(list(inspect.signature(function).parameters.items())[2:])
    if unknown := arguments.keys() - parameters.keys():
        raise _Malformed(f"unknown argument {min(unknown)}")
    for name, parameter in parameters.items():
        if name not in arguments:
            if parameter.default is inspect.Parameter.empty:
                raise _Malformed(f"no argument {name}")
        elif parameter.annotation in (int, str, bool, list, dict) and type(arguments[name]) is not parameter.annotation:
            raise _Malformed(f"argument {name}")
    return function, arguments
