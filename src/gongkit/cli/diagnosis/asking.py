"""Asking a server in no more than a few seconds, whatever does not answer."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import replace
from typing import Final

from gongkit.errors import ConnectionFailed
from gongkit.http import HttpTransport
from gongkit.redact import without_query
from gongkit.wire import Request, Response

SECONDS: Final = 10.0
"""How long an answer may take, its host's name and all."""


class Impatient(HttpTransport):
    """HTTP that gives up in time, also where nobody says which address a name has.

    Looking that up cannot be stopped, so it is left to a thread that the end of the
    command does not wait for.
    """

    def send(self, request: Request) -> Response:
        """Send, and wait no longer than the time there is."""
        ended: Future[Response] = Future()
        seconds = min(request.timeout, SECONDS)
        quick = replace(request, timeout=seconds)
        threading.Thread(target=self._send, args=(quick, ended), daemon=True).start()
        try:
            return ended.result(seconds + 1)
        except TimeoutError:
            where = f"{request.method} {without_query(request.url)}"
            raise ConnectionFailed(f"{where}: nothing came within {seconds:g} s.") from None

    def _send(self, request: Request, ended: Future[Response]) -> None:
        try:
            ended.set_result(super().send(request))
        except BaseException as error:  # noqa: BLE001 - it is raised where the answer is waited for
            ended.set_exception(error)


def ask(url: str, *query: tuple[str, str], seconds: float = SECONDS) -> Response:
    """Make a GET without credentials. Raises `ConnectionFailed` or `AnswerLost`."""
    transport = Impatient()
    try:
        return transport.send(Request(method="GET", url=url, query=query, timeout=seconds))
    finally:
        transport.close()
