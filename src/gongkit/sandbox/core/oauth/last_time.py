"""What an app asks for, beside what the company granted it the last time."""

from __future__ import annotations

from typing import NamedTuple

from gongkit.sandbox.core.state import State


class LastTime(NamedTuple):
    """The grant before this one, and how the scopes that are asked for now differ from it."""

    approved_at: float
    new: frozenset[str]
    dropped: tuple[str, ...]


def last_time(
    state: State, client_id: str, company_id: str, scopes: tuple[str, ...]
) -> LastTime | None:
    """Compare with the company's latest grant to the integration, ended or not, if there is one."""
    row = state.row(
        "SELECT created_at, scope FROM grants WHERE client_id = ? AND company_id = ?"
        " ORDER BY id DESC LIMIT 1",
        client_id,
        company_id,
    )
    if row is None:
        return None
    granted = row[1].split()
    dropped = tuple(scope for scope in granted if scope not in scopes)
    return LastTime(row[0], frozenset(scopes).difference(granted), dropped)
