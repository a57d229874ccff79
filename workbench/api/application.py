"""The HTTP application: routes, and errors as ``{"error": ...}``. It can be mounted in another one."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials
from starlette.exceptions import HTTPException

from workbench import __version__
from workbench.alignment.plausibility import overall_confidence
from workbench.api import schemas
from workbench.api.desk import Desk
from workbench.api.gate import Gate, SizeLimit
from workbench.api.libretranslate import libretranslate
from workbench.api.queue import Busy, WorkQueue
from workbench.documents.bilingual import BilingualSegment
from workbench.errors import WorkbenchError

_bearer = HTTPBearer(auto_error=False, description="The API key; the header X-API-Key does as well.")


def make_application(desk: Desk, gate: Gate, queue: WorkQueue) -> FastAPI:
    """The application over these parts. It has no pages of documentation, since theirs need other servers' scripts."""
    app = FastAPI(
        title="workbench",
        version=__version__,
        summary="Translation with a glossary that counts, alignment, checks",
        docs_url=None,
        redoc_url=None,
    )
    app.include_router(_own(desk, gate, queue))
    app.include_router(libretranslate(desk, gate, queue))
    app.add_middleware(SizeLimit, most_bytes=gate.most_bytes)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(WorkbenchError, _wrong)
    app.add_exception_handler(Busy, _busy)
    return app


def _own(desk: Desk, gate: Gate, queue: WorkQueue) -> APIRouter:
    router = APIRouter()

    def admitted(
        request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)] = None
    ) -> None:
        gate.admit(request, bearer.credentials if bearer else request.headers.get("X-API-Key", ""))

    with_key = [Depends(admitted)]

    @router.get("/health")
    def health() -> dict[str, Any]:
        """Whether the server works; needs no key."""
        return {"status": "ok", "waiting": queue.waiting, "capacity": queue.capacity, "signature": desk.signature}

    @router.get("/v1/glossaries", dependencies=with_key)
    def glossaries() -> list[str]:
        """The names that ``glossary`` may have."""
        return desk.glossaries

    @router.post("/v1/translate", dependencies=with_key)
    async def translate(body: schemas.TranslateRequest) -> schemas.TranslateAnswer:
        """Translate segments of one document."""
        gate.measure(body.texts)
        wanted = body.wanted()
        segments, signature = await queue.do(lambda: desk.translate(body.texts, wanted))
        return schemas.TranslateAnswer(segments=[_segment(segment) for segment in segments], signature=signature)

    @router.post("/v1/align", dependencies=with_key)
    async def align(body: schemas.AlignRequest) -> schemas.AlignAnswer:
        """Align a text with its translation."""
        sides = [[side] if isinstance(side, str) else side for side in (body.source, body.target)]
        gate.measure([text for side in sides for text in side])
        source, target = (
            desk.split(side, code) if isinstance(side, str) else side
            for side, code in zip((body.source, body.target), desk.languages, strict=True)
        )
        found = await queue.do(lambda: desk.align(source, target))
        beads = [
            schemas.BeadFound(source=list(bead.source), target=list(bead.target), confidence=bead.confidence)
            for bead in found.beads
        ]
        return schemas.AlignAnswer(
            source=source,
            target=target,
            beads=beads,
            confidence=overall_confidence(found),
            signature=found.signature,
        )

    @router.post("/v1/check", dependencies=with_key)
    async def check(body: schemas.CheckRequest) -> dict[str, Any]:
        """Check the pairs of one document: ``scores`` and ``findings``, as ``workbench check --format json``."""
        pairs = [(pair.source, pair.target) for pair in body.pairs]
        gate.measure([text for pair in pairs for text in pair])
        wanted = body.wanted()
        return await queue.do(lambda: desk.check(pairs, wanted))

    return router


def _segment(segment: BilingualSegment) -> schemas.SegmentTranslated:
    terms = [
        schemas.TermFound(
            concept=use.concept, source=use.source, target=use.target, outcome=use.outcome, allowed=list(use.allowed)
        )
        for use in segment.terms
    ]
    return schemas.SegmentTranslated(
        source=segment.source, target=segment.target, origin=segment.origin, marks=list(segment.marks), terms=terms
    )


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, headers=dict(error.headers or {}))


async def _malformed(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][1:]) or "the request"
    return JSONResponse({"error": f"{place}: {first['msg']}"}, 422)


async def _wrong(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": str(error)}, 400)


async def _busy(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Busy)
    return JSONResponse({"error": str(error)}, 503, headers={"Retry-After": str(error.retry_after)})
