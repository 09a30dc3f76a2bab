"""For tests of apps: a sandbox, and who visits the app (`gongkit.testing.plugin`, for pytest).

For those of installation stores: a suite to inherit (`gongkit.testing.store_contract`).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from gongkit.testing.frame import Frame
    from gongkit.testing.http import Answer
    from gongkit.testing.integration import Integration
    from gongkit.testing.sandbox import Sandbox
    from gongkit.testing.served_app import ServedApp
    from gongkit.testing.visitor import Visitor
    from gongkit.testing.waiting import eventually

__all__ = ["Answer", "Frame", "Integration", "Sandbox", "ServedApp", "Visitor", "eventually"]

_HOMES = {
    "Answer": "http",
    "Frame": "frame",
    "Integration": "integration",
    "Sandbox": "sandbox",
    "ServedApp": "served_app",
    "Visitor": "visitor",
    "eventually": "waiting",
}

# So that the suite's assertions explain themselves, as those of one's own tests do.
pytest.register_assert_rewrite("gongkit.testing.store_contract", "gongkit.testing.stores")


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"gongkit.testing.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'gongkit.testing' has no attribute {name!r}")
