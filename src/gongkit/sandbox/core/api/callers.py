"""The callers of /v2 that are known by their credentials, so that not every call looks them up."""

from __future__ import annotations

from typing import NamedTuple

from gongkit.sandbox.core.api.asked import Caller
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.state import State

_MEMORY = "callers"


class Known(NamedTuple):
    """Who asks, for which company, when that ends (seconds since the epoch), and from where.

    `trusted_ips` are the entries that a caller's address must be among; none allows all.
    """

    caller: Caller
    company: Company
    ends_at: float
    trusted_ips: tuple[str, ...]


def known_callers(state: State) -> dict[bytes | None, Known]:
    """Give the memory: callers by their Authorization header."""
    memory: dict[bytes | None, Known] = state.memory.setdefault(_MEMORY, {})
    return memory


def forget_callers(state: State) -> None:
    """Look everybody up anew, after a grant, a key or a list of trusted IPs was changed."""
    known_callers(state).clear()
