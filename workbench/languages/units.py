"""Currencies and units of measure in a text, by language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit at ``start`` to ``end``: "euro", of the dimension "money"."""

    start: int
    end: int
    unit: str
    dimension: str


_DIMENSIONS = {
    "share": "percent point permille",
    "money": "euro dollar pound yuan yen dong rupee rouble baht won franc krona",
    "length": "km m cm mm mile foot nautical-mile",
    "area": "km2 ha m2 acre",
    "mass": "tonne kg g",
    "energy": "MW kW GW MWh kWh GWh",
    "temperature": "degree",
    "duration": "year month week day hour minute second",
}
#: Written the same everywhere. Symbols may stand against a digit.
_COMMON = {
    "percent": "%",
    "euro": "€ EUR",
    "dollar": "$ USD",
    "pound": "£ GBP",
    "yen": "¥ JPY",
    "dong": "VND",
    "km": "km",
    "km2": "km² km2",
    "m2": "m² m2",
    "cm": "cm",
    "mm": "mm",
    "kg": "kg",
    "ha": "ha",
    "MW": "MW",
    "GW": "GW",
    "kW": "kW",
    "MWh": "MWh",
    "kWh": "kWh",
    "GWh": "GWh",
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "percent": "procent",
        "point": "procentpunt procentpunten",
        "permille": "promille",
        "euro": "euro euro's",
        "dollar": "dollar dollars",
        "pound": "pond ponden",
        "yuan": "yuan renminbi",
        "yen": "yen",
        "dong": "dong",
        "rupee": "roepie roepies",
        "rouble": "roebel roebels",
        "baht": "baht",
        "km": "kilometer kilometers",
        "m": "meter meters",
        "cm": "centimeter centimeters",
        "mm": "millimeter millimeters",
        "mile": "mijl mijlen",
        "ha": "hectare hectaren hectares",
        "tonne": "ton",
        "kg": "kilo kilogram kilo's",
        "MW": "megawatt",
        "GW": "gigawatt",
        "degree": "graden",
    },
    "en": {
        "percent": "percent per\u00a0cent",
        "point": "percentage\u00a0point percentage\u00a0points points",
        "permille": "per\u00a0mille per\u00a0thousand",
        "euro": "euro euros",
        "dollar": "dollar dollars",
        "pound": "pound pounds sterling",
        "yuan": "yuan renminbi",
        "yen": "yen",
        "dong": "dong",
        "rupee": "rupee rupees",
        "rouble": "rouble roubles ruble rubles",
        "baht": "baht",
        "km": "kilometre kilometres kilometer kilometers",
        "m": "metre metres meter meters",
        "cm": "centimetre centimetres centimeter centimeters",
        "mm": "millimetre millimetres millimeter millimeters",
        "mile": "mile miles",
        "ha": "hectare hectares",
        "tonne": "tonne tonnes ton tons",
        "kg": "kilo kilos kilogram kilograms kilogramme kilogrammes",
        "MW": "megawatt megawatts",
        "GW": "gigawatt gigawatts",
        "degree": "degree degrees",
    },
}


def find_units(text: str, language: str) -> Iterator[Unit]:
    """The units in a text in order; none but symbols for a language without a table."""
    pattern, units = _table(language)
    for match in pattern.finditer(text):
        unit = units[match[0].lower().replace(" ", "\u00a0")]
        yield Unit(match.start(), match.end(), unit, _dimension(unit))


@cache
def _dimension(unit: str) -> str:
    return next(name for name, units in _DIMENSIONS.items() if unit in units.split())


@cache
def _table(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    units: dict[str, str] = {}
    for table in (_COMMON, _WORDS.get(language, {})):
        for unit, forms in table.items():
            units.update((form.lower(), unit) for form in forms.split(" "))
    patterns = []
    for form in sorted(units, key=len, reverse=True):
        escaped = re.escape(form).replace("\\\u00a0", "[ \u00a0]").replace("\u00a0", "[ \u00a0]")
        patterns.append(rf"(?<![^\W\d]){escaped}(?!\w)" if form[-1].isalnum() else escaped)
    return re.compile("|".join(patterns), re.IGNORECASE), units
