"""Questions about CRM objects and briefs of them: what they draw on, and what they cost."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.sandbox.box import Box, Reply
from tests.sandbox.test_cursors import COMPANY, asked
from tests.sandbox.world import UNKNOWN, calls, get, hints, see_as, token_for, workspaces

from gongkit.sandbox.core.areas.entities.period import period_of

ASK, BRIEF = "/v2/entities/ask-entity", "/v2/entities/get-brief"
PATHS = {"askEntity": ASK, "generateBrief": BRIEF}
OWN = {ASK: {"question": "What about the price?"}, BRIEF: {"briefName": "Account brief"}}
LABEL = "by the gongkit sandbox"


def extended(box: Box, company: str) -> list[dict[str, Any]]:
    """All calls that can be seen, with their CRM context."""
    found: list[dict[str, Any]] = []
    selector = {"context": "Extended", "exposedFields": {"parties": True}}
    body: dict[str, Any] = {"filter": {}, "contentSelector": selector}
    while True:
        answer = box.api(company, "POST", "/v2/calls/extensive", body=body).json
        found += answer["calls"]
        body["cursor"] = answer["records"].get("cursor")
        if body["cursor"] is None:
            return found


def detailed(box: Box, company: str) -> list[dict[str, Any]]:
    """The calls that belong to an account and are older than a few days."""
    return [call for call in extended(box, company) if call.get("context")][:-5]


def objects(call: dict[str, Any]) -> dict[str, str]:
    """The ids of a call's CRM objects, by type."""
    holders = (call, *call["parties"])
    return {
        thing["objectType"]: thing["objectId"]
        for holder in holders
        for context in holder.get("context") or ()
        for thing in context["objects"]
    }


def query_of(box: Box, company: str = "northwind", number: int = -1) -> dict[str, str]:
    return query_about(detailed(box, company)[number])


def query_about(call: dict[str, Any]) -> dict[str, str]:
    return {
        "workspaceId": call["metaData"]["workspaceId"],
        "crmEntityType": "ACCOUNT",
        "crmEntityId": objects(call)["Account"],
        "timePeriod": "ALL_CONVERSATIONS",
    }


def ask(box: Box, path: str, query: dict[str, str], company: str = "northwind") -> Reply:
    return get(box, company, path, **{**OWN[path], **query})


def answered(reply: Reply) -> dict[str, Any]:
    assert reply.status == 200, reply.content
    answer: dict[str, Any] = reply.json
    assert answer.pop("requestId")
    return answer


def credits_of(box: Box, company: str = "northwind") -> int:
    settings = box.control("GET", "/settings").json["settings"]
    left: int = next(each["credits"] for each in settings if each["company"] == company)
    return left


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


# --- what is answered


@pytest.mark.parametrize(
    ("company", "question", "word"),
    [
        ("northwind", "How much is the price?", "pric"),
        ("kestrel", "Which machines are connected?", "machine"),
        ("globex", "Who sends the invitation?", "invit"),
    ],
)
def test_an_answer_quotes_what_was_said_and_names_where(
    own: Box, company: str, question: str, word: str
) -> None:
    quoted = []
    for number in (0, 5, -1):
        query = query_of(own, company, number)
        answer = answered(ask(own, ASK, {**query, "question": question}, company))
        label, *sections = answer["answer"]
        assert LABEL in label["answerItems"][0]
        assert label["callFindings"] == label["emailFindings"] == []
        for section in sections:
            assert section["answerItems"]
            assert len(section["callFindings"]) + len(section["emailFindings"]) == 1
            for finding in section["callFindings"]:
                call = finding["call"]
                body = {"filter": {"callIds": [call["id"]]}}
                transcript = own.api(company, "POST", "/v2/calls/transcript", body=body)
                for item in section["answerItems"]:
                    said = item.partition(": ")[2].encode()
                    assert said.decode() in _said(transcript)
                    quoted.append(item.lower())
                meta = own.api(company, "GET", f"/v2/calls/{call['id']}").json["call"]
                assert {key: meta[key] for key in call} == call
    assert any(word in item for item in quoted)


def _said(transcript: Reply) -> set[str]:
    return {
        sentence["text"]
        for call in transcript.json["callTranscripts"]
        for monologue in call["transcript"]
        for sentence in monologue["sentences"]
    }


def test_the_same_question_has_the_same_answer(own: Box) -> None:
    query = query_of(own)
    for path in PATHS.values():
        assert answered(ask(own, path, query)) == answered(ask(own, path, query))


def test_a_brief_repeats_what_is_kept_about_the_calls(own: Box) -> None:
    query = query_of(own)
    answer = answered(ask(own, BRIEF, query))
    sections = {section["title"]: section for section in answer["briefSections"]}
    assert LABEL in sections["Account brief"]["sectionSummary"][0]
    recent = sections["Recent conversations"]
    found = [one["call"]["id"] for one in recent["conversationFindings"]["callFindings"]]
    selector = {"exposedFields": {"content": {"brief": True}}}
    body = {"filter": {"callIds": found}, "contentSelector": selector}
    told = own.api("northwind", "POST", "/v2/calls/extensive", body=body).json["calls"]
    assert {call["content"]["brief"] for call in told} == set(recent["sectionSummary"])
    assert sections["CRM"]["briefSectionType"] == "CrmOrGongData"
    assert any(line.startswith("Website: https://") for line in sections["CRM"]["sectionSummary"])
    for title in ("Key points", "Next steps"):
        assert sections[title]["sectionSummary"]
        assert sections[title]["conversationFindings"]["callFindings"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [("ACCOUNT", "Account"), ("DEAL", "Opportunity"), ("CONTACT", "Contact")],
)
@pytest.mark.parametrize("path", PATHS.values())
def test_every_kind_of_object_has_its_own_calls(own: Box, path: str, kind: str, name: str) -> None:
    emails = 0
    for call in detailed(own, "northwind")[-4:]:
        thing, workspace = objects(call)[name], call["metaData"]["workspaceId"]
        about = {"workspaceId": workspace, "crmEntityType": kind, "crmEntityId": thing}
        expected = [
            one
            for one in extended(own, "northwind")
            if f'"{thing}"' in json.dumps(one) and one["metaData"]["workspaceId"] == workspace
        ]
        answer = answered(ask(own, path, {**query_of(own), **about}))
        assert 1 <= answer["numOfCallsSearched"] <= len(expected)
        emails += answer["numOfEmailsSearched"]
    assert emails >= 1, "not everybody is written to, but somebody of these is"


def test_a_lead_has_its_calls_and_emails(own: Box) -> None:
    found = extended(own, "northwind")
    call = next(one for one in found if "Lead" in objects(one))
    query = {
        **query_of(own),
        "workspaceId": call["metaData"]["workspaceId"],
        "crmEntityType": "LEAD",
        "crmEntityId": objects(call)["Lead"],
    }
    assert answered(ask(own, ASK, query))["numOfCallsSearched"] == 1


# --- what is refused


@pytest.mark.parametrize("path", PATHS.values())
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"timePeriod": "CUSTOM_RANGE"}, "fromDateTime: is required"),
        ({"timePeriod": "CUSTOM_RANGE", "toDateTime": "2026-01-01T00:00:00Z"}, "fromDateTime"),
        ({"fromDateTime": "2026-01-01T00:00:00Z"}, "fromDateTime: can only"),
        ({"toDateTime": "2026-01-01T00:00:00Z"}, "toDateTime: can only"),
        ({"timePeriod": "LAST_DAY"}, "timePeriod: must be one of"),
        ({"crmEntityType": "USER"}, "crmEntityType: must be one of"),
        ({"workspaceId": "x"}, "workspaceId"),
    ],
)
def test_wrong_input_is_refused_and_costs_nothing(
    own: Box, path: str, change: dict[str, str], field: str
) -> None:
    reply = ask(own, path, {**query_of(own), **change})
    assert reply.status == 400
    assert reply.errors[0].startswith(field)
    assert credits_of(own) == 1000


def test_an_empty_question_is_refused(own: Box) -> None:
    assert ask(own, ASK, {**query_of(own), "question": "  "}).status == 400


@pytest.mark.parametrize("path", PATHS.values())
@pytest.mark.parametrize("field", ["workspaceId", "crmEntityId"])
def test_what_is_unknown_is_404_with_a_hint(own: Box, path: str, field: str) -> None:
    reply = ask(own, path, {**query_of(own), field: UNKNOWN})
    assert reply.status == 404
    assert field in reply.errors[0]
    name = next(each for each, of in PATHS.items() if of == path)
    assert hints(own, name)[0].startswith(field)
    assert credits_of(own) == 1000


def test_an_object_of_another_type_is_explained(own: Box) -> None:
    reply = ask(own, ASK, {**query_of(own), "crmEntityType": "DEAL"})
    assert reply.status == 404
    assert hints(own, "askEntity") == ["crmEntityId: It is a ACCOUNT: send that as crmEntityType."]


def test_an_unknown_brief_is_404_and_the_nearest_is_named(own: Box) -> None:
    reply = ask(own, BRIEF, {**query_of(own), "briefName": "Acount brief"})
    assert reply.status == 404
    assert "Account brief" in hints(own, "generateBrief")[0]


@pytest.mark.parametrize("path", PATHS.values())
def test_another_company_s_object_is_unknown(own: Box, path: str) -> None:
    query = {**query_of(own), "workspaceId": workspaces(own, "globex")[1]}
    assert ask(own, path, query, "globex").status == 404


@pytest.mark.parametrize("path", PATHS.values())
def test_the_scope_is_needed(own: Box, path: str) -> None:
    token = token_for(own, "api:users:read")
    reply = get(own, "northwind", path, token=token, **{**OWN[path], **query_of(own)})
    assert reply.status == 403
    assert "api:ai-" in reply.errors[0]


# --- periods and limits


def test_periods_begin_in_the_company_s_time_zone(own: Box) -> None:
    query = query_of(own)
    counts = {
        name: answered(ask(own, ASK, {**query, "timePeriod": name}))["numOfCallsSearched"]
        for name in (
            "LAST_7DAYS",
            "LAST_30DAYS",
            "LAST_90DAYS",
            "LAST_90_DAYS_SINCE_LAST_ACTIVITY",
            "LAST_YEAR_SINCE_LAST_ACTIVITY",
            "LAST_YEAR",
            "THIS_WEEK",
            "THIS_MONTH",
            "THIS_QUARTER",
            "THIS_YEAR",
            "ALL_CONVERSATIONS",
        )
    }
    assert counts["LAST_7DAYS"] <= counts["LAST_30DAYS"] <= counts["LAST_90DAYS"]
    assert counts["THIS_WEEK"] <= counts["LAST_7DAYS"] + 1
    assert counts["LAST_YEAR"] == counts["LAST_YEAR_SINCE_LAST_ACTIVITY"]
    assert counts["LAST_YEAR"] == counts["ALL_CONVERSATIONS"] > 0
    own.advance(200 * 86_400)
    later = {**query, "timePeriod": "LAST_90DAYS"}
    answer = answered(ask(own, ASK, later))
    assert answer["numOfCallsSearched"] == answer["numOfEmailsSearched"] == 0
    assert "no call with a transcript and no email" in hints(own, "askEntity")[0]
    since = {**query, "timePeriod": "LAST_90_DAYS_SINCE_LAST_ACTIVITY"}
    assert answered(ask(own, ASK, since))["numOfCallsSearched"] > 0


def test_a_month_begins_with_the_first_of_two_midnights() -> None:
    # In Havana clocks go back from one to midnight, in 2026 on the first of November.
    company = dataclasses.replace(COMPANY, time_zone="America/Havana")
    now = datetime(2026, 11, 1, 5, 30, tzinfo=UTC).timestamp()
    request = asked("askEntity", company=company, now=now, query={"timePeriod": "THIS_MONTH"})
    assert period_of(request, None) == (now - 1.5 * 3600, now)


@pytest.mark.parametrize("operation", PATHS)
def test_calls_that_are_hidden_are_told(own: Box, operation: str) -> None:
    path = PATHS[operation]
    queries = [
        {**query_about(call), "crmEntityType": "CONTACT", "crmEntityId": objects(call)["Contact"]}
        for call in detailed(own, "northwind")
        if "Contact" in objects(call)
    ]
    email = own.person("northwind", "rep")["email"]
    users = own.api("northwind", "GET", "/v2/users").json["users"]
    seer = next(user["id"] for user in users if user["emailAddress"] == email)
    see_as(own, seer)
    query = next(each for each in queries if _looked_at(own, path, each)[0] == 0)
    see_as(own, None)
    before = _looked_at(own, path, query)
    assert before[0] > 0
    assert all(each.startswith("credits: ") for each in hints(own, operation))
    see_as(own, seer)
    assert _looked_at(own, path, query)[0] == 0
    hidden = f"calls_seen_by: {before[0]} calls of the period were not looked at"
    assert any(each.startswith(hidden) for each in hints(own, operation))
    period = {"fromDateTime": "2020-01-01T00:00:00Z", "toDateTime": "2020-01-02T00:00:00Z"}
    assert _looked_at(own, path, {**query, "timePeriod": "CUSTOM_RANGE", **period}) == (0, 0)
    told = hints(own, operation)[0]
    assert "that can be seen" in told
    assert "calls (" in told
    assert " of them hidden)" in told


def _looked_at(box: Box, path: str, query: dict[str, str]) -> tuple[int, int]:
    answer = answered(ask(box, path, query))
    return answer["numOfCallsSearched"], answer["numOfEmailsSearched"]


def test_a_custom_range_is_half_open(own: Box) -> None:
    call = detailed(own, "northwind")[-1]
    started = call["metaData"]["started"]
    query = {**query_of(own), "timePeriod": "CUSTOM_RANGE"}

    def count(start: str, end: str) -> int:
        bounds = {"fromDateTime": start, "toDateTime": end}
        found: int = answered(ask(own, ASK, {**query, **bounds}))["numOfCallsSearched"]
        return found

    after, before = "2100-01-01T00:00:00Z", "2020-01-01T00:00:00Z"
    assert count(started, after) >= 1
    assert count(before, after) == count(before, started) + count(started, after)


def test_sixty_calls_and_five_hundred_emails_are_looked_at(own: Box) -> None:
    query = query_of(own)
    account = query["crmEntityId"]
    host = calls(own)[0]["metaData"]["primaryUserId"]
    for number in range(65):
        body = {
            "clientUniqueId": f"many-{number}",
            "actualStart": f"2026-10-{number % 28 + 1:02}T03:04:05Z",
            "direction": "Conference",
            "primaryUser": host,
            "workspaceId": query["workspaceId"],
            "parties": [{"userId": host}],
            "context": [
                {
                    "system": "Salesforce",
                    "objects": [{"objectType": "Account", "objectId": account}],
                }
            ],
        }
        reply = own.api("northwind", "POST", "/v2/calls", body=body)
        assert reply.status == 200, reply.content
        send_recording(own, reply.json["callId"])
    own.advance(86_400)
    before = credits_of(own)
    answer = answered(ask(own, ASK, query))
    assert answer["numOfCallsSearched"] == 60
    assert any("only the newest 60" in hint for hint in hints(own, "askEntity"))
    entry = own.requests(operation="askEntity")[-1]
    assert entry["duration_ms"] < 1000
    assert before - credits_of(own) == 1 + 6


def send_recording(box: Box, call_id: str) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="mediaFile"; filename="a.mp3"\r\n\r\n'
    reply = box.api(
        "northwind",
        "PUT",
        f"/v2/calls/{call_id}/media",
        body=head + b"sound " * 50 + b"\r\n--x--\r\n",
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert reply.status == 201, reply.content


# --- credits


def test_credits_run_down_to_402_and_are_set_anew(own: Box) -> None:
    query = query_of(own)
    assert own.control("PUT", "/settings", {"company": "northwind", "credits": 2}).status == 200
    for path in (ASK, BRIEF):
        answered(ask(own, path, query))
    assert credits_of(own) == 0
    for path in (ASK, BRIEF):
        reply = ask(own, path, query)
        assert reply.status == 402
        assert "credits" in reply.errors[0]
    assert credits_of(own, "globex") == 1000
    assert own.control("PUT", "/settings", {"company": "northwind", "credits": 1}).status == 200
    answered(ask(own, ASK, query))
    assert ask(own, ASK, query).status == 402


def test_emails_that_a_profile_hides_are_neither_counted_nor_quoted(own: Box) -> None:
    query = query_of(own)
    assert answered(ask(own, ASK, query))["numOfEmailsSearched"] > 0
    listed = get(own, "northwind", "/v2/all-permission-profiles", workspaceId=query["workspaceId"])
    engineer = next(each for each in listed.json["profiles"] if each["name"] == "IT")
    path = f"/v2/permission-profile/users?profileId={engineer['id']}"
    seer = get(own, "northwind", path).json["users"][0]["id"]
    see_as(own, seer)
    answer = answered(ask(own, ASK, query))
    assert answer["numOfEmailsSearched"] == 0
    assert all(not section["emailFindings"] for section in answer["answer"])
