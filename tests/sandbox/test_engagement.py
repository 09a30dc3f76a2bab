"""Engagement events over HTTP: content shared and viewed, and other actions."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sandbox.box import Box, Reply
from tests.sandbox.events import AT, entry, hints, person_of, report, timeline

PATHS = {
    "contentShared": "/v2/customer-engagement/content/shared",
    "contentViewed": "/v2/customer-engagement/content/viewed",
    "customAction": "/v2/customer-engagement/action",
}
KINDS = {
    "contentShared": "content_shared",
    "contentViewed": "content_viewed",
    "customAction": "custom_action",
}
SCOPE = "api:engagement-data:write"
EVERY = pytest.mark.parametrize("operation", PATHS)


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def event(**changes: Any) -> dict[str, Any]:
    return {
        "reportingSystem": "Dealroom",
        "eventTimestamp": AT,
        "eventId": "event-1",
        "contentId": "doc-1",
        "contentUrl": "https://content.example/doc-1",
        "contentTitle": "The offer",
        **changes,
    }


def send(
    box: Box, operation: str, company: str = "northwind", token: str | None = None, **changes: Any
) -> Reply:
    body = event(**changes)
    return box.api(company, "PUT", PATHS[operation], body=body, token=token)


def people(operation: str, actor: dict[str, Any]) -> dict[str, Any]:
    """Put somebody where the operation wants the one who did it."""
    if operation == "contentShared":
        return {"recipients": [actor]}
    return {"viewer" if operation == "contentViewed" else "actor": actor}


@EVERY
def test_an_event_comes_to_the_account_of_the_person(own: Box, operation: str) -> None:
    person = person_of(own)
    somebody = {"name": person["name"], "email": person["email"]}
    answer = send(own, operation, **people(operation, somebody), actionName="Something done")
    assert answer.status == 200
    assert answer.json.keys() == {"requestId"}
    found = entry(own, person["account"], KINDS[operation])
    assert found["action"] == "Something done"
    assert found["title"] == "The offer"
    assert found["people"] == [person["name"]]
    assert found["system"] == "Dealroom"


def test_an_action_has_a_name_of_its_own_where_none_is_given(own: Box) -> None:
    person = person_of(own)
    for operation, title in (
        ("contentShared", "Content shared"),
        ("contentViewed", "Content viewed"),
        ("customAction", "Custom action"),
    ):
        given = people(operation, {"email": person["email"]})
        assert send(own, operation, **given, eventId=operation).status == 200
        assert entry(own, person["account"], KINDS[operation], operation)["action"] == title


def test_an_integration_is_named_in_the_answer(box: Box) -> None:
    token = box.install(box.register(scopes=[SCOPE]), scope=SCOPE)["access_token"]
    answers = [
        send(box, operation, token=token, eventId=f"named-{operation}").json for operation in PATHS
    ]
    (integration_id,) = {answer["integrationId"] for answer in answers}
    assert 0 < integration_id < 2**63


@EVERY
@pytest.mark.parametrize("clue", ["opportunity", "account", "contact", "participant"])
def test_every_clue_leads_to_the_account(own: Box, operation: str, clue: str) -> None:
    person = person_of(own)

    def context(kind: str, crm_id: str) -> list[dict[str, Any]]:
        return [{"system": "Salesforce", "objects": [{"objectType": kind, "objectId": crm_id}]}]

    somebody = {"email": "jo@doe.example", "context": context("Contact", person["id"])}
    given = {
        "opportunity": {"crmContext": context("Opportunity", person["opportunity"])},
        "account": {"crmContext": context("Account", person["account"])},
        "contact": people(operation, somebody),
        "participant": {"nonCompanyParticipants": [{"email": person["email"]}]},
    }
    assert send(own, operation, **given[clue]).status == 200
    sent = entry(own, person["account"], KINDS[operation])["sent"]
    assert {name: sent[name] for name in given[clue]} == given[clue]


@EVERY
def test_an_event_that_leads_nowhere_is_taken_with_a_hint(own: Box, operation: str) -> None:
    assert send(own, operation).status == 200
    assert "points to an account" in hints(own, operation)[0]["message"]


def test_the_kinds_of_events_share_their_ids_but_digital_interactions_do_not(own: Box) -> None:
    assert send(own, "contentShared").status == 200
    for operation in PATHS:
        again = send(own, operation)
        assert again.status == 409
        assert again.errors[0].startswith("eventId: ")
    assert send(own, "contentShared", "kestrel").status == 200
    assert report(own).status == 200


def test_without_an_id_a_second_copy_is_a_second_event(own: Box) -> None:
    person = person_of(own)
    given: dict[str, Any] = {"eventId": None, "viewer": {"email": person["email"]}}
    before = len(timeline(own, person["account"]))
    for _ in range(2):
        assert send(own, "contentViewed", **given).status == 200
    assert "second event" in hints(own, "contentViewed")[0]["message"]
    assert len(timeline(own, person["account"])) == before + 2


@EVERY
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reportingSystem": None}, "reportingSystem"),
        ({"reportingSystem": ""}, "reportingSystem"),
        ({"eventId": ""}, "eventId"),
        ({"contentId": ""}, "contentId"),
        ({"contentUrl": "content.example"}, "contentUrl"),
        ({"contentUrl": "http://[::1"}, "contentUrl"),
        ({"contentTitle": ""}, "contentTitle"),
        ({"eventTimestamp": "yesterday"}, "eventTimestamp"),
        ({"eventTimestamp": "2199-01-01T00:00:00Z"}, "eventTimestamp"),
        ({"workspaceId": "12345"}, "workspaceId"),
        ({"sharer": {"id": "12345"}}, "sharer.id"),
        ({"nonCompanyParticipants": [{"email": "jo"}]}, "nonCompanyParticipants[0].email"),
        ({"crmContext": [{"system": "Siebel"}]}, "crmContext[0].system"),
    ],
)
def test_an_event_that_is_wrong_is_refused(
    box: Box, operation: str, changes: dict[str, Any], field: str
) -> None:
    answer = send(box, operation, **changes)
    assert answer.status == 400
    assert answer.errors[0].startswith(f"{field}: ")


@pytest.mark.parametrize("actor", [{"email": "jo"}, {"email": "jo@"}])
@EVERY
def test_an_address_that_is_none_is_refused(
    box: Box, operation: str, actor: dict[str, Any]
) -> None:
    answer = send(box, operation, **people(operation, actor))
    assert answer.status == 400
    assert ".email: " in answer.errors[0]


def test_each_recipient_needs_an_address(box: Box) -> None:
    answer = send(box, "contentShared", recipients=[{"email": "jo@doe.example"}, {"name": "Al"}])
    assert answer.status == 400
    assert answer.errors == ["recipients[1].email: must not be empty"]


@pytest.mark.parametrize(
    ("data_type", "good", "bad"),
    [
        ("number", "3.14", "three"),
        ("number", "-1e3", "nan"),
        ("url", "https://content.example/a", "content.example"),
        ("date", "2026-11-02T10:30:00Z", "2026-11-02"),
    ],
)
def test_a_property_has_the_format_of_its_type(
    own: Box, data_type: str, good: str, bad: str
) -> None:
    def properties(value: str) -> list[dict[str, str]]:
        return [{"name": "Some", "value": value, "dataType": data_type}]

    refused = send(own, "customAction", eventProperties=properties(bad))
    assert refused.status == 400
    assert refused.errors[0].startswith("eventProperties[0].value: ")
    assert send(own, "customAction", contentProperties=properties(good)).status == 200


def test_values_that_gong_lists_in_one_text_are_taken_one_by_one(own: Box) -> None:
    text = "Windows, Linux, MacOS, iOS, Android"
    for number, platform in enumerate(["Windows", "iOS", text]):
        given = {"agentPlatform": platform, "eventId": f"event-{number}"}
        assert send(own, "contentViewed", **given).status == 200
    answer = send(own, "contentViewed", agentPlatform="BeOS")
    assert answer.status == 400
    assert answer.errors[0].startswith("agentPlatform: ")
    kind = [{"name": "Some", "value": "any", "dataType": "string"}]
    assert send(own, "customAction", eventProperties=kind, eventId="event-9").status == 200


@EVERY
def test_the_scope_is_needed(box: Box, operation: str) -> None:
    other = "api:digital-interactions:write"
    token = box.install(box.register(scopes=[other]), scope=other)["access_token"]
    answer = send(box, operation, token=token)
    assert answer.status == 403
    assert SCOPE in answer.errors[0]
