"""What the names in a file stand for, as far as reading tells.

This is no type checker. It follows a client from where it is made (`Gong(…)`,
`gong.client(company)`, a listener's `client`) through names, attributes and functions of
the same file, and where it cannot, it says so: what is not known is never counted as wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Final

from gongkit.contract.registry import AREAS
from gongkit.manifest.review.files import TextFile
from gongkit.manifest.review.modules import modules
from gongkit.manifest.review.scoping import (
    Function,
    annotated,
    arguments,
    decorators_of,
    returns,
)
from gongkit.manifest.review.values import (
    Area,
    Kind,
    Named,
    Returning,
    Value,
    exported,
    instance_of,
    item_of,
    joined,
)

LISTENERS: Final = frozenset({"on_installed", "on_needs_reconnect", "on_removed"})
PAGES: Final = frozenset({"email_composer", "account_information"})
_CLIENTS: Final = frozenset({"client", "async_client"})
_LITERALS: Final = (
    ast.Constant,
    ast.JoinedStr,
    ast.Dict,
    ast.List,
    ast.Set,
    ast.Tuple,
    ast.ListComp,
    ast.DictComp,
    ast.SetComp,
    ast.Compare,
)
_BINDING: Final = (
    *(ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.withitem),
    *(ast.For, ast.AsyncFor, ast.comprehension, ast.FunctionDef, ast.AsyncFunctionDef),
)
"""What gives a name a meaning."""

_OBJECTS: Final = ast.Pass()
"""Stands for the objects of all classes of a file: where `self.gong` is bound."""

_ROUNDS: Final = 3
"""How often the bindings are gone through: each round sees what the one before has found."""


class Names:
    """The names of one file. `apps` and `modules` are those of the whole project."""

    def __init__(
        self,
        file: TextFile,
        apps: frozenset[str] = frozenset(),
        modules: frozenset[str] = frozenset(),
    ) -> None:
        self._tree, self._apps, self._modules = file.nodes[0], apps, modules
        self._scope_of = file.function_of
        self._binding = [node for node in file.nodes if isinstance(node, _BINDING)]
        self._returns = returns(self._scope_of)
        self._bound: dict[ast.AST, dict[str, Value]] = {}
        for _ in range(_ROUNDS):
            self._bind_all()

    def apps(self) -> list[str]:
        """List the variables at the top of the file that hold a `GongApp`."""
        bound = self._bound.get(self._tree, {})
        return [name for name, value in bound.items() if value is Kind.APP]

    def named(self, name: str, scope: ast.AST) -> Value:
        """Say what a name stands for in a scope."""
        while True:
            if name in (bound := self._bound.get(scope, {})):
                return bound[name]
            if scope is self._tree:
                return Kind.UNKNOWN
            scope = self._scope_of[scope]

    def value(self, node: ast.AST) -> Value:
        """Say what an expression stands for."""
        match node:
            case ast.Name(id=name):
                return self.named(name, self._scope_of.get(node, self._tree))
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call():
                return self._call(node)
            case ast.Await(value=inner) | ast.NamedExpr(value=inner):
                return self.value(inner)
        return Kind.FOREIGN if isinstance(node, _LITERALS) else self._either(node)

    # Expressions

    def _either(self, node: ast.AST) -> Value:
        match node:
            case ast.IfExp(body=one, orelse=other):
                return joined(self.value(one), self.value(other))
            case ast.BoolOp(values=[one, other]):
                return joined(self.value(one), self.value(other))
            case ast.Subscript(value=table, slice=ast.Constant(value=str(key))):
                return Named(key) if self.value(table) is Kind.REGISTRY else Kind.UNKNOWN
        return Kind.UNKNOWN

    def _attribute(self, node: ast.Attribute) -> Value:
        if isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}:
            return self._bound.get(_OBJECTS, {}).get(node.attr, Kind.UNKNOWN)
        return self._member(self.value(node.value), node.attr)

    def _member(self, owner: Value, name: str) -> Value:
        match owner:
            case Kind.GONGKIT:
                return exported(name)
            case Kind.CLIENT | Kind.UNKNOWN if name in AREAS:
                return Area(name, certain=owner is Kind.CLIENT)
            case Kind.LOCAL:
                return Kind.APP if name in self._apps else Kind.UNKNOWN
            case Area() | Kind.FOREIGN:
                return Kind.FOREIGN  # What operations give is data.
        return Kind.UNKNOWN

    def _call(self, node: ast.Call) -> Value:
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr="client" | "async_client")) if (
                self.value(owner) is Kind.APP
            ):
                return Kind.CLIENT
            case ast.Call(func=ast.Attribute(value=owner, attr="from_manifest")) if (
                self.value(owner) is Kind.APP_CLASS
            ):
                return Kind.APP
            case ast.Call(
                func=ast.Name(id="getattr"), args=[owner, ast.Constant(value=str(name)), *_]
            ):
                return self._member(self.value(owner), name)
        return self._made(self.value(node.func), node.args)

    def _made(self, function: Value, given: list[ast.expr]) -> Value:
        match function, given:
            case Kind.CLIENT_CLASS | Kind.APP_CLASS, _:
                return instance_of(function)
            case Kind.REGISTRY, [ast.Constant(value=str(name)), *_]:
                return Named(name)
            case Returning(value), _:
                return value
        return Kind.FOREIGN if function is Kind.FOREIGN else Kind.UNKNOWN

    # Bindings

    def _bind_all(self) -> None:
        found = [each for node in self._binding for each in self._bindings(node)]
        self._bound = {}
        for scope, name, value in found:
            of_scope = self._bound.setdefault(scope, {})
            of_scope[name] = joined(of_scope[name], value) if name in of_scope else value

    def _bindings(self, node: ast.AST) -> Iterator[tuple[ast.AST, str, Value]]:
        scope = self._scope_of.get(node, self._tree)
        match node:
            case ast.Import() | ast.ImportFrom():
                yield from ((scope, name, value) for name, value in self._imported(node))
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from self._assigned(scope, target, self.value(value))
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from self._assigned(scope, target, self.value(value))
            case ast.NamedExpr(target=target, value=value):
                yield from self._assigned(scope, target, self.value(value))
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                yield from self._assigned(scope, target, self.value(value))
            case ast.For(target=target, iter=given) | ast.AsyncFor(target=target, iter=given):
                yield from self._assigned(scope, target, item_of(self.value(given)))
            case ast.comprehension(target=target, iter=given):
                yield from self._assigned(scope, target, item_of(self.value(given)))
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield scope, name, Returning(self._returned(node))
                yield from ((node, arg.arg, self._argument(node, arg)) for arg in arguments(node))

    def _assigned(
        self, scope: ast.AST, target: ast.AST, value: Value
    ) -> Iterator[tuple[ast.AST, str, Value]]:
        match target:
            case ast.Name(id=name):
                yield scope, name, value
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                yield _OBJECTS, name, value
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    yield from self._assigned(scope, part, item_of(value))

    def _imported(self, node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, Value]]:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            if isinstance(node, ast.Import):
                yield name, self._module(alias.name)
            elif node.level or (node.module or "").partition(".")[0] in self._modules:
                yield name, Kind.APP if alias.name in self._apps else Kind.UNKNOWN
            elif (node.module or "").partition(".")[0] == "gongkit":
                yield name, exported(alias.name)
            else:
                yield name, Kind.FOREIGN

    def _module(self, name: str) -> Kind:
        root = name.partition(".")[0]
        if root == "gongkit":
            return Kind.GONGKIT
        return Kind.LOCAL if root in self._modules else Kind.FOREIGN

    def _returned(self, function: Function) -> Value:
        given = {self.value(node) for node in self._returns.get(function, ())}
        return given.pop() if len(given) == 1 else Kind.UNKNOWN

    def _argument(self, function: Function, arg: ast.arg) -> Value:
        told = decorators_of(function)
        if told & LISTENERS and arg.arg in _CLIENTS:
            return Kind.CLIENT
        if told & (LISTENERS | PAGES) and arg.arg == "app":
            return Kind.APP
        return Kind.UNKNOWN if arg.annotation is None else self._annotated(arg.annotation)

    def _annotated(self, annotation: ast.expr) -> Value:
        return reduce(joined, (instance_of(self.value(each)) for each in annotated(annotation)))


def named_files(files: Iterable[TextFile]) -> Iterator[tuple[TextFile, Names]]:
    """Give the files that can be parsed, with their names.

    A file imports the app from another one: those that make it are gone through first.
    """
    parsed = [file for file in files if file.nodes]
    local = modules({file.path for file in parsed})
    makers = [file for file in parsed if "GongApp" in file.text]
    apps = frozenset(app for file in makers for app in Names(file).apps())
    return ((file, Names(file, apps, local)) for file in parsed)
