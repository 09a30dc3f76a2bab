"""A client secret that is rotated: whoever has one that still works goes on, nobody is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from tests.auth.by_hand import play, refusal, tokens
from tests.auth.local_gong import STATE, LocalGong
from tests.auth.test_oauth import CLIENT, CLOCK, CODE, GRANT

from gongkit.auth.oauth import OAuthClient
from gongkit.auth.refresh import InstallationCredentials
from gongkit.client._sync.gong import Gong
from gongkit.engine.perform import Options
from gongkit.engine.throttle import LocalThrottle
from gongkit.errors import AnswerLost, ConnectionFailed, CredentialsError, OAuthError
from gongkit.installations.installation import Installation
from gongkit.installations.sqlite import MemoryStore
from gongkit.limits import UNLIMITED
from gongkit.redact import Secret
from gongkit.wire import Request, basic_authorization

COMPANY = "northwind"
HOUR = 3600.0

ROTATED = replace(
    CLIENT,
    client_secret=Secret("planted-new"),
    older_client_secrets=(Secret("planted-old"), Secret("planted-oldest")),
)
REFUSED = refusal("invalid_client", "unknown planted-old", status=401)


def secret_of(request: Request) -> str:
    for secret in ("planted-new", "planted-old", "planted-oldest"):
        if request.authorization == basic_authorization(ROTATED.client_id, Secret(secret)):
            return secret
    raise AssertionError(request)


# What is sent


def test_the_next_secret_is_tried_where_one_is_refused() -> None:
    for steps in (ROTATED.exchange(CODE), ROTATED.refresh(GRANT)):
        grant, asked = play(steps, CLOCK, REFUSED, REFUSED, tokens(1))
        assert grant.access_token == Secret("planted-access-1")
        assert [secret_of(each) for each in asked] == [
            "planted-new",
            "planted-old",
            "planted-oldest",
        ]
        assert len({each.query for each in asked}) == 1


def test_a_newer_secret_that_works_is_the_only_one_sent() -> None:
    _, (asked,) = play(ROTATED.refresh(GRANT), CLOCK, tokens(1))
    assert secret_of(asked) == "planted-new"


@pytest.mark.parametrize("reply", [refusal("invalid_grant"), AnswerLost("gone")], ids=repr)
def test_what_may_have_spent_the_token_is_not_tried_with_another_secret(reply: Any) -> None:
    with pytest.raises((OAuthError, AnswerLost)):
        play(ROTATED.refresh(GRANT), CLOCK, REFUSED, reply)


def test_a_connection_that_could_not_be_made_says_nothing_about_the_secret() -> None:
    failed = ConnectionFailed("no connection")
    _, asked = play(ROTATED.refresh(GRANT), CLOCK, REFUSED, failed, failed, tokens(1))
    assert [secret_of(each) for each in asked[1:]] == ["planted-old"] * 3


def test_if_all_are_refused_the_error_says_so_and_what_to_do() -> None:
    with pytest.raises(OAuthError, match="none of the client secrets is") as refused:
        play(ROTATED.refresh(GRANT), CLOCK, REFUSED, REFUSED, REFUSED)
    assert (refused.value.error, refused.value.status) == ("invalid_client", 401)
    assert "the integration the-client; Gong says: unknown" in str(refused.value)
    assert "admin center" in refused.value.hint
    assert "planted" not in f"{refused.value}{ROTATED!r}"


def test_older_secrets_are_checked_too() -> None:
    with pytest.raises(CredentialsError, match="client secret"):
        replace(CLIENT, older_client_secrets=(Secret("planted\n"),))


# At a sandbox that rotates


@pytest.fixture
def mine(gong: LocalGong) -> LocalGong:
    """Register an integration of the test's own, whose secret it may rotate."""
    registered = LocalGong(gong.url)
    registered.oauth = replace(registered.oauth, validity_duration=int(HOUR))
    return registered


@pytest.fixture
def store(mine: LocalGong) -> Iterator[MemoryStore]:
    with closing(MemoryStore(client_id=mine.oauth.client_id)) as opened:
        opened.install(COMPANY, mine.grant(COMPANY))
        mine.forget_requests()
        yield opened


def rotate(gong: LocalGong, grace_hours: float) -> OAuthClient:
    """Rotate the secret: the client as it is once the new one is in its place."""
    path = f"integrations/{gong.oauth.client_id}/rotate-secret"
    secret = Secret(gong.control("POST", path, grace_hours=grace_hours)["client_secret"])
    return replace(
        gong.oauth, client_secret=secret, older_client_secrets=(gong.oauth.client_secret,)
    )


def call(store: MemoryStore, oauth: OAuthClient) -> None:
    credentials = InstallationCredentials(store, oauth, COMPANY)
    with Gong(credentials, options=Options(throttle=LocalThrottle(UNLIMITED))) as client:
        assert client.users.list().first()


def present(store: MemoryStore) -> Installation:
    found = store.get(COMPANY)
    assert found is not None
    return found


def statuses(gong: LocalGong) -> list[int]:
    return [each["status"] for each in gong.requests("token")]


@pytest.mark.parametrize("mode", ["rotate", "reuse", "grace", "revoke_family"])
@pytest.mark.parametrize("grace_hours", [0, 24, 168])
def test_a_rotation_costs_no_installation(
    mine: LocalGong, store: MemoryStore, mode: str, grace_hours: int
) -> None:
    mine.control("PUT", "oauth", refresh=mode)
    before, after = mine.oauth, rotate(mine, grace_hours)
    if grace_hours:
        mine.advance((grace_hours - 1) * HOUR)
        call(store, before)
    mine.advance(2 * HOUR)
    with pytest.raises(OAuthError, match="is not, or no longer, that of") as refused:
        call(store, before)
    assert refused.value.error == "invalid_client"
    assert present(store).status == "active"
    call(store, after)
    assert statuses(mine) == ([200] if grace_hours else []) + [401, 200]


def test_a_client_that_has_both_secrets_works_before_and_after(
    mine: LocalGong, store: MemoryStore
) -> None:
    after = rotate(mine, 24)
    swapped = replace(
        after, client_secret=mine.oauth.client_secret, older_client_secrets=(after.client_secret,)
    )
    for hours in (23, 2):
        mine.advance(hours * HOUR)
        call(store, swapped)
    assert statuses(mine) == [200, 401, 200]
    assert present(store).version == 3


def test_a_refused_secret_does_not_spend_the_code(mine: LocalGong) -> None:
    code = mine.code()
    after = rotate(mine, 0)
    with pytest.raises(OAuthError, match="invalid_client"):
        mine.run(mine.oauth.exchange(code))
    assert mine.run(after.exchange(code)).refresh_token


# Several redirect URIs


def test_an_authorization_comes_back_to_the_redirect_uri_it_has_named(gong: LocalGong) -> None:
    other = "http://localhost:8001/callback"
    manifest = {"name": "Two doors", "scopes": ["api:users:read"]}
    registered = gong.control(
        "POST",
        "integrations",
        integration={**manifest, "redirect_uris": [gong.oauth.redirect_uri, other]},
    )
    client = replace(
        gong.oauth,
        client_id=registered["client_id"],
        client_secret=Secret(registered["client_secret"]),
        scopes=("api:users:read",),
    )
    there = replace(client, redirect_uri=other)
    assert client.authorize_url(STATE, redirect_uri=other) == there.authorize_url(STATE)
    with pytest.raises(OAuthError, match="redirect_uri"):
        gong.run(client.exchange(gong.code(oauth=there)))
    code = gong.code(oauth=there)
    assert gong.run(client.exchange(code, redirect_uri=other)).refresh_token
