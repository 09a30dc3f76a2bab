"""What `gongkit dev` and the app's process say to one another, a line each."""

from __future__ import annotations

from typing import Final

import msgspec

READY: Final = "\x1eready"
"""What the process prints when the app answers; nobody else begins a line so."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What to run, and where; `name` None is found by looking."""

    module: str
    name: str | None
    host: str
    port: int
    settings: dict[str, str]
    """The environment variables of the app. They hold the client secret."""
