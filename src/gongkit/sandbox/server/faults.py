"""What faults do to connections: answers held back, connections closed without one."""

from __future__ import annotations

import asyncio
import contextlib

from gongkit.sandbox.core.faults import Delay, Drop, Fault
from gongkit.sandbox.server.asgi import Receive, until_gone


class Dropped(Exception):
    """Nothing is to be sent: the connection has to be closed."""


async def delay_or_drop(fault: Fault | None, receive: Receive) -> None:
    """Wait as long as the fault wants the answer held back, or raise Dropped.

    The wait ends early when the client gives up.
    """
    match fault and fault.effect:
        case Delay(delay=seconds):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await until_gone(receive)
        case Drop():
            raise Dropped
