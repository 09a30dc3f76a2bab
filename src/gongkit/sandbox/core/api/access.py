"""Who asks: an access key or a token, and whether it counts at this company's host."""

from __future__ import annotations

import hmac
from typing import NamedTuple

from gongkit.clock import instant_of
from gongkit.sandbox.core.api.asked import Caller, Hint, Refused
from gongkit.sandbox.core.companies import companies_by_id, load_companies
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.oauth.credentials import (
    Basic,
    Bearer,
    Unreadable,
    digest,
    read_authorization,
)
from gongkit.sandbox.core.state import State

ACCESS_KEY = "access-key"
"""What a caller with the company's access key is called."""

_CHALLENGE = ("WWW-Authenticate", 'Basic realm="Gong API"')
_BEARER_CHALLENGE = ("WWW-Authenticate", 'Bearer error="invalid_token"')
_REVOKED = "Access token has been revoked or is invalid"
_MEMORY = "access"
_MEMORY_SIZE = 10_000


class Known(NamedTuple):
    """Who asks, for which company, and when that ends (seconds since the epoch)."""

    caller: Caller
    company: Company
    ends_at: float


def caller_of(state: State, header: bytes | None, host: Company | None, now: float) -> Known:
    """Find who sent this Authorization header to a host; refuse others (401).

    `host` is the company whose own host it is; None is that of the default cell, whose
    companies are told apart by their credentials.
    """
    known = _memory(state).get(header)
    if known is not None and _serves(host, known.company) and now < known.ends_at:
        return known
    return _ask(state, header, host, now)


def forget_callers(state: State) -> None:
    """Look everybody up anew, after a grant or a key was changed."""
    _memory(state).clear()


def _serves(host: Company | None, company: Company) -> bool:
    return company.cell is None if host is None else company.id == host.id


def _memory(state: State) -> dict[bytes | None, Known]:
    memory: dict[bytes | None, Known] = state.memory.setdefault(_MEMORY, {})
    return memory


def _ask(state: State, header: bytes | None, host: Company | None, now: float) -> Known:
    match read_authorization(header):
        case Basic(name, password):
            known = _of_access_key(state, host, name, password)
        case Bearer(token):
            known = _of_token(state, token, host, now)
        case Unreadable(reason):
            raise Refused(
                401,
                "Missing or malformed credentials: use Basic with an access key, or Bearer",
                headers=(_CHALLENGE,),
                hints=(Hint("Authorization", f"The header {reason}."),),
            )
    memory = _memory(state)
    if len(memory) >= _MEMORY_SIZE:
        memory.clear()
    memory[header] = known
    return known


def _of_access_key(state: State, host: Company | None, name: str, password: str) -> Known:
    companies = load_companies(state).values()
    owner = next((company for company in companies if company.access_key == name), None)
    served = owner if owner is not None and _serves(host, owner) else None
    if served is None or not _has_secret(served, password):
        raise Refused(
            401,
            "Access key or access key secret is invalid",
            headers=(_CHALLENGE,),
            hints=(Hint("Authorization", _about_key(host, owner)),),
            company=served,
        )
    return Known(Caller(ACCESS_KEY, None), served, float("inf"))


def _has_secret(company: Company, password: str) -> bool:
    expected = company.access_key_secret.reveal()
    return hmac.compare_digest(password.encode(), expected.encode())


def _about_key(host: Company | None, owner: Company | None) -> str:
    if owner is None:
        whose = "a company of the default cell" if host is None else host.name
        return f"This is not an access key of {whose}, nor of another company."
    if _serves(host, owner):
        return "The access key is right, its secret is not."
    return f"This access key is {owner.name}'s, and was used at the host of {_whose(host)}."


def _of_token(state: State, token: str, host: Company | None, now: float) -> Known:
    found = state.row(
        "SELECT client_id, company_id, scope, ends_at, ended_because"
        " FROM access_tokens JOIN grants ON grants.id = grant_id WHERE digest = ?",
        digest(token),
    )
    if found is None:
        raise _refused_token("This sandbox did not issue this access token.")
    client_id, company_id, scope, ends_at, ended_because = found
    company = companies_by_id(state)[company_id]
    if not _serves(host, company):
        cause = (
            f"This token is {company.name}'s, and was used at the host of {_whose(host)}:"
            " send it to the api_base_url_for_customer that came with it."
        )
        raise _refused_token(cause, client_id)
    if ended_because is not None:
        cause = f"The grant behind this token was ended: {ended_because}."
        raise _refused_token(cause, client_id, company)
    if now >= ends_at:
        ended = instant_of(ends_at).isoformat(timespec="seconds")
        cause = f"This token expired at {ended}: use the refresh token."
        raise _refused_token(cause, client_id, company)
    return Known(Caller(client_id, frozenset(scope.split())), company, ends_at)


def _whose(host: Company | None) -> str:
    return "the default cell" if host is None else host.name


def _refused_token(
    cause: str, client_id: str | None = None, company: Company | None = None
) -> Refused:
    return Refused(
        401,
        _REVOKED,
        headers=(_BEARER_CHALLENGE,),
        hints=(Hint("Authorization", cause),),
        client=client_id,
        company=company,
    )
