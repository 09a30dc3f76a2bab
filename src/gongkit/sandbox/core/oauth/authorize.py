"""The authorization endpoint: who asks for what, and may this company's tech admin grant it.

RFC 6749, section 4.1; the order of the checks is that of section 4.1.2.1: as long as
the client and its redirect URI are not certain, nothing is redirected and a page says
why. Gong does not say what it does without `scope`: all registered scopes are meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from gongkit.errors import nearest_hint
from gongkit.sandbox.core.audit_log import AUTHORIZED, add_activity
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.oauth.grants import issue_code
from gongkit.sandbox.core.oauth.integrations import Integration, find_integration
from gongkit.sandbox.core.oauth.parameters import OAuthParameters
from gongkit.sandbox.core.oauth.settings import OAuthSettings, load_settings
from gongkit.sandbox.core.state import State

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


class AuthorizationRefused(Exception):
    """The request is refused on a page, without a redirect. `status` is the page's."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class SentBack(Exception):
    """The request ends with a redirect to the client, which tells the error."""

    def __init__(self, redirect_to: str) -> None:
        super().__init__()
        self.redirect_to = redirect_to


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationRequest:
    """A request that is right in itself; whose company grants it is not known yet."""

    integration: Integration
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str | None
    code_challenge: str | None
    issuer: str | None

    def answer(self, **values: str) -> str:
        """Make the URL that leads back to the client (RFC 6749, 4.1.2; RFC 9207)."""
        if self.state is not None:
            values["state"] = self.state
        if self.issuer is not None:
            values["iss"] = self.issuer
        mark = "&" if urlsplit(self.redirect_uri).query else "?"
        return f"{self.redirect_uri.rstrip('?')}{mark}{urlencode(values)}"

    def error(self, code: str, description: str) -> SentBack:
        """Make the redirect that tells an error."""
        return SentBack(self.answer(error=code, error_description=description))


def read_authorization_request(
    state: State, hosts: Hosts, parameters: OAuthParameters
) -> AuthorizationRequest:
    """Check the parameters; raise AuthorizationRefused or SentBack where they are wrong."""
    settings = load_settings(state)
    request = _trusted(state, hosts, parameters, settings)
    repeated = parameters.repeated()
    if repeated:
        raise request.error("invalid_request", f"{repeated[0]} was given more than once")
    response_type = parameters.get("response_type")
    if response_type is None:
        raise request.error("invalid_request", "response_type is missing; it must be code")
    if response_type != "code":
        raise request.error("unsupported_response_type", "response_type must be code")
    _check_scopes(request)
    _check_challenge(request, parameters, settings)
    return request


def check_company(request: AuthorizationRequest, company: Company, owner: Company) -> None:
    """Refuse a private integration in any company but its own."""
    integration = request.integration
    if not integration.published and integration.company_id != company.id:
        raise AuthorizationRefused(
            403,
            f"{integration.name} is a private integration of {owner.title}."
            " Until it is published, only that company may approve it.",
        )


def approve(
    state: State,
    request: AuthorizationRequest,
    company: Company,
    user_id: str | None,
    now: float,
) -> str:
    """Grant the request in the company's name; give the URL that takes the code back.

    `user_id` is the tech admin who does it, for the audit log.
    """
    code = issue_code(
        state,
        client_id=request.integration.client_id,
        company_id=company.id,
        redirect_uri=request.redirect_uri,
        scope=" ".join(request.scopes),
        code_challenge=request.code_challenge,
        now=now,
    )
    integration = request.integration
    details = {"integration": integration.name, "clientId": integration.client_id}
    with state.write():
        add_activity(state, company.id, user_id, now, AUTHORIZED, **details)
    return request.answer(code=code)


def deny(request: AuthorizationRequest) -> str:
    """Give the URL that tells the client that it was denied."""
    return request.error("access_denied", "The tech admin denied the request").redirect_to


def _trusted(
    state: State, hosts: Hosts, parameters: OAuthParameters, settings: OAuthSettings
) -> AuthorizationRequest:
    """Check what must hold before anything may be redirected."""
    for name in ("client_id", "redirect_uri"):
        if parameters.get(name) is None:
            raise AuthorizationRefused(400, f"The parameter {name} is missing.")
        if name in parameters.repeated():
            raise AuthorizationRefused(400, f"The parameter {name} was given more than once.")
    integration = find_integration(state, parameters.get("client_id") or "")
    if integration is None:
        raise AuthorizationRefused(400, "No integration has this client_id.")
    redirect_uri = parameters.get("redirect_uri") or ""
    registered = integration.manifest.integration.redirect_uris
    if redirect_uri not in registered:
        raise AuthorizationRefused(
            400,
            f"redirect_uri is not registered for {integration.name}; it must equal a registered"
            " URI character by character.",
        )
    scope = parameters.get("scope")
    return AuthorizationRequest(
        integration=integration,
        redirect_uri=redirect_uri,
        scopes=integration.scopes if scope is None else tuple(dict.fromkeys(scope.split(" "))),
        state=parameters.get("state"),
        code_challenge=None if settings.pkce == "off" else parameters.get("code_challenge"),
        issuer=hosts.app_url if settings.iss else None,
    )


def _check_scopes(request: AuthorizationRequest) -> None:
    registered = request.integration.scopes
    for scope in request.scopes:
        if scope not in registered:
            name = scope if re.fullmatch(r"[\x21\x23-\x5b\x5d-\x7e]{1,100}", scope) else "a scope"
            hint = _plain(nearest_hint(name, registered))
            said = f"{name} is not among the integration's scopes. {hint}"
            raise request.error("invalid_scope", said)


def _check_challenge(
    request: AuthorizationRequest, parameters: OAuthParameters, settings: OAuthSettings
) -> None:
    if settings.pkce == "off":
        return
    if request.code_challenge is None:
        if settings.pkce == "required":
            raise request.error("invalid_request", "code_challenge is missing")
        return
    if parameters.get("code_challenge_method") != "S256":
        raise request.error("invalid_request", "code_challenge_method must be S256")
    if not _CHALLENGE.fullmatch(request.code_challenge):
        raise request.error("invalid_request", "code_challenge must be 43 base64url characters")


def _plain(text: str) -> str:
    """Keep to the characters that an error_description may have (RFC 6749, 4.1.2.1)."""
    return text.replace('"', "'").replace("\\", "/")
