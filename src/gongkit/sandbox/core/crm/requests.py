"""What the CRM operations take on and do later: uploads and deletions, by `clientRequestId`.

A request is a row. What it brings counts from the moment it is done, so nothing has to
happen at that moment.
"""

from __future__ import annotations

import re

from gongkit.contract.types.crm import LineError, RequestStatusResponse
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.api.asked import Asked, Refused
from gongkit.sandbox.core.company_settings import load_company_settings
from gongkit.sandbox.core.state import State

_NAME = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def check_client_request_id(state: State, asked: Asked) -> None:
    """Refuse what cannot be a `clientRequestId` (400), and one that was used before (409)."""
    name = asked.query["clientRequestId"]
    if not _NAME.fullmatch(name):
        raise Refused(400, "clientRequestId: must be letters, digits, dashes and underscores")
    used = state.row(
        "SELECT 1 FROM crm_requests WHERE company_id = ? AND client_request_id = ?",
        asked.company.id,
        name,
    )
    if used is not None:
        raise Refused(
            409,
            f"clientRequestId: {name} was used before; its request is not repeated."
            " Ask /v2/crm/request-status how it goes",
        )


def begin_request(state: State, asked: Asked, object_type: str | None) -> int:
    """Note a request whose `clientRequestId` was checked, and give its number.

    Until `take_on` it is not accepted yet, and may be given up again.
    """
    state.execute(
        "INSERT INTO crm_requests (company_id, integration_id, client_request_id, object_type)"
        " VALUES (?, ?, ?, ?)",
        asked.company.id,
        asked.query["integrationId"],
        asked.query["clientRequestId"],
        object_type,
    )
    row = state.row("SELECT last_insert_rowid()")
    return int(row[0]) if row else 0


def take_on(state: State, asked: Asked, number: int) -> float:
    """Set when a request is worked on and when it is done; give the latter."""
    settings = load_company_settings(state, asked.company.id)
    started_at = asked.now + settings.crm_pending
    done_at = started_at + settings.crm_processing
    state.execute(
        "UPDATE crm_requests SET started_at = ?, done_at = ? WHERE number = ?",
        started_at,
        done_at,
        number,
    )
    return done_at


def status_of(state: State, asked: Asked) -> RequestStatusResponse:
    """Tell how the request goes that the query names; refuse (400) an unknown one."""
    integration_id, name = asked.query["integrationId"], asked.query["clientRequestId"]
    row = state.row(
        "SELECT integration_id, object_type, started_at, done_at, success_count, error_count,"
        " errors FROM crm_requests WHERE company_id = ? AND client_request_id = ?",
        asked.company.id,
        name,
    )
    if row is None:
        raise Refused(400, f"clientRequestId: there is no request {name!r}")
    if row[0] != integration_id:
        asked.hint("integrationId", f"The request {name} was made for the integration {row[0]}.")
        raise Refused(400, f"clientRequestId: this integration has no request {name!r}")
    object_type, started_at, done_at, success_count, error_count, errors = row[1:]
    answer = RequestStatusResponse(request_id=asked.request_id, status="PENDING")
    if done_at is None or asked.now < started_at:
        return answer
    if asked.now < done_at:
        answer.status = "IN_PROGRESS"
        return answer
    answer.status = "FAILED" if error_count else "DONE"
    answer.errors = decoder_of(list[LineError]).decode(errors or b"[]")
    if object_type is not None:
        answer.total_error_count, answer.total_success_count = error_count, success_count
    return answer
