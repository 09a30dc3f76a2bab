"""Calls that are added over HTTP: what they become, what is refused, and their recordings."""

from __future__ import annotations

import json
import threading
import wave
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from tests.sandbox.box import Box, Reply
from tests.sandbox.test_calls import extensive, list_calls, transcripts

from gongkit.sandbox.core.areas.calls.media import media_of
from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.state import State

STARTED = "2026-01-15T09:30:00-05:00"
BOUNDARY = "a-boundary"


@pytest.fixture
def box(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def host(box: Box, company: str = "northwind") -> str:
    users = box.api(company, "GET", "/v2/users").json["users"]
    user_id: str = next(user["id"] for user in users if user["active"])
    return user_id


def new_call(box: Box, **changes: Any) -> dict[str, Any]:
    user = host(box)
    return {
        "clientUniqueId": "dialer-77",
        "actualStart": STARTED,
        "direction": "Outbound",
        "primaryUser": user,
        "parties": [{"userId": user}, {"name": "Jo Doe", "emailAddress": "jo@doe.example"}],
        **changes,
    }


def add(box: Box, company: str = "northwind", **changes: Any) -> Reply:
    return box.api(company, "POST", "/v2/calls", body=new_call(box, **changes))


def upload(
    box: Box,
    call_id: str,
    content: bytes = b"RIFF",
    kind: str = "audio/wav",
    name: str = "a.wav",
    *,
    company: str = "northwind",
) -> Reply:
    head = (
        f"--{BOUNDARY}\r\nContent-Disposition: form-data;"
        f' name="mediaFile"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
    )
    body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return box.api(company, "PUT", f"/v2/calls/{call_id}/media", body=body, headers=headers)


def test_an_added_call_is_there_at_once(box: Box) -> None:
    context = {
        "system": "Salesforce",
        "objects": [
            {"objectType": "Account", "objectId": "001", "fields": [{"name": "Size", "value": 7}]}
        ],
    }
    answer = add(
        box,
        title="Call with Jo",
        purpose="Discovery",
        disposition="Connected",
        customData="kept",
        duration=125.8,
        languageCode="en-US",
        meetingUrl="https://meet.example/1",
        callProviderCode="zoom",
        context=[context],
    )
    assert answer.status == 200
    assert answer.json.keys() == {"requestId", "callId"}
    call_id = answer.json["callId"]
    assert 2**53 < int(call_id) < 2**63
    found = box.api("northwind", "GET", f"/v2/calls/{call_id}").json["call"]
    assert found == {
        "id": call_id,
        "url": f"{box.url}/call?id={call_id}",
        "title": "Call with Jo",
        "scheduled": "2026-01-15T09:30:00.000-05:00",
        "started": "2026-01-15T09:30:00.000-05:00",
        "duration": 126,
        "primaryUserId": host(box),
        "direction": "Outbound",
        "system": "zoom",
        "scope": "External",
        "media": "Audio",
        "language": "eng",
        "workspaceId": found["workspaceId"],
        "sdrDisposition": "Connected",
        "clientUniqueId": "dialer-77",
        "customData": "kept",
        "purpose": "Discovery",
        "meetingUrl": "https://meet.example/1",
        "isPrivate": False,
        "calendarEventId": "",
    }
    listed = list_calls(box, fromDateTime=STARTED, toDateTime="2026-01-15T09:31:00-05:00").json
    assert listed["calls"] == [found]


def test_an_added_call_has_its_parties_and_context_and_no_transcript(box: Box) -> None:
    contact = {"objectType": "Contact", "objectId": "003", "fields": [{"name": "A", "value": True}]}
    deal = {"objectType": "Opportunity", "objectId": "006"}
    party = {
        "emailAddress": "jo@doe.example",
        "phoneNumber": "+1 212 555 0100",
        "context": [{"system": "HubSpot", "objects": [contact]}],
    }
    user = host(box)
    answer = add(
        box,
        parties=[{"userId": user}, party, {"phoneNumber": "+1 212 555 0101"}],
        context=[{"system": "Salesforce", "objects": [deal]}],
    )
    call_id = answer.json["callId"]
    selector = {
        "context": "Extended",
        "contextTiming": ["Now", "TimeOfCall"],
        "exposedFields": {"parties": True, "content": {"brief": True}, "media": True},
    }
    asked: dict[str, Any] = {"filter": {"callIds": [call_id]}, "contentSelector": selector}
    found = extensive(box, **asked).json["calls"][0]
    assert found.keys() == {"metaData", "context", "parties"}
    (system,) = found["context"]
    assert [item["timing"] for item in system["objects"]] == ["Now", "TimeOfCall"]
    own, jo, unknown = found["parties"]
    assert (own["userId"], own["affiliation"]) == (user, "Internal")
    assert own["name"]
    assert jo["affiliation"] == "External"
    assert jo["context"][0]["objects"][0] == {**contact, "timing": "Now"}
    assert unknown == {
        "id": unknown["id"],
        "affiliation": "Unknown",
        "phoneNumber": "+1 212 555 0101",
        "methods": ["Attendee"],
    }
    assert transcripts(box, filter={"callIds": [call_id]}).status == 404


def test_the_same_client_id_twice_is_409(box: Box) -> None:
    assert add(box).status == 200
    again = add(box, title="Other")
    assert again.status == 409
    assert "dialer-77" in again.errors[0]
    assert add(box, clientUniqueId="dialer-78").status == 200
    user = host(box, "kestrel")
    elsewhere = new_call(box, primaryUser=user, parties=[{"userId": user}])
    assert box.api("kestrel", "POST", "/v2/calls", body=elsewhere).status == 200


def test_of_many_at_once_with_one_client_id_one_is_added(box: Box) -> None:
    body = new_call(box)
    statuses: list[int] = []

    def send() -> None:
        statuses.append(box.api("northwind", "POST", "/v2/calls", body=body).status)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [409] * 7


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"primaryUser": "7782342274025937895"}, "primaryUser"),
        ({"primaryUser": "somebody"}, "primaryUser"),
        ({"parties": [{"name": "Jo"}]}, "parties"),
        ({"parties": []}, "parties"),
        ({"workspaceId": "7782342274025937895"}, "workspaceId"),
        ({"actualStart": "2099-01-01T00:00:00Z"}, "actualStart"),
        ({"actualStart": "2026-01-15T09:30:00"}, "actualStart"),
        ({"duration": -1}, "duration"),
        ({"duration": 1e300}, "duration"),
        ({"downloadMediaUrl": "file:///etc/passwd"}, "downloadMediaUrl"),
        ({"direction": "Sideways"}, "direction"),
        ({"scheduledStart": STARTED, "scheduledEnd": "2026-01-14T00:00:00Z"}, "scheduledEnd"),
        ({"purpose": "x" * 256}, "purpose"),
        ({"scheduledStart": "9999-12-31T23:59:59-12:00"}, "scheduledStart"),
    ],
)
def test_what_cannot_be_a_call_is_refused(box: Box, change: dict[str, Any], field: str) -> None:
    answer = add(box, **change)
    assert answer.status == 400
    assert any(field in error for error in answer.errors)
    assert add(box).status == 200


def test_parties_and_timeline_must_fit(box: Box) -> None:
    user = host(box)
    parties = [{"userId": user, "partyId": "1"}, {"partyId": "1"}, {"userId": "123"}]
    segments = [{"fromTime": 5, "toTime": 5, "partyIds": ["9"]}]
    answer = add(box, parties=parties, speakersTimeline={"speechSegments": segments})
    assert answer.status == 400
    assert [error.partition(":")[0] for error in answer.errors] == [
        "parties[1].partyId",
        "parties[2].userId",
        "speakersTimeline.speechSegments[0].toTime",
        "speakersTimeline.speechSegments[0].partyIds",
    ]


def test_somebody_who_left_cannot_host(box: Box) -> None:
    users = box.api("northwind", "GET", "/v2/users").json["users"]
    gone = next(user["id"] for user in users if not user["active"])
    answer = add(box, primaryUser=gone, parties=[{"userId": gone}])
    assert answer.status == 400
    assert answer.errors[0].startswith("primaryUser")


def test_a_recording_makes_media_playable(box: Box) -> None:
    call_id = add(box).json["callId"]
    answer = upload(box, call_id)
    assert answer.status == 201
    url = f"{box.url}/call?id={call_id}"
    assert answer.json == {"requestId": answer.json["requestId"], "callId": call_id, "url": url}
    asked = {"callIds": [call_id]}
    selector = {"exposedFields": {"media": True}}
    found = extensive(box, filter=asked, contentSelector=selector).json["calls"][0]
    assert found["media"] == {"audioUrl": f"{box.url}/media/{call_id}"}
    assert found["metaData"]["media"] == "Audio"


def test_a_film_makes_a_video_call(box: Box) -> None:
    call_id = add(box).json["callId"]
    assert upload(box, call_id, kind="application/octet-stream", name="x.mp4").status == 201
    selector = {"exposedFields": {"media": True}}
    asked = {"callIds": [call_id]}
    found = extensive(box, filter=asked, contentSelector=selector).json["calls"][0]
    url = f"{box.url}/media/{call_id}"
    assert found["media"] == {"audioUrl": url, "videoUrl": f"{url}/video"}
    assert found["metaData"]["media"] == "Video"


def test_recordings_that_are_refused(box: Box) -> None:
    call_id = add(box).json["callId"]
    fetched = add(box, clientUniqueId="b", downloadMediaUrl="https://media.example/a.mp3")
    seeded = list_calls(box).json["calls"]
    seeded_id = next(call["id"] for call in seeded if call["clientUniqueId"][:6] == "meetin")
    cases = [
        (upload(box, "7782342274025937895"), "there is no call"),
        (upload(box, fetched.json["callId"]), "downloadMediaUrl"),
        (upload(box, seeded_id), "was not added through the API"),
        (upload(box, call_id, b""), "mediaFile"),
        (upload(box, call_id, kind="text/plain", name="a.txt"), "mediaFile"),
    ]
    for answer, words in cases:
        assert answer.status == 400
        assert words in answer.errors[0]
    assert upload(box, call_id).status == 201
    assert "already" in upload(box, call_id).errors[0]


def test_the_recordings_of_the_demo_calls(planting: Callable[..., State]) -> None:
    state = planting()
    companies = load_companies(state)
    company = companies["northwind"].id
    rows = state.rows("SELECT id, meta FROM calls WHERE company_id = ?", company)
    ids = {json.loads(meta)["media"]: call_id for call_id, meta in rows}
    content_type, content = media_of(state, company, ids["Audio"]) or ("", b"")
    assert content_type == "audio/wav"
    with wave.open(BytesIO(content)) as sound:
        assert sound.getnframes() == sound.getframerate()
    assert media_of(state, company, ids["Audio"], video=True) is None
    content_type, content = media_of(state, company, ids["Video"], video=True) or ("", b"")
    assert content_type == "video/x-msvideo"
    assert content[:4] + content[8:12] == b"RIFFAVI "
    assert int.from_bytes(content[4:8], "little") == len(content) - 8
    assert media_of(state, company, "1") is None
    assert media_of(state, companies["globex"].id, ids["Audio"]) is None


@pytest.mark.parametrize("name", ["", "a\nb", "a\x00", "\x85"])
def test_a_client_unique_id_is_there_and_can_be_printed(box: Box, name: str) -> None:
    refused = add(box, clientUniqueId=name)
    assert refused.status == 400
    assert refused.errors[0].startswith("clientUniqueId: must not ")


@pytest.mark.parametrize("zone", ["Z", "-12:00", "+14:00"])
def test_the_last_moment_of_all_is_refused_in_every_zone(box: Box, zone: str) -> None:
    user = host(box, "kestrel")
    body = new_call(box, primaryUser=user, parties=[{"userId": user}])
    body["scheduledStart"] = f"9999-12-31T23:59:59{zone}"
    answer = box.api("kestrel", "POST", "/v2/calls", body=body)
    assert answer.status == 400
    assert answer.errors == ["scheduledStart: must be before the year 9000"]


def test_objects_without_effect_are_left_out_and_told(box: Box) -> None:
    def context(*kinds: str) -> list[dict[str, Any]]:
        objects = [{"objectType": kind, "objectId": "001"} for kind in kinds]
        return [{"system": "Salesforce", "objects": objects}]

    user = host(box)
    party = {
        "emailAddress": "jo@doe.example",
        "context": context("Account", "Lead,Contact", "Lead"),
    }
    call_id = add(
        box,
        parties=[{"userId": user, "context": context("User")}, party],
        context=context("User", "Opportunity,Account", "Account"),
    ).json["callId"]
    selector = {"context": "Basic", "exposedFields": {"parties": True}}
    asked: dict[str, Any] = {"filter": {"callIds": [call_id]}, "contentSelector": selector}
    found = extensive(box, **asked).json["calls"][0]
    own, jo = found["parties"]
    assert found["context"] == context("Account")
    assert jo["context"] == context("Lead")
    assert "context" not in own
    hints = box.requests(operation="addCall")[-1]["hints"]
    fields = [hint["field"] for hint in hints]
    assert fields == ["parties[0].context", "parties[1].context", "context"]
    assert "'Opportunity,Account' and 'User'" in hints[2]["message"]


def test_a_party_with_the_address_of_a_colleague_is_that_colleague(box: Box) -> None:
    users = box.api("northwind", "GET", "/v2/users").json["users"]
    own = host(box)
    one, other = [user for user in users if user["active"] and user["id"] != own][:2]
    parties = [
        {"userId": own},
        {"emailAddress": one["emailAddress"].upper()},
        {"emailAddress": other["emailAliases"][0]},
    ]
    call_id = add(box, parties=parties).json["callId"]
    selector = {"exposedFields": {"parties": True}}
    asked: dict[str, Any] = {"filter": {"callIds": [call_id]}, "contentSelector": selector}
    found = extensive(box, **asked).json["calls"][0]
    for user, party in zip((one, other), found["parties"][1:], strict=True):
        assert party["userId"] == user["id"]
        assert party["name"] == f"{user['firstName']} {user['lastName']}"
        assert (party["title"], party["affiliation"]) == (user["title"], "Internal")
    assert found["metaData"]["title"] == f"Call with {found['parties'][1]['name']}"


def test_an_address_is_no_user_id(box: Box) -> None:
    users = box.api("northwind", "GET", "/v2/users").json["users"]
    email = next(user["emailAddress"] for user in users if user["active"])
    answer = add(box, primaryUser=email)
    assert answer.status == 400
    assert answer.errors[0].startswith("primaryUser")
