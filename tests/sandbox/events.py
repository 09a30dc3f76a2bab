"""Events as tests report them, and the timelines in which they look for them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from tests.sandbox.box import Box, Reply

AT = "2026-11-02T10:30:00+01:00"


def interaction(**changes: Any) -> dict[str, Any]:
    return {
        "eventId": "event-1",
        "timestamp": AT,
        "eventType": "Page viewed",
        "content": {"contentTitle": "Prices"},
        "person": {"email": "jo@doe.example"},
        **changes,
    }


def report(box: Box, company: str = "northwind", **changes: Any) -> Reply:
    return box.api(company, "POST", "/v2/digital-interaction", body=interaction(**changes))


def person_of(box: Box, company: str = "northwind") -> dict[str, Any]:
    """Find a contact of an account, by a task to call them."""
    users = box.api(company, "GET", "/v2/users").json["users"]
    wanted = {"types": ["MANUAL"], "taskAction": ["CALL"], "status": ["OPEN", "DONE"]}
    for user in users:
        body = {"filter": {"userId": user["id"], **wanted}}
        for task in box.api(company, "POST", "/v2/tasks", body=body).json["tasks"]:
            if "account" in task:
                data = task["contact"]["data"]
                return {
                    "id": task["contact"]["crmId"],
                    "name": f"{data['firstName']} {data['lastName']}",
                    "email": data["emails"][0]["email"],
                    "phone": data["phoneNumbers"][0]["raw"],
                    "account": task["account"]["crmId"],
                    "account_name": task["account"]["name"],
                    "opportunity": task["opportunity"]["crmId"],
                }
    raise AssertionError("nobody is to be called")


def timeline(
    box: Box, account_id: str, company: str = "northwind", query: str = "limit=1000"
) -> list[dict[str, Any]]:
    path = f"/companies/{company}/accounts/{quote(account_id, safe='')}/timeline?{query}"
    answer = box.control("GET", path)
    assert answer.status == 200, answer.text
    found: list[dict[str, Any]] = answer.json["timeline"]
    return found


def entry(box: Box, account_id: str, kind: str, event_id: str | None = "event-1") -> dict[str, Any]:
    """Find one reported event in an account's timeline."""
    (found,) = (
        one for one in timeline(box, account_id) if (one["kind"], one["id"]) == (kind, event_id)
    )
    return found


def hints(box: Box, operation: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = box.requests(operation=operation)[-1]["hints"]
    return found
