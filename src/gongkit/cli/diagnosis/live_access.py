"""Whether Gong lets the app read: with the access key, and with each installation's token.

Nothing is changed there. No token is refreshed: that spends its refresh token.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from gongkit.auth.access_key import AccessKey
from gongkit.auth.bearer import Bearer
from gongkit.base_url import API_BASE_URL
from gongkit.cli.diagnosis.asking import Impatient
from gongkit.cli.diagnosis.found import Found, State, ok
from gongkit.cli.diagnosis.surroundings import Surroundings
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
        return _refused("live.access_key", "The access key", error, "No call is made with it.")
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
        return _refused(name, who, error, why)
    finally:
        transport.close()
    return ok(name, f"{who}: {operation} is answered")


def _period(operation: Operation[Any]) -> dict[str, str]:
    """Give the last day to an operation that has to be told a period."""
    if operation.parameter("fromDateTime") is None:
        return {}
    now = datetime.now(UTC)
    return {"fromDateTime": (now - timedelta(days=1)).isoformat(), "toDateTime": now.isoformat()}


def _refused(name: str, who: str, error: GongkitError, why: str) -> Found:
    found = f"{who}: {error.message.removesuffix('.')}"
    return Found(id=name, state=State.FAILED, found=found, why=why, next=error.hint)
