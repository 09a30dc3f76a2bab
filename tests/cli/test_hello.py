"""examples/hello-gong as its README says: the sandbox in one process, hello.py in another."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from typing import Any

import pytest
from tests.cli.command import LIMIT_SECONDS, environment

from gongkit.cli.example import hello_gong
from gongkit.cli.story.browser import Browser
from gongkit.cli.story.exchanges import RecordingTransport

pytestmark = pytest.mark.xdist_group("the port of hello.py")


def start(app_url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, hello_gong() / "hello.py"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # `true` stands for a browser: the test is the one who looks at the page.
        env=environment(GONGKIT_APP_URL=app_url, BROWSER="true"),
    )


def decide(sandbox: Mapping[str, Any], authorize_url: str, button: str) -> str:
    """Sign in as a tech admin and press a button; give the URL the browser is sent to."""
    admin = next(u for u in sandbox["companies"][0]["users"] if u["role"] == "tech_admin")
    network = RecordingTransport()
    browser = Browser(network)
    page = browser.open(authorize_url)
    form = page.form_to_fill("password")
    form.fields |= {"email": admin["email"], "password": admin["password"]}
    page = browser.submit(page, form)
    done = browser.submit(page, page.form_to_press(button), ("decision", button))
    network.close()
    return done.exchange.response.header("location") or ""


def run(sandbox: Mapping[str, Any], button: str) -> tuple[int, str, str]:
    process = start(str(sandbox["url"]))
    assert process.stdout is not None
    assert "Sign in as a tech admin" in process.stdout.readline()
    callback = decide(sandbox, process.stdout.readline().strip(), button)
    with urllib.request.urlopen(callback) as answer:
        assert b"Thank you" in answer.read()
    out, err = process.communicate(timeout=LIMIT_SECONDS)
    return process.returncode, out, err


def test_it_lists_calls_and_prints_a_transcript(sandbox: Mapping[str, Any]) -> None:
    code, out, err = run(sandbox, "approve")
    assert (code, err) == (0, "")
    assert f"Installed. This company's API is at {sandbox['companies'][0]['api_base_url']}" in out
    assert len(re.findall(r"^\d{4}-\d\d-\d\dT", out, re.MULTILINE)) > 3
    speakers = re.findall(r"^(\S+ \S+): \S", out, re.MULTILINE)
    assert len(set(speakers)) > 1
    assert "None" not in speakers


def test_a_refusal_is_a_sentence(sandbox: Mapping[str, Any]) -> None:
    code, _, err = run(sandbox, "deny")
    assert code == 1
    assert "access_denied" in err
    assert "Traceback" not in err


def test_no_sandbox_is_a_sentence() -> None:
    process = start("http://127.0.0.1:9")
    out, err = process.communicate(timeout=LIMIT_SECONDS)
    assert (process.returncode, out) == (1, "")
    assert "no connection" in err
    assert "Traceback" not in err


def test_it_stays_small() -> None:
    assert len((hello_gong() / "hello.py").read_text("utf-8").splitlines()) < 100
