"""The token endpoint, as Gong has it: Basic, parameters in the query, its own answer.

Errors are those of RFC 6749, section 5.2. Unknown of Gong, and therefore the sandbox's
own choice: the longest `validity_duration` (30 days); that refresh tokens do not expire;
that a second installation leaves the first one's tokens alone; that an access token
lives on when it was refreshed early. A replayed code ends what was issued from it
(RFC 6749, 4.1.2).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import Any

from gongkit.clock import instant_of
from gongkit.sandbox.core.api.asked import Answer, Hint
from gongkit.sandbox.core.companies import companies_by_id
from gongkit.sandbox.core.faults import (
    NOTHING,
    Drop,
    Failure,
    Fault,
    changed,
    faults_of,
    take_fault,
)
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.oauth import grants
from gongkit.sandbox.core.oauth.credentials import Basic, Bearer, Unreadable, read_authorization
from gongkit.sandbox.core.oauth.grants import Code, Grant, Tokens
from gongkit.sandbox.core.oauth.integrations import authenticate, trusted_ips_of
from gongkit.sandbox.core.oauth.parameters import OAuthParameters
from gongkit.sandbox.core.oauth.settings import load_settings
from gongkit.sandbox.core.state import State
from gongkit.sandbox.core.trusted_ips import trusts

DEFAULT_VALIDITY = 86_400
MAX_VALIDITY = 30 * 86_400
FORM = "application/x-www-form-urlencoded"

_NO_STORE = (("Cache-Control", "no-store"), ("Pragma", "no-cache"))
_WITH_STATUS = {
    401: (("WWW-Authenticate", 'Basic realm="Gong OAuth"'),),
    405: (("Allow", "POST"),),
}
_ERRORS = {400: "invalid_request", 401: "invalid_client"}
"""What a fault says with these statuses."""
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}", re.ASCII)


class TokenRefused(Exception):
    """An error of RFC 6749, section 5.2; `hints` are for the request log."""

    def __init__(
        self,
        error: str,
        description: str,
        *,
        status: int = 400,
        headers: tuple[tuple[str, str], ...] = (),
        hint: Hint | None = None,
    ) -> None:
        super().__init__(error)
        self.error, self.description = error, description
        self.status, self.headers = status, (*_WITH_STATUS.get(status, ()), *headers)
        self.hints = () if hint is None else (hint,)

    def answer(self) -> Answer:
        """Write the error as the endpoint answers it."""
        answer = Answer.of({"error": self.error, "error_description": self.description})
        return Answer(self.status, answer.pieces, headers=(*_NO_STORE, *self.headers))


@dataclass(slots=True)
class TokenRequest:
    """A request to the endpoint, and what came to light about it, for the request log.

    `address` is where it came from, `fault` is what is to go wrong with it.
    """

    authorization: bytes | None = field(repr=False)
    query: str = field(repr=False)
    content_type: str
    body: str = field(repr=False)
    address: str
    client_id: str | None = None
    company_id: str | None = None
    fault: Fault | None = None
    hints: list[Hint] = field(default_factory=list)


def answer_token_request(state: State, hosts: Hosts, request: TokenRequest, now: float) -> Answer:
    """Exchange a code, or refresh; `request.fault` says what else is to go wrong."""
    try:
        request.client_id = _client(state, request.authorization, now)
        parameters = _parameters(state, request)
        if faults_of(state) and _meet_fault(state, request, parameters):
            return NOTHING
        answer = _with_tokens(state, hosts, request, parameters, now)
    except TokenRefused as refused:
        request.hints += refused.hints
        answer = refused.answer()
    return answer if request.fault is None else changed(answer, request.fault.effect)


def _meet_fault(state: State, request: TokenRequest, parameters: OAuthParameters) -> bool:
    """Find what is to go wrong; tell whether all ends here, without an answer."""
    request.company_id = _company_named(state, parameters)
    request.fault = take_fault(state, "token", request.company_id)
    if request.fault is None:
        return False
    request.hints.append(request.fault.hint)
    effect = request.fault.effect
    if isinstance(effect, Failure):
        refused = effect.refusal()
        error = _ERRORS.get(effect.status, "temporarily_unavailable")
        raise TokenRefused(error, *refused.errors, status=effect.status, headers=refused.headers)
    return isinstance(effect, Drop) and effect.drop == "before"


def _company_named(state: State, parameters: OAuthParameters) -> str | None:
    """Tell whose code or refresh token it is, and leave it as it is."""
    code = grants.find_code(state, parameters.get("code") or "")
    if code is not None:
        return code.company_id
    found = grants.find_refresh_token(state, parameters.get("refresh_token") or "")
    return None if found is None else found[0].company_id


def _with_tokens(
    state: State, hosts: Hosts, request: TokenRequest, parameters: OAuthParameters, now: float
) -> Answer:
    match _needed(parameters, "grant_type"):
        case "authorization_code":
            company_id, values = _exchange(state, request, parameters, now)
        case "refresh_token":
            company_id, values = _refresh(state, request, parameters, now)
        case _:
            raise TokenRefused(
                "unsupported_grant_type", "grant_type must be authorization_code or refresh_token"
            )
    values["api_base_url_for_customer"] = hosts.api_url(companies_by_id(state)[company_id])
    return Answer(200, Answer.of(values).pieces, headers=_NO_STORE)


def _client(state: State, header: bytes | None, now: float) -> str:
    match read_authorization(header):
        case Basic(name, password):
            if authenticate(state, name, password, now):
                return name
            reason = "names no integration, or holds a secret that is not (or no longer) its own"
        case Bearer():
            reason = "is Bearer; this endpoint takes Basic with client id and secret"
        case Unreadable(reason):
            pass
    raise TokenRefused(
        "invalid_client",
        "Client authentication failed: use HTTP Basic with client_id and client_secret",
        status=401,
        hint=Hint("Authorization", f"The header {reason}."),
    )


def _parameters(state: State, request: TokenRequest) -> OAuthParameters:
    parameters = OAuthParameters.of_query(request.query)
    if request.body and request.content_type == FORM:
        in_body = OAuthParameters.of_query(request.body)
        if in_body and load_settings(state).body_parameters == "accept":
            parameters = parameters.joined(in_body)
            message = "Gong documents these parameters in the query; a body is only seen to work."
        else:
            message = "Parameters in the body are ignored, as you asked: send them in the query."
        request.hints.append(Hint("body", message))
    repeated = parameters.repeated()
    if repeated:
        raise TokenRefused("invalid_request", f"{repeated[0]} was given more than once")
    given = parameters.get("client_id")
    if given is not None and given != request.client_id:
        raise TokenRefused(
            "invalid_request", "client_id is not the one that the Authorization header names"
        )
    return parameters


def _needed(parameters: OAuthParameters, name: str) -> str:
    value = parameters.get(name)
    if value is None:
        raise TokenRefused("invalid_request", f"{name} is missing")
    return value


def _validity(parameters: OAuthParameters) -> int:
    text = parameters.get("validity_duration")
    if text is None:
        return DEFAULT_VALIDITY
    if not re.fullmatch(r"[0-9]{1,10}", text, re.ASCII) or not 0 < int(text) <= MAX_VALIDITY:
        raise TokenRefused(
            "invalid_request",
            f"validity_duration must be a whole number of seconds from 1 to {MAX_VALIDITY}",
        )
    return int(text)


# --- a code for tokens


def _exchange(
    state: State, request: TokenRequest, parameters: OAuthParameters, now: float
) -> tuple[str, dict[str, Any]]:
    """Give the company's id, and the values of the answer."""
    text = _needed(parameters, "code")
    redirect_uri = _needed(parameters, "redirect_uri")
    validity = _validity(parameters)
    code = grants.find_code(state, text)
    if code is None or code.client_id != request.client_id:
        raise _invalid_code("This sandbox issued no such code to this integration.")
    request.company_id = code.company_id
    if code.spent_at is not None:
        raise _replayed(state, code, code.spent_at, now)
    if now >= code.ends_at:
        raise _invalid_code("The code is older than ten minutes.")
    if redirect_uri != code.redirect_uri:
        raise TokenRefused(
            "invalid_grant", "redirect_uri is not the one that the code was requested with"
        )
    _check_verifier(code, parameters.get("code_verifier"))
    tokens = grants.redeem_code(state, text, validity, now)
    if tokens is None:
        raise _invalid_code("Another request redeemed this code in the same moment.")
    return code.company_id, _values(tokens, code.scope, validity)


def _invalid_code(cause: str) -> TokenRefused:
    return TokenRefused(
        "invalid_grant",
        "The authorization code is invalid, expired or was used already",
        hint=Hint("code", cause),
    )


def _replayed(state: State, code: Code, spent_at: float, now: float) -> TokenRefused:
    if code.grant_id is not None:
        grants.end_grant(state, code.grant_id, "its authorization code was used twice", now)
    return _invalid_code(
        f"The code was exchanged already at {_moment(spent_at)}."
        " Using it again ended all tokens that came from it."
    )


def _check_verifier(code: Code, verifier: str | None) -> None:
    """Compare with the challenge of the request (RFC 7636, 4.6)."""
    if code.code_challenge is None:
        return
    if verifier is None or not _VERIFIER.fullmatch(verifier):
        raise TokenRefused("invalid_grant", "code_verifier is missing or malformed")
    made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
    if not hmac.compare_digest(made.decode(), code.code_challenge):
        raise TokenRefused("invalid_grant", "code_verifier does not fit the code_challenge")


# --- a refresh token for tokens


def _refresh(
    state: State, request: TokenRequest, parameters: OAuthParameters, now: float
) -> tuple[str, dict[str, Any]]:
    """Give the company's id, and the values of the answer."""
    text = _needed(parameters, "refresh_token")
    validity = _validity(parameters)
    found = grants.find_refresh_token(state, text)
    if found is not None and found[0].client_id != request.client_id:
        found = None
    request.company_id = None if found is None else found[0].company_id
    _check_address(state, request)
    if found is None:
        raise _invalid_refresh("This sandbox issued no such refresh token to this integration.")
    grant, spent_at = found
    if grant.ended_because is not None:
        raise _invalid_refresh(f"The grant was ended: {grant.ended_because}.")
    settings = load_settings(state)
    if settings.refresh == "reuse" and spent_at is None:
        tokens = Tokens(grants.add_access_token(state, grant, validity, now), text)
    else:
        rotated = grants.rotate_refresh_token(state, text, grant, validity, now)
        tokens = rotated or _after_rotation(state, grant, spent_at or now, validity, now)
    return grant.company_id, _values(tokens, grant.scope, validity)


def _check_address(state: State, request: TokenRequest) -> None:
    """Refuse a refresh from elsewhere than the trusted IPs, before anything is told or spent."""
    entries = trusted_ips_of(state, request.client_id or "").refresh_token
    if trusts(entries, request.address):
        return
    cause = f"{request.address} is not among the integration's trusted IPs for refresh tokens."
    raise TokenRefused(
        "access_denied",
        "Access from this IP address is not allowed",
        status=403,
        hint=Hint("address", cause),
    )


def _after_rotation(
    state: State, grant: Grant, used_at: float, validity: int, now: float
) -> Tokens:
    """Give tokens for a refresh token that is spent already, or refuse, as the settings say."""
    settings = load_settings(state)
    if settings.refresh == "grace" and now - used_at <= settings.grace_seconds:
        return grants.add_tokens(state, grant, validity, now)
    grants.note_reuse(state, grant.id, now)
    cause = f"This refresh token was spent at {_moment(used_at)}; each can be used once."
    if settings.refresh == "revoke_family":
        grants.end_grant(state, grant.id, "one of its refresh tokens was used twice", now)
        cause += " Using it again ended all tokens of the grant."
    raise _invalid_refresh(cause)


def _invalid_refresh(cause: str) -> TokenRefused:
    return TokenRefused(
        "invalid_grant",
        "The refresh token is invalid or was used already",
        hint=Hint("refresh_token", cause),
    )


def _values(tokens: Tokens, scope: str, validity: int) -> dict[str, Any]:
    return {
        "access_token": tokens.access_token,
        "refresh_token": tokens.refresh_token,
        "expires_in": validity,
        "token_type": "Bearer",
        "scope": scope,
    }


def _moment(seconds: float) -> str:
    return instant_of(seconds).isoformat(timespec="seconds")
