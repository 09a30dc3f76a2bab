"""The contract as an OpenAPI 3.1 document, for the tools that read one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from gongkit.contract.operation import FileBody, JsonBody, Operation, Parameter, Place
from gongkit.contract.registry import AREAS, OPERATIONS
from gongkit.contract.scopes import SCOPES
from gongkit.contract.types.common import ErrorResponse

Json = dict[str, Any]

_ABOUT = """Gong's public API: what Gong documents, and nothing more.

Lists of values are those that Gong documents today; it may send others, and further fields."""
_HOST = (
    "The host of companies in the default cell. Any other company has a host of its own, which "
    "the token endpoint calls `api_base_url_for_customer`."
)

_SUCCESSES: Final = {
    200: "The answer.",
    201: "Created, or taken on.",
    202: "Taken on: ask later how it went.",
}
_ERRORS: Final = {
    400: "The request is wrong; each error names the field first.",
    401: "The credentials are missing, wrong, or another company's.",
    402: "The company has no credits left.",
    403: "The credentials lack a scope or a permission.",
    404: "It is not there or may not be seen; of a list, it can mean that nothing matched.",
    409: "It was sent before, or something is there already that excludes it.",
    413: "The body is larger than is taken.",
    415: "The body is not of the Content-Type that this operation takes.",
    422: "The request is understood, and cannot be followed.",
    429: "A limit of the company is reached.",
    500: "The server failed.",
}
_ALWAYS = (401, 403, 429, 500)
_WITH_PATH_INPUTS = (404,)
_WITH_BODY = (413, 415)

_REF = "#/components/schemas/{name}"


def openapi(server_url: str) -> Json:
    """Describe all operations, with `server_url` as the app host and the default cell.

    Errors are those that Gong documents for an operation, and those that any operation of
    its kind can be answered because of the API as a whole: credentials, scopes, limits, an
    input that breaks the path, a body that is none of JSON or far too large.
    """
    schemas = _Schemas(OPERATIONS.values())
    paths: dict[str, Json] = {}
    for operation in OPERATIONS.values():
        described = _operation(operation, schemas)
        paths.setdefault(operation.path, {})[operation.method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {"title": "Gong API", "version": "2", "description": _ABOUT},
        "servers": [{"url": server_url, "description": _HOST}],
        "tags": [{"name": area} for area in AREAS],
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "responses": {str(status): _error(status) for status in _ERRORS},
            "securitySchemes": _security_schemes(server_url),
        },
    }


class _Schemas:
    """The JSON schemas of the types in operations: one component each, and references to them."""

    def __init__(self, operations: Iterable[Operation[Any]]) -> None:
        types: list[Any] = [ErrorResponse]
        for operation in operations:
            types += [operation.answer, *(parameter.type for parameter in operation.parameters)]
            if isinstance(operation.body, JsonBody):
                types.append(operation.body.type)
        found, self.components = msgspec.json.schema_components(types, ref_template=_REF)
        self._by_type = list(zip(types, found, strict=True))

    def of(self, wanted: Any) -> Mapping[str, Any]:
        """Give the schema of one of the types."""
        return next(schema for known, schema in self._by_type if known is wanted)


def _operation(operation: Operation[Any], schemas: _Schemas) -> Json:
    summary, _, rest = operation.doc.partition("\n")
    answer = {"application/json": {"schema": schemas.of(operation.answer)}}
    described: Json = {
        "operationId": operation.id,
        "tags": [operation.area],
        "summary": summary,
        "description": rest.strip(),
        "parameters": [_parameter(each, schemas) for each in operation.parameters],
        "responses": {
            **{
                str(status): {"description": _SUCCESSES[status], "content": answer}
                for status in operation.success
            },
            **{
                str(status): {"$ref": f"#/components/responses/{status}"}
                for status in _errors_of(operation)
            },
        },
        "security": [{"accessKey": []}, {"oauth": list(operation.scopes)}],
    }
    if operation.body is not None:
        described["requestBody"] = _body(operation.body, schemas)
    if operation.extra_scopes:
        described["x-gong-extra-scopes"] = list(operation.extra_scopes)
    if operation.deprecated:
        described["deprecated"] = True
    return described


def _parameter(parameter: Parameter, schemas: _Schemas) -> Json:
    return {
        "name": parameter.name,
        "in": parameter.place.value,
        "required": parameter.required,
        "description": parameter.doc,
        "schema": schemas.of(parameter.type),
    }


def _body(body: JsonBody | FileBody, schemas: _Schemas) -> Json:
    match body:
        case JsonBody():
            return {
                "required": True,
                "content": {"application/json": {"schema": schemas.of(body.type)}},
            }
        case FileBody():
            form = {
                "type": "object",
                "required": [body.field],
                "properties": {body.field: {"type": "string", "format": "binary"}},
            }
            encoding = {body.field: {"contentType": body.content_type}}
            return {
                "required": True,
                "description": body.doc,
                "content": {"multipart/form-data": {"schema": form, "encoding": encoding}},
            }


def _errors_of(operation: Operation[Any]) -> list[int]:
    found = {*operation.errors, *_ALWAYS}
    if operation.in_place(Place.PATH):
        found.update(_WITH_PATH_INPUTS)
    if operation.body is not None:
        found.update(_WITH_BODY)
    return sorted(found)


def _error(status: int) -> Json:
    described: Json = {
        "description": _ERRORS[status],
        "content": {"application/json": {"schema": {"$ref": _REF.format(name="ErrorResponse")}}},
    }
    if status == 429:
        described["headers"] = {
            "Retry-After": {
                "description": "So many seconds to wait.",
                "schema": {"type": "integer"},
            }
        }
    return described


def _security_schemes(server_url: str) -> Json:
    token_url = f"{server_url}/oauth2/generate-customer-token"
    grant = {
        "authorizationUrl": f"{server_url}/oauth2/authorize",
        "tokenUrl": token_url,
        "refreshUrl": token_url,
        "scopes": {name: f"The app may {scope.allows}." for name, scope in SCOPES.items()},
    }
    return {
        "accessKey": {
            "type": "http",
            "scheme": "basic",
            "description": "An access key and its secret. It has all scopes.",
        },
        "oauth": {"type": "oauth2", "flows": {"authorizationCode": grant}},
    }
