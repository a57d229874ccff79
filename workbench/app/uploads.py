"""Files that a page sends: Base64 in JSON."""

import base64
import binascii
from typing import Any

from workbench.errors import UsageError


def content_of(name: str, content: object) -> bytes:
    """The content of a file. Raises UsageError if it did not arrive whole; ``name`` is for that message."""
    try:
        return base64.b64decode(str(content), validate=True)
    except (binascii.Error, ValueError):
        raise UsageError(f"{name}: did not arrive whole; choose it again") from None


def uploaded(file: dict[str, Any]) -> tuple[str, bytes]:
    """Name and content of a file that was sent as ``{"name", "content"}``. Raises as ``content_of``."""
    name = str(file.get("name", ""))
    return name, content_of(name, file.get("content", ""))
