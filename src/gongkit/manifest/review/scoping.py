"""Functions as a syntax tree has them: what stands in which, its arguments, what it returns."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Mapping
from typing import Final

Function = ast.FunctionDef | ast.AsyncFunctionDef
_AROUND: Final = frozenset(("Annotated", "Optional"))
_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def decorators_of(function: Function) -> set[str]:
    """Name the methods that decorate a function: `on_installed` of `@gong.on_installed`."""
    return {node.attr for node in function.decorator_list if isinstance(node, ast.Attribute)}


def scopes(tree: ast.Module) -> dict[ast.AST, ast.AST]:
    """Give all nodes, each with the function that it stands in, or the module.

    What is further out comes first. The marks that many nodes share, such as Load, are no
    nodes of their own.
    """
    found: dict[ast.AST, ast.AST] = {tree: tree}
    waiting: deque[ast.AST] = deque((tree,))
    while waiting:
        node = waiting.popleft()
        scope = node if isinstance(node, _SCOPES) else found[node]
        for name in node._fields:
            value = getattr(node, name, None)
            for child in value if isinstance(value, list) else (value,):
                if isinstance(child, ast.AST) and child._fields:
                    found[child] = scope
                    waiting.append(child)
    return found


def annotated(annotation: ast.expr) -> list[ast.expr]:
    """Give the types that an annotation names: one, or those of `Gong | None`."""
    match annotation:
        case ast.Constant(value=str(text)):
            try:
                return annotated(ast.parse(text, mode="eval").body)
            except (SyntaxError, ValueError):
                return []
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return [*annotated(left), *annotated(right)]
        case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name), slice=inner) if (
            name in _AROUND
        ):
            return annotated(inner.elts[0] if isinstance(inner, ast.Tuple) else inner)
    return [annotation]


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
