"""`/openapi.json`: the contract as an OpenAPI document, under the sandbox's own addresses."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from gongkit.contract.openapi import openapi
from gongkit.sandbox.core.api.asked import Answer
from gongkit.sandbox.core.sandbox import Sandbox

PATH = "/openapi.json"
_JSON = "application/json"
_NAMES_KEPT = 8
"""A sandbox that listens on all addresses is reached by several names."""


def openapi_answer(sandbox: Sandbox, app_url: str, method: str) -> Answer:
    """Answer with the document; it is only read."""
    if method in {"GET", "HEAD"}:
        return Answer(200, (_document(app_url),), _JSON)
    shape = {
        "requestId": sandbox.api.request_id(),
        "errors": [f"{method} {PATH}: the document is only read"],
    }
    return Answer.of(shape, 405)


@lru_cache(_NAMES_KEPT)
def _document(app_url: str) -> bytes:
    return msgspec.json.encode(openapi(app_url))
