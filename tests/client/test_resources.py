"""Each of the 67 operations has its typed method, which sends and reads what the contract says."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from types import NoneType
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from msgspec.inspect import (
    AnyType,
    BoolType,
    DictType,
    FloatType,
    IntType,
    ListType,
    Metadata,
    StrType,
    StructType,
    UnionType,
    type_info,
)
from msgspec.inspect import (
    NoneType as JsonNull,
)
from tests.client.resource_examples import EXAMPLES, Example
from tests.engine.simulation import Static

from gongkit.client._async.gong import AsyncGong
from gongkit.client._async.listing import AsyncListing
from gongkit.client._sync.gong import Gong
from gongkit.client._sync.listing import Listing
from gongkit.contract.operation import FileBody, JsonBody, Operation, Place
from gongkit.contract.registry import AREAS, OPERATIONS
from gongkit.engine.perform import Options
from gongkit.engine.throttle import LocalThrottle
from gongkit.limits import UNLIMITED
from gongkit.wire import FilePart, MockTransport, Request, Response

WAITING = {"crm": {"upload", "delete_integration"}, "flows": {"bulk_assign"}}
"""Operations that also have an `…_and_wait`."""

by_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
by_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.operation)
on_both_sides = pytest.mark.parametrize("client", [Gong, AsyncGong])


def options() -> Options:
    return Options(throttle=LocalThrottle(UNLIMITED))


# --- the methods there are -------------------------------------------------------------


@on_both_sides
def test_the_client_has_the_areas_of_the_contract(client: type) -> None:
    areas = {name for name, value in vars(client).items() if isinstance(value, cached_property)}
    assert areas == set(AREAS)


@on_both_sides
@pytest.mark.parametrize("area", AREAS)
def test_an_area_has_one_method_for_each_operation(client: type, area: str) -> None:
    methods = {name for name in vars(resource_class(client, area)) if not name.startswith("_")}
    waiting = {f"{name}_and_wait" for name in WAITING.get(area, ())}
    assert methods == {operation.method_name for operation in AREAS[area]} | waiting


@on_both_sides
@by_operation
def test_a_method_declares_the_answers_type(client: type, operation: Operation[Any]) -> None:
    method = getattr(resource_class(client, operation.area), operation.method_name)
    listing: Any = AsyncListing if client is AsyncGong else Listing
    if operation.items is not None:
        assert returned(method) == listing[get_args(declared(operation, operation.items))[0]]
        assert not inspect.iscoroutinefunction(method)
    else:
        assert returned(method) == expected_answer(operation)
        assert inspect.iscoroutinefunction(method) == (client is AsyncGong)


@on_both_sides
@pytest.mark.parametrize("area", AREAS)
def test_methods_are_documented(client: type, area: str) -> None:
    for name, method in vars(resource_class(client, area)).items():
        assert name.startswith("_") or (method.__doc__ or "").strip(), name


# --- what they send and read -----------------------------------------------------------


@by_example
def test_a_method_sends_its_operation(example: Example) -> None:
    peer = Peer(OPERATIONS[example.operation])
    gong = Gong(Static(), options=options(), transport=MockTransport(peer.answer))

    with expected_warnings(peer.operation):
        outcome = method_of(gong, peer.operation)(*example.args, **example.inputs)
        outcome = outcome.all() if isinstance(outcome, Listing) else outcome

    assert_sent(peer, example)
    assert_read(peer, outcome)


@by_example
async def test_a_method_sends_its_operation_async(example: Example) -> None:
    peer = Peer(OPERATIONS[example.operation])
    gong = AsyncGong(Static(), options=options(), transport=MockTransport(peer.answer))

    with expected_warnings(peer.operation):
        outcome = method_of(gong, peer.operation)(*example.args, **example.inputs)
        outcome = await (outcome.all() if isinstance(outcome, AsyncListing) else outcome)

    assert_sent(peer, example)
    assert_read(peer, outcome)


@by_operation
def test_the_examples_use_every_input(operation: Operation[Any]) -> None:
    examples = [each for each in EXAMPLES if each.operation == operation.id]
    used = {name for each in examples for name, _ in each.query}
    assert used == {p.name for p in operation.in_place(Place.QUERY)} - {"cursor"}
    if isinstance(operation.body, JsonBody) and operation.area != "permissions":
        bodies = [each.body[0] if isinstance(each.body, list) else each.body for each in examples]
        kind = type_info(operation.body.type)
        assert_all_used(kind.item_type if isinstance(kind, ListType) else kind, bodies, operation)


def assert_all_used(kind: Any, values: list[dict[str, Any]], operation: Operation[Any]) -> None:
    assert isinstance(kind, StructType)
    fields = {each.encode_name: each.type for each in kind.fields if each.encode_name != "cursor"}
    if not isinstance(type_info(operation.body.type), ListType):  # type: ignore[union-attr]
        assert {name for value in values for name in value} == set(fields)
    if "filter" in fields:
        assert_all_used(fields["filter"], [value["filter"] for value in values], operation)


# --- the peer, which answers with every field of the contract -----------------------------


class Peer:
    """Keeps what it is sent, and answers with the fullest answer of the operation."""

    def __init__(self, operation: Operation[Any]) -> None:
        self.operation = operation
        self.said = fullest(type_info(operation.answer))
        self.said.get("records", {}).pop("cursor", None)
        self.requests: list[Request] = []
        self.file = b""

    def answer(self, request: Request) -> Response:
        self.requests.append(request)
        if isinstance(request.body, FilePart):
            with request.body.open() as stream:
                self.file = stream.read()
        return Response(self.operation.success[0], {}, msgspec.json.encode(self.said))


def fullest(kind: Any) -> Any:
    """Make a JSON value of a type with all its fields."""
    match kind:
        case Metadata(type=inner) | ListType(item_type=inner) | DictType(value_type=inner):
            value = fullest(inner)
            wrapped = {ListType: [value], DictType: {"key": value}}
            return wrapped.get(type(kind), value)
        case UnionType(types=types):
            return fullest(next(each for each in types if not isinstance(each, JsonNull)))
        case StructType(fields=fields):
            return {each.encode_name: fullest(each.type) for each in fields}
        case IntType(le=int(highest)):
            return highest
        case _:
            return SCALARS[type(kind)]


SCALARS: dict[Any, Any] = {
    IntType: 2**53 + 1,
    FloatType: 0.5,
    BoolType: True,
    StrType: "text",
    AnyType: "text",
}


def assert_sent(peer: Peer, example: Example) -> None:
    [request] = peer.requests
    operation = peer.operation
    assert request.method == operation.method
    path = operation.path
    for name, value in example.path.items():
        path = path.replace(f"{{{name}}}", value)
    assert request.url == f"https://acme.api.gong.io{path}"
    assert sorted(request.query) == sorted(example.query)
    match operation.body:
        case JsonBody(type=kind):
            assert isinstance(request.body, bytes)
            sent = msgspec.json.decode(request.body)
            assert sent == example.body
            read = msgspec.json.decode(request.body, type=kind, strict=True)
            assert msgspec.to_builtins(read) == sent
        case FileBody(field=name):
            assert isinstance(request.body, FilePart)
            assert request.body.field == name
            assert request.body.content_type == operation.body.content_type
            assert peer.file == example.file
        case None:
            assert request.body is None


def assert_read(peer: Peer, outcome: Any) -> None:
    operation = peer.operation
    wanted = operation.items or operation.unwrap
    if wanted is not None:
        assert msgspec.to_builtins(outcome) == peer.said[wanted]
    elif expected_answer(operation) is NoneType:
        assert outcome is None
    else:
        assert type(outcome) is operation.answer
        assert msgspec.to_builtins(outcome) == peer.said


# --- the contract's types ----------------------------------------------------------------


def resource_class(client: type, area: str) -> type:
    gong = client(
        Static(), options=options(), transport=MockTransport(lambda _: Response(500, {}, b""))
    )
    return type(getattr(gong, area))


def method_of(gong: Any, operation: Operation[Any]) -> Callable[..., Any]:
    method: Callable[..., Any] = getattr(getattr(gong, operation.area), operation.method_name)
    return method


def returned(method: Any) -> Any:
    return get_type_hints(method)["return"]


def declared(operation: Operation[Any], wire_name: str) -> Any:
    """Find the type of an answer's field, without the None of its being optional."""
    fields = msgspec.structs.fields(operation.answer)
    name = next(each.name for each in fields if each.encode_name == wire_name)
    hint = get_type_hints(operation.answer)[name]
    return next(each for each in get_args(hint) if each is not NoneType)


def expected_answer(operation: Operation[Any]) -> Any:
    if operation.unwrap is not None:
        return declared(operation, operation.unwrap)
    only_request_id = [each.name for each in msgspec.structs.fields(operation.answer)] == [
        "request_id"
    ]
    return NoneType if only_request_id else operation.answer


@contextmanager
def expected_warnings(operation: Operation[Any]) -> Iterator[None]:
    if not operation.deprecated:
        yield
        return
    with pytest.warns(DeprecationWarning, match=re.escape("flows.assign ")) as caught:
        yield
    assert [warning.filename for warning in caught] == [__file__]
