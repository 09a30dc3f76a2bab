"""The contract says what Gong's API is: no more, no less, and the comparison would notice."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, ClassVar

import pytest
from msgspec import Meta
from tests.contract.conformance import FACTS, ONLY_IN_THE_HELP_CENTRE, Json, differences

from gongkit.contract.operation import JsonBody, Operation
from gongkit.contract.operations.crm import UPLOAD_PARAMETERS
from gongkit.contract.registry import OPERATIONS
from gongkit.contract.scopes import SCOPES
from gongkit.contract.types.base import GongStruct, Int32
from gongkit.contract.types.calls import CallBasicData, CallsResponse
from gongkit.contract.types.common import BaseResponse


@pytest.fixture(scope="module")
def facts() -> Json:
    if not FACTS.exists():
        pytest.skip(f"the facts of Gong's API are not at {FACTS}")
    loaded: Json = json.loads(FACTS.read_text())
    return loaded


def test_nothing_differs(facts: Json) -> None:
    found = list(differences(facts))
    assert not found, "\n".join(found)


def test_the_facts_are_complete(facts: Json) -> None:
    """An empty file would agree with everything."""
    assert sum(len(methods) for methods in facts["paths"].values()) == len(OPERATIONS) == 67
    assert len(facts["schemas"]) == 237


def test_scopes_are_those_of_the_facts(facts: Json) -> None:
    asked = {
        scope
        for methods in facts["paths"].values()
        for operation in methods.values()
        for scope in operation["scopes"]
    }
    assert set(SCOPES) == asked


def test_what_only_the_help_centre_has_is_in_the_contract() -> None:
    """Gong's machine-readable description lacks what an upload cannot do without."""
    upload = OPERATIONS["uploadCrmData"]
    assert upload.parameters == UPLOAD_PARAMETERS
    assert all(parameter.required for parameter in upload.parameters)
    assert {
        upload.id: tuple(f"{p.place} {p.name}" for p in UPLOAD_PARAMETERS)
    } == ONLY_IN_THE_HELP_CENTRE


def properties(facts: Json, schema: str) -> Json:
    found: Json = facts["schemas"][schema]["properties"]
    return found


def list_calls(facts: Json) -> Json:
    found: Json = facts["paths"]["/v2/calls"]["get"]
    return found


CHANGED_FACTS: dict[str, tuple[Callable[[Json], object], str]] = {
    "new operation": (
        lambda facts: facts["paths"]["/v2/calls"].update(
            patch={**list_calls(facts), "operationId": "patchCalls"}
        ),
        "operation > patchCalls: missing in the contract",
    ),
    "operation gone": (
        lambda facts: facts["paths"]["/v2/calls"].pop("get"),
        "operation > listCalls: not Gong's",
    ),
    "other path": (
        lambda facts: facts["paths"].update({"/v3/calls": facts["paths"].pop("/v2/calls")}),
        "operation > listCalls > path: Gong has /v3/calls, the contract has /v2/calls",
    ),
    "other method": (
        lambda facts: facts["paths"]["/v2/users"].update(
            post=facts["paths"]["/v2/users"].pop("get")
        ),
        "operation > listUsers > method: Gong has POST, the contract has GET",
    ),
    "other scope": (
        lambda facts: list_calls(facts).update(scopes=["api:calls:read:extensive"]),
        "operation > listCalls > scopes: Gong has ['api:calls:read:extensive']",
    ),
    "deprecated": (
        lambda facts: list_calls(facts).update(deprecated=True),
        "operation > listCalls > deprecated: Gong has True, the contract has False",
    ),
    "new parameter": (
        lambda facts: list_calls(facts)["parameters"].append(
            {"name": "order", "in": "query", "required": False, "schema": {"type": "string"}}
        ),
        "operation > listCalls > parameters > query order: missing in the contract",
    ),
    "parameter gone": (
        lambda facts: list_calls(facts)["parameters"].pop(0),
        "operation > listCalls > parameters > query cursor: not Gong's",
    ),
    "parameter elsewhere": (
        lambda facts: list_calls(facts)["parameters"][0].update({"in": "header"}),
        "operation > listCalls > parameters > header cursor: missing in the contract",
    ),
    "parameter now optional": (
        lambda facts: list_calls(facts)["parameters"][1].update(required=False),
        "operation > listCalls > parameters > query fromDateTime > required: Gong has False",
    ),
    "parameter of another type": (
        lambda facts: list_calls(facts)["parameters"][3]["schema"].update(type="integer"),
        "operation > listCalls > parameters > query workspaceId > type: Gong has integer",
    ),
    "parameter with a new value": (
        lambda facts: facts["paths"]["/v2/logs"]["get"]["parameters"][0]["schema"]["enum"].append(
            "NewLog"
        ),
        "operation > listLogs > parameters > query logType > enum: Gong has ['AccessLog'",
    ),
    "other body": (
        lambda facts: facts["paths"]["/v2/calls"]["post"]["requestBody"]["content"][
            "application/json"
        ]["schema"].update({"$ref": "#/components/schemas/CallData"}),
        "operation > addCall > body > application/json > $ref: Gong has CallData",
    ),
    "other kind of body": (
        lambda facts: facts["paths"]["/v2/calls"]["post"]["requestBody"].update(
            content={"text/plain": {"schema": {"type": "string"}}}
        ),
        "operation > addCall > body > text/plain: missing in the contract",
    ),
    "other form field": (
        lambda facts: facts["paths"]["/v2/calls/{id}/media"]["put"]["requestBody"]["content"][
            "multipart/form-data"
        ]["schema"].update(required=["file"]),
        "operation > addCallRecording > body > multipart/form-data > required: Gong has ['file']",
    ),
    "other answer": (
        lambda facts: list_calls(facts)["responses"]["200"].update(schema="Calls"),
        "operation > listCalls > answers > 200: Gong has Calls, the contract has CallsResponse",
    ),
    "second answer of another shape": (
        lambda facts: facts["paths"]["/v2/crm/entity-schema"]["post"]["responses"]["200"].update(
            schema="Calls"
        ),
        "operation > uploadCrmSchemaField > answers > 200: Gong has Calls",
    ),
    "other success status": (
        lambda facts: list_calls(facts)["responses"].update(
            {"202": list_calls(facts)["responses"].pop("200")}
        ),
        "operation > listCalls > answers > 202: missing in the contract",
    ),
    "new error status": (
        lambda facts: list_calls(facts)["responses"].update({"418": {"schema": "ErrorResponse"}}),
        "operation > listCalls > answers > 418: missing in the contract",
    ),
    "error status gone": (
        lambda facts: list_calls(facts)["responses"].pop("429"),
        "operation > listCalls > answers > 429: not Gong's",
    ),
    "new type": (
        lambda facts: facts["schemas"].update(Novelty={"type": "object"}),
        "type > Novelty: missing in the contract",
    ),
    "type gone": (
        lambda facts: facts["schemas"].pop("CallData"),
        "type > CallData: not Gong's",
    ),
    "new field": (
        lambda facts: properties(facts, "Party").update(pronouns={"type": "string"}),
        "type > Party > properties > pronouns: missing in the contract",
    ),
    "field gone": (
        lambda facts: properties(facts, "Party").pop("title"),
        "type > Party > properties > title: not Gong's",
    ),
    "field of another type": (
        lambda facts: properties(facts, "Sentence")["start"].update(type="string"),
        "type > Sentence > properties > start > type: Gong has string, the contract has integer",
    ),
    "field of another format": (
        lambda facts: properties(facts, "Sentence")["start"].update(format="int32"),
        "type > Sentence > properties > start > format: Gong has int32, the contract has int64",
    ),
    "field without its format": (
        lambda facts: properties(facts, "CallBasicData")["started"].pop("format"),
        "type > CallBasicData > properties > started > format: not Gong's",
    ),
    "new value": (
        lambda facts: properties(facts, "CallBasicData")["media"]["enum"].append("Hologram"),
        "type > CallBasicData > properties > media > enum: Gong has ['Audio', 'Hologram', 'Video']",
    ),
    "new value in a list": (
        lambda facts: properties(facts, "Party")["methods"]["items"]["enum"].append("Speaker"),
        "type > Party > properties > methods > items > enum: Gong has",
    ),
    "list of another type": (
        lambda facts: properties(facts, "Calls")["calls"]["items"].update(
            {"$ref": "#/components/schemas/CallBasicData"}
        ),
        "type > Calls > properties > calls > items > $ref: Gong has CallBasicData",
    ),
    "repeated items allowed": (
        lambda facts: properties(facts, "CallsFilter")["callIds"].pop("uniqueItems"),
        "type > CallsFilter > properties > callIds > uniqueItems: not Gong's",
    ),
    "newly required": (
        lambda facts: facts["schemas"]["CallsFilter"].update(required=["workspaceId"]),
        "type > CallsFilter > required: missing in the contract; Gong has ['workspaceId']",
    ),
    "no longer required": (
        lambda facts: facts["schemas"]["NewCallAddingRequest"]["required"].remove("direction"),
        "type > NewCallAddingRequest > required: Gong has",
    ),
    "other length": (
        lambda facts: properties(facts, "NewCallAddingRequest")["purpose"].update(maxLength=100),
        "type > NewCallAddingRequest > properties > purpose > maxLength: Gong has 100",
    ),
    "other minimum": (
        lambda facts: properties(facts, "SpeechSegment")["fromTime"].pop("minimum"),
        "type > SpeechSegment > properties > fromTime > minimum: not Gong's",
    ),
    "fewer items needed": (
        lambda facts: properties(facts, "NewCallAddingRequest")["parties"].update(minItems=2),
        "type > NewCallAddingRequest > properties > parties > minItems: Gong has 2",
    ),
    "other values of a mapping": (
        lambda facts: properties(facts, "CoachingRepData")["metrics"].update(
            additionalProperties={"type": "string"}
        ),
        "type > CoachingRepData > properties > metrics > additionalProperties",
    ),
    "a keyword we never met": (
        lambda facts: properties(facts, "Party")["phoneNumber"].update(pattern=r"\+\d+"),
        "type > Party > properties > phoneNumber > pattern: missing in the contract",
    ),
}


@pytest.mark.parametrize("change", CHANGED_FACTS)
def test_a_change_of_gong_s_api_is_noticed(facts: Json, change: str) -> None:
    make, expected = CHANGED_FACTS[change]
    changed = copy.deepcopy(facts)
    make(changed)
    found = list(differences(changed))
    assert any(line.startswith(expected) for line in found), "\n".join(found)


class AnotherReply(BaseResponse):
    """A type that Gong does not have."""


class Impostor(GongStruct):
    """A second type for one of Gong's."""

    gong_name: ClassVar[str | None] = "CallsResponse"

    request_id: str | None = None


class Narrowed(GongStruct):
    """One of Gong's types with a limit of our own."""

    gong_name: ClassVar[str | None] = "CallsUsersAccessAddDto"

    call_access_list: Annotated[list[CallBasicData], Meta(max_length=5)] | None = None
    count: Int32 | None = None


def changed(operation_id: str, **changes: Any) -> dict[str, Operation[Any]]:
    return {**OPERATIONS, operation_id: replace(OPERATIONS[operation_id], **changes)}


CHANGED_CONTRACT: dict[str, tuple[dict[str, Operation[Any]], str]] = {
    "operation left out": (
        {key: found for key, found in OPERATIONS.items() if key != "getCall"},
        "operation > getCall: missing in the contract",
    ),
    "types left out with their operation": (
        {key: found for key, found in OPERATIONS.items() if key != "getCall"},
        "type > SpecificCall: missing in the contract",
    ),
    "invented operation": (
        {**OPERATIONS, "getCalls": OPERATIONS["getCall"]},
        "operation > getCalls: not Gong's",
    ),
    "invented type": (
        changed("addUsersAccessToCalls", answer=AnotherReply),
        "type > AnotherReply: not Gong's",
    ),
    "type written twice": (
        changed("getCall", answer=Impostor),
        "type > CallsResponse: written twice",
    ),
    "limit of our own": (
        changed("addUsersAccessToCalls", body=JsonBody(type=Narrowed)),
        "type > CallsUsersAccessAddDto > properties > callAccessList > maxItems: not Gong's",
    ),
    "field of our own": (
        changed("addUsersAccessToCalls", body=JsonBody(type=Narrowed)),
        "type > CallsUsersAccessAddDto > properties > count: not Gong's",
    ),
    "body of our own": (
        changed("getCall", body=JsonBody(type=list[CallsResponse])),
        "operation > getCall > body > application/json: not Gong's",
    ),
    "body left out": (
        changed("addCall", body=None),
        "operation > addCall > body > application/json: missing in the contract",
    ),
    "scope left out": (
        changed("listCallsExtensive", extra_scopes=()),
        "operation > listCallsExtensive > scopes: Gong has",
    ),
    "status of our own": (
        changed("getCall", errors=(400, 401, 404, 418, 429, 500)),
        "operation > getCall > answers > 418: not Gong's",
    ),
}


@pytest.mark.parametrize("change", CHANGED_CONTRACT)
def test_a_slip_in_the_contract_is_noticed(facts: Json, change: str) -> None:
    operations, expected = CHANGED_CONTRACT[change]
    found = list(differences(facts, operations))
    assert any(line.startswith(expected) for line in found), "\n".join(found)
