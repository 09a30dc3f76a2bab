"""The access keys that tech admins create, as Gong's page of API keys has them.

Of a secret only the digest is kept. Beside these each company has the sandbox's own
key, which is a part of the company (`company.py`), never ends and works from anywhere.
"""

from __future__ import annotations

import hmac
import secrets
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from gongkit.decoders import decoder_of
from gongkit.manifest import Code, Finding
from gongkit.manifest.trusted_ips import trusted_ip
from gongkit.sandbox.core.api.callers import forget_callers
from gongkit.sandbox.core.audit_log import add_activity
from gongkit.sandbox.core.oauth.credentials import digest, new_token
from gongkit.sandbox.core.state import State

MAX_LIFETIME_DAYS: Final = 3_650
"""The longest lifetime; Gong does not say what its own is."""

_DAY = 86_400
_LETTERS = string.ascii_uppercase + string.digits
_COLUMNS = "id, company_id, access_key, name, created_by, created_at, lifetime_days, trusted_ips"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTerms:
    """What a tech admin says of a key, and may change later.

    Without `lifetime_days` it never ends; without `trusted_ips` it works from anywhere.
    """

    name: str
    lifetime_days: int | None = None
    trusted_ips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessKey:
    """A key of a company. `created_by` is the id of the tech admin who made it."""

    id: int
    company_id: str
    access_key: str
    terms: KeyTerms
    created_by: str
    created_at: float

    @property
    def ends_at(self) -> float:
        """When it stops working, in seconds since the epoch; infinity where it does not."""
        days = self.terms.lifetime_days
        return float("inf") if days is None else self.created_at + days * _DAY


def key_terms(name: str, lifetime: str, entries: list[str]) -> KeyTerms | list[Finding]:
    """Read what was typed about a key: its terms, or all that is wrong with them."""
    findings = [
        *_about_name(name),
        *_about_lifetime(lifetime),
        *_about_entries(entries),
    ]
    if findings:
        return findings
    days = int(lifetime) if lifetime else None
    return KeyTerms(name=name, lifetime_days=days, trusted_ips=tuple(entries))


def create_key(
    state: State, company_id: str, terms: KeyTerms, user_id: str, now: float
) -> tuple[AccessKey, str]:
    """Make a key; give it and its secret, the only time that this is readable."""
    access_key, secret = "".join(secrets.choice(_LETTERS) for _ in range(32)), new_token()
    with state.write():
        row = state.row(
            "INSERT INTO access_keys (company_id, access_key, secret_digest, name, created_by,"  # noqa: S608
            " created_at, lifetime_days, trusted_ips) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            f" RETURNING {_COLUMNS}",
            company_id,
            access_key,
            digest(secret),
            terms.name,
            user_id,
            now,
            terms.lifetime_days,
            _encoded(terms.trusted_ips),
        )
        add_activity(state, company_id, user_id, now, "ApiKeyCreated", name=terms.name)
    if row is None:
        raise LookupError("a statement with RETURNING gave no row")
    return _key(row), secret


def change_key(state: State, key: AccessKey, terms: KeyTerms, user_id: str, now: float) -> None:
    """Change a key's terms, from the next call on. Its lifetime counts from its creation."""
    with state.write():
        state.execute(
            "UPDATE access_keys SET name = ?, lifetime_days = ?, trusted_ips = ? WHERE id = ?",
            terms.name,
            terms.lifetime_days,
            _encoded(terms.trusted_ips),
            key.id,
        )
        add_activity(state, key.company_id, user_id, now, "ApiKeyUpdated", name=terms.name)
    forget_callers(state)


def delete_key(state: State, key: AccessKey, user_id: str, now: float) -> None:
    """Delete a key: the next call with it is refused."""
    with state.write():
        state.execute("DELETE FROM access_keys WHERE id = ?", key.id)
        add_activity(state, key.company_id, user_id, now, "ApiKeyDeleted", name=key.terms.name)
    forget_callers(state)


def keys_of(state: State, company_id: str) -> list[AccessKey]:
    """List a company's keys, the newest first."""
    rows = state.rows(
        f"SELECT {_COLUMNS} FROM access_keys WHERE company_id = ? ORDER BY id DESC",  # noqa: S608
        company_id,
    )
    return [_key(row) for row in rows]


def find_key(state: State, company_id: str, key_id: int) -> AccessKey | None:
    """Find one of a company's keys."""
    return next((key for key in keys_of(state, company_id) if key.id == key_id), None)


def key_named(state: State, access_key: str) -> AccessKey | None:
    """Find a key by what a caller sends."""
    row = state.row(f"SELECT {_COLUMNS} FROM access_keys WHERE access_key = ?", access_key)  # noqa: S608
    return None if row is None else _key(row)


def has_secret(state: State, key: AccessKey, secret: str) -> bool:
    """Tell whether this is the key's secret; the time it takes tells nothing."""
    row = state.row("SELECT secret_digest FROM access_keys WHERE id = ?", key.id)
    return row is not None and hmac.compare_digest(bytes(row[0]), digest(secret))


def _about_name(name: str) -> Iterator[Finding]:
    if not name:
        yield Finding(Code.MISSING, "access_key.name", "The key has no name.", "Name it.")
    elif any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in name):
        message = "The name has control characters."
        yield Finding(Code.NOT_PRINTABLE, "access_key.name", message, "Remove them.")


def _about_lifetime(lifetime: str) -> Iterator[Finding]:
    right = lifetime.isascii() and lifetime.isdigit() and len(lifetime) < 10
    if lifetime and not (right and 1 <= int(lifetime) <= MAX_LIFETIME_DAYS):
        message = f"The lifetime is no number of days from 1 to {MAX_LIFETIME_DAYS:,}."
        fix = "Write such a number, or leave it empty."
        yield Finding(Code.UNKNOWN_VALUE, "access_key.lifetime_days", message, fix)


def _about_entries(entries: list[str]) -> Iterator[Finding]:
    for index, entry in enumerate(entries):
        place = f"access_key.trusted_ips[{index}]"
        yield from (Finding.at(place, problem) for problem in trusted_ip(entry))
        if entry in entries[:index]:
            message = "This is listed already."
            yield Finding(Code.DUPLICATE, place, message, "Remove one of them.")


def _encoded(entries: tuple[str, ...]) -> str:
    return msgspec.json.encode(entries).decode()


def _key(row: tuple[int, str, str, str, str, float, int | None, str]) -> AccessKey:
    key_id, company_id, access_key, name, created_by, created_at, days, trusted_ips = row
    entries = decoder_of(tuple[str, ...]).decode(trusted_ips)
    return AccessKey(
        id=key_id,
        company_id=company_id,
        access_key=access_key,
        terms=KeyTerms(name=name, lifetime_days=days, trusted_ips=entries),
        created_by=created_by,
        created_at=created_at,
    )
