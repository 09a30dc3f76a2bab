"""Finding the operation that a method and a path name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkit.contract.operation import Operation
from gongkit.sandbox.core.api.asked import Refused

_NOTHING: Mapping[str, str] = {}


@dataclass(slots=True)
class _Route:
    template: str
    input: str
    methods: dict[str, Operation[Any]] = field(default_factory=dict)


class Routes:
    """All operations by path; a path without an input is found before one with.

    A path has at most one input. Such routes are kept by the number of segments and
    the place of the input, and found by the path with a `*` in that place.
    """

    def __init__(self, operations: Iterable[Operation[Any]]) -> None:
        self._fixed: dict[str, _Route] = {}
        self._open: dict[int, dict[int, dict[str, _Route]]] = {}
        for operation in operations:
            self._add(operation)

    def operation(self, method: str, path: str) -> Operation[Any] | None:
        """Give the operation, if there is one."""
        route = self._fixed.get(path) or self._find_open(path)[0]
        return route.methods.get(method) if route else None

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
        segments = operation.path.split("/")
        inputs = [place for place, segment in enumerate(segments) if segment.startswith("{")]
        routes, key, name = self._fixed, operation.path, ""
        if inputs:
            (place,) = inputs
            name = segments[place][1:-1]
            segments[place] = "*"
            key = "/".join(segments)
            routes = self._open.setdefault(len(segments), {}).setdefault(place, {})
        route = routes.setdefault(key, _Route(operation.path, name))
        route.methods[operation.method] = operation

    def _find_open(self, path: str) -> tuple[_Route | None, Mapping[str, str]]:
        segments = path.split("/")
        for place, routes in self._open.get(len(segments), {}).items():
            value, segments[place] = segments[place], "*"
            route = routes.get("/".join(segments))
            if route is not None and value:
                return route, {route.input: value}
            segments[place] = value
        return None, _NOTHING

    def _unknown(self, method: str, path: str) -> Refused:
        routes = [*self._fixed.values()]
        for by_place in self._open.values():
            routes += (route for found in by_place.values() for route in found.values())
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


def _wrong_method(method: str, route: _Route) -> Refused:
    there = ", ".join(f"{m} ({operation.id})" for m, operation in sorted(route.methods.items()))
    return Refused(
        405,
        f"{method} {route.template}: this path has {there}",
        headers=(("Allow", ", ".join(sorted(route.methods))),),
    )
