"""As whom `gongkit api` calls: an installation, an access key, or a company of a sandbox."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gongkit.auth.access_key import AccessKey
from gongkit.base_url import API_BASE_URL, check_base_url
from gongkit.cli.output import note
from gongkit.cli.sandbox_url import is_sandbox, is_url, sandbox_of
from gongkit.engine.effects import Credentials
from gongkit.engine.perform import Options
from gongkit.engine.throttle import SharedThrottle
from gongkit.errors import CredentialsError, UsageError
from gongkit.redact import Secret
from gongkit.settings import Settings

if TYPE_CHECKING:
    from gongkit.cli.app_store import AppStore
    from gongkit.installations.installation import Installation


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, at which API host, and how its limits are kept."""

    credentials: Credentials
    base_url: str
    options: Options


def find_caller(
    settings: Settings, base_url: str | None, company: str | None, opened: ExitStack
) -> Caller:
    """Find the company that was named, or else use the access key that there is.

    `opened` closes what the calls need. Raises `InstallationNotFound` for a company that
    is nowhere, `CredentialsError` where there are none. The profile's guard comes along.
    """
    if company is None:
        found = _with_key(_find_key(settings, base_url))
    else:
        found = _of_company(settings, base_url, company, opened)
    return replace(found, options=replace(found.options, guard=settings.guard))


def _of_company(
    settings: Settings, base_url: str | None, company: str, opened: ExitStack
) -> Caller:
    """Find an installation, or else a company of the sandbox."""
    from gongkit.cli.app_store import opened_store, shown
    from gongkit.cli.company import names_of, not_found

    app = opened.enter_context(opened_store(settings, of_sandbox=True))
    if app is not None and (found := app.find(company)) is not None:
        return _as_installation(app, found, base_url)
    known, where = names_of(app.store.list() if app else ()), shown(settings)
    if is_sandbox(settings.app_url):
        in_sandbox = {each["name"]: each for each in sandbox_of(settings)["companies"]}
        if company in in_sandbox:
            return _with_key(_key_of(in_sandbox[company], base_url))
        known = list(dict.fromkeys([*known, *in_sandbox]))
        where += ", and no company of that name in the sandbox"
    raise not_found(company, known, where)


def time_at(settings: Settings, company: str | None) -> datetime:
    """Tell the time where the call goes to: a sandbox's own, if it goes there.

    Raises `SandboxError` where none answers at the app URL.
    """
    own_key = company is None and (settings.access_key or settings.access_key_secret)
    if own_key or not is_sandbox(settings.app_url):
        return datetime.now(UTC)
    return datetime.fromisoformat(sandbox_of(settings)["now"])


def _as_installation(app: AppStore, found: Installation, base_url: str | None) -> Caller:
    if base_url is not None and check_base_url(base_url) != found.base_url:
        raise UsageError(
            f"The tokens of {found.company} are for {found.base_url} only.",
            hint="Leave --base-url out.",
        )
    options = Options(throttle=SharedThrottle(app.store))
    return Caller(app.credentials(found.company), found.base_url, options)


def _with_key(key: AccessKey) -> Caller:
    return Caller(key, key.base_url, Options())


def _find_key(settings: Settings, base_url: str | None) -> AccessKey:
    """Take the access key from the settings, or that of a sandbox's first company."""
    key, secret = settings.access_key, settings.access_key_secret
    if key and secret:
        return AccessKey(key, secret, base_url or settings.base_url or API_BASE_URL)
    if key or secret:
        missing = "GONGKIT_ACCESS_KEY_SECRET" if key else "GONGKIT_ACCESS_KEY"
        raise CredentialsError(f"{missing} is not set.", hint="Key and secret belong together.")
    if not is_url(settings.app_url):
        raise UsageError(
            "There is no access key to use, and GONGKIT_APP_URL is not a URL.",
            hint="Write it whole, from http:// on, as `gongkit sandbox` prints it.",
        )
    if not is_sandbox(settings.app_url):
        raise CredentialsError(
            "There are no credentials.",
            hint="Name an installation with --company; or set GONGKIT_ACCESS_KEY,"
            " GONGKIT_ACCESS_KEY_SECRET and GONGKIT_BASE_URL; or start `gongkit sandbox` and"
            " set GONGKIT_APP_URL to its URL.",
        )
    first = sandbox_of(settings)["companies"][0]
    if base_url is None:
        note(f"Asking {first['name']}, the first company of the sandbox; --company picks another.")
    return _key_of(first, base_url)


def _key_of(company: dict[str, str], base_url: str | None) -> AccessKey:
    key, secret = Secret(company["access_key"]), Secret(company["access_key_secret"])
    return AccessKey(key, secret, base_url or company["api_base_url"])
