"""What a command of the tests gave."""

from typing import NamedTuple


class Result(NamedTuple):
    status: int
    out: str
    err: str
