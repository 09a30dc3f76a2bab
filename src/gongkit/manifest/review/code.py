"""The app's Python as the rules look at it: files with their trees, and where things stand."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gongkit.manifest.review.files import TextFile
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Evidence
from gongkit.manifest.review.scoping import Function

NO_CODE = "There is no Python code beside the manifest."


def has_code(project: Project) -> bool:
    """Tell whether there is anything for these rules to read."""
    return project.manifest is not None and bool(project.sources)


def parsed(project: Project) -> Iterator[TextFile]:
    """Give the files that can be parsed."""
    return (file for file, _ in project.parsed)


def at(file: TextFile, node: ast.expr | ast.stmt | ast.keyword, text: str = "") -> Evidence:
    """Give as evidence where a node begins."""
    return Evidence(file.path, node.lineno, column(file, node.lineno, node.col_offset), text)


def column(file: TextFile, line: int, offset: int) -> int:
    """Count the letters up to an offset of the syntax tree, which counts bytes."""
    if file.text.isascii() or line > len(file.lines):
        return offset + 1
    return len(file.lines[line - 1].encode()[:offset].decode("utf-8", "ignore")) + 1


def at_offset(file: TextFile, offset: int, text: str = "") -> Evidence:
    """Give as evidence a place of a file's text."""
    before = file.text[:offset]
    return Evidence(file.path, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1, text)


def dotted(node: ast.AST) -> str:
    """Write a chain of names, such as `logging.basicConfig`; what it hangs on is left out."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=owner, attr=name):
            return f"{dotted(owner)}.{name}"
    return ""


def last_name(node: ast.AST) -> str:
    """Say how a name is called by itself, without what it belongs to."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def calls(file: TextFile) -> Iterator[ast.Call]:
    """Give all calls of a file."""
    return (node for node in file.nodes if isinstance(node, ast.Call))


def functions(file: TextFile) -> Iterator[Function]:
    """Give all functions of a file."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return (node for node in file.nodes if isinstance(node, kinds))


def imports(file: TextFile) -> Iterator[tuple[ast.stmt, str]]:
    """Give the modules of others that a file imports, and where."""
    for node in file.nodes:
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node, node.module or ""


def argument(node: ast.Call, name: str) -> ast.expr | None:
    """Give the argument of a call that is given by this name."""
    return next((each.value for each in node.keywords if each.arg == name), None)


def is_on(node: ast.Call, name: str) -> bool:
    """Tell whether an argument is given that is not False; what is computed may be True."""
    given = argument(node, name)
    return given is not None and constant(given) is not False


def constant(node: ast.AST | None) -> object:
    """Give the value that is written there; None for what is not a plain value."""
    return node.value if isinstance(node, ast.Constant) else None


def texts(file: TextFile) -> Iterator[tuple[ast.Constant, str]]:
    """Give the texts that the code works with, parts of f-strings too, but no docstrings."""
    silent = {id(node.value) for node in file.nodes if isinstance(node, ast.Expr)}
    constants = (node for node in file.nodes if isinstance(node, ast.Constant))
    for node in constants:
        if isinstance(node.value, str) and id(node) not in silent:
            yield node, node.value


def registered(project: Project, method: str) -> Iterator[Evidence]:
    """Find where a listener or a page's handler is registered: `@gong.on_removed`."""
    for file in parsed(project):
        for node in file.nodes:
            if isinstance(node, ast.Attribute) and node.attr == method:
                yield at(file, node, f"@{dotted(node)}")
