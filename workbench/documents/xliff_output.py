"""A bilingual document as XLIFF 1.2 (OASIS, 2008), the version that every CAT tool imports."""

from pathlib import PurePath
from xml.sax.saxutils import escape, quoteattr

from workbench.documents.bilingual import BilingualDocument, BilingualSegment, Origin
from workbench.documents.safe_xml import xml_text

#: ``state-qualifier`` of where a target comes from (section 2.5); all others are made by the model.
_QUALIFIERS = {Origin.MEMORY: "exact-match", Origin.COPIED: "id-match"}


def write_xliff(bilingual: BilingualDocument) -> bytes:
    """The segments as units of one file: target, its state, marks as notes, and what memories offer as ``alt-trans``.

    A segment with marks is to be reviewed, one without is translated. One without target is new.
    """
    languages = (
        f"source-language={_value(bilingual.source_language)} target-language={_value(bilingual.target_language)}"
    )
    name = _value(PurePath(bilingual.document.name).name)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">',
        f'<file original={name} {languages} datatype="plaintext">',
        "<body>",
        *(_unit(segment) for segment in bilingual.segments),
        "</body>\n</file>\n</xliff>\n",
    ]
    return "\n".join(lines).encode()


def _unit(segment: BilingualSegment) -> str:
    """A unit, its elements in the order of the schema."""
    lines = [
        f'<trans-unit id="{segment.index + 1}" resname={_value(segment.place)} xml:space="preserve">',
        f"  <source>{_text(segment.source)}</source>",
    ]
    if segment.target:
        state = "needs-review-translation" if segment.marks else "translated"
        qualifier = _QUALIFIERS.get(segment.origin, "mt-suggestion")
        lines.append(f'  <target state="{state}" state-qualifier="{qualifier}">{_text(segment.target)}</target>')
    else:
        lines.append('  <target state="new"/>')
    lines += [f'  <note from="workbench">{_text(mark)}</note>' for mark in segment.marks]
    for match in segment.matches:
        lines += [
            f'  <alt-trans match-quality="{match.score}%" origin={_value(match.origin)}>',
            f"    <source>{_text(match.source)}</source>",
            f"    <target>{_text(match.target)}</target>",
            "  </alt-trans>",
        ]
    return "\n".join([*lines, "</trans-unit>"])


def _text(text: str) -> str:
    return escape(xml_text(text).replace("\r", " "))


def _value(text: str) -> str:
    return quoteattr(xml_text(text))
