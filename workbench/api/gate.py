"""What every request passes before work is done for it: its size, its key, its rate."""

import math
from collections.abc import Sequence
from pathlib import Path

from fastapi import HTTPException, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbench.api.access import Rate, name_of, read_keys
from workbench.settings import Settings

#: A character takes at most so many bytes, as JSON escapes it (two escapes beyond the Basic Multilingual Plane).
_BYTES_A_CHARACTER = 12
#: What a body holds besides text.
_BYTES_BESIDES = 2**18


class Gate:
    """Keys, rates and sizes by the settings."""

    def __init__(self, settings: Settings) -> None:
        """Read the keys. Raises InputError if their file is broken."""
        self.keys = read_keys(Path(settings.api_keys)) if settings.api_keys else {}
        self._rate = Rate(settings.api_rate)
        self._characters = settings.api_characters

    @property
    def most_bytes(self) -> int:
        """The largest body that is read."""
        return self._characters * _BYTES_A_CHARACTER + _BYTES_BESIDES

    def admit(self, request: Request, key: str) -> None:
        """Raises HTTPException 403 without a key that is known, 429 for one that asks too often."""
        name = name_of(key, self.keys)
        if name is None:
            raise HTTPException(403, "a valid API key is needed")
        caller = name if self.keys else (request.client.host if request.client else "")
        wait = self._rate.wait(caller)
        if wait:
            raise HTTPException(429, "too many requests; wait a little", {"Retry-After": str(math.ceil(wait))})

    def measure(self, texts: Sequence[str]) -> None:
        """Raises HTTPException: 413 for more text than a request may hold, 400 for half characters."""
        if sum(map(len, texts)) > self._characters:
            raise HTTPException(413, f"the text is longer than {self._characters} characters; send it in parts")
        if any("\ud800" <= letter <= "\udfff" for text in texts for letter in text):
            raise HTTPException(400, "the text holds half a character (a lone surrogate)")


class SizeLimit:
    """Middleware: no more than ``most_bytes`` of a body are ever read."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app, self._most = app, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the ASGI specification."""
        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                raise HTTPException(413, f"the request is larger than {self._most} bytes")
            return message

        await self._app(scope, limited if scope["type"] == "http" else receive, send)
