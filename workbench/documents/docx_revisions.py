"""Tracked changes of WordprocessingML (ECMA-376 part 1, section 17.13.5), accepted as Word's "Accept all" does."""

from lxml import etree

from workbench.documents.docx_paragraph import NAMESPACES, local_name

#: Around what was inserted or moved here, and around what was deleted or moved away.
_KEPT, _GONE = ("ins", "moveTo"), ("del", "moveFrom")
#: How something was before a change of format, and the edges of what was moved.
_RECORDS = (
    *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange", "trPrChange"),
    *("tcPrChange", "numberingChange", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
)


def accept_changes(root: etree._Element) -> bool:
    """Accept the tracked changes in a part. Whether there were any."""
    marks = [element for element in root.iter() if local_name(element) in (*_KEPT, *_GONE, *_RECORDS)]
    if not marks:
        return False
    for mark in marks:
        parent = mark.getparent()
        if parent is not None and local_name(mark) in _GONE and local_name(parent) in ("rPr", "trPr"):
            _delete_owner(parent)
    etree.strip_elements(root, *_tags(*_GONE, *_RECORDS), with_tail=False)
    etree.strip_tags(root, *_tags(*_KEPT))
    return True


def _delete_owner(properties: etree._Element) -> None:
    """Delete the table row, or the emptied paragraph, whose properties say that it was deleted."""
    owner = properties.getparent()
    if owner is not None and local_name(owner) == "pPr":
        owner = owner.getparent()
    if owner is None or local_name(owner) not in ("tr", "p"):
        return
    rest = [child for child in owner if local_name(child) not in ("pPr", *_GONE, "bookmarkStart", "bookmarkEnd")]
    parent = owner.getparent()
    if parent is None or (local_name(owner) == "p" and (rest or owner.getnext() is None)):
        return  # a paragraph that goes on in the next one keeps its end; the last of a cell must stay
    parent.remove(owner)


def _tags(*names: str) -> list[str]:
    return [f"{{{namespace}}}{name}" for namespace in NAMESPACES for name in names]
