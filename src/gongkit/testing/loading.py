"""Importing the app anew for each test, so that it reads that test's environment."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from gongkit.errors import UsageError


@contextmanager
def loaded(folder: Path, target: str) -> Iterator[tuple[ModuleType, Any]]:
    """Import `MODULE:NAME` from a folder; forget the folder's modules at the end."""
    name, _, attribute = target.partition(":")
    _forget([name], folder)
    before = set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        module = import_module(name)
        yield module, _found(module, attribute or "site")
    finally:
        sys.path.remove(str(folder))
        _forget(sys.modules.keys() - before, folder)


def _found(module: ModuleType, attribute: str) -> Any:
    application = getattr(module, attribute, None)
    if application is None:
        raise UsageError(
            f"{module.__name__} has no {attribute!r}.",
            hint='Say in pytest\'s options where the application is: gongkit_app = "app:site".',
        )
    return application


def _forget(names: Iterable[str], folder: Path) -> None:
    for name in names:
        file = getattr(sys.modules.get(name), "__file__", None)
        if file and Path(file).is_relative_to(folder):
            del sys.modules[name]
