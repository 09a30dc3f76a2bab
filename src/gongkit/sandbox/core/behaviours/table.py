"""The whole table of behaviours, and what an answer says of it."""

from __future__ import annotations

from functools import cache

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour
from gongkit.sandbox.core.behaviours.everywhere import EVERYWHERE
from gongkit.sandbox.core.behaviours.oauth import OAUTH

BEHAVIOURS: dict[str, tuple[Behaviour, ...]] = {
    "everywhere": EVERYWHERE,
    "oauth": OAUTH,
}
"""The behaviours by area, as the documentation shows them."""

HEADER = "x-gongkit-basis"


@cache
def basis_header(operation_id: str, status: int) -> tuple[str, str]:
    """Name the behaviours behind an answer, those of the operation itself before the others."""
    found = [
        behaviour
        for area in BEHAVIOURS.values()
        for behaviour in area
        if status in behaviour.statuses
        and (not behaviour.operations or operation_id in behaviour.operations)
    ]
    parts = []
    for basis in Basis:
        ids = [behaviour.id for behaviour in found if behaviour.basis is basis]
        if ids:
            parts.append(f"{basis}={','.join(ids)}")
    return HEADER, "; ".join(parts) or "documented"
