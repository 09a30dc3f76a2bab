"""The shapes of Gong Engage's flows: sequences of steps that prospects are taken through.

A flow is the recipe. A flow instance is one prospect going through it, owned by the
user who gets its to-dos.
"""

from typing import Annotated, ClassVar

from gongkit.contract.types.base import UNIQUE, GongStruct, Int32, known
from gongkit.contract.types.common import Records

FlowVisibility = Annotated[str, known("Company", "Personal", "Shared")]
"""Who sees a flow: everybody, its owner only, or those its owner shared it with."""
FlowInstanceStatus = Annotated[
    str,
    known("Pending", "Running", "Paused", "FinishedNoReply", "FinishedResponse", "Finished"),
]
"""Where a flow instance stands; the first three are open."""


class Flow(GongStruct):
    """A flow, without its steps."""

    gong_name: ClassVar[str | None] = "PublicApiFlow"

    id: str | None = None
    name: str | None = None
    folder_id: str | None = None
    folder_name: str | None = None
    visibility: FlowVisibility | None = None
    creation_date: str | None = None
    """ISO-8601 with an offset."""
    exclusive: bool | None = None
    """Whether its prospects may be in no other flow meanwhile."""


class FlowsResponse(GongStruct):
    """A page of flows, or of flow folders."""

    request_id: str | None = None
    records: Records | None = None
    flows: list[Flow] | None = None
    """Also holds the folders when folders were asked for."""


class FlowStepsRequest(GongStruct):
    """The flows whose steps are wanted."""

    flow_ids: list[str] | None = None
    """At most 20."""


class FlowStep(GongStruct):
    """One step of a flow."""

    gong_name: ClassVar[str | None] = "PublicApiFlowStep"

    id: str | None = None
    step_order: Int32 | None = None
    """The first step is 1."""
    action: (
        Annotated[
            str,
            known(
                "SEND_EMAIL",
                "AUTO_SEND_EMAIL",
                "CALL",
                "LINKEDIN_CONNECT",
                "LINKEDIN_MESSAGE",
                "CUSTOM",
            ),
        ]
        | None
    ) = None
    """`AUTO_SEND_EMAIL` is sent by Gong; all others are a to-do of the flow instance's owner."""
    subject: str | None = None
    """The email's subject, where the step is one."""
    body: str | None = None
    """The message or the instruction."""
    is_reply: bool | None = None
    """Whether the email continues the thread of the email step before it."""


class FlowWithSteps(GongStruct):
    """A flow with all its steps."""

    gong_name: ClassVar[str | None] = "PublicApiFlowWithSteps"

    id: str | None = None
    name: str | None = None
    folder_id: str | None = None
    visibility: FlowVisibility | None = None
    creation_date: str | None = None
    """ISO-8601 with an offset."""
    exclusive: bool | None = None
    """Whether its prospects may be in no other flow meanwhile."""
    description: str | None = None
    steps: list[FlowStep] | None = None


class FlowStepsResponse(GongStruct):
    """The flows that were asked for, each with its steps."""

    request_id: str | None = None
    flows: list[FlowWithSteps] | None = None


class ProspectsAssignedFlowsRequest(GongStruct):
    """Whose flow instances are wanted: named by prospect, or themselves."""

    gong_name: ClassVar[str | None] = "ProspectsAssignedFlowsRequestV2"

    crm_prospects_ids: Annotated[list[str], UNIQUE] | None = None
    """CRM ids of contacts or leads; only their open flow instances are answered."""
    flow_instance_ids: Annotated[list[str], UNIQUE] | None = None
    """Ids of flow instances; these are answered whatever their status."""


class AssignedFlow(GongStruct):
    """A flow instance: one prospect in one flow."""

    gong_name: ClassVar[str | None] = "PublicApiAssignedFlow"

    flow_id: str | None = None
    flow_name: str | None = None
    crm_prospect_id: str | None = None
    """The contact's or lead's id in the CRM."""
    flow_instance_id: str | None = None
    flow_instance_owner_email: str | None = None
    """The Gong user who gets the to-dos."""
    flow_instance_owner_full_name: str | None = None
    flow_instance_create_date: str | None = None
    """ISO-8601 with an offset."""
    flow_instance_status: FlowInstanceStatus | None = None
    workspace_id: str | None = None
    exclusive: bool | None = None
    """Whether the prospect may be in no other flow meanwhile."""


class ProspectsFlowsResponse(GongStruct):
    """The flow instances that were asked for."""

    request_id: str | None = None
    prospects_assigned: list[AssignedFlow] | None = None


class StepContentOverride(GongStruct):
    """A step's own text for the prospects of this request."""

    gong_name: ClassVar[str | None] = "PublicApiStepContentOverride"

    number: Int32
    """Which step; the first is 1."""
    subject: str | None = None
    body: str | None = None


class VariableValueOverride(GongStruct):
    """A variable's own value for the prospects of this request."""

    gong_name: ClassVar[str | None] = "PublicApiVariableValueOverride"

    name: str
    """Name of the variable in the flow's texts, such as `recipient.first_name`."""
    value: str


class AssignOverrides(GongStruct):
    """What shall differ from the flow for the prospects of this request."""

    steps: list[StepContentOverride] | None = None
    flow_instance_variables: list[VariableValueOverride] | None = None
    """Hold for the whole flow instance, in all its steps."""
    cool_off_override: bool | None = None
    """True assigns prospects although they left another flow too recently."""


class AssignFlowRequest(GongStruct):
    """Prospects to put into a flow."""

    gong_name: ClassVar[str | None] = "AssignFlowRequestV2"

    crm_prospects_ids: Annotated[list[str], UNIQUE]
    """CRM ids of contacts or leads, at most 100."""
    flow_id: str
    flow_instance_owner_email: str
    """The Gong user who shall get the to-dos."""
    overrides: AssignOverrides | None = None
    flow_instance_description: str | None = None


class AssignedFlowFailure(GongStruct):
    """A prospect that was not put into the flow, and why."""

    flow_id: str | None = None
    crm_prospect_id: str | None = None
    error_code: (
        Annotated[str, known("InvalidArgument", "InvalidState", "UnexpectedError")] | None
    ) = None
    """`InvalidState`: the prospect may not enter now, for instance while cooling off."""
    error_message: str | None = None


class AssignFlowResponse(GongStruct):
    """What became of each prospect. The request succeeds even when no prospect did."""

    request_id: str | None = None
    prospects_assigned: list[AssignedFlow] | None = None
    prospects_not_assigned: list[AssignedFlowFailure] | None = None


class FlowAssignmentProspect(GongStruct):
    """A person to put into a flow; Gong adds to the CRM those that are not there yet.

    Without `crm_id` the first and the last name are needed.
    """

    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    job_title: str | None = None
    linked_in_url: str | None = None
    crm_id: str | None = None
    """The contact's or lead's id in the CRM, where there is one."""
    account_crm_id: str | None = None
    """The CRM id of the account the person belongs to."""
    company_name: str | None = None


class FlowProspectsBulkAssignmentRequest(GongStruct):
    """Persons to put into a flow, in the CRM or not."""

    flow_instance_owner_email: str
    """The Gong user who shall get the to-dos."""
    flow_id: str
    prospects: list[FlowAssignmentProspect]
    """At most 50."""


class FlowAssignmentResult(GongStruct):
    """What became of one person of a bulk assignment."""

    prospect: FlowAssignmentProspect | None = None
    """The person as sent."""
    status: (
        Annotated[str, known("CRM_OPERATION_FAILED", "FLOW_ASSIGNMENT_FAILED", "ASSIGNED")] | None
    ) = None
    crm_id: str | None = None
    """The person's id in the CRM, found or new."""
    flow_instance_id: str | None = None
    error_code: str | None = None
    """The CRM's or Gong's own code, such as `REQUEST_LIMIT_EXCEEDED`."""
    error_message: str | None = None


class FlowProspectsBulkAssignmentResponse(GongStruct):
    """How a bulk assignment goes."""

    request_id: str | None = None
    id: str | None = None
    """The bulk assignment's id, by which its status is asked."""
    status: Annotated[str, known("PENDING", "IN_PROGRESS", "COMPLETED", "FAILED")] | None = None
    """`COMPLETED` says that all were tried, not that all succeeded: see the counts."""
    total_count: Int32 | None = None
    processed_count: Int32 | None = None
    success_count: Int32 | None = None
    failed_count: Int32 | None = None
    results: list[FlowAssignmentResult] | None = None


class UnassignProspectFlowsRequest(GongStruct):
    """A prospect to take out of one flow, or of all."""

    crm_prospect_id: str
    """The contact's or lead's id in the CRM."""
    flow_id: str | None = None
    """Without it the prospect leaves every flow."""
    unassigned_by_user_email: str | None = None
    """The Gong user on whose behalf this is done; not the prospect's address."""


class UnassignFlowsRequest(GongStruct):
    """Flow instances to end."""

    flow_instance_ids: Annotated[list[str], UNIQUE]
    unassigned_by_user_email: str | None = None
    """The Gong user on whose behalf this is done; not the prospect's address."""


class UnassignFlowsResponse(GongStruct):
    """The flow instances that ended; one that is missing here still runs."""

    request_id: str | None = None
    unassigned_flow_instance_ids: Annotated[list[str], UNIQUE] | None = None
