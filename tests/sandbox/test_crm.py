"""Registering a CRM, requests by `clientRequestId`, and the deletion of everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sandbox.box import Box, Reply, running
from tests.sandbox.crm import UNTIL_DONE, Crm, account, ldjson

from gongkit.sandbox.core.crm.objects import find_crm_object
from gongkit.sandbox.core.privacy.erasure import ERASERS, Erased
from gongkit.sandbox.core.state import open_state
from gongkit.sandbox.server.serving import Options

SCOPES = {
    "listGenericCrmIntegration": "api:crm:integrations:read",
    "registerGenericCrmIntegration": "api:crm:integration:register",
    "deleteGenericCrmIntegration": "api:crm:integration:delete",
    "listCrmSchemaFields": "api:crm:schema",
    "uploadCrmSchemaField": "api:crm:schema",
    "uploadCrmData": "api:crm:upload",
    "getRequestStatus": "api:crm:upload",
    "getCrmObjects": "api:crm:get-objects",
}


@pytest.fixture
def box(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


@pytest.fixture
def crm(box: Box) -> Crm:
    return Crm(box).registered()


def listed(crm: Crm) -> list[dict[str, object]]:
    answer = crm.call("GET", "integrations", {"integrationId": None})
    assert answer.status == 200
    found: list[dict[str, object]] = answer.json["integrations"]
    return found


# --- registering ---------------------------------------------------------------------------


def test_a_registered_crm_is_listed_in_its_own_company_only(box: Box) -> None:
    crm = Crm(box)
    assert listed(crm) == []
    assert "no CRM" in crm.hints("listGenericCrmIntegration")[0]
    crm.registered()
    assert crm.id > 2**53
    assert listed(crm) == [
        {"integrationId": crm.id, "ownerEmail": crm.owner(), "name": "Homegrown CRM"}
    ]
    other = Crm(box, "kestrel")
    assert listed(other) == []
    assert other.registered().id != crm.id


def test_a_company_has_one_crm(crm: Crm) -> None:
    again = crm.register()
    assert (again.status, "one is all" in again.errors[0]) == (409, True)
    assert str(crm.id) in crm.hints("registerGenericCrmIntegration")[0]


def test_a_crm_that_gong_connects_to_by_itself_stands_in_the_way(box: Box) -> None:
    body = {"company": "northwind", "native_crm_connected": True}
    assert box.control("PUT", "/settings", body).status == 200
    assert Crm(box).register().status == 409
    assert Crm(box, "kestrel").register().status == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ownerEmail": "nobody@northwind.example"}, "ownerEmail: "),
        ({"ownerEmail": ""}, "ownerEmail: "),
        ({"name": "  "}, "name: "),
        ({"name": None}, "name: "),
    ],
)
def test_what_cannot_be_registered(box: Box, changes: dict[str, object], field: str) -> None:
    answer = Crm(box).register(**changes)
    assert (answer.status, answer.errors[0].startswith(field)) == (400, True), answer.errors
    stranger = Crm(box, "kestrel").owner()
    assert Crm(box).register(ownerEmail=stranger).status == 400
    assert Crm(box).register(ownerEmail=Crm(box).owner().upper()).status == 200


def every_call(crm: Crm, **more: str) -> Iterator[tuple[str, Reply]]:
    """Call every operation that names an integration."""
    named, kind = {"clientRequestId": "x"}, {"objectType": "ACCOUNT"}
    file = {**kind, **named}
    yield "listCrmSchemaFields", crm.call("GET", "entity-schema", kind, **more)
    yield "uploadCrmSchemaField", crm.call("POST", "entity-schema", kind, body=[], **more)
    yield "uploadCrmData", crm.call("POST", "entities", file, body=b"", **more)
    yield "getRequestStatus", crm.call("GET", "request-status", named, **more)
    ids = {**kind, "objectsCrmIds": "a"}
    yield "getCrmObjects", crm.call("GET", "entities", ids, **more)
    yield "deleteGenericCrmIntegration", crm.call("DELETE", "integrations", named, **more)


def test_an_operation_needs_its_scope(crm: Crm) -> None:
    client = crm.box.register(scopes=["api:users:read"])
    token = crm.box.install(client, scope="api:users:read")["access_token"]
    asked = dict(every_call(crm, token=token))
    asked["listGenericCrmIntegration"] = crm.call("GET", "integrations", token=token)
    body = {"name": "x", "ownerEmail": crm.owner()}
    asked["registerGenericCrmIntegration"] = crm.call("PUT", "integrations", token=token, body=body)
    assert asked.keys() == SCOPES.keys()
    for operation, answer in asked.items():
        assert (answer.status, SCOPES[operation] in answer.errors[0]) == (403, True), operation


def test_another_companys_integration_is_unknown(crm: Crm) -> None:
    other = Crm(crm.box, "kestrel").registered()
    name = crm.upload("ACCOUNT", account("a-1"))
    stranger = Crm(crm.box, "kestrel", id=crm.id)
    for operation, answer in every_call(stranger):
        if operation != "uploadCrmData":
            assert answer.status == 400, operation
            assert answer.errors[0].startswith(("integrationId: ", "clientRequestId: "))
    assert stranger.send("ACCOUNT", ldjson(account("a-1")), "x").status == 400
    assert str(other.id) in stranger.hints("uploadCrmData")[0]
    assert other.call("GET", "request-status", {"clientRequestId": name}).status == 400
    crm.box.advance(UNTIL_DONE)
    assert other.objects("ACCOUNT", "a-1") == {"a-1": None}
    # Names of requests are a company's own.
    assert other.upload("ACCOUNT", account("a-1")) == name


# --- requests ------------------------------------------------------------------------------


def test_an_upload_goes_through_its_stages_on_the_clock(crm: Crm) -> None:
    body = {"company": "northwind", "crm_pending": 100, "crm_processing": 1000}
    assert crm.box.control("PUT", "/settings", body).status == 200
    name = crm.upload("ACCOUNT", account("a-1", name="Acme"))
    seen = []
    for seconds in (0, 105, 1000):
        crm.box.advance(seconds)
        found = crm.status(name)
        seen.append(found["status"])
        there = crm.objects("ACCOUNT", "a-1")["a-1"] is not None
        assert there == (found["status"] == "DONE")
    assert seen == ["PENDING", "IN_PROGRESS", "DONE"]
    assert (found["totalSuccessCount"], found["totalErrorCount"], found["errors"]) == (1, 0, [])


def test_a_client_request_id_counts_once(crm: Crm) -> None:
    name = crm.upload("ACCOUNT", account("a-1"))
    again = crm.send("ACCOUNT", ldjson(account("a-2")), name)
    assert (again.status, name in again.errors[0]) == (409, True)
    deletion = crm.call("DELETE", "integrations", {"clientRequestId": name})
    assert deletion.status == 409
    crm.box.advance(UNTIL_DONE)
    assert crm.send("ACCOUNT", ldjson(account("a-2")), name).status == 409
    assert crm.objects("ACCOUNT", "a-2") == {"a-2": None}


@pytest.mark.parametrize("name", ["", "up 1", "up/1", "üp", "up.1", "up\n", "٣"])
def test_what_is_no_client_request_id(crm: Crm, name: str) -> None:
    for answer in (
        crm.send("ACCOUNT", ldjson(account("a-1")), name),
        crm.call("DELETE", "integrations", {"clientRequestId": name}),
    ):
        assert (answer.status, answer.errors[0].startswith("clientRequestId: ")) == (400, True)


def test_an_unknown_request_is_400(crm: Crm) -> None:
    answer = crm.call("GET", "request-status", {"clientRequestId": "no-such"})
    assert (answer.status, "no-such" in answer.errors[0]) == (400, True)
    name = crm.upload("ACCOUNT", account("a-1"))
    wrong = Crm(crm.box, id=crm.id + 1)
    assert wrong.call("GET", "request-status", {"clientRequestId": name}).status == 400
    assert str(crm.id) in crm.hints("getRequestStatus")[0]


# --- deleting ------------------------------------------------------------------------------


def test_a_deletion_takes_everything_when_it_is_done(crm: Crm) -> None:
    crm.set_schema("ACCOUNT", {"uniqueName": "tier", "label": "Tier", "type": "STRING"})
    crm.load("ACCOUNT", account("a-1", tier="gold"))
    answer = crm.call("DELETE", "integrations", {"clientRequestId": "gone"})
    assert (answer.status, answer.json["clientRequestId"]) == (201, "gone")
    assert crm.status("gone")["status"] == "PENDING"

    assert len(listed(crm)) == 1
    assert crm.objects("ACCOUNT", "a-1")["a-1"] is not None
    assert crm.register().status == 409
    for refused in (
        crm.send("ACCOUNT", ldjson(account("a-2")), "late"),
        crm.set_schema("ACCOUNT", {"uniqueName": "tier", "label": "T", "type": "STRING"}),
        crm.call("DELETE", "integrations", {"clientRequestId": "again"}),
    ):
        assert (refused.status, "is being deleted" in refused.errors[0]) == (400, True)

    done = crm.settled("gone")
    assert (done["status"], done["errors"]) == ("DONE", [])
    assert listed(crm) == []
    assert crm.look_up("ACCOUNT", "a-1").status == 400
    assert "no CRM" in crm.hints("getCrmObjects")[0]

    fresh = Crm(crm.box, numbers=crm.numbers).registered()
    assert fresh.id != crm.id
    assert fresh.objects("ACCOUNT", "a-1") == {"a-1": None}
    schema = fresh.call("GET", "entity-schema", {"objectType": "ACCOUNT"}).json
    assert schema["objectTypeToSelectedFields"] == {"ACCOUNT": []}
    # Requests to the old one can still be asked for, and their names stay used.
    assert crm.status("gone")["status"] == "DONE"
    assert fresh.send("ACCOUNT", ldjson(account("a-1")), "gone").status == 409


def test_a_repeated_deletion_is_told_from_another_one(crm: Crm) -> None:
    crm.upload("ACCOUNT", account("a-1"))
    deletion = {"clientRequestId": "gone"}
    assert crm.call("DELETE", "integrations", deletion).status == 201
    for done in (False, True):
        if done:
            assert crm.settled("gone")["status"] == "DONE"
        for repeated in (
            crm.call("DELETE", "integrations", deletion),
            crm.send("ACCOUNT", ldjson(account("a-1")), "up-1"),
            crm.send("ACCOUNT", ldjson(account("a-1")), "gone"),
        ):
            assert (repeated.status, "was used before" in repeated.errors[0]) == (409, True)
        assert crm.call("DELETE", "integrations", {"clientRequestId": "new"}).status == 400
        assert crm.send("ACCOUNT", ldjson(account("a-1")), "new").status == 400


def test_what_is_deleted_leaves_the_tables(data: Path) -> None:
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        crm = Crm(box).registered()
        crm.load("ACCOUNT", *(account(f"a-{n}") for n in range(25_000)))
        crm.call("DELETE", "integrations", {"clientRequestId": "gone"})
        assert crm.settled("gone")["status"] == "DONE"
        box.advance(60)
        assert listed(crm) == []
    state = open_state(data)
    assert state.rows("SELECT * FROM crm_objects") == []
    assert state.rows("SELECT * FROM jobs WHERE kind = 'crm-sweep'") == []
    state.close()


# --- keeping -------------------------------------------------------------------------------


def test_everything_is_there_after_a_restart_and_a_restore(data: Path) -> None:
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        crm = Crm(box).registered()
        name = crm.upload("ACCOUNT", account("a-1", name="Acme"))
        snapshot = box.control("GET", "/snapshot").json
    with running(Options(data=data, port=0)) as box:
        crm = Crm(box, id=crm.id)
        assert crm.settled(name)["status"] == "DONE"
        found = crm.objects("ACCOUNT", "a-1")
        assert found["a-1"]["name"] == "Acme"
        assert box.control("PUT", "/snapshot", snapshot).status == 200
        assert crm.status(name)["status"] == "PENDING"
        assert crm.settled(name)["status"] == "DONE"
        assert crm.objects("ACCOUNT", "a-1") == found


def person(object_id: str, **fields: str) -> dict[str, str]:
    return {"objectId": object_id, "modifiedDate": "2026-01-03T23:45:57Z", **fields}


def test_erased_people_are_gone_whatever_was_uploaded_of_them(data: Path) -> None:
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        crm, other = Crm(box).registered(), Crm(box, "kestrel").registered()
        for each in (crm, other):
            each.load("CONTACT", person("c-1", emailAddress="Jane@Acme.example"))
            each.load("CONTACT", person("c-1", emailAddress="moved@acme.example"))
            each.load("CONTACT", person("c-2", phoneNumber="+1 (202) 555-0100"), person("c-3"))
            each.load("LEAD", person("l-1", emailAddress="jane@acme.example"), person("c-4"))
            each.load("ACCOUNT", account("c-3"))
        company_id = box.companies["northwind"]["id"]
        other_id = box.companies["kestrel"]["id"]
    erased = Erased(
        company_id=company_id,
        emails=frozenset({"jane@acme.example", "moved@acme.example"}),
        phone_numbers=frozenset({"12025550100"}),
        contacts=frozenset(),
        uploaded=frozenset({("CONTACT", "c-3")}),
        crm_ids=frozenset({"c-3"}),
    )
    state = open_state(data)
    with state.write():
        for eraser in ERASERS:
            eraser(state, erased)
    left = {
        (found, kind, object_id)
        for found in (company_id, other_id)
        for kind, object_id in (
            ("CONTACT", "c-1"),
            ("CONTACT", "c-2"),
            ("CONTACT", "c-3"),
            ("LEAD", "l-1"),
            ("LEAD", "c-4"),
            ("ACCOUNT", "c-3"),
        )
        if find_crm_object(state, found, kind, object_id, 2e10)
    }
    state.close()
    assert {each[1:] for each in left if each[0] == company_id} == {
        ("LEAD", "c-4"),
        ("ACCOUNT", "c-3"),
    }
    assert len([each for each in left if each[0] == other_id]) == 6
