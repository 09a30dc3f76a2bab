"""What an examination found: how it is, why that matters, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Fix = Callable[[], None]
"""Does what was advised. Raises `GongkitError` or `OSError` where it cannot."""


class State(StrEnum):
    """How it is."""

    OK = "ok"
    ADVICE = "advice"
    """It works, and something about it should be known or changed."""
    FAILED = "failed"
    """Something will not work before it is changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that was looked at. No text of it holds a secret."""

    id: str
    """Stays the same: `store.schema`."""
    state: State
    found: str
    why: str = ""
    next: str = ""
    fix: Fix | None = None
    """Only for what is safe to do without asking."""


def ok(id: str, found: str) -> Found:  # noqa: A002 - it is the field's name
    """Say that it is as it should be."""
    return Found(id=id, state=State.OK, found=found)
