# Made from _async/resources/flows.py by tools/async_to_sync.py: change that one.
"""`gong.flows`."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from gongkit.client._sync.listing import Listing
from gongkit.client._sync.resource import Resource
from gongkit.client.inputs import at_most, in_parts, texts
from gongkit.contract.operation import Operation
from gongkit.contract.operations import flows as ops
from gongkit.contract.types.flows import (
    AssignedFlow,
    AssignFlowRequest,
    AssignFlowResponse,
    AssignOverrides,
    Flow,
    FlowAssignmentProspect,
    FlowAssignmentResult,
    FlowProspectsBulkAssignmentRequest,
    FlowProspectsBulkAssignmentResponse,
    FlowStepsRequest,
    FlowWithSteps,
    ProspectsAssignedFlowsRequest,
    UnassignFlowsRequest,
    UnassignFlowsResponse,
    UnassignProspectFlowsRequest,
)
from gongkit.engine.call import bind
from gongkit.engine.polling import Work, wait_for
from gongkit.errors import InvalidAnswer, RequestFailed, UsageError

FLOWS_AT_ONCE = 20
"""How many flows Gong takes in one request for their steps."""
PROSPECTS_AT_ONCE = 100
"""How many prospects Gong assigns in one request. For reading it names no limit: we use this."""
BULK_AT_ONCE = 50
"""How many persons Gong takes in one bulk assignment."""


class Flows(Resource):
    """Engage flows and the prospects in them."""

    def list(
        self,
        *,
        flow_owner_email: str,
        workspace_id: str | None = None,
        folder_id: str | None = None,
        most_recently_assigned: bool | None = None,
    ) -> Listing[Flow]:
        """List the company's flows, and those that a user owns or that are shared with them."""
        return self._listing(
            ops.LIST_FLOWS,
            query={
                "flowOwnerEmail": flow_owner_email,
                "workspaceId": workspace_id,
                "folderId": folder_id,
                "mostRecentlyAssigned": most_recently_assigned,
            },
        )

    def folders(
        self,
        *,
        flow_folder_owner_email: str,
        parent_id: str | int | None = None,
        workspace_id: str | None = None,
    ) -> Listing[Flow]:
        """List the company's folders of flows and a user's own, in the shape of flows.

        A folder's `id` is the `folder_id` of `list`; `parent_id` restricts to one
        folder and those within it.
        """
        return self._listing(
            ops.LIST_FLOW_FOLDERS,
            query={
                "flowFolderOwnerEmail": flow_folder_owner_email,
                "parentId": parent_id,
                "workspaceId": workspace_id,
            },
        )

    def steps(self, flow_ids: Sequence[str]) -> Listing[FlowWithSteps]:
        """List flows with their steps and texts. Raises `NotFound` where one does not exist.

        Gong takes 20 flows in a request; more are asked for in several.
        """
        calls = [
            bind(ops.GET_FLOW_STEPS, body=FlowStepsRequest(flow_ids=part))
            for part in in_parts(FLOWS_AT_ONCE, "flow_ids", flow_ids)
        ]
        return Listing(self._gong, *calls)

    def assigned(
        self,
        *,
        crm_prospects_ids: Sequence[str] | None = None,
        flow_instance_ids: Sequence[str] | None = None,
    ) -> Listing[AssignedFlow]:
        """List flow instances: the open ones of these prospects, or these whatever their status.

        Give one of the two. More than 100 ids are asked for in several requests.
        """
        if (crm_prospects_ids is None) == (flow_instance_ids is None):
            raise UsageError("Give either crm_prospects_ids or flow_instance_ids.")
        if crm_prospects_ids is not None:
            parts = in_parts(PROSPECTS_AT_ONCE, "crm_prospects_ids", crm_prospects_ids)
            asked = [ProspectsAssignedFlowsRequest(crm_prospects_ids=part) for part in parts]
        else:
            parts = in_parts(PROSPECTS_AT_ONCE, "flow_instance_ids", flow_instance_ids or ())
            asked = [ProspectsAssignedFlowsRequest(flow_instance_ids=part) for part in parts]
        calls = [bind(ops.GET_ASSIGNED_FLOWS, body=each) for each in asked]
        return Listing(self._gong, *calls)

    def assign(
        self,
        *,
        flow_id: str,
        crm_prospects_ids: Sequence[str],
        flow_instance_owner_email: str,
        overrides: AssignOverrides | None = None,
        flow_instance_description: str | None = None,
    ) -> AssignFlowResponse:
        """Put contacts or leads of the CRM into a flow, at most 100; emails may go out at once.

        Look at `prospects_not_assigned` of the answer: this succeeds even when nobody
        was assigned. Raises `UsageError` for more than 100, `NotFound` for an unknown flow.
        """
        body = AssignFlowRequest(
            flow_id=flow_id,
            crm_prospects_ids=_assignable(ops.ASSIGN_PROSPECTS, crm_prospects_ids),
            flow_instance_owner_email=flow_instance_owner_email,
            overrides=overrides,
            flow_instance_description=flow_instance_description,
        )
        return self._answer(ops.ASSIGN_PROSPECTS, body=body)

    def assign_with_cool_off_override(
        self,
        *,
        flow_id: str,
        crm_prospects_ids: Sequence[str],
        flow_instance_owner_email: str,
        overrides: AssignOverrides | None = None,
        flow_instance_description: str | None = None,
    ) -> AssignFlowResponse:
        """Put prospects into a flow although they left another too recently.

        Deprecated by Gong: `assign` with `AssignOverrides(cool_off_override=True)` does
        the same.
        """
        warnings.warn(
            "Gong has deprecated this operation:"
            " use flows.assign with overrides=AssignOverrides(cool_off_override=True).",
            DeprecationWarning,
            stacklevel=2,
        )
        operation = ops.ASSIGN_PROSPECTS_WITH_COOL_OFF_OVERRIDE
        body = AssignFlowRequest(
            flow_id=flow_id,
            crm_prospects_ids=_assignable(operation, crm_prospects_ids),
            flow_instance_owner_email=flow_instance_owner_email,
            overrides=overrides,
            flow_instance_description=flow_instance_description,
        )
        return self._answer(operation, body=body)

    def bulk_assign(
        self,
        *,
        flow_id: str,
        flow_instance_owner_email: str,
        prospects: Sequence[FlowAssignmentProspect],
    ) -> FlowProspectsBulkAssignmentResponse:
        """Have persons put into a flow who need not be in the CRM yet, at most 50.

        Gong takes the work on; `bulk_assignment` tells by the answer's id how it goes.
        Raises `UsageError` for more than 50, `NotFound` for an unknown flow.
        """
        at_most(BULK_AT_ONCE, ops.SUBMIT_BULK_ASSIGNMENT, "prospects", prospects)
        body = FlowProspectsBulkAssignmentRequest(
            flow_id=flow_id,
            flow_instance_owner_email=flow_instance_owner_email,
            prospects=[*prospects],
        )
        return self._answer(ops.SUBMIT_BULK_ASSIGNMENT, body=body)

    def bulk_assign_and_wait(
        self,
        *,
        flow_id: str,
        flow_instance_owner_email: str,
        prospects: Sequence[FlowAssignmentProspect],
        timeout: float = 600.0,
    ) -> FlowProspectsBulkAssignmentResponse:
        """Put persons into a flow as `bulk_assign` does, and wait until all were tried.

        Look at `failed_count` and `results` of the answer. Raises `RequestFailed` where
        Gong gave up, or is not done within `timeout` seconds.
        """
        submitted = self.bulk_assign(
            flow_id=flow_id,
            flow_instance_owner_email=flow_instance_owner_email,
            prospects=prospects,
        )
        if submitted.id is None:
            raise InvalidAnswer("The bulk assignment was taken on, but Gong gave no id for it.")
        call = bind(ops.GET_BULK_ASSIGNMENT, path={"id": submitted.id})
        work = Work(
            name=f"Bulk assignment {submitted.id}",
            ask=lambda: self._gong.steps(call),
            ask_again=f"flows.bulk_assignment({submitted.id!r})",
            failure=_bulk_failure,
        )
        return self._gong.run(wait_for(work, timeout))

    def bulk_assignment(self, assignment_id: str) -> FlowProspectsBulkAssignmentResponse:
        """Ask how a bulk assignment goes, and what became of each person.

        COMPLETED says that all were tried, not that all are in the flow. Raises
        `NotFound` for an unknown one.
        """
        return self._answer(ops.GET_BULK_ASSIGNMENT, path={"id": assignment_id})

    def unassign_prospect(
        self,
        crm_prospect_id: str,
        *,
        flow_id: str | None = None,
        all_flows: bool = False,
        unassigned_by_user_email: str | None = None,
    ) -> UnassignFlowsResponse:
        """Take a prospect out of one flow, or with `all_flows` out of every flow.

        An instance that the answer does not list still runs. `unassigned_by_user_email`
        is the Gong user in whose name it is done.
        """
        if all_flows == (flow_id is not None):
            raise UsageError("Give either a flow_id or all_flows=True.")
        body = UnassignProspectFlowsRequest(
            crm_prospect_id=crm_prospect_id,
            flow_id=flow_id,
            unassigned_by_user_email=unassigned_by_user_email,
        )
        return self._answer(ops.UNASSIGN_PROSPECT, body=body)

    def unassign(
        self, flow_instance_ids: Sequence[str], *, unassigned_by_user_email: str | None = None
    ) -> UnassignFlowsResponse:
        """End flow instances, by the ids that `assigned` gives.

        An instance that the answer does not list still runs. `unassigned_by_user_email`
        is the Gong user in whose name it is done.
        """
        body = UnassignFlowsRequest(
            flow_instance_ids=texts("flow_instance_ids", flow_instance_ids),
            unassigned_by_user_email=unassigned_by_user_email,
        )
        return self._answer(ops.UNASSIGN_FLOWS, body=body)


def _assignable(operation: Operation[AssignFlowResponse], ids: Sequence[str]) -> list[str]:
    at_most(PROSPECTS_AT_ONCE, operation, "prospects", ids)
    return texts("crm_prospects_ids", ids)


def _bulk_failure(answer: FlowProspectsBulkAssignmentResponse) -> RequestFailed:
    failed = [each for each in answer.results or () if each.error_code or each.error_message]
    return RequestFailed(
        f"Bulk assignment {answer.id} failed.",
        errors=[f"{_who(each)}: {each.error_message or each.error_code}" for each in failed],
        hint="Some prospects may be in the flow all the same: look before sending them again.",
    )


def _who(result: FlowAssignmentResult) -> str:
    person = result.prospect
    named = person and (person.email or person.crm_id or person.last_name)
    return named or "a prospect"
