"""Installations as rows of a database, with their secrets sealed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from gongkit.installations.database import Row
from gongkit.installations.installation import Installation, TokenGrant
from gongkit.installations.keyring import Keyring
from gongkit.redact import Secret

COLUMNS: Final = (
    "company, tenant, name, region, base_url, access_token, refresh_token, webhook_key, scopes,"
    " issued_at, expires_at, status, reason, created_at, updated_at, version"
)
SEALED: Final = ("access_token", "refresh_token", "webhook_key")
"""The columns whose values are encrypted."""


class SealedRows:
    """Reads and writes the rows of one integration under a keyring."""

    def __init__(self, keyring: Keyring, client_id: str) -> None:
        self._keyring, self._client_id = keyring, client_id

    def seal(self, secret: Secret | None, company: str, column: str) -> bytes | None:
        """Encrypt a value for its place; None stays None."""
        if secret is None:
            return None
        return self._keyring.seal(secret, bound_to=(self._client_id, company, column))

    def reseal(self, company: str, sealed: Sequence[bytes | None]) -> dict[str, bytes | None]:
        """Encrypt a row's values, in the order of `SEALED`, with the newest key."""
        opened = zip(SEALED, sealed, strict=True)
        return {
            column: self.seal(self._unseal(value, company, column), company, column)
            for column, value in opened
        }

    def installation(self, row: Row) -> Installation:
        """Read a row of `COLUMNS`."""
        company, tenant, name, region, base_url, access, refresh, webhook_key, *rest = row
        scopes, issued_at, expires_at, status, reason, created_at, updated_at, version = rest
        grant = TokenGrant(
            base_url=base_url,
            access_token=self._unseal(access, company, "access_token") or Secret(""),
            refresh_token=self._unseal(refresh, company, "refresh_token"),
            scopes=tuple(scopes.split()),
            issued_at=issued_at,
            expires_at=expires_at,
        )
        return Installation(
            company=company,
            tenant=tenant,
            name=name,
            region=region,
            grant=grant,
            status=status,
            reason=reason,
            webhook_key=self._unseal(webhook_key, company, "webhook_key") or Secret(""),
            created_at=created_at,
            updated_at=updated_at,
            version=version,
        )

    def _unseal(self, sealed: Any, company: str, column: str) -> Secret | None:
        if sealed is None:
            return None
        place = (self._client_id, company, column)
        return self._keyring.open(bytes(sealed), bound_to=place)
