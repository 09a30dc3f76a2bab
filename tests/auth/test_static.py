"""Access key and bearer token: what is sent, and what cannot be one."""

from __future__ import annotations

import base64

import pytest

from gongkit.auth.access_key import AccessKey
from gongkit.auth.bearer import Bearer
from gongkit.client._sync.driver import run
from gongkit.engine.effects import Authorization, Credentials
from gongkit.errors import BaseUrlRefused, CredentialsError
from gongkit.redact import Secret
from gongkit.wire import MockTransport, Request, Response


def never(request: Request) -> Response:
    raise AssertionError(request)


def authorization(credentials: Credentials, rejected: Authorization | None = None) -> Authorization:
    return run(credentials.authorization(rejected), MockTransport(never))


def test_an_access_key_is_sent_as_basic_to_its_base_url() -> None:
    key = AccessKey(Secret("KEY"), Secret("s:e:c"), "https://US-1.api.gong.io/")
    given = authorization(key)
    assert given.base_url == "https://us-1.api.gong.io"
    scheme, _, encoded = given.header.reveal().partition(" ")
    assert (scheme, base64.b64decode(encoded)) == ("Basic", b"KEY:s:e:c")


def test_an_access_key_is_of_the_default_cell_unless_said() -> None:
    assert authorization(AccessKey(Secret("KEY"), Secret("s"))).base_url == "https://api.gong.io"


def test_a_bearer_token_is_sent_to_its_base_url() -> None:
    given = authorization(Bearer(Secret("tok"), "http://127.0.0.1:4665/"))
    assert (given.base_url, given.header.reveal()) == ("http://127.0.0.1:4665", "Bearer tok")


@pytest.mark.parametrize(
    "credentials",
    [AccessKey(Secret("KEY"), Secret("s")), Bearer(Secret("tok"), "https://us-1.api.gong.io")],
    ids=["access key", "bearer"],
)
def test_after_a_rejection_there_is_nothing_newer(credentials: Credentials) -> None:
    first = authorization(credentials)
    assert authorization(credentials, first) == first


@pytest.mark.parametrize(
    "bad", ["", "planted key", "planted\n", "planted\r\nX: y", "plantéd", "planted\0"], ids=ascii
)
def test_what_cannot_stand_in_a_header_is_refused_unseen(bad: str) -> None:
    for make in (
        lambda: AccessKey(Secret(bad), Secret("s")),
        lambda: AccessKey(Secret("KEY"), Secret(bad)),
        lambda: Bearer(Secret(bad), "https://us-1.api.gong.io"),
    ):
        with pytest.raises(CredentialsError) as refused:
            make()
        assert "plant" not in str(refused.value)


def test_a_key_given_together_with_its_secret_is_refused() -> None:
    with pytest.raises(CredentialsError, match="colon") as refused:
        AccessKey(Secret("KEY:planted"), Secret("s"))
    assert "planted" not in str(refused.value)


def test_foreign_hosts_are_refused_when_the_credentials_are_made() -> None:
    with pytest.raises(BaseUrlRefused, match=r"evil\.example"):
        AccessKey(Secret("KEY"), Secret("s"), "https://gong.io.evil.example")
    with pytest.raises(BaseUrlRefused, match=r"evil\.example"):
        Bearer(Secret("tok"), "https://api.gong.io@evil.example")


def test_credentials_do_not_show_themselves() -> None:
    key = AccessKey(Secret("planted-key"), Secret("planted-secret"))
    bearer = Bearer(Secret("planted-token"), "https://us-1.api.gong.io")
    assert "planted" not in f"{key!r}{bearer!r}{key}{bearer}{key.company}{bearer.company}"
