"""Which ASGI application is meant: MODULE:APP as it was named, or as it is found by looking."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any, Final

from gongkit.errors import UsageError

MODULES: Final = ("app", "main", "asgi", "server")
"""The modules that are looked for in the app's folder, in this order."""
NAMES: Final = ("site", "app", "application", "api")
"""What the application may be called in its module, in this order."""


def find_module(folder: Path) -> str:
    """Find the module of the application. Raises UsageError where there is none."""
    for name in MODULES:
        if (folder / f"{name}.py").is_file() or (folder / name / "__init__.py").is_file():
            return name
    raise UsageError(
        f"There is no {', '.join(f'{name}.py' for name in MODULES[:-1])} or {MODULES[-1]}.py here.",
        hint="Write the app, or say where it is: gongkit dev MODULE:APP.",
    )


def application(module: ModuleType, name: str | None) -> Any:
    """Take the application out of its module. Raises UsageError where it is not there."""
    if name is None:
        for each in NAMES:
            if callable(getattr(module, each, None)):
                return getattr(module, each)
        raise UsageError(
            f"{module.__name__} has no application named {', '.join(NAMES[:-1])} or {NAMES[-1]}.",
            hint=f"Say what it is called: gongkit dev {module.__name__}:NAME.",
        )
    found: Any = module
    for part in name.split("."):
        found = getattr(found, part, None)
    if not callable(found):
        raise UsageError(f"{module.__name__} has no application named {name}.")
    return found
