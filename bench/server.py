"""The sandbox's API against a bare Starlette route that returns the same bytes."""

from __future__ import annotations

import base64
import json
import tempfile
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from bench.load import message, requests_per_second
from bench.measure import Report, compare
from bench.processes import bare_starlette, sandbox

EVERYTHING = {
    "context": "Extended",
    "exposedFields": {
        "parties": True,
        "content": {
            "structure": True,
            "topics": True,
            "trackers": True,
            "brief": True,
            "outline": True,
            "highlights": True,
            "callOutcome": True,
            "keyPoints": True,
        },
        "interaction": {
            "speakers": True,
            "video": True,
            "personInteractionStats": True,
            "questions": True,
        },
        "collaboration": {"publicComments": True},
    },
}

MOMENTS = (
    f"2020-01-{day:02}T{n // 60:02}:{n % 60:02}:00Z" for day in range(2, 29) for n in range(1440)
)


def measure() -> list[Report]:
    with sandbox() as found, tempfile.TemporaryDirectory() as folder:
        company = found["companies"][0]
        url, headers = company["api_base_url"], key_headers(company)
        small = message("GET", f"/v2/users/{user_id(company)}", headers)
        page = message("POST", "/v2/calls/extensive", headers, extensive_body())
        Path(folder, "small").write_bytes(
            fetch(url, "GET", f"/v2/users/{user_id(company)}", headers)
        )
        Path(folder, "page").write_bytes(
            fetch(url, "POST", "/v2/calls/extensive", headers, extensive_body())
        )
        size = Path(folder, "page").stat().st_size / 1024
        with bare_starlette(Path(folder)) as bare:
            return [
                compare(
                    "A small read: GET /v2/users/{id}",
                    "requests/s",
                    {
                        "sandbox": lambda: requests_per_second(url, [small], 3000),
                        "bare Starlette, same bytes": lambda: requests_per_second(
                            bare, [small], 3000
                        ),
                    },
                    goal=0.7,
                ),
                compare(
                    f"A page of 100 calls, {size:.0f} KB: POST /v2/calls/extensive",
                    "requests/s",
                    {
                        "sandbox": lambda: requests_per_second(url, [page], 500),
                        "bare Starlette, same bytes": lambda: requests_per_second(
                            bare, [page], 500
                        ),
                    },
                    goal=0.7,
                ),
                compare(
                    "The same page, put together anew for each request",
                    "requests/s",
                    {"sandbox": lambda: requests_per_second(url, never_asked(headers), 100)},
                ),
            ]


def never_asked(headers: dict[str, str]) -> list[bytes]:
    """Ask for the page with a hundred filters that differ in nothing that matters."""
    return [
        message("POST", "/v2/calls/extensive", headers, extensive_body(since=next(MOMENTS)))
        for _ in range(100)
    ]


def key_headers(company: dict[str, Any]) -> dict[str, str]:
    """Sign in with the company's access key."""
    pair = f"{company['access_key']}:{company['access_key_secret']}"
    basic = base64.b64encode(pair.encode()).decode()
    return {"authorization": f"Basic {basic}", "content-type": "application/json"}


def extensive_body(cursor: str | None = None, since: str = "2020-01-01T00:00:00Z") -> bytes:
    """Ask for every block of every call."""
    body: dict[str, Any] = {
        "filter": {"fromDateTime": since},
        "contentSelector": EVERYTHING,
    }
    return json.dumps(body | ({"cursor": cursor} if cursor else {})).encode()


def user_id(company: dict[str, Any]) -> str:
    """Find some user of the company."""
    users = fetch(company["api_base_url"], "GET", "/v2/users", key_headers(company))
    return str(json.loads(users)["users"][0]["id"])


def fetch(
    url: str, method: str, path: str, headers: dict[str, str], body: bytes | None = None
) -> bytes:
    """Ask once and give the answer's bytes."""
    with urlopen(Request(url + path, body, headers, method=method)) as answer:
        content: bytes = answer.read()
        return content
