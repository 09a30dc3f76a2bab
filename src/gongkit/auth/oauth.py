"""The app's side of Gong's OAuth: the authorize URL, the callback, the token endpoint.

RFC 6749 with Gong's ways: the client authenticates by Basic, the parameters go in the
query, the answer names the customer's own API host. A code and a refresh token can be
spent once, so a token request is repeated only where nothing can have reached Gong, or
where Gong did not take the client secret: then nothing is spent either.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import parse_qs, quote, urlencode

from gongkit.auth.header import check_credential
from gongkit.auth.oauth_inputs import check_place, check_validity, checked_redirect, checked_scopes
from gongkit.auth.token_answer import check_answer, first_grant, next_grant, said
from gongkit.base_url import check_base_url
from gongkit.clock import SYSTEM_CLOCK, Clock
from gongkit.engine.effects import Send, Sleep, Steps
from gongkit.errors import (
    CallbackRefused,
    ConnectionFailed,
    CredentialsError,
    OAuthError,
    UsageError,
)
from gongkit.guard import UNGUARDED, Guard
from gongkit.installations.installation import TokenGrant
from gongkit.redact import Secret
from gongkit.wire import Request, Response, basic_authorization

APP_URL: Final = "https://app.gong.io"
"""Gong's app host: sign-in, consent and the token endpoint."""

TOKEN_TIMEOUT: Final = 10.0
"""Seconds that each wait of a token request on the network may take."""

_PAUSES: Final = (0.25, 1.0)
"""Seconds before a token request is sent again whose connection could not be made."""

_WHAT_TO_DO: Final = (
    "Give the app the client secret that Gong's admin center shows for this integration"
    " (Settings > Ecosystem > API > Integrations). No installation is lost by this."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthClient:
    """The integration as Gong registered it, and how its tokens are asked for.

    Raises `UnknownName` for a scope that Gong does not have or another `parameters_in`,
    `UsageError` for a redirect URI or a validity that cannot be, `BaseUrlRefused` for an
    `app_url` that is neither Gong's nor a sandbox's.
    """

    client_id: str
    client_secret: Secret
    redirect_uri: str
    """One of those registered, letter for letter: https, or http on this machine. An
    authorization may come back to another one."""
    scopes: tuple[str, ...]
    """Asked for unless an authorization asks for fewer."""
    app_url: str = APP_URL
    parameters_in: Literal["query", "body"] = "query"
    """Where token requests carry their parameters: Gong documents the query. The form
    body is known to work too, and keeps the tokens out of the access logs of proxies."""
    validity_duration: int | None = None
    """Seconds that access tokens are to live; None leaves it to Gong (a day)."""
    older_client_secrets: tuple[Secret, ...] = ()
    """Tried in this order where Gong does not take `client_secret`, as while a new one is
    being put in its place: an old one works for 0 to 168 hours more, as the admin chose."""
    clock: Clock = SYSTEM_CLOCK
    guard: Guard = UNGUARDED
    """Refuses what the profile does not allow: all that is asked for here changes something."""

    def __post_init__(self) -> None:
        check_credential("client id", Secret(self.client_id))
        for secret in self._client_secrets:
            check_credential("client secret", secret)
        if ":" in self.client_id:
            raise CredentialsError("The client id has a colon in it.")
        checked_redirect(self.redirect_uri)
        object.__setattr__(self, "scopes", checked_scopes(self.scopes))
        check_place(self.parameters_in)
        check_validity(self.validity_duration)
        object.__setattr__(self, "app_url", check_base_url(self.app_url))

    def authorize_url(
        self,
        state: Secret,
        scopes: Sequence[str] | None = None,
        *,
        redirect_uri: str | None = None,
    ) -> str:
        """Say where to send the tech admin's browser.

        `state` must be unguessable, and comes back with the callback. `scopes` and
        `redirect_uri` are the client's where they are None. Raises `ProfileRefused`.
        """
        self._check_profile("an authorization", self.app_url)
        if not state:
            raise UsageError("An authorization needs a state.", hint="Use secrets.token_urlsafe().")
        asked = self.scopes if scopes is None else checked_scopes(scopes)
        query = {
            "client_id": self.client_id,
            "response_type": "code",
            "scope": " ".join(asked),
            "redirect_uri": self._redirect(redirect_uri),
            "state": state.reveal(),
        }
        return f"{self.app_url}/oauth2/authorize?{urlencode(query, quote_via=quote)}"

    def exchange(self, code: Secret, *, redirect_uri: str | None = None) -> Steps[TokenGrant]:
        """Turn the callback's code into tokens. A code works once, and for 10 minutes.

        `redirect_uri` must be the one to which the authorization came back.

        Raises `OAuthError` where Gong refuses, `InvalidAnswer` or `BaseUrlRefused` where
        its answer cannot be used; after `AnswerLost` the code is most likely spent.
        `ProfileRefused` where the profile keeps it from being sent.
        """
        self._check_profile("a code", self.app_url)
        parameters = {
            "grant_type": "authorization_code",
            "code": code.reveal(),
            "client_id": self.client_id,
            "redirect_uri": self._redirect(redirect_uri),
        }
        now = self.clock.now()
        fields = yield from self._ask(parameters, code)
        return first_grant(fields, now, self.scopes)

    def refresh(self, grant: TokenGrant) -> Steps[TokenGrant]:
        """Spend a grant's refresh token for the next grant; what the answer omits stays.

        Raises `OAuthError` where Gong refuses: `invalid_grant` is final. After
        `AnswerLost` and `InvalidAnswer` the token may be spent.
        """
        self.check_refresh(grant)
        if grant.refresh_token is None:
            raise UsageError("This grant has no refresh token.", hint="Let the customer reconnect.")
        token = grant.refresh_token
        parameters = {"grant_type": "refresh_token", "refresh_token": token.reveal()}
        now = self.clock.now()
        fields = yield from self._ask(parameters, token)
        return next_grant(fields, now, grant)

    def check_refresh(self, grant: TokenGrant) -> None:
        """Tell before anything else is done for it whether the profile allows this refresh.

        Both hosts count: a refresh token of Gong's is not spent at a sandbox either.
        Raises `ProfileRefused`.
        """
        for url in (self.app_url, grant.base_url):
            self._check_profile(f"a refresh token of {grant.base_url}", url)

    def _check_profile(self, what: str, url: str) -> None:
        self.guard.check(what, url, writes=True)

    @property
    def _client_secrets(self) -> tuple[Secret, ...]:
        return (self.client_secret, *self.older_client_secrets)

    def _redirect(self, other: str | None) -> str:
        return self.redirect_uri if other is None else checked_redirect(other)

    def _ask(self, parameters: Mapping[str, str], spent: Secret) -> Steps[dict[str, object]]:
        """Ask with one client secret after the other, until Gong takes one."""
        for secret in self._client_secrets:
            response = yield from _sent(self._request(parameters, secret))
            try:
                return check_answer(response, (spent, *self._client_secrets))
            except OAuthError as refused:
                if refused.error != "invalid_client":
                    raise
                said, status = refused.description, refused.status
        raise OAuthError("invalid_client", self._unknown(said), status=status, hint=_WHAT_TO_DO)

    def _unknown(self, said: str) -> str:
        one = not self.older_client_secrets
        what = "the client secret is not" if one else "none of the client secrets is"
        return f"{what}, or no longer, that of the integration {self.client_id}" + (
            f"; Gong says: {said}" if said else ""
        )

    def _request(self, parameters: Mapping[str, str], secret: Secret) -> Request:
        pairs = tuple(parameters.items())
        if self.validity_duration is not None:
            pairs += (("validity_duration", str(self.validity_duration)),)
        headers = {"accept": "application/json"}
        in_body = self.parameters_in == "body"
        if in_body:
            headers["content-type"] = "application/x-www-form-urlencoded"
        return Request(
            method="POST",
            url=f"{self.app_url}/oauth2/generate-customer-token",
            query=() if in_body else pairs,
            headers=headers,
            authorization=basic_authorization(self.client_id, secret),
            body=urlencode(pairs).encode() if in_body else None,
            timeout=TOKEN_TIMEOUT,
        )


def _sent(request: Request) -> Steps[Response]:
    """Send the request, again where the connection could not be made."""
    for pause in _PAUSES:
        try:
            response: Response = yield Send(request)
        except ConnectionFailed:
            yield Sleep(pause)
        else:
            return response
    response = yield Send(request)
    return response


def parse_callback(url_or_query: str, expected_state: Secret) -> Secret:
    """Take the code out of the URL (or only its query) with which the browser came back.

    Raises `CallbackRefused`, its `error` one of `state_missing`, `state_mismatch`,
    `code_missing`, `parameter_repeated`, or what Gong sent as `error` (`access_denied`
    where the admin declined). Nothing but the state is believed before it matches.
    """
    _, mark, after = url_or_query.partition("?")
    query = (after if mark else url_or_query).partition("#")[0]
    given = parse_qs(query, keep_blank_values=True)
    _check_state(given, expected_state)
    if "error" in given:
        error, description = given["error"][0], given.get("error_description", [""])[0]
        raise CallbackRefused(said(error) or "invalid_error", said(description))
    code = _only(given, "code")
    if not code:
        raise CallbackRefused("code_missing", "the callback has neither a code nor an error")
    return Secret(code)


def _check_state(given: Mapping[str, Sequence[str]], expected: Secret) -> None:
    state = _only(given, "state")
    if not state:
        raise CallbackRefused("state_missing", "the callback does not say what it answers")
    if not hmac.compare_digest(state.encode(), expected.reveal().encode()):
        raise CallbackRefused(
            "state_mismatch", "the callback answers an authorization that was not begun here"
        )


def _only(given: Mapping[str, Sequence[str]], name: str) -> str:
    """Take a parameter that may come once (RFC 6749, section 3.1)."""
    values = given.get(name, [""])
    if len(values) > 1:
        raise CallbackRefused("parameter_repeated", f"the callback has more than one {name}")
    return values[0]
