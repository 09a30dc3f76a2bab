"""Imports every module of screens, so that all of them are registered."""

import importlib
import pkgutil
from pathlib import Path

for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
    if module.name not in {"all", "registry"}:
        importlib.import_module(f"tests.browser.screens.{module.name}")
