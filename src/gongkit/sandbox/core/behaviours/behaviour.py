"""One row of the table of behaviours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """How a behaviour of Gong is known."""

    DOCUMENTED = "documented"
    """Gong says so, in its API reference or its help centre."""
    REPORTED = "reported"
    """Integrators say so."""
    ASSUMED = "assumed"
    """Nobody says; the sandbox does what is stricter."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Something the sandbox does, in one sentence.

    `id` is short and for good. `statuses` are those of the answers it is about, which
    carry its id in their `x-gongkit-basis` header. `operations` are operationIds, or
    `authorize`, `token`, `frame` and `composer`; none of them stands for all of /v2.
    """

    id: str
    basis: Basis
    text: str
    operations: tuple[str, ...] = ()
    statuses: tuple[int, ...] = (200,)
