"""All operations of Gong's API, found by name or by area."""

from collections.abc import Mapping
from types import MappingProxyType, ModuleType
from typing import Any, Final

from gongkit.contract.operation import Operation
from gongkit.contract.operations import (
    briefs,
    call_outcomes,
    calls,
    coaching,
    crm,
    data_privacy,
    digital_interactions,
    engagement,
    entities,
    flows,
    integration_settings,
    library,
    logs,
    meetings,
    permissions,
    scorecards,
    stats,
    tasks,
    trackers,
    users,
    workspaces,
)
from gongkit.errors import UnknownName


def _operations_in(module: ModuleType) -> tuple[Operation[Any], ...]:
    return tuple(value for value in vars(module).values() if isinstance(value, Operation))


AREAS: Final[Mapping[str, tuple[Operation[Any], ...]]] = MappingProxyType(
    {
        module.__name__.rpartition(".")[2]: _operations_in(module)
        for module in (
            calls,
            call_outcomes,
            users,
            workspaces,
            scorecards,
            trackers,
            briefs,
            stats,
            coaching,
            library,
            logs,
            crm,
            flows,
            tasks,
            meetings,
            engagement,
            digital_interactions,
            data_privacy,
            permissions,
            entities,
            integration_settings,
        )
    }
)
"""The operations of each area, by the area's name in `gong.<area>`."""

OPERATIONS: Final[Mapping[str, Operation[Any]]] = MappingProxyType(
    {operation.id: operation for operations in AREAS.values() for operation in operations}
)
"""Every operation by its id, which is Gong's operationId."""


def operation(name: str) -> Operation[Any]:
    """Find an operation by its id; an unknown one raises UnknownName with the nearest."""
    found = OPERATIONS.get(name)
    if found is None:
        raise UnknownName("operation", name, OPERATIONS)
    return found


def operations_in(area: str) -> tuple[Operation[Any], ...]:
    """List the operations of an area; an unknown one raises UnknownName with the nearest."""
    found = AREAS.get(area)
    if found is None:
        raise UnknownName("area", area, AREAS)
    return found
