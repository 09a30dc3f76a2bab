"""What only Gong itself can say: that it is reached, knows the app, and lets it read.

Nothing is changed there. No token is refreshed: that spends its refresh token.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from gongkit.auth.access_key import AccessKey
from gongkit.auth.bearer import Bearer
from gongkit.base_url import API_BASE_URL
from gongkit.cli.diagnosis.asking import Impatient, ask
from gongkit.cli.diagnosis.found import Found, State, ok
from gongkit.cli.diagnosis.surroundings import Surroundings
from gongkit.cli.diagnosis.times import of_gong
from gongkit.client._sync.gong import Gong
from gongkit.clock import SYSTEM_CLOCK
from gongkit.contract.operation import Operation
from gongkit.contract.registry import OPERATIONS
from gongkit.engine.effects import Credentials
from gongkit.engine.perform import Options
from gongkit.engine.retry import RetryPolicy
from gongkit.errors import Forbidden, GongkitError
from gongkit.installations.installation import Installation
from gongkit.redact import Secret
from gongkit.settings import Settings

_MOST_INSTALLATIONS: Final = 20
"""More are not asked: each costs a call of its company's day."""

_READS: Final = ("listUsers", "listWorkspaces", "listScorecards", "listTrackers", "listCalls")
"""What may be asked without knowing an id, the most harmless first."""


def examine_gong(around: Surroundings) -> Iterator[Found]:
    """Ask the app host whether it is there, what time it is, and for an authorization page."""
    host = around.app_host
    if host is None:
        return  # Said of the environment.
    try:
        answer = ask(around.settings.app_url)
    except GongkitError as error:
        yield Found(
            id="live.app",
            state=State.FAILED,
            found=error.message.removesuffix("."),
            why="Authorizations and tokens come from there.",
            next="Check the network, its proxy, and whether its certificates are trusted here.",
        )
        return
    yield ok("live.app", f"{host} answers ({answer.status})")
    if around.sandbox is None:
        yield of_gong(answer, datetime.now(UTC))
    yield _authorization(around)


def _authorization(around: Surroundings) -> Found:
    """Ask for the page that begins an authorization; nobody signs in, so nothing comes of it."""
    settings, manifest = around.settings, around.sound_manifest
    if manifest is None:
        return ok("live.client_id", "The client id was not asked about: it takes a sound manifest")
    client_id = settings.client_id or _in_sandbox(around.sandbox, manifest.integration.name)
    if client_id is None:
        return ok("live.client_id", "There is no client id to ask about")
    query = {
        "client_id": client_id,
        "response_type": "code",
        "scope": " ".join(manifest.integration.scopes),
        "redirect_uri": manifest.integration.redirect_uris[0],
        "state": "doctor",
    }
    try:
        answer = ask(f"{settings.app_url}/oauth2/authorize", *query.items())
    except GongkitError as error:
        return _refused("live.client_id", error, "Companies begin to install the app there.")
    location = answer.header("location") or ""
    if answer.status >= 400 or "error=" in urlsplit(location).query:
        return Found(
            id="live.client_id",
            state=State.FAILED,
            found=f"The authorization endpoint refuses client id, redirect URI or scopes"
            f" ({_error_in(location) or answer.status})",
            why="No company could approve the app.",
            next="Compare GONGKIT_CLIENT_ID and the manifest with the integration at Gong.",
        )
    return ok(
        "live.client_id",
        "The authorization endpoint takes the client id; whether Gong knows it is certain"
        " once somebody has signed in there",
    )


def _in_sandbox(sandbox: object, name: str) -> str | None:
    """Find the client id of the integration of this name, the newest one."""
    integrations = sandbox["integrations"] if isinstance(sandbox, Mapping) else ()
    found = [str(each["client_id"]) for each in integrations if each["name"] == name]
    return found[-1] if found else None


def examine_access(around: Surroundings) -> Iterator[Found]:
    """Read a little with the access key, and with each installation's token."""
    settings = around.settings
    if settings.access_key and settings.access_key_secret:
        yield _with_key(settings, settings.access_key, settings.access_key_secret)
    active = [each for each in around.stored.installations if each.status == "active"]
    for installation in active[:_MOST_INSTALLATIONS]:
        yield _with_token(settings, installation)
    if len(active) > _MOST_INSTALLATIONS:
        left = len(active) - _MOST_INSTALLATIONS
        yield ok("live.more", f"{left} more installations were not asked")
    if not active and not settings.access_key and not around.stored.unopened:
        yield ok("live.read", "There is neither an access key nor an installation to read with")


def _with_key(settings: Settings, key: Secret, secret: Secret) -> Found:
    try:
        credentials = AccessKey(key, secret, settings.base_url or API_BASE_URL)
    except GongkitError as error:
        return _refused("live.access_key", error, "No call can be made with it.")
    return _read("live.access_key", "The access key", settings, credentials, "listUsers")


def _with_token(settings: Settings, installation: Installation) -> Found:
    grant, name = installation.grant, installation.name or installation.company
    if grant.expires_at is not None and grant.expires_at <= SYSTEM_CLOCK.now():
        return ok("live.installation", f"{name}: its token is over; its next call gets a new one")
    operation = _possible(set(grant.scopes))
    if operation is None:
        return ok("live.installation", f"{name}: its scopes allow none of the reads tried here")
    credentials = Bearer(grant.access_token, grant.base_url)
    return _read("live.installation", name, settings, credentials, operation.id)


def _possible(scopes: set[str]) -> Operation[Any] | None:
    found = (OPERATIONS[name] for name in _READS)
    return next((each for each in found if set(each.scopes) <= scopes), None)


def _read(
    name: str, who: str, settings: Settings, credentials: Credentials, operation: str
) -> Found:
    options = Options(
        timeout=10.0, retry=RetryPolicy(attempts=1, patience=5.0), guard=settings.guard
    )
    transport = Impatient()
    try:
        gong = Gong(credentials, options=options, transport=transport)
        gong.request(OPERATIONS[operation], query=_period(OPERATIONS[operation]))
    except GongkitError as error:
        trusted = " An address outside the trusted IPs is refused, too."
        why = "Its calls will fail." + (trusted if isinstance(error, Forbidden) else "")
        return _refused(name, error, why, who)
    finally:
        transport.close()
    return ok(name, f"{who}: {operation} is answered")


def _period(operation: Operation[Any]) -> dict[str, str]:
    """Give the last day to an operation that has to be told a period."""
    if operation.parameter("fromDateTime") is None:
        return {}
    now = datetime.now(UTC)
    return {"fromDateTime": (now - timedelta(days=1)).isoformat(), "toDateTime": now.isoformat()}


def _refused(name: str, error: GongkitError, why: str, who: str = "") -> Found:
    said = error.message.removesuffix(".")
    found = f"{who}: {said}" if who else said
    return Found(id=name, state=State.FAILED, found=found, why=why, next=error.hint)


def _error_in(location: str) -> str:
    """Find the code of RFC 6749 in a redirect; any other text of it is left out."""
    from urllib.parse import parse_qs

    given = parse_qs(urlsplit(location).query).get("error", [""])[0]
    return given if given.isascii() and given.replace("_", "").isalpha() else ""
