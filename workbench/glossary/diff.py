"""What changed between two glossaries, in words: terms added, removed, moved and changed, and new preferred terms."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from workbench.glossary.csv_format import field_text
from workbench.glossary.model import Glossary, Status, Term

#: A term's place: concept, language, text, and a number where a concept has the same term several times.
Key = tuple[str, str, str, int]

_FIELDS = {entry.name: entry.default for entry in fields(Term) if entry.name not in ("text", "language")}


class Kind(StrEnum):
    """The kinds of changes, in the order in which they are told of a concept."""

    CONCEPT_RENAMED = "concept renamed"
    CONCEPT_ADDED = "concept added"
    CONCEPT_REMOVED = "concept removed"
    PREFERRED_CHANGED = "preferred term changed"
    TERM_MOVED = "term moved"
    TERM_ADDED = "term added"
    TERM_REMOVED = "term removed"
    TERM_CHANGED = "term changed"


@dataclass(frozen=True)
class Change:
    """One change: the term before and after it, and the concept in which it was if that has changed."""

    kind: Kind
    concept: str
    before: Term | None = None
    after: Term | None = None
    old_concept: str = ""

    def words(self) -> str:
        """The change as a line of text, without the name of the concept."""
        before, after = self.before, self.after
        if before and after:
            changes = ", ".join(describe_changes(before, after))
            if self.kind is Kind.PREFERRED_CHANGED:
                return f'preferred {after.language} term is now "{after.text}", it was "{before.text}"'
            if self.kind is Kind.TERM_MOVED:
                return f"{name_of(after)} moved here from {self.old_concept}{changes and f' ({changes})'}"
            return f"{name_of(after)}: {changes}"
        if after:
            return f"added {describe(after)}"
        if before:
            return f"removed {describe(before)}"
        return f"renamed, it was {self.old_concept}" if self.old_concept else self.kind.value

    def as_json(self) -> dict[str, Any]:
        """The change as an object of JSON: what differs of a term that stayed, all that is filled of another."""
        term = self.after or self.before
        told: dict[str, Any] = {"kind": self.kind.value, "concept": self.concept}
        if self.old_concept:
            told["old_concept"] = self.old_concept
        if term:
            told |= {"language": term.language, "term": term.text}
        if self.before and self.after and self.before.text == self.after.text:
            names = changed_fields(self.before, self.after)
            told["before"] = {name: _plain(getattr(self.before, name)) for name in names}
            told["after"] = {name: _plain(getattr(self.after, name)) for name in names}
        else:
            told |= {side: _filled(given) for side, given in (("before", self.before), ("after", self.after)) if given}
        return told


def diff(old: Glossary, new: Glossary) -> list[Change]:
    """The changes from ``old`` to ``new``, sorted by concept."""
    renamed = _renamed(old, new)
    before = {(renamed.get(key[0], key[0]), *key[1:]): term for key, term in keyed(old).items()}
    after = keyed(new)
    removed = {key: before[key] for key in before if key not in after}
    added = {key: after[key] for key in after if key not in before}
    changes = [Change(Kind.CONCEPT_RENAMED, name, old_concept=old_name) for old_name, name in renamed.items()]
    changes += _moved(removed, added)
    changes += [Change(Kind.TERM_REMOVED, key[0], before=term) for key, term in removed.items()]
    changes += [Change(Kind.TERM_ADDED, key[0], after=term) for key, term in added.items()]
    changes += [
        Change(Kind.TERM_CHANGED, key[0], before[key], term)
        for key, term in after.items()
        if key in before and before[key] != term
    ]
    changes += [
        Change(Kind.CONCEPT_ADDED, name)
        for name in new.concepts
        if name not in old.concepts and name not in renamed.values()
    ]
    changes += [
        Change(Kind.CONCEPT_REMOVED, name) for name in old.concepts if name not in new.concepts and name not in renamed
    ]
    changes += _preferred(old, new, renamed)
    order = list(Kind)
    return sorted(changes, key=lambda change: (change.concept, order.index(change.kind)))


def tell(changes: list[Change]) -> Iterator[str]:
    """The changes as lines of text: a summary, then each concept with what changed in it."""
    if not changes:
        yield "no change"
        return
    counts = Counter(change.kind for change in changes)
    yield ", ".join(f"{counts[kind]} × {kind.value}" for kind in Kind if counts[kind])
    concept = None
    for change in changes:
        if change.concept != concept:
            concept = change.concept
            yield concept
        yield f"  {change.words()}"


def keyed(glossary: Glossary) -> dict[Key, Term]:
    """The terms of a glossary by their place."""
    seen: Counter[tuple[str, str, str]] = Counter()
    terms: dict[Key, Term] = {}
    for concept, term in glossary.rows():
        place = (concept, term.language, term.text)
        terms[*place, seen[place]] = term
        seen[place] += 1
    return terms


def name_of(term: Term) -> str:
    """A term for messages: ``nl "Oostzee"``."""
    return f'{term.language} "{term.text}"'


def describe(term: Term) -> str:
    """A term with its status and whatever else is filled."""
    filled = [f"{name} {_quoted(getattr(term, name))}" for name in _filled(term) if name not in ("status", "review")]
    state = [term.status.value, *([] if term.review == _FIELDS["review"] else [term.review.value])]
    return f"{name_of(term)} ({', '.join([*state, *filled])})"


def changed_fields(before: Term, after: Term) -> list[str]:
    """The fields in which two terms differ."""
    return [name for name in _FIELDS if getattr(before, name) != getattr(after, name)]


def describe_changes(before: Term, after: Term) -> Iterator[str]:
    """Field by field, what the second term has that the first has not."""
    for name in changed_fields(before, after):
        old, new = getattr(before, name), getattr(after, name)
        if name == "context":
            words = [f"+{word}" for word in new if word not in old] + [f"-{word}" for word in old if word not in new]
            yield f"context {' '.join(words) or 'in another order'}"
        elif not old:
            yield f"{name} {_quoted(new)} added"
        elif not new:
            yield f"{name} {_quoted(old)} removed"
        else:
            yield f"{name} {_quoted(old)} is now {_quoted(new)}"


def _renamed(old: Glossary, new: Glossary) -> dict[str, str]:
    """New names of concepts that have another name and otherwise the very same terms."""
    gone = {frozenset(concept.terms): name for name, concept in old.concepts.items() if name not in new.concepts}
    return {
        gone[frozenset(concept.terms)]: name
        for name, concept in new.concepts.items()
        if name not in old.concepts and frozenset(concept.terms) in gone
    }


def _moved(removed: dict[Key, Term], added: dict[Key, Term]) -> list[Change]:
    """Terms that left one concept and came to another; they are taken out of ``removed`` and ``added``."""
    homes: dict[tuple[str, str], list[Key]] = {}
    for key in removed:
        homes.setdefault(key[1:3], []).append(key)
    changes = []
    for key in list(added):
        left = homes.get(key[1:3])
        if left:
            home = left.pop(0)
            changes.append(Change(Kind.TERM_MOVED, key[0], removed.pop(home), added.pop(key), old_concept=home[0]))
    return changes


def _preferred(old: Glossary, new: Glossary, renamed: dict[str, str]) -> Iterator[Change]:
    """The languages of a concept that have another preferred term than before."""
    for old_name, concept in old.concepts.items():
        name = renamed.get(old_name, old_name)
        if name in new.concepts:
            before = {term.language: term for term in concept.terms if term.status is Status.PREFERRED}
            for term in new.concepts[name].terms:
                first = before.get(term.language)
                if term.status is Status.PREFERRED and first and first.text != term.text:
                    yield Change(Kind.PREFERRED_CHANGED, name, first, term)


def _filled(term: Term) -> dict[str, Any]:
    """The status of a term, and its other fields that are not as they are by default."""
    return {
        name: _plain(getattr(term, name))
        for name, default in _FIELDS.items()
        if name == "status" or getattr(term, name) != default
    }


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    return list(value) if isinstance(value, tuple) else value


def _quoted(value: Any) -> str:
    """A value of a field in words."""
    return field_text(value) if isinstance(value, bool | StrEnum) else f'"{field_text(value)}"'
