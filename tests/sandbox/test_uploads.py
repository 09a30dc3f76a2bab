"""Files as multipart: read as a stream, refused when too large, kept when small or handed on."""

from __future__ import annotations

import asyncio
import hashlib
import socket
import tracemalloc
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.sandbox.box import Box, basic

from gongkit.contract.operation import FileBody
from gongkit.sandbox.core.api.asked import HANDLERS, Answer, Asked, Refused, Upload
from gongkit.sandbox.server.asgi import ClientGone, Message
from gongkit.sandbox.server.uploads import KEPT_BYTES, read_upload

BOUNDARY = b"----a-boundary"
TYPE = b"multipart/form-data; boundary=" + BOUNDARY


def part(name: str, content: bytes, filename: str = "call.mp3") -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
    return (
        b"--%b\r\n%bContent-Type: audio/mpeg\r\n\r\n" % (BOUNDARY, head.encode())
        + content
        + b"\r\n"
    )


END = b"--" + BOUNDARY + b"--\r\n"


class Sink:
    """Takes a file; `ends` says how often it was abandoned."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.ends = 0

    def write(self, part: memoryview) -> None:
        self.parts.append(bytes(part))

    def abandon(self) -> None:
        self.ends += 1


def reading(
    chunks: Iterator[bytes],
    *,
    max_bytes: int,
    content_type: bytes = TYPE,
    sink: Sink | None = None,
) -> Upload:
    """Read a body that comes in these chunks."""

    async def receive() -> Message:
        chunk = next(chunks, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    body = FileBody(field="mediaFile", content_type="x", max_bytes=max_bytes, doc="x")
    return asyncio.run(read_upload(receive, content_type, b"", body, lambda: sink))


def refusal(raw: bytes, **more: Any) -> tuple[int, str]:
    with pytest.raises(Refused) as refused:
        reading(iter([raw]), **{"max_bytes": 100, **more})
    return refused.value.status, refused.value.errors[0]


def test_a_small_file_is_kept_whatever_pieces_it_comes_in() -> None:
    content = b"\r\n--".join(bytes([i]) * 7 for i in range(256)) + b"\r\n"
    raw = part("other", b"ignored") + part("mediaFile", content, "Grüße.mp3") + END
    for size in (1, 3, 50, len(raw)):
        chunks = (raw[start : start + size] for start in range(0, len(raw), size))
        upload = reading(chunks, max_bytes=len(content))
        assert upload.content == content
        assert upload.sha256 == hashlib.sha256(content).hexdigest()
        assert (upload.filename, upload.content_type) == ("Grüße.mp3", "audio/mpeg")


def test_a_large_file_passes_through_in_constant_memory() -> None:
    block, count = b"\0" * 65_536, 1_600

    def chunks() -> Iterator[bytes]:
        yield part("mediaFile", b"")[:-2]
        for _ in range(count):
            yield block
        yield b"\r\n" + END

    tracemalloc.start()
    upload = reading(chunks(), max_bytes=count * len(block))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert upload.content is None
    assert upload.size == count * len(block) > 4 * KEPT_BYTES
    assert upload.sha256 == hashlib.sha256(block * count).hexdigest()
    assert peak < 3 * KEPT_BYTES


def test_a_file_that_something_takes_is_not_kept() -> None:
    content = b"line\r\n" * 50_000
    raw = part("other", b"ignored") + part("mediaFile", content) + END
    for size in (1000, len(raw)):
        sink = Sink()
        chunks = (raw[start : start + size] for start in range(0, len(raw), size))
        upload = reading(chunks, max_bytes=len(content), sink=sink)
        assert (upload.content, upload.sink, sink.ends) == (None, sink, 0)
        assert b"".join(sink.parts) == content
        assert max(map(len, sink.parts)) <= 32_768
        assert (upload.size, upload.sha256) == (len(content), hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    "raw", [part("mediaFile", b"x" * 101) + END, part("mediaFile", b"x"), b"garbage", END]
)
def test_what_takes_a_file_learns_that_it_is_refused(raw: bytes) -> None:
    sink = Sink()
    refusal(raw, sink=sink)
    assert sink.ends == 1


def test_what_takes_a_file_learns_that_the_client_is_gone() -> None:
    sink = Sink()

    async def receive() -> Message:
        if sink.parts:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": part("mediaFile", b"x" * 50), "more_body": True}

    body = FileBody(field="mediaFile", content_type="x", max_bytes=100, doc="x")
    with pytest.raises(ClientGone):
        asyncio.run(read_upload(receive, TYPE, b"", body, lambda: sink))
    assert sink.ends == 1


def test_nothing_is_opened_for_what_is_no_upload() -> None:
    sink = Sink()
    refusal(b"{}", content_type=b"application/json", sink=sink)
    assert sink.ends == 0


def test_the_last_byte_that_fits_fits() -> None:
    assert reading(iter([part("mediaFile", b"x" * 100) + END]), max_bytes=100).size == 100
    status, said = refusal(part("mediaFile", b"x" * 101) + END)
    assert (status, said) == (413, "mediaFile: must not be larger than 100 bytes")


def test_a_file_that_is_too_large_is_refused_before_its_end() -> None:
    def endless() -> Iterator[bytes]:
        yield part("mediaFile", b"")[:-2]
        while True:
            yield b"x" * 1000

    with pytest.raises(Refused) as refused:
        reading(endless(), max_bytes=1_000_000)
    assert refused.value.status == 413


@pytest.mark.parametrize(
    ("raw", "content_type", "status", "word"),
    [
        (b"{}", b"application/json", 415, "multipart/form-data"),
        (b"", b"", 415, "multipart/form-data"),
        (b"", b"multipart/form-data", 400, "boundary"),
        (b"", b"multipart/form-data; boundary=", 400, "boundary"),
        (b"", TYPE, 400, "cut off"),
        (b"garbage", TYPE, 400, "malformed"),
        (END, TYPE, 400, "mediaFile"),
        (part("mediaFile", b"x"), TYPE, 400, "cut off"),
        (part("mediafile", b"x") + END, TYPE, 400, "mediaFile: must not be null"),
        (part("mediaFile", b"") + END, TYPE, 400, "mediaFile: must not be empty"),
        (part("mediaFile", b"x") * 2 + END, TYPE, 400, "mediaFile: must be given once"),
    ],
)
def test_what_is_no_upload_is_refused(
    raw: bytes, content_type: bytes, status: int, word: str
) -> None:
    found, said = refusal(raw, content_type=content_type)
    assert (found, word in said) == (status, True), said


def test_an_upload_reaches_its_handler_and_the_log(
    own_box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Upload | None] = []

    def handler(_: object, asked: Asked) -> Answer:
        seen.append(asked.upload)
        return Answer.of({"requestId": asked.request_id}, 201)

    monkeypatch.setitem(HANDLERS, "addCallRecording", handler)
    raw = part("mediaFile", b"sound") + END
    headers = {"Content-Type": TYPE.decode()}
    answer = own_box.api("northwind", "PUT", "/v2/calls/1/media", body=raw, headers=headers)
    assert answer.status == 201
    (upload,) = seen
    assert upload is not None
    assert upload.content == b"sound"
    (entry,) = own_box.requests(operation="addCallRecording")
    assert entry["body"]["size"] == 5
    assert entry["body"]["sha256"] == hashlib.sha256(b"sound").hexdigest()


def test_an_announced_size_beyond_the_limit_is_refused_at_once(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(HANDLERS, "addCallRecording", lambda *_: Answer.of({}))
    company = box.companies["northwind"]
    parts = urlsplit(company["api_base_url"])
    head = (
        "PUT /v2/calls/1/media HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: {basic(company['access_key'], company['access_key_secret'])}\r\n"
        f"Content-Type: {TYPE.decode()}\r\nContent-Length: 1600000000\r\n\r\n"
    )
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=20) as raw:
        raw.sendall(head.encode())
        assert raw.recv(12) == b"HTTP/1.1 413"
