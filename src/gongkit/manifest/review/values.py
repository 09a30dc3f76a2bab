"""What an expression of the app's code can stand for: the app, a client, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Final, TypeAlias

from gongkit.contract import operations
from gongkit.contract.operation import Operation
from gongkit.contract.registry import OPERATIONS


class Kind(Enum):
    """What a value is, where that is all there is to say."""

    GONGKIT = auto()
    """The package itself, or a module of it."""
    CLIENT_CLASS = auto()
    APP_CLASS = auto()
    APP = auto()
    CLIENT = auto()
    REGISTRY = auto()
    """`gongkit.contract.registry.operation`, or its table: either gives an operation by id."""
    LOCAL = auto()
    """A module of the project."""
    FOREIGN = auto()
    """Something else for certain: another library's, or a plain value."""
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Area:
    """`client.calls`; not certain where the client may be something else."""

    name: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Named:
    """An operation that is given as itself, by its id."""

    operation: str


@dataclass(frozen=True, slots=True)
class Returning:
    """A function of the file, by what it returns."""

    value: Value


Value: TypeAlias = Kind | Area | Named | Returning

METHODS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    **{(each.area, each.method_name): (each.id,) for each in OPERATIONS.values()},
    ("crm", "upload_and_wait"): ("uploadCrmData", "getRequestStatus"),
    ("crm", "delete_integration_and_wait"): ("deleteGenericCrmIntegration", "getRequestStatus"),
    ("flows", "bulk_assign_and_wait"): (
        "submitFlowProspectsBulkAssignment",
        "getFlowProspectsBulkAssignment",
    ),
}
"""What each method of a client calls, by area and name."""

_EXPORTS: Final = {
    "Gong": Kind.CLIENT_CLASS,
    "AsyncGong": Kind.CLIENT_CLASS,
    "GongApp": Kind.APP_CLASS,
    "operation": Kind.REGISTRY,
    "OPERATIONS": Kind.REGISTRY,
}


def exported(name: str) -> Value:
    """Say what a name stands for that is imported from the kit."""
    if name in _constants():
        return Named(_constants()[name])
    return _EXPORTS.get(name, Kind.GONGKIT)


def instance_of(kind: Value) -> Value:
    """Say what an object is whose type is annotated."""
    if kind is Kind.CLIENT_CLASS:
        return Kind.CLIENT
    return Kind.APP if kind is Kind.APP_CLASS else kind


def item_of(value: Value) -> Value:
    """Say what is got by iterating or unpacking."""
    return Kind.FOREIGN if value is Kind.FOREIGN else Kind.UNKNOWN


def joined(one: Value, other: Value) -> Value:
    """Say what a name stands for that is bound twice; a plain value such as None gives way."""
    left = {one, other}
    if len(left) > 1:
        left -= {Kind.FOREIGN}
    return left.pop() if len(left) == 1 else Kind.UNKNOWN


@cache
def _constants() -> dict[str, str]:
    """Give each operation's id by its constant in `gongkit.contract.operations`."""
    return {
        name: value.id
        for module in vars(operations).values()
        if hasattr(module, "__dict__")
        for name, value in vars(module).items()
        if isinstance(value, Operation)
    }
