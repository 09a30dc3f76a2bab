"""The integrations that are registered, with their client ids and secrets."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

import msgspec

from gongkit.decoders import decoder_of
from gongkit.errors import UsageError
from gongkit.manifest import Manifest, TrustedIps, from_json, to_json
from gongkit.sandbox.core.api.callers import forget_callers
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.oauth.credentials import new_token
from gongkit.sandbox.core.state import State

GRACE_HOURS = 24
MAX_GRACE_HOURS = 168

_COLUMNS = "client_id, company_id, name, manifest, published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration:
    """A registered app. While it is not published, only its own company may approve it."""

    client_id: str
    company_id: str
    name: str
    manifest: Manifest
    published: bool

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes it registered: the most it can ask for."""
        return self.manifest.integration.scopes

    @property
    def status(self) -> str:
        """Tell `published` from `private`, in the words of Gong's list."""
        return "published" if self.published else "private"


def register(
    state: State, manifest: Manifest, company: Company, *, published: bool, now: float
) -> tuple[Integration, str]:
    """Add an integration of this company; give it and its client secret."""
    integration = Integration(
        client_id=secrets.token_hex(16),
        company_id=company.id,
        name=manifest.integration.name,
        manifest=manifest,
        published=published,
    )
    secret = new_token()
    with state.write():
        state.execute(
            f"INSERT INTO integrations ({_COLUMNS}, created_at) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
            integration.client_id,
            company.id,
            integration.name,
            _encoded(manifest),
            published,
            now,
        )
        _add_secret(state, integration.client_id, secret)
    return integration, secret


def update(state: State, client_id: str, manifest: Manifest, *, published: bool) -> None:
    """Change what an integration is registered with; its client id and secrets stay."""
    with state.write():
        state.execute(
            "UPDATE integrations SET name = ?, manifest = ?, published = ? WHERE client_id = ?",
            manifest.integration.name,
            _encoded(manifest),
            published,
            client_id,
        )
    forget_callers(state)


def publish(state: State, client_id: str, *, published: bool) -> None:
    """Let every company approve an integration, or its own only; what was granted stays."""
    with state.write():
        state.execute(
            "UPDATE integrations SET published = ? WHERE client_id = ?", published, client_id
        )


def delete(state: State, client_id: str) -> None:
    """Delete an integration with its secrets, its pictures, and all grants with their tokens."""
    with state.write():
        state.execute("DELETE FROM allowed_origins WHERE client = ?", client_id)
        state.execute("DELETE FROM integrations WHERE client_id = ?", client_id)
    forget_callers(state)


def find_integration(state: State, client_id: str) -> Integration | None:
    """Find an integration by its client id."""
    row = state.row(f"SELECT {_COLUMNS} FROM integrations WHERE client_id = ?", client_id)  # noqa: S608
    return None if row is None else _integration(row)


def integrations_of(state: State, company_id: str) -> list[Integration]:
    """List the integrations that a company has registered, the oldest first."""
    rows = state.rows(
        f"SELECT {_COLUMNS} FROM integrations WHERE company_id = ? ORDER BY rowid",  # noqa: S608
        company_id,
    )
    return [_integration(row) for row in rows]


def trusted_ips_of(state: State, client_id: str) -> TrustedIps:
    """Give an integration's trusted IPs, without reading the whole of its manifest."""
    row = state.row(
        "SELECT json_extract(manifest, '$.trusted_ips') FROM integrations WHERE client_id = ?",
        client_id,
    )
    return decoder_of(TrustedIps).decode((row and row[0]) or "{}")


def all_integrations(state: State) -> list[Integration]:
    """List the integrations, the oldest first."""
    rows = state.rows(f"SELECT {_COLUMNS} FROM integrations ORDER BY rowid")  # noqa: S608
    return [_integration(row) for row in rows]


def newest_secret(state: State, client_id: str) -> str:
    """Give the client secret that a rotation leaves in place."""
    row = state.row(
        "SELECT secret FROM client_secrets WHERE client_id = ? ORDER BY id DESC LIMIT 1", client_id
    )
    return "" if row is None else str(row[0])


def live_secrets(state: State, client_id: str, now: float) -> list[float | None]:
    """Tell of each secret that works when it ends (None: it does not), the oldest first."""
    rows = state.rows(
        "SELECT ends_at FROM client_secrets"
        " WHERE client_id = ? AND (ends_at IS NULL OR ends_at > ?) ORDER BY id",
        client_id,
        now,
    )
    return [ends_at for (ends_at,) in rows]


def rotations_of(state: State, client_id: str) -> int:
    """Give a number that every rotation of the secret changes."""
    row = state.row("SELECT max(id) FROM client_secrets WHERE client_id = ?", client_id)
    return 0 if row is None else int(row[0])


def authenticate(state: State, client_id: str, secret: str, now: float) -> bool:
    """Tell whether this is a live secret of the integration; the time it takes tells nothing."""
    rows = state.rows(
        "SELECT secret FROM client_secrets"
        " WHERE client_id = ? AND (ends_at IS NULL OR ends_at > ?)",
        client_id,
        now,
    )
    given = secret.encode()
    fits = [hmac.compare_digest(live.encode(), given) for (live,) in rows]
    return any(fits)


def rotate_secret(state: State, client_id: str, grace_hours: float, now: float) -> str:
    """Make a new client secret; the one before it lives on for the grace period.

    At most two are alive: an older one still in its grace ends at once. A grace
    outside 0 to 168 hours raises UsageError. Tokens stay as they are.
    """
    if not 0 <= grace_hours <= MAX_GRACE_HOURS:
        raise UsageError(f"grace_hours: must be from 0 to {MAX_GRACE_HOURS}")
    secret = new_token()
    with state.write():
        state.execute(
            "DELETE FROM client_secrets WHERE client_id = ? AND ends_at IS NOT NULL", client_id
        )
        state.execute(
            "UPDATE client_secrets SET ends_at = ? WHERE client_id = ?",
            now + grace_hours * 3600,
            client_id,
        )
        _add_secret(state, client_id, secret)
    return secret


def _encoded(manifest: Manifest) -> str:
    return msgspec.json.encode(to_json(manifest)).decode()


def _add_secret(state: State, client_id: str, secret: str) -> None:
    state.execute("INSERT INTO client_secrets (client_id, secret) VALUES (?, ?)", client_id, secret)


def _integration(row: tuple[str, str, str, str, int]) -> Integration:
    client_id, company_id, name, manifest, published = row
    return Integration(
        client_id=client_id,
        company_id=company_id,
        name=name,
        manifest=from_json(msgspec.json.decode(manifest)),
        published=bool(published),
    )
