"""Where a token may go: Gong's hosts and loopback, in one shape, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkit.base_url import check_base_url, company_host, is_shared, limits_key
from gongkit.errors import BaseUrlRefused

ACCEPTED = {
    "https://api.gong.io": "https://api.gong.io",
    "https://api.gong.io/": "https://api.gong.io",
    "https://gong.io": "https://gong.io",
    "https://company-17.api.gong.io": "https://company-17.api.gong.io",
    "https://us-55616.api.gong.io:443": "https://us-55616.api.gong.io",
    "HTTPS://US-55616.API.Gong.IO/": "https://us-55616.api.gong.io",
    "https://xn--bcher-kva.gong.io": "https://xn--bcher-kva.gong.io",
    "http://127.0.0.1:4665": "http://127.0.0.1:4665",
    "https://127.0.0.1:4665/": "https://127.0.0.1:4665",
    "http://127.255.255.254": "http://127.255.255.254",
    "http://localhost:80": "http://localhost",
    "http://LocalHost:65535": "http://localhost:65535",
    "http://[::1]:4664": "http://[::1]:4664",
}

FOREIGN_HOSTS = [
    "https://evil.example",
    "https://gong.io.evil.example",
    "https://evilgong.io",
    "https://gong.io.",
    "https://api.gong.io.",
    "https://.gong.io",
    "https://api..gong.io",
    "https://-api.gong.io",
    "https://api-.gong.io",
    f"https://{'a' * 64}.gong.io",
    f"https://{'a.' * 124}gong.io",
    "https://xn--gong-xyz.io",
    "https://gong.io.xn--p1ai",
    "https://2130706433",
    "https://0x7f.0.0.1",
    "https://127.1",
    "http://127.1",
    "http://0177.0.0.1",
    "http://127.0.0.01",
    "http://127.0.0.256",
    "http://127.0.0.1.gong.io",
    "http://0.0.0.0:4664",
    "http://169.254.169.254",
    "http://10.0.0.1",
    "http://localhost.evil.example",
    "http://foo.localhost",
    "http://localhost.",
]

OTHER_SHAPES = [
    "",
    " ",
    "api.gong.io",
    "//api.gong.io",
    "https:api.gong.io",
    "https:/api.gong.io",
    "https:///api.gong.io",
    "https://",
    "ftp://api.gong.io",
    "javascript://api.gong.io",
    "https://https://api.gong.io",
    "https://api.gong.io@evil.example",
    "https://user:secret@api.gong.io",
    "https://@api.gong.io",
    "https://evil.example\\@api.gong.io",
    "https://api.gong.io\\.evil.example",
    "https:\\\\api.gong.io",
    "https://evil.example#.gong.io",
    "https://evil.example?.gong.io",
    "https://evil.example/.gong.io",
    "https://evil.example%2f.gong.io",
    "https://api.gong.io/v2",
    "https://api.gong.io//",
    "https://api.gong.io/../",
    "https://api.gong.io?",
    "https://api.gong.io#",
    "https://api.gong.io?x=1",
    "https://api.gong.io:",
    "https://api.gong.io:0443",
    "https://api.gong.io:+443",
    "https://api.gong.io:443:443",
    "https://api.gong.io:4 43",
    " https://api.gong.io",
    "https://api.gong.io ",
    "https://api.gong.io\n",
    "https://api.gong.io\r\nX: 1",
    "https://api.gong.io\t",
    "https://api.gong.io\0",
    "https://api .gong.io",
    "https://api\u3002gong.io",
    "https://api\uff0egong.io",
    "https://api.g\u043eng.io",
    "https://api.gong\u00ad.io",
    "https://api.gong.i\u0131o",
    "https://\uff41pi.gong.io",
    "https://api_x.gong.io",
    "http://[::ffff:127.0.0.1]",
    "http://[0:0:0:0:0:0:0:1]",
    "http://[::1%eth0]",
    "http://[::1",
    "http://::1",
    "http://[fe80::1]",
]

BY_SCHEME_OR_PORT = [
    "http://api.gong.io",
    "http://gong.io",
    "https://api.gong.io:8443",
    "https://api.gong.io:80",
    "http://127.0.0.1:65536",
    "http://127.0.0.1:99999",
]


@pytest.mark.parametrize(("text", "normal"), ACCEPTED.items(), ids=list(ACCEPTED))
def test_gong_and_loopback_are_accepted_in_their_normal_form(text: str, normal: str) -> None:
    assert check_base_url(text) == normal
    assert check_base_url(normal) == normal


@pytest.mark.parametrize("text", FOREIGN_HOSTS + OTHER_SHAPES + BY_SCHEME_OR_PORT, ids=ascii)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BaseUrlRefused):
        check_base_url(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("https://api.gong.io@evil.example", "evil.example"),
        ("https://gong.io.evil.example", "gong.io.evil.example"),
        ("http://us-1.api.gong.io", "us-1.api.gong.io"),
        ("https://api.g\u043eng.io", "api.g\\u043eng.io"),
        ("https://api.gong.io:8443", "api.gong.io"),
        ("http://[::1", "this base URL"),
    ],
)
def test_the_refusal_names_the_host(text: str, named: str) -> None:
    with pytest.raises(BaseUrlRefused) as refused:
        check_base_url(text)
    assert f"No token is sent to {named}:" in str(refused.value)


def test_the_refusal_shows_neither_user_name_nor_query() -> None:
    with pytest.raises(BaseUrlRefused) as refused:
        check_base_url("https://planted-user:planted-password@evil.example/planted?x=planted")
    assert "evil.example" in str(refused.value)
    assert "planted" not in str(refused.value)


@given(st.text(max_size=60))
def test_no_text_makes_the_check_fail_otherwise(text: str) -> None:
    for whole in (text, f"https://{text}", f"https://{text}.gong.io", f"https://gong.io{text}"):
        try:
            accepted = check_base_url(whole)
        except BaseUrlRefused:
            continue
        host = accepted.removeprefix("https://")
        assert host == "gong.io" or host.endswith(".gong.io") or "localhost" in whole.lower()


def test_the_shared_host_is_no_company_s_own() -> None:
    assert company_host("https://api.gong.io") is None
    assert company_host("https://us-1.api.gong.io") == "us-1.api.gong.io"
    assert company_host("http://127.0.0.1:4665") == "127.0.0.1:4665"


@pytest.mark.parametrize(
    ("base_url", "app_url", "shared"),
    [
        ("https://api.gong.io", "https://app.gong.io", True),
        ("https://us-1.api.gong.io", "https://app.gong.io", False),
        ("http://127.0.0.1:4664", "http://127.0.0.1:4664", True),
        ("http://127.0.0.1:4664", "http://localhost:4664", True),
        ("http://127.0.0.1:4665", "http://127.0.0.1:4664", False),
    ],
)
def test_a_default_cell_is_shared(base_url: str, app_url: str, *, shared: bool) -> None:
    assert is_shared(base_url, app_url) == shared


def test_credentials_of_one_company_share_its_limits_and_show_nothing() -> None:
    own = "https://us-1.api.gong.io"
    assert limits_key(own, "planted-one") == limits_key(own, "planted-two")
    shared = "https://api.gong.io"
    assert limits_key(shared, "planted-one") == limits_key(shared, "planted-one")
    assert limits_key(shared, "planted-one") != limits_key(shared, "planted-two")
    assert "planted" not in limits_key(shared, "planted-one")
