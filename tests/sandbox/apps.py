"""Apps as the tests of the Collective and the console register and use them, over raw HTTP."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlencode

from tests.sandbox.box import MANIFEST, REDIRECT_URI, Box, Client

LOGO = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<rect width="64" height="64" rx="14" fill="#0f766e"/>
<path d="M8 36h12l6-18 10 30 7-20 4 8h9" fill="none" stroke="#fff" stroke-width="5"
 stroke-linecap="round" stroke-linejoin="round"/></svg>"""

PULSE: dict[str, Any] = {
    "integration": {
        **MANIFEST["integration"],
        "description": (
            "Deal Pulse reads the calls of a deal and tells how it feels: who speaks, who is"
            " silent, and what has been left open.\n\nIt writes nothing into Gong."
        ),
        "scopes": [
            "api:calls:read:basic",
            "api:calls:read:transcript",
            "api:users:read",
            "api:crm:get-objects",
        ],
        "links": {
            "authorization": "https://pulse.example/install",
            "help": "https://pulse.example/help",
            "privacy": "https://pulse.example/privacy",
            "terms": "https://pulse.example/terms",
        },
    },
    "iframe": {
        "allowed_origins": ["https://app.pulse.example"],
        "email_composer": {"url": "https://app.pulse.example/composer", "label": "Insert a pulse"},
        "account_information": {"url": "https://app.pulse.example/account"},
    },
    "residency": {
        "regions": {"us": ["us-*.api.gong.io"], "eu": ["eu-*.api.gong.io"]},
        "when_moved": "follow",
    },
}


def manifest(name: str, **changes: Any) -> dict[str, Any]:
    """Make a manifest of the least that one needs."""
    about = {**MANIFEST["integration"], "name": name, "short_description": f"{name} works."}
    return {"integration": {**about, **changes}}


def register(box: Box, tables: dict[str, Any], **more: Any) -> Client:
    """Register a manifest; `more` is what the control API takes beside it."""
    answer = box.control("POST", "/integrations", {**tables, **more})
    assert answer.status == 201, answer.content
    return Client(**answer.json)


def pulse(box: Box, *, published: bool = True) -> Client:
    """Register an app with all that a manifest can say, and with logos."""
    picture = base64.b64encode(LOGO).decode()
    return register(box, PULSE, published=published, images={"small": picture, "large": picture})


def authorize_path(client: Client) -> str:
    """Say where the consent page of an app is."""
    query = {"client_id": client.client_id, "response_type": "code", "redirect_uri": REDIRECT_URI}
    return f"/oauth2/authorize?{urlencode(query)}"


def use(box: Box) -> Client:
    """Let an app be installed and used: calls that succeed, that find nothing, and that fail."""
    client = pulse(box)
    tokens = box.install(client)
    box.install(client, "kestrel")
    token = tokens["access_token"]
    box.api("northwind", "GET", "/v2/users", token=token)
    box.api("northwind", "GET", "/v2/users/1", token=token)
    box.api("northwind", "GET", "/v2/flows?flowOwnerEmail=a@b.example", token=token)
    box.api("kestrel", "GET", "/v2/users", token=token)
    body: dict[str, Any] = {"filter": {"callIds": []}}
    box.api("northwind", "POST", "/v2/calls/extensive", body=body)
    box.refresh(client, tokens["refresh_token"])
    box.refresh(client, tokens["refresh_token"])
    return client
