"""What was granted: authorization codes, and the tokens that come from them.

Of codes and tokens only digests are kept. A code, and a refresh token that rotates, is
redeemed by one UPDATE that finds it unspent, so that of many who send it at once
exactly one succeeds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkit.sandbox.core.api.callers import forget_callers
from gongkit.sandbox.core.oauth.credentials import digest, new_token
from gongkit.sandbox.core.state import State

CODE_SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What an authorization code stands for."""

    client_id: str
    company_id: str
    redirect_uri: str
    scope: str
    code_challenge: str | None
    ends_at: float
    spent_at: float | None
    grant_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One company's consent to one integration, as long as it lasts."""

    id: int
    client_id: str
    company_id: str
    scope: str
    ended_because: str | None


@dataclass(frozen=True, slots=True)
class Tokens:
    """A fresh pair of tokens, the only time that they are readable."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)


def issue_code(
    state: State,
    *,
    client_id: str,
    company_id: str,
    redirect_uri: str,
    scope: str,
    code_challenge: str | None,
    now: float,
) -> str:
    """Make an authorization code, good for ten minutes and one use."""
    code = new_token()
    with state.write():
        state.execute(
            "INSERT INTO authorization_codes VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
            digest(code),
            client_id,
            company_id,
            redirect_uri,
            scope,
            code_challenge,
            now + CODE_SECONDS,
        )
    return code


def find_code(state: State, code: str) -> Code | None:
    """Find what a code stands for, spent and expired ones too."""
    row = state.row(
        "SELECT client_id, company_id, redirect_uri, scope, code_challenge, ends_at, spent_at,"
        " grant_id FROM authorization_codes WHERE digest = ?",
        digest(code),
    )
    if row is None:
        return None
    client_id, company_id, redirect_uri, scope, challenge, ends_at, spent_at, grant_id = row
    return Code(
        client_id=client_id,
        company_id=company_id,
        redirect_uri=redirect_uri,
        scope=scope,
        code_challenge=challenge,
        ends_at=ends_at,
        spent_at=spent_at,
        grant_id=grant_id,
    )


def redeem_code(state: State, code: str, lifetime: int, now: float) -> Tokens | None:
    """Spend a code for a new grant and its first tokens; None where it is spent already."""
    with state.write():
        spent = state.row(
            "UPDATE authorization_codes SET spent_at = ? WHERE digest = ? AND spent_at IS NULL"
            " RETURNING client_id, company_id, scope",
            now,
            digest(code),
        )
        if spent is None:
            return None
        grant = state.row(
            "INSERT INTO grants (client_id, company_id, scope, created_at) VALUES (?, ?, ?, ?)"
            " RETURNING id",
            *spent,
            now,
        )
        grant_id = _only(grant)
        state.execute(
            "UPDATE authorization_codes SET grant_id = ? WHERE digest = ?", grant_id, digest(code)
        )
        return Tokens(
            _issue_access_token(state, grant_id, now, lifetime),
            _issue_refresh_token(state, grant_id),
        )


def find_refresh_token(state: State, token: str) -> tuple[Grant, float | None] | None:
    """Find a refresh token's grant, and when the token was spent (None: it was not)."""
    row = state.row(
        "SELECT id, client_id, company_id, scope, ended_because, spent_at"
        " FROM refresh_tokens JOIN grants ON id = grant_id WHERE digest = ?",
        digest(token),
    )
    if row is None:
        return None
    grant_id, client_id, company_id, scope, ended_because, spent_at = row
    grant = Grant(
        id=grant_id,
        client_id=client_id,
        company_id=company_id,
        scope=scope,
        ended_because=ended_because,
    )
    return grant, spent_at


def rotate_refresh_token(
    state: State, token: str, grant: Grant, lifetime: int, now: float
) -> Tokens | None:
    """Spend a refresh token for new tokens; None where it is spent already.

    The access token before lives on to its end, as far as anybody knows.
    """
    with state.write():
        spent = state.execute(
            "UPDATE refresh_tokens SET spent_at = ? WHERE digest = ? AND spent_at IS NULL",
            now,
            digest(token),
        )
        return _issue_tokens(state, grant.id, now, lifetime) if spent else None


def add_tokens(state: State, grant: Grant, lifetime: int, now: float) -> Tokens:
    """Make another pair of tokens for a grant, whatever its older ones are."""
    with state.write():
        return _issue_tokens(state, grant.id, now, lifetime)


def add_access_token(state: State, grant: Grant, lifetime: int, now: float) -> str:
    """Make another access token for a grant, and leave the refresh token as it is."""
    with state.write():
        return _issue_access_token(state, grant.id, now, lifetime)


def end_grant(state: State, grant_id: int, because: str, now: float) -> None:
    """End a grant with all its tokens; `because` is told to the developer."""
    with state.write():
        state.execute(
            "UPDATE grants SET ended_at = ?, ended_because = ?"
            " WHERE id = ? AND ended_because IS NULL",
            now,
            because,
            grant_id,
        )
    forget_callers(state)


def note_reuse(state: State, grant_id: int, now: float) -> None:
    """Remember that a refresh token of a grant came again after it was spent."""
    with state.write():
        state.execute("UPDATE grants SET reused_at = ? WHERE id = ?", now, grant_id)


def _issue_tokens(state: State, grant_id: int, now: float, lifetime: int) -> Tokens:
    return Tokens(
        _issue_access_token(state, grant_id, now, lifetime), _issue_refresh_token(state, grant_id)
    )


def _issue_access_token(state: State, grant_id: int, now: float, lifetime: int) -> str:
    token = new_token()
    state.execute(
        "INSERT INTO access_tokens VALUES (?, ?, ?, ?)",
        digest(token),
        grant_id,
        now,
        now + lifetime,
    )
    return token


def _issue_refresh_token(state: State, grant_id: int) -> str:
    token = new_token()
    state.execute("INSERT INTO refresh_tokens VALUES (?, ?, NULL)", digest(token), grant_id)
    return token


def _only(row: tuple[int, ...] | None) -> int:
    if row is None:
        raise LookupError("a statement with RETURNING gave no row")
    return row[0]
