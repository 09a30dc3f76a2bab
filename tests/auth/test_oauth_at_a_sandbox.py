"""The OAuth client against a running sandbox, over real connections."""

from __future__ import annotations

import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.auth.local_gong import SCOPES, STATE, LocalGong

from gongkit.auth.bearer import Bearer
from gongkit.auth.oauth import parse_callback
from gongkit.client._sync.gong import Gong
from gongkit.errors import CallbackRefused, InvalidAnswer, OAuthError
from gongkit.installations.installation import company_key
from gongkit.redact import Secret


@pytest.mark.parametrize("company", ["northwind", "kestrel", "globex"])
def test_a_company_is_installed_with_its_own_host(gong: LocalGong, company: str) -> None:
    before = time.time()
    grant = gong.grant(company)
    described = gong.control("GET", "")["companies"]
    (own,) = [each["api_base_url"] for each in described if each["name"] == company]
    assert grant.base_url == own
    assert company_key(grant.base_url) == urlsplit(own).netloc
    assert set(grant.scopes) == set(SCOPES)
    assert grant.refresh_token
    assert grant.expires_at
    assert before + 86_400 <= grant.expires_at <= time.time() + 86_400
    with Gong(Bearer(grant.access_token, grant.base_url)) as client:
        assert client.users.list().first()


def test_the_authorize_url_leads_to_the_sign_in(gong: LocalGong) -> None:
    url = gong.oauth.authorize_url(STATE)
    assert url.startswith(f"{gong.url}/oauth2/authorize?")
    assert parse_qs(urlsplit(url).query)["scope"] == [" ".join(SCOPES)]


def test_a_declined_consent_is_an_access_denied(gong: LocalGong) -> None:
    answer = gong.control(
        "POST",
        "consent",
        client_id=gong.oauth.client_id,
        company="northwind",
        redirect_uri=gong.oauth.redirect_uri,
        state=STATE.reveal(),
        approve=False,
    )
    with pytest.raises(CallbackRefused) as refused:
        parse_callback(answer["redirect_to"], STATE)
    assert refused.value.error == "access_denied"


def test_a_code_works_once(gong: LocalGong) -> None:
    code = gong.code()
    gong.run(gong.oauth.exchange(code))
    with pytest.raises(OAuthError) as refused:
        gong.run(gong.oauth.exchange(code))
    assert (refused.value.error, refused.value.status) == ("invalid_grant", 400)
    assert code.reveal() not in str(refused.value)


def test_a_code_ends_after_ten_minutes(gong: LocalGong) -> None:
    code = gong.code()
    gong.advance(601)
    with pytest.raises(OAuthError, match="invalid_grant"):
        gong.run(gong.oauth.exchange(code))


def test_a_refresh_ends_the_token_it_spent(gong: LocalGong) -> None:
    first = gong.grant()
    second = gong.run(gong.oauth.refresh(first))
    assert second.refresh_token != first.refresh_token
    assert second.access_token != first.access_token
    assert second.base_url == first.base_url
    with pytest.raises(OAuthError) as refused:
        gong.run(gong.oauth.refresh(first))
    assert refused.value.error == "invalid_grant"
    assert gong.run(gong.oauth.refresh(second)).refresh_token


def test_parameters_are_in_the_query_or_in_the_body(gong: LocalGong) -> None:
    gong.grant()
    (asked,) = gong.requests("token")
    assert asked["query"]["grant_type"] == "authorization_code"
    gong.forget_requests()
    body_client = replace(gong.oauth, parameters_in="body")
    grant = gong.grant(parameters_in="body")
    gong.run(body_client.refresh(grant))
    assert [each["query"] for each in gong.requests("token")] == [{}, {}]


def test_the_validity_asked_for_is_the_lifetime_given(gong: LocalGong) -> None:
    grant = gong.grant(validity_duration=90)
    assert grant.expires_at == grant.issued_at + 90
    again = gong.run(replace(gong.oauth, validity_duration=45).refresh(grant))
    assert again.expires_at == again.issued_at + 45


def test_a_validity_that_gong_does_not_grant_is_refused(gong: LocalGong) -> None:
    with pytest.raises(OAuthError, match="validity_duration"):
        gong.grant(validity_duration=366 * 86_400)


def test_a_wrong_client_secret_is_told_as_that(gong: LocalGong) -> None:
    stranger = replace(gong.oauth, client_secret=Secret("planted-wrong"))
    with pytest.raises(OAuthError) as refused:
        gong.run(stranger.exchange(gong.code()))
    assert (refused.value.error, refused.value.status) == ("invalid_client", 401)
    assert "planted" not in str(refused.value)


def test_an_api_host_as_app_url_is_found_out(gong: LocalGong) -> None:
    astray = replace(gong.oauth, app_url=gong.grant().base_url)
    with pytest.raises(InvalidAnswer, match="app_url"):
        gong.run(astray.exchange(gong.code()))
