"""Answers given again: the same for the same question, and never an old one."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.sandbox.box import Box

from gongkit.clock import SYSTEM_CLOCK
from gongkit.contract.operation import Repeat
from gongkit.contract.registry import operation
from gongkit.sandbox.core.api.dispatch import Call
from gongkit.sandbox.core.api.kept_answers import KEPT
from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.core.state import State, open_state

PERIOD = {"fromDateTime": "2000-01-01T00:00:00Z", "toDateTime": "2100-01-01T00:00:00Z"}


class Asking:
    """A sandbox to ask without HTTP, and how often its tables were read to answer."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.sandbox = Sandbox(state, SYSTEM_CLOCK, Hosts("127.0.0.1", 1, {2: "northwind"}))
        self.company = load_companies(state)["northwind"]
        self.sandbox.limits.set(self.company.id, None, None)

    def __call__(self, method: str, path: str, body: Any = None, url: str = "http://a") -> Any:
        key = f"{self.company.access_key}:{self.company.access_key_secret.reveal()}"
        header = b"Basic " + base64.b64encode(key.encode())
        path, _, query = path.partition("?")
        api = self.sandbox.api
        exchange = api.begin(Call(self.company, url, method, path, query, "127.0.0.1"), header)
        answer = api.finish(exchange, b"" if body is None else json.dumps(body).encode())
        assert answer.status == 200, answer
        return json.loads(b"".join(answer.pieces))


@pytest.fixture
def asking(data: Any) -> Iterator[Asking]:
    state = open_state(data)
    yield Asking(state)
    state.close()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v2/users?includeAvatars=true", None),
        ("POST", "/v2/calls/extensive", {"filter": {}}),
    ],
)
def test_the_same_question_has_the_same_answer_under_a_new_request_id(
    box: Box, method: str, path: str, body: Any
) -> None:
    answers = [box.api("northwind", method, path, body=body).json for _ in range(3)]
    assert len({answer.pop("requestId") for answer in answers}) == 3
    assert answers[0] == answers[1] == answers[2]


def test_other_questions_have_other_answers(asking: Asking) -> None:
    total = asking("POST", "/v2/calls/extensive", {"filter": {}})["records"]["totalRecords"]
    first = asking("POST", "/v2/calls/extensive", {"filter": {}})
    assert set(first["calls"][0]) == {"metaData"}
    selector = {"exposedFields": {"parties": True}}
    other = asking("POST", "/v2/calls/extensive", {"filter": {}, "contentSelector": selector})
    assert set(other["calls"][0]) > {"metaData"}
    cursor = first["records"]["cursor"]
    second = asking("POST", "/v2/calls/extensive", {"filter": {}, "cursor": cursor})
    assert second["records"]["totalRecords"] == total
    assert second["calls"][0] != first["calls"][0]
    assert "http://a/" in first["calls"][0]["metaData"]["url"]
    elsewhere = asking("POST", "/v2/calls/extensive", {"filter": {}}, url="http://b")
    assert "http://b/" in elsewhere["calls"][0]["metaData"]["url"]


def test_what_was_written_is_in_the_next_answer(asking: Asking) -> None:
    def names() -> set[str]:
        return {each["name"] for each in asking("GET", "/v2/workspaces")["workspaces"]}

    before = names()
    assert names() == before
    with asking.state.write():
        asking.state.execute(
            "INSERT INTO workspaces VALUES (?, '77', 'Partners', '')", asking.company.id
        )
    assert names() == before | {"Partners"}


def test_what_becomes_visible_with_time_is_in_the_next_answer(asking: Asking) -> None:
    def total() -> int:
        found: int = asking("POST", "/v2/calls/extensive", {"filter": PERIOD})["records"][
            "totalRecords"
        ]
        return found

    def transcripts() -> int:
        found: int = asking("POST", "/v2/calls/transcript", {"filter": PERIOD})["records"][
            "totalRecords"
        ]
        return found

    now = asking.sandbox.clock.now()
    later = now + 3600
    with asking.state.write():
        # Nothing of the demo data may become visible in the meantime.
        for column in ("visible_at", "transcript_at"):
            asking.state.execute(f"UPDATE calls SET {column} = 1e10 WHERE {column} > ?", now)
        asking.state.execute(
            "UPDATE calls SET visible_at = ?, transcript_at = ? WHERE number ="
            " (SELECT number FROM calls JOIN call_transcripts USING (content)"
            " WHERE company_id = ? AND visible_at <= ? AND transcript_at <= ? LIMIT 1)",
            later,
            later + 60,
            asking.company.id,
            now,
            now,
        )
    calls, texts = total(), transcripts()
    assert (total(), transcripts()) == (calls, texts)
    asking.sandbox.clock.move_to(later)
    assert (total(), transcripts()) == (calls + 1, texts)
    asking.sandbox.clock.move_to(later + 60)
    assert (total(), transcripts()) == (calls + 1, texts + 1)
    asking.sandbox.move_to(now)
    assert (total(), transcripts()) == (calls, texts)


def test_a_reset_forgets_everything(asking: Asking) -> None:
    before = asking("GET", "/v2/workspaces")["workspaces"]
    with asking.state.write():
        asking.state.execute("UPDATE workspaces SET name = name || '!'")
    assert asking("GET", "/v2/workspaces")["workspaces"] != before
    asking.sandbox.reset()
    asking.company = load_companies(asking.state)["northwind"]
    assert asking("GET", "/v2/workspaces")["workspaces"] == before


def test_a_token_with_fewer_scopes_is_not_given_what_another_may_see(own_box: Box) -> None:
    own_box.lift_limits()
    scopes = ["api:users:read", "api:workspaces:read"]
    client = own_box.register(scopes=scopes)
    wide = own_box.install(client)["access_token"]
    narrow = own_box.install(client, scope="api:users:read")["access_token"]
    assert own_box.api("northwind", "GET", "/v2/workspaces", token=wide).status == 200
    assert own_box.api("northwind", "GET", "/v2/workspaces", token=wide).status == 200
    assert own_box.api("northwind", "GET", "/v2/workspaces", token=narrow).status == 403


def test_no_more_is_kept_than_fits(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkit.sandbox.core.api.kept_answers._MAX_BYTES", 10_000)
    users = asking("GET", "/v2/users")["users"]
    for _ in range(2):
        for user in users:
            assert asking("GET", f"/v2/users/{user['id']}")["user"] == user
    assert asking("GET", "/v2/users")["users"] == users


@pytest.mark.parametrize("name", sorted(KEPT))
def test_only_reads_are_kept(name: str) -> None:
    assert operation(name).repeat is Repeat.SAFE
