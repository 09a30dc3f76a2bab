"""Taking a file of CRM objects while it is being sent, and forgetting what came in vain.

The objects go into the tables piece by piece, each piece in a transaction of its own, so
that other requests are answered in between and nothing lies in memory. They count for
nothing until the whole file is there and has been accepted.
"""

from __future__ import annotations

import msgspec

from gongkit.decoders import decoder_of
from gongkit.sandbox.core.api.asked import Asked, Refused, takes_file
from gongkit.sandbox.core.crm.integrations import changeable_integration
from gongkit.sandbox.core.crm.lines import LineReader, Row
from gongkit.sandbox.core.crm.objects import ObjectsAsked, drop_superseded
from gongkit.sandbox.core.crm.requests import begin_request, check_client_request_id, take_on
from gongkit.sandbox.core.crm.schema import load_fields
from gongkit.sandbox.core.jobs import Job, does, schedule
from gongkit.sandbox.core.state import State, listed

_PIECE_BYTES = 32_768
_SWEPT_AT_ONCE = 10_000
_SWEEP = "crm-sweep"
_SWEEP_SECONDS = 1.0

_IS_OURS = "number = ? AND client_request_id = ? AND done_at IS NULL"


@takes_file("uploadCrmData")
class CrmFile:
    """A file of CRM objects on its way in: written piece by piece, then accepted or abandoned."""

    def __init__(self, state: State, asked: Asked) -> None:
        self._state, self._asked = state, asked
        self._name: str = asked.query["clientRequestId"]
        check_client_request_id(state, asked)
        integration = changeable_integration(state, asked)
        object_type: str = asked.query["objectType"]
        self._objects = ObjectsAsked(asked.company.id, integration.id, object_type)
        self.lines = LineReader(object_type, load_fields(state, *self._objects), asked.now)
        self._piece = bytearray()
        with state.write():
            self._updates = _is_known(state, self._objects)
            self._number = begin_request(state, asked, object_type)

    def write(self, part: bytes | memoryview) -> None:
        """Take the next bytes of the file."""
        self._piece += part
        if len(self._piece) >= _PIECE_BYTES:
            self._insert(self.lines.read(bytes(self._piece)))
            self._piece.clear()

    def accept(self) -> None:
        """Take the file on, with whatever is wrong in it, as Gong does."""
        self._insert(self.lines.read(bytes(self._piece)))
        self._insert(self.lines.end())
        with self._state.write():
            changeable_integration(self._state, self._asked)
            self._check_ours()
            take_on(self._state, self._asked, self._number)
            self._state.execute(
                "UPDATE crm_requests SET success_count = ?, error_count = ?, errors = ?"
                " WHERE number = ?",
                self.lines.success_count,
                self.lines.error_count,
                msgspec.json.encode(self.lines.errors),
                self._number,
            )
            if self.lines.error_count:
                schedule_sweep(self._state, self._asked.company.id, self._number, self._asked.now)

    def abandon(self) -> None:
        """Forget the file: it did not come whole, or is not accepted."""
        with self._state.write():
            _give_up(self._state, self._asked.now, _IS_OURS, self._number, self._name)

    def _insert(self, rows: list[Row]) -> None:
        if not rows:
            return
        state = self._state
        with state.write():
            self._check_ours()
            if self._updates:
                drop_superseded(state, self._objects, [row.id for row in rows], self._asked.now)
            before = _changes(state)
            state.execute_many(
                "INSERT INTO crm_objects (upload, id, line, modified, deleted, email,"
                " phone_number, fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [(self._number, *row) for row in rows],
            )
            if _changes(state) - before < len(rows):
                self._reject_repeated(rows)

    def _reject_repeated(self, rows: list[Row]) -> None:
        """Find the lines whose object another line of the file has already."""
        ids = listed(row.id for row in rows)
        found = self._state.rows(
            "SELECT id, line FROM crm_objects"
            " WHERE upload = ? AND id IN (SELECT value FROM json_each(?))",
            self._number,
            ids,
        )
        first = dict(found)
        for row in rows:
            if first[row.id] != row.line:
                self.lines.reject(
                    row,
                    f"objectId: the object is in line {first[row.id]} already;"
                    " several changes of one object go into several files",
                )

    def _check_ours(self) -> None:
        """Make sure that the sandbox was not reset or restored since the file began to come."""
        sql = f"SELECT 1 FROM crm_requests WHERE {_IS_OURS}"  # noqa: S608
        if self._state.row(sql, self._number, self._name) is None:
            raise Refused(
                500, "The sandbox's data was replaced while the file came in; send it again"
            )


def forget_unfinished(state: State, now: float) -> None:
    """Give up what was on its way in when a process ended, or when a snapshot was taken."""
    with state.write():
        _give_up(state, now, "client_request_id IS NOT NULL AND done_at IS NULL")


def _give_up(state: State, now: float, condition: str, *values: object) -> None:
    rows = state.rows(f"SELECT number, company_id FROM crm_requests WHERE {condition}", *values)  # noqa: S608
    for number, company_id in rows:
        state.execute("UPDATE crm_requests SET client_request_id = NULL WHERE number = ?", number)
        schedule_sweep(state, company_id, number, now)


def schedule_sweep(state: State, company_id: str, upload: int, due_at: float) -> None:
    """Have the objects of an upload removed that count no longer from `due_at` on."""
    row = state.row("SELECT min(number), max(number) FROM crm_objects WHERE upload = ?", upload)
    first, last = row if row and row[0] else (0, 0)
    schedule(state, company_id, _SWEEP, due_at, msgspec.json.encode((upload, first, last)))


@does(_SWEEP)
def _sweep(state: State, job: Job) -> None:
    """Remove some objects of an upload, and go on a moment later: there may be a million."""
    upload, first, last = decoder_of(tuple[int, int, int]).decode(job.payload)
    end = first + _SWEPT_AT_ONCE
    state.execute(
        "DELETE FROM crm_objects WHERE number >= ? AND number < ? AND +upload = ?",
        first,
        end,
        upload,
    )
    if end <= last:
        rest = msgspec.json.encode((upload, end, last))
        schedule(state, job.company_id, _SWEEP, job.due_at + _SWEEP_SECONDS, rest)
    else:
        state.execute(
            "DELETE FROM crm_requests WHERE number = ? AND client_request_id IS NULL", upload
        )


def _is_known(state: State, objects: ObjectsAsked) -> bool:
    """Tell whether objects of this kind were uploaded before."""
    row = state.row(
        "SELECT 1 FROM crm_requests WHERE company_id = ? AND integration_id = ?"
        " AND object_type = ? AND error_count = 0",
        *objects,
    )
    return row is not None


def _changes(state: State) -> int:
    row = state.row("SELECT total_changes()")
    return int(row[0]) if row else 0
