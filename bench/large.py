"""100,000 calls: how soon they are there, and whether far pages take longer than near ones."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.measure import Report, report
from bench.processes import sandbox
from bench.server import extensive_body, fetch, key_headers

SINCE = "2020-01-01T00:00:00Z"
STARTS = 5


def measure() -> list[Report]:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "large.db")
        first = start(data)
        again = [start(data) for _ in range(STARTS)]
        with sandbox(data, "large") as found:
            company = found["companies"][0]
            lists, details = walk(company, listed), walk(company, detailed)
    return [
        report(
            "--seed large, from start to ready", "ms", {"first": [first]}, goal=60_000, at_most=True
        ),
        report("The same data, started again", "ms", {"ready": again}, goal=2_000, at_most=True),
        near_and_far("GET /v2/calls", lists),
        near_and_far("POST /v2/calls/extensive, every block", details),
    ]


def start(data: Path) -> float:
    began = time.perf_counter()
    with sandbox(data, "large"):
        return (time.perf_counter() - began) * 1000


def near_and_far(name: str, times: list[float]) -> Report:
    tenth = len(times) // 10
    return report(
        f"{name}: {len(times)} pages to the end, the last tenth against the first",
        "us",
        {"last pages": times[-tenth:], "first pages": times[:tenth]},
        goal=1.5,
        at_most=True,
    )


Ask = Callable[[dict[str, Any], str | None], bytes]


def walk(company: dict[str, Any], ask: Ask) -> list[float]:
    """Read a list to its end; give the time of each page in microseconds."""
    return list(_times(company, ask))


def _times(company: dict[str, Any], ask: Ask) -> Iterator[float]:
    cursor: str | None = None
    while True:
        began = time.perf_counter()
        content = ask(company, cursor)
        yield (time.perf_counter() - began) * 1e6
        cursor = json.loads(content)["records"].get("cursor")
        if cursor is None:
            return


def listed(company: dict[str, Any], cursor: str | None) -> bytes:
    path = f"/v2/calls?fromDateTime={SINCE}" + (f"&cursor={cursor}" if cursor else "")
    return fetch(company["api_base_url"], "GET", path, key_headers(company))


def detailed(company: dict[str, Any], cursor: str | None) -> bytes:
    body = extensive_body(cursor)
    return fetch(company["api_base_url"], "POST", "/v2/calls/extensive", key_headers(company), body)
