"""The layers hold: what a module imports is what its layer may import.

Imports are read from the syntax tree, so that those made inside functions count too.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src/gongkit"

FOUNDATION = {
    "errors",
    "redact",
    "clock",
    "wire",
    "base_url",
    "loopback",
    "limits",
    "decoders",
    "guard",
}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "redact": set(),
    "clock": {"errors"},
    "base_url": {"errors", "loopback"},
    "loopback": set(),
    "limits": {"errors"},
    "decoders": set(),
    "guard": {"errors", "loopback"},
    "wire": {"errors", "redact"},
    "contract": {"errors", "wire"},
    "engine": FOUNDATION | {"contract"},
    "http": {"errors", "redact", "wire"},
    "auth": FOUNDATION | {"contract", "engine", "installations"},
    "installations": FOUNDATION,
    "profile": {"loopback"},
    "settings": {"errors", "guard", "profile", "redact"},
    "telemetry": {"engine", "limits"},
    "client": FOUNDATION | {"contract", "engine", "http", "auth"},
    "manifest": {"errors", "contract", "decoders", "loopback", "profile"},
    "app": FOUNDATION
    | {"engine", "http", "client", "auth", "installations", "manifest", "settings", "telemetry"},
    "sandbox": FOUNDATION | {"contract", "manifest"},
    "testing": FOUNDATION | {"sandbox", "installations", "manifest", "settings"},
}
"""What each layer may import besides itself; `cli` and the package itself import anything."""

ANYTHING = {"cli", "__init__", "__main__"}
ONLY_IN_HTTP = {"httpx2", "httpx", "requests", "urllib3", "aiohttp"}
WITHOUT_IO = ("engine", "contract", "sandbox/core")
IO_MODULES = {"socket", "asyncio", "anyio", "http", "urllib.request", "subprocess", "threading"}

# The templates are apps, which use the package and are no part of it.
TEMPLATES = PACKAGE / "templates"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if not p.is_relative_to(TEMPLATES))


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def own_layers(path: Path) -> set[str]:
    split = [name.split(".") for name in imports_of(path)]
    return {parts[1] for parts in split if parts[0] == "gongkit" and len(parts) > 1}


def named(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_imports_only_what_its_layer_may(path: Path) -> None:
    layer = layer_of(path)
    if layer in ANYTHING:
        return
    assert layer in MAY_IMPORT, f"{layer} is no layer of the design"
    layers = {each for each in own_layers(path) if (PACKAGE / each).exists() or each in MAY_IMPORT}
    beyond = layers - MAY_IMPORT[layer] - {layer}
    assert not beyond, f"{layer} may not import {', '.join(sorted(beyond))}"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_only_http_imports_the_http_library(path: Path) -> None:
    if named(path) != "http.py":
        assert not {name.split(".")[0] for name in imports_of(path)} & ONLY_IN_HTTP


MAKES_DECODERS = re.compile(
    r"json\.Decoder\(|msgspec\.convert\(|json\.decode\([^)]*\btype\s*=", re.DOTALL
)
OF_ITS_OWN = {"decoders.py", "sandbox/core/crm/lines.py"}
"""The second one makes types that nobody else has."""


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_decoders_are_made_in_one_place(path: Path) -> None:
    """Two threads that make one at a time can end the process: see gongkit.decoders."""
    if named(path) not in OF_ITS_OWN:
        assert not MAKES_DECODERS.search(path.read_text())


@pytest.mark.parametrize(
    "path", [path for path in MODULES if named(path).startswith(WITHOUT_IO)], ids=named
)
def test_decisions_do_no_io(path: Path) -> None:
    assert not imports_of(path) & IO_MODULES


def test_there_are_no_import_cycles() -> None:
    names = {module_name(path) for path in MODULES}
    graph = {module_name(path): top_level_imports(path, names) for path in MODULES}
    assert not cycle_in(graph)


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def top_level_imports(path: Path, names: set[str]) -> set[str]:
    found = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                found.add(submodule if submodule in names else node.module or "")
    return found & names - {module_name(path)}


def cycle_in(graph: dict[str, set[str]]) -> list[str]:
    done: set[str] = set()

    def walk(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in done:
            return []
        for following in graph[name]:
            if found := walk(following, [*trail, name]):
                return found
        done.add(name)
        return []

    return next((found for name in graph if (found := walk(name, []))), [])
