"""Faults that a test asks for: what goes wrong with which requests, and how often.

A fault is kept with the data. Requests come to it after their credentials and the limits
have been checked, so that none is used up by a request that was refused anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from gongkit.decoders import converted
from gongkit.sandbox.core.api.asked import Answer, Hint, Refused
from gongkit.sandbox.core.state import State

EVERYTHING = "*"
"""Stands for all operations of the API, and both of the OAuth server."""
NOTHING = Answer(0, ())
"""In the place of the answer that a request does not get."""
LONGEST_DELAY = 600

MALFORMED = b"<!doctype html><title>Error</title><h1>Something went wrong</h1>\n"
"""The body that `{"body": "malformed"}` gives."""

_MEMORY = "faults"


class Effect(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What goes wrong. The subclasses are all there are; the first field tells them apart."""


class Failure(Effect, frozen=True, kw_only=True, omit_defaults=True):
    """Nothing is done, and this status answered; `retry_after` is in seconds."""

    status: Annotated[int, msgspec.Meta(ge=400, le=599)]
    retry_after: Annotated[int, msgspec.Meta(ge=0, le=86_400)] | None = None

    def refusal(self) -> Refused:
        """Give what ends the request."""
        headers = () if self.retry_after is None else (("Retry-After", str(self.retry_after)),)
        said = f"The sandbox was asked to answer {self.status} here"
        return Refused(self.status, said, headers=headers)


class Delay(Effect, frozen=True, kw_only=True):
    """All is done as always, and the answer held back for so many seconds of real time."""

    delay: Annotated[float, msgspec.Meta(ge=0, le=LONGEST_DELAY)]


class Drop(Effect, frozen=True, kw_only=True):
    """The connection is closed without an answer, before or after all is done."""

    drop: Literal["before", "after"]


class Malformed(Effect, frozen=True, kw_only=True):
    """All is done as always, and the body of the answer is HTML."""

    body: Literal["malformed"]


class Changed(Effect, frozen=True, kw_only=True):
    """All is done as always, and these fields of the answer are replaced; null takes one away."""

    answer: Annotated[dict[str, Any], msgspec.Meta(min_length=1)]


EFFECTS: dict[str, type[Effect]] = {
    kind.__struct_fields__[0]: kind for kind in (Failure, Delay, Drop, Malformed, Changed)
}
"""The kinds of effects by the key that each has and no other."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A fault as it stands: `times` is how often it still happens, None without end.

    `operation` is an operationId, `authorize`, `token` or `*`; `company_id` None is all.
    """

    id: int
    operation: str
    company_id: str | None
    times: int | None
    effect: Effect

    def hits(self, operation: str | None, company_id: str | None) -> bool:
        """Tell whether it happens to such a request."""
        return self.operation in {EVERYTHING, operation} and self.company_id in {None, company_id}

    @property
    def hint(self) -> Hint:
        """Explain for the request log what happened to a request."""
        return Hint("", f"The fault {self.id} happened: {_told(self.effect)}.")


def add_fault(
    state: State, operation: str, company_id: str | None, times: int | None, effect: Effect
) -> Fault:
    """Keep a fault from the next request on."""
    with state.write():
        row = state.row(
            "INSERT INTO faults (operation, company_id, times, effect) VALUES (?, ?, ?, ?)"
            " RETURNING id, operation, company_id, times, effect",
            operation,
            company_id,
            times,
            msgspec.json.encode(effect),
        )
        state.memory.pop(_MEMORY, None)
    if row is None:
        raise LookupError("a statement with RETURNING gave no row")
    return _fault(row)


def faults_of(state: State) -> list[Fault]:
    """List the faults that can still happen, the oldest first."""
    known: list[Fault] | None = state.memory.get(_MEMORY)
    if known is None:
        rows = state.rows("SELECT id, operation, company_id, times, effect FROM faults ORDER BY id")
        known = state.memory[_MEMORY] = [_fault(row) for row in rows]
    return known


def delete_faults(state: State, fault_id: int | None = None) -> int:
    """Forget a fault, or all of them; give how many there were."""
    with state.write():
        state.memory.pop(_MEMORY, None)
        if fault_id is None:
            return state.execute("DELETE FROM faults")
        return state.execute("DELETE FROM faults WHERE id = ?", fault_id)


def take_fault(state: State, operation: str | None, company_id: str | None) -> Fault | None:
    """Find the oldest fault that hits a request, and count that it happens."""
    for fault in faults_of(state):
        if fault.hits(operation, company_id):
            if fault.times is not None:
                _count(state, fault)
            return fault
    return None


def changed(answer: Answer, effect: Effect) -> Answer:
    """Give the answer as the effect leaves it, where that changes what is in it."""
    match effect:
        case Malformed():
            return msgspec.structs.replace(
                answer, pieces=(MALFORMED,), content_type="text/html;charset=UTF-8"
            )
        case Changed(answer=fields):
            values = {**msgspec.json.decode(b"".join(answer.pieces)), **fields}
            kept = {name: value for name, value in values.items() if value is not None}
            return msgspec.structs.replace(answer, pieces=(msgspec.json.encode(kept),))
    return answer


def effect_kind(given: Mapping[str, Any]) -> type[Effect] | None:
    """Tell which kind of effect has these keys; None where not exactly one kind does."""
    kinds = [kind for key, kind in EFFECTS.items() if key in given]
    return kinds[0] if len(kinds) == 1 else None


def _count(state: State, fault: Fault) -> None:
    """Let it happen once less; the last time ends it."""
    with state.write():
        state.execute("UPDATE faults SET times = times - 1 WHERE id = ?", fault.id)
        state.execute("DELETE FROM faults WHERE id = ? AND times < 1", fault.id)
        state.memory.pop(_MEMORY, None)


def _fault(row: tuple[Any, ...]) -> Fault:
    fault_id, operation, company_id, times, text = row
    given = msgspec.json.decode(text)
    return Fault(
        id=fault_id,
        operation=operation,
        company_id=company_id,
        times=times,
        effect=_effect(given),
    )


def _effect(given: dict[str, Any]) -> Effect:
    """Read what was kept: it was looked at when it came."""
    kind = effect_kind(given)
    if kind is None:
        raise ValueError("This is no effect.")
    return converted(given, kind)


def _told(effect: Effect) -> str:
    match effect:
        case Failure(status=status):
            return f"nothing was done, and {status} answered"
        case Delay(delay=seconds):
            return f"all was done, and the answer held back for {seconds:g} s"
        case Drop(drop="before"):
            return "the connection was closed before anything was done, without an answer"
        case Drop():
            return "the connection was closed after all was done, without an answer"
        case Malformed():
            return "all was done, and HTML answered"
        case Changed(answer=fields):
            return f"all was done, and {', '.join(fields)} changed in the answer"
    raise AssertionError(f"nothing is told of {effect}")
