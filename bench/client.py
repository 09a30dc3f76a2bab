"""Reading all calls in detail: typed objects against plain dicts over the bare connection."""

from __future__ import annotations

import http.client
import json
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
from bench.measure import Report, compare
from bench.processes import sandbox
from bench.server import EVERYTHING, extensive_body, key_headers

from gongkit import UNLIMITED, AccessKey, Gong, LocalThrottle, Options, Secret
from gongkit.contract.types.calls import ContentSelector

READS = 5
SELECTOR = msgspec.convert(EVERYTHING, ContentSelector)


def measure() -> list[Report]:
    with sandbox() as found:
        company = found["companies"][0]
        credentials = AccessKey(
            Secret(company["access_key"]),
            Secret(company["access_key_secret"]),
            base_url=company["api_base_url"],
        )
        with Gong(credentials, options=Options(throttle=LocalThrottle(UNLIMITED))) as gong:
            return [
                compare(
                    "Reading POST /v2/calls/extensive to its end",
                    "calls/s",
                    {
                        "gong.calls.list_extensive, typed": lambda: typed(gong),
                        "http.client + json.loads, plain dicts": lambda: plain(company),
                    },
                    goal=1.0,
                )
            ]


def typed(gong: Gong) -> float:
    read = 0
    started = time.perf_counter()
    for _ in range(READS):
        listing = gong.calls.list_extensive(
            from_=datetime(2020, 1, 1, tzinfo=UTC), content=SELECTOR
        )
        for call in listing:
            read += bool(call.meta_data and call.meta_data.id)
    return read / (time.perf_counter() - started)


def plain(company: dict[str, Any]) -> float:
    line = http.client.HTTPConnection(urlsplit(company["api_base_url"]).netloc)
    headers = key_headers(company)
    read = 0
    started = time.perf_counter()
    for _ in range(READS):
        cursor: str | None = None
        while True:
            line.request("POST", "/v2/calls/extensive", extensive_body(cursor), headers)
            page = json.loads(line.getresponse().read())
            read += sum(bool(call["metaData"]["id"]) for call in page["calls"])
            cursor = page["records"].get("cursor")
            if not cursor:
                break
    elapsed = time.perf_counter() - started
    line.close()
    return read / elapsed
