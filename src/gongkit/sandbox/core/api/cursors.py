"""Cursors: where the next page starts, sealed so that they fit one request only.

A cursor holds a position (any JSON value, as the handler likes it), the digest of
everything else in the request, and a keyed digest of both. Nothing is stored: a
cursor is as good after a restart as before. Changing any other input while paging
is refused, since Gong asks for the request unchanged.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import msgspec

from gongkit.contract.operation import Place
from gongkit.sandbox.core.api.asked import Asked, Refused

_SEAL_BYTES = 12
_FRAME_BYTES = 9


def make_cursor(asked: Asked, position: Any) -> str:
    """Seal the position at which the page after this one starts."""
    content = _frame_digest(asked) + msgspec.json.encode(position)
    return urlsafe_b64encode(_seal(asked, content) + content).decode().rstrip("=")


def read_cursor(asked: Asked) -> Any | None:
    """Give the position in the request's cursor, None where it has none (the first page).

    Refuses (400) what is no cursor of this sandbox, and the cursor of another request.
    """
    text = _cursor_of(asked)
    if text is None:
        return None
    content = _opened(asked, text)
    if content is None:
        raise Refused(400, "cursor: is not one that an answer of this API gave")
    if content[:_FRAME_BYTES] != _frame_digest(asked):
        raise Refused(
            400,
            "cursor: belongs to another request; repeat the request that gave it"
            " with every other input unchanged",
        )
    return msgspec.json.decode(content[_FRAME_BYTES:])


def _cursor_of(asked: Asked) -> str | None:
    if asked.operation.paging is Place.BODY:
        found: str | None = asked.body.cursor
        return found
    return asked.query.get("cursor")


def _opened(asked: Asked, text: str) -> bytes | None:
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        return None
    seal, content = raw[:_SEAL_BYTES], raw[_SEAL_BYTES:]
    return content if hmac.compare_digest(seal, _seal(asked, content)) else None


def _seal(asked: Asked, content: bytes) -> bytes:
    return hashlib.blake2b(content, key=asked.cursor_key, digest_size=_SEAL_BYTES).digest()


def _frame_digest(asked: Asked) -> bytes:
    body = asked.body
    if asked.operation.paging is Place.BODY:
        body = msgspec.structs.replace(body, cursor=None)
    query = sorted((name, value) for name, value in asked.query.items() if name != "cursor")
    frame = (asked.operation.id, asked.company.id, sorted(asked.path.items()), query, body)
    return hashlib.blake2b(msgspec.json.encode(frame), digest_size=_FRAME_BYTES).digest()
