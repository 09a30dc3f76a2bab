"""The page of consent: what is asked for, and what is new since the company last approved it."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from tests.sandbox.box import REDIRECT_URI, Box, Client, Reply
from tests.sandbox.visitor import FormPage, Visitor

READ, EXTENSIVE, CREATE = (
    "api:calls:read:basic",
    "api:calls:read:extensive",
    "api:calls:create",
)


def consent(visitor: Visitor, client: Client, scope: str) -> Reply:
    query = {
        "client_id": client.client_id,
        "response_type": "code",
        "redirect_uri": REDIRECT_URI,
        "scope": scope,
    }
    return visitor.get(f"/oauth2/authorize?{urlencode(query)}")


def new_scopes(page: Reply) -> list[str]:
    return re.findall(r'<li class="new">.*?<code>([^<]+)</code>', page.text)


def test_it_shows_who_asks_with_the_large_logo(box: Box) -> None:
    client = box.register_example()
    text = consent(Visitor.of(box), client, READ).text
    assert f'src="/integrations/{client.client_id}/large"' in text
    for said in ("Authorize Hello Gong", "Northwind Freight Systems", "see when calls took place"):
        assert said in text
    assert "approved it last" not in text
    assert "taken to <strong>localhost:8000</strong>" in text


def test_what_is_new_is_marked_and_what_is_gone_is_listed(own_box: Box) -> None:
    visitor, client = Visitor.of(own_box), own_box.register_example()
    own_box.install(client, scope=f"{READ} {EXTENSIVE}")
    page = consent(visitor, client, f"{READ} {CREATE}")
    assert new_scopes(page) == [CREATE]
    assert "It asks for more than then" in page.text
    dropped = page.text.partition("No longer</h2>")[2].partition("</section>")[0]
    assert re.findall(r"<code>([^<]+)</code>", dropped) == [EXTENSIVE]


def test_the_same_or_less_is_said_so(own_box: Box) -> None:
    visitor, client = Visitor.of(own_box), own_box.register_example()
    own_box.install(client, scope=READ)
    own_box.install(client, scope=f"{READ} {CREATE}")
    same = consent(visitor, client, f"{CREATE} {READ}")
    assert "It asks for the same as then" in same.text
    less = consent(visitor, client, READ)
    assert "It asks for less than then" in less.text
    assert new_scopes(same) == new_scopes(less) == []


def test_the_last_time_is_this_companys_and_this_apps(own_box: Box) -> None:
    client, other = own_box.register_example(), own_box.register_example()
    own_box.install(client, "kestrel", scope=READ)
    own_box.install(other, scope=READ)
    assert "approved it last" not in consent(Visitor.of(own_box), client, READ).text
    assert "approved it last" in consent(Visitor.of(own_box, "kestrel"), client, READ).text


def test_a_grant_that_ended_counts_as_the_last_time(own_box: Box) -> None:
    visitor, client = Visitor.of(own_box), own_box.register_example()
    code = own_box.code(client, scope=READ)
    own_box.exchange(client, code)
    own_box.exchange(client, code)  # which ends the grant
    assert new_scopes(consent(visitor, client, f"{READ} {CREATE}")) == [CREATE]


def test_who_cannot_approve_a_private_app_is_told_who_can(box: Box) -> None:
    refused = consent(Visitor.of(box, "kestrel"), box.register(), READ)
    assert refused.status == 403
    assert "a private integration of Northwind Freight Systems" in refused.text
    assert "Sign in as somebody else" in refused.text
    assert "it is not certain that the request came from it" not in refused.text


def test_only_what_was_shown_is_approved(own_box: Box) -> None:
    client = own_box.register_example()
    query = {
        "client_id": client.client_id,
        "response_type": "code",
        "redirect_uri": REDIRECT_URI,
    }
    path = f"/oauth2/authorize?{urlencode(query)}"
    shown = [*FormPage(Visitor.of(own_box).get(path)).fields, ("decision", "approve")]
    other = Visitor.of(own_box, "kestrel")
    again = other.post(path, shown)
    assert again.status == 409, "who signed in elsewhere would approve for another company"
    assert "Nothing is approved yet" in again.text
    assert "Kestrel Maschinendiagnostik" in again.text
    denied = other.post(path, [*FormPage(again).fields, ("decision", "deny")])
    assert "error=access_denied" in denied.headers["location"]

    manifest = {
        "integration": {"name": "A", "scopes": [READ], "redirect_uris": [REDIRECT_URI]},
    }
    own_box.control("PUT", f"/integrations/{client.client_id}", manifest)
    visitor = Visitor.of(own_box)
    again = visitor.post(path, shown)
    assert again.status == 409, "the scopes are others than those of the page"
    approved = visitor.post(path, [*FormPage(again).fields, ("decision", "approve")])
    assert "code=" in approved.headers["location"]


def test_anybody_of_a_company_can_sign_in_from_the_list(box: Box) -> None:
    text = box.send("GET", "/sign-in").text
    for company in box.companies.values():
        for user in company["users"]:
            assert text.count(f'value="{user["email"]}"') == 1
    assert text.count("<details") == len([c for c in box.companies.values() if len(c["users"]) > 3])
    assert "Account Executive · sales rep" in text
