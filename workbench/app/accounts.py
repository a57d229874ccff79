"""Who sits at the browser: the local person, or somebody who signed in and has a cookie that says so."""

import secrets
from functools import cache
from importlib import resources
from threading import Lock

from fastapi import FastAPI
from jinja2 import Environment, Template
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from workbench.review.errors import NotAllowed
from workbench.review.people import Person, has_accounts, local_person, person_named, sign_in
from workbench.store.database import Store

SIGN_IN = "/sign-in"
COOKIE = "workbench-session"
#: Sessions that are kept; the oldest goes first. A restart of the server ends all of them.
_MOST_SESSIONS = 1_000


class Sessions:
    """Who is signed in, by the secret in the cookie. Whoever loses the account is out at the next request."""

    def __init__(self, store: Store) -> None:
        self._store, self._names, self._lock = store, dict[str, str](), Lock()

    def person(self, request: Request) -> Person | None:
        """Who asks; None if that is to be found out by signing in."""
        if not has_accounts(self._store):
            return local_person()
        name = self._names.get(request.cookies.get(COOKIE, ""))
        return person_named(self._store, name) if name else None

    def begin(self, person: Person) -> str:
        """A new session; gives its secret."""
        secret = secrets.token_urlsafe(32)
        with self._lock:
            while len(self._names) >= _MOST_SESSIONS:
                del self._names[next(iter(self._names))]
            self._names[secret] = person.name
        return secret

    def end(self, request: Request) -> None:
        """Sign out."""
        self._names.pop(request.cookies.get(COOKIE, ""), None)


class SignInFirst:
    """ASGI middleware that leads whoever opens a page to the sign-in page, where people have to be signed in.

    What pages ask for afterwards is refused where it is answered. Not Starlette's middleware of functions, which makes
    an error of every browser that goes away before its answer came.
    """

    def __init__(self, app: ASGIApp, sessions: Sessions) -> None:
        self._app, self._sessions = app, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with the way to the sign-in page."""
        if scope["type"] == "http":
            request = Request(scope)
            wants_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
            is_elsewhere = wants_page and request.url.path != SIGN_IN
            if is_elsewhere and await run_in_threadpool(self._sessions.person, request) is None:
                await RedirectResponse(SIGN_IN, 303)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def add_routes(app: FastAPI, store: Store, sessions: Sessions) -> None:
    """The page to sign in at, and signing out."""

    @app.get(SIGN_IN)
    def show_form() -> Response:
        return HTMLResponse(_template().render(failed=""))

    @app.post(SIGN_IN)
    async def check_form(request: Request) -> Response:
        form = await request.form()
        try:
            person = await run_in_threadpool(sign_in, store, str(form.get("name", "")), str(form.get("password", "")))
        except NotAllowed as error:
            return HTMLResponse(_template().render(failed=str(error)), 429)
        if person is None:
            return HTMLResponse(_template().render(failed="Name or password is wrong."), 401)
        answer = RedirectResponse("/", 303)
        secure = request.url.scheme == "https"
        answer.set_cookie(COOKIE, sessions.begin(person), httponly=True, samesite="strict", secure=secure)
        return answer

    @app.post("/sign-out")
    def sign_out(request: Request) -> Response:
        sessions.end(request)
        return RedirectResponse(SIGN_IN, 303)


@cache
def _template() -> Template:
    text = (resources.files("workbench.app") / "static" / "sign_in.html.jinja").read_text(encoding="utf-8")
    return Environment(autoescape=True).from_string(text)
