"""Functions as a syntax tree has them: what stands in which, its arguments, what it returns."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Final

Function = ast.FunctionDef | ast.AsyncFunctionDef
_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def decorators_of(function: Function) -> set[str]:
    """Name the methods that decorate a function: `on_installed` of `@gong.on_installed`."""
    return {node.attr for node in function.decorator_list if isinstance(node, ast.Attribute)}


def scopes(node: ast.AST, scope: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Give each node with the function that it stands in."""
    stack = [(node, scope)]
    while stack:
        node, scope = stack.pop()
        for child in ast.iter_child_nodes(node):
            yield child, scope
            stack.append((child, child if isinstance(child, _SCOPES) else scope))


def returns(scope_of: Mapping[ast.AST, ast.AST]) -> dict[ast.AST, list[ast.expr]]:
    """Give what each function returns."""
    found: dict[ast.AST, list[ast.expr]] = {}
    for node, scope in scope_of.items():
        if isinstance(node, ast.Return) and node.value:
            found.setdefault(scope, []).append(node.value)
    return found


def arguments(function: Function) -> list[ast.arg]:
    """Give the arguments of a function that have a name, without * and **."""
    given = function.args
    return [*given.posonlyargs, *given.args, *given.kwonlyargs]
