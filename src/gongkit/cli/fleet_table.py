"""The fleet for people: a row an installation, below it what it needs, and a line of sums."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from textwrap import fill, wrap
from typing import Any, Final
from urllib.parse import urlsplit

from gongkit.cli.fleet_state import Care, State
from gongkit.cli.installations.durations import brief
from gongkit.cli.installations.table import shrunk_table
from gongkit.cli.output import Paint, columns, note, printable

_INDENT: Final = "    "
_COUNTED: Final = {
    Care.EXPIRED: ("has an expired token", "have expired tokens"),
    Care.CONSENT: ("has scopes to approve", "have scopes to approve"),
    Care.HELD_BACK: ("is held back", "are held back"),
    Care.NEARLY_SPENT: ("has nearly spent its day", "have nearly spent their day"),
}
_STYLES: Final = {Care.RECONNECT: "red", Care.EXPIRED: "red", Care.EXTRA_SCOPES: "dim"}


def write_fleet(states: Sequence[State]) -> None:
    """Write the table to stdout, the sums to stderr."""
    heading, *rows = shrunk_table([_row(state) for state in states])
    print(heading)
    for row, state in zip(rows, states, strict=True):
        print(row)
        for text in _needs(state):
            print(text)
    sys.stdout.flush()
    note(fill(summary(states), columns(), break_on_hyphens=False))


def summary(states: Sequence[State]) -> str:
    """Say how many there are, and how many of them need what."""
    statuses = [state.installation.status for state in states]
    active, waiting = statuses.count("active"), statuses.count("needs_reconnect")
    of_status = [f"{active} active"] if active else []
    of_status += [f"{waiting} {'needs' if waiting == 1 else 'need'} a reconnect"] if waiting else []
    of_status += [f"{removed} removed"] if (removed := statuses.count("removed")) else []
    count = f"{len(states)} installation{'s' if len(states) != 1 else ''}"
    parts = [f"{count}: {', '.join(of_status)}", *_counted(states)]
    return "; ".join(parts) + "."


def _counted(states: Sequence[State]) -> Iterator[str]:
    for care, (one, many) in _COUNTED.items():
        found = sum(any(need.care == care for need in state.needs) for state in states)
        if found:
            yield f"{found} {one if found == 1 else many}"


def _row(state: State) -> dict[str, Any]:
    installation = state.installation
    return {
        "company": installation.name or installation.company,
        "status": installation.status,
        "region": installation.region,
        "host": urlsplit(installation.base_url).netloc,
        "age": None if state.age is None else brief(state.age),
        "refresh": _refresh(state),
        "scopes": _scopes(state),
        "day": f"{state.calls.day:,}",
        "second": state.calls.second,
    }


def _scopes(state: State) -> str:
    if state.asked is None or not state.missing:
        return str(len(state.installation.grant.scopes))
    return f"{len(state.asked) - len(state.missing)} of {len(state.asked)}"


def _refresh(state: State) -> str | None:
    """Say when the tokens are due for a refresh, where one can still be."""
    due = state.installation.refresh_at
    if due is None or state.installation.status != "active":
        return None
    return f"in {brief(due - state.now)}" if due > state.now else "due"


def _needs(state: State) -> Iterator[str]:
    """Give the lines below an installation."""
    paint, room = Paint(sys.stdout), columns() - len(_INDENT)
    for need in state.needs:
        for text in wrap(printable(need.text), room, break_on_hyphens=False):
            yield _INDENT + paint(text, _STYLES.get(need.care, "yellow"))
