"""What many tests need to know of a running sandbox: its workspaces, people, calls, hints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from tests.sandbox.box import Box, Reply

LONG_AGO = "2020-01-01T00:00:00Z"
UNKNOWN = "1234567890123456789"


def get(box: Box, company: str, path: str, token: str | None = None, **query: str) -> Reply:
    """Call a GET operation."""
    return box.api(company, "GET", f"{path}?{urlencode(query)}" if query else path, token=token)


def workspaces(box: Box, company: str = "northwind") -> list[str]:
    """Give the ids of the company's workspaces: new business first, then customers."""
    found = get(box, company, "/v2/workspaces").json["workspaces"]
    first = {"northwind": "New Business", "kestrel": "Vertrieb", "globex": "Acquisition"}[company]
    return [one["id"] for one in sorted(found, key=lambda one: one["name"] != first)]


def users(box: Box, company: str = "northwind") -> list[dict[str, Any]]:
    """List the company's users."""
    found: list[dict[str, Any]] = get(box, company, "/v2/users").json["users"]
    return found


def titled(box: Box, title: str, company: str = "northwind") -> list[dict[str, Any]]:
    """List the active users with a title."""
    return [user for user in users(box, company) if user["title"] == title and user["active"]]


def calls(box: Box, company: str = "northwind") -> list[dict[str, Any]]:
    """List all calls that can be seen, with their parties and outcomes."""
    found: list[dict[str, Any]] = []
    selector = {"exposedFields": {"parties": True, "content": {"callOutcome": True}}}
    body: dict[str, Any] = {"filter": {}, "contentSelector": selector}
    while True:
        answer = box.api(company, "POST", "/v2/calls/extensive", body=body)
        if answer.status == 404:
            return []
        found += answer.json["calls"]
        cursor = answer.json["records"].get("cursor")
        if cursor is None:
            return found
        body["cursor"] = cursor


def ids_of(found: Iterable[dict[str, Any]]) -> set[str]:
    """Give the ids of detailed calls."""
    return {call["metaData"]["id"] for call in found}


def of_people(found: Iterable[dict[str, Any]], people: Iterable[str]) -> list[dict[str, Any]]:
    """Pick the calls that any of these users hosts or attended."""
    wanted = set(people)
    return [call for call in found if _people(call) & wanted]


def _people(call: dict[str, Any]) -> set[str]:
    attended = {
        party["userId"]
        for party in call["parties"]
        if "userId" in party and "Attendee" in party["methods"]
    }
    return attended | {call["metaData"]["primaryUserId"]}


def see_as(box: Box, user_id: str | None, company: str = "northwind") -> None:
    """Restrict the API's calls to what a user may see."""
    answer = box.control("PUT", "/settings", {"company": company, "calls_seen_by": user_id})
    assert answer.status == 200, answer.content


def token_for(box: Box, *scopes: str, company: str = "northwind") -> str:
    """Install an integration with these scopes and give its access token."""
    client = box.register(scopes=scopes, published=True)
    token: str = box.install(client, company)["access_token"]
    return token


def hints(box: Box, operation: str) -> list[str]:
    """Read the hints of the latest request to an operation."""
    latest = box.requests(operation=operation)[-1]
    return [f"{hint['field']}: {hint['message']}" for hint in latest["hints"]]
