"""Flows: listed by who sees them, their folders, and their steps."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec

from gongkit.contract.types.flows import (
    Flow,
    FlowStep,
    FlowStepsRequest,
    FlowStepsResponse,
    FlowWithSteps,
)
from gongkit.sandbox.core.api.asked import Answer, Asked, answers
from gongkit.sandbox.core.areas.flows.requests import (
    check_engage,
    ids_of,
    local_time,
    no_flow,
    user_named,
)
from gongkit.sandbox.core.areas.pages import Listing, page_answer, read_page
from gongkit.sandbox.core.areas.workspace_filter import explain_nothing, in_workspace
from gongkit.sandbox.core.engage.flows import (
    EngageUser,
    FlowRow,
    StepRow,
    find_flows,
    seen_by_user,
    steps_of,
)
from gongkit.sandbox.core.state import State

_MOST_FLOWS_WITH_STEPS = 20
_MOST_RECENT = 5

_KEY = ("created", "id")
_FLOWS = Listing(counted="flows", tables="flows", key=_KEY, empty=None)
_FOLDERS = Listing(counted="flow_folders", tables="flow_folders", key=_KEY, empty=None)

_FLOW_COLUMNS = (
    "id, name, folder_id, (SELECT name FROM flow_folders f WHERE f.company_id = flows.company_id"
    " AND f.id = folder_id), visibility, created, exclusive"
)
_FOLDER_COLUMNS = (
    "id, name, parent_id, (SELECT name FROM flow_folders f"
    " WHERE f.company_id = flow_folders.company_id AND f.id = flow_folders.parent_id),"
    " visibility, created, NULL"
)
_WITHIN = (
    "id IN (WITH RECURSIVE within (id) AS (SELECT ? UNION SELECT f.id FROM flow_folders f"
    " JOIN within ON f.parent_id = within.id WHERE f.company_id = ?) SELECT id FROM within)"
)
_RECENT = (
    "id IN (SELECT flow_id FROM flow_instances WHERE company_id = ? AND owner_id = ?"  # noqa: S608
    f" GROUP BY flow_id ORDER BY max(created) DESC, flow_id LIMIT {_MOST_RECENT})"
)


@answers("listFlows")
def list_flows(state: State, asked: Asked) -> Answer:
    """List the company's flows, the user's own, and those shared with the user."""
    check_engage(state, asked)
    query = asked.query
    user = user_named(state, asked, "flowOwnerEmail", query["flowOwnerEmail"])
    seen, values = seen_by_user(asked.company.id, user.id)
    where = in_workspace(asked)
    where.add(seen, *values)
    where.equals("folder_id", query.get("folderId"))
    if query.get("mostRecentlyAssigned"):
        where.add(_RECENT, asked.company.id, user.id)
    page = read_page(state, asked, _FLOWS, _FLOW_COLUMNS, where)
    if not page.rows:
        _explain_no_flows(state, asked, user)
    elif all(visibility == "Company" for *_, visibility, _, _ in page.rows):
        asked.hint(
            "flowOwnerEmail",
            "It does not narrow the list: the company's flows are there for everybody, and none"
            f" on this page is {user.email}'s own or shared with that user.",
        )
    return page_answer(asked, page, "flows", partial(_encoded, asked))


def _explain_no_flows(state: State, asked: Asked, user: EngageUser) -> None:
    _explain_workspace(state, asked, f"flows for {user.email}")
    if asked.query.get("mostRecentlyAssigned"):
        asked.hint(
            "mostRecentlyAssigned",
            f"Only the {_MOST_RECENT} flows count into which prospects were put last for"
            f" {user.email}; none of them is left by the other filters.",
        )
    folder_id = asked.query.get("folderId")
    if folder_id is None:
        return
    folder = state.row(
        "SELECT visibility, owner_id, workspace_id FROM flow_folders"
        " WHERE company_id = ? AND id = ?",
        asked.company.id,
        folder_id,
    )
    if folder is None:
        reason = "has no folder with this id; GET /v2/flows/folders lists those it has."
    elif folder[0] == "Personal" and folder[1] != user.id:
        reason = f"has this folder, but it is another user's own, not {user.email}'s."
    else:
        reason = f"has this folder in the workspace {folder[2]}, without a flow that fits."
    asked.hint("folderId", f"{asked.company.name} {reason}")


def _explain_workspace(state: State, asked: Asked, what: str) -> None:
    if asked.query.get("workspaceId") is not None:
        explain_nothing(state, asked, what)


@answers("listFlowsFolders")
def list_folders(state: State, asked: Asked) -> Answer:
    """List the company's folders and the user's own, under the key `flows` as Gong does."""
    check_engage(state, asked)
    query = asked.query
    user = user_named(state, asked, "flowFolderOwnerEmail", query["flowFolderOwnerEmail"])
    where = in_workspace(asked)
    where.add("(visibility = 'Company' OR owner_id = ?)", user.id)
    parent_id = query.get("parentId")
    if parent_id is not None:
        where.add(_WITHIN, str(parent_id), asked.company.id)
    page = read_page(state, asked, _FOLDERS, _FOLDER_COLUMNS, where)
    asked.hint(
        "flows",
        "Gong answers folders under `flows` and in the shape of flows; there is no key `folders`."
        " A folder's `id` is the `folderId` of GET /v2/flows; its `folderId` is what it lies in.",
    )
    if not page.rows:
        _explain_workspace(state, asked, f"folders for {user.email}")
        if parent_id is not None:
            asked.hint("parentId", f"{user.email} sees no folder with this id in the workspace.")
    return page_answer(asked, page, "flows", partial(_encoded, asked))


def _encoded(asked: Asked, rows: list[Any]) -> bytes:
    return b",".join([msgspec.json.encode(_flow(asked, row)) for row in rows])


def _flow(asked: Asked, row: tuple[Any, ...]) -> Flow:
    flow_id, name, folder_id, folder_name, visibility, created, exclusive = row
    return Flow(
        id=flow_id,
        name=name,
        folder_id=folder_id,
        folder_name=folder_name,
        visibility=visibility,
        creation_date=local_time(asked, created),
        exclusive=None if exclusive is None else bool(exclusive),
    )


@answers("getFlowSteps")
def get_flow_steps(state: State, asked: Asked) -> Answer:
    """Give flows with their steps, in the order in which they were asked for."""
    check_engage(state, asked)
    body: FlowStepsRequest = asked.body
    ids = ids_of("flowIds", body.flow_ids, _MOST_FLOWS_WITH_STEPS)
    found = find_flows(state, asked.company.id, ids)
    for place, flow_id in enumerate(ids):
        if flow_id not in found:
            raise no_flow(state, asked, f"flowIds[{place}]", flow_id, "it cannot be seen")
    flows = [
        _with_steps(asked, found[flow_id], steps_of(state, asked.company.id, flow_id))
        for flow_id in ids
    ]
    return Answer.of(FlowStepsResponse(request_id=asked.request_id, flows=flows))


def _with_steps(asked: Asked, flow: FlowRow, steps: list[StepRow]) -> FlowWithSteps:
    return FlowWithSteps(
        id=flow.id,
        name=flow.name,
        folder_id=flow.folder_id,
        visibility=flow.visibility,
        creation_date=local_time(asked, flow.created),
        exclusive=flow.exclusive,
        description=flow.description,
        steps=[
            FlowStep(
                id=step.id,
                step_order=step.number,
                action=step.action,
                subject=step.subject,
                body=step.body,
                is_reply=step.is_reply,
            )
            for step in steps
        ],
    )
