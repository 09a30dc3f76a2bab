"""Bulk assignments: persons put into a flow some time after the request, added to the CRM first.

One is pending for the first half of its time and in progress for the second. Everything
happens at the end of it: until then nobody has been processed.
"""

from __future__ import annotations

import uuid
from typing import NamedTuple

import msgspec

from gongkit.contract.types.flows import FlowAssignmentProspect, FlowAssignmentResult
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.crm.people import CrmPeople, NotAdded
from gongkit.sandbox.core.engage.assigning import INVALID_STATE, Assignment, NotAssigned, assign
from gongkit.sandbox.core.engage.flows import find_flows, steps_of
from gongkit.sandbox.core.jobs import Job, does, schedule
from gongkit.sandbox.core.privacy.contact_details import plain_email
from gongkit.sandbox.core.privacy.erasure import Erased, erases
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.state import State

_JOB = "flow bulk assignment"

_IDS = uuid.UUID("2f0c54f1-2f6e-4c62-9a83-5a30a43c1c0d")
"""The name space of the ids (RFC 9562)."""

ASSIGNED = "ASSIGNED"
_TWICE = NotAssigned(INVALID_STATE, "The prospect is in this request twice")

_Persons = list[FlowAssignmentProspect]
_Results = list[FlowAssignmentResult]
_decode_persons = decoder_of(_Persons).decode
_decode_results = decoder_of(_Results).decode
_encode = msgspec.json.encode


class BulkAssignment(NamedTuple):
    """A bulk assignment. Moments are in seconds; `results` is None until it is done."""

    id: str
    flow_id: str
    owner_id: str
    submitted: float
    done_at: float
    persons: _Persons
    results: _Results | None

    def status(self, now: float) -> str:
        """Say how it goes, in the API's words."""
        if self.results is not None:
            return "COMPLETED"
        return "PENDING" if now <= (self.submitted + self.done_at) / 2 else "IN_PROGRESS"


def submit(state: State, company_id: str, bulk: BulkAssignment) -> None:
    """Take a bulk assignment on; call it inside a transaction."""
    *values, persons, _ = bulk
    state.execute(
        "INSERT INTO flow_bulk_assignments VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
        company_id,
        *values,
        _encode(persons),
    )
    schedule(state, company_id, _JOB, bulk.done_at, bulk.id.encode())


def next_bulk_id(state: State, company_id: str) -> str:
    """Make the id of the company's next bulk assignment, which follows from their number."""
    row = state.row("SELECT count(*) FROM flow_bulk_assignments WHERE company_id = ?", company_id)
    return str(uuid.uuid5(_IDS, f"{company_id} {row and row[0]}"))


def find_bulk(state: State, company_id: str, bulk_id: str) -> BulkAssignment | None:
    """Find a bulk assignment by id."""
    row = state.row(
        f"SELECT {', '.join(_COLUMNS)} FROM flow_bulk_assignments"  # noqa: S608
        " WHERE company_id = ? AND id = ?",
        company_id,
        bulk_id,
    )
    if row is None:
        return None
    bulk = BulkAssignment._make(row)
    results = None if bulk.results is None else _decode_results(row[-1])
    return bulk._replace(persons=_decode_persons(row[-2]), results=results)


_COLUMNS = ("id", "flow_id", "owner_id", "submitted", "done_at", "prospects", "results")


@does(_JOB)
def carry_out(state: State, job: Job) -> None:
    """Add the persons to the CRM where they are not there, and put them into the flow."""
    bulk = find_bulk(state, job.company_id, job.payload.decode())
    if bulk is None:
        raise AssertionError("a bulk assignment that was submitted is gone")
    assignment = Assignment(
        company_id=job.company_id,
        flow=find_flows(state, job.company_id, [bulk.flow_id])[bulk.flow_id],
        steps=steps_of(state, job.company_id, bulk.flow_id),
        owner_id=bulk.owner_id,
        now=bulk.done_at,
    )
    dice = Dice("people of a bulk assignment", job.company_id, bulk.id)
    people = CrmPeople(state, job.company_id, bulk.persons, bulk.done_at, dice)
    crm_ids = [people.id_of(person) for person in bulk.persons]
    there = [crm_id for crm_id in dict.fromkeys(crm_ids) if isinstance(crm_id, str)]
    assigned = assign(state, assignment, there)
    results = []
    for person, crm_id in zip(bulk.persons, crm_ids, strict=True):
        if isinstance(crm_id, NotAdded):
            results.append(_result(person, None, crm_id))
        else:
            results.append(_result(person, crm_id, assigned[crm_id]))
            assigned[crm_id] = _TWICE
    _save(state, job.company_id, bulk.id, bulk.persons, results)


def _result(
    person: FlowAssignmentProspect, crm_id: str | None, outcome: str | NotAssigned | NotAdded
) -> FlowAssignmentResult:
    if isinstance(outcome, str):
        return FlowAssignmentResult(
            prospect=person, status=ASSIGNED, crm_id=crm_id, flow_instance_id=outcome
        )
    in_crm = isinstance(outcome, NotAssigned)
    return FlowAssignmentResult(
        prospect=person,
        status="FLOW_ASSIGNMENT_FAILED" if in_crm else "CRM_OPERATION_FAILED",
        crm_id=crm_id,
        error_code=outcome.code,
        error_message=outcome.message,
    )


def _save(
    state: State, company_id: str, bulk_id: str, persons: _Persons, results: _Results | None
) -> None:
    state.execute(
        "UPDATE flow_bulk_assignments SET prospects = ?, results = ?"
        " WHERE company_id = ? AND id = ?",
        _encode(persons),
        None if results is None else _encode(results),
        company_id,
        bulk_id,
    )


@erases
def erase_from_bulk(state: State, erased: Erased) -> None:
    """Take a person out of the bulk assignments they were named in, also out of pending ones."""
    rows = state.rows(
        "SELECT id, prospects, results FROM flow_bulk_assignments WHERE company_id = ?",
        erased.company_id,
    )
    for bulk_id, persons, results in rows:
        before = _decode_persons(persons)
        stay = [person for person in before if not _is(erased, person, person.crm_id)]
        told: _Results | None = None
        if results is not None:
            told = [
                each
                for each in _decode_results(results)
                if each.prospect and not _is(erased, each.prospect, each.crm_id)
            ]
        _save(state, erased.company_id, bulk_id, stay, told)


def _is(erased: Erased, person: FlowAssignmentProspect, crm_id: str | None) -> bool:
    return plain_email(person.email) in erased.emails or crm_id in erased.crm_ids
