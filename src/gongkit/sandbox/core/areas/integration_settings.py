"""Integration settings: the origins of a company's own from which an integration is embedded."""

from __future__ import annotations

import hashlib
import ipaddress
from urllib.parse import urlsplit

from gongkit.contract.types.common import RegisterGenericCrmResponse
from gongkit.contract.types.integration_settings import IntegrationSettingsRequest
from gongkit.sandbox.core.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.state import State

TYPES = ("EMAIL_COMPOSER", "ACCOUNT_PAGES", "DIALER")


@answers("integrationSettings")
def integration_settings(state: State, asked: Asked) -> Answer:
    """Allow origins for the caller's integration in the caller's company.

    An origin that is allowed already stays so. An access key belongs to no integration
    and is refused (403); Gong does not say what it does with one.
    """
    if asked.caller.scopes is None:
        raise Refused(
            403, "Integration settings need an integration's OAuth token, not an access key"
        )
    body: IntegrationSettingsRequest = asked.body
    for place, setting in enumerate(body.integration_type_settings):
        field = f"integrationTypeSettings[{place}]"
        if setting.integration_type not in TYPES:
            raise Refused(400, f"{field}.integrationType: must be one of {', '.join(TYPES)}")
        _check_origin(f"{field}.allowedOrigin", setting.allowed_origin)
    with state.write():
        for setting in body.integration_type_settings:
            state.execute(
                "INSERT OR IGNORE INTO allowed_origins VALUES (?, ?, ?, ?)",
                asked.company.id,
                asked.caller.client,
                setting.integration_type,
                setting.allowed_origin.lower(),
            )
    return Answer.of(
        RegisterGenericCrmResponse(
            request_id=asked.request_id, integration_id=integration_id(asked.caller.client)
        )
    )


def allowed_origins(
    state: State, company_id: str, client: str, integration_type: str
) -> tuple[str, ...]:
    """List the origins a company's integration may be embedded from, beside its manifest's."""
    rows = state.rows(
        "SELECT origin FROM allowed_origins"
        " WHERE company_id = ? AND client = ? AND integration_type = ? ORDER BY origin",
        company_id,
        client,
        integration_type,
    )
    return tuple(origin for (origin,) in rows)


def integration_id(client: str) -> int:
    """Give the number (int64) by which the API names an integration."""
    return int.from_bytes(hashlib.sha256(client.encode()).digest()[:8]) >> 1


def _check_origin(field: str, origin: str) -> None:
    """Refuse (400) what is not `https://host`; plain http is for this machine only."""
    if origin == "*":
        raise Refused(400, f"{field}: must name one origin, * is not accepted")
    try:
        parts = urlsplit(origin)
        host, _port = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    plain = f"{parts.scheme}://{parts.netloc}"
    if not host or "*" in host or parts.username is not None or plain.lower() != origin.lower():
        raise Refused(
            400,
            f"{field}: must be a scheme and a host without a path, as in https://acme.app.example",
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise Refused(400, f"{field}: must begin with https://")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
