"""Fields of a body that its operation does not have are found, at any depth."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gongkit.contract.operation import JsonBody
from gongkit.contract.registry import operation
from gongkit.contract.types.base import GongStruct
from gongkit.contract.types.calls import CallsRequestFilterWithOwners, ExtensiveCallsRequest
from gongkit.contract.unknown_fields import check_known_fields
from gongkit.errors import UnknownName

OBJECT = {"objectType": "Deal", "fields": [{"name": "Amount", "value": {"any": ["thing"]}}]}


@pytest.mark.parametrize(
    ("name", "body", "what", "nearest"),
    [
        ("listCallsExtensive", {"filtr": {}}, "body", "filter"),
        ("listCallsExtensive", {"filter": {"workspceId": "1"}}, "filter", "workspaceId"),
        ("listCallsExtensive", {"filter": {"from_date_time": "x"}}, "filter", "fromDateTime"),
        (
            "listCallsExtensive",
            {"filter": {}, "contentSelector": {"exposedFields": {"content": {"breif": True}}}},
            "contentSelector.exposedFields.content",
            "brief",
        ),
        ("addCall", {"parties": [{}, {"userid": "1"}]}, "parties[1]", "userId"),
        (
            "addCall",
            {"context": ({"objects": [{**OBJECT, "objectTyp": "x"}]},)},
            "context[0].objects[0]",
            "objectType",
        ),
        ("uploadCrmSchemaField", [{"uniqueNam": "x"}], "body[0]", "uniqueName"),
    ],
)
def test_an_unknown_field_is_named_with_its_place(
    name: str, body: Any, what: str, nearest: str
) -> None:
    with pytest.raises(UnknownName) as caught:
        check_known_fields(operation(name), body)
    assert caught.value.what == f"field of {what} in {name}"
    assert caught.value.nearest == nearest


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("listCallsExtensive", {"filter": {"callIds": ["1"]}, "contentSelector": None}),
        ("listCallsExtensive", {"filter": "not an object", "contentSelector": []}),
        ("addCall", {"context": [{"system": "Salesforce", "objects": [OBJECT]}]}),
        ("uploadCrmSchemaField", []),
        ("addCallRecording", {"any": "thing"}),
        ("listCalls", None),
    ],
)
def test_only_names_are_looked_at(name: str, body: Any) -> None:
    check_known_fields(operation(name), body)


def test_contract_types_pass_whole_or_nested() -> None:
    filters = CallsRequestFilterWithOwners(workspace_id="1")
    check_known_fields(operation("listCallsExtensive"), ExtensiveCallsRequest(filter=filters))
    check_known_fields(operation("listCallsExtensive"), {"filter": filters})


class _ByName(GongStruct):
    filters: dict[str, CallsRequestFilterWithOwners | None] | None = None


def test_the_values_of_an_open_object_are_looked_at() -> None:
    asked = replace(operation("listCallsExtensive"), body=JsonBody(type=_ByName))
    check_known_fields(asked, {"filters": {"any name": {"workspaceId": "1"}, "other": None}})
    with pytest.raises(UnknownName, match=r"field of filters\.mine in .* named 'workspceId'"):
        check_known_fields(asked, {"filters": {"mine": {"workspceId": "1"}}})
