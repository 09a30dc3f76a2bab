"""This machine's clock, beside those by which tokens end: the sandbox's, or Gong's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from gongkit.cli.diagnosis.found import Found, State, ok
from gongkit.cli.diagnosis.surroundings import Surroundings
from gongkit.cli.installations.durations import brief
from gongkit.wire import Response

NEGLIGIBLE: Final = 10.0
TOO_MUCH: Final = 120.0
"""Seconds of difference. A code ends after ten minutes, a signed webhook after a few."""


def examine_times(around: Surroundings) -> Iterator[Found]:
    """Compare with the sandbox; with Gong only where it is asked anyway (`live`)."""
    if isinstance(around.sandbox, Mapping):
        yield of_sandbox(datetime.fromisoformat(around.sandbox["now"]), datetime.now(UTC))
    elif around.sandbox is None and not around.live:
        yield ok("clock.skew", "Not compared with Gong's clock; --live does that")


def of_sandbox(now: datetime, here: datetime) -> Found:
    """Tell whether a sandbox's clock was moved."""
    ahead = (now - here).total_seconds()
    if abs(ahead) <= NEGLIGIBLE:
        return ok("clock.skew", "The sandbox's clock is this machine's")
    return Found(
        id="clock.skew",
        state=State.ADVICE,
        found=f"The sandbox's clock was moved: {_apart(ahead, 'this machine')}",
        why="Codes and tokens end by the sandbox's time; the app refreshes them by its own.",
        next="Leave it if that is meant; otherwise set it in the console, or start over.",
    )


def of_gong(answer: Response, here: datetime) -> Found:
    """Tell by an answer's `Date` whether this machine's clock is right."""
    try:
        sent = parsedate_to_datetime(answer.header("date") or "")
    except ValueError:
        return ok("clock.skew", "Gong's answer has no date to compare this machine's clock with")
    if sent.tzinfo is None:
        sent = sent.replace(tzinfo=UTC)
    behind = (here - sent).total_seconds()
    if abs(behind) <= NEGLIGIBLE:
        return ok("clock.skew", "This machine's clock is Gong's")
    return Found(
        id="clock.skew",
        state=State.FAILED if abs(behind) > TOO_MUCH else State.ADVICE,
        found=f"This machine's clock is {_apart(behind, 'Gong')}",
        why="Tokens are refreshed too late, or too early; signed webhooks look expired.",
        next="Let the machine keep its time by NTP.",
    )


def _apart(seconds: float, other: str) -> str:
    return f"{brief(abs(seconds))} {'ahead of' if seconds > 0 else 'behind'} {other}"
