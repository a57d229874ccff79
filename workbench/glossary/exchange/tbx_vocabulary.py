"""What TBX calls the fields of a term, in version 3 (ISO 30042:2019), version 2 (ISO 30042:2008) and in the wild."""

import re
from collections.abc import Mapping

from workbench.glossary.model import Review, Status

TBX_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
MIN_NAMESPACE = "http://www.tbxinfo.net/ns/min"
BASIC_NAMESPACE = "http://www.tbxinfo.net/ns/basic"

#: Fields that TBX-Basic has no place for are notes that begin so; a private element would make the file invalid.
MARK = "[workbench]"
MARKED_NOTE = re.compile(rf"{re.escape(MARK)} (\w+):\s*(.*)", re.DOTALL)

#: A line break and what a program put behind it to make the file pretty; it is read as a space.
INDENTATION = re.compile(r"\n(?:\t|  )[ \t]*")

STATUS_NAMES: Mapping[Status, str] = {
    Status.PREFERRED: "preferredTerm-admn-sts",
    Status.ADMITTED: "admittedTerm-admn-sts",
    Status.DEPRECATED: "deprecatedTerm-admn-sts",
}

#: Statuses as ``plain`` makes them, without the endings ``-admn-sts`` and ``Term``.
STATUSES: Mapping[str, Status] = {
    "preferred": Status.PREFERRED,
    "standardized": Status.PREFERRED,
    "regulated": Status.PREFERRED,
    "legal": Status.PREFERRED,
    "admitted": Status.ADMITTED,
    "approved": Status.ADMITTED,
    "deprecated": Status.DEPRECATED,
    "superseded": Status.DEPRECATED,
    "obsolete": Status.DEPRECATED,
    "forbidden": Status.DEPRECATED,
    "notrecommended": Status.DEPRECATED,
}

#: Values that say something of the review rather than of the status.
REVIEWS: Mapping[str, Review] = {
    "proposed": Review.PROPOSED,
    "unprocessed": Review.PROPOSED,
    "provisionallyprocessed": Review.PROPOSED,
    "finalized": Review.APPROVED,
    "rejected": Review.REJECTED,
}

#: Parts of speech that TBX-Basic lists.
PARTS_OF_SPEECH = ("noun", "verb", "adjective", "adverb", "other")
NEAREST_PART_OF_SPEECH: Mapping[str, str] = {"proper noun": "noun"}
PART_OF_SPEECH_NAMES: Mapping[str, str] = {"propernoun": "proper noun"}

#: Data categories, as ``plain`` makes them, whose text is a field of ours.
FIELDS: Mapping[str, str] = {
    "subjectfield": "domain",
    "domain": "domain",
    "definition": "definition",
    "source": "source",
}
#: Data categories whose text is kept in the note, with what is put in front of it.
NOTES: Mapping[str, str] = {
    "note": "",
    "usagenote": "",
    "explanation": "",
    "translationnote": "",
    "context": "Context: ",
    "example": "Example: ",
    "samplesentence": "Example: ",
    "xref": "See: ",
    "externalcrossreference": "See: ",
    "domainnote": "Domain: ",
    "geographicalusage": "Used in: ",
}


def plain(name: str) -> str:
    """A data category or value with nothing but its letters, for comparing: ``Translation needed`` and the like."""
    return re.sub(r"[^a-z]", "", name.lower())


def status_word(value: str) -> str:
    """An administrative status without its endings: ``preferredTerm-admn-sts`` is ``preferred``."""
    return re.sub(r"(term)?(admnsts?)?$", "", plain(value))
