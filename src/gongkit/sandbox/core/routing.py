"""Finding the operation that a method and a path name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkit.contract.operation import Operation
from gongkit.sandbox.core.asked import Refused

_NOTHING: Mapping[str, str] = {}


@dataclass(slots=True)
class _Route:
    template: str
    methods: dict[str, Operation[Any]] = field(default_factory=dict)


class Routes:
    """All operations by path; a path without inputs is found before one with."""

    def __init__(self, operations: Iterable[Operation[Any]]) -> None:
        self._fixed: dict[str, _Route] = {}
        self._open: dict[int, dict[tuple[str, ...], _Route]] = {}
        for operation in operations:
            self._add(operation)

    def find(self, method: str, path: str) -> tuple[Operation[Any], Mapping[str, str]]:
        """Give the operation and the values in the path; refuse with 404 or 405."""
        route, values = self._fixed.get(path), _NOTHING
        if route is None:
            route, values = self._find_open(path)
        if route is None:
            raise self._unknown(method, path)
        operation = route.methods.get(method)
        if operation is None:
            raise _wrong_method(method, route)
        return operation, values

    def _add(self, operation: Operation[Any]) -> None:
        if "{" in operation.path:
            segments = tuple(operation.path.split("/"))
            routes = self._open.setdefault(len(segments), {})
            route = routes.setdefault(segments, _Route(operation.path))
        else:
            route = self._fixed.setdefault(operation.path, _Route(operation.path))
        route.methods[operation.method] = operation

    def _find_open(self, path: str) -> tuple[_Route | None, Mapping[str, str]]:
        segments = path.split("/")
        for template, route in self._open.get(len(segments), {}).items():
            values = _matched(template, segments)
            if values is not None:
                return route, values
        return None, _NOTHING

    def _unknown(self, method: str, path: str) -> Refused:
        routes = [*self._fixed.values(), *(r for rs in self._open.values() for r in rs.values())]
        by_path = {route.template: route for route in routes}
        near = difflib.get_close_matches(path, by_path, n=1, cutoff=0.5)
        said = f"{method} {path}: there is no such operation"
        if not near:
            return Refused(404, said)
        route = by_path[near[0]]
        operation = route.methods.get(method) or next(iter(route.methods.values()))
        return Refused(
            404, f"{said}. Did you mean {operation.method} {operation.path} ({operation.id})?"
        )


def _matched(template: tuple[str, ...], segments: list[str]) -> dict[str, str] | None:
    values: dict[str, str] = {}
    for expected, given in zip(template, segments, strict=True):
        if expected.startswith("{"):
            if not given:
                return None
            values[expected[1:-1]] = given
        elif expected != given:
            return None
    return values


def _wrong_method(method: str, route: _Route) -> Refused:
    there = ", ".join(f"{m} ({operation.id})" for m, operation in sorted(route.methods.items()))
    return Refused(
        405,
        f"{method} {route.template}: this path has {there}",
        headers=(("Allow", ", ".join(sorted(route.methods))),),
    )
