"""The server: the pages of Gradio behind our own sign-in and guard."""

import warnings
from collections.abc import Callable, Sequence

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.requests import Request

from workbench.app import pages
from workbench.app.accounts import Sessions, SignInFirst, add_routes
from workbench.app.guard import Guard
from workbench.app.panel import Page, WhoAsks, show, static
from workbench.errors import UsageError
from workbench.review.desk import Desk
from workbench.review.errors import NotAllowed
from workbench.review.people import Person, check_address, is_loopback
from workbench.review.translating import Worker
from workbench.settings import Settings
from workbench.store.database import open_store, store_address

_LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
#: An upload is a third longer as Base64; and what stands around it.
_BODY_RATIO, _BODY_EXTRA = 1.4, 2**20
_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_FIXED_FONTS = ("ui-monospace", "Menlo", "Consolas", "DejaVu Sans Mono", "monospace")


def serve(settings: Settings, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve until interrupted; translates in the background meanwhile.

    Raises UsageError for an address that others reach while there are no accounts, StoreError, and UsageError for a
    port that is taken.
    """
    store = open_store(store_address(settings))
    check_address(store, host)
    desk = Desk(store, settings)
    app = make_app(desk, is_loopback(host))
    server = uvicorn.Server(uvicorn.Config(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=3))
    worker = Worker(desk)
    worker.start()
    say(f"http://{f'[{host}]' if ':' in host else host}:{port} (data: {store.address}); Ctrl+C ends it")
    try:
        server.run()
    except SystemExit:
        raise UsageError(f"--port {port}: cannot be used on {host}; another program may have it") from None
    finally:
        worker.stop()
        store.close()


def make_app(desk: Desk, loopback: bool) -> FastAPI:
    """All pages as an ASGI application. ``loopback``: it is only called by the names of this machine."""
    sessions = Sessions(desk.store)
    app = FastAPI(openapi_url=None)
    add_routes(app, desk.store, sessions)
    app.add_middleware(SignInFirst, sessions=sessions)

    def name_of(request: Request) -> str | None:
        person = sessions.person(request)
        return person.name if person else None

    def who_asks(request: Request) -> Person:
        person = sessions.person(request)
        if person is None:
            raise NotAllowed("sign in first")
        return person

    limit = int(desk.settings.max_file_mb * 2**20 * _BODY_RATIO) + _BODY_EXTRA
    app.add_middleware(Guard, hosts=_LOOPBACK_NAMES if loopback else frozenset(), most_bytes=limit)
    theme = gr.themes.Base(font=_FONTS, font_mono=_FIXED_FONTS)
    styles = "\n".join(static(name) for name in pages.STYLES)
    warnings.filterwarnings("ignore", message="SSR mode is not supported")  # nobody asked for it
    gr.mount_gradio_app(
        app,
        make_blocks(pages.PAGES, desk, who_asks),
        "/",
        auth_dependency=name_of,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        theme=theme,
        css=styles,
        max_file_size="1kb",
        enable_monitoring=False,
    )
    return app


def make_blocks(all_pages: Sequence[Page], desk: Desk, who_asks: WhoAsks) -> gr.Blocks:
    """The pages as routes of one Gradio application."""
    first, *others = all_pages
    blocks: gr.Blocks = gr.Blocks(title="Workbench", analytics_enabled=False)
    with blocks:
        show(first, all_pages, desk, who_asks)
    for page in others:
        with blocks.route(page.name, page.path, show_in_navbar=False):  # the header is ours
            show(page, all_pages, desk, who_asks)
    return blocks
