"""`Gong` and `AsyncGong`: one typed method for each operation, grouped by area.

`_async` is written by hand; `_sync` is made from it by `tools/async_to_sync.py`,
but for the two `runtime.py`, which hold what really differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from gongkit.engine.effects import Steps
    from gongkit.wire import Transport

T = TypeVar("T")


def run(steps: Steps[T], transport: Transport | None = None) -> T:
    """Carry out what needs no company's client, such as `run(oauth.exchange(code))`.

    Without a `transport` it speaks HTTP over a connection of its own.
    """
    from gongkit.client._sync import driver
    from gongkit.http import HttpTransport

    if transport is not None:
        return driver.run(steps, transport)
    own = HttpTransport()
    try:
        return driver.run(steps, own)
    finally:
        own.close()
