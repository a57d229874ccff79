"""The shapes of LibreTranslate's /translate, /languages and /detect, so that its clients work unchanged.

Requests are JSON or forms, keys are the field ``api_key``, errors are ``{"error": ...}``
(https://docs.libretranslate.com). Model and glossary are the server's.
"""

import json
from typing import Any, TypeVar

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, ValidationError

from workbench.api.desk import Desk
from workbench.api.gate import Gate
from workbench.api.queue import WorkQueue
from workbench.api.schemas import LibreTranslateDetect, LibreTranslateRequest
from workbench.languages.detection import language_of
from workbench.languages.profile import get_profile

AUTO = "auto"
Body = TypeVar("Body", bound=BaseModel)


def libretranslate(desk: Desk, gate: Gate, queue: WorkQueue) -> APIRouter:
    """The routes."""
    router = APIRouter(tags=["LibreTranslate"])
    source_language, target_language = desk.languages

    @router.get("/languages")
    def languages() -> list[dict[str, Any]]:
        """The language that is translated from, with the one that is translated into, and that one."""
        targets = {source_language: [target_language], target_language: []}
        return [{"code": code, "name": get_profile(code).name, "targets": to} for code, to in targets.items()]

    @router.post("/detect", openapi_extra=_described(LibreTranslateDetect))
    async def detect(request: Request) -> list[dict[str, Any]]:
        """Which of the server's languages a text is in; an empty list if that is unsure."""
        body = await _read(request, LibreTranslateDetect)
        gate.admit(request, body.api_key)
        gate.measure([body.q])
        return _detected(desk, body.q)

    @router.post("/translate", openapi_extra=_described(LibreTranslateRequest))
    async def translate(request: Request) -> dict[str, Any]:
        """Translate a text, or a list of texts that belong to no common document."""
        body = await _read(request, LibreTranslateRequest)
        gate.admit(request, body.api_key)
        texts = [body.q] if isinstance(body.q, str) else body.q
        gate.measure(texts)
        if body.format not in ("text", "html"):
            raise HTTPException(400, f"{body.format} format is not supported")
        if body.source not in (source_language, AUTO) or body.target != target_language:
            what = f"{body.source} to {body.target} is not supported"
            raise HTTPException(400, f"{what}; this server translates {source_language} to {target_language}")
        make = desk.translate_html if body.format == "html" else desk.translate_text
        targets = await queue.do(lambda: [make(text) for text in texts])
        is_one = isinstance(body.q, str)
        answer: dict[str, Any] = {"translatedText": targets[0] if is_one else targets}
        if body.source == AUTO:
            found = [(_detected(desk, text) or [_assumed(source_language)])[0] for text in texts]
            answer["detectedLanguage"] = found[0] if is_one else found
        if body.alternatives:
            answer["alternatives"] = [] if is_one else [[] for _ in texts]
        return answer

    return router


def _detected(desk: Desk, text: str) -> list[dict[str, Any]]:
    found = language_of(text, desk.languages)
    return [{"confidence": 100.0, "language": found}] if found else []


def _assumed(language: str) -> dict[str, Any]:
    return {"confidence": 0.0, "language": language}


async def _read(request: Request, model: type[Body]) -> Body:
    """The body as JSON or as a form. Raises HTTPException 400 in one line."""
    if request.headers.get("content-type", "").split(";")[0].strip() == "application/json":
        try:
            fields = json.loads(await request.body())
        except (ValueError, RecursionError):
            raise HTTPException(400, "the body is not JSON") from None
    else:
        form = await request.form()
        fields = {name: values[0] if len(values) == 1 else values for name in form if (values := form.getlist(name))}
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        what = f"{first['loc'][0]}: {first['msg']}" if first["loc"] else "the body is not an object"
        raise HTTPException(400, f"invalid request: {what}") from None


def _described(model: type[BaseModel]) -> dict[str, Any]:
    """The body of a route for its OpenAPI description."""
    schema = {"schema": model.model_json_schema()}
    kinds = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
    return {"requestBody": {"required": True, "content": dict.fromkeys(kinds, schema)}}
