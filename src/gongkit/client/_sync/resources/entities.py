# Made from _async/resources/entities.py by tools/async_to_sync.py: change that one.
"""`gong.entities`."""

from __future__ import annotations

from datetime import datetime

from gongkit.client._sync.resource import Resource
from gongkit.contract.operations import entities as ops
from gongkit.contract.types.crm import CrmObjectType
from gongkit.contract.types.entities import AskEntityResponse, GenerateBriefResponse, TimePeriod
from gongkit.errors import UsageError

CUSTOM_RANGE = "CUSTOM_RANGE"


class Entities(Resource):
    """Questions about an account or a deal, answered from its calls.

    Each answer costs the company credits, the more the more calls and emails it looks
    at: `CreditsSpent` is raised where there are none left, `NotFound` where there is
    nothing to answer from. What counts took place in `time_period`, such as LAST_30DAYS,
    THIS_QUARTER, ALL_CONVERSATIONS; with CUSTOM_RANGE it is from `from_` to before `to`.
    """

    def ask(
        self,
        *,
        workspace_id: str | int,
        crm_entity_type: CrmObjectType,
        crm_entity_id: str,
        time_period: TimePeriod,
        question: str,
        from_: datetime | None = None,
        to: datetime | None = None,
    ) -> AskEntityResponse:
        """Ask a question about a CRM object; at most 60 calls and 500 emails are looked at."""
        _check_period(time_period, from_, to)
        return self._answer(
            ops.ASK_ENTITY,
            query={
                "workspaceId": workspace_id,
                "crmEntityType": crm_entity_type,
                "crmEntityId": crm_entity_id,
                "timePeriod": time_period,
                "fromDateTime": from_,
                "toDateTime": to,
                "question": question,
            },
        )

    def brief(
        self,
        *,
        workspace_id: str | int,
        brief_name: str,
        crm_entity_type: CrmObjectType,
        crm_entity_id: str,
        time_period: TimePeriod,
        from_: datetime | None = None,
        to: datetime | None = None,
    ) -> GenerateBriefResponse:
        """Have a brief about a CRM object written, by a template of `gong.briefs`."""
        _check_period(time_period, from_, to)
        return self._answer(
            ops.GENERATE_BRIEF,
            query={
                "workspaceId": workspace_id,
                "briefName": brief_name,
                "crmEntityType": crm_entity_type,
                "crmEntityId": crm_entity_id,
                "timePeriod": time_period,
                "fromDateTime": from_,
                "toDateTime": to,
            },
        )


def _check_period(time_period: str, from_: datetime | None, to: datetime | None) -> None:
    if time_period == CUSTOM_RANGE and from_ is None:
        raise UsageError(
            f"time_period {CUSTOM_RANGE} has no from_.",
            hint="Give the earliest moment as from_, and as to the one to stop before.",
        )
    if time_period != CUSTOM_RANGE and (from_ is not None or to is not None):
        raise UsageError(
            f"from_ and to do not go with time_period {time_period}.",
            hint=f"Leave them out, or give time_period='{CUSTOM_RANGE}'.",
        )
