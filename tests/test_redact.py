"""Secrets do not show."""

from __future__ import annotations

import copy
import pickle

import pytest

from gongkit.redact import MASK, Secret, mask_json, mask_query, mask_text, without_query
from gongkit.wire import Request, basic_authorization


def test_a_secret_is_mute() -> None:
    secret = Secret("planted")
    assert "planted" not in f"{secret} {secret!r} {[secret]}"
    assert secret.reveal() == "planted"
    assert secret == Secret("planted") != Secret("other")
    assert not Secret("")


def test_a_secret_is_not_pickled() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret("planted"))
    with pytest.raises(TypeError):
        copy.deepcopy({"a": Secret("planted")})


def test_a_request_does_not_show_its_secrets() -> None:
    request = Request(
        method="POST",
        url="https://user:planted@app.gong.io/oauth2/generate-customer-token",
        query=(("refresh_token", "planted"),),
        authorization=basic_authorization("id", Secret("planted")),
        body=b"planted",
    )
    assert "planted" not in repr(request)
    assert "generate-customer-token" in repr(request)


def test_masks() -> None:
    assert mask_query("code=planted&state=x&client_secret=planted") == (
        f"code={MASK}&state=x&client_secret={MASK}"
    )
    assert mask_json({"a": [{"access_token": "planted", "n": 1}], "Password": "planted"}) == {
        "a": [{"access_token": MASK, "n": 1}],
        "Password": MASK,
    }
    assert without_query("https://u:p@h.example:8/a/b?code=planted#planted") == (
        "https://h.example:8/a/b"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer planted.abc-123",
        "authorization: basic cGxhbnRlZHBsYW50ZWQ=planted",
        'x {"refresh_token": "planted", "a": 1}',
        "grant_type=refresh_token&refresh_token=planted&x=1",
        "client_secret = planted",
    ],
)
def test_free_text_is_masked(text: str) -> None:
    masked = mask_text(text)
    assert "planted" not in masked
    assert MASK in masked
