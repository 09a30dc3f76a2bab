"""For each operation, how its method is called and what must then be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import msgspec

from gongkit.contract.types.call_uploads import (
    CallParticipant,
    FlowContext,
    SpeakersTimeline,
    SpeechSegment,
)
from gongkit.contract.types.calls import ContentSelector, ExposedFields
from gongkit.contract.types.common import CallUploadContext, ExternalCrmCallObject
from gongkit.contract.types.crm import CrmSchemaField
from gongkit.contract.types.digital_interactions import Content, CustomField, Person
from gongkit.contract.types.engagement import Actor, GenericProperty, Sharer
from gongkit.contract.types.flows import (
    AssignOverrides,
    FlowAssignmentProspect,
    StepContentOverride,
)
from gongkit.contract.types.integration_settings import IntegrationTypeSettings
from gongkit.contract.types.meetings import MeetingInvitee
from gongkit.contract.types.permissions import CallAccessWithPermissionLevel, PermissionProfile

START = datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=1)))
END = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
START_TEXT, END_TEXT = "2026-03-01T09:00:00+01:00", "2026-03-02T09:30:00+00:00"
INTEGRATION_ID = 9_007_199_254_740_993
"""One more than 2^53, which a floating-point number cannot hold."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """A call of a method, and the path values, query and JSON body that it must send."""

    operation: str
    args: tuple[Any, ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)
    path: Mapping[str, str] = field(default_factory=dict)
    query: tuple[tuple[str, str], ...] = ()
    body: Any = None
    file: bytes | None = None


def wire(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Write inputs as the JSON they stand for, where each name is merely camelCase of its own."""
    return {camel(name): plain(value) for name, value in inputs.items()}


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else msgspec.to_builtins(value)


SELECTOR = ContentSelector(exposed_fields=ExposedFields(parties=True))
DEAL = CallUploadContext(
    system="HubSpot",
    objects=[ExternalCrmCallObject(object_type="Opportunity", object_id="deal-1")],
)

NEW_CALL: dict[str, Any] = {
    "client_unique_id": "tel-77",
    "primary_user": "123",
    "parties": [CallParticipant(user_id="123", email_address="ana@northwind.example")],
    "direction": "Outbound",
    "actual_start": START,
    "scheduled_start": START,
    "scheduled_end": END,
    "duration": 61.5,
    "title": "Renewal",
    "purpose": "Price",
    "disposition": "Won",
    "context": [DEAL],
    "custom_data": "free text",
    "speakers_timeline": SpeakersTimeline(
        speech_segments=[SpeechSegment(from_time=0, to_time=9, party_ids=["p"])]
    ),
    "meeting_url": "https://meet.example/1",
    "call_provider_code": "zoom",
    "download_media_url": "https://media.example/1.mp3",
    "workspace_id": "55",
    "language_code": "en-GB",
    "flow_context": FlowContext(task_id="9"),
}

EVENT: dict[str, Any] = {
    "reporting_system": "Paper",
    "event_timestamp": START,
    "content_id": "c-1",
    "content_url": "https://paper.example/c-1",
    "content_title": "Offer",
    "event_id": "e-1",
    "share_id": "s-1",
    "sharing_message_subject": "Our offer",
    "sharing_message_body": "<p>Here</p>",
    "sharer": Sharer(email="ana@northwind.example"),
    "crm_context": [DEAL],
    "content_properties": [GenericProperty(name="pages", value="3", data_type="number")],
    "event_properties": [GenericProperty(name="seconds", value="12", data_type="number")],
    "workspace_id": "55",
    "action_name": "Offer sent",
    "non_company_participants": [Actor(email="bo@buyer.example")],
    "more_info_url": "https://paper.example/more",
    "tracking_id": "t-1",
    "mobile_app_id": "example.paper",
    "agent_platform": "Linux",
    "user_agent": "Paper/1",
}
SHARED = {
    **EVENT,
    "share_info_url": "https://paper.example/share",
    "recipients": [Actor(email="bo@buyer.example", name="Bo")],
}
VIEWED = {
    **EVENT,
    "view_action_title": "Offer read",
    "view_info_url": "https://paper.example/view",
    "viewer": Actor(email="bo@buyer.example"),
}
ACTED = {
    **EVENT,
    "event_info_url": "https://paper.example/event",
    "actor": Actor(email="bo@buyer.example"),
}

INTERACTION: dict[str, Any] = {
    "event_id": "e-2",
    "timestamp": START,
    "event_type": "page viewed",
    "content": Content(content_title="Prices"),
    "person": Person(email="bo@buyer.example"),
    "source_system_name": "Paper",
    "session_id": "visit-1",
    "device": "PC",
    "custom_fields": [CustomField(name="plan", value="large")],
    "tracking_id": "t-2",
}

MEETING: dict[str, Any] = {
    "start_time": START,
    "end_time": END,
    "organizer_email": "ana@northwind.example",
    "invitees": [MeetingInvitee(email="bo@buyer.example")],
    "title": "Kick-off",
    "external_id": "cal-1",
    "provider": "zoom",
}

ASSIGNMENT: dict[str, Any] = {
    "flow_id": "f-1",
    "crm_prospects_ids": ["p-1", "p-2"],
    "flow_instance_owner_email": "ana@northwind.example",
    "overrides": AssignOverrides(
        steps=[StepContentOverride(number=1, subject="Hello")], cool_off_override=True
    ),
    "flow_instance_description": "From the fair",
}
BULK: dict[str, Any] = {
    "flow_id": "f-1",
    "flow_instance_owner_email": "ana@northwind.example",
    "prospects": [FlowAssignmentProspect(first_name="Bo", last_name="Ek")],
}

PROFILE = PermissionProfile(
    id="7",
    name="Reps",
    calls_access=CallAccessWithPermissionLevel(permission_level="own"),
    export_calls_and_coaching_data_to_csv=False,
)
PROFILE_WIRE = {
    "id": "7",
    "name": "Reps",
    "callsAccess": {"permissionLevel": "own"},
    "exportCallsAndCoachingDataToCSV": False,
}

STATS: dict[str, Any] = {
    "from_date": date(2026, 1, 31),
    "to_date": date(2026, 2, 28),
    "user_ids": ["123"],
    "created_from": START,
    "created_to": END,
}
STATS_FILTER = {
    "fromDate": "2026-01-31",
    "toDate": "2026-02-28",
    "userIds": ["123"],
    "createdFromDateTime": START_TEXT,
    "createdToDateTime": END_TEXT,
}

ENTITY: dict[str, Any] = {
    "workspace_id": "55",
    "crm_entity_type": "ACCOUNT",
    "crm_entity_id": "acc 1",
    "time_period": "CUSTOM_RANGE",
    "from_": START,
    "to": END,
}
ENTITY_QUERY = (
    ("workspaceId", "55"),
    ("crmEntityType", "ACCOUNT"),
    ("crmEntityId", "acc 1"),
    ("timePeriod", "CUSTOM_RANGE"),
    ("fromDateTime", START_TEXT),
    ("toDateTime", END_TEXT),
)

IN_CRM = {"integration_id": INTEGRATION_ID, "object_type": "DEAL"}
IN_CRM_QUERY = (("integrationId", str(INTEGRATION_ID)), ("objectType", "DEAL"))
FIELD = CrmSchemaField(unique_name="stage", label="Stage", type="STRING")

PERIOD = {"from_": START, "to": END}
PERIOD_QUERY = (("fromDateTime", START_TEXT), ("toDateTime", END_TEXT))
WORKSPACE = {"workspace_id": "55"}
WORKSPACE_QUERY = (("workspaceId", "55"),)

CALLS = (
    Example(
        operation="listCalls",
        inputs=PERIOD | WORKSPACE,
        query=PERIOD_QUERY + WORKSPACE_QUERY,
    ),
    Example(operation="getCall", args=("c/1",), path={"id": "c%2F1"}),
    Example(
        operation="listCallsExtensive",
        inputs=PERIOD
        | WORKSPACE
        | {"call_ids": ["1"], "primary_user_ids": ["123"], "content": SELECTOR},
        body={
            "filter": {
                "fromDateTime": START_TEXT,
                "toDateTime": END_TEXT,
                "workspaceId": "55",
                "callIds": ["1"],
                "primaryUserIds": ["123"],
            },
            "contentSelector": {"exposedFields": {"parties": True}},
        },
    ),
    Example(
        operation="getCallTranscripts",
        inputs=PERIOD | WORKSPACE | {"call_ids": ["1"]},
        body={
            "filter": {
                "fromDateTime": START_TEXT,
                "toDateTime": END_TEXT,
                "workspaceId": "55",
                "callIds": ["1"],
            }
        },
    ),
    Example(operation="addCall", inputs=NEW_CALL, body=wire(NEW_CALL)),
    Example(operation="addCallRecording", args=("1", b"sound"), path={"id": "1"}, file=b"sound"),
    Example(
        operation="addUsersAccessToCalls",
        args=("1", ["123"]),
        body={"callAccessList": [{"callId": "1", "userIds": ["123"]}]},
    ),
    Example(operation="getUsersAccessToCalls", args=(["1"],), body={"filter": {"callIds": ["1"]}}),
    Example(
        operation="deleteUsersAccessToCalls",
        args=("1", ["123"]),
        body={"callAccessList": [{"callId": "1", "userIds": ["123"]}]},
    ),
)

PEOPLE = (
    Example(
        operation="listUsers",
        inputs={"include_avatars": True},
        query=(("includeAvatars", "true"),),
    ),
    Example(operation="getUser", args=("123",), path={"id": "123"}),
    Example(
        operation="listMultipleUsers",
        inputs={
            "user_ids": ["123"],
            "created_from": START,
            "created_to": END,
            "include_avatars": False,
        },
        body={
            "filter": {
                "userIds": ["123"],
                "createdFromDateTime": START_TEXT,
                "createdToDateTime": END_TEXT,
                "includeAvatars": False,
            }
        },
    ),
    Example(operation="getUserHistory", args=("123",), path={"id": "123"}),
    Example(operation="listWorkspaces"),
    Example(operation="listPermissionProfile", inputs=WORKSPACE, query=WORKSPACE_QUERY),
    Example(operation="getPermissionProfile", args=("7",), query=(("profileId", "7"),)),
    Example(
        operation="createPermissionProfile",
        args=(PROFILE,),
        inputs=WORKSPACE,
        query=WORKSPACE_QUERY,
        body=PROFILE_WIRE,
    ),
    Example(
        operation="updatePermissionProfile",
        args=("7", PROFILE),
        query=(("profileId", "7"),),
        body=PROFILE_WIRE,
    ),
    Example(operation="listPermissionProfileUsers", args=("7",), query=(("profileId", "7"),)),
    Example(
        operation="findAllReferencesToEmailAddress",
        args=("bo+x@buyer.example",),
        query=(("emailAddress", "bo+x@buyer.example"),),
    ),
    Example(
        operation="findAllReferencesToPhoneNumber",
        args=("+46 8 1",),
        query=(("phoneNumber", "+46 8 1"),),
    ),
    Example(
        operation="purgeEmailAddress",
        args=("bo@buyer.example",),
        query=(("emailAddress", "bo@buyer.example"),),
    ),
    Example(operation="purgePhoneNumber", args=("+4681",), query=(("phoneNumber", "+4681"),)),
)

SETTINGS = (
    Example(operation="listCallOutcomes"),
    Example(operation="listScorecards"),
    Example(operation="listTrackers", inputs=WORKSPACE, query=WORKSPACE_QUERY),
    Example(operation="listBriefs", inputs=WORKSPACE, query=WORKSPACE_QUERY),
    Example(operation="getLibraryStructure", inputs=WORKSPACE, query=WORKSPACE_QUERY),
    Example(operation="getCallsInSpecificFolder", args=("81",), query=(("folderId", "81"),)),
    Example(
        operation="listLogs",
        inputs=PERIOD | {"log_type": "AccessLog"},
        query=(("logType", "AccessLog"), *PERIOD_QUERY),
    ),
    Example(
        operation="integrationSettings",
        args=(
            [
                IntegrationTypeSettings(
                    integration_type="DIALER", allowed_origin="https://acme.partner.example"
                )
            ],
        ),
        body={
            "integrationTypeSettings": [
                {"integrationType": "DIALER", "allowedOrigin": "https://acme.partner.example"}
            ]
        },
    ),
)

NUMBERS = (
    Example(
        operation="listMultipleUsersAggregateActivity",
        inputs=STATS,
        body={"filter": STATS_FILTER},
    ),
    Example(
        operation="listMultipleUsersAggregateByPeriod",
        inputs=STATS | {"aggregation_period": "WEEK"},
        body={"filter": STATS_FILTER, "aggregationPeriod": "WEEK"},
    ),
    Example(
        operation="listMultipleUsersDayByDayActivity",
        inputs=STATS,
        body={"filter": STATS_FILTER},
    ),
    Example(operation="listInteractionStats", inputs=STATS, body={"filter": STATS_FILTER}),
    Example(
        operation="listAnsweredScorecards",
        inputs={
            "call_from_date": date(2026, 1, 1),
            "call_to_date": date(2026, 1, 2),
            "review_from_date": date(2026, 1, 3),
            "review_to_date": date(2026, 1, 4),
            "review_method": "BOTH",
            "reviewed_user_ids": ["123"],
            "scorecard_ids": ["8"],
        },
        body={
            "filter": {
                "callFromDate": "2026-01-01",
                "callToDate": "2026-01-02",
                "reviewFromDate": "2026-01-03",
                "reviewToDate": "2026-01-04",
                "reviewMethod": "BOTH",
                "reviewedUserIds": ["123"],
                "scorecardIds": ["8"],
            }
        },
    ),
    Example(
        operation="listUsers_1",
        inputs=PERIOD | {"workspace_id": "55", "manager_id": 123},
        query=(
            ("workspace-id", "55"),
            ("manager-id", "123"),
            ("from", START_TEXT),
            ("to", END_TEXT),
        ),
    ),
    Example(
        operation="askEntity",
        inputs=ENTITY | {"question": "Who decides?"},
        query=(*ENTITY_QUERY, ("question", "Who decides?")),
    ),
    Example(
        operation="generateBrief",
        inputs=ENTITY | {"brief_name": "Account brief"},
        query=(*ENTITY_QUERY, ("briefName", "Account brief")),
    ),
)

CRM = (
    Example(operation="listGenericCrmIntegration"),
    Example(
        operation="registerGenericCrmIntegration",
        inputs={"name": "Ledger", "owner_email": "ana@northwind.example"},
        body={"name": "Ledger", "ownerEmail": "ana@northwind.example"},
    ),
    Example(
        operation="deleteGenericCrmIntegration",
        inputs={"integration_id": INTEGRATION_ID, "client_request_id": "del-1_A"},
        query=(("integrationId", str(INTEGRATION_ID)), ("clientRequestId", "del-1_A")),
    ),
    Example(
        operation="uploadCrmData",
        inputs=IN_CRM
        | {"client_request_id": "up-1", "data": [{"objectId": "é"}, {"objectId": "2"}]},
        query=(*IN_CRM_QUERY, ("clientRequestId", "up-1")),
        file='{"objectId":"é"}\n{"objectId":"2"}\n'.encode(),
    ),
    Example(
        operation="getCrmObjects",
        args=(["key"],),
        inputs=IN_CRM,
        query=(*IN_CRM_QUERY, ("objectsCrmIds", "key")),
    ),
    Example(operation="listCrmSchemaFields", inputs=IN_CRM, query=IN_CRM_QUERY),
    Example(
        operation="uploadCrmSchemaField",
        args=([FIELD],),
        inputs=IN_CRM,
        query=IN_CRM_QUERY,
        body=[{"uniqueName": "stage", "label": "Stage", "type": "STRING"}],
    ),
    Example(
        operation="getRequestStatus",
        inputs={"integration_id": INTEGRATION_ID, "client_request_id": "up-1"},
        query=(("integrationId", str(INTEGRATION_ID)), ("clientRequestId", "up-1")),
    ),
)

ENGAGE = (
    Example(
        operation="listFlows",
        inputs={
            "flow_owner_email": "ana@northwind.example",
            "workspace_id": "55",
            "folder_id": "81",
            "most_recently_assigned": True,
        },
        query=(
            ("flowOwnerEmail", "ana@northwind.example"),
            ("workspaceId", "55"),
            ("folderId", "81"),
            ("mostRecentlyAssigned", "true"),
        ),
    ),
    Example(
        operation="listFlowsFolders",
        inputs={
            "flow_folder_owner_email": "ana@northwind.example",
            "parent_id": "81",
            "workspace_id": "55",
        },
        query=(
            ("flowFolderOwnerEmail", "ana@northwind.example"),
            ("parentId", "81"),
            ("workspaceId", "55"),
        ),
    ),
    Example(operation="getFlowSteps", args=(["f-1"],), body={"flowIds": ["f-1"]}),
    Example(
        operation="getProspectsAssignedFlows",
        inputs={"crm_prospects_ids": ["p-1"]},
        body={"crmProspectsIds": ["p-1"]},
    ),
    Example(
        operation="getProspectsAssignedFlows",
        inputs={"flow_instance_ids": ["i-1"]},
        body={"flowInstanceIds": ["i-1"]},
    ),
    Example(operation="assignProspects", inputs=ASSIGNMENT, body=wire(ASSIGNMENT)),
    Example(operation="assignProspectsCoolOffOverrides", inputs=ASSIGNMENT, body=wire(ASSIGNMENT)),
    Example(operation="submitFlowProspectsBulkAssignment", inputs=BULK, body=wire(BULK)),
    Example(operation="getFlowProspectsBulkAssignment", args=("b-1",), path={"id": "b-1"}),
    Example(
        operation="unassignProspectFlows",
        args=("p-1",),
        inputs={"flow_id": "f-1", "unassigned_by_user_email": "ana@northwind.example"},
        body={
            "crmProspectId": "p-1",
            "flowId": "f-1",
            "unassignedByUserEmail": "ana@northwind.example",
        },
    ),
    Example(
        operation="unassignProspectFlows",
        args=("p-1",),
        inputs={"all_flows": True},
        body={"crmProspectId": "p-1"},
    ),
    Example(
        operation="unassignFlows",
        args=(["i-1"],),
        inputs={"unassigned_by_user_email": "ana@northwind.example"},
        body={"flowInstanceIds": ["i-1"], "unassignedByUserEmail": "ana@northwind.example"},
    ),
    Example(
        operation="listTasks",
        inputs={
            "user_id": "123",
            "types": ["FLOW", "MANUAL"],
            "task_action": ["CALL"],
            "status": ["OPEN"],
            "workspace_id": "55",
        },
        body={
            "filter": {
                "userId": "123",
                "types": ["FLOW", "MANUAL"],
                "taskAction": ["CALL"],
                "status": ["OPEN"],
                "workspaceId": "55",
            }
        },
    ),
    Example(
        operation="updateReminder",
        args=(INTEGRATION_ID,),
        inputs={"user_id": "123", "status": "DONE", "due_date": END, "priority": "HIGH"},
        path={"taskId": str(INTEGRATION_ID)},
        body={"userId": "123", "status": "DONE", "dueDate": END_TEXT, "priority": "HIGH"},
    ),
    Example(operation="addMeeting", inputs=MEETING, body=wire(MEETING)),
    Example(
        operation="updateMeeting",
        args=("31",),
        inputs=MEETING,
        path={"meetingId": "31"},
        body=wire(MEETING),
    ),
    Example(
        operation="deleteMeeting",
        args=("31",),
        inputs={"organizer_email": "ana@northwind.example"},
        path={"meetingId": "31"},
        body={"organizerEmail": "ana@northwind.example"},
    ),
    Example(
        operation="integrationStatus",
        args=(["ana@northwind.example"],),
        body={"emails": ["ana@northwind.example"]},
    ),
    Example(operation="contentShared", inputs=SHARED, body=wire(SHARED)),
    Example(operation="contentViewed", inputs=VIEWED, body=wire(VIEWED)),
    Example(operation="customAction", inputs=ACTED, body=wire(ACTED)),
    Example(operation="addDigitalInteraction", inputs=INTERACTION, body=wire(INTERACTION)),
)

EXAMPLES = CALLS + PEOPLE + SETTINGS + NUMBERS + CRM + ENGAGE
