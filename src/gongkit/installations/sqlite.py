"""The installation store in one SQLite file, for any number of processes of one machine.

Not for a network file system: SQLite's locks do not work there.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

from gongkit.clock import SYSTEM_CLOCK, Clock
from gongkit.installations.installation import (
    Installation,
    Lease,
    OAuthState,
    RefusedState,
    TokenGrant,
)
from gongkit.installations.keyring import Keyring
from gongkit.installations.sqlite_file import SqliteFile
from gongkit.redact import Secret

_STATE_KEPT: Final = 86_400.0
"""Seconds that a state is remembered after its end, to say what became of it."""

_SELECT: Final = (
    "SELECT company, name, region, base_url, access_token, refresh_token, scopes, issued_at,"
    " expires_at, status, reason, created_at, updated_at, version FROM installations"
)
_SELECT_ONE: Final = f"{_SELECT} WHERE company = :company"
_SELECT_ALL: Final = f"{_SELECT} ORDER BY company"
_INSTALL: Final = """
    INSERT INTO installations VALUES
        (:company, :name, :region, :base_url, :access_token, :refresh_token, :scopes,
         :issued_at, :expires_at, 'active', NULL, :now, :now, 1)
    ON CONFLICT (company) DO UPDATE SET
        name = coalesce(excluded.name, name), region = coalesce(excluded.region, region),
        base_url = excluded.base_url, access_token = excluded.access_token,
        refresh_token = excluded.refresh_token, scopes = excluded.scopes,
        issued_at = excluded.issued_at, expires_at = excluded.expires_at,
        status = 'active', reason = NULL, updated_at = excluded.updated_at,
        version = version + 1
"""
_COMMIT_REFRESH: Final = """
    UPDATE installations SET
        base_url = :base_url, access_token = :access_token, refresh_token = :refresh_token,
        scopes = :scopes, issued_at = :issued_at, expires_at = :expires_at,
        status = 'active', reason = NULL, updated_at = :now, version = version + 1
    WHERE company = :company AND version = :seen_version AND status != 'removed'
"""
_MARK_NEEDS_RECONNECT: Final = """
    UPDATE installations SET
        status = 'needs_reconnect', reason = ?, expires_at = ?, updated_at = ?
    WHERE company = ? AND version = ? AND status = 'active'
"""
_REMOVE: Final = """
    UPDATE installations SET
        status = 'removed', reason = NULL, access_token = NULL, refresh_token = NULL,
        expires_at = NULL, updated_at = ?
    WHERE company = ? AND status != 'removed'
"""
_FIND_LEASE: Final = """
    SELECT holder, ends_at, in_doubt
    FROM installations LEFT JOIN leases USING (company)
    WHERE company = :company AND version = :version AND status = 'active'
"""
_MARK_DOUBT: Final = (
    "UPDATE leases SET holder = NULL, in_doubt = 1 WHERE company = ? AND holder = ?"
)
_DROP_LEASE: Final = "DELETE FROM leases WHERE company = ? AND holder = ?"
_CONSUME_STATE: Final = """
    UPDATE states SET used = 1
    WHERE state = ? AND browser = ? AND used = 0 AND ends_at > ?
    RETURNING company, scopes
"""


class SqliteStore:
    """`InstallationStore` in one file; `keyring` encrypts the tokens in it.

    A missing file is made, readable by its owner only. `clock` says when leases and
    states end. Raises `StoreError` for a file that is not a store of this version.
    """

    def __init__(self, path: Path, keyring: Keyring, *, clock: Clock = SYSTEM_CLOCK) -> None:
        self._file = SqliteFile(path)
        self._keyring = keyring
        self._clock = clock

    def __repr__(self) -> str:
        return f"<SqliteStore {self._file.path}>"

    def install(
        self,
        company: str,
        grant: TokenGrant,
        *,
        name: str | None = None,
        region: str | None = None,
    ) -> Installation:
        """Store a grant that the company has just approved, whatever was there before."""
        values = self._values(company, grant) | {"name": name, "region": region}
        with self._file.transaction() as db:
            db.execute(_INSTALL, values)
            db.execute("DELETE FROM leases WHERE company = ?", (company,))
            row = db.execute(_SELECT_ONE, values).fetchone()
        return self._installation(row)

    def get(self, company: str) -> Installation | None:
        """Read an installation; None where there never was one."""
        row = self._file.row(_SELECT_ONE, {"company": company})
        return None if row is None else self._installation(row)

    def list(self) -> tuple[Installation, ...]:
        """Read all installations, the removed ones too, ordered by company."""
        return tuple(map(self._installation, self._file.rows(_SELECT_ALL, {})))

    def try_lease(
        self, company: str, seen_version: int, holder: str, seconds: float
    ) -> Lease | None:
        """Take the right to refresh this version, or prolong it where `holder` has it."""
        asked = {"company": company, "version": seen_version}
        # Those who wait for another's refresh ask often: they find out without a write.
        if self._lease_from(self._file.row(_FIND_LEASE, asked), asked, holder) is None:
            return None
        with self._file.transaction() as db:
            lease = self._lease_from(db.execute(_FIND_LEASE, asked).fetchone(), asked, holder)
            if lease is not None:
                ends_at = self._clock.now() + seconds
                values = (company, holder, ends_at, lease.in_doubt)
                db.execute("INSERT OR REPLACE INTO leases VALUES (?, ?, ?, ?)", values)
        return lease

    def release_lease(self, lease: Lease, *, in_doubt: bool) -> None:
        """Give the right back without a new grant; nothing happens if it was lost already."""
        mine = (lease.company, lease.holder)
        with self._file.transaction() as db:
            db.execute(_MARK_DOUBT if in_doubt else _DROP_LEASE, mine)

    def commit_refresh(self, company: str, seen_version: int, grant: TokenGrant) -> bool:
        """Store a refreshed grant if the installation is still of this version."""
        values = self._values(company, grant) | {"seen_version": seen_version}
        with self._file.transaction() as db:
            committed = db.execute(_COMMIT_REFRESH, values).rowcount == 1
            if committed:
                db.execute("DELETE FROM leases WHERE company = ?", (company,))
        return committed

    def mark_needs_reconnect(
        self, company: str, seen_version: int, reason: str, *, usable_until: float | None
    ) -> bool:
        """Note that this version can no longer be refreshed; its lease is gone."""
        values = (reason, usable_until, self._clock.now(), company, seen_version)
        with self._file.transaction() as db:
            marked = db.execute(_MARK_NEEDS_RECONNECT, values).rowcount == 1
            if marked:
                db.execute("DELETE FROM leases WHERE company = ?", (company,))
        return marked

    def remove(self, company: str) -> bool:
        """Erase the tokens and mark as removed; False where there was nothing to remove."""
        with self._file.transaction() as db:
            removed = db.execute(_REMOVE, (self._clock.now(), company)).rowcount == 1
            db.execute("DELETE FROM leases WHERE company = ?", (company,))
        return removed

    def save_state(self, state: OAuthState, seconds: float) -> None:
        """Keep the state of an authorization that has just begun, for so many seconds."""
        now = self._clock.now()
        values = (
            _digest(state.state),
            _digest(state.browser),
            state.company,
            " ".join(state.scopes),
            now + seconds,
        )
        with self._file.transaction() as db:
            db.execute("DELETE FROM states WHERE ends_at < ?", (now - _STATE_KEPT,))
            db.execute("INSERT INTO states VALUES (?, ?, ?, ?, ?, 0)", values)

    def consume_state(self, state: Secret, browser: Secret) -> OAuthState | RefusedState:
        """Use up a state: of all callers one gets it, the others the reason why not."""
        key, now = (_digest(state), _digest(browser)), self._clock.now()
        with self._file.transaction() as db:
            found = db.execute(_CONSUME_STATE, (*key, now)).fetchone()
            if found is not None:
                company, scopes = found
                return OAuthState(
                    state=state, browser=browser, company=company, scopes=tuple(scopes.split())
                )
            query = "SELECT used FROM states WHERE state = ? AND browser = ?"
            left = db.execute(query, key).fetchone()
        if left is None:
            return "state_mismatch"
        return "state_reused" if left[0] else "state_expired"

    def close(self) -> None:
        """Close the file. Every later call raises `StoreError`."""
        self._file.close()

    def _values(self, company: str, grant: TokenGrant) -> dict[str, Any]:
        return {
            "company": company,
            "base_url": grant.base_url,
            "access_token": self._seal(grant.access_token, company, "access_token"),
            "refresh_token": self._seal(grant.refresh_token, company, "refresh_token"),
            "scopes": " ".join(grant.scopes),
            "issued_at": grant.issued_at,
            "expires_at": grant.expires_at,
            "now": self._clock.now(),
        }

    def _seal(self, token: Secret | None, company: str, column: str) -> bytes | None:
        return None if token is None else self._keyring.seal(token, bound_to=(company, column))

    def _unseal(self, sealed: bytes | None, company: str, column: str) -> Secret | None:
        return None if sealed is None else self._keyring.open(sealed, bound_to=(company, column))

    def _installation(self, row: tuple[Any, ...]) -> Installation:
        company, name, region, base_url, access, refresh, scopes, issued, expires, *rest = row
        status, reason, created_at, updated_at, version = rest
        grant = TokenGrant(
            base_url=base_url,
            access_token=self._unseal(access, company, "access_token") or Secret(""),
            refresh_token=self._unseal(refresh, company, "refresh_token"),
            scopes=tuple(scopes.split()),
            issued_at=issued,
            expires_at=expires,
        )
        return Installation(
            company=company,
            name=name,
            region=region,
            grant=grant,
            status=status,
            reason=reason,
            created_at=created_at,
            updated_at=updated_at,
            version=version,
        )

    def _lease_from(
        self, row: tuple[Any, ...] | None, asked: dict[str, Any], holder: str
    ) -> Lease | None:
        """Decide who may have the lease, from the one there is (none of an older version)."""
        if row is None:
            return None
        present_holder, ends_at, in_doubt = row
        if present_holder not in {holder, None}:
            if ends_at > self._clock.now():
                return None
            in_doubt = True
        return Lease(asked["company"], asked["version"], holder, in_doubt=bool(in_doubt))


def _digest(value: Secret) -> str:
    """Keep what is only compared as its hash: a reader of the file cannot use it."""
    return hashlib.sha256(value.reveal().encode()).hexdigest()
