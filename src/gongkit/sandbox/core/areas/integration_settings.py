"""Integration settings: the origins of a company's own from which an integration is embedded."""

from __future__ import annotations

import hashlib

from gongkit.contract.types.common import RegisterGenericCrmResponse
from gongkit.contract.types.integration_settings import IntegrationSettingsRequest
from gongkit.loopback import is_loopback
from gongkit.manifest import addresses
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.oauth.integrations import Integration, find_integration
from gongkit.sandbox.core.state import State


@answers("integrationSettings")
def integration_settings(state: State, asked: Asked) -> Answer:
    """Allow origins for the caller's integration in the caller's company.

    An origin that is allowed already stays so. An access key belongs to no integration
    and is refused (403); Gong does not say what it does with one.
    """
    integration = find_integration(state, asked.caller.client)
    if integration is None:
        raise Refused(
            403, "Integration settings need an integration's OAuth token, not an access key"
        )
    body: IntegrationSettingsRequest = asked.body
    problems = []
    for place, setting in enumerate(body.integration_type_settings):
        problem = _wrong_with(setting.allowed_origin, integration)
        if problem:
            problems.append(f"integrationTypeSettings[{place}].allowedOrigin: {problem}")
    if problems:
        raise Refused(400, *problems)
    with state.write():
        state.execute_many(
            "INSERT OR IGNORE INTO allowed_origins VALUES (?, ?, ?, ?)",
            [
                (
                    asked.company.id,
                    integration.client_id,
                    setting.integration_type,
                    setting.allowed_origin,
                )
                for setting in body.integration_type_settings
            ],
        )
    return Answer.of(
        RegisterGenericCrmResponse(
            request_id=asked.request_id, integration_id=integration_id(integration.client_id)
        )
    )


def allowed_origins(
    state: State, company_id: str, client_id: str, integration_type: str
) -> tuple[str, ...]:
    """List the origins that a company allowed for an integration, beside its manifest's.

    `integration_type` is EMAIL_COMPOSER, ACCOUNT_PAGES or DIALER.
    """
    rows = state.rows(
        "SELECT origin FROM allowed_origins"
        " WHERE company_id = ? AND client = ? AND integration_type = ? ORDER BY origin",
        company_id,
        client_id,
        integration_type,
    )
    return tuple(origin for (origin,) in rows)


def integration_id(client_id: str) -> int:
    """Give the number (int64) by which the API names an integration."""
    return int.from_bytes(hashlib.sha256(client_id.encode()).digest()[:8]) >> 1


def _wrong_with(origin: str, integration: Integration) -> str | None:
    """Say what is wrong with an origin: its form, or that its domain is not registered."""
    for problem in addresses.origin(origin):
        return problem.message
    address = addresses.address_of(origin)
    domains = integration.manifest.integration.domains
    if address is None or is_loopback(address.host):
        return None
    if any(addresses.is_under(address.host, domain) for domain in domains):
        return None
    registered = ", ".join(domains) or "none"
    return f"{address.host} is under none of the integration's domains ({registered})"
