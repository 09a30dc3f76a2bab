"""`gongkit api` against a sandbox."""

from __future__ import annotations

import hashlib
import json
import re
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import Run


def control(sandbox: Mapping[str, Any], method: str, path: str, body: object) -> None:
    request = urllib.request.Request(
        f"{sandbox['url']}/_sandbox/{path}", json.dumps(body).encode(), method=method
    )
    with urllib.request.urlopen(request) as answer:
        answer.read()


@pytest.fixture
def keys(sandbox: Mapping[str, Any]) -> dict[str, str]:
    company = sandbox["companies"][1]
    return {
        "GONGKIT_ACCESS_KEY": company["access_key"],
        "GONGKIT_ACCESS_KEY_SECRET": company["access_key_secret"],
        "GONGKIT_BASE_URL": company["api_base_url"],
    }


@pytest.fixture
def spent_day(sandbox: Mapping[str, Any]) -> Iterator[str]:
    """A company that has no calls left today."""
    name = str(sandbox["companies"][2]["name"])
    control(sandbox, "PUT", "limits", {"company": name, "per_day": 1})
    yield name
    control(sandbox, "PUT", "limits", {"company": name, "per_day": 10_000})


def test_calls_to_their_end_as_lines(gongkit: Run, here: dict[str, str]) -> None:
    done = gongkit("api", "listCalls", "--all", "-o", "jsonl", **here)
    assert done.returncode == 0, done.stderr
    calls = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(calls) > 100, "more than one page"
    assert len({call["id"] for call in calls}) == len(calls)
    assert "(the 30 days before its end)" in done.stderr
    assert "Asking northwind, the first company of the sandbox" in done.stderr


def test_all_as_json_is_one_array(gongkit: Run, here: dict[str, str]) -> None:
    lines = gongkit("api", "listUsers", "--all", "-o", "jsonl", **here).stdout.splitlines()
    array = gongkit("api", "listUsers", "--all", **here).stdout
    assert json.loads(array) == [json.loads(line) for line in lines]
    assert array.startswith("[\n  {\n    ")


def test_one_answer_is_whole(gongkit: Run, here: dict[str, str]) -> None:
    answer = json.loads(gongkit("api", "listUsers", **here).stdout)
    assert set(answer) == {"requestId", "records", "users"}


def test_an_empty_list_is_empty(gongkit: Run, here: dict[str, str]) -> None:
    words = ("listCalls", "fromDateTime=1999-01-01T00:00:00Z", "toDateTime=2000-01-01T00:00:00Z")
    for more, written in (("-ojsonl", ""), ("-otable", ""), ("--all", "[]\n")):
        done = gongkit("api", *words, more, **here)
        assert (done.returncode, done.stdout) == (0, written)
    answer = json.loads(gongkit("api", *words, **here).stdout)
    assert answer["calls"] == []


def test_ids_stay_exact(gongkit: Run, here: dict[str, str]) -> None:
    user = json.loads(gongkit("api", "listUsers", **here).stdout)["users"][0]
    assert int(user["id"]) > 2**53
    again = json.loads(gongkit("api", "getUser", f"id={user['id']}", **here).stdout)
    assert again["user"] == user


def test_an_object_as_a_line(gongkit: Run, here: dict[str, str]) -> None:
    (first, *_) = gongkit("api", "listUsers", "-o", "jsonl", **here).stdout.splitlines()
    one = gongkit("api", "getUser", f"id={json.loads(first)['id']}", "-o", "jsonl", **here)
    assert one.stdout == first + "\n"


def test_a_table_fits_the_terminal(gongkit: Run, here: dict[str, str]) -> None:
    lines = gongkit("api", "listUsers", "-o", "table", **here).stdout.splitlines()
    assert lines[0].split()[:2] == ["id", "emailAddress"]
    assert len(lines) > 10
    assert max(map(len, lines)) <= 80


def test_a_table_of_objects_has_a_row_for_each_id(
    gongkit: Run, here: dict[str, str], sandbox: Mapping[str, Any]
) -> None:
    owner = sandbox["companies"][0]["users"][0]["email"]
    body = json.dumps({"name": "Homegrown CRM", "ownerEmail": owner})
    made = gongkit("api", "registerGenericCrmIntegration", "--body", body, **here)
    words = (
        f"integrationId={json.loads(made.stdout)['integrationId']}",
        "objectType=ACCOUNT",
        "objectsCrmIds=acme",
        "objectsCrmIds=other",
    )
    table = gongkit("api", "getCrmObjects", *words, "-o", "table", **here)
    assert table.returncode == 0, table.stderr
    assert table.stdout.splitlines() == ["key", "acme", "other"]


def test_a_table_of_chosen_columns(gongkit: Run, here: dict[str, str]) -> None:
    done = gongkit(
        "api", "listUsers", "-o", "table", "--columns", "lastName,settings.webConferencesRecorded",
        **here,
    )  # fmt: skip
    assert done.stdout.splitlines()[0].split() == ["lastName", "settings.webConferencesRecorded"]
    assert {line.split()[-1] for line in done.stdout.splitlines()[1:]} <= {"yes", "no"}
    wrong = gongkit("api", "listUsers", "-o", "table", "--columns", "lastname", **here)
    assert wrong.returncode == 2
    assert "Did you mean 'lastName'?" in wrong.stderr


def test_a_body_from_words_stdin_and_file(
    gongkit: Run, here: dict[str, str], tmp_path: Path
) -> None:
    user = json.loads(gongkit("api", "listUsers", **here).stdout)["users"][3]
    body = json.dumps({"filter": {"userIds": [user["id"]]}})
    file = tmp_path / "body.json"
    file.write_text(body)
    for option, given, stdin in (
        ("--body", body, ""),
        ("--body-file", "-", body),
        ("--body-file", str(file), ""),
    ):
        done = gongkit("api", "listMultipleUsers", option, given, stdin=stdin, **here)
        assert json.loads(done.stdout)["users"] == [user], done.stderr


def test_a_call_and_its_recording(gongkit: Run, here: dict[str, str], tmp_path: Path) -> None:
    user = json.loads(gongkit("api", "listUsers", **here).stdout)["users"][0]
    call = {
        "clientUniqueId": "command-line-1",
        "primaryUser": user["id"],
        "parties": [{"userId": user["id"]}],
        "direction": "Outbound",
        "actualStart": datetime.now().astimezone().isoformat(),
    }
    added = gongkit("api", "addCall", "--body", json.dumps(call), **here)
    call_id = json.loads(added.stdout)["callId"]
    file = tmp_path / "sound.mp3"
    file.write_bytes(b"ID3" + bytes(1000))
    done = gongkit("api", "addCallRecording", f"id={call_id}", "--body-file", str(file), **here)
    assert json.loads(done.stdout)["callId"] == call_id
    again = gongkit("api", "addCall", "--body", json.dumps(call), **here)
    assert (again.returncode, again.stdout) == (1, "")
    assert "was answered 409" in again.stderr


def test_an_upload_from_stdin_is_streamed(
    gongkit: Run, here: dict[str, str], sandbox: Mapping[str, Any]
) -> None:
    content = "ID3" + "a" * 1_000_000
    done = gongkit("api", "addCallRecording", "id=1", "--body-file", "-", stdin=content, **here)
    assert (done.returncode, done.stdout) == (1, "")
    assert "was answered 400" in done.stderr
    with urllib.request.urlopen(f"{sandbox['url']}/_sandbox/requests") as answer:
        entry = json.load(answer)["requests"][-1]
    assert entry["operation"] == "addCallRecording"
    assert entry["body"] == {
        "filename": "mediaFile",
        "content_type": "application/octet-stream",
        "size": len(content),
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }


def test_a_file_that_is_too_large_is_not_sent(
    gongkit: Run, here: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "objects.ldjson"
    with file.open("wb") as sparse:
        sparse.truncate(200_000_001)
    words = ("integrationId=1", "objectType=DEAL", "clientRequestId=x")
    done = gongkit("api", "uploadCrmData", *words, "--body-file", str(file), **here)
    assert (done.returncode, done.stdout) == (2, "")
    assert "uploadCrmData takes 200,000,000 at most" in done.stderr


def test_the_company_of_the_sandbox(gongkit: Run, here: dict[str, str]) -> None:
    done = gongkit("api", "listUsers", "-o", "jsonl", "--company", "kestrel", **here)
    assert "@kestrel." in done.stdout
    assert done.stderr == ""
    wrong = gongkit("api", "listUsers", "--company", "kestral", **here)
    assert (wrong.returncode, wrong.stdout) == (4, "")
    assert "in sqlite:///installations.db, and no company of that name in the" in wrong.stderr
    assert "Did you mean 'kestrel'?" in wrong.stderr


def test_an_access_key_from_the_environment(gongkit: Run, keys: dict[str, str]) -> None:
    done = gongkit("api", "listUsers", "-o", "jsonl", **keys)
    assert "@kestrel." in done.stdout


def test_the_base_url_as_a_flag(
    gongkit: Run, keys: dict[str, str], sandbox: Mapping[str, Any]
) -> None:
    elsewhere = sandbox["companies"][0]["api_base_url"]
    done = gongkit("api", "listUsers", "--base-url", elsewhere, **keys)
    assert (done.returncode, done.stdout) == (3, "")
    assert keys["GONGKIT_ACCESS_KEY_SECRET"] not in done.stderr
    foreign = gongkit("api", "listUsers", "--base-url", "https://evil.example", **keys)
    assert foreign.returncode == 3
    assert "No token is sent to evil.example" in foreign.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "No operation was named"),
        (["nothingLikeIt"], 2, "`gongkit api --list` shows them all."),
        (["getUser"], 2, "getUser needs id."),
        (["getUser", "idd=1"], 2, "Did you mean 'id'?"),
        (["getUser", "1"], 2, "Write inputs as name=value."),
        (["getUser", "id="], 2, "'' is no value for id"),
        (["getUser", "id=../users"], 4, "was answered 404"),
        (["getUser", "id=1"], 4, "was answered 404"),
        (["getUser", "id=1", "--body", "{}"], 2, "getUser takes no body."),
        (["getUser", "id=1", "--body-file", "-"], 2, "getUser takes no body."),
        (["listWorkspaces", "a=1"], 2, "listWorkspaces takes no parameters."),
        (["listMultipleUsers"], 2, "needs a body"),
        (["listMultipleUsers", "--body", "{"], 2, "The body is not JSON: line 1, column 2"),
        (["listMultipleUsers", "--body", '{\n "filter": {},\n}'], 2, "line 3, column 1: "),
        (["listMultipleUsers", "--body", ""], 2, "line 1, column 1: "),
        (["listMultipleUsers", "--body", '{"filter": NaN}'], 2, "The body is not JSON"),
        (["listMultipleUsers", "--body", '{"filter": "\udcff"}'], 2, "it is not UTF-8"),
        (["listMultipleUsers", "--body", "[" * 50_000], 2, "it is nested too deep"),
        (["listMultipleUsers", "--body", "@body.json"], 2, "a file of it with --body-file PATH"),
        (["listMultipleUsers", "--body-file", "/no/such/file"], 2, "No such file or directory"),
        (["listMultipleUsers", "--body-file", "/"], 2, "cannot be read: Is a directory."),
        (["listMultipleUsers", "--body", "{}", "--body-file", "-"], 2, "were both given"),
        (["addCallRecording", "id=1"], 2, "addCallRecording needs a file."),
        (["addCallRecording", "id=1", "--body", "{}"], 2, "addCallRecording takes a file"),
        (["addCallRecording", "id=1", "--body-file", "/no/such/file"], 2, "No such file"),
        (["addCallRecording", "id=1", "--body-file", "/"], 2, "Is a directory."),
        (["addCallRecording", "id=1", "--body-file", ""], 2, "cannot be read"),
        (["listCalls", "fromDateTime=yesterday", "toDateTime=today"], 1, "was answered 400"),
        (["listCalls", "toDateTime=today"], 2, "'today' is not an ISO-8601 date-time"),
        (["listCalls", "fromDateTime=2026-11-01"], 2, "2026-11-01T00:00:00Z is the moment in UTC"),
        (["listCalls", "toDateTime=2026-11-01T10:00:00"], 2, "has no offset"),
        (["askEntity", "fromDateTime=2026-11-01"], 2, "has no offset"),
        (
            ["listCallsExtensive", "--body", '{"filter": {"workspceId": "1"}}'],
            2,
            "no field of filter in listCallsExtensive named 'workspceId'",
        ),
        (["listUsers", "-o", "xml"], 2, "'xml' is not one of"),
    ],
)
def test_wrong_input(
    gongkit: Run, here: dict[str, str], words: list[str], code: int, said: str
) -> None:
    done = gongkit("api", *words, **here)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_period_given_by_halves(gongkit: Run, here: dict[str, str]) -> None:
    until = datetime.now().astimezone().replace(microsecond=0) - timedelta(days=3)
    done = gongkit("api", "listCalls", f"toDateTime={until.isoformat()}", **here)
    since = until - timedelta(days=30)
    filled = f"fromDateTime={since.isoformat()} toDateTime={until.isoformat()}"
    assert f"{filled} (the 30 days before its end)" in done.stderr

    begun = time.time()
    done = gongkit("api", "listCalls", f"fromDateTime={since.isoformat()}", **here)
    assert done.returncode == 0, done.stderr
    said = re.search(r"fromDateTime=(\S+) toDateTime=(\S+) \(until now\)", done.stderr)
    assert said
    assert said[1] == since.isoformat()
    assert int(begun) <= datetime.fromisoformat(said[2]).timestamp() <= time.time()


def test_a_period_ends_at_the_sandbox_s_own_now(
    gongkit: Run, own_sandbox: Mapping[str, Any]
) -> None:
    here = {"GONGKIT_APP_URL": str(own_sandbox["url"])}
    control(own_sandbox, "PUT", "clock", {"advance": 30 * 86_400})
    ahead = datetime.now().astimezone() + timedelta(days=30)
    since = (ahead - timedelta(days=1)).isoformat(timespec="seconds")
    done = gongkit("api", "listCalls", f"fromDateTime={since}", **here)
    assert done.returncode == 0, done.stderr
    said = re.search(r"toDateTime=(\S+) \(until now\)", done.stderr)
    assert said
    assert abs((datetime.fromisoformat(said[1]) - ahead).total_seconds()) < 60
    done = gongkit("api", "listCalls", **here)
    said = re.search(r"toDateTime=(\S+) \(the 30 days", done.stderr)
    assert said
    assert abs((datetime.fromisoformat(said[1]) - ahead).total_seconds()) < 60


def test_limits_have_an_exit_code(gongkit: Run, here: dict[str, str], spent_day: str) -> None:
    for _ in range(2):
        done = gongkit("api", "listUsers", "--company", spent_day, **here)
    assert (done.returncode, done.stdout) == (5, "")
    assert "was answered 429" in done.stderr
    assert "Gong asks to wait" in done.stderr


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({}, "There are no credentials."),
        ({"GONGKIT_ACCESS_KEY": "x"}, "GONGKIT_ACCESS_KEY_SECRET is not set."),
        ({"GONGKIT_ACCESS_KEY_SECRET": "x"}, "GONGKIT_ACCESS_KEY is not set."),
    ],
)
def test_no_credentials(gongkit: Run, env: dict[str, str], said: str) -> None:
    done = gongkit("api", "listUsers", **env)
    assert (done.returncode, done.stdout) == (3, "")
    assert said in done.stderr


@pytest.mark.parametrize("url", ["junk", "localhost:4664", "//localhost", "http://localhost:x"])
def test_an_app_url_that_is_none(gongkit: Run, url: str) -> None:
    done = gongkit("api", "listUsers", GONGKIT_APP_URL=url)
    assert (done.returncode, done.stdout) == (2, "")
    assert "GONGKIT_APP_URL is not a URL." in done.stderr


def test_no_sandbox(gongkit: Run) -> None:
    done = gongkit("api", "listUsers", GONGKIT_APP_URL="http://127.0.0.1:9")
    assert (done.returncode, done.stdout) == (1, "")
    assert "No sandbox answers at http://127.0.0.1:9." in done.stderr


def test_a_program_that_hangs_up_is_no_sandbox(gongkit: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=hang_up, args=(listening,), daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        done = gongkit("api", "listUsers", GONGKIT_APP_URL=url)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"No sandbox answers at {url}." in done.stderr
    assert "gongkit sandbox" in done.stderr


def hang_up(listening: socket.socket) -> None:
    with suppress(OSError):  # It is closed in the end.
        while True:
            listening.accept()[0].close()


def test_something_else_than_a_sandbox(gongkit: Run, sandbox: Mapping[str, Any]) -> None:
    api_host = sandbox["companies"][0]["api_base_url"]
    done = gongkit("api", "listUsers", GONGKIT_APP_URL=api_host)
    assert (done.returncode, done.stdout) == (1, "")
    assert "is no sandbox" in done.stderr


def test_the_list_of_operations(gongkit: Run) -> None:
    table = gongkit("api", "--list").stdout.splitlines()
    assert len(table) == 68
    assert max(map(len, table)) <= 80
    found = json.loads(gongkit("api", "--list", "-o", "json").stdout)
    assert found[0] == {
        "operation": "listCalls",
        "method": "GET",
        "path": "/v2/calls",
        "area": "calls",
        "scopes": ["api:calls:read:basic"],
    }


@pytest.mark.parametrize(
    "operation", ["listCallsExtensive", "uploadCrmSchemaField", "getCrmObjects"]
)
def test_a_description_fits_the_terminal(gongkit: Run, operation: str) -> None:
    done = gongkit("api", operation, "--describe")
    assert done.returncode == 0
    assert done.stdout.startswith(operation)
    assert "Scopes\n  api:" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
