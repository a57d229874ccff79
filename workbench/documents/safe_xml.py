"""XML from strangers: nothing is fetched, no entity is expanded, and depth and size stay in the parser's limits."""

import codecs
import re
from typing import Any

from lxml import etree

from workbench.errors import InputError

#: What XML 1.0 cannot hold: control characters, surrogates, two that are no characters.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse_xml(data: bytes, name: str, what: str, place: str = "") -> etree._ElementTree:
    """Parse XML; CDATA sections, comments and white space are kept.

    Args:
        data: the file.
        name: its name, for messages.
        what: what it should be, such as ``XLIFF``.
        place: where in the file these bytes are, such as the name of an entry of an archive.

    Raises:
        InputError: it is not well-formed, or declares entities.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False)
    try:
        tree = etree.ElementTree(etree.fromstring(data, parser))
    except etree.XMLSyntaxError as error:
        message = f"is not {what} that can be read: {' '.join(str(error.msg).split())}"
        raise InputError(name, message, place=place or f"line {error.lineno}", mend="get the file anew") from None
    except (LookupError, ValueError) as error:  # an encoding that does not exist
        raise InputError(name, f"is not {what} that can be read: {error}", place=place or "line 1") from None
    subset: Any = tree.docinfo.internalDTD  # lxml-stubs lack its methods
    declared = None if subset is None else next(iter(subset.iterentities()), None)
    if declared is not None:
        what = f"declares the entity {declared.name}; entities are not expanded"
        raise InputError(name, what, place=place or "line 1")
    if entity := next(tree.iter(etree.Entity), None):
        where = place or f"line {entity.sourceline}"
        raise InputError(name, f"uses the entity {entity.text}; entities are not expanded", place=where)
    return tree


def serialise(tree: etree._ElementTree, data: bytes) -> bytes:
    """The tree as XML in the encoding, and with the byte order mark and declaration, that ``data`` had."""
    encoding = tree.docinfo.encoding or "UTF-8"
    declared = b"<?xml" in data[:200].replace(b"\0", b"")
    standalone: Any = tree.docinfo.standalone  # None where the declaration says nothing
    written: Any = etree.tostring(tree, xml_declaration=declared, encoding=encoding, standalone=standalone)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return bytes(mark + written)


def xml_text(text: str) -> str:
    """The text with U+FFFD for what XML 1.0 cannot hold (control characters, lone surrogates)."""
    return _FORBIDDEN.sub("\ufffd", text)


def emptied(element: etree._Element) -> etree._Element:
    """An element with the name and the attributes of another one, and without its content."""
    kept: Any = dict(element.attrib.items()), element.nsmap  # lxml-stubs know no default namespace
    return element.makeelement(element.tag, *kept)
