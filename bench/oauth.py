"""Tokens a second: codes exchanged, and refresh tokens spent, one after another."""

from __future__ import annotations

import base64
import http.client
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from bench.measure import Report, compare
from bench.processes import control, sandbox

REDIRECT = "http://127.0.0.1:8000/callback"
SCOPES = ["api:calls:read:basic", "api:users:read"]
COUNT = 300


def measure() -> list[Report]:
    with sandbox() as found:
        url = found["url"]
        app = control(url, "POST", "/_sandbox/integrations", manifest())
        line = http.client.HTTPConnection(urlsplit(url).netloc)
        return [
            compare("Codes exchanged", "tokens/s", {"exchange": lambda: exchanges(url, line, app)}),
            compare("Tokens refreshed", "tokens/s", {"refresh": lambda: refreshes(url, line, app)}),
        ]


def exchanges(url: str, line: http.client.HTTPConnection, app: dict[str, Any]) -> float:
    codes = [authorize(url, app["client_id"]) for _ in range(COUNT)]
    started = time.perf_counter()
    for code in codes:
        ask(line, app, grant_type="authorization_code", code=code, redirect_uri=REDIRECT)
    return COUNT / (time.perf_counter() - started)


def refreshes(url: str, line: http.client.HTTPConnection, app: dict[str, Any]) -> float:
    code = authorize(url, app["client_id"])
    tokens = ask(line, app, grant_type="authorization_code", code=code, redirect_uri=REDIRECT)
    started = time.perf_counter()
    for _ in range(COUNT):
        spent = tokens["refresh_token"]
        tokens = ask(line, app, grant_type="refresh_token", refresh_token=spent)
    return COUNT / (time.perf_counter() - started)


def authorize(url: str, client_id: str) -> str:
    """Approve as a tech admin's click does; give the code."""
    consent = {
        "client_id": client_id,
        "company": "northwind",
        "redirect_uri": REDIRECT,
        "scope": " ".join(SCOPES),
        "state": "s",
        "approve": True,
    }
    redirect_to: str = control(url, "POST", "/_sandbox/consent", consent)["redirect_to"]
    return parse_qs(urlsplit(redirect_to).query)["code"][0]


def ask(line: http.client.HTTPConnection, app: dict[str, Any], **query: str) -> dict[str, Any]:
    """Ask the token endpoint as Gong documents it: Basic, parameters in the query."""
    pair = base64.b64encode(f"{app['client_id']}:{app['client_secret']}".encode()).decode()
    parameters = urlencode(query | {"client_id": app["client_id"]})
    line.request(
        "POST",
        f"/oauth2/generate-customer-token?{parameters}",
        headers={"authorization": f"Basic {pair}"},
    )
    answer = line.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"the token endpoint answered {answer.status}")
    tokens: dict[str, Any] = json.loads(content)
    return tokens


def manifest() -> dict[str, Any]:
    """Describe the integration that is measured with."""
    return {
        "integration": {
            "name": "Bench",
            "scopes": SCOPES,
            "redirect_uris": [REDIRECT],
        }
    }
