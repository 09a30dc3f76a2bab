"""The installation store, on any SQL database: its statements and what they mean."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, Final

from gongkit.installations import statements
from gongkit.installations.database import Database, Row
from gongkit.installations.installation import (
    Change,
    Installation,
    Lease,
    OAuthState,
    RefusedState,
    TokenGrant,
    refresh_at,
)
from gongkit.installations.keyring import Keyring
from gongkit.installations.sealed_rows import SealedRows
from gongkit.installations.sql_turns import SqlTurns
from gongkit.redact import Secret

_STATE_KEPT: Final = 86_400.0
"""Seconds that a state is remembered after its end, to say what became of it."""


class SqlStore(SqlTurns):
    """`InstallationStore` on a database; `keyring` encrypts the tokens in it."""

    def __init__(self, database: Database, keyring: Keyring, client_id: str) -> None:
        super().__init__(database)
        self._rows = SealedRows(keyring, client_id)
        self._keyring, self._client_id = keyring, client_id

    # Installations

    def install(
        self,
        company: str,
        grant: TokenGrant,
        *,
        tenant: str | None = None,
        name: str | None = None,
        region: str | None = None,
    ) -> Installation:
        """Store a grant that the company has just approved, whatever was there before."""
        values = self._grant_values(company, grant) | {
            "tenant": tenant,
            "name": name,
            "region": region,
            "version": 1,
            **self._webhook_values(company, Secret(secrets.token_urlsafe(24))),
        }
        with self._database.transaction() as run:
            run.run(statements.INSTALL, values)
            run.run(statements.DROP_ANY_LEASE, values)
            row = run.row(f"{statements.SELECT} AND company = :company", values)
        return self._rows.installation(_present(row))

    def get(self, company: str) -> Installation | None:
        """Read an installation; None where there never was one."""
        found = self._select("company = :company", company=company)
        return found[0] if found else None

    def list(self) -> tuple[Installation, ...]:
        """Read all installations, the removed ones too, ordered by company."""
        return self._select("true")

    def of_tenant(self, tenant: str) -> tuple[Installation, ...]:
        """Read what one of the app's own customers has installed, ordered by company."""
        return self._select("tenant = :tenant", tenant=tenant)

    def at_base_url(self, base_url: str) -> tuple[Installation, ...]:
        """Read the installations whose API is at this base URL, ordered by company."""
        return self._select("base_url = :base_url", base_url=base_url)

    def of_webhook_key(self, webhook_key: Secret) -> Installation | None:
        """Read the installation whose webhook URLs carry this key."""
        found = self._select("webhook_digest = :digest", digest=_digest(webhook_key))
        return found[0] if found else None

    def remove(self, company: str) -> bool:
        """Erase the tokens and mark as removed; False where there was nothing to remove."""
        return self._change(statements.REMOVE, self._values(company))

    # Refreshes

    def due(self, moment: float, *, after: str, limit: int) -> tuple[str, ...]:
        """Name the active companies whose `refresh_at` has come at this moment."""
        values = self._values(after=after, moment=moment, limit=limit)
        return tuple(company for (company,) in self._database.rows(statements.DUE, values))

    def try_lease(
        self, company: str, seen_version: int, holder: str, seconds: float
    ) -> Lease | None:
        """Take the right to refresh this version, or prolong it where `holder` has it."""
        values = self._values(company, version=seen_version, holder=holder, seconds=seconds)
        # Those who wait for another's refresh ask often: they find out without a write.
        found = self._database.rows(statements.FIND_LEASE, values)
        if not found or _lease(found[0], values) is None:
            return None
        with self._database.transaction() as run:
            # The version stays what it is from here on: whoever moves it waits.
            run.row(statements.LOCK + self._database.for_update, values)
            row = run.row(statements.FIND_LEASE, values)
            lease = None if row is None else _lease(row, values)
            if lease is not None:
                run.run(statements.TAKE_LEASE, values | {"in_doubt": int(lease.in_doubt)})
        return lease

    def release_lease(self, lease: Lease, *, in_doubt: bool) -> None:
        """Give the right back without a new grant; nothing happens if it was lost already."""
        with self._database.transaction() as run:
            values = self._values(lease.company, holder=lease.holder)
            run.run(statements.MARK_DOUBT if in_doubt else statements.DROP_LEASE, values)

    def commit_refresh(self, company: str, seen_version: int, grant: TokenGrant) -> bool:
        """Store a refreshed grant if the installation is still of this version."""
        values = self._grant_values(company, grant) | {"seen_version": seen_version}
        return self._change(statements.COMMIT_REFRESH, values)

    def take_over(self, moved: Installation, grant: TokenGrant, *, region: str) -> bool:
        """Store a new grant of an installation that was in another store or region till now."""
        values = self._grant_values(moved.company, grant) | {
            "tenant": moved.tenant,
            "name": moved.name,
            "region": region,
            "version": moved.version + 1,
            "seen_version": moved.version,
            **self._webhook_values(moved.company, moved.webhook_key),
        }
        return self._change(statements.TAKE_OVER, values)

    def mark_needs_reconnect(
        self, company: str, seen_version: int, reason: str, *, usable_until: float | None
    ) -> bool:
        """Note that this version can no longer be refreshed; its lease is gone."""
        values = self._values(
            company, seen_version=seen_version, reason=reason, usable_until=usable_until
        )
        return self._change(statements.MARK_NEEDS_RECONNECT, values)

    # Telling the app what happened

    def next_change(self, seconds: float) -> Change | None:
        """Claim a change of which the app's listeners have not been told, the oldest first."""
        values = self._values(seconds=seconds)
        if not self._database.rows(statements.NEXT_CHANGE, values):
            return None
        with self._database.transaction() as run:
            found = run.row(statements.NEXT_CHANGE + self._database.for_update, values)
            if found is None:
                return None
            company, event, changed_at = found
            run.run(statements.CLAIM_CHANGE, values | {"company": company})
            row = run.row(
                f"{statements.SELECT} AND company = :company", values | {"company": company}
            )
        return Change(event, self._rows.installation(_present(row)), changed_at)

    def change_told(self, change: Change) -> None:
        """Note that the listeners know; nothing happens where there is a newer change."""
        values = self._values(
            change.installation.company, change=change.event, changed_at=change.changed_at
        )
        with self._database.transaction() as run:
            run.run(statements.CHANGE_TOLD, values)

    # Encryption

    def rekey(self, limit: int) -> int:
        """Seal up to so many rows with the keyring's newest key; 0: all of them are."""
        values = self._values(newest=self._keyring.newest, limit=limit)
        with self._database.transaction() as run:
            found = run.rows(statements.SEALED_BEFORE + self._database.for_update, values)
            for company, *sealed in found:
                anew = self._rows.reseal(company, sealed)
                run.run(statements.RESEAL, self._values(company) | anew)
        return len(found)

    # Authorizations that have begun

    def save_state(self, state: OAuthState, seconds: float) -> None:
        """Keep the state of an authorization that has just begun, for so many seconds."""
        values = self._state_values(state.state, state.browser) | {
            "redirect_uri": state.redirect_uri,
            "tenant": state.tenant,
            "scopes": " ".join(state.scopes),
            "seconds": seconds,
            "kept": _STATE_KEPT,
        }
        with self._database.transaction() as run:
            run.run(statements.FORGET_STATES, values)
            run.run(statements.SAVE_STATE, values)

    def consume_state(self, state: Secret, browser: Secret) -> OAuthState | RefusedState:
        """Use up a state: of all callers one gets it, the others the reason why not."""
        values = self._state_values(state, browser)
        with self._database.transaction() as run:
            found = run.row(statements.CONSUME_STATE, values)
            if found is not None:
                redirect_uri, tenant, scopes = found
                return OAuthState(
                    state=state,
                    browser=browser,
                    redirect_uri=redirect_uri,
                    tenant=tenant,
                    scopes=tuple(scopes.split()),
                )
            left = run.row(statements.FIND_STATE, values)
        if left is None:
            return "state_mismatch"
        return "state_reused" if left[0] else "state_expired"

    # The store itself

    def check(self) -> None:
        """Ask the store for something small: raises `StoreError` where it cannot answer."""
        self._database.rows(statements.LOCK, self._values(""))

    def close(self) -> None:
        """Let go of files and connections. Every later call raises `StoreError`."""
        self._database.close()

    def _select(self, condition: str, **values: Any) -> tuple[Installation, ...]:
        sql = f"{statements.SELECT} AND {condition} ORDER BY company"
        return tuple(map(self._rows.installation, self._database.rows(sql, self._values(**values))))

    def _change(self, sql: str, values: dict[str, Any]) -> bool:
        """Change an installation if it is as the caller has seen it, and end its lease."""
        with self._database.transaction() as run:
            changed = run.run(sql, values) == 1
            if changed:
                run.run(statements.DROP_ANY_LEASE, values)
        return changed

    def _values(self, company: str = "", **values: Any) -> dict[str, Any]:
        return {"client_id": self._client_id, "company": company, **values}

    def _grant_values(self, company: str, grant: TokenGrant) -> dict[str, Any]:
        return self._values(
            company,
            base_url=grant.base_url,
            access_token=self._rows.seal(grant.access_token, company, "access_token"),
            refresh_token=self._rows.seal(grant.refresh_token, company, "refresh_token"),
            scopes=" ".join(grant.scopes),
            issued_at=grant.issued_at,
            expires_at=grant.expires_at,
            refresh_at=refresh_at(company, grant),
        )

    def _webhook_values(self, company: str, webhook_key: Secret) -> dict[str, Any]:
        return {
            "webhook_key": self._rows.seal(webhook_key, company, "webhook_key"),
            "webhook_digest": _digest(webhook_key),
        }

    def _state_values(self, state: Secret, browser: Secret) -> dict[str, Any]:
        return self._values(state=_digest(state), browser=_digest(browser))


def _lease(row: Row, asked: dict[str, Any]) -> Lease | None:
    """Decide who may have the lease, from the one there is (none of an older version)."""
    present_holder, ends_at, in_doubt, now = row
    if present_holder not in {asked["holder"], None}:
        if ends_at > now:
            return None
        in_doubt = True
    return Lease(asked["company"], asked["version"], asked["holder"], in_doubt=bool(in_doubt))


def _present(row: Row | None) -> Row:
    assert row is not None, "written in this same transaction"  # noqa: S101
    return row


def _digest(value: Secret) -> str:
    """Keep what is only compared as its hash: a reader of the data cannot use it."""
    return hashlib.sha256(value.reveal().encode()).hexdigest()
