"""The schema of CRM objects: which fields there are, and what becomes of their data."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sandbox.box import Box
from tests.sandbox.crm import Crm, account


@pytest.fixture
def crm(own_box: Box) -> Crm:
    own_box.lift_limits()
    return Crm(own_box).registered()


def text(name: str, **more: Any) -> dict[str, Any]:
    return {"uniqueName": name, "label": name.title(), "type": "STRING", **more}


def names(crm: Crm, object_type: str = "ACCOUNT") -> list[str]:
    answer = crm.call("GET", "entity-schema", {"objectType": object_type})
    assert answer.status == 200
    (found,) = answer.json["objectTypeToSelectedFields"].items()
    assert found[0] == object_type
    return [field["uniqueName"] for field in found[1]]


def test_fields_are_listed_as_they_were_uploaded(crm: Crm) -> None:
    fields = [
        text("tier", lastModified="2026-01-03T23:45:57+01:00"),
        {
            "uniqueName": "Main account",
            "label": "Main",
            "type": "REFERENCE",
            "referenceTo": "ACCOUNT",
        },
        {
            "uniqueName": "größe",
            "label": "Größe",
            "type": "PICKLIST",
            "orderedValueList": ["S", "L", "M"],
        },
    ]
    assert names(crm) == []
    assert "not listed" in crm.hints("listCrmSchemaFields")[0]
    assert crm.set_schema("ACCOUNT", *fields).status == 201
    answer = crm.call("GET", "entity-schema", {"objectType": "ACCOUNT"}).json
    assert answer["objectTypeToSelectedFields"]["ACCOUNT"] == [
        {**field, "isDeleted": False} for field in fields
    ]
    assert names(crm, "DEAL") == []


def test_all_fields_must_be_included(crm: Crm) -> None:
    assert crm.set_schema("ACCOUNT", text("a")).status == 201
    assert crm.set_schema("ACCOUNT", text("a"), text("b")).status == 201
    for left_out in ([text("c")], []):
        refused = crm.set_schema("ACCOUNT", *left_out)
        assert (refused.status, "a, b would be missing" in refused.errors[0]) == (400, True)
    assert names(crm) == ["a", "b"]
    gone = text("a", isDeleted=True)
    assert crm.set_schema("ACCOUNT", text("c"), gone, text("b")).status == 201
    assert names(crm) == ["c", "b"]
    assert crm.set_schema("ACCOUNT", text("c"), gone, text("b")).status == 201
    assert "nothing was deleted" in crm.hints("uploadCrmSchemaField")[0]
    assert crm.set_schema("DEAL", text("x")).status == 201
    assert names(crm) == ["c", "b"]


def shown(crm: Crm) -> dict[str, Any]:
    found: dict[str, Any] = crm.objects("ACCOUNT", "a-1")["a-1"]
    return {name: found[name] for name in ("tier", "size") if name in found}


def test_a_field_takes_its_data_with_it(crm: Crm) -> None:
    both = [text("tier"), text("size")]
    crm.set_schema("ACCOUNT", *both)
    crm.load("ACCOUNT", account("a-1", tier="gold", size="L"))
    assert shown(crm) == {"tier": "gold", "size": "L"}
    crm.set_schema("ACCOUNT", text("tier", isDeleted=True), text("size"))
    assert shown(crm) == {"size": "L"}
    crm.set_schema("ACCOUNT", *both)
    assert shown(crm) == {"size": "L"}, "data that was deleted does not come back"
    crm.load("ACCOUNT", account("a-1", tier="silver", size="M"))
    assert shown(crm) == {"tier": "silver", "size": "M"}


def test_a_new_type_drops_the_data_and_a_new_label_does_not(crm: Crm) -> None:
    crm.set_schema("ACCOUNT", text("tier"), text("size"))
    crm.load("ACCOUNT", account("a-1", tier="1", size="L"))
    number = {"uniqueName": "tier", "label": "Tier", "type": "NUMBER"}
    assert crm.set_schema("ACCOUNT", number, text("size", label="Size!")).status == 201
    assert "its data is gone" in crm.hints("uploadCrmSchemaField")[0]
    assert shown(crm) == {"size": "L"}
    crm.set_schema("ACCOUNT", text("tier"), text("size"))
    assert shown(crm) == {"size": "L"}


def test_what_was_uploaded_before_its_field_stays_hidden(crm: Crm) -> None:
    crm.load("ACCOUNT", account("a-1", tier="gold"))
    assert shown(crm) == {}
    assert any("tier is no field" in hint for hint in crm.hints("uploadCrmData"))
    on_its_way = crm.upload("ACCOUNT", account("a-1", tier="gold"))
    crm.set_schema("ACCOUNT", text("tier"))
    assert crm.settled(on_its_way)["status"] == "DONE"
    assert shown(crm) == {}
    crm.load("ACCOUNT", account("a-1", tier="gold"))
    assert shown(crm) == {"tier": "gold"}


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ({"uniqueName": ""}, "[1].uniqueName: must not be empty"),
        ({"uniqueName": 'a"b'}, "[1].uniqueName: must not be empty, nor have quotes"),
        ({"uniqueName": "a\\b"}, "[1].uniqueName: must not be empty, nor have quotes"),
        ({"uniqueName": "a\x00b"}, "[1].uniqueName: must not be empty, nor have quotes"),
        ({"uniqueName": "first"}, "[1].uniqueName: 'first' is in [0] already"),
        ({"uniqueName": None}, "[1].uniqueName: must not be null"),
        ({"label": " "}, "[1].label: must not be empty"),
        ({"label": None}, "[1].label: must not be null"),
        ({"type": "TEXT"}, "[1].type: must be one of DATE"),
        ({"type": "string"}, "[1].type: must be one of DATE"),
        ({"type": "STRINGARRAY"}, "[1].type: STRINGARRAY is only for"),
        ({"type": "REFERENCE"}, "[1].referenceTo: must be one of ACCOUNT, CONTACT"),
        (
            {"type": "REFERENCE", "referenceTo": "BUSINESS_USER"},
            "[1].referenceTo: must be one of ACCOUNT, CONTACT",
        ),
        ({"type": "PICKLIST"}, "[1].orderedValueList: must not be empty"),
        (
            {"type": "PICKLIST", "orderedValueList": ["a", "b", "a"]},
            "[1].orderedValueList: must not have the same value twice",
        ),
        ({"lastModified": "2026-01-03"}, "[1].lastModified: must be ISO-8601"),
        ({"lastModified": "2026-02-30T00:00:00Z"}, "[1].lastModified: must be ISO-8601"),
        ({"lastModified": "2026-01-03T00:00:00.123Z"}, "[1].lastModified: must be ISO-8601"),
        ({"uniqueName": "name", "type": "NUMBER"}, "[1].type: name is a field of Gong's own"),
        ({"uniqueName": "name", "isDeleted": True}, "[1].isDeleted: name is a field of Gong's"),
    ],
)
def test_what_is_no_field(crm: Crm, field: dict[str, Any], said: str) -> None:
    answer = crm.set_schema("ACCOUNT", text("first"), {**text("second"), **field})
    assert (answer.status, answer.errors[0][: len(said)]) == (400, said)
    assert names(crm) == []


def test_gongs_own_fields_may_be_in_a_schema(crm: Crm) -> None:
    domains = {"uniqueName": "domains", "label": "Domains", "type": "STRINGARRAY"}
    assert crm.set_schema("ACCOUNT", domains, text("name")).status == 201
    assert names(crm) == ["domains", "name"]
    crm.load("ACCOUNT", account("a-1", domains=["acme.example"], name="Acme"))
    assert crm.objects("ACCOUNT", "a-1")["a-1"]["domains"] == ["acme.example"]


@pytest.mark.parametrize("object_type", ["BUSINESS_USER", "STAGE", "account", ""])
def test_some_kinds_have_no_schema(crm: Crm, object_type: str) -> None:
    for answer in (
        crm.call("GET", "entity-schema", {"objectType": object_type}),
        crm.set_schema(object_type, text("a")),
        crm.look_up(object_type, "a-1"),
    ):
        assert answer.status == 400
        assert answer.errors[0].startswith(
            "objectType: must be one of ACCOUNT, CONTACT, DEAL, LEAD"
        )
