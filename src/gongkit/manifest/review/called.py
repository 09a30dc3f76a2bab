"""Which operations of Gong's API the app's code calls, and where.

A use is certain where the client is followed to where it is made, and not where something
that may be another library's has a method of the same name, or a path is only written.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gongkit.contract.operation import Place
from gongkit.contract.registry import OPERATIONS
from gongkit.manifest.review.code import last_name
from gongkit.manifest.review.files import TextFile
from gongkit.manifest.review.names import Names
from gongkit.manifest.review.values import METHODS, Area, Kind, Named

_GENERIC: Final = frozenset({"request", "listing"})
"""The methods of a client that take any operation."""

_RAW: Final = re.compile(r"/v2/[a-z][^\s?#\"']*")
_ELSEWHERE: Final = re.compile(r"(?i)^\w+://(?![^/?#]*\bgong\b)(?!localhost\b|127\.)[^/?#]*[a-z]")
"""The beginning of a URL at a host that is written out, and is not Gong's."""

_ROUTES: Final = frozenset(
    (
        *("Route", "WebSocketRoute", "Mount", "mount", "path", "re_path", "APIRouter", "Blueprint"),
        *("include_router", "add_route", "add_api_route", "add_url_rule", "register_blueprint"),
    )
)
"""What is given the paths of the app itself."""

_VERBS: Final = frozenset({"get", "post", "put", "patch", "delete"})
_HOLE: Final = "{}"
"""Stands in a path for what is filled in when the program runs."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place at which operations are called, by their ids; of several one is meant.

    `operations` is empty where it cannot be told which. `written` is how the code says it,
    `offset` where that begins in the line, in bytes.
    """

    operations: tuple[str, ...]
    written: str
    line: int
    offset: int
    certain: bool
    shows_media: bool = False
    """Whether the file asks for addresses of recordings, which needs a scope of its own."""


def uses_in(file: TextFile, names: Names) -> Iterator[Use]:
    """Find all calls of operations in a file."""
    media = _asks_for_media(file)
    routes = _route_nodes(file)
    calls = {node.func: node for node in file.nodes if isinstance(node, ast.Call)}
    for node in file.nodes:
        match node:
            case ast.Attribute():
                yield from _method(node, names, calls.get(node), media=media)
            case ast.Call():
                yield from _generic(node, names)
                if node not in routes:
                    yield from _raw(node)


def _method(
    node: ast.Attribute, names: Names, call: ast.Call | None, *, media: bool
) -> Iterator[Use]:
    owner = names.value(node.value)
    if not isinstance(owner, Area) or (owner.name, node.attr) not in METHODS:
        return
    if call and not owner.certain and not _may_call(METHODS[owner.name, node.attr][0], call):
        return
    line, offset = _of_name(node)
    written = f"{owner.name}.{node.attr}()"
    for operation in METHODS[owner.name, node.attr]:
        yield Use((operation,), written, line, offset, owner.certain, media)


def _may_call(operation: str, call: ast.Call) -> bool:
    """Tell whether a call gives what an operation wants; other objects have users, too.

    So `company.users.get(name=…)` is none: a user of Gong's is got by its id.
    """
    named = [keyword.arg for keyword in call.keywords]
    if None in named or any(isinstance(given, ast.Starred) for given in call.args):
        return True
    wanted = [each for each in OPERATIONS[operation].parameters if each.required]
    if any(each.place is Place.PATH for each in wanted):
        return bool(call.args) or any(name and name.endswith("_id") for name in named)
    if OPERATIONS[operation].method_name == "list":
        return not call.args and len(named) >= len(wanted)
    return True  # The client gives some of what others want by itself.


def _generic(node: ast.Call, names: Names) -> Iterator[Use]:
    """Find `client.request(OPERATION, …)`, and `getattr(client.calls, name)`."""
    if isinstance(node.func, ast.Name) and node.func.id == "getattr" and len(node.args) > 1:
        chosen = node.args[1]
        owner = names.value(node.args[0])
        is_open = not isinstance(chosen, ast.Constant)
        if is_open and (owner is Kind.CLIENT or (isinstance(owner, Area) and owner.certain)):
            yield Use((), "getattr()", node.lineno, node.col_offset, certain=False)
        return
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in _GENERIC:
        return
    if names.value(node.func.value) is not Kind.CLIENT or not node.args:
        return
    line, offset = _of_name(node.func)
    match names.value(node.args[0]):
        case Named(operation) if operation in OPERATIONS:
            yield Use((operation,), f"{node.func.attr}({operation})", line, offset, certain=True)
        case _:
            yield Use((), f"{node.func.attr}()", line, offset, certain=False)


def _raw(node: ast.Call) -> Iterator[Use]:
    """Find `requests.get(f"{base}/v2/users")`: a path of Gong's API that a call is given."""
    verb = node.func.attr.casefold() if isinstance(node.func, ast.Attribute) else ""
    for given in [*node.args, *(keyword.value for keyword in node.keywords)]:
        text = _text_of(given)
        path = _RAW.search(text)
        if path is None or _ELSEWHERE.match(text):
            continue
        found = _at_path(path[0].rstrip("/"), verb.upper() if verb in _VERBS else None)
        if found:
            place = given.lineno, given.col_offset
            yield Use(found, path[0].replace(_HOLE, "…"), *place, certain=False)


def _at_path(path: str, method: str | None) -> tuple[str, ...]:
    """Find the operations at a path, in which a hole stands for anything."""
    parts = path.split("/")
    at_path = [each for each in OPERATIONS.values() if _fits(parts, each.path.split("/"))]
    plain = [each for each in at_path if "{" not in each.path]
    best = plain if _HOLE not in path and plain else at_path
    return tuple(each.id for each in best if method in (None, each.method))


def _fits(parts: list[str], pattern: list[str]) -> bool:
    return len(parts) == len(pattern) and all(
        part == wanted or (wanted.startswith("{") and part != "")
        for part, wanted in zip(parts, pattern, strict=True)
    )


def _text_of(node: ast.AST) -> str:
    """Read a text as far as it stands in the code."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=pieces):
            return "".join(_text_of(each) for each in pieces)
        case ast.FormattedValue():
            return _HOLE
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return (_text_of(left) or _HOLE) + (_text_of(right) or _HOLE)
    return ""


def _route_nodes(file: TextFile) -> set[ast.AST]:
    """Find the app's own routes, which may have any path: `@site.get(…)`, `Route(…)`."""
    found: set[ast.AST] = set()
    for node in file.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found |= set(node.decorator_list)
        elif isinstance(node, ast.Call) and last_name(node.func) in _ROUTES:
            found.add(node)
    return found


def _asks_for_media(file: TextFile) -> bool:
    """Tell whether a content selector says `media=True`, as an argument or as JSON."""
    for node in file.nodes:
        match node:
            case ast.keyword(arg="media", value=ast.Constant(value=True)):
                return True
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == "media" and _is_true(value):
                        return True
    return False


def _is_true(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _of_name(node: ast.Attribute) -> tuple[int, int]:
    """Give line and offset of the attribute's own name, which ends the expression."""
    line, end = node.end_lineno or node.lineno, node.end_col_offset or 0
    return line, end - len(node.attr.encode())
