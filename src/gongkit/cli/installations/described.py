"""What a command says of an installation: everything but its secrets."""

from __future__ import annotations

from typing import Any

from gongkit.clock import instant_of
from gongkit.installations.installation import Installation


def described(installation: Installation) -> dict[str, Any]:
    """Give the fields of an installation, its moments in ISO-8601; none of them is secret."""
    grant = installation.grant
    return {
        "company": installation.company,
        "name": installation.name,
        "tenant": installation.tenant,
        "region": installation.region,
        "base_url": installation.base_url,
        "status": installation.status,
        "reason": installation.reason,
        "scopes": list(grant.scopes),
        "issued_at": written_moment(grant.issued_at),
        "expires_at": written_moment(grant.expires_at),
        "refresh_at": written_moment(installation.refresh_at),
        "created_at": written_moment(installation.created_at),
        "updated_at": written_moment(installation.updated_at),
        "version": installation.version,
    }


def with_secrets(installation: Installation) -> dict[str, Any]:
    """Give the fields of an installation and its secrets, for whoever moves it elsewhere."""
    refresh_token = installation.grant.refresh_token
    return described(installation) | {
        "access_token": installation.grant.access_token.reveal() or None,
        "refresh_token": refresh_token.reveal() if refresh_token else None,
        "webhook_key": installation.webhook_key.reveal(),
    }


def written_moment(seconds: float | None) -> str | None:
    """Write a moment as ISO-8601, in UTC."""
    if seconds is None:
        return None
    return instant_of(seconds).isoformat(timespec="seconds").replace("+00:00", "Z")
