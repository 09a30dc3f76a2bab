"""The content selector: each of its switches gives its block, and nothing else does."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from tests.sandbox.box import Box
from tests.sandbox.test_calls import extensive

from gongkit.contract.types.calls import Calls

CONTENT = {
    "structure": "structure",
    "topics": "topics",
    "trackers": "trackers",
    "brief": "brief",
    "outline": "outline",
    "highlights": "highlights",
    "callOutcome": "callOutcome",
    "keyPoints": "keyPoints",
}
INTERACTION = {
    "speakers": "speakers",
    "video": "video",
    "personInteractionStats": "interactionStats",
    "questions": "questions",
}
EVERYTHING: dict[str, Any] = {
    "context": "Extended",
    "contextTiming": ["Now", "TimeOfCall"],
    "exposedFields": {
        "parties": True,
        "content": {**dict.fromkeys(CONTENT, True), "trackerOccurrences": True},
        "interaction": dict.fromkeys(INTERACTION, True),
        "collaboration": {"publicComments": True},
        "media": True,
    },
}


def selected(box: Box, company: str = "northwind", **selector: Any) -> list[dict[str, Any]]:
    answer = extensive(box, company, contentSelector=selector)
    assert answer.status == 200, answer.content
    calls: list[dict[str, Any]] = answer.json["calls"]
    return calls


def exposed(box: Box, **fields: Any) -> list[dict[str, Any]]:
    return selected(box, exposedFields=fields)


@pytest.mark.parametrize("selector", [None, {}, {"context": "None", "exposedFields": {}}])
def test_without_a_choice_there_is_only_metadata(box: Box, selector: Any) -> None:
    body = {} if selector is None else {"contentSelector": selector}
    assert all(call.keys() == {"metaData"} for call in extensive(box, **body).json["calls"])


@pytest.mark.parametrize("switch", CONTENT)
def test_a_part_of_the_content(box: Box, switch: str) -> None:
    calls = exposed(box, content={switch: True})
    content = [call["content"] for call in calls if "content" in call]
    assert content
    assert all(found.keys() == {CONTENT[switch]} and found[switch] for found in content)
    assert all(call.keys() <= {"metaData", "content"} for call in calls)


@pytest.mark.parametrize("switch", INTERACTION)
def test_a_part_of_the_interaction(box: Box, switch: str) -> None:
    calls = exposed(box, interaction={switch: True})
    interaction = [call["interaction"] for call in calls if "interaction" in call]
    assert interaction
    assert all(found.keys() == {INTERACTION[switch]} for found in interaction)


def test_switches_set_to_false_give_nothing(box: Box) -> None:
    off = {
        "parties": False,
        "content": dict.fromkeys(CONTENT, False),
        "interaction": dict.fromkeys(INTERACTION, False),
        "collaboration": {"publicComments": False},
        "media": False,
    }
    assert all(call.keys() == {"metaData"} for call in exposed(box, **off))


def test_points_of_interest_give_nothing_any_more(box: Box) -> None:
    calls = exposed(box, content={"pointsOfInterest": True})
    assert all(call.keys() == {"metaData"} for call in calls)


def test_occurrences_come_only_with_their_trackers(box: Box) -> None:
    alone = exposed(box, content={"trackerOccurrences": True})
    assert all(call.keys() == {"metaData"} for call in alone)
    plain = exposed(box, content={"trackers": True})
    timed = exposed(box, content={"trackers": True, "trackerOccurrences": True})
    assert not any("occurrences" in t for call in plain for t in call["content"]["trackers"])
    for call in timed:
        for tracker in call["content"]["trackers"]:
            assert len(tracker["occurrences"]) == tracker["count"]


def test_next_steps_are_under_highlights(box: Box) -> None:
    calls = exposed(box, content={"highlights": True})
    titles = [part["title"] for call in calls for part in call["content"]["highlights"]]
    assert "Next steps" in titles


def test_only_calls_with_a_picture_have_video(box: Box) -> None:
    calls = exposed(box, interaction={"video": True}, media=True)
    assert {call["metaData"]["media"] for call in calls} == {"Audio", "Video"}
    for call in calls:
        assert ("interaction" in call) == (call["metaData"]["media"] == "Video")
        url = f"{box.url}/media/{call['metaData']['id']}"
        video = {"videoUrl": f"{url}/video"} if call["metaData"]["media"] == "Video" else {}
        assert call["media"] == {"audioUrl": url, **video}


def test_comments_are_there_where_somebody_wrote_one(box: Box) -> None:
    calls = exposed(box, collaboration={"publicComments": True})
    comments = [call["collaboration"]["publicComments"] for call in calls if len(call) > 1]
    assert 0 < len(comments) < len(calls)
    assert all(comments)


def test_parties_without_context(box: Box) -> None:
    calls = exposed(box, parties=True)
    assert all(call.keys() == {"metaData", "parties"} for call in calls)
    assert not any("context" in party for call in calls for party in call["parties"])
    for call in calls:
        hosts = [p for p in call["parties"] if p.get("userId") == call["metaData"]["primaryUserId"]]
        assert len(hosts) == 1


@pytest.mark.parametrize("company", ["northwind", "kestrel"])
def test_basic_context_has_ids_only(box: Box, company: str) -> None:
    calls = selected(box, company, context="Basic", exposedFields={"parties": True})
    systems, kinds = set(), set()
    for context in [c for call in calls for c in _contexts(call)]:
        systems.add(context["system"])
        for found in context["objects"]:
            assert found.keys() == {"objectType", "objectId"}
            kinds.add(found["objectType"])
    assert systems == {"Salesforce" if company == "northwind" else "HubSpot"}
    assert kinds == {"Account", "Opportunity", "Contact", "Lead", "User"}


@pytest.mark.parametrize(
    ("timing", "expected"),
    [
        (None, ["Now"]),
        (["Now"], ["Now"]),
        (["TimeOfCall"], ["TimeOfCall"]),
        (["TimeOfCall", "Now"], ["Now", "TimeOfCall"]),
    ],
)
def test_extended_context_has_the_fields_of_each_moment(
    box: Box, timing: list[str] | None, expected: list[str]
) -> None:
    asked: dict[str, Any] = {"context": "Extended", "exposedFields": {"parties": True}}
    if timing:
        asked["contextTiming"] = timing
    calls = selected(box, **asked)
    seen = 0
    for context in [c for call in calls for c in _contexts(call)]:
        by_id: dict[str, list[str]] = {}
        for found in context["objects"]:
            assert found["fields"]
            by_id.setdefault(found["objectId"], []).append(found["timing"])
        assert all(timings == expected for timings in by_id.values())
        seen += 1
    assert seen > 100


def _contexts(call: dict[str, Any]) -> list[dict[str, Any]]:
    owners = [call, *call["parties"]]
    return [context for owner in owners for context in owner.get("context", [])]


def test_a_deal_was_in_another_stage_when_the_call_took_place(box: Box) -> None:
    both = selected(box, context="Extended", contextTiming=["Now", "TimeOfCall"])
    stages = []
    for call in both:
        for context in call.get("context", []):
            fields = {
                found["timing"]: {field["name"]: field["value"] for field in found["fields"]}
                for found in context["objects"]
                if found["objectType"] == "Opportunity"
            }
            stages.append((fields["TimeOfCall"]["StageName"], fields["Now"]["StageName"]))
    assert any(then != now for then, now in stages)
    assert ("Qualification", "Closed Won") in stages


def test_values_of_the_crm_are_of_every_kind(box: Box) -> None:
    text = json.dumps(selected(box, context="Extended"))
    for value in ('"value": null', '"value": true', '"value": "', '"value": 1'):
        assert value in text


def test_timing_needs_extended_context(box: Box) -> None:
    for selector in ({"contextTiming": ["Now"]}, {"context": "Basic", "contextTiming": ["Now"]}):
        answer = extensive(box, contentSelector=selector)
        assert answer.status == 400
        assert answer.errors == [
            "contentSelector.contextTiming: can only be given when context is Extended"
        ]


def test_media_needs_a_scope_of_its_own(box: Box) -> None:
    scopes = ("api:calls:read:extensive", "api:calls:read:media-url")
    selector = {"exposedFields": {"media": True, "parties": True}}
    for granted, status in ((scopes[:1], 403), (scopes, 200)):
        client = box.register(scopes=granted)
        token = box.install(client, scope=" ".join(granted))["access_token"]
        body = {"filter": {}, "contentSelector": selector}
        answer = box.api("northwind", "POST", "/v2/calls/extensive", body=body, token=token)
        assert answer.status == status
        if status == 403:
            assert "api:calls:read:media-url" in answer.errors[0]


def test_everything_at_once_is_what_the_contract_says(box: Box) -> None:
    answer = extensive(box, contentSelector=EVERYTHING)
    calls = msgspec.json.decode(answer.content, type=Calls).calls or []
    assert len(calls) == 100
    for found, call in zip(answer.json["calls"], calls, strict=True):
        assert msgspec.to_builtins(call) == _without_nulls(found)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(item) for name, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value
