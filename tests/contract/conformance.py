"""Compares the contract with the bare facts of Gong's API, in both directions.

Both sides are brought into one form (plain dicts, worded as in an OpenAPI document),
and these are compared key by key, so that nothing the facts say can be left out and
nothing they do not say can be added. `python tests/contract/conformance.py` prints what
differs.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import inspect

from gongkit.contract.operation import FileBody, JsonBody, Operation
from gongkit.contract.registry import OPERATIONS
from gongkit.contract.types.common import ErrorResponse

Json = dict[str, Any]

FACTS = Path(__file__).parents[2].parent / "shared" / "facts" / "gong-v2.json"

ONLY_IN_THE_HELP_CENTRE: Mapping[str, tuple[str, ...]] = {
    "uploadCrmData": ("query integrationId", "query objectType", "query clientRequestId"),
}
"""Parameters that Gong's help centre demands and the facts leave out."""

LIMITS = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_length",
    "maxItems": "max_length",
    "minimum": "ge",
    "maximum": "le",
}


def differences(
    facts: Json, operations: Mapping[str, Operation[Any]] = OPERATIONS
) -> Iterator[str]:
    """Say where the contract and the facts differ, one line for each difference."""
    roots = list(_roots(operations.values()))
    yield from _ambiguous(roots)
    yield from _compare(
        {"operation": _facts_operations(facts), "type": _facts_schemas(facts)},
        {
            "operation": {key: _operation(found) for key, found in operations.items()},
            "type": {schema_name(struct.cls): _struct(struct) for struct in structs_in(roots)},
        },
    )


def _compare(facts: Any, contract: Any, where: str = "") -> Iterator[str]:
    if not (isinstance(facts, dict) and isinstance(contract, dict)):
        if facts != contract:
            yield f"{where}: Gong has {facts}, the contract has {contract}"
        return
    for key in sorted(facts.keys() | contract.keys()):
        here = f"{where} > {key}" if where else key
        if key not in contract:
            yield f"{here}: missing in the contract; Gong has {facts[key]}"
        elif key not in facts:
            yield f"{here}: not Gong's; the contract has {contract[key]}"
        else:
            yield from _compare(facts[key], contract[key], here)


# The facts' side


def _facts_operations(facts: Json) -> Json:
    return {
        raw["operationId"]: {
            "method": method.upper(),
            "path": path,
            "scopes": sorted(raw["scopes"]),
            "deprecated": raw.get("deprecated", False),
            "parameters": {
                f"{parameter['in']} {parameter['name']}": {
                    "required": parameter["required"],
                    **_facts_schema(parameter["schema"]),
                }
                for parameter in raw.get("parameters", ())
            },
            "body": _facts_body(raw.get("requestBody")),
            "answers": _facts_answers(raw["responses"], facts["schemas"]),
        }
        for path, methods in facts["paths"].items()
        for method, raw in methods.items()
    }


def _facts_body(raw: Json | None) -> Json:
    if raw is None:
        return {}
    content = {media: _facts_schema(body["schema"]) for media, body in raw["content"].items()}
    return {"required": raw["required"], **content}


def _facts_answers(responses: Json, schemas: Json) -> Json:
    """Name each status's schema; success schemas of equal shape count as the last one's."""
    answers = {status: response["schema"] for status, response in sorted(responses.items())}
    succeeded = [status for status in answers if status.startswith("2")]
    usual = answers[succeeded[-1]]
    for status in succeeded:
        if schemas[answers[status]] == schemas[usual]:
            answers[status] = usual
    return answers


def _facts_schemas(facts: Json) -> Json:
    return {name: _facts_schema(schema) for name, schema in facts["schemas"].items()}


def _facts_schema(raw: Json) -> Json:
    if "$ref" in raw:
        return {"$ref": raw["$ref"].rpartition("/")[2]}
    schema = {key: value for key, value in raw.items() if key not in {"example", "writeOnly"}}
    for key in {"items", "additionalProperties"} & schema.keys():
        schema[key] = _facts_schema(schema[key])
    if "properties" in schema:
        schema["properties"] = {k: _facts_schema(v) for k, v in schema["properties"].items()}
    for key in {"enum", "required"} & schema.keys():
        schema[key] = sorted(schema[key])
    return schema


# The contract's side


def schema_name(struct: type) -> str:
    """Say what Gong calls a type; a name of the base class is not meant for its heirs."""
    return vars(struct).get("gong_name") or struct.__name__


def structs_in(roots: Iterable[inspect.Type]) -> tuple[inspect.StructType, ...]:
    """Collect every contract type that is reached from some others."""
    found: dict[type, inspect.StructType] = {}
    ahead = list(roots)
    while ahead:
        match ahead.pop():
            case inspect.StructType() as struct:
                if struct.cls not in found:
                    found[struct.cls] = struct
                    ahead.extend(field.type for field in struct.fields)
            case inspect.Metadata(type=inner) | inspect.ListType(item_type=inner):
                ahead.append(inner)
            case inspect.DictType(value_type=inner):
                ahead.append(inner)
            case inspect.UnionType(types=inners):
                ahead.extend(inners)
    return tuple(found.values())


def _roots(operations: Iterable[Operation[Any]]) -> Iterator[inspect.Type]:
    yield inspect.type_info(ErrorResponse)
    for operation in operations:
        yield inspect.type_info(operation.answer)
        if isinstance(operation.body, JsonBody):
            yield inspect.type_info(operation.body.type)


def _ambiguous(roots: list[inspect.Type]) -> Iterator[str]:
    seen: dict[str, type] = {}
    for struct in structs_in(roots):
        other = seen.setdefault(schema_name(struct.cls), struct.cls)
        if other is not struct.cls:
            yield f"type > {schema_name(struct.cls)}: written twice, {other} and {struct.cls}"


def _operation(operation: Operation[Any]) -> Json:
    parameters = {
        f"{parameter.place} {parameter.name}": {
            "required": parameter.required,
            **_schema(inspect.type_info(parameter.type)),
        }
        for parameter in operation.parameters
    }
    for name in ONLY_IN_THE_HELP_CENTRE.get(operation.id, ()):
        del parameters[name]
    return {
        "method": operation.method,
        "path": operation.path,
        "scopes": sorted((*operation.scopes, *operation.extra_scopes)),
        "deprecated": operation.deprecated,
        "parameters": parameters,
        "body": _body(operation.body),
        "answers": {
            **{str(status): schema_name(operation.answer) for status in operation.success},
            **{str(status): schema_name(ErrorResponse) for status in operation.errors},
        },
    }


def _body(body: JsonBody | FileBody | None) -> Json:
    match body:
        case None:
            return {}
        case JsonBody():
            return {"required": True, "application/json": _schema(inspect.type_info(body.type))}
        case FileBody():
            form = {
                "type": "object",
                "required": [body.field],
                "properties": {body.field: {"type": "string", "format": "binary"}},
            }
            return {"required": True, "multipart/form-data": form}


def _struct(struct: inspect.StructType) -> Json:
    required = sorted(field.encode_name for field in struct.fields if field.required)
    return {
        "type": "object",
        "properties": {field.encode_name: _schema(field.type) for field in struct.fields},
        **({"required": required} if required else {}),
    }


def _schema(info: inspect.Type) -> Json:
    match info:
        case inspect.Metadata():
            marks = dict(info.extra_json_schema or {})
            if "enum" in marks:
                marks["enum"] = sorted(marks["enum"])
            return _schema(info.type) | marks
        case inspect.UnionType():
            return _schema(*(t for t in info.types if not isinstance(t, inspect.NoneType)))
        case inspect.StructType():
            return {"$ref": schema_name(info.cls)}
        case _:
            return _plain(info)


def _plain(info: inspect.Type) -> Json:
    match info:
        case inspect.ListType():
            items = {"items": _schema(info.item_type)}
            return {"type": "array", **items, **_limits(info, "minItems", "maxItems")}
        case inspect.DictType():
            return {"type": "object", "additionalProperties": _schema(info.value_type)}
        case inspect.AnyType():
            return {"type": "object"}
        case inspect.BoolType():
            return {"type": "boolean"}
        case _:
            return _scalar(info)


def _scalar(info: inspect.Type) -> Json:
    match info:
        case inspect.StrType():
            return {"type": "string", **_limits(info, "minLength", "maxLength")}
        case inspect.IntType():
            return {"type": "integer", **_limits(info, "minimum", "maximum")}
        case inspect.FloatType():
            return {"type": "number", **_limits(info, "minimum", "maximum")}
        case _:
            return {"type": f"{info}, which Gong does not have"}


def _limits(info: inspect.Type, *names: str) -> Json:
    found = {name: getattr(info, LIMITS[name]) for name in names}
    return {name: limit for name, limit in found.items() if limit is not None}


if __name__ == "__main__":
    lines = list(differences(json.loads(FACTS.read_text())))
    print(*lines, f"{len(lines)} differences", sep="\n")
    sys.exit(bool(lines))
