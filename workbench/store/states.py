"""The states that segments and translation jobs can be in, and the kinds of changes."""

from enum import StrEnum


class SegmentState(StrEnum):
    """Who is responsible for a target: nobody yet, the model, the memory, a person, a person who approved it."""

    PENDING = "pending"
    MACHINE = "machine"
    MEMORY = "memory"
    EDITED = "edited"
    APPROVED = "approved"


class JobState(StrEnum):
    """How far the translation of a document is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class ActionKind(StrEnum):
    """What a change was. One action changes one segment or several, all of them or none."""

    TRANSLATION = "translation"
    RETRANSLATION = "retranslation"
    EDIT = "edit"
    APPROVAL = "approval"
    REOPENING = "reopening"
    REPLACEMENT = "replacement"
    REPETITION = "repetition"
    UNDO = "undo"
    REDO = "redo"
