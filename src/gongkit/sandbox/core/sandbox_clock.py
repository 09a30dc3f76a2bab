"""The sandbox's time: the machine's, moved by an offset that is kept with the data."""

from __future__ import annotations

from gongkit.clock import Clock, instant_of, parse_instant
from gongkit.errors import UsageError
from gongkit.sandbox.core.state import State

_OFFSET = "clock_offset"
_EARLIEST = parse_instant("2000-01-01T00:00:00Z").timestamp()
_LATEST = parse_instant("9000-01-01T00:00:00Z").timestamp()


def utc_text(seconds: float) -> str:
    """Write a moment with microseconds and a Z, which needs no escape in a URL."""
    return instant_of(seconds).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


class SandboxClock:
    """Says the sandbox's time. It runs with the machine's, and can be moved either way.

    What was issued keeps its end: a code or a token that is there when time goes back
    lives on for the difference too.
    """

    def __init__(self, state: State, real: Clock) -> None:
        self._state, self._real = state, real
        self.reload()

    def reload(self) -> None:
        """Read the offset again, after the state was replaced."""
        self._offset = float(self._state.meta(_OFFSET) or 0)

    def now(self) -> float:
        """Return the sandbox's time in seconds since the epoch."""
        return self._real.now() + self._offset

    def advance(self, seconds: float) -> None:
        """Move forward by some seconds; a negative number raises UsageError."""
        if seconds < 0:
            raise UsageError(
                "advance: must not be negative, it moves the time forward.",
                hint="Give an earlier moment as now to go back.",
            )
        self.move_to(self.now() + seconds)

    def move_to(self, moment: float) -> None:
        """Go on from a moment, earlier or later; one out of range raises UsageError."""
        if not _EARLIEST <= moment < _LATEST:
            raise UsageError("The sandbox's time goes from the year 2000 to the year 9000.")
        offset = moment - self._real.now()
        with self._state.write():
            self._state.set_meta(_OFFSET, repr(offset))
        self._offset = offset
