"""Recordings that are fetched from a `downloadMediaUrl`: from where, how, and what if not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.sandbox.box import Box, basic, running
from tests.sandbox.process import started
from tests.sandbox.test_calls import extensive, transcripts
from tests.sandbox.test_new_calls import add

from gongkit.sandbox.deliveries import download
from gongkit.sandbox.deliveries.reach import Reach
from gongkit.sandbox.server.serving import Options

SOUND = bytes(range(256)) * 100
ELSEWHERE = "203.0.113.7"
"""An address that belongs to nobody (RFC 5737)."""


class MediaHost:
    """A web server with recordings. `gate` holds its answers back while it is closed."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.gate = threading.Event()
        self.gate.set()
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                host.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                host.gate.wait(20)
                host.answer(self)

            def log_message(self, *args: Any) -> None:
                """Keep the output clean."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self.gate.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        name = request.path.partition("?")[0].removeprefix("/")
        if name == "round":
            self._head(request, 302, {"Location": request.path, "Content-Length": "0"})
        elif name.startswith("to-"):
            self._head(
                request, 302, {"Location": request.path.partition("=")[2], "Content-Length": "0"}
            )
        elif name == "missing.mp3":
            self._head(request, 404, {"Content-Length": "0"})
        elif name == "page":
            self._head(request, 200, {"Content-Type": "text/html", "Content-Length": "4"}, b"<p/>")
        elif name == "empty.mp3":
            self._head(request, 200, {"Content-Length": "0"})
        elif name == "cut.mp3":
            self._head(request, 200, {"Content-Length": "999999"}, SOUND)
            request.close_connection = True
        elif name == "huge.mp3":
            self._head(request, 200, {"Content-Length": "1500000001"})
        elif name == "pieces.mp3":
            pieces = b"".join(
                b"64\r\n%b\r\n" % SOUND[at : at + 100] for at in range(0, 25_600, 100)
            )
            self._head(request, 200, {"Transfer-Encoding": "chunked"}, pieces + b"0\r\n\r\n")
        elif name == "babble":
            request.wfile.write(b"SSH-2.0-OpenSSH\r\n")
            request.close_connection = True
        else:
            kind = "video/mp4" if name.endswith(".mp4") else "audio/mpeg"
            length = str(len(SOUND))
            self._head(request, 200, {"Content-Type": kind, "Content-Length": length}, SOUND)

    def _head(
        self,
        request: BaseHTTPRequestHandler,
        status: int,
        headers: dict[str, str],
        body: bytes = b"",
    ) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)


@contextmanager
def media_host() -> Iterator[MediaHost]:
    host = MediaHost()
    try:
        yield host
    finally:
        host.close()


@pytest.fixture
def media() -> Iterator[MediaHost]:
    with media_host() as host:
        yield host


@pytest.fixture
def box(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def until(found: Callable[[], Any]) -> Any:
    """Ask again until there is something, for as long as a slow machine may take."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if value := found():
            return value
    raise AssertionError("it did not come")


def media_of(box: Box, call_id: str) -> Any:
    selector = {"exposedFields": {"media": True}}
    found = extensive(box, filter={"callIds": [call_id]}, contentSelector=selector)
    return found.json["calls"][0].get("media")


def added(box: Box, url: str, **changes: Any) -> str:
    answer = add(box, downloadMediaUrl=url, **changes)
    assert answer.status == 200, answer.content
    call_id: str = answer.json["callId"]
    return call_id


def problem(box: Box) -> str:
    """Wait for the hint that says why the latest recording could not be fetched."""

    def hinted() -> str | None:
        hints = box.requests(operation="addCall")[-1]["hints"]
        return next((h["message"] for h in hints if h["field"] == "downloadMediaUrl"), None)

    text: str = until(hinted)
    return text


def test_a_recording_is_fetched_and_processed(box: Box, media: MediaHost) -> None:
    call_id = added(box, f"{media.url}/calls/a%20b.mp3?signature=x", duration=300)
    until(lambda: media_of(box, call_id))
    assert box.send("GET", f"/media/{call_id}").content == SOUND
    ((path, headers),) = media.asked
    assert path == "/calls/a%20b.mp3?signature=x"
    assert headers["host"] == f"127.0.0.1:{media.port}"
    assert "authorization" not in headers
    assert transcripts(box, filter={"callIds": [call_id]}).status == 404
    box.advance(3600)
    assert transcripts(box, filter={"callIds": [call_id]}).status == 200
    assert box.requests(operation="addCall")[-1]["hints"] == []


@pytest.mark.parametrize("name", ["pieces.mp3", "a.mp3"])
def test_a_redirect_on_this_machine_is_followed(box: Box, media: MediaHost, name: str) -> None:
    call_id = added(
        box, f"{media.url}/to-it?target={media.url.replace('127.0.0.1', 'localhost')}/{name}"
    )
    until(lambda: media_of(box, call_id))
    assert box.send("GET", f"/media/{call_id}").content == SOUND


def test_a_film_makes_a_video_call(box: Box, media: MediaHost) -> None:
    call_id = added(box, f"{media.url}/a.mp4")
    assert until(lambda: media_of(box, call_id)).keys() == {"audioUrl", "videoUrl"}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/missing.mp3", "status 404"),
        ("/page", "text/html"),
        ("/empty.mp3", "empty"),
        ("/cut.mp3", "connection failed"),
        ("/huge.mp3", "larger than 1500000000 bytes"),
        ("/babble", "connection failed"),
        ("/round", "redirects"),
        ("/to-it?target=ftp://127.0.0.1/a.mp3", "http or https"),
        (f"/to-it?target=http://{ELSEWHERE}/a.mp3", "--fetch-recordings any"),
    ],
)
def test_what_cannot_be_fetched_leaves_a_hint_and_a_call_without_recording(
    box: Box, media: MediaHost, path: str, words: str
) -> None:
    call_id = added(box, media.url + path)
    assert words in problem(box)
    assert media_of(box, call_id) is None
    box.advance(30 * 86_400)
    answer = transcripts(box, filter={"callIds": [call_id]})
    assert answer.status == 404
    (hint,) = box.requests(operation="getCallTranscripts")[-1]["hints"]
    assert hint["field"] == "filter.callIds"
    assert words in hint["message"]


@pytest.mark.parametrize(
    "url",
    [
        f"http://{ELSEWHERE}/a.mp3",
        "https://media.example/a.mp3?signature=secret",
        "http://127.0.0.1.media.example/a.mp3",
        "http://localhost@media.example/a.mp3",
        f"http://[::ffff:{ELSEWHERE}]/a.mp3",
        "http://0.0.0.0/a.mp3",
    ],
)
def test_nothing_is_fetched_from_other_machines(box: Box, url: str) -> None:
    call_id = added(box, url)
    said = problem(box)
    assert "is not this machine" in said
    assert "secret" not in said
    assert media_of(box, call_id) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.mp3",
        "ftp://127.0.0.1/a.mp3",
        "http://",
        "http://[::1/a",
        "http://127.0.0.1:99999/a.mp3",
        "http://127.0.0.1:0/a.mp3",
        "http://127.0.0.1:a/a.mp3",
        "http://127.0.0.1/a b.mp3",
        "http://127.0.0.1/a\r\nX: y",
        "http://127.0.0.1/\x00",
        "http://.example/a.mp3",
    ],
)
def test_what_is_no_web_address_is_refused(box: Box, url: str) -> None:
    answer = add(box, downloadMediaUrl=url)
    assert answer.status == 400
    assert answer.errors == ["downloadMediaUrl: must be an http or https address, without spaces"]


def test_an_address_beyond_ascii_is_percent_encoded(box: Box, media: MediaHost) -> None:
    call_id = added(box, f"{media.url}/ä%20/b.mp3?für=ö&x=%2F")
    until(lambda: media_of(box, call_id))
    ((path, _),) = media.asked
    assert path == "/%C3%A4%20/b.mp3?f%C3%BCr=%C3%B6&x=%2F"


def test_credentials_of_the_address_are_sent_and_not_shown(box: Box, media: MediaHost) -> None:
    at = media.url.removeprefix("http://")
    call_id = added(
        box,
        f"http://us%40er:planted-1@{at}/a.mp3?X-Signature=planted-2&planted-3#planted-4",
        meetingUrl="https://meet.example/1?pwd=planted-5",
    )
    until(lambda: media_of(box, call_id))
    ((path, headers),) = media.asked
    assert path == "/a.mp3?X-Signature=planted-2&planted-3"
    assert headers["authorization"] == basic("us@er", "planted-1")
    shown = box.requests(operation="addCall")[-1]["body"]
    assert "planted" not in str(shown)
    assert shown["downloadMediaUrl"] == f"http://•••@{at}/a.mp3?X-Signature=•••&•••#•••"
    assert shown["meetingUrl"] == "https://meet.example/1?pwd=•••"


def test_a_redirect_elsewhere_gets_no_credentials(box: Box, media: MediaHost) -> None:
    at = media.url.removeprefix("http://")
    elsewhere = media.url.replace("127.0.0.1", "localhost")
    call_id = added(box, f"http://user:pass@{at}/to-it?target={elsewhere}/a.mp3")
    until(lambda: media_of(box, call_id))
    assert ["authorization" in headers for _, headers in media.asked] == [True, False]


@pytest.mark.parametrize(
    "body",
    [
        b'{"downloadMediaUrl": "http:\\/\\/u:planted@h\\/a?sig=planted"}',
        b'{"downloadMediaUrl": "http://u:planted@h/a?sig=planted',
        b'{"downloadMediaUrl": "http\\u003a//u:planted@h/a?sig=planted"}',
    ],
)
def test_a_refused_body_shows_no_credentials_either(box: Box, body: bytes) -> None:
    assert box.api("northwind", "POST", "/v2/calls", body=body).status == 400
    assert "planted" not in str(box.requests(operation="addCall")[-1])


def test_a_closed_port_is_told(box: Box, media: MediaHost) -> None:
    media.close()
    added(box, f"{media.url}/a.mp3")
    assert "connection failed" in problem(box)


def test_a_slow_host_is_given_up(
    box: Box, media: MediaHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "IDLE_SECONDS", 0.05)
    media.gate.clear()
    added(box, f"{media.url}/a.mp3")
    assert "too long" in problem(box)


def test_a_restart_goes_on_fetching(data: Path, media: MediaHost) -> None:
    media.gate.clear()
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        call_id = added(box, f"{media.url}/a.mp3")
        until(lambda: media.asked)
        assert media_of(box, call_id) is None
    media.gate.set()
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        until(lambda: media_of(box, call_id))
    assert len(media.asked) == 2


def test_a_call_that_is_gone_when_its_recording_comes_stays_gone(
    box: Box, media: MediaHost
) -> None:
    media.gate.clear()
    call_id = added(box, f"{media.url}/a.mp3")
    until(lambda: media.asked)
    assert box.control("POST", "/reset").status == 200
    box.lift_limits()
    media.gate.set()
    other = added(box, f"{media.url}/b.mp3", clientUniqueId="other")
    until(lambda: media_of(box, other))
    assert box.api("northwind", "GET", f"/v2/calls/{call_id}").status == 404


def test_a_recording_is_waited_for_by_the_call_that_was_restored(
    box: Box, media: MediaHost
) -> None:
    media.gate.clear()
    call_id = added(box, f"{media.url}/a.mp3")
    snapshot = box.control("GET", "/snapshot").json
    assert box.control("POST", "/reset").status == 200
    assert box.control("PUT", "/snapshot", snapshot).status == 200
    box.lift_limits()
    media.gate.set()
    until(lambda: media_of(box, call_id))


def test_answers_do_not_wait_for_recordings(box: Box, media: MediaHost) -> None:
    media.gate.clear()
    for number in range(6):
        added(box, f"{media.url}/a.mp3", clientUniqueId=str(number))
    until(lambda: len(media.asked) == 4)
    assert box.api("northwind", "GET", "/v2/workspaces").status == 200
    media.gate.set()
    until(lambda: len(media.asked) == 6)


def test_with_the_option_any_host_may_be_called(data: Path, media: MediaHost) -> None:
    options = Options(data=data, port=0, fetch_recordings=Reach.ANY)
    with running(options) as box:
        box.lift_limits()
        call_id = added(box, f"http://0.0.0.0:{media.port}/a.mp3")
        until(lambda: media_of(box, call_id))


def test_the_command_line_has_the_option(media: MediaHost) -> None:
    arguments = ("--data", ":memory:", "--port", "0", "--fetch-recordings", "any")
    with started(*arguments) as (box, _):
        box.lift_limits()
        call_id = added(box, f"http://0.0.0.0:{media.port}/a.mp3")
        until(lambda: media_of(box, call_id))
