"""What each operation says of itself agrees with its types, its scopes and its neighbours."""

import re
import subprocess
import sys
from collections import Counter
from itertools import groupby
from typing import Any

import msgspec
import pytest
from msgspec import inspect

from gongkit.contract.operation import JsonBody, NotFoundMeans, Operation, Place, Repeat
from gongkit.contract.registry import AREAS, OPERATIONS, operation, operations_in
from gongkit.contract.scopes import SCOPES
from gongkit.contract.types.base import GongStruct
from gongkit.errors import UnknownName

every_operation = pytest.mark.parametrize("operation_", OPERATIONS.values(), ids=list(OPERATIONS))


def wire_fields(struct: type[msgspec.Struct]) -> dict[str, inspect.Type]:
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    return {field.encode_name: field.type for field in info.fields}


def without_null(info: inspect.Type) -> inspect.Type:
    if isinstance(info, inspect.UnionType):
        (info,) = (t for t in info.types if not isinstance(t, inspect.NoneType))
    return info.type if isinstance(info, inspect.Metadata) else info


def body_type(operation_: Operation[Any]) -> type[GongStruct]:
    assert isinstance(operation_.body, JsonBody)
    found: type[GongStruct] = operation_.body.type
    return found


def test_every_operation_is_found_once() -> None:
    listed = [found for operations in AREAS.values() for found in operations]
    assert len(listed) == len(OPERATIONS) == 67
    assert all(operation(found.id) is found for found in listed)


def test_areas_are_what_the_operations_say() -> None:
    for area, operations in AREAS.items():
        assert operations_in(area) == operations
        assert {found.area for found in operations} == {area}


def test_an_unknown_operation_is_an_error_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        operation("listCall")
    assert caught.value.nearest == "listCalls"
    with pytest.raises(UnknownName, match=r"Known: .*, and 47 more\."):
        operation("qqqqq")
    with pytest.raises(UnknownName) as caught:
        operations_in("call")
    assert caught.value.nearest == "calls"


def test_the_registry_is_read_only() -> None:
    with pytest.raises(TypeError):
        OPERATIONS["listCalls"] = operation("getCall")  # type: ignore[index]


def test_methods_and_requests_are_unambiguous() -> None:
    methods = Counter((found.area, found.method_name) for found in OPERATIONS.values())
    requests = Counter((found.method, found.path) for found in OPERATIONS.values())
    assert max(methods.values()) == max(requests.values()) == 1
    assert all(name.isidentifier() for _, name in methods)


@every_operation
def test_doc(operation_: Operation[Any]) -> None:
    assert len(operation_.doc) > 40
    assert operation_.doc.partition("\n")[0].endswith(".")
    assert not any(line.startswith(" ") for line in operation_.doc.splitlines())
    assert all(parameter.doc.endswith(".") for parameter in operation_.parameters)


@every_operation
def test_scopes_are_gong_s(operation_: Operation[Any]) -> None:
    assert {*operation_.scopes, *operation_.extra_scopes} <= SCOPES.keys()
    assert not set(operation_.scopes) & set(operation_.extra_scopes)
    assert bool(operation_.scopes) == (operation_.id not in WITHOUT_SCOPE)


WITHOUT_SCOPE = {
    "listPermissionProfile",
    "getPermissionProfile",
    "createPermissionProfile",
    "updatePermissionProfile",
}
"""Gong names no scope for these."""


def test_every_scope_allows_something() -> None:
    used = {
        scope for found in OPERATIONS.values() for scope in (*found.scopes, *found.extra_scopes)
    }
    assert used == SCOPES.keys()
    assert len(SCOPES) == 40


def test_scopes_read_well_on_a_consent_screen() -> None:
    for name, scope in SCOPES.items():
        assert scope.name == name
        assert scope.allows[0].islower()
        assert not scope.allows.endswith(".")
    assert len({scope.allows for scope in SCOPES.values()}) == len(SCOPES)
    areas = [area for area, _ in groupby(scope.area for scope in SCOPES.values())]
    assert len(set(areas)) == len(areas), "an area is shown in two places"


@every_operation
def test_path_and_parameters_fit(operation_: Operation[Any]) -> None:
    in_path = [parameter.name for parameter in operation_.in_place(Place.PATH)]
    assert re.findall(r"{(\w+)}", operation_.path) == in_path
    assert not operation_.in_place(Place.BODY)
    names = [parameter.name for parameter in operation_.parameters]
    assert len(set(names)) == len(names)
    assert [operation_.parameter(name) for name in names] == list(operation_.parameters)


@every_operation
def test_items_and_unwrap_are_fields_of_the_answer(operation_: Operation[Any]) -> None:
    fields = wire_fields(operation_.answer)
    assert operation_.items is None or operation_.unwrap is None
    if operation_.items is not None:
        assert isinstance(without_null(fields[operation_.items]), inspect.ListType)
    if operation_.unwrap is not None:
        assert isinstance(
            without_null(fields[operation_.unwrap]), inspect.StructType | inspect.DictType
        )


@every_operation
def test_the_cursor_goes_where_paging_says(operation_: Operation[Any]) -> None:
    in_query = operation_.parameter("cursor") is not None
    in_body = (
        isinstance(operation_.body, JsonBody)
        and isinstance(operation_.body.type, type)
        and "cursor" in wire_fields(operation_.body.type)
    )
    assert (operation_.paging is Place.QUERY) == in_query
    assert (operation_.paging is Place.BODY) == in_body
    assert ("records" in wire_fields(operation_.answer)) == (operation_.paging is not None)
    if operation_.paging is not None:
        assert operation_.items is not None


@every_operation
def test_repeat_fits_what_the_operation_does(operation_: Operation[Any]) -> None:
    if operation_.method in {"PUT", "PATCH", "DELETE"} or operation_.destructive:
        assert operation_.repeat is not Repeat.SAFE
    if operation_.items is not None and operation_.method in {"GET", "POST"}:
        assert operation_.repeat is Repeat.SAFE
    assert (operation_.repeat is Repeat.DEDUPLICATED) == (operation_.deduplicated_by is not None)


@every_operation
def test_what_deduplicates_is_an_input_and_answers_409(operation_: Operation[Any]) -> None:
    name = operation_.deduplicated_by
    if name is None:
        return
    assert 409 in operation_.errors
    assert operation_.parameter(name) is not None or name in wire_fields(body_type(operation_))


@every_operation
def test_an_empty_404_is_a_list(operation_: Operation[Any]) -> None:
    if operation_.not_found is NotFoundMeans.EMPTY:
        assert operation_.items is not None
        assert not operation_.in_place(Place.PATH)
    if operation_.paging is not None and 404 in operation_.errors:
        assert operation_.not_found is NotFoundMeans.EMPTY


@every_operation
def test_statuses(operation_: Operation[Any]) -> None:
    assert operation_.success
    assert all(200 <= status < 300 for status in operation_.success)
    assert list(operation_.errors) == sorted(set(operation_.errors))
    assert all(400 <= status < 600 for status in operation_.errors)


def test_what_destroys_is_marked() -> None:
    assert {found.id for found in OPERATIONS.values() if found.destructive} == {
        "deleteUsersAccessToCalls",
        "deleteGenericCrmIntegration",
        "deleteMeeting",
        "unassignFlows",
        "unassignProspectFlows",
        "purgeEmailAddress",
        "purgePhoneNumber",
    }


def test_the_whole_contract_loads_light() -> None:
    """The client reads the contract before the first request: no heavy import may hide in it."""
    script = (
        "import sys, gongkit.contract.registry\n"
        "print(*sorted(m for m in sys.modules if m.partition('.')[0] in"
        " {'httpx2', 'starlette', 'asyncio', 'cryptography', 'typer', 'rich', 'sqlite3', 'ssl'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.strip() == ""
