"""Reading what people fill in: fields that may repeat, and files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from gongkit.sandbox.server.asgi import BodyTooLarge, read_body

MAX_FORM_BYTES: Final = 100_000
"""Of a form without files."""
MAX_UPLOAD_BYTES: Final = 4 * 2**20
"""Of a form with files, all together."""

_MAX_FIELDS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody chose; its name is what the browser said."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, each with all its values, and its files."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Give a field's first value."""
        return self.fields.get(name, [default])[0]

    def all(self, name: str) -> list[str]:
        """Give all values of a field."""
        return self.fields.get(name, [])

    def lines(self, name: str) -> list[str]:
        """Give the lines of a text area, without those that are empty."""
        return [line.strip() for line in self.text(name).splitlines() if line.strip()]


async def read_form(request: Request) -> Form:
    """Read a form, whichever way it is encoded; refuse (413) one that is too large.

    What the form is about is looked up after this: while a form arrives, others are answered.
    """
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await _read_parts(request)
    try:
        raw = await read_body(request.scope, request.receive, MAX_FORM_BYTES)
    except BodyTooLarge:
        raise _too_large() from None
    read = Form()
    for name, value in parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True):
        read.fields.setdefault(name, []).append(value)
    return read


async def _read_parts(request: Request) -> Form:
    declared = request.headers.get("content-length", "")
    if not declared.isdigit() or int(declared) > MAX_UPLOAD_BYTES:
        raise _too_large()
    read = Form()
    async with request.form(max_fields=_MAX_FIELDS, max_part_size=MAX_UPLOAD_BYTES) as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                read.fields.setdefault(name, []).append(value)
            elif value.filename and (content := await value.read()):
                read.files[name] = Upload(value.filename, content)
    return read


def _too_large() -> HTTPException:
    return HTTPException(413, "The form is too large.")
