"""Files that come as `multipart/form-data`: read as a stream, in constant memory.

A small file is kept; one that the core takes as it comes goes there piece by piece.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from gongkit.contract.operation import FileBody
from gongkit.sandbox.core.api.asked import FileSink, Refused, Upload
from gongkit.sandbox.server.asgi import Receive, body_chunks

KEPT_BYTES = 16 * 2**20
"""A larger file is not kept; its size and SHA-256 are."""
_READ_AT_ONCE = 32_768
"""After so many bytes other requests get their turn."""
_FRAME_BYTES = 1_000_000
"""How much boundaries and headers may add to the file."""


async def read_upload(
    receive: Receive,
    content_type: bytes,
    content_length: bytes,
    body: FileBody,
    open_sink: Callable[[], FileSink | None],
) -> Upload:
    """Read the request's file; refuse what is no such body, and a file that is too large.

    `open_sink` is called before the first byte is read, and only if it is to be read.
    """
    kind, options = parse_options_header(content_type)
    if kind != b"multipart/form-data":
        raise Refused(415, "Content-Type: must be multipart/form-data")
    boundary = options.get(b"boundary")
    if not boundary:
        raise Refused(400, "Content-Type: has no boundary")
    if content_length.isdigit() and int(content_length) > body.max_bytes + _FRAME_BYTES:
        raise _too_large(body)
    sink = open_sink()
    try:
        reader = _Reader(boundary, body, sink)
        async for chunk in body_chunks(receive):
            for start in range(0, len(chunk), _READ_AT_ONCE):
                reader.feed(chunk[start : start + _READ_AT_ONCE])
                await asyncio.sleep(0)
        return reader.upload()
    except Exception:
        # Not when the process ends, which cancels this: the data may be closed by then.
        if sink is not None:
            sink.abandon()
        raise


def _too_large(body: FileBody) -> Refused:
    return Refused(413, f"{body.field}: must not be larger than {body.max_bytes} bytes")


class _Reader:
    """Follows the parts of a body, and keeps or hands on the one file that is wanted."""

    def __init__(self, boundary: bytes, body: FileBody, sink: FileSink | None) -> None:
        self._body, self._sink = body, sink
        self._header_name, self._header_value = bytearray(), bytearray()
        self._headers: dict[bytes, bytes] = {}
        self._wanted = self._found = self._ended = False
        self._filename = self._content_type = ""
        self._size, self._sha256 = 0, hashlib.sha256()
        self._kept: bytearray | None = bytearray() if sink is None else None
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._headers.clear,
                "on_header_field": self._on_header_field,
                "on_header_value": self._on_header_value,
                "on_header_end": self._on_header_end,
                "on_headers_finished": self._on_headers_finished,
                "on_part_data": self._on_part_data,
                "on_end": self._on_end,
            },
        )

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the body."""
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise Refused(400, f"The multipart body is malformed: {error}") from None

    def upload(self) -> Upload:
        """Give the file, after the last byte."""
        if not self._ended:
            raise Refused(400, "The multipart body is cut off: its last boundary is missing")
        if not self._found:
            raise Refused(400, f"{self._body.field}: must not be null")
        if not self._size:
            raise Refused(400, f"{self._body.field}: must not be empty")
        return Upload(
            self._filename,
            self._content_type,
            self._size,
            self._sha256.hexdigest(),
            None if self._kept is None else bytes(self._kept),
            self._sink,
        )

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _on_header_end(self) -> None:
        self._headers[bytes(self._header_name).lower()] = bytes(self._header_value)
        self._header_name.clear()
        self._header_value.clear()

    def _on_headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition"))
        self._wanted = options.get(b"name") == self._body.field.encode()
        if not self._wanted:
            return
        if self._found:
            raise Refused(400, f"{self._body.field}: must be given once")
        self._found = True
        self._filename = options.get(b"filename", b"").decode("utf-8", "replace")
        self._content_type = self._headers.get(b"content-type", b"").decode("latin-1")

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        if not self._wanted:
            return
        self._size += end - start
        if self._size > self._body.max_bytes:
            raise _too_large(self._body)
        part = memoryview(data)[start:end]
        self._sha256.update(part)
        if self._sink is not None:
            self._sink.write(part)
        elif self._kept is not None:
            if self._size > KEPT_BYTES:
                self._kept = None
            else:
                self._kept += part

    def _on_end(self) -> None:
        self._ended = True
