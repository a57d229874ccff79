"""The errors of reviewing, for pages to tell apart; all are shown as one line."""

from dataclasses import dataclass
from datetime import datetime

from workbench.errors import UsageError


class NotAllowed(UsageError):
    """The person may not do this."""


class NotFound(UsageError):
    """There is no such project, document or segment, or the person may not see it, which looks the same."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A segment that has changed since: what stands there now, who wrote it, when, and its version."""

    segment: int
    position: int
    target: str
    state: str
    author: str
    at: datetime | None
    version: int


class Conflict(UsageError):
    """Somebody changed a segment meanwhile. Nothing was written; ``clashes`` say what stands there now."""

    def __init__(self, clashes: list[Clash]) -> None:
        self.clashes = clashes
        first = clashes[0]
        others = f" and {len(clashes) - 1} more" if len(clashes) > 1 else ""
        who = first.author or "the translation"
        super().__init__(
            f"segment {first.position + 1}{others} was changed by {who} meanwhile; choose what is to stand"
        )
