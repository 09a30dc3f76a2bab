"""An authorization from its begin to the installation: decisions without I/O.

A refusal leaves what was there before as it was, and sends no token anywhere. The state
is used up before anything else is believed, which also asks the store: where it cannot
answer, the code is not spent and the page can be reloaded.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from urllib.parse import parse_qs

from gongkit.app.failures import Refused, log
from gongkit.auth.oauth import OAuthClient, parse_callback
from gongkit.base_url import is_shared
from gongkit.engine.effects import InStore, Sleep, Steps, ToTheEnd
from gongkit.errors import (
    AnswerLost,
    BaseUrlRefused,
    CallbackRefused,
    ConnectionFailed,
    GongkitError,
    InvalidAnswer,
    KeyringError,
    OAuthError,
    ProfileRefused,
    ResidencyRefused,
    StoreError,
)
from gongkit.installations.installation import (
    Installation,
    OAuthState,
    RefusedState,
    TokenGrant,
    company_key,
)
from gongkit.installations.store import InstallationStore
from gongkit.redact import Secret

STATE_SECONDS: Final = 600
"""How long a browser has for signing in and approving; Gong's code lives as long again."""

_SAVE_PAUSES: Final = (0.1, 0.5, 2.0)
"""Seconds before a grant is saved again that the store did not take: there is no other copy."""

_WHY: Final[Mapping[RefusedState, str]] = {
    "state_mismatch": "the state was not given out to this browser",
    "state_reused": "the state was used before",
    "state_expired": f"the state is older than {STATE_SECONDS} seconds",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorizations:
    """Begins authorizations, and finishes them as installations in the store."""

    store: InstallationStore
    oauth: OAuthClient
    allow_reduced_scopes: bool

    def begin(self, redirect_uri: str, browser: Secret, tenant: str | None) -> Steps[str]:
        """Keep a new state; give the URL at Gong to which the browser goes.

        Raises `Refused`.
        """
        begun = OAuthState(
            state=Secret(secrets.token_urlsafe(32)),
            browser=browser,
            redirect_uri=redirect_uri,
            tenant=tenant,
            scopes=self.oauth.scopes,
        )
        try:
            yield InStore(partial(self.store.save_state, begun, STATE_SECONDS))
        except StoreError as error:
            raise _unavailable(error) from None
        try:
            return replace(self.oauth, redirect_uri=redirect_uri).authorize_url(begun.state)
        except ProfileRefused as error:
            raise Refused("profile_refused", error.message) from None

    def finish(self, query: str, browser: Secret | None) -> Steps[Installation]:
        """Make an installation of the query with which the browser came back.

        Raises `Refused`.
        """
        state = _state_in(query)
        if browser is None:
            raise Refused("state_mismatch", "the browser has no cookie of ours")
        try:
            begun: OAuthState | RefusedState = yield InStore(
                partial(self.store.consume_state, state, browser)
            )
        except StoreError as error:
            raise _unavailable(error) from None
        if not isinstance(begun, OAuthState):
            raise Refused(begun, _WHY[begun])
        code = _code_in(query, state)
        # Whoever waits for the answer may go away: the code is spent then, all the same.
        installation: Installation = yield ToTheEnd(self._install(begun, code))
        return installation

    def _install(self, begun: OAuthState, code: Secret) -> Steps[Installation]:
        oauth = replace(self.oauth, redirect_uri=begun.redirect_uri)
        try:
            grant = yield from oauth.exchange(code)
        except ProfileRefused as error:
            raise Refused("profile_refused", error.message) from None
        except (OAuthError, InvalidAnswer, BaseUrlRefused, ConnectionFailed, AnswerLost) as error:
            raise Refused("exchange_failed", error.message) from None
        self._check_scopes(begun, grant)
        if grant.refresh_token is None:
            log.warning("Gong gave no refresh token: %s has to reconnect soon", grant.base_url)
        save = partial(self._save, grant, begun.tenant)
        for pause in (*_SAVE_PAUSES, None):
            try:
                installation: Installation = yield InStore(save)
            except ResidencyRefused as error:
                raise Refused("residency_refused", error.message) from None
            except (StoreError, KeyringError) as error:
                if pause is None or isinstance(error, KeyringError):
                    raise _unavailable(error) from None
                yield Sleep(pause)
            else:
                return installation
        raise AssertionError("the last try returns or raises")

    def _check_scopes(self, begun: OAuthState, grant: TokenGrant) -> None:
        missing = sorted(set(begun.scopes) - set(grant.scopes))
        if missing and not self.allow_reduced_scopes:
            raise Refused("scope_reduced", f"not granted: {' '.join(missing)}")

    def _save(self, grant: TokenGrant, tenant: str | None) -> Installation:
        company = company_of(self.store, self.oauth.app_url, grant.base_url, tenant)
        return self.store.install(company, grant, tenant=tenant)


def company_of(store: InstallationStore, app_url: str, base_url: str, tenant: str | None) -> str:
    """Find the key of the installation there is, or make one.

    Raises `Refused` where the API host is shared and there is no tenant to tell by.
    """
    known = store.at_base_url(base_url)
    if is_shared(base_url, app_url):
        return _company_at_shared_host(base_url, known, tenant)
    if known:
        return min(known, key=lambda each: each.status == "removed").company
    company = company_key(base_url)
    if store.get(company) is None:
        return company
    # A company that has moved away keeps its key, and Gong gave its host to another.
    return f"{company}#{secrets.token_hex(4)}"


def _company_at_shared_host(
    base_url: str, known: tuple[Installation, ...], tenant: str | None
) -> str:
    """Tell the companies of Gong's default cell apart by the app's own customers."""
    if tenant is None:
        raise Refused(
            "company_unknown",
            f"{base_url} is shared by many companies, and nothing else says which one this is:"
            " give GongApp a tenant=, a function that tells whom of your customers a request"
            " of /install comes from",
        )
    host = base_url.partition("://")[2]
    of_tenant = [each.company for each in known if each.tenant == tenant]
    return of_tenant[0] if of_tenant else f"{host}#{tenant}"


def _state_in(query: str) -> Secret:
    given = parse_qs(query, keep_blank_values=True).get("state", [""])
    if len(given) > 1:
        raise Refused("callback_malformed", "there is more than one state")
    if not given[0]:
        raise Refused("state_missing", "the callback has no state")
    return Secret(given[0])


def _code_in(query: str, state: Secret) -> Secret:
    """Take the code; Gong's own word where it gave none."""
    try:
        return parse_callback(f"?{query}", state)
    except CallbackRefused as refused:
        said = f"{refused.error}: {refused.description}" if refused.description else refused.error
        match refused.error:
            case "access_denied":
                raise Refused("access_denied", said) from None
            case "code_missing" | "parameter_repeated":
                raise Refused("callback_malformed", said) from None
            case _:
                raise Refused("gong_error", said) from None


def _unavailable(error: GongkitError) -> Refused:
    return Refused("store_unavailable", error.message)
