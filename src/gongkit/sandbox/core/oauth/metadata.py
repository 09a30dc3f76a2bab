"""Where the OAuth endpoints are, and what the server can say of itself (RFC 8414)."""

from __future__ import annotations

from typing import Any

from gongkit.contract.scopes import SCOPES
from gongkit.sandbox.core.api.asked import Answer
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.oauth.settings import load_settings
from gongkit.sandbox.core.state import State

AUTHORIZE_PATH = "/oauth2/authorize"
TOKEN_PATH = "/oauth2/generate-customer-token"  # noqa: S105
METADATA_PATH = "/.well-known/oauth-authorization-server"


def metadata(state: State, hosts: Hosts) -> Answer:
    """Answer the metadata document, or 404 while it is off, as it is with Gong."""
    settings = load_settings(state)
    if not settings.metadata:
        said = "Gong is not known to publish metadata; PUT /_sandbox/oauth can switch it on"
        return Answer.of({"errors": [said]}, 404)
    document: dict[str, Any] = {
        "issuer": hosts.app_url,
        "authorization_endpoint": hosts.app_url + AUTHORIZE_PATH,
        "token_endpoint": hosts.app_url + TOKEN_PATH,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "scopes_supported": list(SCOPES),
        "authorization_response_iss_parameter_supported": settings.iss,
    }
    if settings.pkce != "off":
        document["code_challenge_methods_supported"] = ["S256"]
    return Answer.of(document)
