"""A good request for each of the 67 operations, with ids that a company really has.

The generators make requests one by one and go on from what the answers gave (`Known.made`),
as an app would: `look_around`, `first_reads`, `writes`, `other_reads`, `last_writes`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from tests.sandbox.box import Box, Reply

LONG_AGO, LATER = "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"
_BOUNDARY = "a-line-between-parts"


@dataclass(frozen=True)
class Example:
    """One request: what is sent to an operation."""

    operation: str
    method: str
    path: str
    body: Any = None
    file: tuple[str, bytes] | None = None
    """The name of the form's part, and its content."""
    token: str | None = None
    """An integration's access token, where the access key will not do."""

    def send(self, box: Box, company: str) -> Reply:
        """Send it to a company's host."""
        if self.file is None:
            return box.api(company, self.method, self.path, body=self.body, token=self.token)
        part, content = self.file
        head = f'Content-Disposition: form-data; name="{part}"; filename="{part}.mp3"'
        raw = f"--{_BOUNDARY}\r\n{head}\r\n\r\n".encode() + content
        body = raw + f"\r\n--{_BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={_BOUNDARY}"
        return box.api(company, self.method, self.path, body=body, headers={"Content-Type": kind})


@dataclass
class Known:
    """What is known of a company: its people, its calls, and what was made in it."""

    company: str
    today: str
    users: list[dict[str, Any]]
    workspace: str
    call: str
    account: str
    deal: str
    contact: str
    contact_email: str
    lead: str
    lead_phone: str
    token: str
    made: dict[str, Any] = field(default_factory=dict)
    """What writing gave back, by name: ids as the answers have them."""

    @property
    def admin(self) -> dict[str, Any]:
        """Somebody who may do everything."""
        return self.users[0]

    @property
    def manager(self) -> str:
        """The id of somebody to whom others report."""
        found: str = next(user["managerId"] for user in self.users if user.get("managerId"))
        return found


def look_around(box: Box, company: str) -> Known:
    """Find a company's ids by reading."""

    def ask(method: str, path: str, body: Any = None) -> Any:
        reply = box.api(company, method, path, body=body)
        assert reply.status == 200, reply.content
        return reply.json

    selector = {"context": "Extended", "exposedFields": {"parties": True}}
    body = {"filter": {"fromDateTime": LONG_AGO}, "contentSelector": selector}
    calls = ask("POST", "/v2/calls/extensive", body)["calls"]
    records = [
        (thing["objectType"], thing["objectId"], holder)
        for call in calls
        for holder in (call, *call["parties"])
        for context in holder.get("context") or ()
        for thing in context["objects"]
    ]

    def first(kind: str) -> tuple[str, dict[str, Any]]:
        return next((found, holder) for name, found, holder in records if name == kind)

    active = [user for user in ask("GET", "/v2/users")["users"] if user["active"]]
    host = next(call for call in calls if call.get("context"))["metaData"]["primaryUserId"]
    contact, lead = first("Contact"), first("Lead")
    return Known(
        company=company,
        today=box.control("GET", "/clock").json["now"],
        users=sorted(active, key=lambda user: (user["id"] != host, user["id"])),
        workspace=next(
            call["metaData"]["workspaceId"]
            for call in calls
            if call["metaData"]["primaryUserId"] == host
        ),
        call=next(call["metaData"]["id"] for call in calls if call.get("context")),
        account=first("Account")[0],
        deal=first("Opportunity")[0],
        contact=contact[0],
        contact_email=contact[1]["emailAddress"],
        lead=lead[0],
        lead_phone=lead[1]["phoneNumber"],
        token=_installed(box, company),
    )


def _installed(box: Box, company: str) -> str:
    """Install an app of the company's own, and give its access token."""
    client = box.register(company, scopes=["api:integration-settings:write"])
    tokens = box.install(client, company, scope="api:integration-settings:write")
    token: str = tokens["access_token"]
    return token


def _path(base: str, **query: Any) -> str:
    return f"{base}?{urlencode(query, doseq=True)}" if query else base


def _get(operation: str, base: str, **query: Any) -> Example:
    return Example(operation, "GET", _path(base, **query))


def _post(operation: str, path: str, body: Any) -> Example:
    return Example(operation, "POST", path, body)


def _period(known: Known) -> dict[str, str]:
    # In no company's time zone may the end lie ahead.
    end = date.fromisoformat(known.today[:10]) - timedelta(days=1)
    return {"fromDate": (end - timedelta(days=30)).isoformat(), "toDate": end.isoformat()}


def _meeting(known: Known, title: str) -> dict[str, Any]:
    return {
        "startTime": "2029-06-01T10:00:00Z",
        "endTime": "2029-06-01T11:00:00Z",
        "title": title,
        "organizerEmail": known.admin["emailAddress"],
        "invitees": [{"email": known.contact_email}],
    }


def _event(known: Known, name: str) -> dict[str, Any]:
    return {
        "reportingSystem": "Deal Pulse",
        "eventTimestamp": known.today,
        "eventId": f"{known.company}-{name}",
        "contentId": "brochure",
        "contentUrl": "https://pulse.example/brochure",
        "contentTitle": "Brochure",
        "nonCompanyParticipants": [{"email": known.contact_email}],
    }


_OBJECT = {
    "objectId": "acc-1",
    "modifiedDate": "2026-01-02T03:04:05Z",
    "isDeleted": False,
    "name": "Sample Account",
    "domains": ["sample.example"],
    "url": "https://crm.example/acc-1",
}


def first_reads(k: Known) -> Iterator[Example]:
    """Read what names the ids that other requests need."""
    yield _get("listPermissionProfile", "/v2/all-permission-profiles", workspaceId=k.workspace)
    yield _get("listGenericCrmIntegration", "/v2/crm/integrations")
    yield _get("listFlows", "/v2/flows", flowOwnerEmail=k.admin["emailAddress"])
    yield _get("getLibraryStructure", "/v2/library/folders", workspaceId=k.workspace)
    yield _get("listBriefs", "/v2/settings/briefs", workspaceId=k.workspace)
    yield _post(
        "listTasks",
        "/v2/tasks",
        {
            "filter": {
                "userId": k.admin["id"],
                "types": ["FLOW", "MANUAL"],
                "taskAction": ["CALL"],
                "status": ["OPEN", "DONE", "DISMISSED"],
            }
        },
    )


def writes(k: Known) -> Iterator[Example]:
    """Change something in each area; what comes later uses what the answers gave."""
    yield Example(
        "integrationSettings",
        "POST",
        "/v2/integration-settings",
        {
            "integrationTypeSettings": [
                {
                    "integrationType": "EMAIL_COMPOSER",
                    "allowedOrigin": "https://acme.pulse.example",
                }
            ]
        },
        token=k.token,
    )
    yield _post(
        "addCall",
        "/v2/calls",
        {
            "clientUniqueId": "every-operation",
            "actualStart": "2026-01-02T03:04:05Z",
            "direction": "Conference",
            "primaryUser": k.admin["id"],
            "parties": [
                {"userId": k.admin["id"]},
                {"emailAddress": k.contact_email, "name": "Somebody"},
            ],
        },
    )
    yield Example(
        "addCallRecording",
        "PUT",
        f"/v2/calls/{k.made['addCall']['callId']}/media",
        file=("mediaFile", b"sound " * 100),
    )
    yield Example(
        "addUsersAccessToCalls",
        "PUT",
        "/v2/calls/users-access",
        {"callAccessList": [{"callId": k.call, "userIds": [k.users[-1]["id"], k.users[-2]["id"]]}]},
    )
    yield Example(
        "deleteUsersAccessToCalls",
        "DELETE",
        "/v2/calls/users-access",
        {"callAccessList": [{"callId": k.call, "userIds": [k.users[-2]["id"]]}]},
    )
    yield Example(
        "registerGenericCrmIntegration",
        "PUT",
        "/v2/crm/integrations",
        {"ownerEmail": k.admin["emailAddress"], "name": "Our CRM"},
    )
    yield _post(
        "uploadCrmSchemaField",
        _path(
            "/v2/crm/entity-schema",
            integrationId=k.made["registerGenericCrmIntegration"]["integrationId"],
            objectType="ACCOUNT",
        ),
        [{"uniqueName": "plan", "label": "Plan", "type": "STRING"}],
    )
    yield Example(
        "uploadCrmData",
        "POST",
        _path(
            "/v2/crm/entities",
            integrationId=k.made["registerGenericCrmIntegration"]["integrationId"],
            objectType="ACCOUNT",
            clientRequestId="first-upload",
        ),
        file=("dataFile", json.dumps(_OBJECT).encode() + b"\n"),
    )
    yield Example(
        "customAction",
        "PUT",
        "/v2/customer-engagement/action",
        _event(k, "action") | {"actionName": "Booked"},
    )
    yield Example(
        "contentShared", "PUT", "/v2/customer-engagement/content/shared", _event(k, "shared")
    )
    yield Example(
        "contentViewed", "PUT", "/v2/customer-engagement/content/viewed", _event(k, "viewed")
    )
    yield _post(
        "addDigitalInteraction",
        "/v2/digital-interaction",
        {
            "eventId": "11111111-2222-4333-8444-555555555555",
            "timestamp": k.today,
            "eventType": "Page visited",
            "content": {"contentTitle": "Pricing"},
            "person": {"name": "Somebody", "email": k.contact_email},
        },
    )
    yield _post(
        "assignProspects",
        "/v2/flows/prospects/assign",
        {
            "crmProspectsIds": [k.contact],
            "flowId": k.made["listFlows"]["flows"][0]["id"],
            "flowInstanceOwnerEmail": k.admin["emailAddress"],
        },
    )
    yield _post(
        "assignProspectsCoolOffOverrides",
        "/v2/flows/prospects/assign/cool-off-override",
        {
            "crmProspectsIds": [k.contact],
            "flowId": k.made["listFlows"]["flows"][-1]["id"],
            "flowInstanceOwnerEmail": k.admin["emailAddress"],
        },
    )
    yield _post(
        "submitFlowProspectsBulkAssignment",
        "/v2/flows/prospects/bulk-assignments",
        {
            "flowId": k.made["listFlows"]["flows"][0]["id"],
            "flowInstanceOwnerEmail": k.admin["emailAddress"],
            "prospects": [
                {"firstName": "New", "lastName": "Person", "email": "new@sample.example"}
            ],
        },
    )
    yield _post(
        "unassignProspectFlows",
        "/v2/flows/prospects/unassign-flows-by-crm-id",
        {"crmProspectId": k.contact},
    )
    yield _post(
        "unassignFlows",
        "/v2/flows/prospects/unassign-flows-by-instance-id",
        {"flowInstanceIds": ["1"]},
    )
    yield _post("addMeeting", "/v2/meetings", _meeting(k, "First talk"))
    yield Example(
        "updateMeeting",
        "PUT",
        f"/v2/meetings/{k.made['addMeeting']['meetingId']}",
        _meeting(k, "Second talk"),
    )
    yield Example(
        "deleteMeeting",
        "DELETE",
        f"/v2/meetings/{k.made['addMeeting']['meetingId']}",
        {"organizerEmail": k.admin["emailAddress"]},
    )
    yield _post(
        "createPermissionProfile",
        _path("/v2/permission-profile", workspaceId=k.workspace),
        {
            "name": "Auditors",
            "callsAccess": {"permissionLevel": "own"},
            "libraryFolderAccess": {"permissionLevel": "all"},
        },
    )
    yield Example(
        "updatePermissionProfile",
        "PUT",
        _path(
            "/v2/permission-profile",
            profileId=k.made["createPermissionProfile"]["profile"]["id"],
        ),
        k.made["createPermissionProfile"]["profile"] | {"description": "They only look."},
    )


def other_reads(k: Known) -> Iterator[Example]:
    """Read everything else."""
    yield _get("listCallOutcomes", "/v2/call-outcomes")
    yield _get("listCalls", "/v2/calls", fromDateTime=LONG_AGO, toDateTime=LATER)
    yield _post(
        "listCallsExtensive",
        "/v2/calls/extensive",
        {
            "filter": {"callIds": [k.call]},
            "contentSelector": {
                "context": "Extended",
                "exposedFields": {
                    "parties": True,
                    "media": True,
                    "collaboration": {"publicComments": True},
                    "content": {"trackers": True, "topics": True, "brief": True},
                    "interaction": {"speakers": True, "personInteractionStats": True},
                },
            },
        },
    )
    yield _post("getCallTranscripts", "/v2/calls/transcript", {"filter": {"callIds": [k.call]}})
    yield _post(
        "getUsersAccessToCalls", "/v2/calls/users-access", {"filter": {"callIds": [k.call]}}
    )
    yield _get("getCall", f"/v2/calls/{k.call}")
    yield _get(
        "listUsers_1",
        "/v2/coaching",
        **{
            "workspace-id": k.workspace,
            "manager-id": k.manager,
            "from": LONG_AGO,
            "to": k.today,
        },
    )
    yield _get(
        "getCrmObjects",
        "/v2/crm/entities",
        integrationId=k.made["registerGenericCrmIntegration"]["integrationId"],
        objectType="ACCOUNT",
        objectsCrmIds=["acc-1", "nobody"],
    )
    yield _get(
        "listCrmSchemaFields",
        "/v2/crm/entity-schema",
        integrationId=k.made["registerGenericCrmIntegration"]["integrationId"],
        objectType="ACCOUNT",
    )
    yield _get(
        "getRequestStatus",
        "/v2/crm/request-status",
        integrationId=k.made["registerGenericCrmIntegration"]["integrationId"],
        clientRequestId="first-upload",
    )
    yield _get(
        "findAllReferencesToEmailAddress",
        "/v2/data-privacy/data-for-email-address",
        emailAddress=k.contact_email,
    )
    yield _get(
        "findAllReferencesToPhoneNumber",
        "/v2/data-privacy/data-for-phone-number",
        phoneNumber=k.lead_phone,
    )
    yield _get(
        "askEntity",
        "/v2/entities/ask-entity",
        workspaceId=k.workspace,
        crmEntityType="ACCOUNT",
        crmEntityId=k.account,
        timePeriod="ALL_CONVERSATIONS",
        question="What about the price?",
    )
    yield _get(
        "generateBrief",
        "/v2/entities/get-brief",
        workspaceId=k.workspace,
        briefName=k.made["listBriefs"]["briefs"][0]["briefName"],
        crmEntityType="ACCOUNT",
        crmEntityId=k.account,
        timePeriod="ALL_CONVERSATIONS",
    )
    yield _get(
        "listFlowsFolders", "/v2/flows/folders", flowFolderOwnerEmail=k.admin["emailAddress"]
    )
    yield _post(
        "getProspectsAssignedFlows", "/v2/flows/prospects", {"crmProspectsIds": [k.contact, k.lead]}
    )
    yield _get(
        "getFlowProspectsBulkAssignment",
        f"/v2/flows/prospects/bulk-assignments/{k.made['submitFlowProspectsBulkAssignment']['id']}",
    )
    yield _post(
        "getFlowSteps",
        "/v2/flows/steps",
        {"flowIds": [flow["id"] for flow in k.made["listFlows"]["flows"][:2]]},
    )
    yield _get(
        "getCallsInSpecificFolder",
        "/v2/library/folder-content",
        folderId=k.made["getLibraryStructure"]["folders"][0]["id"],
    )
    yield _get("listLogs", "/v2/logs", logType="AccessLog", fromDateTime=LONG_AGO)
    yield _post(
        "integrationStatus",
        "/v2/meetings/integration/status",
        {"emails": [k.admin["emailAddress"]]},
    )
    yield _get(
        "getPermissionProfile",
        "/v2/permission-profile",
        profileId=k.made["listPermissionProfile"]["profiles"][0]["id"],
    )
    yield _get(
        "listPermissionProfileUsers",
        "/v2/permission-profile/users",
        profileId=k.made["listPermissionProfile"]["profiles"][0]["id"],
    )
    yield _get("listScorecards", "/v2/settings/scorecards")
    yield _get("listTrackers", "/v2/settings/trackers", workspaceId=k.workspace)
    yield _post(
        "listMultipleUsersAggregateActivity",
        "/v2/stats/activity/aggregate",
        {"filter": _period(k)},
    )
    yield _post(
        "listMultipleUsersAggregateByPeriod",
        "/v2/stats/activity/aggregate-by-period",
        {"filter": _period(k), "aggregationPeriod": "MONTH"},
    )
    yield _post(
        "listMultipleUsersDayByDayActivity",
        "/v2/stats/activity/day-by-day",
        {"filter": _period(k)},
    )
    yield _post("listAnsweredScorecards", "/v2/stats/activity/scorecards", {"filter": {}})
    yield _post("listInteractionStats", "/v2/stats/interaction", {"filter": _period(k)})
    yield _get("listUsers", "/v2/users")
    yield _post("listMultipleUsers", "/v2/users/extensive", {"filter": {}})
    yield _get("getUser", f"/v2/users/{k.admin['id']}")
    yield _get("getUserHistory", f"/v2/users/{k.admin['id']}/settings-history")
    yield _get("listWorkspaces", "/v2/workspaces")


def last_writes(k: Known) -> Iterator[Example]:
    """Change what ends something."""
    yield Example(
        "updateReminder",
        "PATCH",
        f"/v2/tasks/{k.made['listTasks']['tasks'][0]['id']}",
        {"userId": k.admin["id"], "status": "DONE"},
    )
    yield Example(
        "deleteGenericCrmIntegration",
        "DELETE",
        _path(
            "/v2/crm/integrations",
            integrationId=k.made["registerGenericCrmIntegration"]["integrationId"],
            clientRequestId="the-end",
        ),
    )
    yield Example(
        "purgeEmailAddress",
        "POST",
        _path("/v2/data-privacy/erase-data-for-email-address", emailAddress=k.contact_email),
    )
    yield Example(
        "purgePhoneNumber",
        "POST",
        _path("/v2/data-privacy/erase-data-for-phone-number", phoneNumber=k.lead_phone),
    )
