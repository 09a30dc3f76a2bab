"""The authorize URL, the callback, and the token endpoint's every kind of answer."""

from __future__ import annotations

import base64
import contextlib
import logging
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.auth.by_hand import html_reply, json_reply, play, refusal, tokens

from gongkit.auth.oauth import OAuthClient, parse_callback
from gongkit.clock import ManualClock
from gongkit.engine.effects import Steps
from gongkit.errors import (
    AnswerLost,
    BaseUrlRefused,
    CallbackRefused,
    ConnectionFailed,
    CredentialsError,
    GongkitError,
    InvalidAnswer,
    OAuthError,
    UnknownName,
    UsageError,
)
from gongkit.installations.installation import TokenGrant
from gongkit.redact import Secret
from gongkit.wire import Response

CLOCK = ManualClock(1_000_000.0)
CLIENT = OAuthClient(
    client_id="the-client",
    client_secret=Secret("planted-secret"),
    redirect_uri="https://app.example/gong/callback?from=gong",
    scopes=("api:calls:read:basic", "api:users:read"),
    clock=CLOCK,
)
CODE = Secret("planted-code&x=1")
STATE = Secret("planted-state+/=")
GRANT = TokenGrant(
    base_url="https://us-1.api.gong.io",
    access_token=Secret("planted-access-0"),
    refresh_token=Secret("planted-refresh-0"),
    scopes=("api:users:read",),
    issued_at=0.0,
    expires_at=86_400.0,
)


def exchanged(reply: Response) -> TokenGrant:
    return play(CLIENT.exchange(CODE), CLOCK, reply)[0]


def refreshed(reply: Response, grant: TokenGrant = GRANT) -> TokenGrant:
    return play(CLIENT.refresh(grant), CLOCK, reply)[0]


# The authorize URL


def test_the_authorize_url_asks_for_what_the_client_is_registered_with() -> None:
    url = urlsplit(CLIENT.authorize_url(STATE))
    assert f"{url.scheme}://{url.netloc}{url.path}" == "https://app.gong.io/oauth2/authorize"
    assert dict(parse_qsl(url.query, strict_parsing=True)) == {
        "client_id": "the-client",
        "response_type": "code",
        "scope": "api:calls:read:basic api:users:read",
        "redirect_uri": CLIENT.redirect_uri,
        "state": STATE.reveal(),
    }
    assert "+" not in url.query, "not every server reads + as a space"


def test_an_authorization_may_ask_for_fewer_scopes_at_a_sandbox() -> None:
    client = replace(CLIENT, app_url="http://127.0.0.1:4664/")
    url = client.authorize_url(STATE, ["api:users:read"])
    assert url.startswith("http://127.0.0.1:4664/oauth2/authorize?")
    assert parse_qs(urlsplit(url).query)["scope"] == ["api:users:read"]


def test_an_unknown_scope_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="api:calls:read:basic"):
        CLIENT.authorize_url(STATE, ["api:call:read:basic"])
    with pytest.raises(UnknownName, match="api:users:read"):
        replace(CLIENT, scopes=("api:user:read",))


def test_an_authorization_needs_a_state_and_a_scope() -> None:
    with pytest.raises(UsageError, match="state"):
        CLIENT.authorize_url(Secret(""))
    with pytest.raises(UsageError, match="scope"):
        CLIENT.authorize_url(STATE, [])


@pytest.mark.parametrize(
    "fields",
    [
        {"redirect_uri": "https://app.example/#done"},
        {"redirect_uri": "/callback"},
        {"redirect_uri": "app.example/callback"},
        {"redirect_uri": "http://[::1"},
        {"redirect_uri": "http://app.example/callback"},
        {"redirect_uri": "HTTP://localhost.app.example/callback"},
        {"redirect_uri": "http://192.168.0.1:8000/callback"},
        {"scopes": ()},
        {"validity_duration": 0},
        {"validity_duration": -1},
        {"validity_duration": "86400"},
        {"validity_duration": True},
        {"validity_duration": 1.5},
    ],
    ids=str,
)
def test_a_client_that_cannot_work_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        replace(CLIENT, **fields)


@pytest.mark.parametrize(
    "uri",
    [
        "http://localhost:8000/callback",
        "http://app.localhost/callback",
        "http://127.1.2.3/callback",
        "http://[::1]:80/",
        "https://192.168.0.1/callback",
    ],
)
def test_plain_http_is_for_this_machine(uri: str) -> None:
    assert replace(CLIENT, redirect_uri=uri).redirect_uri == uri


def test_scopes_as_one_text_are_refused() -> None:
    with pytest.raises(UsageError, match="one text, not a list") as caught:
        replace(CLIENT, scopes="api:users:read")  # type: ignore[arg-type]
    assert caught.value.hint == "Write ['api:users:read']."
    with pytest.raises(UsageError, match="one text, not a list"):
        CLIENT.authorize_url(STATE, "api:users:read")


def test_another_place_for_the_parameters_names_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        replace(CLIENT, parameters_in="bdy")  # type: ignore[arg-type]
    assert caught.value.nearest == "body"


def test_a_client_does_not_go_to_foreign_hosts_nor_show_its_secret() -> None:
    with pytest.raises(BaseUrlRefused, match=r"gong\.io\.evil\.example"):
        replace(CLIENT, app_url="https://app.gong.io.evil.example")
    with pytest.raises(CredentialsError):
        replace(CLIENT, client_id="a:b")
    with pytest.raises(CredentialsError):
        replace(CLIENT, client_secret=Secret("planted\n"))
    assert "planted" not in repr(CLIENT)


# The callback


@pytest.mark.parametrize(
    "form",
    ["https://app.example/callback?{}", "/callback?{}", "?{}", "{}", "https://app.example/?{}#_"],
)
def test_the_code_is_taken_from_a_url_or_a_query(form: str) -> None:
    query = "code=planted%2Bcode%26&state=planted-state%2B%2F%3D"
    code = parse_callback(form.format(query), STATE)
    assert code == Secret("planted+code&")


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("", "state_missing"),
        ("https://app.example/callback", "state_missing"),
        ("code=c", "state_missing"),
        ("code=c&state=", "state_missing"),
        ("error=access_denied", "state_missing"),
        ("code=c&state=forged", "state_mismatch"),
        ("error=access_denied&state=forged", "state_mismatch"),
        ("code=c&state=planted-state", "state_mismatch"),
        ("code=c&state=%C3%A9%00%FF", "state_mismatch"),
        ("code=c&state=s&state=s", "parameter_repeated"),
        ("code=c&code=d&state=s", "parameter_repeated"),
        ("state=s", "code_missing"),
        ("code=&state=s", "code_missing"),
        ("state=s&error=access_denied", "access_denied"),
        ("state=s&error=access_denied&code=c", "access_denied"),
        ("state=s&error=server_error&error_description=try+later", "server_error"),
        ("state=s&error=", "invalid_error"),
    ],
)
def test_a_callback_that_cannot_be_accepted_says_why(query: str, error: str) -> None:
    with pytest.raises(CallbackRefused) as refused:
        parse_callback(query, Secret("s"))
    assert refused.value.error == error


def test_what_gong_says_is_passed_on_harmlessly() -> None:
    said = "no%0A%0Alog+line%E2%80%AE+%3Cb%3E" + "x" * 1000
    with pytest.raises(CallbackRefused) as refused:
        parse_callback(f"state=s&error=a%0Db&error_description={said}", Secret("s"))
    assert refused.value.error == "a b"
    assert refused.value.description.startswith("no  log line  <b>xxx")
    assert len(refused.value.description) == 300
    assert str(refused.value).isprintable()


def test_no_callback_matches_an_empty_state() -> None:
    with pytest.raises(CallbackRefused):
        parse_callback("code=c&state=s", Secret(""))


@given(st.text(max_size=80))
def test_no_callback_makes_the_parser_fail_otherwise(text: str) -> None:
    for query in (text, f"state=s&{text}", f"state=s&error={text}", f"?{text}&state=s"):
        with contextlib.suppress(CallbackRefused):
            assert parse_callback(query, Secret("s"))


# What is sent


def test_an_exchange_is_basic_with_its_parameters_in_the_query() -> None:
    _, (request,) = play(CLIENT.exchange(CODE), CLOCK, tokens(1))
    assert request.method == "POST"
    assert request.url == "https://app.gong.io/oauth2/generate-customer-token"
    assert dict(request.query) == {
        "grant_type": "authorization_code",
        "code": CODE.reveal(),
        "client_id": "the-client",
        "redirect_uri": CLIENT.redirect_uri,
    }
    assert request.body is None
    assert request.authorization
    scheme, _, encoded = request.authorization.reveal().partition(" ")
    assert (scheme, base64.b64decode(encoded)) == ("Basic", b"the-client:planted-secret")
    assert request.timeout


def test_a_refresh_sends_the_refresh_token_and_the_validity() -> None:
    client = replace(CLIENT, validity_duration=3600)
    _, (request,) = play(client.refresh(GRANT), CLOCK, tokens(1))
    assert dict(request.query) == {
        "grant_type": "refresh_token",
        "refresh_token": "planted-refresh-0",
        "validity_duration": "3600",
    }


def test_in_body_mode_nothing_is_in_the_query() -> None:
    client = replace(CLIENT, parameters_in="body", validity_duration=60)
    _, (request,) = play(client.exchange(CODE), CLOCK, tokens(1))
    assert request.query == ()
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert isinstance(request.body, bytes)
    sent = dict(parse_qsl(request.body.decode(), strict_parsing=True))
    assert sent["code"] == CODE.reveal()
    assert sent["validity_duration"] == "60"


def test_a_grant_without_a_refresh_token_cannot_be_refreshed() -> None:
    with pytest.raises(UsageError, match="no refresh token"):
        play(CLIENT.refresh(replace(GRANT, refresh_token=None)), CLOCK)


# Good answers


def test_an_exchange_gives_the_grant_as_answered() -> None:
    assert exchanged(tokens(1)) == TokenGrant(
        base_url="https://us-1.api.gong.io",
        access_token=Secret("planted-access-1"),
        refresh_token=Secret("planted-refresh-1"),
        scopes=("api:calls:read:basic", "api:users:read"),
        issued_at=CLOCK.now(),
        expires_at=CLOCK.now() + 86_400,
    )


def test_an_answer_may_lack_what_rfc_6749_lets_it_lack() -> None:
    bare = {"refresh_token": None, "expires_in": None, "scope": None, "token_type": None}
    grant = exchanged(tokens(1, **bare))
    assert grant.refresh_token is None
    assert grant.expires_at is None
    assert grant.scopes == CLIENT.scopes
    kept = refreshed(tokens(1, **bare, api_base_url_for_customer=None))
    assert kept == replace(
        GRANT,
        access_token=Secret("planted-access-1"),
        issued_at=CLOCK.now(),
        expires_at=None,
    )


def test_a_refresh_takes_over_what_changed() -> None:
    moved = tokens(1, api_base_url_for_customer="https://EU-2.api.gong.io/", scope="api:new:scope")
    grant = refreshed(moved)
    assert grant.base_url == "https://eu-2.api.gong.io"
    assert grant.scopes == ("api:new:scope",)
    assert grant.refresh_token == Secret("planted-refresh-1")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (86_400, 86_400),
        ("86400", 86_400),
        (86_400.5, 86_400.5),
        ("86400.0", 86_400),
        (1, 1),
        (525_600, 525_600),
        (31_622_400, 31_622_400),
        (0, None),
        (-1, None),
        ("-86400", None),
        ("", None),
        ("one day", None),
        ("nan", None),
        ("inf", None),
        (1e12, None),
        ("9" * 400, None),
        (10**400, None),
        (True, None),
        ([86_400], None),
        ({"seconds": 1}, None),
        (None, None),
    ],
    ids=lambda value: str(value)[:12],
)
def test_expires_in_is_taken_where_it_means_something(said: object, seconds: float | None) -> None:
    expected = None if seconds is None else CLOCK.now() + seconds
    assert exchanged(tokens(1, expires_in=said)).expires_at == expected


# Where Gong's answer names a host


@pytest.mark.parametrize("url", ["https://evil.example", "http://us-1.api.gong.io", "https://x@y"])
def test_an_exchange_with_a_foreign_host_is_refused(url: str) -> None:
    with pytest.raises(BaseUrlRefused):
        exchanged(tokens(1, api_base_url_for_customer=url))


@pytest.mark.parametrize("url", [None, "", 17, ["https://us-1.api.gong.io"]])
def test_an_exchange_without_a_host_is_no_grant(url: object) -> None:
    with pytest.raises(InvalidAnswer, match="api_base_url_for_customer"):
        exchanged(tokens(1, api_base_url_for_customer=url))


def test_a_refresh_with_a_foreign_host_keeps_the_old_one_and_warns(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        grant = refreshed(tokens(1, api_base_url_for_customer="https://evil.example/planted"))
    assert grant.base_url == GRANT.base_url
    assert grant.refresh_token == Secret("planted-refresh-1")
    assert "evil.example" in caplog.text
    assert "planted" not in caplog.text


# Bad answers


def test_gong_s_refusal_is_told_in_its_own_words() -> None:
    with pytest.raises(OAuthError, match="invalid_grant: the code was used") as refused:
        exchanged(refusal("invalid_grant", "the code was used"))
    assert (refused.value.error, refused.value.status) == ("invalid_grant", 400)


def test_a_refusal_with_status_200_is_one_all_the_same() -> None:
    with pytest.raises(OAuthError, match="invalid_client"):
        exchanged(refusal("invalid_client", status=200))


def test_tokens_in_a_refusal_are_masked() -> None:
    said = "unknown token planted-refresh-0 of the-client:planted-secret, code=planted, \n\x1b[31m"
    with pytest.raises(OAuthError) as refused:
        refreshed(refusal("invalid_grant", said))
    assert "planted" not in str(refused.value)
    assert "unknown token" in str(refused.value)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("reply", "kind", "said"),
    [
        (html_reply(200), InvalidAnswer, "answered 200 with text/html"),
        (html_reply(400), InvalidAnswer, "answered 400 with text/html"),
        (html_reply(404), InvalidAnswer, "app_url"),
        (html_reply(302, location="https://evil.example"), InvalidAnswer, "answered 302"),
        (html_reply(500), OAuthError, "server_error: the token endpoint answered 500"),
        (html_reply(503), OAuthError, "answered 503"),
        (html_reply(429, **{"retry-after": "7"}), OAuthError, "temporarily_unavailable.* 7 s"),
        (Response(200, {}, b""), InvalidAnswer, "answered 200"),
        (Response(204, {}, b""), InvalidAnswer, "answered 204"),
        (Response(200, {}, b"planted"), InvalidAnswer, "answered 200"),
        (Response(200, {}, b"\xff\xfeplanted"), InvalidAnswer, "answered 200"),
        (Response(200, {}, b"[" * 5000), InvalidAnswer, "answered 200"),
        (json_reply(["planted"]), InvalidAnswer, "answered 200"),
        (json_reply({}), InvalidAnswer, "answered 200"),
        (json_reply({"error": {"planted": 1}}, 400), InvalidAnswer, "answered 400"),
        (json_reply({"errors": ["planted"]}, 401), InvalidAnswer, "answered 401"),
        (json_reply({"token": "planted"}), InvalidAnswer, "access_token"),
        (tokens(1, access_token=""), InvalidAnswer, "access_token"),
        (tokens(1, access_token="planted\r\nx: y"), InvalidAnswer, "access_token"),
        (tokens(1, access_token=17), InvalidAnswer, "access_token"),
        (tokens(1, token_type="mac"), InvalidAnswer, "bearer"),
        (tokens(1, token_type=["Bearer"]), InvalidAnswer, "bearer"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_grant_is_told_clearly_and_never_repeated(
    reply: Response, kind: type[GongkitError], said: str
) -> None:
    for steps in (CLIENT.exchange(CODE), CLIENT.refresh(GRANT)):
        with pytest.raises(kind, match=said) as refused:
            play(steps, CLOCK, reply)
        assert "planted" not in str(refused.value)


# Repeating


@pytest.fixture(params=["exchange", "refresh"])
def steps(request: pytest.FixtureRequest) -> Steps[TokenGrant]:
    return CLIENT.exchange(CODE) if request.param == "exchange" else CLIENT.refresh(GRANT)


def test_a_connection_that_could_not_be_made_is_tried_again(steps: Steps[TokenGrant]) -> None:
    failed = ConnectionFailed("no connection")
    grant, asked = play(steps, CLOCK, failed, failed, tokens(1))
    assert grant.access_token == Secret("planted-access-1")
    assert asked[0] == asked[1] == asked[2]


def test_but_not_for_ever(steps: Steps[TokenGrant]) -> None:
    failed = ConnectionFailed("no connection")
    with pytest.raises(ConnectionFailed):
        play(steps, CLOCK, failed, failed, failed)


@pytest.mark.parametrize("reply", [AnswerLost("gone"), html_reply(500), html_reply(429)], ids=repr)
def test_a_code_or_token_that_may_be_spent_is_not_sent_again(
    steps: Steps[TokenGrant], reply: Response | AnswerLost
) -> None:
    with pytest.raises((AnswerLost, OAuthError)):
        play(steps, CLOCK, reply)
