"""Calls over HTTP: lists to their end, single ones, transcripts, and who sees what when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from tests.sandbox.box import Box, Reply

from gongkit.contract.types.calls import Calls, CallsResponse, CallTranscripts

COMPANIES = ("northwind", "kestrel", "globex")
LONG_AGO = "2020-01-01T00:00:00Z"
NO_CALLS = ["No calls found corresponding to the provided filters"]


def list_calls(box: Box, company: str = "northwind", **query: str) -> Reply:
    given = {"fromDateTime": LONG_AGO, **query}
    text = "&".join(f"{name}={quote(value)}" for name, value in given.items())
    return box.api(company, "GET", f"/v2/calls?{text}")


def extensive(box: Box, company: str = "northwind", **body: Any) -> Reply:
    return box.api(company, "POST", "/v2/calls/extensive", body={"filter": {}, **body})


def transcripts(box: Box, company: str = "northwind", **body: Any) -> Reply:
    return box.api(company, "POST", "/v2/calls/transcript", body={"filter": {}, **body})


def all_calls(box: Box, company: str = "northwind", **query: str) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = list_calls(box, company, **query, **cursor).json
        calls += page["calls"]
        if "cursor" not in page["records"]:
            return calls
        cursor = {"cursor": page["records"]["cursor"]}


def seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


# --- paging


@pytest.mark.parametrize("company", COMPANIES)
def test_a_list_pages_to_its_end(box: Box, company: str) -> None:
    numbers, ids, starts = [], [], []
    page: dict[str, Any] = {"records": {"cursor": None}}
    while "cursor" in page["records"]:
        cursor = page["records"]["cursor"]
        page = list_calls(box, company, **({"cursor": cursor} if cursor else {})).json
        records = page["records"]
        numbers.append(records["currentPageNumber"])
        assert records["currentPageSize"] == len(page["calls"])
        ids += [call["id"] for call in page["calls"]]
        starts += [seconds(call["started"]) for call in page["calls"]]
    assert numbers == list(range(3 if company == "northwind" else 2))
    assert len(ids) == len(set(ids)) == page["records"]["totalRecords"]
    assert starts == sorted(starts)


@pytest.mark.parametrize("read", [extensive, transcripts])
def test_a_post_list_pages_by_the_cursor_in_its_body(box: Box, read: Any) -> None:
    field = "calls" if read is extensive else "callTranscripts"
    first = read(box).json
    second = read(box, cursor=first["records"]["cursor"]).json
    third = read(box, cursor=second["records"]["cursor"]).json
    pages = [first, second, third]
    assert [page["records"]["currentPageNumber"] for page in pages] == [0, 1, 2]
    assert "cursor" not in third["records"]
    ids = [call.get("callId") or call["metaData"]["id"] for page in pages for call in page[field]]
    assert len(ids) == len(set(ids)) == first["records"]["totalRecords"]


def test_a_cursor_in_the_wrong_place_is_ignored(box: Box) -> None:
    first = extensive(box).json
    cursor = first["records"]["cursor"]
    path = f"/v2/calls/extensive?cursor={cursor}"
    again = box.api("northwind", "POST", path, body={"filter": {}}).json
    assert again["records"]["currentPageNumber"] == 0
    assert again["calls"] == first["calls"]
    listed = list_calls(box).json
    body = {"cursor": listed["records"]["cursor"]}
    path = f"/v2/calls?fromDateTime={LONG_AGO}"
    again = box.api("northwind", "GET", path, body=body).json
    assert again["records"]["currentPageNumber"] == 0


def test_a_list_does_not_change_its_total_while_it_is_read(own_box: Box) -> None:
    own_box.lift_limits()
    first = list_calls(own_box).json["records"]
    own_box.advance(3 * 86_400)
    second = list_calls(own_box, cursor=first["cursor"]).json["records"]
    assert second["totalRecords"] == first["totalRecords"]
    assert list_calls(own_box).json["records"]["totalRecords"] > first["totalRecords"]


# --- filters


def test_from_is_inclusive_and_to_is_exclusive(box: Box) -> None:
    calls = all_calls(box)
    start, end = calls[20]["started"], calls[30]["started"]
    assert len({call["started"] for call in calls[19:32]}) == 13
    found = list_calls(box, fromDateTime=start, toDateTime=end).json["calls"]
    assert [call["id"] for call in found] == [call["id"] for call in calls[20:30]]
    found = extensive(box, filter={"fromDateTime": start, "toDateTime": end}).json["calls"]
    assert [call["metaData"]["id"] for call in found] == [call["id"] for call in calls[20:30]]


def test_nothing_found_is_404_with_gongs_words(box: Box) -> None:
    answers = [
        list_calls(box, fromDateTime="2019-01-01T00:00:00Z", toDateTime="2019-02-01T00:00:00Z"),
        list_calls(box, workspaceId="123"),
        extensive(box, filter={"callIds": ["7782342274025937895"]}),
        extensive(box, filter={"primaryUserIds": ["7782342274025937895"]}),
        transcripts(box, filter={"workspaceId": "123"}),
    ]
    for answer in answers:
        assert answer.status == 404
        assert answer.errors == NO_CALLS


def test_a_workspace_holds_its_own_calls(box: Box) -> None:
    workspaces = box.api("northwind", "GET", "/v2/workspaces").json["workspaces"]
    parts = [all_calls(box, workspaceId=workspace["id"]) for workspace in workspaces]
    for workspace, part in zip(workspaces, parts, strict=True):
        assert {call["workspaceId"] for call in part} == {workspace["id"]}
    assert sum(map(len, parts)) == len(all_calls(box))


def test_unknown_call_ids_are_left_out_and_dates_apply_as_well(box: Box) -> None:
    calls = all_calls(box)
    ids = [calls[3]["id"], calls[150]["id"], "7782342274025937895"]
    found = extensive(box, filter={"callIds": ids}).json
    assert [call["metaData"]["id"] for call in found["calls"]] == ids[:2]
    assert found["records"]["totalRecords"] == 2
    dated = {"callIds": ids, "fromDateTime": calls[100]["started"]}
    found = extensive(box, filter=dated).json
    assert [call["metaData"]["id"] for call in found["calls"]] == [ids[1]]


def test_calls_can_be_chosen_by_their_host(box: Box) -> None:
    host = all_calls(box)[0]["primaryUserId"]
    found = extensive(box, filter={"primaryUserIds": [host]}).json["calls"]
    assert {call["metaData"]["primaryUserId"] for call in found} == {host}


def test_empty_call_ids_are_refused(box: Box) -> None:
    answer = extensive(box, filter={"callIds": []})
    assert answer.status == 400
    assert answer.errors == ["filter.callIds: must not be empty but can be null or can be omitted"]


# --- single calls


def test_one_call_is_the_same_as_in_the_list(box: Box) -> None:
    listed = list_calls(box).json["calls"][7]
    found = box.api("northwind", "GET", f"/v2/calls/{listed['id']}").json
    assert found["call"] == listed
    assert listed["url"] == f"{box.url}/call?id={listed['id']}"


def test_an_unknown_call_is_404(box: Box) -> None:
    answer = box.api("northwind", "GET", "/v2/calls/7782342274025937895")
    assert answer.status == 404
    assert answer.errors == ["Call not found for the provided id: 7782342274025937895"]


def test_companies_never_see_each_others_calls(box: Box) -> None:
    ids = {company: {call["id"] for call in all_calls(box, company)} for company in COMPANIES}
    assert not ids["northwind"] & ids["kestrel"]
    assert not ids["northwind"] & ids["globex"]
    own = next(iter(ids["northwind"]))
    assert box.api("kestrel", "GET", f"/v2/calls/{own}").status == 404
    assert extensive(box, "globex", filter={"callIds": [own]}).errors == NO_CALLS
    assert transcripts(box, "kestrel", filter={"callIds": [own]}).errors == NO_CALLS
    media = {"exposedFields": {"parties": True, "media": True}}
    text = extensive(box, "kestrel", contentSelector=media).text
    assert "northwind" not in text


def test_private_calls_are_listed_as_private(box: Box) -> None:
    private = [call for call in all_calls(box) if call["isPrivate"]]
    assert private
    assert {call["scope"] for call in private} == {"Internal"}


def test_german_calls_come_in_german(box: Box) -> None:
    german = next(call for call in all_calls(box, "kestrel") if call["language"] == "deu")
    found = transcripts(box, "kestrel", filter={"callIds": [german["id"]]}).json
    said = " ".join(
        sentence["text"]
        for part in found["callTranscripts"][0]["transcript"]
        for sentence in part["sentences"]
    )
    assert " und " in said
    assert "ü" in said


# --- transcripts, and what comes late


def test_a_transcript_names_the_speakers_of_the_detailed_call(box: Box) -> None:
    found = transcripts(box).json["callTranscripts"][:20]
    ids = [call["callId"] for call in found]
    selector = {"exposedFields": {"parties": True}}
    details = extensive(box, filter={"callIds": ids}, contentSelector=selector).json["calls"]
    parties = {call["metaData"]["id"]: call["parties"] for call in details}
    for call in found:
        known = {party.get("speakerId") for party in parties[call["callId"]]}
        assert {part["speakerId"] for part in call["transcript"]} <= known


def test_answers_are_what_the_contract_says(box: Box) -> None:
    assert msgspec.json.decode(list_calls(box).content, type=CallsResponse).calls
    assert msgspec.json.decode(transcripts(box).content, type=CallTranscripts).call_transcripts
    assert msgspec.json.decode(extensive(box).content, type=Calls).calls


def test_late_calls_and_transcripts_come_with_time(own_box: Box) -> None:
    own_box.lift_limits()
    calls = {call["id"] for call in all_calls(own_box)}
    told = transcripts(own_box).json["records"]["totalRecords"]
    assert told < len(calls)
    without = _without_transcript(own_box)
    selector = {
        "context": "Basic",
        "exposedFields": {
            "parties": True,
            "content": {"topics": True, "brief": True},
            "interaction": {"speakers": True},
            "media": True,
        },
    }
    asked: dict[str, Any] = {"filter": {"callIds": [without]}, "contentSelector": selector}
    before = extensive(own_box, **asked).json["calls"][0]
    assert before.keys() <= {"metaData", "context", "parties", "media"}
    assert transcripts(own_box, filter={"callIds": [without]}).errors == NO_CALLS
    own_box.advance(3 * 86_400)
    assert {call["id"] for call in all_calls(own_box)} > calls
    after = extensive(own_box, **asked).json["calls"][0]
    assert {"content", "interaction"} <= after.keys()
    assert transcripts(own_box, filter={"callIds": [without]}).status == 200
    assert transcripts(own_box).json["records"]["totalRecords"] > told


def _without_transcript(box: Box) -> str:
    """Find a call of the last week that can be seen and has no transcript yet."""
    week_ago = (datetime.now(UTC) - timedelta(days=7)).isoformat()
    seen = [call["id"] for call in all_calls(box, fromDateTime=week_ago)]
    told = transcripts(box, filter={"callIds": seen}).json["callTranscripts"]
    missing: set[str] = set(seen) - {call["callId"] for call in told}
    return min(missing)
