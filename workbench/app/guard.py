"""What every request passes: requests of other sites and oversized ones are refused, answers forbid foreign content.

A page of any site can send requests to a server on the loopback address. The name of the host is checked against
rebinding of domain names, the origin against forged requests (OWASP, cross-site request forgery prevention).
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Gradio's own pages need inline scripts, and build functions of texts; nothing may come from elsewhere.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
    "form-action 'self'; base-uri 'self'; object-src 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
#: Gradio names these by their content, so that a browser need not ask for them twice: opening a page takes 30 of them.
_LASTING, _FOR_GOOD = "/assets/", "public, max-age=31536000, immutable"
_READING = ("GET", "HEAD", "OPTIONS")


class Guard:
    """ASGI middleware. ``hosts`` are the names that the server may be called by; empty: any."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], most_bytes: int) -> None:
        self._app, self._hosts, self._most_bytes = app, hosts, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope["method"], Headers(scope=scope))
        if refusal:
            await refusal(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            return {"type": "http.disconnect"} if received > self._most_bytes else message

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                if scope["path"].startswith(_LASTING) and message["status"] == 200:
                    headers["cache-control"] = _FOR_GOOD
            await send(message)

        await self._app(scope, counted, marked)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if self._hosts and (urlsplit(f"//{host}").hostname or "") not in self._hosts:
            return PlainTextResponse("This server is not known by that name.", 421)
        origin = headers.get("origin")
        if method not in _READING and origin is not None and urlsplit(origin).netloc != host:
            return PlainTextResponse("Requests from other sites are refused.", 403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._most_bytes:
            return PlainTextResponse("The request is too large.", 413)
        return None
