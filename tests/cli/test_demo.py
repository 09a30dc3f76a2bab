"""The story: told to its end, stopped at the first step that goes wrong, ended in order."""

from __future__ import annotations

import copy
import os
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.cli.command import COMMAND, LIMIT_SECONDS, Done, Run, environment, interrupt

from gongkit.cli.story.exchanges import Exchange, RecordingTransport
from gongkit.cli.story.narrator import Narrator, StepFailed
from gongkit.cli.story.telling import tell_story
from gongkit.wire import Request, Response

STEPS = [
    "Register the app",
    "Authorize as a rep",
    "Authorize as a tech admin",
    "Exchange the code",
    "List calls",
    "Read a transcript",
    "Follow a cursor over pages",
    "Refresh exactly once",
    "Kill the app's process",
    "Use the token at another company's host",
    "Upload a call",
    "Allow a tenant's sub-domain",
]


@pytest.fixture(scope="module")
def told(gongkit: Run) -> Done:
    """The story told once."""
    return gongkit("demo", "--once")


def test_every_step_is_told_and_proven(told: Done) -> None:
    assert (told.returncode, told.stderr) == (0, "")
    assert re.findall(r"^ ?\d+  (.+)$", told.stdout, re.MULTILINE) == STEPS
    assert len(re.findall(r"^    ✓ ", told.stdout, re.MULTILINE)) == len(STEPS)
    assert re.search(r"^12 steps in \d+ s. All as it should be.$", told.stdout, re.MULTILINE)


def test_it_shows_what_matters(told: Done) -> None:
    text = " ".join(told.stdout.split())
    for shown in (
        "← 403 Forbidden page Insufficient permissions reason Only a tech admin of",
        "/oauth2/generate-customer-token authorization Basic ••• grant_type authorization_code",
        "access_token ••• refresh_token •••",
        "token requests 1: refresh_token → 200",
        "6 clients, 6 answers, one refresh.",
        "← 401 Unauthorized error",
        "token requests 0",
        "← 409 Conflict error",
        "https://northwind.hello-gong.example",
    ):
        assert shown in text
    assert re.search(r"process \d+ (\d+) calls, then killed process \d+ \1 calls", text)


def test_what_the_sandbox_lacks_is_said_once(gongkit: Run, tmp_path: Path) -> None:
    (tmp_path / "uvicorn.py").write_text("raise ModuleNotFoundError(name='uvicorn')")
    path = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    done = gongkit("demo", "--once", PYTHONPATH=path)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Error: The sandbox did not start: This command needs uvicorn, which is not installed.",
        'Install it with: pip install "gongkit[sandbox]"',
    ]


def test_it_fits_80_columns_without_colour(told: Done) -> None:
    assert max(map(len, told.stdout.splitlines())) <= 80
    assert "\x1b" not in told.stdout


def test_it_shows_no_secret(
    sandbox: Mapping[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    exchanges: list[Exchange] = []

    class Overheard(RecordingTransport):
        def send(self, request: Request) -> Response:
            response = super().send(request)
            exchanges.append(self.last)
            return response

    monkeypatch.setattr("gongkit.cli.story.telling.RecordingTransport", Overheard)
    tell_story(Narrator(), dict(sandbox))
    shown = capsys.readouterr().out.replace("\n", "").replace(" ", "")
    secrets = {secret for exchange in exchanges for secret in secrets_of(exchange)}
    assert len(secrets) >= 9
    assert not {secret for secret in secrets if secret in shown}


def secrets_of(exchange: Exchange) -> Iterator[str]:
    """Everything in a request or an answer that nobody else may have."""
    request, response = exchange
    if request.authorization is not None:
        yield request.authorization.reveal().partition(" ")[2]
    yield from (value for name, value in request.query if name in {"code", "refresh_token"})
    if cookie := response.header("set-cookie"):
        yield cookie.partition("=")[2].partition(";")[0]
    if (response.header("content-type") or "").startswith("application/json"):
        answer = exchange.json()
        names = ("access_token", "refresh_token", "client_secret")
        yield from (answer[name] for name in names if name in answer)


def test_it_keeps_the_limits(told: Done) -> None:
    assert "Too Many Requests" not in told.stdout


def test_a_step_that_goes_wrong_is_named(
    sandbox: Mapping[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = copy.deepcopy(dict(sandbox))
    wrong["companies"][1]["api_base_url"] = wrong["companies"][0]["api_base_url"]
    with pytest.raises(StepFailed) as failed:
        tell_story(Narrator(), wrong)
    assert failed.value.message == (
        "Step 10 (Use the token at another company's host) went wrong:"
        " expected that the token is refused"
    )
    assert failed.value.exit_code == 1
    assert capsys.readouterr().out.count("✓") == 9


def test_a_sandbox_that_is_gone_fails_the_first_step() -> None:
    gone = {"url": "http://127.0.0.1:9", "companies": []}
    with pytest.raises(StepFailed, match=r"Step 1 \(Register the app\) went wrong: .* no connec"):
        tell_story(Narrator(), gone)


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_it_stays_up_until_it_is_told_to_end(sign: signal.Signals, code: int) -> None:
    process = subprocess.Popen(
        [*COMMAND, "demo"], stdout=subprocess.PIPE, text=True, env=environment()
    )
    assert process.stdout is not None
    ready = next(line for line in process.stdout if "is ready" in line)
    url = ready.split()[-1].removesuffix(".")
    assert next(line for line in process.stdout if "Access keys" in line)
    with urllib.request.urlopen(f"{url}/_sandbox") as answer:
        assert answer.status == 200
    interrupt(process, sign)
    assert process.returncode == code
    assert "northwind" in process.stdout.read()
    process.stdout.close()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{url}/_sandbox")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_the_sandbox_goes_with_a_story_that_was_killed() -> None:
    process = subprocess.Popen(
        [*COMMAND, "demo"], stdout=subprocess.PIPE, text=True, env=environment()
    )
    assert process.stdout is not None
    ready = next(line for line in process.stdout if "is ready" in line)
    address = urlsplit(ready.split()[-1].removesuffix("."))
    assert address.hostname
    assert address.port
    connection = socket.create_connection((address.hostname, address.port), LIMIT_SECONDS)
    process.kill()
    process.communicate(timeout=LIMIT_SECONDS)
    with connection, suppress(ConnectionResetError):
        assert connection.recv(1) == b""  # it ends with the sandbox
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.hostname, address.port), LIMIT_SECONDS)


def test_ctrl_c_in_the_middle_stops_the_sandbox_too() -> None:
    process = subprocess.Popen(
        [*COMMAND, "demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert process.stdout is not None
    ready = next(line for line in process.stdout if "is ready" in line)
    url = ready.split()[-1].removesuffix(".")
    interrupt(process)
    _, err = process.communicate(timeout=LIMIT_SECONDS)
    assert (process.returncode, err) == (130, "")
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{url}/_sandbox")
