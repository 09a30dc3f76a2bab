"""What the request log explains: why nothing was found, what was ignored, and who was refused."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from tests.sandbox.box import Box, Reply, basic
from tests.sandbox.test_calls import all_calls, extensive, list_calls, transcripts
from tests.sandbox.test_new_calls import STARTED, add, host, upload

NOBODY = "7782342274025937895"


@pytest.fixture
def box(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def hints(box: Box, answer: Reply, status: int) -> list[tuple[str, str]]:
    """Check the status, and give the hints that the request left."""
    assert answer.status == status, answer.content
    request_id = answer.json["requestId"]
    entry = next(each for each in box.requests() if each["request_id"] == request_id)
    return [(hint["field"], hint["message"]) for hint in entry["hints"]]


def hint(box: Box, answer: Reply, status: int = 404) -> tuple[str, str]:
    (found,) = hints(box, answer, status)
    return found


def get(box: Box, path: str, company: str = "northwind", **more: Any) -> Reply:
    return box.api(company, "GET", path, **more)


# --- nothing found, and why


def test_an_answer_as_it_should_be_leaves_no_hint(box: Box) -> None:
    assert hints(box, list_calls(box), 200) == []
    assert hints(box, extensive(box, contentSelector={"exposedFields": {"media": True}}), 200) == []
    assert hints(box, transcripts(box), 200) == []
    assert hints(box, get(box, "/v2/users?includeAvatars=true"), 200) == []


def test_an_id_that_is_nobodys_call(box: Box) -> None:
    for answer, field in (
        (get(box, f"/v2/calls/{NOBODY}"), "id"),
        (extensive(box, filter={"callIds": [NOBODY]}), "filter.callIds"),
        (transcripts(box, filter={"callIds": [NOBODY]}), "filter.callIds"),
    ):
        found, said = hint(box, answer)
        assert found == field
        assert f"No company has a call {NOBODY}" in said
    field, said = hint(box, upload(box, NOBODY), 400)
    assert (field, NOBODY in said) == ("id", True)


def test_a_call_of_another_company(box: Box) -> None:
    other = all_calls(box, "kestrel")[0]["id"]
    for answer in (
        get(box, f"/v2/calls/{other}"),
        extensive(box, filter={"callIds": [other]}),
        transcripts(box, filter={"callIds": [other]}),
    ):
        _, said = hint(box, answer)
        assert "is kestrel's, and was asked of northwind" in said
        assert "kestrel" not in answer.text
    _, said = hint(box, upload(box, other), 400)
    assert "is kestrel's" in said


def test_a_call_that_is_still_being_processed(box: Box) -> None:
    settings = {"company": "northwind", "call_visible_after": 3600}
    assert box.control("PUT", "/settings", settings).status == 200
    call_id = add(box).json["callId"]
    for answer in (
        get(box, f"/v2/calls/{call_id}"),
        extensive(box, filter={"callIds": [call_id]}),
        transcripts(box, filter={"callIds": [call_id]}),
    ):
        _, said = hint(box, answer)
        assert f"Call {call_id} is still being processed: it can be seen from 20" in said
    period = {"fromDateTime": STARTED, "toDateTime": "2026-01-15T09:31:00-05:00"}
    said = dict(hints(box, list_calls(box, **period), 404))["processed"]
    assert said.startswith("Still being processed: 1 call, begun from 2026-01-15T14:30:00")


def test_a_transcript_that_is_not_there_yet(box: Box) -> None:
    call_id = add(box).json["callId"]
    _, said = hint(box, transcripts(box, filter={"callIds": [call_id]}))
    assert said == f"Call {call_id} has no recording yet: send it with addCallRecording."
    period = {"fromDateTime": STARTED, "toDateTime": "2026-01-15T09:31:00-05:00"}
    said = dict(hints(box, transcripts(box, filter=period), 404))["transcript"]
    assert "None will come, since there are no recordings." in said
    assert upload(box, call_id).status == 201
    _, said = hint(box, transcripts(box, filter={"callIds": [call_id]}))
    assert f"The transcript of call {call_id} is not there yet: it comes at 20" in said
    said = dict(hints(box, transcripts(box, filter=period), 404))["transcript"]
    assert "Without a transcript: 1 call" in said
    assert "The first one comes at 20" in said


def test_a_workspace_that_there_is_not(box: Box) -> None:
    own = get(box, "/v2/workspaces").json["workspaces"][0]
    for answer, field in (
        (list_calls(box, workspaceId="123"), "workspaceId"),
        (extensive(box, filter={"workspaceId": "123"}), "filter.workspaceId"),
        (transcripts(box, filter={"workspaceId": "123"}), "filter.workspaceId"),
    ):
        found, said = hint(box, answer)
        assert found == field
        assert "northwind has no workspace 123." in said
        assert f"{own['id']} ({own['name']})" in said


def test_calls_that_are_in_another_workspace(box: Box) -> None:
    first, second = all_calls(box)[0], None
    for call in all_calls(box):
        if call["workspaceId"] != first["workspaceId"]:
            second = call
    assert second is not None
    _, said = hint(
        box, extensive(box, filter={"callIds": [first["id"]], "workspaceId": second["workspaceId"]})
    )
    assert f"is in another workspace: {first['workspaceId']}" in said
    period = {"fromDateTime": first["started"], "workspaceId": second["workspaceId"]}
    end = all_calls(box)[1]["started"]
    if end != first["started"]:
        fields = dict(hints(box, list_calls(box, toDateTime=end, **period), 404))
        assert "In other workspaces there would be 1 call" in fields["workspaceId"]


def test_a_period_without_calls(box: Box) -> None:
    period = {"fromDateTime": "2019-01-01T00:00:00Z", "toDateTime": "2019-02-01T00:00:00Z"}
    total = list_calls(box).json["records"]["totalRecords"]
    field, said = hint(box, list_calls(box, **period))
    assert field == "fromDateTime"
    assert f"Out of this period there would be {total} calls, begun from 20" in said
    field, _ = hint(box, extensive(box, filter=period))
    assert field == "filter.fromDateTime"
    call_id = all_calls(box)[0]["id"]
    fields = hints(box, extensive(box, filter={**period, "callIds": [call_id]}), 404)
    assert [field for field, _ in fields] == ["filter.callIds"]
    assert "is out of the period" in fields[0][1]


def test_a_host_whom_nobody_knows_and_one_without_calls(box: Box) -> None:
    field, said = hint(box, extensive(box, filter={"primaryUserIds": [NOBODY]}))
    assert (field, said) == ("filter.primaryUserIds", f"northwind has no user {NOBODY}.")
    hosts = {call["primaryUserId"] for call in all_calls(box)}
    users = {user["id"] for user in get(box, "/v2/users").json["users"]}
    fields = hints(box, extensive(box, filter={"primaryUserIds": [min(users - hosts)]}), 404)
    assert dict(fields)["filter.primaryUserIds"].startswith("Hosted by others there would be")
    call = all_calls(box)[0]
    wanted = {"callIds": [call["id"]], "primaryUserIds": [min(users - hosts)]}
    _, said = hint(box, extensive(box, filter=wanted))
    assert f"is hosted by another user: {call['primaryUserId']}" in said


def test_filters_that_no_call_fits_together(box: Box) -> None:
    users = {user["id"] for user in get(box, "/v2/users").json["users"]}
    idle = min(users - {call["primaryUserId"] for call in all_calls(box)})
    wanted = {"primaryUserIds": [idle], "toDateTime": "2019-01-01T00:00:00Z"}
    field, said = hint(box, extensive(box, filter=wanted))
    assert field == "filter"
    assert "No single filter is the reason" in said


def test_ids_that_are_left_out_of_a_list(box: Box) -> None:
    call_id = all_calls(box)[0]["id"]
    nobodys = [str(int(NOBODY) - number) for number in range(8)]
    fields = hints(box, extensive(box, filter={"callIds": [call_id, *nobodys]}), 200)
    assert [field for field, _ in fields] == ["filter.callIds"] * 6
    assert nobodys[0] in fields[0][1]
    assert fields[-1][1] == "3 more ids led to no call."


def test_calls_that_a_permission_profile_hides(box: Box) -> None:
    calls = all_calls(box)
    everybody = get(box, "/v2/users").json["users"]
    seers = [user["id"] for user in everybody if user["active"]]
    for seer in seers:
        settings = {"company": "northwind", "calls_seen_by": seer}
        assert box.control("PUT", "/settings", settings).status == 200
        seen = {call["id"] for call in _calls_or_none(box)}
        hidden = [call for call in calls if call["id"] not in seen]
        if hidden:
            break
    else:
        raise AssertionError("everybody sees everything")
    call = hidden[0]
    for answer in (
        get(box, f"/v2/calls/{call['id']}"),
        extensive(box, filter={"callIds": [call["id"]]}),
        transcripts(box, filter={"callIds": [call["id"]]}),
    ):
        assert answer.status == 404
        assert any("calls_seen_by" in said for _, said in hints(box, answer, 404))
    everything = {"company": "northwind", "calls_seen_by": None}
    assert box.control("PUT", "/settings", everything).status == 200
    assert get(box, f"/v2/calls/{call['id']}").status == 200


def _calls_or_none(box: Box) -> list[dict[str, Any]]:
    return all_calls(box) if list_calls(box).status == 200 else []


def test_users_that_are_not_found(box: Box) -> None:
    avatars = get(box, "/v2/users?includeAvatars=true").json["users"]
    known = {user["id"] for user in get(box, "/v2/users").json["users"]}
    (avatar,) = [user["id"] for user in avatars if user["id"] not in known]
    other = get(box, "/v2/users", "kestrel").json["users"][0]["id"]
    for user_id, words in (
        (NOBODY, f"No company has a user {NOBODY}"),
        (other, "is kestrel's, and was asked of northwind"),
        (avatar, "is an avatar"),
        (min(known), "was not created in this period"),
    ):
        wanted = {"userIds": [user_id], "createdToDateTime": "1999-01-01T00:00:00Z"}
        if user_id == avatar:
            del wanted["createdToDateTime"]
        answer = box.api("northwind", "POST", "/v2/users/extensive", body={"filter": wanted})
        field, said = hint(box, answer)
        assert (field, words in said) == ("filter.userIds", True)
    for path in (f"/v2/users/{other}", f"/v2/users/{other}/settings-history"):
        field, said = hint(box, get(box, path))
        assert (field, "is kestrel's" in said) == ("id", True)


def test_nobody_was_created_in_a_period(box: Box) -> None:
    for name, moment in (
        ("createdFromDateTime", "2099-01-01T00:00:00Z"),
        ("createdToDateTime", "1999-01-01T00:00:00Z"),
    ):
        body = {"filter": {name: moment}}
        field, said = hint(box, box.api("northwind", "POST", "/v2/users/extensive", body=body))
        assert field == f"filter.{name}"
        count = get(box, "/v2/users").json["records"]["totalRecords"]
        assert said.startswith(f"northwind has {count} users, created from 20")


def test_hosts_whom_nobody_knows_among_others(box: Box) -> None:
    call = all_calls(box)[0]
    of_host = [one for one in all_calls(box) if one["primaryUserId"] == call["primaryUserId"]]
    nobodys = [str(int(NOBODY) - number) for number in range(8)]
    hosts = [call["primaryUserId"], *nobodys]
    for _ in range(2):  # the second answer is one that was kept
        answer = extensive(box, filter={"primaryUserIds": hosts})
        fields = hints(box, answer, 200)
        assert answer.json["records"]["totalRecords"] == len(of_host)
        assert [field for field, _ in fields] == ["filter.primaryUserIds"] * 6
        assert fields[0][1] == f"northwind has no user {nobodys[0]}."
        assert fields[-1][1] == "3 more ids are no user's."


def test_an_unknown_host_does_not_hide_the_real_reason(box: Box) -> None:
    workspaces: dict[str, set[str]] = {}
    for call in all_calls(box):
        workspaces.setdefault(call["primaryUserId"], set()).add(call["workspaceId"])
    host, (own,) = next(found for found in workspaces.items() if len(found[1]) == 1)
    everything = {one["id"] for one in get(box, "/v2/workspaces").json["workspaces"]}
    other = min(everything - {own})
    wanted = {"primaryUserIds": [host, "1"], "workspaceId": other}
    fields = dict(hints(box, extensive(box, filter=wanted), 404))
    assert fields.pop("filter.workspaceId").startswith("In other workspaces there would be")
    assert fields["filter.primaryUserIds"].startswith("Hosted by others there would be")
    said = [text for _, text in hints(box, extensive(box, filter=wanted), 404)]
    assert "northwind has no user 1." in said
    wanted = {"primaryUserIds": [host], "workspaceId": "1", "toDateTime": "1999-01-01T00:00:00Z"}
    fields = dict(hints(box, extensive(box, filter=wanted), 404))
    assert fields.keys() == {"filter.workspaceId", "filter.toDateTime"}


# --- what was ignored


def test_switches_of_the_content_selector_that_give_nothing(box: Box) -> None:
    for content, expected in (
        ({"trackerOccurrences": True}, ["trackerOccurrences"]),
        ({"trackerOccurrences": True, "trackers": True}, []),
        ({"pointsOfInterest": True}, ["pointsOfInterest"]),
        ({"pointsOfInterest": False, "trackerOccurrences": False, "brief": True}, []),
    ):
        selector = {"exposedFields": {"content": content}}
        for _ in range(2):
            found = hints(box, extensive(box, contentSelector=selector), 200)
            fields = [f"contentSelector.exposedFields.content.{name}" for name in expected]
            assert [field for field, _ in found] == fields
    assert (
        "next steps are in highlights"
        in hints(
            box,
            extensive(
                box, contentSelector={"exposedFields": {"content": {"pointsOfInterest": True}}}
            ),
            200,
        )[0][1]
    )


def test_a_cursor_in_the_wrong_place(box: Box) -> None:
    cursor = extensive(box).json["records"]["cursor"]
    path = f"/v2/calls/extensive?cursor={quote(cursor)}"
    field, said = hint(box, box.api("northwind", "POST", path, body={"filter": {}}), 200)
    assert (field, "in the body, as cursor" in said) == ("cursor", True)
    field, said = hint(box, extensive(box, filter={"cursor": cursor}), 200)
    assert (field, "into the body as cursor" in said) == ("filter.cursor", True)
    path = "/v2/calls?fromDateTime=2020-01-01T00:00:00Z"
    assert hints(box, get(box, path), 200) == []
    for _ in range(2):  # these answers are ones that were kept
        field, said = hint(box, get(box, path, body={"cursor": cursor}), 200)
        assert field == "body"
        assert "listCalls takes no body" in said
        assert "cursor, fromDateTime, toDateTime, workspaceId" in said


def test_a_date_filter_in_the_wrong_place(box: Box) -> None:
    moment = "2019-01-01T00:00:00Z"
    for _ in range(2):
        field, said = hint(box, extensive(box, toDateTime=moment), 200)
        assert (field, "filter.toDateTime" in said) == ("toDateTime", True)
    path = f"/v2/calls/transcript?fromDateTime={moment}"
    field, said = hint(box, box.api("northwind", "POST", path, body={"filter": {}}), 200)
    assert (field, "in the body, as filter.fromDateTime" in said) == ("fromDateTime", True)


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("fromdatetime=x", "fromdatetime", "Did you mean fromDateTime?"),
        ("workspace=1", "workspace", "Did you mean workspaceId?"),
        ("%6Cimit=10", "limit", "It has cursor, fromDateTime, toDateTime, workspaceId."),
    ],
)
def test_a_parameter_that_is_not_declared(box: Box, query: str, field: str, words: str) -> None:
    answer = get(box, f"/v2/calls?fromDateTime=2020-01-01T00:00:00Z&{query}")
    found, said = hint(box, answer, 200)
    assert (found, words in said) == (field, True)


def test_fields_that_are_not_declared(box: Box) -> None:
    selector = {"exposedFields": {"Parties": True, "topics": True, "content": {"brief": True}}}
    body: dict[str, Any] = {
        "contentSelector": selector,
        "limit": 5,
        "filter": {"callIds": None, "zzz": {}},
    }
    fields = dict(hints(box, extensive(box, **body), 200))
    assert fields.keys() == {
        "limit",
        "filter.zzz",
        "contentSelector.exposedFields.Parties",
        "contentSelector.exposedFields.topics",
    }
    assert "Did you mean parties?" in fields["contentSelector.exposedFields.Parties"]
    topics = fields["contentSelector.exposedFields.topics"]
    assert "contentSelector.exposedFields.content.topics" in topics


def test_what_is_ignored_is_told_of_refused_requests_too(box: Box) -> None:
    answer = box.api("northwind", "POST", "/v2/calls/extensive", body={"callIds": ["1"]})
    field, said = hint(box, answer, 400)
    assert (field, "filter.callIds" in said) == ("callIds", True)
    field, said = hint(box, get(box, "/v2/calls?fromDate=2020-01-01T00:00:00Z"), 400)
    assert (field, "Did you mean fromDateTime?" in said) == ("fromDate", True)


def test_fields_of_the_items_of_a_list(box: Box) -> None:
    party = {"userId": host(box), "email": "a@b.example"}
    answer = add(box, parties=[party, {"name": "Jo"}])
    field, said = hint(box, answer, 200)
    assert (field, "Did you mean emailAddress?" in said) == ("parties[0].email", True)


def test_free_values_are_not_looked_through(box: Box) -> None:
    fields = [{"name": "Plan", "value": {"anything": {"goes": 1}}}]
    thing = {"objectType": "Account", "objectId": "1", "fields": fields}
    context = [{"system": "Salesforce", "objects": [thing]}]
    assert hints(box, add(box, context=context), 200) == []


# --- who was refused


def test_a_missing_scope_and_the_wrong_host_are_told_apart(box: Box) -> None:
    client = box.register(scopes=["api:users:read"], published=True)
    token = box.install(client, scope="api:users:read")["access_token"]
    field, said = hint(box, get(box, f"/v2/calls/{NOBODY}", token=token), 403)
    assert (field, "api:calls:read:basic" in said) == ("Authorization", True)
    field, said = hint(box, get(box, "/v2/users", "kestrel", token=token), 401)
    assert (field, "api_base_url_for_customer" in said) == ("Authorization", True)
    key = box.companies["kestrel"]
    headers = {"Authorization": basic(key["access_key"], key["access_key_secret"])}
    field, said = hint(box, get(box, "/v2/users", headers=headers), 401)
    assert (field, "kestrel's" in said) == ("Authorization", True)
