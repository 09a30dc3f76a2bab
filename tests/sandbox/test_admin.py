"""The admin center: who gets in, and what a tech admin does with the company's integrations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from tests.sandbox.box import Box, Client, Reply
from tests.sandbox.test_pages import Page
from tests.sandbox.visitor import FormPage, Visitor, actions_of, notice_of, secret_of

from gongkit.clock import SYSTEM_CLOCK
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.core.state import open_state
from gongkit.sandbox.ui.admin.routes import admin_routes
from gongkit.sandbox.ui.site import Site

LIST = "/admin/integrations"
HOUR = 3600
METHODS = ("GET", "POST")


@pytest.fixture(scope="module")
def routes() -> Iterator[list[tuple[str, str]]]:
    """Every route of the admin center but the one that only leads on."""
    with closing(open_state(None)) as state:
        site = Site(Sandbox(state, SYSTEM_CLOCK, Hosts("127.0.0.1", 1)))
        yield [
            (method, route.path)
            for route in admin_routes(site)
            if route.path != "/admin"
            for method in METHODS
            if method in (route.methods or ())
        ]


def path_of(client: Client) -> str:
    return f"{LIST}/{client.client_id}"


def filled(path: str, client: Client, grant_id: int = 1) -> str:
    """Put what is there into a route's path."""
    path = path.replace("{client_id}", client.client_id).replace("{kept}", "x")
    return path.replace("{key_id:int}", "1").replace("{grant_id:int}", str(grant_id))


def users(box: Box, token: str, company: str = "northwind", **more: Any) -> Reply:
    return box.api(company, "GET", "/v2/users/1", token=token, **more)


# --- who gets in


def test_the_admin_center_begins_with_the_integrations(box: Box) -> None:
    assert Visitor.of(box).get("/admin").headers["location"] == LIST
    page = Visitor.of(box).get(LIST).text
    nav = page.partition('aria-label="Ecosystem"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', nav) == [
        "/admin/api-keys",
        "/admin/integrations",
        "/collective/installed",
    ]
    assert f'<a href="{LIST}" aria-current="page">' in nav


@pytest.mark.parametrize("role", ["rep", "business_admin"])
def test_only_tech_admins_get_in_anywhere(
    box: Box, routes: list[tuple[str, str]], role: str
) -> None:
    client, visitor = box.register(), Visitor.of(box, role=role)
    assert len(routes) > 25
    for method, path in routes:
        send = visitor.get if method == "GET" else visitor.post
        reply = send(filled(path, client))
        assert reply.status == 403, (method, path)
        assert "Only a tech admin of Northwind" in reply.text
    assert Visitor.of(box).get(path_of(client)).status == 200, "nothing was done"


def test_who_is_not_signed_in_is_asked_to(box: Box, routes: list[tuple[str, str]]) -> None:
    client, nobody = box.register(), Visitor(box, "gongkit_session=nobody")
    on = {"Referer": f"{box.url}/admin/integrations"}
    for method, path in routes:
        here = filled(path, client)
        reply = nobody.get(here) if method == "GET" else nobody.post(here, headers=on)
        assert reply.status == 303, (method, path)
        assert reply.headers["location"].startswith("/sign-in?next=%2Fadmin")


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}],
)
def test_forms_of_other_origins_do_nothing(
    box: Box, routes: list[tuple[str, str]], headers: dict[str, str]
) -> None:
    client, visitor = box.register(), Visitor.of(box)
    for method, path in routes:
        if method == "POST":
            reply = visitor.post(filled(path, client), headers=headers)
            assert (reply.status, "another origin" in reply.text) == (403, True), path
    assert visitor.get(path_of(client)).status == 200


def test_another_companys_integration_is_not_there(box: Box, routes: list[tuple[str, str]]) -> None:
    client = box.register("kestrel", published=True)
    box.install(client)
    visitor = Visitor.of(box)
    assert client.client_id not in visitor.get(LIST).text
    about_one = [(method, path) for method, path in routes if "{client_id}" in path]
    assert len(about_one) > 12
    for method, path in about_one:
        for found in (client, Client("nobody", "")):
            send = visitor.get if method == "GET" else visitor.post
            assert send(filled(path, found)).status == 404, (method, path)
    assert Visitor.of(box, "kestrel").get(path_of(client)).status == 200


@pytest.fixture
def pages(box: Box) -> list[Reply]:
    """The pages of a tech admin."""
    visitor, client = Visitor.of(box), box.register_example()
    box.install(client)
    one = path_of(client)
    grant = re.findall(r"/connections/(\d+)", visitor.get(one).text)[0]
    paths = (
        "/admin/api-keys",
        "/admin/api-keys/new",
        LIST,
        f"{LIST}/new",
        f"{LIST}/import",
        one,
        *(f"{one}/{name}" for name in ("edit", "import", "secret", "trusted-ips")),
        *(f"{one}/{name}" for name in ("publication", "delete", f"connections/{grant}")),
    )
    return [*map(visitor.get, paths), visitor.post(f"{LIST}/new", {"iframe": "yes"})]


def test_every_page_is_sound(pages: list[Reply]) -> None:
    for reply in pages:
        assert reply.status in {200, 422}
        page = Page(reply.text)
        assert len(page.all("h1")) == 1
        ids = [given["id"] for _, given in page.tags if "id" in given]
        assert len(ids) == len(set(ids))
        labelled = {given.get("for") for given in page.all("label")}
        seen = [
            given for given in page.all("input") if given.get("type") in {"text", "url", "file"}
        ]
        assert {given["id"] for given in (*seen, *page.all("textarea"))} <= labelled
        scripts = page.all("script")
        assert all(set(given) == {"type", "src"} for given in scripts)
        assert not any("style" in given or "onclick" in given for _, given in page.tags)
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert reply.headers["cache-control"] == "no-store"


def test_every_script_is_there(pages: list[Reply], box: Box) -> None:
    names = {str(given["src"]) for reply in pages for given in Page(reply.text).all("script")}
    assert names == {f"/ui/{name}.js" for name in ("dialogs", "forms", "live-check", "pictures")}
    for name in names:
        assert box.send("GET", name).headers["content-type"].startswith("text/javascript")


# --- the list, and the page of one


def test_the_list_says_what_it_is_registered_as(own_box: Box) -> None:
    visitor = Visitor.of(own_box)
    assert "No app is registered yet" in visitor.get(LIST).text
    client = own_box.register_example()
    own_box.register()
    for company in ("northwind", "kestrel", "kestrel"):
        own_box.install(client, company)
    first, second = visitor.get(LIST).text.split("<tr>")[2:]
    assert f'src="/integrations/{client.client_id}/small"' in first
    for said in ("Hello Gong", "Your first Gong app", client.client_id, "Published"):
        assert said in first
    assert '<td class="number">2</td>' in first, "companies, not grants"
    assert "Private" in second
    assert client.client_secret not in first


def test_the_page_of_one_keeps_its_secret(own_box: Box) -> None:
    client = own_box.register_example()
    text = Visitor.of(own_box).get(path_of(client)).text
    assert client.client_id in text
    assert client.client_secret not in text
    for said in ("apps@hello-gong.example", "Say hello", "Every address", "One secret works"):
        assert said in text


# --- the secret


def test_rotation_shows_the_new_secret_once_and_says_when_the_old_one_ends(own_box: Box) -> None:
    visitor, client = Visitor.of(own_box), own_box.register()
    assert 'value="24"' in visitor.get(f"{path_of(client)}/secret").text
    answer = visitor.post(f"{path_of(client)}/secret", {"secret.grace_hours": "2"})
    page = visitor.follow(answer)
    new = Client(client.client_id, secret_of(page))
    assert "The one before it works until" in notice_of(page)
    again = visitor.get(path_of(client)).text
    assert new.client_secret not in again
    assert "Two secrets work" in again
    for each in (client, new):
        assert own_box.install(each)["access_token"]
    visitor.post(f"{path_of(client)}/secret", {"secret.grace_hours": "0"})
    assert own_box.token(client, grant_type="x").json["error"] == "invalid_client", "two at most"
    assert "One secret works" in visitor.get(path_of(client)).text
    assert actions_of(own_box)[-1] == "IntegrationSecretRotated"


@pytest.mark.parametrize("hours", ["-1", "169", "", "a day", "1e1", "٣", "9" * 5_000])
def test_a_grace_outside_its_bounds_is_named(box: Box, hours: str) -> None:
    visitor, client = Visitor.of(box), box.register()
    reply = visitor.post(f"{path_of(client)}/secret", {"secret.grace_hours": hours})
    assert reply.status == 422
    form = FormPage(reply)
    assert form.beside == {"secret.grace_hours": ["Write a number of hours from 0 to 168."]}
    assert form.text("secret.grace_hours") == hours
    assert box.install(client)["access_token"]


def test_a_form_that_is_sent_twice_rotates_once(own_box: Box) -> None:
    visitor, client = Visitor.of(own_box), own_box.register()
    path = f"{path_of(client)}/secret"
    form = FormPage(visitor.get(path)).fields
    visitor.post(path, form)
    page = visitor.follow(visitor.post(path, form))
    for each in (client, Client(client.client_id, secret_of(page))):
        assert own_box.install(each)["access_token"], "the app's own secret has not ended"
    page = visitor.follow(visitor.post(path, form))
    assert notice_of(page).startswith("Nothing is changed: the secret has been rotated since")


def test_an_error_does_not_take_the_secret_that_is_told_once(own_box: Box) -> None:
    visitor, client = Visitor.of(own_box), own_box.register()
    visitor.post(f"{path_of(client)}/secret", {"secret.grace_hours": "1"})
    lost = visitor.get("/nowhere")
    assert (lost.status, "Amara Abbott" in lost.text) == (404, True), "it knows who is signed in"
    assert own_box.install(Client(client.client_id, secret_of(visitor.get(path_of(client)))))


# --- trusted IPs


def trust(visitor: Visitor, client: Client, access: str = "", refresh: str = "") -> Reply:
    lists = {"trusted_ips.access_token": access, "trusted_ips.refresh_token": refresh}
    return visitor.post(f"{path_of(client)}/trusted-ips", lists)


def test_calls_with_a_token_come_from_trusted_addresses_only(own_box: Box) -> None:
    visitor, client = Visitor.of(own_box), own_box.register(published=True)
    own_box.lift_limits()
    tokens = {company: own_box.install(client, company) for company in ("northwind", "kestrel")}
    token = tokens["northwind"]["access_token"]
    assert users(own_box, token).status == 404
    page = visitor.follow(trust(visitor, client, "203.0.113.0/24\n2001:db8::/32"))
    assert notice_of(page) == (
        "The trusted IPs of Deal Pulse are in force."
        " From 127.0.0.1, where you are, calls are now refused."
    )
    assert "203.0.113.0/24" in page.text
    for company, found in tokens.items():
        reply = users(own_box, found["access_token"], company)
        assert (reply.status, reply.errors) == (403, ["Access from this IP address is not allowed"])
        assert ",trusted-ips;" in reply.headers["x-gongkit-basis"]
    (hint,) = own_box.requests()[-1]["hints"]
    assert hint["message"].startswith("127.0.0.1 is not among the trusted IPs")
    assert own_box.requests()[-1]["client"] == client.client_id
    assert own_box.refresh(client, tokens["kestrel"]["refresh_token"]).status == 200
    trust(visitor, client, "127.0.0.1")
    assert users(own_box, token).status == 404
    trust(visitor, client)
    assert users(own_box, token).status == 404


def test_a_refresh_from_elsewhere_is_refused_and_spends_nothing(own_box: Box) -> None:
    visitor, client = Visitor.of(own_box), own_box.register()
    tokens = own_box.install(client)
    trust(visitor, client, refresh="127.0.0.2")
    for sent in (tokens["refresh_token"], "of nobody"):
        reply = own_box.refresh(client, sent)
        assert (reply.status, reply.json["error"]) == (403, "access_denied")
        assert "untrusted-refresh" in reply.headers["x-gongkit-basis"]
    last, unknown = own_box.requests(operation="token")[-2:]
    assert (last["company"], unknown["company"]) == ("northwind", None)
    assert "trusted IPs for refresh tokens" in last["hints"][0]["message"]
    own_box.lift_limits()
    assert users(own_box, tokens["access_token"]).status == 404, "calls have a list of their own"
    assert own_box.install(client)["access_token"], "a code may be exchanged from anywhere"
    trust(visitor, client)
    assert own_box.refresh(client, tokens["refresh_token"]).status == 200


def test_wrong_addresses_are_named_and_nothing_changes(own_box: Box) -> None:
    visitor, client = Visitor.of(own_box), own_box.register()
    trust(visitor, client, "127.0.0.1", "::1")
    reply = trust(visitor, client, "10.0.0.1\nhere", "10.0.0.1/8")
    assert reply.status == 422
    form = FormPage(reply)
    assert form.beside["trusted_ips.access_token"][0].startswith("Line 2: 'here' is not")
    assert "first address" in form.beside["trusted_ips.refresh_token"][0]
    assert form.text("trusted_ips.access_token") == "10.0.0.1\nhere"
    kept = FormPage(visitor.get(f"{path_of(client)}/trusted-ips"))
    assert kept.text("trusted_ips.access_token") == "127.0.0.1"
    assert kept.text("trusted_ips.refresh_token") == "::1"
    lists = {"trusted_ips.access_token": "10.0.0.1\nhere", "trusted_ips.refresh_token": ""}
    live = visitor.post(f"{path_of(client)}/trusted-ips/check", lists).json
    assert list(live["beside"]) == ["trusted_ips.access_token"]
    assert actions_of(own_box)[-1] == "IntegrationTrustedIpsUpdated"


def test_lists_that_were_changed_in_another_tab_are_not_overwritten(own_box: Box) -> None:
    visitor, client = Visitor.of(own_box), own_box.register()
    path = f"{path_of(client)}/trusted-ips"
    opened = FormPage(visitor.get(path)).without("trusted_ips.access_token")
    trust(visitor, client, "127.0.0.1")
    mine = ("trusted_ips.access_token", "127.0.0.1\n203.0.113.7")
    reply = visitor.post(path, [*opened, mine])
    assert (reply.status, "in another tab" in reply.text) == (422, True)
    again = FormPage(reply)
    assert again.text(mine[0]) == mine[1], "what was typed is still there"
    page = visitor.follow(visitor.post(path, again.fields))
    assert notice_of(page) == "The trusted IPs of Deal Pulse are in force."


def test_trusted_ips_come_with_a_manifest_too(own_box: Box) -> None:
    client = own_box.register()
    tokens = own_box.install(client)
    assert users(own_box, tokens["access_token"]).status == 404
    body = {
        "integration": {"name": "A", "scopes": ["api:users:read"], "redirect_uris": ["https://a"]},
        "trusted_ips": {"access_token": ["192.0.2.1"], "refresh_token": ["192.0.2.1"]},
    }
    own_box.control("PUT", f"/integrations/{client.client_id}", body)
    assert users(own_box, tokens["access_token"]).status == 403
    assert own_box.refresh(client, tokens["refresh_token"]).status == 403


# --- published and private


def test_published_it_is_everybodys_and_private_it_is_not(own_box: Box) -> None:
    visitor, client = Visitor.of(own_box), own_box.register()
    path = f"{path_of(client)}/publication"
    assert "you play the reviewers" in visitor.get(path).text
    page = visitor.follow(visitor.post(path, {"published": "yes"}))
    assert notice_of(page) == "Deal Pulse is published in the Collective."
    tokens = own_box.install(client, "kestrel")
    assert "Make Deal Pulse private again" in visitor.get(path).text
    page = visitor.follow(visitor.post(path, {"published": "no"}))
    assert notice_of(page) == "Deal Pulse is private again."
    body = {
        "client_id": client.client_id,
        "company": "kestrel",
        "redirect_uri": "http://localhost:8000/oauth/callback?from=gong",
    }
    assert own_box.control("POST", "/consent", body).status == 403
    assert users(own_box, tokens["access_token"], "kestrel").status == 404, "what was granted stays"
    assert actions_of(own_box)[-2:] == ["IntegrationPublished", "IntegrationMadePrivate"]


# --- disconnecting, deleting


def test_a_company_is_disconnected(own_box: Box) -> None:
    visitor, client = Visitor.of(own_box), own_box.register(published=True)
    earlier = own_box.install(client, "kestrel")
    tokens = {company: own_box.install(client, company) for company in ("kestrel", "northwind")}
    assert users(own_box, tokens["kestrel"]["access_token"], "kestrel").status == 404
    page = visitor.get(path_of(client)).text
    northwind, kestrel = re.findall(r'href="([^"]+/connections/\d+)"', page)
    assert "Disconnect Kestrel" in visitor.get(kestrel).text
    done = visitor.follow(visitor.post(kestrel))
    assert "is disconnected from Deal Pulse" in notice_of(done)
    assert northwind in done.text
    assert kestrel not in done.text
    assert users(own_box, tokens["kestrel"]["access_token"], "kestrel").status == 401
    for each in (earlier, tokens["kestrel"]):
        refused = own_box.refresh(client, each["refresh_token"])
        assert (refused.status, refused.json["error"]) == (400, "invalid_grant")
    (hint,) = own_box.requests(operation="token")[-1]["hints"]
    assert hint["message"].startswith("The grant was ended: Northwind Freight Systems, which owns")
    assert own_box.refresh(client, tokens["northwind"]["refresh_token"]).status == 200
    assert visitor.post(kestrel).status == 404, "it is over already"
    assert own_box.install(client, "kestrel")["access_token"], "it may be approved again"
    assert actions_of(own_box, "kestrel")[-2:] == [
        "IntegrationDisconnected",
        "IntegrationAuthorized",
    ]


def test_deleting_ends_everything(own_box: Box) -> None:
    visitor, client = Visitor.of(own_box), own_box.register_example()
    scopes = {"scope": "api:calls:read:basic api:integration-settings:write"}
    tokens = own_box.install(client, **scopes)
    settings = {
        "integrationTypeSettings": [
            {
                "integrationType": "EMAIL_COMPOSER",
                "allowedOrigin": "https://acme.hello-gong.example",
            }
        ]
    }
    reply = own_box.api(
        "northwind", "POST", "/v2/integration-settings", body=settings, token=tokens["access_token"]
    )
    assert reply.status in {200, 201}, reply.text
    code, other = own_box.code(client), own_box.register()
    assert "1 company is" in visitor.get(f"{path_of(client)}/delete").text
    page = visitor.follow(visitor.post(f"{path_of(client)}/delete"))
    assert notice_of(page) == "Hello Gong is deleted; its tokens have ended."
    assert client.client_id not in page.text
    assert users(own_box, tokens["access_token"]).status == 401
    assert own_box.exchange(client, code).json["error"] == "invalid_client"
    assert own_box.send("GET", f"/integrations/{client.client_id}/small").status == 404
    assert visitor.get(path_of(client)).status == 404
    listed = own_box.control("GET", "").json["integrations"]
    assert [each["client_id"] for each in listed] == [other.client_id]
    assert own_box.install(other)["access_token"]
    assert actions_of(own_box)[-2:] == ["IntegrationDeleted", "IntegrationAuthorized"]


def test_every_table_below_an_integration_goes_with_it() -> None:
    with closing(open_state(None)) as state:
        tables = [
            name for (name,) in state.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        below = [
            (table, key[2], key[6])
            for table in tables
            for key in state.rows(f"PRAGMA foreign_key_list({table})")
            if key[2] in {"integrations", "grants"}
        ]
    assert len(below) >= 6
    assert {action for _, _, action in below} <= {"CASCADE", "SET NULL"}, below
