"""The installed apps of a company, and how it disconnects one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.sandbox.apps import manifest, pulse, register
from tests.sandbox.box import Box, Client, Reply
from tests.sandbox.test_collective import signed_in

from gongkit.manifest import from_json
from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.oauth.connections import (
    connections_of_company,
    connections_of_integration,
    disconnect,
)
from gongkit.sandbox.core.oauth.grants import find_code, issue_code, redeem_code
from gongkit.sandbox.core.oauth.integrations import register as register_in
from gongkit.sandbox.core.people import users_of
from gongkit.sandbox.core.state import State, open_state

NOW = 1_800_000_000.0


def installed(box: Box, **who: str) -> Reply:
    return box.send("GET", "/collective/installed", headers=signed_in(box, **who))


def path_to_disconnect(client: Client) -> str:
    return f"/collective/installed/{client.client_id}/disconnect"


def press_disconnect(box: Box, client: Client, **who: str) -> Reply:
    headers = signed_in(box, **who)
    answer = box.send("POST", path_to_disconnect(client), headers=headers)
    if answer.status == 303:
        return box.send("GET", answer.headers["location"], headers=headers)
    return answer


def activities(box: Box, since: str) -> list[dict[str, Any]]:
    """Read what the audit log says that was done since a moment."""
    path = f"/v2/logs?logType=UserActivityLog&fromDateTime={since}"
    entries: list[dict[str, Any]] = box.api("northwind", "GET", path).json["logEntries"]
    return entries


def test_somebody_has_to_sign_in(own_box: Box) -> None:
    answer = own_box.send("GET", "/collective/installed")
    assert answer.status == 303
    assert answer.headers["location"].startswith("/sign-in")


def test_nothing_is_installed_at_first(own_box: Box) -> None:
    assert "has no app installed" in installed(own_box).text


def test_an_installed_app_says_what_it_may_and_who_let_it_in(own_box: Box) -> None:
    client = pulse(own_box)
    token = own_box.install(client)["access_token"]
    text = installed(own_box).text
    assert f"by {own_box.person('northwind', 'tech_admin')['name']}" in text
    assert "Calls (2), Users and settings (1), CRM (1)" in text
    assert "no call is known" in text
    assert 'href="https://pulse.example/install"' in text
    assert f"/integrations/{client.client_id}/small" in text
    own_box.api("northwind", "GET", "/v2/users", token=token)
    assert "no call is known" not in installed(own_box).text
    assert "has no app installed" in installed(own_box, company="kestrel").text


def test_everybody_may_look_and_only_a_tech_admin_may_disconnect(own_box: Box) -> None:
    client = pulse(own_box)
    token = own_box.install(client)["access_token"]
    path = path_to_disconnect(client)
    assert path in installed(own_box).text
    for role in ("rep", "business_admin"):
        text = installed(own_box, role=role).text
        assert "Deal Pulse" in text
        assert path not in text
        headers = signed_in(own_box, role=role)
        for method in ("GET", "POST"):
            answer = own_box.send(method, path, headers=headers)
            assert answer.status == 403
            assert "can disconnect Deal Pulse" in answer.text
    assert own_box.send("POST", path).headers["location"].startswith("/sign-in")
    assert own_box.api("northwind", "GET", "/v2/users", token=token).status == 200


def test_disconnecting_asks_ends_the_tokens_and_says_why(own_box: Box) -> None:
    client = pulse(own_box)
    earlier, tokens = own_box.install(client), own_box.install(client)
    kestrel = own_box.install(client, "kestrel")
    asks = own_box.send("GET", path_to_disconnect(client), headers=signed_in(own_box))
    assert "Disconnect Deal Pulse?" in asks.text
    assert own_box.api("northwind", "GET", "/v2/users", token=tokens["access_token"]).status == 200

    told = press_disconnect(own_box, client)
    assert "Deal Pulse is disconnected" in told.text
    assert "has no app installed" in told.text

    own_box.control("DELETE", "/requests")
    for each in (earlier, tokens):
        used = own_box.api("northwind", "GET", "/v2/users", token=each["access_token"])
        assert used.status == 401
        refreshed = own_box.refresh(client, each["refresh_token"])
        assert (refreshed.status, refreshed.json["error"]) == (400, "invalid_grant")
        assert "disconnect" in refreshed.headers["x-gongkit-basis"]
    hints = [entry["hints"][0]["message"] for entry in own_box.requests()]
    assert all("a tech admin of Northwind Freight Systems disconnected" in hint for hint in hints)
    assert own_box.api("kestrel", "GET", "/v2/users", token=kestrel["access_token"]).status == 200
    assert own_box.refresh(client, kestrel["refresh_token"]).status == 200


def test_the_audit_log_says_who_disconnected(own_box: Box) -> None:
    client, since = pulse(own_box), own_box.control("GET", "/clock").json["now"]
    own_box.install(client)
    press_disconnect(own_box, client)
    admin = own_box.person("northwind", "tech_admin")
    authorized, disconnected = activities(own_box, since)
    assert authorized["logRecord"]["action"] == "IntegrationAuthorized"
    assert disconnected["userEmailAddress"] == admin["email"]
    assert disconnected["logRecord"] == {
        "action": "IntegrationDisconnected",
        "integration": "Deal Pulse",
        "clientId": client.client_id,
    }


def test_only_what_is_installed_can_be_disconnected(own_box: Box) -> None:
    client = pulse(own_box)
    own_box.install(client, "kestrel")
    assert press_disconnect(own_box, client).status == 404
    own_box.install(client)
    assert press_disconnect(own_box, client).status == 200
    assert press_disconnect(own_box, client).status == 404
    assert press_disconnect(own_box, Client("nothing", "")).status == 404
    own_box.install(client)  # and may come back
    assert "Deal Pulse" in installed(own_box).text


def test_another_origins_form_disconnects_nothing(own_box: Box) -> None:
    client = pulse(own_box)
    token = own_box.install(client)["access_token"]
    headers = {**signed_in(own_box), "Origin": "https://evil.example"}
    assert own_box.send("POST", path_to_disconnect(client), headers=headers).status == 403
    assert own_box.api("northwind", "GET", "/v2/users", token=token).status == 200


def test_last_use_is_that_of_the_company_and_the_app(own_box: Box) -> None:
    mine, other = pulse(own_box), register(own_box, manifest("Other"), published=True)
    own_box.install(mine)
    token = own_box.install(other)["access_token"]
    own_box.api("northwind", "GET", "/v2/users", token=token)
    own_box.api("northwind", "GET", "/v2/users")
    assert installed(own_box).text.count("no call is known") == 1


# --- the core, which the integration's owner uses too


@pytest.fixture
def state(data: Path) -> Iterator[State]:
    with closing(open_state(data)) as opened:
        yield opened


def connect(state: State, client_id: str, company_id: str, scope: str, now: float) -> None:
    code = issue_code(
        state,
        client_id=client_id,
        company_id=company_id,
        redirect_uri="https://pulse.example/callback",
        scope=scope,
        code_challenge=None,
        now=now,
    )
    assert find_code(state, code)
    assert redeem_code(state, code, 3600, now)


def test_approvals_of_one_app_are_one_connection(state: State) -> None:
    northwind, kestrel, _ = load_companies(state).values()
    app, _ = register_in(state, from_json(manifest("Pulse")), northwind, published=True, now=NOW)
    connect(state, app.client_id, northwind.id, "a b", NOW)
    connect(state, app.client_id, kestrel.id, "a", NOW + 1)
    connect(state, app.client_id, northwind.id, "b c", NOW + 2)
    (connection,) = connections_of_company(state, northwind.id)
    assert connection.scopes == ("a", "b", "c")
    assert (connection.since, connection.renewed_at) == (NOW + 2, NOW + 2)
    found = connections_of_integration(state, app.client_id)
    assert [each.company_id for each in found] == [northwind.id, kestrel.id]


def test_the_owner_may_disconnect_a_company_and_a_stranger_may_not(state: State) -> None:
    northwind, kestrel, globex = load_companies(state).values()
    app, _ = register_in(state, from_json(manifest("Pulse")), northwind, published=True, now=NOW)
    connect(state, app.client_id, kestrel.id, "a", NOW)
    (connection,) = connections_of_integration(state, app.client_id)
    stranger, owner = users_of(state, globex.id)[0], users_of(state, northwind.id)[0]
    assert not disconnect(state, connection.grant_id, stranger, NOW + 1)
    assert disconnect(state, connection.grant_id, owner, NOW + 1)
    assert not disconnect(state, connection.grant_id, owner, NOW + 1)
    assert connections_of_company(state, kestrel.id) == []
    because = state.row("SELECT ended_at, ended_because FROM grants")
    assert because == (
        NOW + 1,
        f"{northwind.title}, which owns the integration, disconnected {kestrel.title}",
    )
    logged = state.rows(
        "SELECT company_id, user_id FROM log_entries WHERE at = ? ORDER BY user_id", NOW + 1
    )
    assert logged == [(kestrel.id, None), (northwind.id, owner.id)]
