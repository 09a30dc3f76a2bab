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
    """Says the sandbox's time. It moves forward only.

    Were it moved back, codes and tokens would have been issued in the future, and
    the limits' windows would count what has not happened yet; a snapshot, or a
    reset, leads back to a consistent past.
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
                "The sandbox's time only moves forward.",
                hint="Restore a snapshot, or reset the sandbox, to go back.",
            )
        self.start_at(self.now() + seconds)

    def move_to(self, moment: float) -> None:
        """Move forward to a moment; an earlier one than now raises UsageError."""
        self.advance(moment - self.now())

    def start_at(self, moment: float) -> None:
        """Let time begin anew at a moment, earlier or later; for a state that begins anew."""
        if not _EARLIEST <= moment < _LATEST:
            raise UsageError("The sandbox's time goes from the year 2000 to the year 9000.")
        offset = moment - self._real.now()
        with self._state.write():
            self._state.set_meta(_OFFSET, repr(offset))
        self._offset = offset
