"""The pages: they say what they must, and let nothing in that does not belong there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from starlette.routing import Route
from tests.sandbox.box import MANIFEST, REDIRECT_URI, Box, Client, Reply

from gongkit.clock import SYSTEM_CLOCK
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.core.state import open_state
from gongkit.sandbox.ui.pages import make_pages

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "frame-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
"""What every page allows: only what is our own, nothing inline, and nobody around it."""


class Page(HTMLParser):
    """The tags of a page, to look at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def sign_in(box: Box, target: str = "/", **changes: str) -> Reply:
    person = box.person("northwind", "tech_admin")
    form = {"email": person["email"], "password": person["password"], "next": target, **changes}
    return box.send("POST", "/sign-in", body=urlencode(form))


def authorize_path(client: Client) -> str:
    query = {
        "client_id": client.client_id,
        "response_type": "code",
        "redirect_uri": REDIRECT_URI,
        "state": '"><script>',
    }
    return f"/oauth2/authorize?{urlencode(query)}"


def every_page(box: Box) -> list[Reply]:
    path = authorize_path(box.register())
    cookie = sign_in(box).headers["set-cookie"].partition(";")[0]
    return [
        box.send("GET", "/"),
        box.send("GET", "/", headers={"Cookie": cookie}),
        box.send("GET", "/sign-in"),
        box.send("GET", path),
        box.send("GET", path, headers={"Cookie": cookie}),
        box.send("GET", "/oauth2/authorize"),
        box.send("GET", "/nowhere"),
        sign_in(box, password="wrong"),
    ]


def test_every_page_is_sound(box: Box) -> None:
    for reply in every_page(box):
        page = Page(reply.text)
        assert page.all("html") == [{"lang": "en"}]
        assert len(page.all("h1")) == 1
        assert len(page.all("title")) == 1
        ids = [a["id"] for _, a in page.tags if "id" in a]
        assert len(ids) == len(set(ids))
        labelled = {a.get("for") for a in page.all("label")}
        seen = [a for a in page.all("input") if a.get("type") != "hidden"]
        assert {a["id"] for a in seen} <= labelled
        assert not page.all("script")
        assert not any("style" in a or "onclick" in a for _, a in page.tags)


def test_every_page_has_its_policy(box: Box) -> None:
    for reply in every_page(box):
        policy = set(reply.headers["content-security-policy"].split("; "))
        # An approval is followed to the app's own site, which form-action would forbid.
        is_consent = "Authorize Deal Pulse" in reply.text
        assert policy == (POLICY if is_consent else POLICY | {"form-action 'self'"})
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["referrer-policy"] == "same-origin"


def test_there_is_one_stylesheet_for_light_and_dark(box: Box) -> None:
    icon, link = Page(box.send("GET", "/").text).all("link")
    assert box.send("GET", str(icon["href"])).headers["content-type"] == "image/svg+xml"
    reply = box.send("GET", str(link["href"]))
    assert reply.headers["content-type"].startswith("text/css")
    assert "prefers-color-scheme: dark" in reply.text
    assert ":focus-visible" in reply.text


def test_the_home_page_names_the_companies_and_their_hosts(box: Box) -> None:
    text = box.send("GET", "/").text
    for company in box.companies.values():
        assert company["title"] in text
        assert company["api_base_url"] in text
        assert company["access_key"] not in text


def test_signing_in_leads_on_and_signing_out_ends_it(box: Box) -> None:
    path = authorize_path(box.register())
    answer = sign_in(box, path)
    assert (answer.status, answer.headers["location"]) == (303, path)
    cookie = answer.headers["set-cookie"].partition(";")[0]
    assert "Approve" in box.send("GET", path, headers={"Cookie": cookie}).text
    answer = box.send("POST", "/sign-out", headers={"Cookie": cookie}, body="next=/sign-in")
    assert (answer.status, answer.headers["location"]) == (303, "/sign-in")
    assert "Approve" not in box.send("GET", path, headers={"Cookie": cookie}).text


def test_a_session_ends_after_eight_hours(own_box: Box) -> None:
    cookie = sign_in(own_box).headers["set-cookie"].partition(";")[0]
    path = authorize_path(own_box.register())
    own_box.advance(8 * 3600 - 60)
    assert "Approve" in own_box.send("GET", path, headers={"Cookie": cookie}).text
    own_box.advance(60)
    assert "Approve" not in own_box.send("GET", path, headers={"Cookie": cookie}).text


@pytest.mark.parametrize(
    "changes",
    [{"password": "wrong"}, {"password": ""}, {"email": "nobody@northwind.example"}, {"email": ""}],
)
def test_a_failed_sign_in_says_so_and_begins_nothing(box: Box, changes: dict[str, str]) -> None:
    answer = sign_in(box, **changes)
    assert answer.status == 401
    assert "set-cookie" not in answer.headers
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\nb",
        "",
    ],
)
def test_signing_in_leads_nowhere_else(box: Box, target: str) -> None:
    assert sign_in(box, target).headers["location"] == "/"


def test_a_form_of_another_origin_does_not_sign_in(box: Box) -> None:
    person = box.person("northwind", "tech_admin")
    form = urlencode({"email": person["email"], "password": person["password"]})
    headers = {"Origin": "https://evil.example"}
    answer = box.send("POST", "/sign-in", body=form, headers=headers)
    assert answer.status == 403
    assert "set-cookie" not in answer.headers


@pytest.fixture(scope="module")
def forms() -> Iterator[list[str]]:
    """The path of every form, and of all else that pages send."""
    with closing(open_state(None)) as state:
        pages = make_pages(Sandbox(state, SYSTEM_CLOCK, Hosts("127.0.0.1", 1)))
        yield [
            re.sub(r"\{[^}]*\}", "1", route.path)
            for route in pages.routes
            if isinstance(route, Route) and "POST" in (route.methods or ())
        ]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_no_form_of_another_origin_is_taken(
    box: Box, forms: list[str], headers: dict[str, str]
) -> None:
    assert len(forms) > 20
    cookie = {"Cookie": sign_in(box).headers["set-cookie"].partition(";")[0]}
    for path in forms:
        reply = box.send("POST", path, headers={**cookie, **headers})
        assert (reply.status, "another origin" in reply.text) == (403, True), path
    assert box.send("GET", "/engage/drafts", headers=cookie).status == 200, "still signed in"


def test_an_apps_own_words_are_shown_as_text(box: Box) -> None:
    integration = {
        **MANIFEST["integration"],
        "name": "<b>Bold</b> & co",
        "short_description": "<i>",
    }
    client = Client(**box.control("POST", "/integrations", {"integration": integration}).json)
    cookie = sign_in(box).headers["set-cookie"].partition(";")[0]
    text = box.send("GET", authorize_path(client), headers={"Cookie": cookie}).text
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; co" in text
    assert "<b>" not in text
    assert "<script" not in text


def test_an_unknown_page_and_a_wrong_method_have_pages(box: Box) -> None:
    assert box.send("GET", "/nowhere").status == 404
    assert box.send("DELETE", "/sign-in").status == 405
    assert box.send("POST", "/sign-in", body=b"x" * 200_000).status == 413
