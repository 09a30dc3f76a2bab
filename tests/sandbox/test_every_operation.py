"""All 67 operations together: each answers well, companies stay apart, and nothing is forgotten."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.sandbox.box import Box, Reply, running
from tests.sandbox.every_operation import (
    Example,
    Known,
    first_reads,
    last_writes,
    look_around,
    other_reads,
    writes,
)

from gongkit.contract.registry import OPERATIONS
from gongkit.sandbox.server.serving import Options

COMPANIES = ("northwind", "kestrel", "globex")
_OF_TODAY = re.compile(r"2026-11-2[0-9]T[0-9:.]+")
"""Moments at which something was written: those of two runs are not the same."""
SETTLED = 2 * 86_400
"""Seconds after which everything that Gong does later is done."""


def carry_out(box: Box, known: Known, examples: Iterator[Example]) -> dict[str, Reply]:
    """Send requests, each made of what the answers before it gave."""
    replies = {}
    for example in examples:
        reply = example.send(box, known.company)
        assert reply.status in OPERATIONS[example.operation].success, (example, reply.content)
        replies[example.operation] = reply
        known.made[example.operation] = reply.json
    return replies


def everything(known: Known) -> Iterator[Example]:
    return chain(first_reads(known), writes(known), other_reads(known), last_writes(known))


@pytest.fixture
def lifted(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


@pytest.mark.parametrize("company", COMPANIES)
def test_every_operation_answers_in_its_own_shape(lifted: Box, company: str) -> None:
    known = look_around(lifted, company)
    replies = carry_out(lifted, known, everything(known))
    assert set(replies) == set(OPERATIONS)
    for operation_id, reply in replies.items():
        msgspec.json.decode(reply.content, type=OPERATIONS[operation_id].answer)
        has_id = "request_id" in OPERATIONS[operation_id].answer.__struct_fields__
        assert bool(reply.json.get("requestId")) is has_id, operation_id
        assert reply.headers["x-gongkit-basis"]


def test_a_company_never_shows_another_ones_data(lifted: Box) -> None:
    ours, theirs = look_around(lifted, "northwind"), look_around(lifted, "kestrel")
    carry_out(lifted, ours, chain(first_reads(ours), writes(ours), other_reads(ours)))
    lifted.advance(SETTLED)
    secrets, before = marks(lifted, ours), read_all(lifted, "northwind", ours)
    stranger = Known(**{**vars(ours), "company": "kestrel", "users": theirs.users})
    for example in everything(stranger):
        reply = example.send(lifted, "kestrel")
        assert reply.status < 500, (example, reply.content)
        said = json.dumps(example.body) + example.path
        shown = {mark for mark in secrets if mark in reply.text and mark not in said}
        assert not shown, (example, shown)
    assert read_all(lifted, "northwind", ours) == before


def marks(box: Box, known: Known) -> set[str]:
    """Gather texts which only one company has: its people, their addresses, its calls' ids."""
    found = {user["id"] for user in known.users} | {user["emailAddress"] for user in known.users}
    calls = box.api(known.company, "GET", "/v2/calls?fromDateTime=2020-01-01T00:00:00Z").json
    found |= {call["id"] for call in calls["calls"]} | {known.contact_email, known.account}
    return found


def read_all(box: Box, company: str, known: Known) -> dict[str, Any]:
    """Read everything once more; request ids apart, since each request has its own."""
    answers = {}
    for example in chain(first_reads(known), other_reads(known)):
        reply = example.send(box, company)
        found = reply.json
        found.pop("requestId", None)
        answers[example.operation] = (reply.status, found)
    return answers


def test_a_restart_changes_nothing(data: Path) -> None:
    known: dict[str, Known] = {}
    with running(Options(data=data, port=0)) as box:
        box.lift_limits()
        for company in COMPANIES:
            known[company] = look_around(box, company)
            carry_out(box, known[company], everything(known[company]))
        box.advance(SETTLED)
        before = {name: without_url(box, read_all(box, name, known[name])) for name in COMPANIES}
    with running(Options(data=data, port=0)) as box:
        after = {name: without_url(box, read_all(box, name, known[name])) for name in COMPANIES}
    assert after == before


def without_url(box: Box, answers: dict[str, Any]) -> Any:
    """Take the sandbox's own address out of answers; its port is another one each time."""
    return json.loads(json.dumps(answers).replace(box.url, "https://app.gong.io"))


def test_a_snapshot_brings_everything_back(lifted: Box) -> None:
    known = look_around(lifted, "globex")
    carry_out(lifted, known, chain(first_reads(known), writes(known)))
    lifted.advance(SETTLED)
    before = read_all(lifted, "globex", known)
    snapshot = lifted.control("GET", "/snapshot").json
    carry_out(lifted, known, last_writes(known))
    lifted.advance(SETTLED)
    assert read_all(lifted, "globex", known) != before
    assert lifted.control("PUT", "/snapshot", snapshot).status == 200
    assert read_all(lifted, "globex", known) == before


def test_two_sandboxes_of_one_seed_answer_alike() -> None:
    start = "2026-11-20T15:00:00Z"
    answers = []
    for _ in range(2):
        with running(Options(port=0, seed="7", start=start)) as box:
            box.lift_limits()
            known = look_around(box, "kestrel")
            carry_out(box, known, chain(first_reads(known), writes(known)))
            box.advance(SETTLED)
            found = json.dumps(without_url(box, read_all(box, "kestrel", known)))
            answers.append(json.loads(_OF_TODAY.sub("today", found)))
    assert answers[0] == answers[1]
