"""Looking around as `gongkit doctor` does, in this process; and its JSON, by id."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.cli.command import Done

from gongkit.cli.diagnosis.found import Found, State
from gongkit.cli.diagnosis.surroundings import Surroundings, look_around

SANDBOX = "http://127.0.0.1:4664"
"""The URL of one; nobody asks whether it runs."""

Examine = Callable[[Surroundings], Iterable[Found]]


def around(**variables: str) -> Surroundings:
    """The present folder, with only these variables, written without GONGKIT_."""
    environ = {f"GONGKIT_{name}": value for name, value in variables.items()}
    return look_around(live=False, environ=environ)


def by_id(found: Iterable[Found]) -> dict[str, Found]:
    """The findings by their ids; each id comes once, and says what it must."""
    kept = {each.id: each for each in map(complete, found)}
    assert kept
    return kept


def complete(found: Found) -> Found:
    assert found.found
    assert not found.found.endswith(".")
    assert "planted" not in repr(found)
    if found.state is not State.OK:
        assert found.why, found
        assert found.next, found
    return found


def examinations(done: Done) -> dict[str, dict[str, Any]]:
    """What a command has written with --json, by id."""
    written = json.loads(done.stdout)
    assert done.returncode == (0 if written["ok"] else 1), done.stderr
    return {each["id"]: each for each in written["examinations"]}


@contextmanager
def answering(content: bytes, **headers: str) -> Iterator[str]:
    """Serve the same answer to every request."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response_only(200)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
