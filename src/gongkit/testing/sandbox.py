"""The sandbox of an app's tests: one for the whole run, on a thread of this process."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from gongkit.errors import SandboxError, UnknownName
from gongkit.sandbox.server.serving import Options, RunningSandbox
from gongkit.testing.http import send

START_SECONDS = 60.0
STOP_SECONDS = 30.0


class Sandbox:
    """A running sandbox. Its `description` is what `GET /_sandbox` answers."""

    def __init__(self, description: Mapping[str, Any]) -> None:
        self.description = description
        self.url: str = description["url"]

    @property
    def companies(self) -> Mapping[str, Mapping[str, Any]]:
        """The companies by name: API base URL, access key, people."""
        return {company["name"]: company for company in self.description["companies"]}

    def control(self, method: str, path: str, body: object = None) -> Any:
        """Call the control API, below `/_sandbox`. Raises `SandboxError` where it refuses."""
        answer = send(method, f"{self.url}/_sandbox{path}", json=body)
        if answer.status >= 400:
            raise SandboxError(f"{method} /_sandbox{path}: {answer.text}")
        return answer.json

    def start_over(self) -> None:
        """Forget what was done to it: integrations, installations, faults, time."""
        self.control("POST", "/reset")

    def advance(self, seconds: float) -> None:
        """Move Gong's time forward: codes and tokens end, and what is late appears."""
        self.control("PUT", "/clock", {"advance": seconds})

    def fail(
        self,
        operation: str,
        effect: Mapping[str, object],
        *,
        company: str | None = None,
        times: int | None = None,
    ) -> None:
        """Let requests of an operation go wrong, such as by `{"status": 403}`: the next `times`.

        All of them unless that is given: an app may have work of its own that takes one up.
        """
        fault = {"operation": operation, "company": company, "times": times, "effect": effect}
        self.control("POST", "/faults", fault)

    def disconnect(self, company: str = "northwind") -> None:
        """Do what a company's tech admin does who gives the app up: every token ends at once.

        Raises `UnknownName` for a company that there is not.
        """
        if company not in self.companies:
            raise UnknownName("company in this sandbox", company, self.companies)
        for each in self.control("GET", "/installations")["installations"]:
            if each["company"] == company and each["status"] != "ended":
                self.control("DELETE", f"/installations/{each['id']}")

    def requests(self, **filters: str) -> list[dict[str, Any]]:
        """Tell what Gong was asked: `requests(operation="listCalls", company="northwind")`."""
        found: list[dict[str, Any]] = self.control("GET", f"/requests?{urlencode(filters)}")[
            "requests"
        ]
        return found


@contextmanager
def running_sandbox() -> Iterator[Sandbox]:
    """Run a sandbox in memory, on free ports."""
    sandbox = RunningSandbox(Options(port=0))
    ready: queue.Queue[dict[str, Any]] = queue.Queue()
    thread = threading.Thread(
        target=lambda: asyncio.run(sandbox.run(ready.put)), name="gongkit sandbox", daemon=True
    )
    thread.start()
    try:
        yield Sandbox(ready.get(timeout=START_SECONDS))
    finally:
        sandbox.stop()
        thread.join(STOP_SECONDS)
