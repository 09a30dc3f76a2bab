"""The page of a call: it shows what the API tells of it, to those who may see it."""

from __future__ import annotations

from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.sandbox.box import Box
from tests.sandbox.test_frames import get
from tests.sandbox.test_new_calls import add
from tests.sandbox.test_timeline import set_profile, user_id_of
from tests.sandbox.world import calls, see_as

NOT_SEEN = "There is no call here that you may see."


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def text_of(box: Box, path: str, company: str = "northwind", role: str = "tech_admin") -> str:
    answer = get(box, path, company, role)
    assert answer.status == 200, answer.text
    return unescape(answer.text)


def path_of(call: dict[str, Any]) -> str:
    parts = urlsplit(call["metaData"]["url"])
    return f"{parts.path}?{parts.query}"


def open_calls(box: Box) -> list[dict[str, Any]]:
    """List the calls that a tech admin may see, and whose parties all have a name."""
    return [
        call
        for call in calls(box)
        if not call["metaData"]["isPrivate"] and all("name" in each for each in call["parties"])
    ]


def test_the_url_of_a_call_leads_to_people_and_transcript(box: Box) -> None:
    found = box.api("northwind", "POST", "/v2/calls/transcript", body={"filter": {}})
    transcripts = {each["callId"]: each for each in found.json["callTranscripts"]}
    transcribed = [each for each in open_calls(box) if each["metaData"]["id"] in transcripts]
    call = max(transcribed, key=lambda each: len(each["parties"]))
    shown = text_of(box, path_of(call))
    assert f"<h1>{call['metaData']['title']}</h1>" in shown
    names = {party["speakerId"]: party["name"] for party in call["parties"] if "speakerId" in party}
    assert all(party["name"] in shown for party in call["parties"])
    for monologue in transcripts[call["metaData"]["id"]]["transcript"]:
        said = " ".join(sentence["text"] for sentence in monologue["sentences"])
        assert f"<strong>{names[monologue['speakerId']]}</strong><br>{said}</p>" in shown


def test_a_user_sees_the_calls_that_the_api_says(own: Box) -> None:
    rep, all_calls = user_id_of(own, "rep"), calls(own)
    see_as(own, rep)
    open_ids = {call["metaData"]["id"] for call in calls(own)}
    see_as(own, None)
    seen = [call for call in all_calls if call["metaData"]["id"] in open_ids]
    closed = [call for call in all_calls if call["metaData"]["id"] not in open_ids]
    assert seen
    assert closed
    for call in seen[:3]:
        assert call["metaData"]["title"] in text_of(own, path_of(call), role="rep")
    for call in closed[:3]:
        refused = get(own, path_of(call), role="rep")
        assert refused.status == 404
        assert NOT_SEEN in refused.text
        assert call["metaData"]["title"] not in unescape(refused.text)


def test_nobody_sees_the_calls_of_another_company(box: Box) -> None:
    path = path_of(open_calls(box)[0])
    assert get(box, path, role="tech_admin").status == 200
    elsewhere = get(box, path, "kestrel", "tech_admin")
    assert elsewhere.status == 404
    assert NOT_SEEN in elsewhere.text
    signed_out = box.send("GET", path)
    assert signed_out.status == 303
    assert signed_out.headers["location"].startswith("/sign-in?next=%2Fcall%3Fid%3D")


def test_a_call_has_no_page_before_it_is_processed(own: Box) -> None:
    own.control("PUT", "/settings", {"company": "northwind", "call_visible_after": 60})
    made = add(own, title="<b>Just</b> now")
    assert made.status == 200, made.text
    path = f"/call?id={made.json['callId']}"
    assert get(own, path, role="tech_admin").status == 404
    own.advance(60)
    shown = get(own, path, role="tech_admin").text
    assert "<h1>&lt;b&gt;Just&lt;/b&gt; now</h1>" in shown
    assert "There is no transcript" in shown
    assert "<strong>Jo Doe</strong>" in shown


def test_a_timeline_links_its_calls_and_a_call_its_account(own: Box) -> None:
    accounts = text_of(own, "/accounts").partition("<tbody>")[2]
    account = accounts.partition('href="')[2].partition('"')[0]
    timeline = text_of(own, account)
    call = timeline.partition('<a href="/call?id=')[2].partition('"')[0]
    assert f'href="{account}"' in text_of(own, f"/call?id={call}")
    set_profile(own, user_id_of(own, "tech_admin"), account=False)
    assert f'href="{account}"' not in text_of(own, f"/call?id={call}")
