"""Who asks: an access key or a token, and whether it counts at this company's host."""

from __future__ import annotations

import hmac

from gongkit.clock import instant_of
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.access_keys import AccessKey, has_secret, key_named
from gongkit.sandbox.core.api.asked import Caller, Hint, Refused
from gongkit.sandbox.core.api.callers import Known, known_callers
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
from gongkit.sandbox.core.trusted_ips import trusts

ACCESS_KEY = "access-key"
"""What a caller with one of the company's access keys is called."""

_CHALLENGE = ("WWW-Authenticate", 'Basic realm="Gong API"')
_BEARER_CHALLENGE = ("WWW-Authenticate", 'Bearer error="invalid_token"')
_REVOKED = "Access token has been revoked or is invalid"
_MEMORY_SIZE = 10_000


def caller_of(state: State, header: bytes | None, host: Company | None, now: float) -> Known:
    """Find who sent this Authorization header to a host; refuse others (401).

    `host` is the company whose own host it is; None is that of the default cell, whose
    companies are told apart by their credentials.
    """
    known = known_callers(state).get(header)
    if known is not None and _serves(host, known.company) and now < known.ends_at:
        return known
    return _ask(state, header, host, now)


def check_address(known: Known, address: str) -> None:
    """Refuse (403) a call from an address that is not among the caller's trusted IPs."""
    if trusts(known.trusted_ips, address):
        return
    whose = "this access key" if known.caller.scopes is None else "the integration's access tokens"
    raise Refused(
        403,
        "Access from this IP address is not allowed",
        hints=(Hint("address", f"{address} is not among the trusted IPs of {whose}."),),
    )


def _serves(host: Company | None, company: Company) -> bool:
    return company.cell is None if host is None else company.id == host.id


def _ask(state: State, header: bytes | None, host: Company | None, now: float) -> Known:
    match read_authorization(header):
        case Basic(name, password):
            known = _of_access_key(state, host, name, password, now)
        case Bearer(token):
            known = _of_token(state, token, host, now)
        case Unreadable(reason):
            raise Refused(
                401,
                "Missing or malformed credentials: use Basic with an access key, or Bearer",
                headers=(_CHALLENGE,),
                hints=(Hint("Authorization", f"The header {reason}."),),
            )
    memory = known_callers(state)
    if len(memory) >= _MEMORY_SIZE:
        memory.clear()
    memory[header] = known
    return known


def _of_access_key(
    state: State, host: Company | None, name: str, password: str, now: float
) -> Known:
    companies = load_companies(state).values()
    own = next((company for company in companies if company.access_key == name), None)
    key = None if own is not None else key_named(state, name)
    owner = companies_by_id(state)[key.company_id] if key is not None else own
    if owner is None or not _serves(host, owner):
        raise _refused_key(_whose_key(host, owner))
    if not (_is_own_secret(owner, password) if key is None else has_secret(state, key, password)):
        raise _refused_key("The access key is right, its secret is not.", owner)
    caller = Caller(ACCESS_KEY, None)
    if key is None:
        return Known(caller, owner, float("inf"), ())
    if now >= key.ends_at:
        raise _refused_key(_ended(key), owner)
    return Known(caller, owner, key.ends_at, key.terms.trusted_ips)


def _is_own_secret(company: Company, password: str) -> bool:
    """Tell whether this is the secret of the sandbox's own key of a company."""
    expected = company.access_key_secret.reveal()
    return hmac.compare_digest(password.encode(), expected.encode())


def _ended(key: AccessKey) -> str:
    ended = instant_of(key.ends_at).isoformat(timespec="seconds")
    return f"The lifetime of this access key, {key.terms.lifetime_days} days, ended at {ended}."


def _whose_key(host: Company | None, owner: Company | None) -> str:
    if owner is None:
        whose = "a company of the default cell" if host is None else host.name
        return f"This is not an access key of {whose}, nor of another company."
    return f"This access key is {owner.name}'s, and was used at the host of {_whose(host)}."


def _refused_key(cause: str, company: Company | None = None) -> Refused:
    return Refused(
        401,
        "Access key or access key secret is invalid",
        headers=(_CHALLENGE,),
        hints=(Hint("Authorization", cause),),
        company=company,
    )


def _of_token(state: State, token: str, host: Company | None, now: float) -> Known:
    found = state.row(
        "SELECT client_id, grants.company_id, scope, ends_at, ended_because,"
        " json_extract(manifest, '$.trusted_ips.access_token')"
        " FROM access_tokens JOIN grants ON grants.id = grant_id"
        " JOIN integrations USING (client_id) WHERE digest = ?",
        digest(token),
    )
    if found is None:
        raise _refused_token("This sandbox did not issue this access token.")
    client_id, company_id, scope, ends_at, ended_because, trusted_ips = found
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
    caller = Caller(client_id, frozenset(scope.split()))
    entries = decoder_of(tuple[str, ...]).decode(trusted_ips or "[]")
    return Known(caller, company, ends_at, entries)


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
