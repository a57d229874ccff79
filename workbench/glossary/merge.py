"""Merging an import into a glossary: a plan that can be read first, then the merged glossary.

What a file says nothing about stays as it is in the glossary, and no term is ever removed. A conflict is what a
person has to decide: keep what the glossary has, or take what the file has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workbench.glossary.choice import Choice
from workbench.glossary.diff import describe, describe_changes, name_of
from workbench.glossary.exchange.base import Import, Row
from workbench.glossary.exchange.placing import place_rows
from workbench.glossary.model import Glossary, Status, Term

#: Concept, language and text of a term.
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Conflict:
    """What the glossary and the file say differently of a concept, and the terms as either choice makes them."""

    concept: str
    reasons: Sequence[str]
    keep: Sequence[Term] = ()
    take: Sequence[Term] = ()

    def words(self) -> Iterator[str]:
        """The conflict as lines of text."""
        for reason in self.reasons:
            yield f"{self.concept}: {reason}"
        for choice, terms in ((Choice.KEEP, self.keep), (Choice.TAKE, self.take)):
            told = "; ".join(f"{name_of(term)} {term.status}" for term in terms)
            yield f"  {choice}: {told or 'left out'}"


@dataclass(frozen=True)
class MergePlan:
    """What an import would do to a glossary."""

    current: Glossary
    new: Sequence[tuple[str, Term]]
    changed: Sequence[tuple[str, Term, Term]]
    unchanged: int
    conflicts: Sequence[Conflict]
    notices: Sequence[str]

    def apply(self, choice: Choice) -> Glossary:
        """The glossary with the import merged in; the same glossary if nothing changes."""
        outcome = {_place(concept, term): term for concept, term in self.new}
        outcome |= {_place(concept, after): after for concept, _, after in self.changed}
        for conflict in self.conflicts:
            terms = conflict.keep if choice is Choice.KEEP else conflict.take
            outcome |= {_place(conflict.concept, term): term for term in terms}
        rows = [(concept, outcome.pop(_place(concept, term), term)) for concept, term in self.current.rows()]
        return Glossary.of(self.current.name, [*rows, *((place[0], term) for place, term in outcome.items())])

    def words(self) -> Iterator[str]:
        """The plan as lines of text."""
        yield f"new: {len(self.new)}"
        for concept, term in self.new:
            yield f"  {concept}: {describe(term)}"
        yield f"changed: {len(self.changed)}"
        for concept, before, after in self.changed:
            yield f"  {concept}: {name_of(after)}: {', '.join(describe_changes(before, after))}"
        yield f"in conflict: {len(self.conflicts)}"
        for conflict in self.conflicts:
            yield from (f"  {line}" for line in conflict.words())
        yield f"unchanged: {self.unchanged}"
        for notice in self.notices:
            yield f"look at: {notice}"


def plan_merge(current: Glossary, incoming: Import) -> MergePlan:
    """What merging ``incoming`` into ``current`` would do."""
    placed = place_rows(current, incoming.rows)
    builder = _PlanBuilder(current)
    for row, names in placed.ambiguous:
        reason = f"{name_of(row.term)} is a term of {' and of '.join(names)}, and the file does not say which is meant"
        builder.conflicts.append(Conflict(row.term.text, [reason]))
    concepts: dict[str, list[Row]] = {}
    for row in placed.rows:
        concepts.setdefault(row.concept, []).append(row)
    for concept, rows in concepts.items():
        builder.add_concept(concept, rows)
    return MergePlan(current, builder.new, builder.changed, builder.unchanged, builder.conflicts, builder.notices)


class _PlanBuilder:
    """Collects a plan, concept by concept."""

    def __init__(self, current: Glossary) -> None:
        self.current = current
        self.new: list[tuple[str, Term]] = []
        self.changed: list[tuple[str, Term, Term]] = []
        self.unchanged = 0
        self.conflicts: list[Conflict] = []
        self.notices: list[str] = []
        self._homes: dict[tuple[str, str], str] = {}
        for concept, term in current.rows():
            if term.status is not Status.DEPRECATED:
                self._homes.setdefault((term.language, term.text), concept)

    def add_concept(self, concept: str, rows: Sequence[Row]) -> None:
        """Plan the terms of one concept."""
        known = self.current.concepts.get(concept)
        if known is None:
            self._notice_likeness(concept, rows)
        languages: dict[str, list[Row]] = {}
        for row in rows:
            languages.setdefault(row.term.language, []).append(row)
        outcomes = []
        for language, group in languages.items():
            existing = {term.text: term for term in reversed(known.terms if known else ()) if term.language == language}
            outcomes.append(_Outcome.of(group, existing))
        if known and all(outcome.is_strange for outcome in outcomes):
            reason = "none of its terms is in the file under this name; it may be another concept there"
            taken = [term for outcome in outcomes for term in outcome.take.values()]
            self.conflicts.append(Conflict(concept, [reason], take=taken))
            return
        for outcome in outcomes:
            self._add_outcome(concept, outcome)

    def _add_outcome(self, concept: str, outcome: "_Outcome") -> None:
        disputed = [text for text in outcome.take if outcome.keep.get(text) != outcome.take[text]]
        if outcome.reasons:
            keep, take = ([terms[text] for text in disputed] for terms in (outcome.keep, outcome.take))
            self.conflicts.append(Conflict(concept, outcome.reasons, keep, take))
        for text, after in outcome.take.items():
            before = outcome.existing.get(text)
            if text in disputed:
                continue
            if before is None:
                self.new.append((concept, after))
            elif before != after:
                self.changed.append((concept, before, after))
            else:
                self.unchanged += 1

    def _notice_likeness(self, concept: str, rows: Sequence[Row]) -> None:
        """Say so if a new concept has a term of one that the glossary has: it may be the same."""
        for row in rows:
            home = self._homes.get((row.term.language, row.term.text))
            if home and row.term.status is not Status.DEPRECATED:
                self.notices.append(f"{concept} is new, but {name_of(row.term)} is a term of {home} already")
                return


@dataclass
class _Outcome:
    """The terms of a concept in one language that a merge touches, as either choice makes them."""

    existing: dict[str, Term]
    keep: dict[str, Term]
    take: dict[str, Term]
    reasons: list[str]
    #: Whether the glossary has terms here, and none of them is in the file.
    is_strange: bool

    @classmethod
    def of(cls, rows: Sequence[Row], existing: dict[str, Term]) -> "_Outcome":
        """The outcome of ``rows`` for the terms that a glossary has in their language."""
        reasons: list[str] = []
        keep = _merged(rows, existing, Choice.KEEP, reasons)
        take = _merged(rows, existing, Choice.TAKE, reasons)
        # A term that only one choice touches stays as it is by the other.
        keep |= {text: existing[text] for text in take if text not in keep}
        take |= {text: existing[text] for text in keep if text not in take}
        is_strange = bool(existing) and existing.keys().isdisjoint(row.term.text for row in rows)
        return cls(existing, keep, take, list(dict.fromkeys(reasons)), is_strange)


def _merged(rows: Sequence[Row], existing: dict[str, Term], choice: Choice, reasons: list[str]) -> dict[str, Term]:
    """The terms that the rows touch, merged by a choice; ``reasons`` gets what there was to choose."""
    merged: dict[str, Term] = {}
    undecided: list[str] = []
    for row in rows:
        text, before = row.term.text, existing.get(row.term.text)
        if before is None:
            merged[text] = row.term
            if "status" not in row.stated:
                undecided.append(text)
        else:
            stated: dict[str, Any] = {name: getattr(row.term, name) for name in row.stated}
            merged[text] = _without_flip(before, replace(before, **stated), row, choice, reasons)
    combined = existing | merged
    preferred = [text for text, term in combined.items() if term.status is Status.PREFERRED and text not in undecided]
    ours = next((text for text in preferred if text in existing and existing[text].status is Status.PREFERRED), None)
    theirs = next((text for text in preferred if text != ours), None)
    if ours and theirs:
        language = existing[ours].language
        reasons.append(f'the preferred {language} term is "{ours}" in the glossary and "{theirs}" in the file')
        loser = theirs if choice is Choice.KEEP else ours
        merged[loser] = _with_status(combined[loser], Status.ADMITTED)
    for text in dict.fromkeys(undecided):
        merged[text] = _with_status(merged[text], Status.ADMITTED if preferred else Status.PREFERRED)
        preferred = preferred or [text]
    return merged


def _with_status(term: Term, status: Status) -> Term:
    return term if term.status is status else replace(term, status=status)


def _without_flip(before: Term, after: Term, row: Row, choice: Choice, reasons: list[str]) -> Term:
    """``after``, but whether it is deprecated is a matter of choice."""
    # A file that gives no status means the term to be used.
    wanted = row.term.status if "status" in row.stated else Status.ADMITTED
    if (before.status is Status.DEPRECATED) == (wanted is Status.DEPRECATED):
        return after
    stated = f"{wanted}" if "status" in row.stated else "to be used"
    reasons.append(f"{name_of(before)} is {before.status} in the glossary and {stated} in the file")
    return replace(after, status=before.status if choice is Choice.KEEP else wanted)


def _place(concept: str, term: Term) -> Place:
    return concept, term.language, term.text
