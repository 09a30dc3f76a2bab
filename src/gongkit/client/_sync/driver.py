# Made from _async/driver.py by tools/async_to_sync.py: change that one.
"""Runs the engine's decisions: performs each effect and gives the result back."""

from __future__ import annotations

from typing import Any, TypeVar

from gongkit.client._sync.runtime import on_thread, sleep, to_the_end
from gongkit.engine.effects import Effect, InStore, Send, Sleep, Steps, ToTheEnd
from gongkit.wire import Transport

T = TypeVar("T")


def run(steps: Steps[T], transport: Transport) -> T:
    """Run decisions to their end. An effect's error is theirs to handle."""
    try:
        transport.open()
        effect = next(steps)
        while True:
            try:
                result = _perform(effect, transport)
            except Exception as error:  # noqa: BLE001 - the generator decides
                effect = steps.throw(error)
            else:
                effect = steps.send(result)
    except StopIteration as end:
        value: T = end.value
        return value
    finally:
        steps.close()


def _perform(effect: Effect, transport: Transport) -> Any:
    match effect:
        case Send(request):
            return transport.send(request)
        case Sleep(seconds):
            return sleep(seconds)
        case InStore(work):
            return on_thread(work)
        case ToTheEnd(steps):
            return to_the_end(run(steps, transport))
