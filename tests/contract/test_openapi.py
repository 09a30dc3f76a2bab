"""The OpenAPI document is valid, whole, and says what the contract says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
import schemathesis

from gongkit.contract.openapi import openapi
from gongkit.contract.operation import FileBody, JsonBody, Operation
from gongkit.contract.registry import AREAS, OPERATIONS
from gongkit.contract.scopes import SCOPES

URL = "http://localhost:4664"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

every_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=list(OPERATIONS))


@cache
def document() -> dict[str, Any]:
    """The document as a reader gets it."""
    found: dict[str, Any] = json.loads(json.dumps(openapi(URL)))
    return found


def described(operation: Operation[Any]) -> dict[str, Any]:
    found: dict[str, Any] = document()["paths"][operation.path][operation.method.lower()]
    return found


def resolved(reference: str) -> Any:
    assert reference.startswith("#/")
    found: Any = document()
    for name in reference.removeprefix("#/").split("/"):
        found = found[name]
    return found


def references_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for inner in value.values():
            yield from references_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references_in(inner)


def test_it_is_valid_openapi() -> None:
    schemathesis.openapi.from_dict(document()).validate()


def test_its_schemas_are_valid_json_schema() -> None:
    for name, schema in document()["components"]["schemas"].items():
        assert schema["title"] == name
        jsonschema_rs.meta.validate({"$schema": DIALECT, **schema})
    for operation in OPERATIONS.values():
        for parameter in described(operation)["parameters"]:
            jsonschema_rs.meta.validate({"$schema": DIALECT, **parameter["schema"]})


def test_every_reference_leads_somewhere() -> None:
    found = set(references_in(document()))
    assert len(found) > 200
    for reference in found:
        assert resolved(reference)
    schemas = document()["components"]["schemas"]
    assert {f"#/components/schemas/{name}" for name in schemas} <= found, "a schema without use"


def test_every_operation_is_in_it_once() -> None:
    listed = {
        each["operationId"]: (method.upper(), path)
        for path, methods in document()["paths"].items()
        for method, each in methods.items()
    }
    assert listed == {found.id: (found.method, found.path) for found in OPERATIONS.values()}
    assert [tag["name"] for tag in document()["tags"]] == list(AREAS)


@every_operation
def test_what_an_operation_takes(operation: Operation[Any]) -> None:
    found = described(operation)
    assert found["tags"] == [operation.area]
    assert f"{found['summary']}\n\n{found['description']}".strip() == operation.doc
    assert [(p["name"], p["in"], p["required"]) for p in found["parameters"]] == [
        (p.name, p.place, p.required) for p in operation.parameters
    ]
    assert found.get("deprecated", False) == operation.deprecated
    match operation.body:
        case None:
            assert "requestBody" not in found
        case JsonBody():
            assert found["requestBody"]["required"]
            assert set(found["requestBody"]["content"]) == {"application/json"}
        case FileBody(field=field):
            form = found["requestBody"]["content"]["multipart/form-data"]["schema"]
            assert form["required"] == [field]


@every_operation
def test_what_an_operation_answers(operation: Operation[Any]) -> None:
    responses = described(operation)["responses"]
    answer = f"#/components/schemas/{operation.answer.__name__}"
    for status in operation.success:
        assert list(references_in(responses[str(status)])) == [answer]
    errors = {int(status) for status in responses} - set(operation.success)
    assert errors >= {*operation.errors, 401, 403, 429, 500}
    for status in errors:
        error = resolved(responses[str(status)]["$ref"])
        assert list(references_in(error)) == ["#/components/schemas/ErrorResponse"]
    assert ({413, 415} <= errors) == (operation.body is not None)


@every_operation
def test_who_may_call_an_operation(operation: Operation[Any]) -> None:
    found = described(operation)
    assert {"accessKey": []} in found["security"]
    assert {"oauth": list(operation.scopes)} in found["security"]
    assert tuple(found.get("x-gong-extra-scopes", ())) == operation.extra_scopes


def test_security_schemes() -> None:
    schemes = document()["components"]["securitySchemes"]
    assert schemes["accessKey"]["scheme"] == "basic"
    grant = schemes["oauth"]["flows"]["authorizationCode"]
    assert list(grant["scopes"]) == list(SCOPES)
    assert grant["authorizationUrl"] == f"{URL}/oauth2/authorize"
    assert grant["tokenUrl"] == grant["refreshUrl"] == f"{URL}/oauth2/generate-customer-token"


def test_details_of_types_come_through() -> None:
    schemas = document()["components"]["schemas"]
    call = schemas["NewCallAddingRequest"]
    assert "primaryUser" in call["required"]
    assert call["properties"]["direction"]["enum"][0] == "Inbound"
    assert call["properties"]["clientUniqueId"]["maxLength"] == 2048
    (ids,) = (
        parameter
        for parameter in described(OPERATIONS["getCrmObjects"])["parameters"]
        if parameter["name"] == "objectsCrmIds"
    )
    assert ids["schema"] == {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
    objects = schemas["GetGenericCrmObjectsResponse"]["properties"]["crmObjectsMap"]
    assert "null" in json.dumps(objects), "an id that is not known is null in the answer"
    assert list(document()["servers"][0]) == ["url", "description"]
    assert document()["servers"][0]["url"] == URL
