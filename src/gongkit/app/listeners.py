"""What an app hears of its installations: listeners, and the arguments they may name.

A listener takes what it needs, by name, from `ARGUMENTS`:

    @gong.on_installed
    async def welcome(company: str, async_client: AsyncGong) -> None: ...

It may be sync, and then runs on a thread, or async.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final, TypeVar

from anyio.to_thread import run_sync

from gongkit.errors import UnknownName, UsageError
from gongkit.installations.installation import Event

Listener = Callable[..., Any]
AnyListener = TypeVar("AnyListener", bound=Listener)

ARGUMENTS: Final[Mapping[str, str]] = {
    "app": "The `GongApp`.",
    "async_client": "An `AsyncGong` for this company.",
    "changed_at": "When it happened, in seconds since the epoch; with `company` it names"
    " the change, should it be told twice.",
    "client": "A `Gong` for this company, for sync listeners.",
    "company": "The company's key, as `gong.client()` takes it.",
    "event": '`"installed"`, `"needs_reconnect"` or `"removed"`.',
    "installation": "The `Installation`: base URL, region, scopes, status.",
    "reason": "Why it needs a reconnect; otherwise None.",
    "tenant": "The app's own id of the customer, as `tenant=` gave it; None without.",
}
"""Every argument that a listener may name."""

Arguments = Mapping[str, Callable[[], Any]]
"""Gives each argument when it is asked for."""


class Listeners:
    """The listeners of one app, in the order of their registration."""

    def __init__(self) -> None:
        self._of: dict[Event, list[tuple[Listener, tuple[str, ...]]]] = {
            "installed": [],
            "needs_reconnect": [],
            "removed": [],
        }

    def add(self, event: Event, listener: AnyListener) -> AnyListener:
        """Register a listener; give it back, so that this can decorate.

        Raises `UnknownName` for a parameter that is not in `ARGUMENTS`, `UsageError` for
        one that cannot be given by name.
        """
        self._of[event].append((listener, names_of(listener, ARGUMENTS, "A listener")))
        return listener

    def of(self, event: Event, arguments: Arguments) -> list[Callable[[], Awaitable[None]]]:
        """Give this event's listeners, each with its arguments."""
        return [
            partial(_call, listener, {name: arguments[name]() for name in names})
            for listener, names in self._of[event]
        ]


def names_of(function: Callable[..., Any], known: Mapping[str, str], who: str) -> tuple[str, ...]:
    """Give the arguments that a function names, of those that are known.

    Raises `UnknownName` for another, `UsageError` for one that cannot be given by name.
    """
    parameters = inspect.signature(function).parameters.values()
    by_name = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    for parameter in parameters:
        if parameter.kind not in by_name:
            raise UsageError(
                f"The parameter {str(parameter)!r} of {_shown(function)} cannot be given by name.",
                hint=f"{who} names the arguments it takes: {', '.join(known)}.",
            )
        if parameter.name not in known:
            raise UnknownName(f"argument for {_shown(function)}", parameter.name, known)
    return tuple(parameter.name for parameter in parameters)


async def call(function: Callable[..., Any], *positional: Any, **named: Any) -> Any:
    """Call what may be sync, on a thread, or async, here."""
    bound = partial(function, *positional, **named)
    awaited = inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(
        getattr(function, "__call__", None)  # noqa: B004 - an object with an async __call__
    )
    result = bound() if awaited else await run_sync(bound)
    return await result if inspect.isawaitable(result) else result


async def _call(listener: Listener, arguments: Mapping[str, Any]) -> None:
    await call(listener, **arguments)


def _shown(function: Callable[..., Any]) -> str:
    return getattr(function, "__qualname__", repr(function))
