"""A quantity and what it can mean: plain data."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class QuantityKind(StrEnum):
    """What a quantity is: a plain number, part of a date, or a time of day."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"


#: ("number", value), ("vague", value), ("month", 1..12), ("weekday", 1..7), ("time", minutes after 0 or 12 o'clock),
#: ("name", text).
Reading = tuple[str, Fraction | str]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at ``start`` to ``end``. ``certain`` is false for words that need not be rendered by a number."""

    start: int
    end: int
    text: str
    readings: frozenset[Reading]
    kind: QuantityKind = QuantityKind.NUMBER
    certain: bool = True

    def agrees_with(self, other: "Quantity") -> bool:
        """Whether both can mean the same."""
        return not self.readings.isdisjoint(other.readings)


def number_reading(value: Fraction | int) -> Reading:
    """The reading as a plain number."""
    return "number", Fraction(value)
