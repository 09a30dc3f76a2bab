"""Who asks: an access key or a token, and whether it counts at this company's host."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from gongkit.clock import instant_of
from gongkit.sandbox.core.api.asked import Caller, Hint, Refused
from gongkit.sandbox.core.companies import load_companies
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


@dataclass(frozen=True, slots=True)
class _Known:
    caller: Caller
    company_id: str
    ends_at: float


def caller_of(state: State, header: bytes | None, company: Company, now: float) -> Caller:
    """Find who sent this Authorization header to the company's host; refuse others (401)."""
    known = _memory(state).get(header)
    if known is not None and known.company_id == company.id and now < known.ends_at:
        return known.caller
    return _ask(state, header, company, now)


def forget_callers(state: State) -> None:
    """Look everybody up anew, after a grant or a key was changed."""
    _memory(state).clear()


def _memory(state: State) -> dict[bytes | None, _Known]:
    memory: dict[bytes | None, _Known] = state.memory.setdefault(_MEMORY, {})
    return memory


def _ask(state: State, header: bytes | None, company: Company, now: float) -> Caller:
    match read_authorization(header):
        case Basic(name, password):
            known = _of_access_key(state, company, name, password)
        case Bearer(token):
            known = _of_token(state, token, company, now)
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
    return known.caller


def _of_access_key(state: State, company: Company, name: str, password: str) -> _Known:
    expected = company.access_key_secret.reveal().encode()
    if name != company.access_key or not hmac.compare_digest(password.encode(), expected):
        raise Refused(
            401,
            "Access key or access key secret is invalid",
            headers=(_CHALLENGE,),
            hints=(Hint("Authorization", _about_key(state, company, name)),),
        )
    return _Known(Caller(ACCESS_KEY, None), company.id, float("inf"))


def _about_key(state: State, company: Company, name: str) -> str:
    for owner in load_companies(state).values():
        if owner.access_key == name:
            if owner.id == company.id:
                return "The access key is right, its secret is not."
            return f"This access key is {owner.name}'s, and was used at the host of {company.name}."
    return f"This is not an access key of {company.name}, nor of another company."


def _of_token(state: State, token: str, company: Company, now: float) -> _Known:
    found = state.row(
        "SELECT client_id, company_id, companies.name, scope, ends_at, ended_because"
        " FROM access_tokens"
        " JOIN grants ON grants.id = grant_id JOIN companies ON companies.id = company_id"
        " WHERE digest = ?",
        digest(token),
    )
    if found is None:
        raise _refused_token("This sandbox did not issue this access token.", None)
    client_id, company_id, name, scope, ends_at, ended_because = found
    if company_id != company.id:
        raise _refused_token(
            f"This token is {name}'s, and was used at the host of {company.name}:"
            " send it to the api_base_url_for_customer that came with it.",
            client_id,
        )
    if ended_because is not None:
        raise _refused_token(f"The grant behind this token was ended: {ended_because}.", client_id)
    if now >= ends_at:
        raise _refused_token(
            f"This token expired at {instant_of(ends_at).isoformat(timespec='seconds')}:"
            " use the refresh token.",
            client_id,
        )
    return _Known(Caller(client_id, frozenset(scope.split())), company_id, ends_at)


def _refused_token(cause: str, client_id: str | None) -> Refused:
    return Refused(
        401,
        _REVOKED,
        headers=(_BEARER_CHALLENGE,),
        hints=(Hint("Authorization", cause),),
        client=client_id,
    )
