"""Watching what the engine does: calls, waits, refreshes. What is told holds no secret."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from gongkit.errors import ApiError, GongkitError, HeldBack
from gongkit.limits import Slot

End = Callable[[str], None]
"""Tell that it is over, and how: "200", "404", or an error's code such as "answer_lost"."""


class Observer(Protocol):
    """Is told what happens, as it happens, on the thread or in the task that does it.

    What it raises reaches the caller: an observer does little, and that safely.
    """

    def call_begins(self, operation: str, company: str) -> End:
        """Notice that a call begins, with all its tries and waits; call the result at its end."""
        ...

    def slot_given(self, company: str, slot: Slot) -> None:
        """Notice what the throttle has answered: how long to wait, and what is left of the day."""
        ...

    def refresh_begins(self, company: str) -> End:
        """Notice that this process refreshes a company's tokens; call the result at its end."""
        ...


class Silent:
    """Watches nothing."""

    def call_begins(self, operation: str, company: str) -> End:  # noqa: ARG002
        """Let it pass."""
        return _unheard

    def slot_given(self, company: str, slot: Slot) -> None:
        """Let it pass."""

    def refresh_begins(self, company: str) -> End:  # noqa: ARG002
        """Let it pass."""
        return _unheard


def _unheard(outcome: str) -> None:
    """Let it pass."""


SILENT = Silent()


def outcome_of(error: BaseException) -> str:
    """Name an error without its text: Gong's status, the error's code, or its type."""
    if isinstance(error, ApiError) and not isinstance(error, HeldBack):
        return str(error.status)
    return error.code if isinstance(error, GongkitError) else type(error).__name__
