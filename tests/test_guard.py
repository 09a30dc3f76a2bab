"""What a profile keeps from being sent: by clients for threads and asyncio, and by refreshes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.auth.by_hand import play
from tests.auth.installed import COMPANY, DAY, DUE, grant_of, oauth

from gongkit import AccessKey, AsyncGong, Gong
from gongkit.auth.refresh import InstallationCredentials
from gongkit.clock import ManualClock
from gongkit.contract.operation import Operation
from gongkit.contract.registry import OPERATIONS
from gongkit.engine.perform import Options
from gongkit.errors import ProfileRefused
from gongkit.guard import UNGUARDED, Guard
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.sqlite import SqliteStore
from gongkit.redact import Secret
from gongkit.settings import Settings
from gongkit.wire import MockTransport, Request, Response

GONG, SANDBOX = "https://us-1.api.gong.io", "http://127.0.0.1:4665"
READ = OPERATIONS["listWorkspaces"]
WRITE = OPERATIONS["purgePhoneNumber"]
INPUTS: dict[str, dict[str, Any]] = {
    READ.id: {},
    WRITE.id: {"query": {"phoneNumber": "+15550100"}},
}
Ask = Callable[[str, Guard, Operation[Any], MockTransport], None]


def key_at(base_url: str) -> AccessKey:
    return AccessKey(Secret("planted-key"), Secret("planted-secret"), base_url)


def in_threads(
    base_url: str, guard: Guard, operation: Operation[Any], network: MockTransport
) -> None:
    gong = Gong(key_at(base_url), options=Options(guard=guard), transport=network)
    gong.request(operation, **INPUTS[operation.id])


def in_asyncio(
    base_url: str, guard: Guard, operation: Operation[Any], network: MockTransport
) -> None:
    async def ask() -> None:
        gong = AsyncGong(key_at(base_url), options=Options(guard=guard), transport=network)
        await gong.request(operation, **INPUTS[operation.id])

    asyncio.run(ask())


class Network(MockTransport):
    """Answers everything, and keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[Request] = []
        super().__init__(self._answer)

    def _answer(self, request: Request) -> Response:
        self.sent.append(request)
        return Response(200, {}, b"{}")


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.mark.parametrize("ask", [in_threads, in_asyncio])
@pytest.mark.parametrize(
    ("profile", "base_url", "operation", "sent"),
    [
        ("dev", GONG, READ, True),
        ("dev", GONG, WRITE, False),
        ("dev", SANDBOX, WRITE, True),
        ("staging", GONG, WRITE, True),
        ("staging", SANDBOX, WRITE, True),
        ("prod", GONG, WRITE, True),
        ("prod", SANDBOX, READ, False),
        ("prod", "http://localhost:4664", WRITE, False),
        (None, GONG, WRITE, True),
        (None, SANDBOX, READ, True),
    ],
)
def test_what_is_sent(
    ask: Ask,
    profile: str | None,
    base_url: str,
    operation: Operation[Any],
    *,
    sent: bool,
    network: Network,
) -> None:
    guard = Guard(profile)
    if sent:
        ask(base_url, guard, operation, network)
        assert [request.url for request in network.sent] == [base_url + operation.path]
    else:
        with pytest.raises(ProfileRefused) as refused:
            ask(base_url, guard, operation, network)
        assert network.sent == []
        assert str(profile) in refused.value.message
        assert f"{operation.id} was not sent to {base_url.partition('//')[2]}" in str(refused.value)
        assert "GONGKIT_PROFILE" in refused.value.hint
        assert (refused.value.code, refused.value.exit_code) == ("profile_refused", 3)


def test_what_changes_nothing_is_a_read() -> None:
    reads = {each.id for each in OPERATIONS.values() if not each.writes}
    assert {"listUsers", "listCallsExtensive", "getCallTranscripts"} <= reads
    assert all(each.method in {"GET", "POST"} for each in OPERATIONS.values() if not each.writes)


def test_what_costs_credits_is_a_write() -> None:
    assert OPERATIONS["askEntity"].writes
    assert OPERATIONS["generateBrief"].writes


def test_a_host_is_named_without_its_credentials() -> None:
    with pytest.raises(ProfileRefused) as refused:
        Guard("dev").check(
            "it", "https://user:planted@us-1.api.gong.io/v2?token=planted", writes=True
        )
    assert "us-1.api.gong.io" in str(refused.value)
    assert "planted" not in str(refused.value)


# Settings


@pytest.mark.parametrize(
    ("variables", "guard"),
    [
        ({}, UNGUARDED),
        ({"GONGKIT_APP_URL": "http://127.0.0.1:4664"}, Guard("dev")),
        ({"GONGKIT_PROFILE": "dev"}, Guard("dev")),
        ({"GONGKIT_PROFILE": "prod"}, Guard("prod")),
        ({"GONGKIT_PROFILE": "staging", "GONGKIT_APP_URL": "http://[::1]:1"}, Guard("staging")),
    ],
)
def test_the_guard_of_settings(variables: dict[str, str], guard: Guard) -> None:
    assert Settings.from_environment(variables).guard == guard


GUARDED = {
    "app/clients.py",  # with the guard of the app's OAuth client
    "app/configuration.py",  # with that of the settings
    "cli/api.py",  # with the options of a Caller, which has that of the settings
    "cli/diagnosis/live_access.py",  # with that of the settings
}
WITHOUT_SETTINGS = {
    "cli/story/app_process.py",
    "cli/story/installing.py",
    "cli/story/keeping.py",
    "cli/story/stage.py",
    "cli/submitting/stage.py",
}
"""The story and the screenshots have a sandbox of their own, whatever the settings are."""


def test_no_maker_of_clients_forgets_the_guard() -> None:
    """Whoever makes a client in app or cli is named above, with where its guard comes from."""
    package = Path(__file__).parents[1] / "src/gongkit"
    made = re.compile(r"\b(?:Gong|AsyncGong|OAuthClient)\(")
    paths = [path for layer in ("app", "cli") for path in (package / layer).rglob("*.py")]
    makers = {p.relative_to(package).as_posix() for p in paths if made.search(p.read_text())}
    assert makers == GUARDED | WITHOUT_SETTINGS


# Authorizations and refreshes


@pytest.mark.parametrize("app_url", ["https://app.gong.io", "http://localhost:4664"])
def test_an_authorization(app_url: str, clock: ManualClock) -> None:
    profile = "prod" if "localhost" in app_url else "dev"
    client = replace(oauth(clock), app_url=app_url, guard=Guard(profile))
    with pytest.raises(ProfileRefused, match="an authorization was not sent"):
        client.authorize_url(Secret("state"))
    with pytest.raises(ProfileRefused, match="a code was not sent"):
        play(client.exchange(Secret("planted")), clock)
    other = replace(client, guard=Guard("staging"))
    assert other.authorize_url(Secret("state")).startswith(f"{app_url}/oauth2/authorize")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def store(tmp_path: Path, clock: ManualClock) -> Iterator[SqliteStore]:
    keyring = Keyring.parse(generate_key())
    path = tmp_path / "installations.db"
    with closing(SqliteStore(path, keyring, client_id="app", clock=clock)) as opened:
        opened.install(COMPANY, grant_of(0, clock))
        yield opened


@pytest.mark.parametrize("app_url", ["https://app.gong.io", "http://localhost:4664"])
def test_a_refresh_token_of_gong_is_not_spent_from_dev(
    store: SqliteStore, clock: ManualClock, app_url: str
) -> None:
    client = replace(oauth(clock), app_url=app_url, guard=Guard("dev"))
    credentials = InstallationCredentials(store, client, COMPANY)
    clock.advance(DUE)
    authorization, *_ = play(credentials.authorization(None), clock)
    assert authorization.base_url == f"https://{COMPANY}", "the old token is used on"
    with pytest.raises(ProfileRefused, match=f"a refresh token of https://{COMPANY} was not sent"):
        play(credentials.refresh_when_due(), clock)

    clock.advance(DAY)
    with pytest.raises(ProfileRefused):
        play(credentials.authorization(None), clock)

    lease = store.try_lease(COMPANY, 1, "somebody else", 60)
    assert lease is not None, "nobody holds the lease"
    assert not lease.in_doubt, "the refresh token was not spent"


def test_a_refresh_token_of_a_sandbox_is_not_sent_from_prod(
    store: SqliteStore, clock: ManualClock
) -> None:
    store.install("acme", replace(grant_of(0, clock), base_url=SANDBOX))
    client = replace(oauth(clock), guard=Guard("prod"))
    clock.advance(DAY + 1)
    with pytest.raises(ProfileRefused, match=f"a refresh token of {SANDBOX} was not sent"):
        play(InstallationCredentials(store, client, "acme").authorization(None), clock)
    assert store.get("acme").status == "active"  # type: ignore[union-attr]
