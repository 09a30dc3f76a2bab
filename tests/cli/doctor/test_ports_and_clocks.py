"""Ports that are really taken, clocks that were really moved, hosts that answer or do not."""

from __future__ import annotations

import json
import socket
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from tests.cli.doctor.looking import answering, around, by_id
from tests.ports import free_port

from gongkit.cli.diagnosis.asking import ask
from gongkit.cli.diagnosis.found import Found, State
from gongkit.cli.diagnosis.ports import app_port, examine_ports, sandbox_port
from gongkit.cli.diagnosis.reach import api_host, examine_reach
from gongkit.cli.diagnosis.times import examine_times, of_gong
from gongkit.errors import AnswerLost

Sandbox = Mapping[str, Any]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def silent() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


# Ports


def one(found: Found) -> Found:
    return by_id([found])[found.id]


def test_a_free_port() -> None:
    port = free_port()
    assert one(sandbox_port(port, None)).found == f"{port} is free, for a sandbox"
    free = one(app_port(f"http://localhost:{port}/callback"))
    assert free.found == f"{port} is free, for the app"


def test_the_ports_of_a_sandbox(sandbox: Sandbox) -> None:
    for url in (sandbox["url"], *(each["api_base_url"] for each in sandbox["companies"])):
        found = one(sandbox_port(port_of(url), sandbox))
        assert (found.state, found.found) == (State.OK, f"{port_of(url)} is a running sandbox's")


def test_a_port_that_something_else_has(silent: int, sandbox: Sandbox) -> None:
    for found in (one(sandbox_port(silent, None)), one(sandbox_port(silent, sandbox))):
        assert found.state is State.ADVICE
        assert "taken" in found.found
        assert "gongkit sandbox --port 0" in found.next


def test_a_port_that_something_has_on_ipv6_alone() -> None:
    try:
        listening = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with listening:
        found = one(sandbox_port(listening.getsockname()[1], None))
    assert found.state is State.ADVICE


def test_the_apps_port() -> None:
    with answering(b'{"status":"ok"}') as url:
        assert one(app_port(f"{url}/gong/callback")).state is State.OK
    with answering(b"<h1>Something else</h1>") as url:
        assert one(app_port(f"{url}/gong/callback")).state is State.ADVICE


def test_only_redirect_uris_of_this_machine_have_ports(folder: Path) -> None:
    port = free_port()
    uris = ["https://app.example/callback", f"http://localhost:{port}/callback"]
    lines = ['name = "A"', 'scopes = ["api:users:read"]', f"redirect_uris = {json.dumps(uris)}"]
    (folder / "gong.app.toml").write_text("\n".join(["[integration]", *lines]))
    found = by_id(examine_ports(around()))
    assert found.keys() == {"port.4664", "port.4665", "port.4666", f"port.{port}"}


# Clocks


def test_a_sandbox_whose_clock_was_moved(own_sandbox: Sandbox) -> None:
    url = own_sandbox["url"]
    assert by_id(examine_times(around(APP_URL=url)))["clock.skew"].state is State.OK
    request = urllib.request.Request(
        f"{url}/_sandbox/clock", json.dumps({"advance": 3 * 86_400}).encode(), method="PUT"
    )
    urllib.request.urlopen(request).close()
    found = by_id(examine_times(around(APP_URL=url)))["clock.skew"]
    assert found.state is State.ADVICE
    assert "3 d ahead of this machine" in found.found


@pytest.mark.parametrize(
    ("apart", "state", "said"),
    [
        (timedelta(0), State.OK, "is Gong's"),
        (timedelta(seconds=45), State.ADVICE, "45 s behind Gong"),
        (timedelta(minutes=-20), State.FAILED, "20 min ahead of Gong"),
    ],
)
def test_a_clock_beside_gongs(apart: timedelta, state: State, said: str) -> None:
    now = datetime.now(UTC).replace(microsecond=0)  # as HTTP writes it
    with answering(b"", date=format_datetime(now + apart, usegmt=True)) as url:
        answer = ask(url)
    found = one(of_gong(answer, now))
    assert (found.state, said in found.found) == (state, True), found


@pytest.mark.parametrize("headers", [{}, {"date": "yesterday"}])
def test_a_server_that_does_not_say_what_time_it_is(headers: dict[str, str]) -> None:
    with answering(b"", **headers) as url:
        answer = ask(url)
    assert one(of_gong(answer, datetime.now(UTC))).state is State.OK


def test_gongs_clock_is_not_asked_for() -> None:
    assert "--live" in by_id(examine_times(around()))["clock.skew"].found


# Reach


def test_who_answers(sandbox: Sandbox) -> None:
    assert by_id(examine_reach(around(APP_URL=sandbox["url"])))["reach.app"].state is State.OK
    for company in sandbox["companies"]:
        assert one(api_host(company["api_base_url"])).state is State.OK


def test_who_does_not_answer() -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    found = by_id(examine_reach(around(APP_URL=nobody)))["reach.app"]
    assert (found.state, "`gongkit sandbox`" in found.next) == (State.FAILED, True)
    assert one(api_host(nobody)).state is State.FAILED
    with answering(b"not found") as url:
        assert by_id(examine_reach(around(APP_URL=url)))["reach.app"].state is State.FAILED


def test_gong_is_not_asked() -> None:
    found = by_id(examine_reach(around()))["reach.app"]
    assert (found.state, found.found) == (
        State.OK,
        "app.gong.io was not asked; --live asks it",
    )


def test_nobody_is_waited_for_without_end(silent: int) -> None:
    with pytest.raises(AnswerLost, match=r"within 0\.2 s"):
        ask(f"http://127.0.0.1:{silent}", seconds=0.2)


def test_what_answers_without_credentials_is_no_api_of_gongs() -> None:
    with answering(b"{}") as url:
        found = one(api_host(url))
    assert (found.state, "(200)" in found.found) == (State.FAILED, True)
