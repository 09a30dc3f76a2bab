"""Recordings over HTTP, under the addresses that a call's media block gives.

Gong's addresses are signed and end after some hours; these are neither.
"""

from __future__ import annotations

from gongkit.sandbox.core.api.asked import Answer
from gongkit.sandbox.core.areas.calls.media import media_of
from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.sandbox import Sandbox

PREFIX = "/media/"


def media_answer(sandbox: Sandbox, method: str, path: str) -> Answer:
    """Answer `/media/<call id>` (sound) or `/media/<call id>/video` (film)."""
    if method not in {"GET", "HEAD"}:
        return _refused(sandbox, 405, f"{method} {path}: recordings are only read")
    call_id, _, kind = path.removeprefix(PREFIX).partition("/")
    if kind in {"", "video"}:
        for company in load_companies(sandbox.state).values():
            found = media_of(sandbox.state, company.id, call_id, video=kind == "video")
            if found is not None:
                content_type, content = found
                return Answer(200, (content,), content_type)
    return _refused(sandbox, 404, f"{path}: there is no such recording")


def _refused(sandbox: Sandbox, status: int, error: str) -> Answer:
    return Answer.of({"requestId": sandbox.api.request_id(), "errors": [error]}, status)
