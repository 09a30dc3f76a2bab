"""Runs the engine's decisions: performs each effect and gives the result back."""

from __future__ import annotations

from typing import Any, TypeVar

from gongkit.client._async.runtime import on_thread, sleep, to_the_end
from gongkit.engine.effects import Effect, InStore, Send, Sleep, Steps, ToTheEnd
from gongkit.wire import AsyncTransport

T = TypeVar("T")


async def run(steps: Steps[T], transport: AsyncTransport) -> T:
    """Run decisions to their end. An effect's error is theirs to handle."""
    try:
        await transport.open_async()
        effect = next(steps)
        while True:
            try:
                result = await _perform(effect, transport)
            except Exception as error:  # noqa: BLE001 - the generator decides
                effect = steps.throw(error)
            else:
                effect = steps.send(result)
    except StopIteration as end:
        value: T = end.value
        return value
    finally:
        steps.close()


async def _perform(effect: Effect, transport: AsyncTransport) -> Any:
    match effect:
        case Send(request):
            return await transport.send_async(request)
        case Sleep(seconds):
            return await sleep(seconds)
        case InStore(work):
            return await on_thread(work)
        case ToTheEnd(steps):
            return await to_the_end(run(steps, transport))
