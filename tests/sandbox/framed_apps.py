"""Apps with frames inside Gong: registered, installed, given origins, and what was reported."""

from __future__ import annotations

from typing import Any

from tests.sandbox.box import REDIRECT_URI, Box, Client

SCOPES = ["api:calls:read:basic", "api:integration-settings:write"]


def register_frames(
    box: Box,
    origin: str,
    *,
    composer: str | None = "/composer",
    account: str | None = None,
    more_origins: tuple[str, ...] = (),
    name: str = "Deal Pulse",
) -> Client:
    """Register an app whose frames are at this origin, for every company."""
    iframe: dict[str, Any] = {"allowed_origins": [origin, *more_origins]}
    if composer:
        iframe["email_composer"] = {"url": f"{origin}{composer}", "label": "Insert pulse"}
    if account:
        iframe["account_information"] = {"url": f"{origin}{account}"}
    body = {
        "integration": {
            "name": name,
            "scopes": SCOPES,
            "redirect_uris": [REDIRECT_URI],
            "domains": ["pulse.example"],
        },
        "iframe": iframe,
        "published": True,
    }
    answer = box.control("POST", "/integrations", body)
    assert answer.status == 201, answer.content
    return Client(**answer.json)


def allow(box: Box, client: Client, origin: str, kind: str, company: str = "northwind") -> None:
    """Install at a company, and allow an origin of its own there."""
    token = box.install(client, company, scope=" ".join(SCOPES))["access_token"]
    body = {"integrationTypeSettings": [{"integrationType": kind, "allowedOrigin": origin}]}
    answer = box.api(company, "POST", "/v2/integration-settings", body=body, token=token)
    assert answer.status == 200, answer.content


def frame_reports(box: Box) -> list[dict[str, Any]]:
    """Give what the request log has of frames: the report, and its hints."""
    entries = box.requests(operation="frame")
    return [{**entry["body"], "hints": entry["hints"]} for entry in entries]


def shown(report: dict[str, Any]) -> tuple[str, str, str | None]:
    """Shorten a report to what was said, the verdict, and the rule or reason."""
    hints = report["hints"]
    return report["said"], report["verdict"], hints[0]["field"] if hints else None
