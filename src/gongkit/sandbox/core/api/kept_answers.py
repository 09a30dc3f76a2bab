"""Answers that were given before, for as long as the same question has the same answer.

Putting a page of a hundred detailed calls together takes far longer than sending it.
The operations in `KEPT` read users, workspaces and calls, and write nothing: their
answers change when something is written, and when time makes a call or a transcript
visible. Until then an answer is given again, under the new request's id.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, NamedTuple

from gongkit.contract.operation import Operation
from gongkit.sandbox.core.api.asked import Answer, Hint
from gongkit.sandbox.core.state import State

KEPT = frozenset(
    {
        "getCall",
        "getCallTranscripts",
        "getUser",
        "listCalls",
        "listCallsExtensive",
        "listMultipleUsers",
        "listUsers",
        "listWorkspaces",
    }
)
"""Operations whose answers depend on tables and on the visibility of calls, on nothing else."""

_MAX_BYTES = 64 * 2**20
_NEXT_CHANGE = (
    "SELECT min(moment) FROM"
    " (SELECT min(visible_at) AS moment FROM calls WHERE visible_at > ?1"
    " UNION ALL SELECT min(transcript_at) FROM calls WHERE transcript_at > ?1"
    " UNION ALL SELECT min(brief_at) FROM calls WHERE brief_at > ?1)"
)


class Kept(NamedTuple):
    """An answer without its request id, and the hints that it left."""

    operation: Operation[Any]
    rest: bytes
    hints: tuple[Hint, ...]

    def answer(self, request_id: str) -> Answer:
        """Give it again, to another request."""
        return Answer(200, (_head(request_id), self.rest))


class KeptAnswers:
    """The answers kept for one state; a key holds everything an answer depends on."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._kept: dict[Hashable, Kept] = {}
        self._bytes, self._version, self._until = 0, -1, 0.0

    def find(self, key: Hashable, now: float) -> Kept | None:
        """Find the answer to a question, if it was asked before and nothing has changed since."""
        if self._version != self._state.version or now >= self._until:
            self._begin_anew(now)
        return self._kept.get(key)

    def keep(
        self,
        key: Hashable,
        operation: Operation[Any],
        answer: Answer,
        request_id: str,
        hints: tuple[Hint, ...],
    ) -> None:
        """Keep an answer to the question that `find` was just asked, if it is one to keep."""
        if operation.id not in KEPT or self._version != self._state.version:
            return
        head, size = _head(request_id), sum(map(len, answer.pieces))
        first, *others = answer.pieces
        if answer.status != 200 or not first.startswith(head):
            return
        if self._bytes + size > _MAX_BYTES:
            self._kept.clear()
            self._bytes = 0
        if size <= _MAX_BYTES:
            self._kept[key] = Kept(operation, b"".join((first[len(head) :], *others)), hints)
            self._bytes += size

    def _begin_anew(self, now: float) -> None:
        self._kept.clear()
        self._bytes, self._version = 0, self._state.version
        row = self._state.row(_NEXT_CHANGE, now)
        self._until = float("inf") if row is None or row[0] is None else row[0]


def _head(request_id: str) -> bytes:
    """Write the beginning of an answer, in which the request id stands."""
    return b'{"requestId":"%b"' % request_id.encode()
