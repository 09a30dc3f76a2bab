"""The demo data: the same each time, complete, and without a contradiction in any call."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.sandbox.demo_calls import NOW, DemoCall, dump, planted_state, read_calls

from gongkit.contract.types.calls import CallBasicData
from gongkit.contract.types.users import UserMetadata
from gongkit.sandbox.core.seed.companies import BLUEPRINTS
from gongkit.sandbox.core.seed.slots import STAGES
from gongkit.sandbox.core.seed.trackers import make_trackers
from gongkit.sandbox.core.state import State

DAY = 86_400.0

Planting = Callable[..., State]


@pytest.fixture(scope="module")
def state() -> Iterator[State]:
    with closing(planted_state()) as planted:
        yield planted


@pytest.fixture(scope="module")
def calls(state: State) -> list[DemoCall]:
    return read_calls(state)


@pytest.fixture(scope="module")
def users(state: State) -> dict[str, dict[str, Any]]:
    """All users by id, with their role, zone and company."""
    rows = state.rows(
        "SELECT u.encoded, u.role, u.time_zone, c.name, u.avatar FROM users u"
        " JOIN companies c ON c.id = u.company_id"
    )
    found = [
        json.loads(encoded) | {"role": role, "zone": zone, "company": company, "avatar": avatar}
        for encoded, role, zone, company, avatar in rows
    ]
    return {user["id"]: user for user in found}


# --- companies and people


def test_there_are_three_companies_with_their_cells(state: State) -> None:
    rows = state.rows("SELECT name, region, time_zone, cell IS NULL FROM companies")
    assert rows == [
        ("northwind", "us", "America/New_York", 0),
        ("kestrel", "eu", "Europe/Berlin", 0),
        ("globex", "us", "America/Chicago", 1),
    ]


@pytest.mark.parametrize("company", ["northwind", "kestrel", "globex"])
def test_a_company_has_people_in_every_role_and_one_who_left(
    users: dict[str, dict[str, Any]], company: str
) -> None:
    people = [user for user in users.values() if user["company"] == company]
    assert {user["role"] for user in people} == {"tech_admin", "business_admin", "rep"}
    assert 12 <= len(people) <= 25
    assert sum(not user["active"] for user in people) == 1
    assert sum(user["avatar"] for user in people) == 1
    assert len({user["zone"] for user in people}) >= 2


def test_a_user_has_every_field(users: dict[str, dict[str, Any]]) -> None:
    expected = {name for name in UserMetadata.__struct_encode_fields__ if name != "managerId"}
    for user in users.values():
        assert expected <= user.keys()


def test_everybody_but_the_chief_has_a_manager_of_the_same_company(
    users: dict[str, dict[str, Any]],
) -> None:
    for user in users.values():
        if "managerId" in user:
            assert users[user["managerId"]]["company"] == user["company"]
        else:
            assert user["avatar"] or user["title"] == "Chief Revenue Officer"


def test_the_settings_of_a_user_are_what_their_history_led_to(
    state: State, users: dict[str, dict[str, Any]]
) -> None:
    for user in users.values():
        rows = state.rows(
            "SELECT setting, value, changed FROM user_settings_history WHERE user_id = ?"
            " ORDER BY changed",
            user["id"],
        )
        last = {setting: bool(value) for setting, value, _ in rows}
        settings = dict(user["settings"])
        settings["callsImported"] = settings.pop("telephonyCallsImported")
        assert last == settings | {"active": user["active"]}
        assert rows[0][2] == datetime.fromisoformat(user["created"]).timestamp()
        assert rows[-1][2] < NOW


def test_all_ids_are_gong_ids_and_differ(
    state: State, calls: list[DemoCall], users: dict[str, dict[str, Any]]
) -> None:
    ids = [*users, *(call.id for call in calls)]
    ids += [party["id"] for call in calls for party in call.parties]
    ids += [party["speakerId"] for call in calls for party in call.parties if "speakerId" in party]
    for table in ("companies", "workspaces"):
        ids += [found for (found,) in state.rows(f"SELECT id FROM {table}")]
    assert len(ids) == len(set(ids))
    for found in ids:
        assert re.fullmatch(r"[1-9][0-9]{18}", found)
        assert 2**53 < int(found) < 2**63


# --- the calls as a whole


def test_there_are_three_pages_of_calls_or_at_least_two(calls: list[DemoCall]) -> None:
    seen = Counter(call.company for call in calls if call.visible_at <= NOW)
    assert seen["northwind"] > 200
    assert 100 < seen["kestrel"] < 200
    assert 100 < seen["globex"] < 200


def test_there_are_calls_of_last_week_and_of_three_months(calls: list[DemoCall]) -> None:
    for company in ("northwind", "kestrel", "globex"):
        ages = [(NOW - call.started) / DAY for call in calls if call.company == company]
        assert sum(0 < age < 7 for age in ages) >= 5
        assert 80 < max(ages) < 95


def test_calls_begin_in_the_working_hours_of_their_host(
    calls: list[DemoCall], users: dict[str, dict[str, Any]]
) -> None:
    for call in calls:
        host = users[call.meta["primaryUserId"]]
        local = datetime.fromtimestamp(call.started, ZoneInfo(host["zone"]))
        assert local.weekday() < 5
        assert 9 <= local.hour < 18


def test_dates_are_written_in_the_company_s_zone(calls: list[DemoCall]) -> None:
    zones = {blueprint.name: ZoneInfo(blueprint.time_zone) for blueprint in BLUEPRINTS}
    for call in calls:
        started = datetime.fromisoformat(call.meta["started"])
        assert started.timestamp() == pytest.approx(call.started, abs=0.001)
        assert started.utcoffset() == started.astimezone(zones[call.company]).utcoffset()


def test_nobody_is_in_two_calls_at_once(calls: list[DemoCall]) -> None:
    by_user: dict[str, list[tuple[float, float]]] = {}
    for call in calls:
        for party in call.parties:
            if "userId" in party:
                times = (call.started, call.started + call.meta["duration"])
                by_user.setdefault(party["userId"], []).append(times)
    for booked in by_user.values():
        for (_, end), (start, _) in itertools.pairwise(sorted(booked)):
            assert end <= start


def test_who_left_hosts_nothing_afterwards(
    state: State, calls: list[DemoCall], users: dict[str, dict[str, Any]]
) -> None:
    left = dict(
        state.rows("SELECT user_id, max(changed) FROM user_settings_history GROUP BY user_id")
    )
    hosted = [
        (call.started, call.meta["primaryUserId"])
        for call in calls
        if not users[call.meta["primaryUserId"]]["active"]
    ]
    assert hosted
    assert all(started < left[user] for started, user in hosted)


def test_every_field_of_the_metadata_is_there(calls: list[DemoCall]) -> None:
    fields = set(CallBasicData.__struct_encode_fields__)
    for call in calls:
        assert call.meta.keys() == fields
        assert None not in call.meta.values()
        assert type(call.meta["duration"]) is int
        assert type(call.meta["isPrivate"]) is bool


def test_calls_are_as_different_as_calls_are(calls: list[DemoCall]) -> None:
    for company in ("northwind", "kestrel", "globex"):
        own = [call for call in calls if call.company == company]
        assert {call.meta["direction"] for call in own} == {"Conference", "Inbound", "Outbound"}
        assert {call.meta["scope"] for call in own} == {"External", "Internal"}
        assert {call.meta["media"] for call in own} == {"Video", "Audio"}
        assert {call.meta["isPrivate"] for call in own} == {True, False}
        assert len({call.meta["workspaceId"] for call in own}) == 2
        affiliations = {party["affiliation"] for call in own for party in call.parties}
        assert affiliations == {"Internal", "External", "Unknown"}
    german = [call for call in calls if call.meta["language"] == "deu"]
    assert {call.company for call in german} == {"kestrel"}
    assert len(german) >= 5
    assert all(re.search(r"\b(und|ich|wir)\b", " ".join(s.text for s in c.said)) for c in german)


def test_some_calls_and_some_transcripts_are_late(calls: list[DemoCall]) -> None:
    for company in ("northwind", "kestrel", "globex"):
        own = [call for call in calls if call.company == company and call.started < NOW]
        assert any(call.visible_at > NOW for call in own)
        assert any(call.visible_at <= NOW < call.transcript_at for call in own)
    for call in calls:
        assert call.started + call.meta["duration"] < call.visible_at <= call.transcript_at


@pytest.mark.parametrize("hour", [0, 23])
def test_a_late_call_is_late_at_every_hour_of_the_day(state: State, hour: int) -> None:
    """The same data serves a whole day, see below; so each hour of it must have its late ones."""
    now = NOW // DAY * DAY + hour * 3600
    (late,) = state.row(
        "SELECT count(DISTINCT company_id) FROM calls WHERE started < ? AND visible_at > ?",
        now,
        now,
    ) or (0,)
    assert late == 3


# --- what was said


def test_sentences_follow_one_another_within_the_call(calls: list[DemoCall]) -> None:
    for call in calls:
        end = 0
        for said in call.said:
            assert end < said.start < said.end
            end = said.end
        assert end / 1000 <= call.meta["duration"] <= end / 1000 + 6


def test_a_monologue_ends_where_speaker_or_topic_change(calls: list[DemoCall]) -> None:
    for call in calls:
        for one, other in itertools.pairwise(call.monologues):
            assert (one["speakerId"], one["topic"]) != (other["speakerId"], other["topic"])


def test_sentences_are_complete(calls: list[DemoCall]) -> None:
    for call in calls:
        for said in call.said:
            assert re.match(r"[A-ZÄÖÜ0-9$€]", said.text)
            assert said.text[-1] in ".?!"
            assert not re.search(r"[{}^|]|  ", said.text)


def test_nobody_says_the_same_twice_in_a_call(calls: list[DemoCall]) -> None:
    for call in calls:
        assert len({said.text for said in call.said}) == len(call.said)


def test_conversations_differ(calls: list[DemoCall]) -> None:
    texts = [frozenset(said.text for said in call.said) for call in calls if len(call.said) > 40]
    for one, other in itertools.combinations(texts, 2):
        assert len(one & other) < 0.8 * min(len(one), len(other))


def test_who_spoke_is_a_party_and_the_others_have_no_speaker_id(calls: list[DemoCall]) -> None:
    for call in calls:
        spoke = {said.speaker for said in call.said}
        assert spoke == {party["speakerId"] for party in call.parties if "speakerId" in party}
        for party in call.parties:
            assert ("Attendee" in party["methods"]) == ("speakerId" in party)


def test_the_people_of_a_call_have_names_that_nobody_else_in_it_has(calls: list[DemoCall]) -> None:
    for call in calls:
        firsts = [party["name"].split()[0] for party in call.parties if "name" in party]
        assert len(firsts) == len(set(firsts))


def test_speakers_talk_as_long_as_their_sentences(calls: list[DemoCall]) -> None:
    for call in calls:
        spoken: Counter[str] = Counter()
        for said in call.said:
            spoken[call.party(said.speaker)["id"]] += said.end - said.start
        told = {speaker["id"]: speaker["talkTime"] for speaker in call.blocks["speakers"]}
        assert told == {party: ms / 1000 for party, ms in spoken.items()}
        for speaker in call.blocks["speakers"]:
            party = next(party for party in call.parties if party["id"] == speaker["id"])
            assert speaker.get("userId") == party.get("userId")


def test_topics_last_as_long_as_their_sentences(calls: list[DemoCall]) -> None:
    for call in calls:
        spoken: Counter[str] = Counter()
        for said in call.said:
            spoken[said.topic] += said.end - said.start
        told = {topic["name"]: topic["duration"] for topic in call.blocks["topics"]}
        assert told == {topic: round(ms / 1000) for topic, ms in spoken.items()}


def test_the_structure_and_the_picture_cover_the_whole_call(calls: list[DemoCall]) -> None:
    for call in calls:
        parts = call.blocks["structure"]
        assert sum(part["duration"] for part in parts) == call.meta["duration"]
        assert all(part["duration"] > 0 for part in parts)
        assert ("video" in call.blocks) == (call.meta["media"] == "Video")
        shown = call.blocks.get("video", [])
        assert not shown or sum(part["duration"] for part in shown) == call.meta["duration"]


def test_questions_are_counted_by_side(calls: list[DemoCall]) -> None:
    for call in calls:
        asked = Counter(call.is_internal(s.speaker) for s in call.said if s.text.endswith("?"))
        assert call.blocks["questions"] == {
            "companyCount": asked[True],
            "nonCompanyCount": asked[False],
        }


def test_the_statistics_come_from_the_transcript(calls: list[DemoCall]) -> None:
    for call in calls:
        host = next(
            party["speakerId"]
            for party in call.parties
            if party.get("userId") == call.meta["primaryUserId"]
        )
        turns = [list(turn) for _, turn in itertools.groupby(call.said, lambda said: said.speaker)]
        length = {id(turn): sum(said.end - said.start for said in turn) for turn in turns}
        stories = [length[id(t)] for t in turns if not call.is_internal(t[0].speaker)]
        pauses = [
            after[0].start - before[-1].end
            for before, after in itertools.pairwise(turns)
            if after[0].speaker == host
        ]
        spoken = dict.fromkeys((True, False), 0)
        for said in call.said:
            spoken[said.speaker == host] += said.end - said.start
        own = [length[id(turn)] for turn in turns if turn[0].speaker == host]
        told = {stat["name"]: stat["value"] for stat in call.blocks["interaction_stats"]}
        assert told == pytest.approx(
            {
                "Talk Ratio": spoken[True] / sum(spoken.values()),
                "Longest Monologue": max(own) / 1000,
                "Longest Customer Story": max(stories, default=0) / 1000,
                "Interactivity": (len(turns) - 1) * 60 / call.meta["duration"],
                "Patience": sum(pauses) / len(pauses) / 1000 if pauses else 0,
            },
            abs=0.06,
        )


def test_keyword_trackers_count_what_was_said(calls: list[DemoCall]) -> None:
    for blueprint in BLUEPRINTS:
        trackers = {found.name: found for found in make_trackers(blueprint, "1")}
        for call in calls:
            if call.company == blueprint.name:
                _check_trackers(call, {n: t.phrases for n, t in trackers.items()})


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)", re.IGNORECASE)


def _check_trackers(call: DemoCall, phrases: dict[str, tuple[str, ...]]) -> None:
    text = "\n".join(said.text for said in call.said).lower()
    for plain, timed in zip(
        call.blocks["trackers"], call.blocks["tracker_occurrences"], strict=True
    ):
        assert timed["count"] == plain["count"] == len(timed["occurrences"])
        assert "occurrences" not in plain
        _check_moments(call, timed["occurrences"])
        if timed["type"] == "SMART":
            assert timed["phrases"] == []
            continue
        expected = {}
        for phrase in phrases[timed["name"]]:
            moments = [
                said.start / 1000
                for said in (call.said if phrase in text else ())
                for _ in _pattern(phrase).findall(said.text)
            ]
            if moments:
                expected[phrase] = moments
        told = {
            found["phrase"]: [moment["startTime"] for moment in found["occurrences"]]
            for found in timed["phrases"]
        }
        assert told == expected
        assert timed["count"] == sum(map(len, expected.values()))
        assert {p["phrase"]: p["count"] for p in plain["phrases"]} == {
            phrase: len(moments) for phrase, moments in expected.items()
        }


def _check_moments(call: DemoCall, moments: list[dict[str, Any]]) -> None:
    spoken = {(said.start / 1000, said.speaker) for said in call.said}
    assert all((moment["startTime"], moment["speakerId"]) in spoken for moment in moments)
    assert moments == sorted(moments, key=lambda moment: moment["startTime"])


def test_every_tracker_finds_something_somewhere(calls: list[DemoCall]) -> None:
    for company in ("northwind", "kestrel", "globex"):
        found: Counter[str] = Counter()
        for call in calls:
            if call.company == company:
                found.update({t["name"]: t["count"] for t in call.blocks["trackers"]})
        assert len(found) >= 12
        assert 0 not in found.values()


def test_outline_and_highlights_point_at_what_was_said(calls: list[DemoCall]) -> None:
    for call in calls:
        starts = {said.start / 1000 for said in call.said}
        topics = [topic for topic, _ in itertools.groupby(call.said, lambda said: said.topic)]
        assert [section["section"] for section in call.blocks["outline"]] == topics
        for section in call.blocks["outline"]:
            assert section["startTime"] in starts
            assert section["startTime"] + section["duration"] <= call.meta["duration"]
            assert {item["startTime"] for item in section["items"]} <= starts
            assert section["items"]
        for highlight in call.blocks["highlights"]:
            assert {
                moment for item in highlight["items"] for moment in item["startTimes"]
            } <= starts


def test_what_is_told_of_a_call_fits_it(calls: list[DemoCall]) -> None:
    for call in calls:
        host = next(p for p in call.parties if p.get("userId") == call.meta["primaryUserId"])
        assert call.blocks["brief"].startswith(host["name"])
        texts = [call.blocks["brief"], *(point["text"] for point in call.blocks["key_points"])]
        for section in call.blocks["highlights"]:
            texts += [item["text"] for item in section["items"]]
            if section["title"] == "Next steps":
                assert call.blocks["brief"].endswith(section["items"][-1]["text"])
        assert not any(re.search(r"[{}^|]|  ", text) for text in texts)
        said = " ".join(said.text for said in call.said)
        for amount in re.findall(r"[$€][\d,.]*\d|[\d.]*\d €", " ".join(texts)):
            assert amount in said


def test_a_competitor_is_only_told_of_where_somebody_named_it(calls: list[DemoCall]) -> None:
    names = {c.name for blueprint in BLUEPRINTS for c in blueprint.offer.competitors}
    found = 0
    for call in calls:
        said = " ".join(said.text for said in call.said)
        for point in call.blocks["key_points"]:
            for name in names:
                if name in point["text"]:
                    found += 1
                    assert name in said
    assert found > 50


def test_next_week_is_next_week(calls: list[DemoCall]) -> None:
    """Where a meeting was announced for next week, there it is, or next week is not here yet."""
    announced = 0
    by_account: dict[str, list[DemoCall]] = {}
    for call in calls:
        if call.contexts:
            account = call.contexts[0]["context"][0]["objects"][0]["objectId"]
            by_account.setdefault(account, []).append(call)
    for story in by_account.values():
        story.sort(key=lambda call: call.started)
        for call, after in itertools.zip_longest(story, story[1:]):
            if not call.blocks["brief"].endswith(", next week."):
                continue
            announced += 1
            meeting = call.started + 7 * DAY
            assert abs((after.started if after else meeting) - meeting) < 0.6 * DAY
            assert after is not None or meeting > NOW - DAY
    assert announced > 20


def test_colleagues_comment_on_moments_of_the_call(
    calls: list[DemoCall], users: dict[str, dict[str, Any]]
) -> None:
    comments = 0
    for call in calls:
        written = {comment["id"]: comment for comment in call.blocks.get("public_comments", [])}
        comments += len(written)
        ends = {said.end / 1000 for said in call.said}
        for comment in written.values():
            assert users[comment["commenterUserId"]]["company"] == call.company
            assert comment["audioStartTime"] in {said.start / 1000 for said in call.said}
            assert comment["audioStartTime"] < comment["audioEndTime"]
            assert comment["audioEndTime"] in ends
            posted = datetime.fromisoformat(comment["posted"]).timestamp()
            assert call.started + call.meta["duration"] < posted < NOW
            assert comment.get("inReplyTo") is None or comment["inReplyTo"] in written
    assert comments > 30


def test_deals_only_move_forward(calls: list[DemoCall]) -> None:
    stages = {stage: place for names in STAGES.values() for place, stage in enumerate(names)}
    last: dict[str, tuple[float, int]] = {}
    seen = 0
    for call in sorted(calls, key=lambda call: call.started):
        if not call.contexts:
            continue
        ids, now, then = (form["context"][0]["objects"] for form in call.contexts)
        assert [found["objectId"] for found in ids] == [found["objectId"] for found in now]
        assert all(found.keys() == {"objectType", "objectId"} for found in ids)
        at_the_time = _stage(then, stages)
        assert at_the_time <= _stage(now, stages)
        deal = then[1]["objectId"]
        assert last.get(deal, (0, 0))[1] <= at_the_time
        last[deal] = (call.started, at_the_time)
        seen += 1
    assert seen > 200


def _stage(objects: list[dict[str, Any]], stages: dict[str, int]) -> int:
    fields = {field["name"]: field["value"] for field in objects[1]["fields"]}
    return stages[fields.get("StageName") or fields["dealstage"]]


# --- the same each time


def _texts(calls: list[DemoCall]) -> list[Any]:
    undated = [
        {name: value for name, value in call.meta.items() if name not in {"started", "scheduled"}}
        for call in calls
    ]
    return [undated, [call.monologues for call in calls], [call.blocks["brief"] for call in calls]]


def test_another_day_changes_the_dates_and_nothing_else(
    calls: list[DemoCall], planting: Planting
) -> None:
    later = read_calls(planting(now=NOW + 40 * DAY + 7 * 3600))
    assert _texts(later) == _texts(calls)
    assert max(call.started for call in later) > max(call.started for call in calls)


def test_another_hour_of_the_day_changes_nothing(state: State, planting: Planting) -> None:
    assert dump(planting(now=NOW + 5 * 3600)) == dump(state)


def test_another_seed_makes_other_calls(state: State, planting: Planting) -> None:
    other = planting("another")
    for column in ("calls.id", "transcript", "brief"):
        sql = (
            f"SELECT {column} FROM calls JOIN call_blocks USING (content)"
            " JOIN call_transcripts USING (content)"
        )
        assert not set(state.rows(sql)) & set(other.rows(sql))


_DIGEST = """
import hashlib
from tests.sandbox.demo_calls import dump, planted_state
print(hashlib.sha256(repr(dump(planted_state())).encode()).hexdigest())
"""


def test_it_is_the_same_in_every_process() -> None:
    digests = set()
    for hash_seed in ("1", "2"):
        process = subprocess.run(
            [sys.executable, "-c", _DIGEST],
            env={
                **os.environ,
                "PYTHONHASHSEED": hash_seed,
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        digests.add(process.stdout)
    assert len(digests) == 1


def test_days_are_those_of_utc() -> None:
    assert datetime.fromtimestamp(NOW, UTC).isoformat() == "2026-11-20T15:00:00+00:00"
