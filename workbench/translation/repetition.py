"""Repetitions in a text: what a decoder does that was forced off its way, or has lost it."""

from collections import Counter
from itertools import pairwise

from workbench.languages.words import words


def repetitions(text: str) -> int:
    """How often a phrase of three words, or a word of more than three letters right behind itself, stands once more."""
    said = [word.text.lower() for word in words(text)]
    phrases = Counter(zip(said, said[1:], said[2:], strict=False))
    doubled = sum(first == second and len(first) > 3 for first, second in pairwise(said))
    return sum(phrases.values()) - len(phrases) + doubled
