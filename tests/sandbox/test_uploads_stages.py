"""What becomes of a call that was added: visible, then with a transcript, then with a brief."""

from __future__ import annotations

import json
import wave
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from tests.sandbox.box import Box, Reply, running
from tests.sandbox.test_calls import extensive, list_calls, transcripts
from tests.sandbox.test_content_selector import EVERYTHING
from tests.sandbox.test_new_calls import STARTED, add, host, new_call, upload

from gongkit.sandbox.core.state import open_state
from gongkit.sandbox.server.serving import Options

TOLD_LAST = {"brief", "outline", "highlights", "keyPoints"}


@pytest.fixture
def box(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def settings(box: Box, **changes: Any) -> None:
    answer = box.control("PUT", "/settings", {"company": "northwind", **changes})
    assert answer.status == 200, answer.content


def details(box: Box, call_id: str) -> dict[str, Any]:
    found = extensive(box, filter={"callIds": [call_id]}, contentSelector=EVERYTHING)
    assert found.status == 200, found.content
    call: dict[str, Any] = found.json["calls"][0]
    return call


def transcript(box: Box, call_id: str) -> Reply:
    return transcripts(box, filter={"callIds": [call_id]})


def said(box: Box, call_id: str) -> list[dict[str, Any]]:
    """Give all sentences, each with its speaker."""
    found = transcript(box, call_id).json["callTranscripts"][0]
    assert found["callId"] == call_id
    return [
        {"speaker": part["speakerId"], **sentence}
        for part in found["transcript"]
        for sentence in part["sentences"]
    ]


def recorded(box: Box, **changes: Any) -> str:
    """Add a call with its recording, and let the transcript be made."""
    call_id: str = add(box, **changes).json["callId"]
    assert upload(box, call_id).status == 201
    box.advance(3600)
    return call_id


def tone(seconds: int) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(100)
        sound.writeframes(bytes(100 * seconds))
    return file.getvalue()


def test_a_call_goes_through_its_stages_on_the_sandbox_clock(box: Box) -> None:
    settings(box, call_visible_after=100, transcript_after=200, brief_after=300)
    call_id = add(box, duration=400).json["callId"]
    path = f"/v2/calls/{call_id}"
    assert box.api("northwind", "GET", path).status == 404
    assert extensive(box, filter={"callIds": [call_id]}).status == 404
    assert upload(box, call_id).status == 201
    box.advance(110)
    assert box.api("northwind", "GET", path).status == 200
    before = details(box, call_id)
    assert before.keys() == {"metaData", "parties", "media"}
    assert transcript(box, call_id).status == 404
    box.advance(100)
    analysed = details(box, call_id)
    assert said(box, call_id)
    assert {"structure", "topics", "trackers"} <= analysed["content"].keys()
    assert not TOLD_LAST & analysed["content"].keys()
    assert {"speakers", "interactionStats", "questions"} == analysed["interaction"].keys()
    box.advance(100)
    assert details(box, call_id)["content"].keys() >= TOLD_LAST


def test_a_call_without_a_recording_never_gets_a_transcript(box: Box) -> None:
    call_id = add(box, duration=400).json["callId"]
    box.advance(30 * 86_400)
    assert transcript(box, call_id).status == 404
    assert details(box, call_id).keys() == {"metaData", "parties"}


def test_the_stages_go_on_after_a_restart(data: Path) -> None:
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        call_id = recorded(box, duration=400)
        late = add(box, clientUniqueId="late", duration=400).json["callId"]
        assert upload(box, late).status == 201
        first = [details(box, call_id), said(box, call_id), details(box, late)]
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        again = [details(box, call_id), said(box, call_id), details(box, late)]
        assert _without_hosts(again) == _without_hosts(first)
        assert transcript(box, late).status == 404
        box.advance(600)
        assert said(box, late)


def _without_hosts(value: Any) -> Any:
    """Take out the addresses, whose port is another one after the restart."""
    if isinstance(value, dict):
        kept = {name: item for name, item in value.items() if name not in {"url", "media"}}
        return {name: _without_hosts(item) for name, item in kept.items()}
    return [_without_hosts(item) for item in value] if isinstance(value, list) else value


def test_a_snapshot_holds_a_call_in_the_middle_of_its_stages(box: Box) -> None:
    call_id = add(box, duration=400).json["callId"]
    assert upload(box, call_id).status == 201
    snapshot = box.control("GET", "/snapshot").json
    box.advance(700)
    sentences = said(box, call_id)
    assert box.control("PUT", "/snapshot", snapshot).status == 200
    box.lift_limits()
    assert transcript(box, call_id).status == 404
    box.advance(700)
    assert said(box, call_id) == sentences


def test_everything_that_is_computed_agrees_with_what_was_said(box: Box) -> None:
    call_id = recorded(box, duration=600, direction="Conference")
    call, sentences = details(box, call_id), said(box, call_id)
    assert all(0 <= one["start"] < one["end"] <= 600_000 for one in sentences)
    parties = {party["speakerId"]: party for party in call["parties"] if "speakerId" in party}
    assert {one["speaker"] for one in sentences} == set(parties)
    assert {party["affiliation"] for party in parties.values()} == {"Internal", "External"}
    spoken: dict[str, float] = dict.fromkeys((party["id"] for party in parties.values()), 0)
    for one in sentences:
        spoken[parties[one["speaker"]]["id"]] += (one["end"] - one["start"]) / 1000
    told = {one["id"]: one["talkTime"] for one in call["interaction"]["speakers"]}
    assert told == pytest.approx(spoken)
    questions = [one for one in sentences if one["text"].endswith("?")]
    own = [one for one in questions if parties[one["speaker"]]["affiliation"] == "Internal"]
    assert call["interaction"]["questions"] == {
        "companyCount": len(own),
        "nonCompanyCount": len(questions) - len(own),
    }
    assert sum(part["duration"] for part in call["content"]["structure"]) == 600
    text = " ".join(one["text"] for one in sentences).lower()
    for tracker in call["content"]["trackers"]:
        assert tracker["count"] == len(tracker["occurrences"])
        for phrase in tracker["phrases"]:
            assert text.count(phrase["phrase"]) >= phrase["count"] > 0
    assert "Jo" in call["content"]["brief"]


def test_the_trackers_are_those_of_the_calls_workspace(box: Box) -> None:
    selector = {"exposedFields": {"content": {"trackers": True}}}
    demo = extensive(box, contentSelector=selector).json["calls"]
    by_workspace = {call["metaData"]["workspaceId"]: _names(call) for call in demo}
    assert len({*map(str, by_workspace.values())}) == 2
    for workspace, names in by_workspace.items():
        call_id = recorded(box, clientUniqueId=workspace, workspaceId=workspace, duration=600)
        assert _names(details(box, call_id)) == names


def _names(call: dict[str, Any]) -> list[tuple[str, str]]:
    return [(tracker["id"], tracker["name"]) for tracker in call["content"]["trackers"]]


def test_a_speakers_timeline_decides_who_speaks_when(box: Box) -> None:
    user = host(box)
    parties = [
        {"userId": user, "partyId": "us"},
        {"name": "Jo Doe", "emailAddress": "jo@doe.example", "partyId": "jo"},
        {"name": "Al Roe", "emailAddress": "al@doe.example", "partyId": "al"},
    ]
    segments = [
        {"fromTime": 30_000, "toTime": 45_000, "partyIds": ["jo"]},
        {"fromTime": 0, "toTime": 30_000, "partyIds": ["us"]},
        {"fromTime": 45_000, "toTime": 65_000, "partyIds": ["us", "jo"]},
    ]
    timeline = {"precise": True, "speechSegments": segments}
    call_id = recorded(box, parties=parties, speakersTimeline=timeline)
    sentences, call = said(box, call_id), details(box, call_id)
    us, jo, al = call["parties"]
    spans = [
        (us, 0, 30_000),
        (jo, 30_000, 45_000),
        (us, 45_000, 55_000),
        (jo, 55_000, 65_000),
    ]
    for party, start, end in spans:
        within = [one for one in sentences if start <= one["start"] < end]
        assert {one["speaker"] for one in within} == {party["speakerId"]}
        assert (within[0]["start"], within[-1]["end"]) == (start, end)
    assert "speakerId" not in al
    assert call["metaData"]["duration"] == 65
    talk = {one["id"]: one["talkTime"] for one in call["interaction"]["speakers"]}
    assert talk == {us["id"]: 40, jo["id"]: 25}


def test_without_a_duration_the_recording_says_how_long_it_was(box: Box) -> None:
    call_id = add(box).json["callId"]
    assert upload(box, call_id, tone(90)).status == 201
    assert details(box, call_id)["metaData"]["duration"] == 90
    box.advance(3600)
    assert said(box, call_id)[-1]["end"] <= 90_000
    other = add(box, clientUniqueId="b").json["callId"]
    assert upload(box, other, b"RIFF").status == 201
    assert details(box, other)["metaData"]["duration"] > 0


@pytest.mark.parametrize(
    ("changes", "speakers"),
    [
        ({"duration": 1}, 1),
        ({"direction": "Inbound", "duration": 120}, 2),
        ({"disposition": "No Answer", "duration": 30}, 1),
    ],
)
def test_short_calls_have_their_words_too(box: Box, changes: dict[str, Any], speakers: int) -> None:
    call_id = recorded(box, **changes)
    sentences = said(box, call_id)
    assert len({one["speaker"] for one in sentences}) == speakers
    assert sentences[-1]["end"] <= changes["duration"] * 1000


def test_colleagues_and_lone_hosts_speak_as_well(box: Box) -> None:
    users = [user["id"] for user in box.api("northwind", "GET", "/v2/users").json["users"]]
    active = [
        user
        for user in users
        if box.api("northwind", "GET", f"/v2/users/{user}").json["user"]["active"]
    ]
    for count in (1, 2, 4):
        parties = [{"userId": user} for user in active[:count]]
        call_id = recorded(
            box, clientUniqueId=str(count), primaryUser=active[0], parties=parties, duration=900
        )
        call = details(box, call_id)
        assert call["metaData"]["scope"] == "Internal"
        assert sum("speakerId" in party for party in call["parties"]) == min(count, 3)


def test_the_same_call_always_has_the_same_words(box: Box) -> None:
    first = said(box, recorded(box, duration=300))
    assert box.control("POST", "/reset").status == 200
    box.lift_limits()
    assert said(box, recorded(box, duration=300)) == first


def test_german_is_spoken_where_the_company_does(box: Box) -> None:
    user = host(box, "kestrel")
    party = {"name": "Uwe Groß", "emailAddress": "uwe@gross.example"}
    body = new_call(box, primaryUser=user, parties=[{"userId": user}, party], languageCode="de-DE")
    call_id = box.api("kestrel", "POST", "/v2/calls", body=body).json["callId"]
    assert upload(box, call_id, company="kestrel").status == 201
    box.advance(3600)
    found = transcripts(box, "kestrel", filter={"callIds": [call_id]}).json
    assert " und " in json.dumps(found)


def test_an_added_call_belongs_to_the_account_of_its_people(box: Box) -> None:
    selector = {"context": "Basic", "exposedFields": {"parties": True}}
    demo = extensive(box, contentSelector=selector).json["calls"]
    known = next(call for call in demo if call.get("context"))
    contact = next(party for party in known["parties"] if party["affiliation"] == "External")
    user = host(box)
    party = {"emailAddress": contact["emailAddress"].upper()}
    call_id = recorded(box, duration=600, parties=[{"userId": user}, party])
    found = details(box, call_id)
    assert found["parties"][1]["name"] == contact["name"]
    first = contact["name"].partition(" ")[0]
    assert first in found["content"]["brief"] or first in json.dumps(said(box, call_id))


def test_an_added_call_can_be_found_while_it_waits(box: Box) -> None:
    settings(box, call_visible_after=50)
    assert add(box).status == 200
    period = {"fromDateTime": STARTED, "toDateTime": "2026-01-15T09:31:00-05:00"}
    assert list_calls(box, **period).status == 404
    assert add(box).status == 409
    box.advance(60)
    assert len(list_calls(box, **period).json["calls"]) == 1


def test_an_added_call_is_linked_with_the_crm(data: Path) -> None:
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        selector = {"context": "Basic", "exposedFields": {"parties": True}}
        demo = extensive(box, contentSelector=selector).json["calls"]
        known = next(call for call in demo if call.get("context"))
        objects = known["context"][0]["objects"]
        deal = next(each["objectId"] for each in objects if each["objectType"] == "Opportunity")
        account = next(each["objectId"] for each in objects if each["objectType"] == "Account")
        email = next(p["emailAddress"] for p in known["parties"] if p["affiliation"] == "External")
        user = host(box)
        of_deal = [{"system": "Salesforce", "objects": [_thing("Opportunity", deal)]}]
        unknown = [{"system": "Salesforce", "objects": [_thing("Account", "001")]}]
        own: dict[str, Any] = {"parties": [{"userId": user}]}
        people: dict[str, Any] = {"parties": [{"userId": user}, {"emailAddress": email.upper()}]}
        add(box, clientUniqueId="deal", context=of_deal, **own)
        add(box, clientUniqueId="people", **people)
        add(box, clientUniqueId="unknown", context=unknown, **own)
        add(box, clientUniqueId="nobody", **own)
    with closing(open_state(data)) as state:
        rows = state.rows(
            "SELECT client_unique_id, account_id, opportunity_id FROM calls"
            " WHERE number IN (SELECT call FROM call_uploads) ORDER BY number"
        )
    assert rows == [
        ("deal", account, deal),
        ("people", account, None),
        ("unknown", "001", None),
        ("nobody", None, None),
    ]


def _thing(kind: str, crm_id: str) -> dict[str, str]:
    return {"objectType": kind, "objectId": crm_id}


@pytest.mark.parametrize(
    ("disposition", "outcome", "category"),
    [
        ("Meeting booked", "Meeting booked", "Answered"),
        ("meeting BOOKED ", "Meeting booked", "Answered"),
        ("Connected - Not interested", "Not interested", "Answered"),
        ("Do not call again", "Do not call again", "Answered"),
        ("No Answer", "No answer", "Not answered"),
        ("Line busy", "No answer", "Not answered"),
        ("Left voicemail", "Left voicemail", "Not answered"),
        ("No answer, left message", "Left voicemail", "Not answered"),
    ],
)
def test_the_outcome_is_the_one_that_the_caller_recorded(
    box: Box, disposition: str, outcome: str, category: str
) -> None:
    shapes: tuple[dict[str, Any], ...] = (
        {"duration": 90},
        {"duration": 3600, "direction": "Conference"},
    )
    for number, shape in enumerate(shapes * 2):
        changes = {"clientUniqueId": str(number), "disposition": disposition, **shape}
        call = details(box, recorded(box, **changes))
        found = call["content"]["callOutcome"]
        assert (found["name"], found["category"]) == (outcome, category)
        assert found["id"] == outcome.upper().replace(" ", "_")
        assert ("left a message" in call["content"]["brief"]) == (outcome == "Left voicemail")
        speaking = sum("speakerId" in party for party in call["parties"])
        assert speaking == (1 if category == "Not answered" else 2)


@pytest.mark.parametrize(
    ("code", "language", "hinted"),
    [
        (None, "eng", False),
        ("en-GB", "eng", False),
        ("fr-FR", "fra", True),
        ("de-DE", "deu", True),
        ("tlh", "eng", True),
    ],
)
def test_the_language_is_that_of_the_words_unless_it_was_given(
    box: Box, code: str | None, language: str, *, hinted: bool
) -> None:
    call_id = add(box, duration=400, languageCode=code).json["callId"]
    hints = box.requests(operation="addCall")[-1]["hints"]
    assert [hint["field"] for hint in hints] == ["languageCode"] * hinted
    assert upload(box, call_id).status == 201
    box.advance(3600)
    assert details(box, call_id)["metaData"]["language"] == language
    assert " the " in json.dumps(said(box, call_id))


@pytest.mark.parametrize("duration", [300, 7200])
def test_a_monologue_is_no_longer_than_what_its_speaker_said(box: Box, duration: int) -> None:
    user = host(box)
    for number, parties in enumerate(([{"userId": user}], [{"userId": user}, {"name": "Jo"}])):
        call_id = recorded(box, clientUniqueId=str(number), parties=parties, duration=duration)
        interaction = details(box, call_id)["interaction"]
        stats = {one["name"]: one["value"] for one in interaction["interactionStats"]}
        (talk,) = [one["talkTime"] for one in interaction["speakers"] if one.get("userId") == user]
        assert 0 < stats["Longest Monologue"] <= round(talk, 1)


def test_a_name_of_one_word_leaves_no_blank(box: Box) -> None:
    user = host(box)
    for number, purpose in enumerate(("Discovery", "Demo", "Proposal", "Renewal")):
        parties = [{"userId": user}, {"name": "Jo"}]
        changes = {"clientUniqueId": str(number), "purpose": purpose, "parties": parties}
        call = details(box, recorded(box, duration=1800, **changes))
        assert " ," not in call["content"]["brief"]
        assert "Jo" in call["content"]["brief"]
