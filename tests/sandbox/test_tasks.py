"""Tasks over HTTP: a user's, of flows and of their own making, and how they change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.sandbox.box import Box, Reply
from tests.sandbox.crm import Crm, account

EVERY = {
    "types": ["FLOW", "MANUAL"],
    "taskAction": ["CALL"],
    "status": ["OPEN", "DONE", "DISMISSED"],
}
DAY = 86_400


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def users(box: Box, company: str = "northwind") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = box.api(company, "GET", "/v2/users").json["users"]
    return found


def list_tasks(box: Box, user_id: str, company: str = "northwind", **changes: Any) -> Reply:
    body = {"filter": {"userId": user_id, **EVERY, **changes}}
    return box.api(company, "POST", "/v2/tasks", body=body)


def tasks_of(box: Box, user_id: str, company: str = "northwind", **changes: Any) -> Any:
    answer = list_tasks(box, user_id, company, **changes)
    assert answer.status == 200, answer.text
    return answer.json["tasks"]


def all_tasks(box: Box, company: str = "northwind", **changes: Any) -> list[dict[str, Any]]:
    return [
        task
        for user in users(box, company)
        for task in tasks_of(box, user["id"], company, **changes)
    ]


def update(box: Box, task: dict[str, Any], company: str = "northwind", **changes: Any) -> Reply:
    body = {"userId": str(task["userId"]), **changes}
    return box.api(company, "PATCH", f"/v2/tasks/{task['id']}", body=body)


def hints(box: Box, operation: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = box.requests(operation=operation)[-1]["hints"]
    return found


def seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


def is_sorted(values: Iterable[Any]) -> bool:
    listed = list(values)
    return listed == sorted(listed)


# --- the list


@pytest.mark.parametrize(("company", "crm"), [("northwind", "SALESFORCE"), ("kestrel", "HUBSPOT")])
def test_the_tasks_of_a_user_say_whom_to_call_and_why(box: Box, company: str, crm: str) -> None:
    user, answer = next(
        (user, answer)
        for user in users(box, company)
        if len((answer := list_tasks(box, user["id"], company, types=["MANUAL"])).json["tasks"]) > 2
    )
    assert answer.json["crmType"] == crm
    tasks = answer.json["tasks"]
    assert is_sorted(seconds(task["dueDate"]) for task in tasks)
    for task in tasks:
        assert 2**53 < task["id"] < 2**63
        assert str(task["userId"]) == user["id"]
        assert task["actions"] == ["CALL"]
        assert task["type"] == "MANUAL"
        assert "flow" not in task
        assert seconds(task["created"]) <= seconds(task["updated"])
        assert task["priority"]["name"] in {"LOW", "MEDIUM", "HIGH"}
        contact = task["contact"]
        assert contact["data"]["firstName"] in task["title"]
        assert contact["data"]["emails"][0]["email"].endswith(".example")
        assert contact["data"]["phoneNumbers"][0]["normalized"].startswith("+")
        if contact["type"] == "CONTACT":
            assert contact["data"]["companyName"] == task["account"]["name"]
            deal = task["opportunity"]
            assert deal["name"].startswith(task["account"]["name"])
            assert all(isinstance(value, str) for value in deal.values())


def test_every_part_of_the_filter_counts(box: Box) -> None:
    everything = all_tasks(box)
    assert {task["type"] for task in everything} == {"FLOW", "MANUAL"}
    assert {task["status"] for task in everything} == {"OPEN", "DONE", "DISMISSED"}
    done = all_tasks(box, status=["DONE"], types=["MANUAL"])
    assert done == [t for t in everything if t["status"] == "DONE" and t["type"] == "MANUAL"]
    workspaces = [w["id"] for w in box.api("northwind", "GET", "/v2/workspaces").json["workspaces"]]
    divided = [all_tasks(box, workspaceId=workspace) for workspace in workspaces]
    assert all(divided)
    assert sorted(t["id"] for tasks in divided for t in tasks) == sorted(
        t["id"] for t in everything
    )


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"types": []}, "filter.types", "name every value"),
        ({"taskAction": []}, "filter.taskAction", "name every value"),
        ({"status": []}, "filter.status", "name every value"),
        ({"workspaceId": "12345"}, "filter.workspaceId", "no workspace"),
        ({"userId": "12345"}, "filter.userId", "no user"),
    ],
)
def test_an_empty_list_says_in_the_log_why_it_is_empty(
    own: Box, changes: dict[str, Any], field: str, words: str
) -> None:
    user_id = str(all_tasks(own)[0]["userId"])
    answer = list_tasks(own, user_id, **changes)
    assert answer.status == 200
    assert answer.json["tasks"] == []
    (hint,) = hints(own, "listTasks")
    assert hint["field"] == field
    assert words in hint["message"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"types": ["flow"]}, "filter.types[0]"),
        ({"taskAction": ["EMAIL"]}, "filter.taskAction[0]"),
        ({"status": None}, "filter.status"),
        ({"userId": ""}, "filter.userId"),
        ({"userId": "somebody"}, "filter.userId"),
    ],
)
def test_a_filter_that_is_wrong_is_refused(box: Box, changes: dict[str, Any], field: str) -> None:
    answer = list_tasks(box, "1", **changes)
    assert answer.status == 400
    assert answer.errors[0].startswith(field)


def test_companies_do_not_see_each_other_s_tasks(box: Box) -> None:
    task = all_tasks(box)[0]
    assert tasks_of(box, str(task["userId"]), "kestrel") == []
    assert update(box, task, "kestrel", status="DONE").status == 404


def test_the_scopes_are_needed(box: Box) -> None:
    client = box.register(scopes=["api:tasks:read"])
    token = box.install(client, scope="api:tasks:read")["access_token"]
    task = all_tasks(box)[0]
    body = {"filter": {"userId": str(task["userId"]), **EVERY}}
    assert box.api("northwind", "POST", "/v2/tasks", body=body, token=token).status == 200
    path, change = f"/v2/tasks/{task['id']}", {"userId": str(task["userId"]), "status": "DONE"}
    answer = box.api("northwind", "PATCH", path, body=change, token=token)
    assert answer.status == 403
    assert "api:tasks:write" in answer.errors[0]


# --- a flow's tasks


def test_a_flow_s_task_is_of_its_step_and_its_prospect(box: Box) -> None:
    task = all_tasks(box, types=["FLOW"])[0]
    owner = next(user for user in users(box) if user["id"] == str(task["userId"]))
    query = f"flowOwnerEmail={owner['emailAddress']}"
    flows = box.api("northwind", "GET", f"/v2/flows?{query}").json["flows"]
    flow = next(flow for flow in flows if flow["id"] == str(task["flow"]["id"]))
    assert flow["name"] == task["flow"]["name"]
    assert task["flow"]["step"]["stepNumber"] >= 1
    assert task["contact"]["data"]["firstName"] in task["title"]


def test_a_flow_s_task_is_open_until_it_is_due(own: Box) -> None:
    task = next(t for t in all_tasks(own, types=["FLOW"], status=["OPEN"]))
    now = seconds(own.control("GET", "/clock").json["now"])
    assert seconds(task["dueDate"]) > now
    own.advance(seconds(task["dueDate"]) - now + 1)
    found = {t["id"]: t for t in tasks_of(own, str(task["userId"]))}[task["id"]]
    assert (found["status"], found["dueDate"]) == ("DONE", task["dueDate"])


def test_what_was_changed_of_a_flow_s_task_stays(own: Box) -> None:
    task = next(t for t in all_tasks(own, types=["FLOW"], status=["OPEN"]))
    assert update(own, task, status="DISMISSED").status == 200
    own.advance(30 * DAY)
    found = {t["id"]: t for t in tasks_of(own, str(task["userId"]))}[task["id"]]
    assert found["status"] == "DISMISSED"
    assert found["flow"] == task["flow"]
    assert found["contact"] == task["contact"]


@pytest.mark.parametrize("ended", [False, True])
def test_a_flow_goes_on_with_a_task_of_which_other_things_were_changed(
    own: Box, ended: bool
) -> None:
    task = next(t for t in all_tasks(own, types=["FLOW"], status=["OPEN"]))
    assert update(own, task, priority="HIGH").status == 200
    if ended:
        unassign(own, task["contact"]["crmId"])
    own.advance(30 * DAY)
    found = {t["id"]: t for t in tasks_of(own, str(task["userId"]))}[task["id"]]
    assert found["status"] == ("DISMISSED" if ended else "DONE")
    assert found["priority"]["name"] == "HIGH"
    assert seconds(found["updated"]) > seconds(task["updated"])


def test_a_flow_s_task_that_was_put_off_is_open_until_then(own: Box) -> None:
    task = next(t for t in all_tasks(own, types=["FLOW"], status=["OPEN"]))
    due = seconds(task["dueDate"])
    later = datetime.fromtimestamp(due + DAY / 2).astimezone().isoformat()
    assert update(own, task, dueDate=later).status == 200
    own.advance(due + DAY / 4 - seconds(own.control("GET", "/clock").json["now"]))
    assert task["id"] in {t["id"] for t in tasks_of(own, str(task["userId"]), status=["OPEN"])}
    own.advance(DAY / 2)
    found = {t["id"]: t for t in tasks_of(own, str(task["userId"]))}[task["id"]]
    assert (found["status"], seconds(found["dueDate"])) == ("DONE", due + DAY / 2)


def test_a_flow_s_task_that_is_over_stays_so(own: Box) -> None:
    task = next(t for t in all_tasks(own, types=["FLOW"], status=["DONE"]))
    (changed,) = update(own, task, dueDate="2030-01-05T10:30:00Z").json["tasks"]
    assert changed["status"] == "DONE"
    assert changed in tasks_of(own, str(task["userId"]))


def unassign(box: Box, prospect_id: str) -> None:
    body = {"crmProspectId": prospect_id}
    answer = box.api("northwind", "POST", "/v2/flows/prospects/unassign-flows-by-crm-id", body=body)
    assert answer.status == 200, answer.text


def test_somebody_who_was_uploaded_is_to_be_called_too(own: Box) -> None:
    crm = Crm(own).registered()
    crm.load("ACCOUNT", account("acme", name="Acme"))
    crm.load(
        "CONTACT",
        account(
            "jo",
            accountId="acme",
            firstName="Jo",
            lastName="Doe",
            title="Buyer",
            emailAddress="jo@acme.example",
            phoneNumber="+1 212 555 0123",
        ),
        account("nameless", emailAddress="info@acme.example"),
    )
    called = all_tasks(own, types=["FLOW"])[0]
    owner = next(user for user in users(own) if user["id"] == str(called["userId"]))
    body = {
        "flowId": str(called["flow"]["id"]),
        "flowInstanceOwnerEmail": owner["emailAddress"],
        "crmProspectsIds": ["jo", "nameless"],
    }
    answer = own.api("northwind", "POST", "/v2/flows/prospects/assign", body=body)
    assert answer.status == 200, answer.text
    own.advance(30 * DAY)
    answer = list_tasks(own, owner["id"], types=["FLOW"])
    titled = {task["title"]: task for task in answer.json["tasks"]}
    task = titled["Call Jo Doe"]
    assert (task["account"]["crmId"], task["account"]["name"]) == ("acme", "Acme")
    assert (task["contact"]["crmId"], task["contact"]["type"]) == ("jo", "CONTACT")
    data = task["contact"]["data"]
    assert (data["firstName"], data["lastName"], data["title"]) == ("Jo", "Doe", "Buyer")
    assert data["companyName"] == "Acme"
    assert data["emails"][0]["email"] == "jo@acme.example"
    assert data["phoneNumbers"][0]["normalized"] == "+12125550123"
    assert titled["Call info@acme.example"]["contact"]["crmId"] == "nameless"
    assert update(own, task, status="OPEN").json["crmType"] == "GENERIC"


# --- changes


def test_what_is_named_changes_and_the_rest_stays(own: Box) -> None:
    task = next(t for t in all_tasks(own, types=["MANUAL"], status=["OPEN"]))
    due = "2027-01-05T10:30:00Z"
    own.advance(60)
    answer = update(own, task, dueDate=due, priority="LOW")
    assert answer.status == 200
    (changed,) = answer.json["tasks"]
    assert seconds(changed["dueDate"]) == seconds(due)
    assert changed["priority"] == {"id": 1, "name": "LOW", "weight": 1}
    assert seconds(changed["updated"]) > seconds(task["updated"])
    same = {"dueDate", "priority", "updated"}
    assert {k: v for k, v in changed.items() if k not in same} == {
        k: v for k, v in task.items() if k not in same
    }
    assert changed in tasks_of(own, str(task["userId"]))


def test_a_task_is_done_dismissed_and_opened_again(own: Box) -> None:
    task = next(t for t in all_tasks(own, status=["OPEN"]))
    for status in ("DONE", "DISMISSED", "OPEN"):
        (changed,) = update(own, task, status=status).json["tasks"]
        assert changed["status"] == status
        assert changed in tasks_of(own, str(task["userId"]), status=[status])


def test_a_change_of_nothing_leaves_the_task_and_a_hint(own: Box) -> None:
    task = next(t for t in all_tasks(own, status=["DONE"]))
    answer = update(own, task, status="DONE")
    assert answer.json["tasks"] == [task]
    assert "nothing changed" in hints(own, "updateReminder")[0]["message"]


def test_a_task_of_somebody_else_is_not_found(box: Box) -> None:
    task = all_tasks(box)[0]
    other = next(user["id"] for user in users(box) if user["id"] != str(task["userId"]))
    assert update(box, {**task, "userId": other}, status="DONE").status == 404
    assert update(box, {**task, "userId": "12345"}, status="DONE").status == 404
    assert update(box, {**task, "id": 1}, status="DONE").status == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"status": "CLOSED"}, "status"),
        ({"priority": "Urgent"}, "priority"),
        ({"priority": "medium"}, "priority"),
        ({"dueDate": "tomorrow"}, "dueDate"),
        ({"dueDate": "2027-01-05T10:30:00"}, "dueDate"),
        ({"dueDate": "9999-12-31T23:59:59-12:00"}, "dueDate"),
        ({"dueDate": 1578868200.0}, "dueDate"),
        ({"userId": None}, "userId"),
    ],
)
def test_a_change_that_is_wrong_is_refused(box: Box, changes: dict[str, Any], field: str) -> None:
    task = all_tasks(box, status=["OPEN"])[0]
    answer = update(box, task, **changes)
    assert answer.status == 400
    assert answer.errors[0].startswith(f"{field}: ")
    assert task in tasks_of(box, str(task["userId"]))


@pytest.mark.parametrize("task_id", ["abc", str(2**63), "1.5"])
def test_an_id_that_is_none_is_refused(box: Box, task_id: str) -> None:
    body = {"userId": "1", "status": "DONE"}
    answer = box.api("northwind", "PATCH", f"/v2/tasks/{task_id}", body=body)
    assert answer.status == 400
    assert answer.errors[0].startswith("taskId: ")


def test_erasing_somebody_takes_the_tasks_to_call_them(own: Box) -> None:
    task = next(t for t in all_tasks(own, types=["MANUAL"]) if "additionalContacts" in t)
    extra = task["additionalContacts"][0]["data"]["emails"][0]["email"]
    erase(own, extra)
    found = {t["id"]: t for t in tasks_of(own, str(task["userId"]))}[task["id"]]
    assert "additionalContacts" not in found
    erase(own, task["contact"]["data"]["emails"][0]["email"])
    assert task["id"] not in {t["id"] for t in tasks_of(own, str(task["userId"]))}


def erase(box: Box, email: str) -> None:
    path = f"/v2/data-privacy/erase-data-for-email-address?emailAddress={email}"
    answer = box.api("northwind", "POST", path)
    assert answer.status == 200, answer.text
    box.advance(timedelta(days=1).total_seconds())
