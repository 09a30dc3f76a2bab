"""Meetings over HTTP: made, changed, deleted, and for whom they can be made."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.sandbox.box import Box, Reply

START, END = "2026-12-07T15:00:00Z", "2026-12-07T15:45:00Z"
SCOPES = {
    "create": ("POST", "/v2/meetings"),
    "update": ("PUT", "/v2/meetings/1"),
    "delete": ("DELETE", "/v2/meetings/1"),
}


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def users(box: Box, company: str = "northwind") -> list[dict[str, Any]]:
    path = "/v2/users?includeAvatars=true"
    found: list[dict[str, Any]] = box.api(company, "GET", path).json["users"]
    return found


def organizers(box: Box, company: str = "northwind") -> list[str]:
    return [
        user["emailAddress"]
        for user in users(box, company)
        if user["active"] and user["settings"]["webConferencesRecorded"]
    ]


def meeting(box: Box, company: str = "northwind", **changes: Any) -> dict[str, Any]:
    return {
        "startTime": START,
        "endTime": END,
        "title": "Numbers of the quarter",
        "invitees": [{"email": "jo@doe.example", "displayName": "Jo Doe"}],
        "organizerEmail": organizers(box, company)[0],
        **changes,
    }


def add(box: Box, company: str = "northwind", **changes: Any) -> Reply:
    return box.api(company, "POST", "/v2/meetings", body=meeting(box, company, **changes))


def added(box: Box, company: str = "northwind", **changes: Any) -> dict[str, Any]:
    answer = add(box, company, **changes)
    assert answer.status == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def put(box: Box, meeting_id: str, company: str = "northwind", **changes: Any) -> Reply:
    body = meeting(box, company, **changes)
    return box.api(company, "PUT", f"/v2/meetings/{meeting_id}", body=body)


def delete(box: Box, meeting_id: str, company: str = "northwind", **body: Any) -> Reply:
    return box.api(company, "DELETE", f"/v2/meetings/{meeting_id}", body=body)


def page(box: Box, meeting_url: str) -> Reply:
    return box.send("GET", urlsplit(meeting_url).path)


def hints(box: Box, operation: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = box.requests(operation=operation)[-1]["hints"]
    return found


# --- made


def test_a_meeting_can_be_joined_at_its_address(own: Box) -> None:
    answer = added(own, title="Numbers <b>of</b> the quarter")
    assert answer.keys() == {"requestId", "meetingId", "meetingUrl", "additionalInvitees"}
    assert 2**53 < int(answer["meetingId"]) < 2**63
    assert answer["meetingUrl"].startswith(own.url)
    assert "@" in answer["additionalInvitees"][0]["email"]
    shown = page(own, answer["meetingUrl"])
    assert shown.status == 200
    assert "Numbers &lt;b&gt;of&lt;/b&gt; the quarter" in shown.text
    assert "7 December 2026" in shown.text
    assert page(own, answer["meetingUrl"] + "0").status == 404


def test_the_same_time_is_free_for_another_organizer(own: Box) -> None:
    first, second = organizers(own)[:2]
    ids = {added(own, organizerEmail=email)["meetingId"] for email in (first, second)}
    assert len(ids) == 2


def test_a_meeting_conflicts_with_one_at_exactly_its_time(own: Box) -> None:
    one = added(own)
    answer = add(own, title="Another", startTime="2026-12-07T16:00:00+01:00")
    assert answer.status == 409
    assert one["meetingId"] in answer.errors[0]
    assert add(own, endTime="2026-12-07T16:00:00Z").status == 200


def test_an_external_id_is_there_once_in_a_company(own: Box) -> None:
    one = added(own, externalId="event-1")
    again = {"externalId": "event-1", "endTime": "2026-12-07T17:00:00Z"}
    answer = add(own, **again)
    assert answer.status == 409
    assert answer.errors[0].startswith("externalId: ")
    assert add(own, "kestrel", **again).status == 200
    assert delete(own, one["meetingId"]).status == 200
    assert add(own, **again).status == 200


def test_ids_are_not_given_twice(own: Box) -> None:
    one = added(own)["meetingId"]
    assert delete(own, one).status == 200
    assert added(own)["meetingId"] != one


def test_a_meeting_that_is_over_is_taken_with_a_hint(own: Box) -> None:
    added(own, startTime="2018-02-17T02:30:00-08:00", endTime="2018-02-19T02:30:00-08:00")
    assert "over already" in hints(own, "addMeeting")[0]["message"]


def test_the_organizer_is_found_by_any_of_the_addresses(own: Box) -> None:
    user = next(u for u in users(own) if u["emailAddress"] == organizers(own)[0])
    meeting_id = added(own, organizerEmail=user["emailAliases"][0].upper())["meetingId"]
    assert delete(own, meeting_id, organizerEmail=user["emailAddress"]).status == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"startTime": None}, "startTime"),
        ({"startTime": "2026-12-07T15:00:00"}, "startTime"),
        ({"startTime": END}, "startTime"),
        ({"startTime": "2026-12-08T15:00:00Z"}, "startTime"),
        ({"endTime": "9999-12-31T23:59:59-12:00"}, "endTime"),
        ({"invitees": None}, "invitees"),
        ({"invitees": [{"displayName": "Jo"}]}, "invitees[0].email"),
        ({"invitees": [{"email": "jo@doe.example"}, {"email": "jo"}]}, "invitees[1].email"),
        ({"invitees": [{"email": "j o@doe.example"}]}, "invitees[0].email"),
        ({"organizerEmail": None}, "organizerEmail"),
    ],
)
def test_a_meeting_that_is_wrong_is_refused(box: Box, changes: dict[str, Any], field: str) -> None:
    for answer in (add(box, **changes), put(box, planted_meeting(box), **changes)):
        assert answer.status == 400
        assert answer.errors[0].startswith(f"{field}: ")


def planted_meeting(box: Box) -> str:
    """Find a meeting to change that is there for all of the shared tests."""
    answer = add(box, externalId="shared", startTime="2026-12-09T10:00:00Z", endTime=LATE)
    if answer.status == 200:
        return str(answer.json["meetingId"])
    return answer.errors[0].split()[3]


LATE = "2026-12-09T10:30:00Z"


def test_the_organizer_is_no_invitee(box: Box) -> None:
    email = organizers(box)[0]
    answer = add(box, invitees=[{"email": email.upper()}])
    assert answer.status == 400
    assert answer.errors[0].startswith("invitees[0].email: ")


def test_an_organizer_whom_gong_cannot_record_is_refused(box: Box) -> None:
    everybody = users(box)
    for email in {user["emailAddress"] for user in everybody} - set(organizers(box)):
        answer = add(box, organizerEmail=email)
        assert answer.status == 400, email
        assert answer.errors[0].startswith("organizerEmail: ")


def test_an_organizer_who_is_no_user_is_not_found(box: Box) -> None:
    for email in ("nobody@northwind.example", "", organizers(box, "kestrel")[0]):
        assert add(box, organizerEmail=email).status == 404
        assert put(box, planted_meeting(box), organizerEmail=email).status == 404


# --- changed and deleted


def test_an_update_replaces_the_meeting(own: Box) -> None:
    one = added(own, externalId="event-1", title="Before")
    answer = put(own, one["meetingId"], title="After", startTime="2026-12-07T14:00:00Z")
    assert answer.json.keys() == {"requestId", "meetingId"}
    assert answer.json["meetingId"] == one["meetingId"]
    shown = page(own, one["meetingUrl"]).text
    assert "After" in shown
    assert "Before" not in shown
    assert add(own, externalId="event-1").status == 200


def test_an_update_may_leave_the_meeting_as_it_is(own: Box) -> None:
    one = added(own, externalId="event-1")
    assert put(own, one["meetingId"], externalId="event-1").status == 200


def test_an_update_conflicts_as_a_new_meeting_does(own: Box) -> None:
    later = {"startTime": "2026-12-08T15:00:00Z", "endTime": "2026-12-08T16:00:00Z"}
    added(own, externalId="event-1")
    other = added(own, **later)["meetingId"]
    assert put(own, other).status == 409
    assert put(own, other, externalId="event-1", **later).status == 409


def test_a_deleted_meeting_is_gone(own: Box) -> None:
    one = added(own)
    answer = delete(own, one["meetingId"], organizerEmail=organizers(own)[0])
    assert answer.status == 200
    assert answer.json == {"organizerEmail": organizers(own)[0]}
    assert page(own, one["meetingUrl"]).status == 404
    for again in (delete(own, one["meetingId"]), put(own, one["meetingId"])):
        assert again.status == 404
        assert one["meetingId"] in again.errors[0]


def test_only_the_organizer_s_meeting_is_deleted(own: Box) -> None:
    first, second = organizers(own)[:2]
    one = added(own, organizerEmail=first)["meetingId"]
    assert delete(own, one, organizerEmail=second).status == 409
    assert delete(own, one, organizerEmail="nobody@northwind.example").status == 404
    answer = delete(own, one)
    assert answer.json == {"organizerEmail": first}
    assert hints(own, "deleteMeeting")[0]["field"] == "organizerEmail"


def test_another_company_s_meeting_is_not_found(own: Box) -> None:
    one = added(own)["meetingId"]
    assert put(own, one, "kestrel").status == 404
    assert delete(own, one, "kestrel").status == 404
    assert delete(own, one).status == 200


def test_meetings_survive_a_reset_of_nothing_but_time(own: Box) -> None:
    one = added(own)
    own.advance(40 * 86_400)
    assert page(own, one["meetingUrl"]).status == 200
    snapshot = own.control("GET", "/snapshot").json
    assert delete(own, one["meetingId"]).status == 200
    assert own.control("PUT", "/snapshot", snapshot).status == 200
    assert page(own, one["meetingUrl"]).status == 200


# --- status


def status(box: Box, emails: list[str] | None, company: str = "northwind") -> Reply:
    return box.api(company, "POST", "/v2/meetings/integration/status", body={"emails": emails})


def test_the_status_says_who_can_organize_and_why_not(box: Box) -> None:
    everybody = [user["emailAddress"] for user in users(box)]
    stranger = organizers(box, "kestrel")[0]
    answer = status(box, [*everybody, stranger])
    assert answer.status == 200
    found = {user["email"]: user for user in answer.json["users"]}
    assert [user["email"] for user in answer.json["users"]] == [*everybody, stranger]
    for email in everybody:
        assert found[email]["exists"] is True
        assert found[email]["valid"] is (email in organizers(box))
    assert {found[email]["userFacingError"] for email in set(everybody) - set(organizers(box))}
    assert found[stranger]["exists"] is found[stranger]["valid"] is False
    for name in ("fixUrl", "helpUrl"):
        address = urlsplit(found[stranger][name])
        assert found[stranger][name].startswith(box.url)
        assert box.send("GET", address.path).status == 200
    assert "userFacingError" not in found[organizers(box)[0]]


def test_a_hundred_addresses_are_answered_and_no_more(box: Box) -> None:
    emails = [f"somebody-{number}@northwind.example" for number in range(101)]
    assert len(status(box, emails[:100]).json["users"]) == 100
    answer = status(box, emails)
    assert answer.status == 400
    assert answer.errors[0].startswith("emails: ")


@pytest.mark.parametrize("emails", [None, []])
def test_asking_about_nobody_leaves_a_hint(own: Box, emails: list[str] | None) -> None:
    answer = status(own, emails)
    assert answer.json["users"] == []
    assert hints(own, "integrationStatus")[0]["field"] == "emails"


# --- who may


def test_gong_may_not_have_enabled_meetings(own: Box) -> None:
    one = added(own)["meetingId"]
    setting = {"company": "northwind", "meetings_enabled": False}
    assert own.control("PUT", "/settings", setting).status == 200
    answers = (
        add(own),
        put(own, one),
        delete(own, one),
        status(own, ["jo@doe.example"]),
    )
    for answer in answers:
        assert answer.status == 403
        assert "not enabled" in answer.errors[0]
    assert add(own, "kestrel").status == 200


@pytest.mark.parametrize("kind", SCOPES)
def test_each_operation_needs_a_scope_of_its_own(box: Box, kind: str) -> None:
    other = "api:meetings:integration:status"
    token = box.install(box.register(scopes=[other]), scope=other)["access_token"]
    method, path = SCOPES[kind]
    answer = box.api("northwind", method, path, body={}, token=token)
    assert answer.status == 403
    assert f"api:meetings:user:{kind}" in answer.errors[0]


def test_the_status_needs_its_scope_too(box: Box) -> None:
    other = "api:meetings:user:create"
    token = box.install(box.register(scopes=[other]), scope=other)["access_token"]
    path = "/v2/meetings/integration/status"
    answer = box.api("northwind", "POST", path, body={"emails": []}, token=token)
    assert answer.status == 403
