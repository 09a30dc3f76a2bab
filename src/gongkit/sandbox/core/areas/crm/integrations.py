"""Registering a CRM, listing it, and deleting it with all that was uploaded."""

from __future__ import annotations

from gongkit.contract.types.common import RegisterGenericCrmResponse
from gongkit.contract.types.crm import (
    AsyncProcessingResponse,
    GenericCrmIntegration,
    GenericCrmRegistrationRequest,
    ListGenericCrmIntegrationsResponse,
)
from gongkit.sandbox.core.api.asked import Answer, Asked, Hint, Refused, answers
from gongkit.sandbox.core.company_settings import load_company_settings
from gongkit.sandbox.core.crm.files import schedule_sweep
from gongkit.sandbox.core.crm.integrations import (
    changeable_integration,
    find_integration,
    insert_integration,
)
from gongkit.sandbox.core.crm.requests import begin_request, check_client_request_id, take_on
from gongkit.sandbox.core.state import State


@answers("listGenericCrmIntegration")
def list_crm_integrations(state: State, asked: Asked) -> Answer:
    """List the CRM that the company registered: none or one."""
    found = find_integration(state, asked.company.id, asked.now)
    if found is None:
        asked.hint("", "The company has registered no CRM, or has deleted it: the list is empty.")
    listed = [
        GenericCrmIntegration(integration_id=one.id, owner_email=one.owner_email, name=one.name)
        for one in (found,)
        if one is not None
    ]
    return Answer.of(
        ListGenericCrmIntegrationsResponse(request_id=asked.request_id, integrations=listed)
    )


@answers("registerGenericCrmIntegration")
def register_crm_integration(state: State, asked: Asked) -> Answer:
    """Register the company's CRM, unless it has one."""
    request: GenericCrmRegistrationRequest = asked.body
    problems = []
    if not request.name.strip():
        problems.append("name: must not be empty")
    if not _is_user(state, asked.company.id, request.owner_email):
        problems.append(f"ownerEmail: {request.owner_email!r} is no active user of the company")
    if problems:
        raise Refused(400, *problems)
    _refuse_second(state, asked)
    with state.write():
        integration_id = insert_integration(
            state, asked.company.id, request.name, request.owner_email
        )
    return Answer.of(
        RegisterGenericCrmResponse(request_id=asked.request_id, integration_id=integration_id)
    )


def _is_user(state: State, company_id: str, email: str) -> bool:
    found = state.row(
        "SELECT 1 FROM users WHERE company_id = ? AND email = ? COLLATE NOCASE AND active",
        company_id,
        email,
    )
    return found is not None


def _refuse_second(state: State, asked: Asked) -> None:
    if load_company_settings(state, asked.company.id).native_crm_connected:
        raise Refused(409, "The company has a CRM that Gong connects to by itself, and one is all")
    found = find_integration(state, asked.company.id, asked.now)
    if found is not None:
        hint = f"It is {found.id}. PUT does not change it: delete it first, and wait until DONE."
        raise Refused(
            409,
            "The company has registered a CRM already, and one is all",
            hints=(Hint("integrationId", hint),),
        )


@answers("deleteGenericCrmIntegration")
def delete_crm_integration(state: State, asked: Asked) -> Answer:
    """Take on the deletion of a CRM with its schema and objects; they go when it is done."""
    check_client_request_id(state, asked)
    company_id = asked.company.id
    with state.write():
        integration = changeable_integration(state, asked)
        done_at = take_on(state, asked, begin_request(state, asked, object_type=None))
        state.execute(
            "UPDATE crm_integrations SET ends_at = ? WHERE company_id = ?", done_at, company_id
        )
        uploads = state.rows(
            "SELECT number FROM crm_requests WHERE company_id = ? AND integration_id = ?"
            " AND object_type IS NOT NULL AND done_at IS NOT NULL",
            company_id,
            integration.id,
        )
        for (number,) in uploads:
            schedule_sweep(state, company_id, number, done_at)
    answer = AsyncProcessingResponse(
        request_id=asked.request_id, client_request_id=asked.query["clientRequestId"]
    )
    return Answer.of(answer, 201)
