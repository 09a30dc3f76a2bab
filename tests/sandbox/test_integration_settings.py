"""Integration settings over HTTP: origins of a company's own, for one integration."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import pytest
from tests.sandbox.box import Box, Client, Reply

from gongkit.sandbox.core.areas.integration_settings import allowed_origins
from gongkit.sandbox.core.state import state_of_image

SCOPE = "api:integration-settings:write"


def setting(origin: str, kind: str = "EMAIL_COMPOSER") -> dict[str, str]:
    return {"integrationType": kind, "allowedOrigin": origin}


def allow(box: Box, token: str | None, *settings: dict[str, str]) -> Reply:
    body = {"integrationTypeSettings": list(settings)}
    return box.api("northwind", "POST", "/v2/integration-settings", body=body, token=token)


def installed(box: Box) -> tuple[Client, str]:
    client = box.register(scopes=[SCOPE])
    tokens: dict[str, Any] = box.install(client, scope=SCOPE)
    return client, tokens["access_token"]


def test_origins_are_kept_per_company_and_type(own_box: Box) -> None:
    own_box.lift_limits()
    client, token = installed(own_box)
    first = allow(
        own_box,
        token,
        setting("https://acme.pulse.example"),
        setting("http://localhost:3000", "ACCOUNT_PAGES"),
    )
    assert first.status == 200
    assert first.json.keys() == {"requestId", "integrationId"}
    again = allow(own_box, token, setting("https://acme.pulse.example"))
    assert again.json["integrationId"] == first.json["integrationId"]
    snapshot = own_box.control("GET", "/snapshot").json["database"]
    state = state_of_image(zlib.decompress(base64.b64decode(snapshot)))
    ids = {name: company["id"] for name, company in own_box.companies.items()}
    found = {
        kind: allowed_origins(state, ids["northwind"], client.client_id, kind)
        for kind in ("EMAIL_COMPOSER", "ACCOUNT_PAGES", "DIALER")
    }
    assert found == {
        "EMAIL_COMPOSER": ("https://acme.pulse.example",),
        "ACCOUNT_PAGES": ("http://localhost:3000",),
        "DIALER": (),
    }
    assert allowed_origins(state, ids["kestrel"], client.client_id, "EMAIL_COMPOSER") == ()
    state.close()


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "https://*.pulse.example",
        "http://acme.pulse.example",
        "https://acme.pulse.example/page",
        "https://acme.pulse.example/",
        "https://user@acme.pulse.example",
        "https://acme.elsewhere.example",
        "https://evilpulse.example",
        "acme.pulse.example",
        "",
    ],
)
def test_what_is_no_origin_of_the_integration_is_refused(box: Box, origin: str) -> None:
    _, token = installed(box)
    fine = setting("https://fine.pulse.example", "DIALER")
    answer = allow(box, token, fine, setting(origin))
    assert answer.status == 400
    assert answer.errors[0].startswith("integrationTypeSettings[1].allowedOrigin: ")


def test_an_unknown_type_is_refused(box: Box) -> None:
    _, token = installed(box)
    answer = allow(box, token, setting("https://acme.pulse.example", "SIDEBAR"))
    assert answer.status == 400
    assert "EMAIL_COMPOSER" in answer.errors[0]


def test_an_access_key_has_no_integration(box: Box) -> None:
    answer = allow(box, None, setting("https://acme.pulse.example"))
    assert answer.status == 403
    assert "OAuth token" in answer.errors[0]
