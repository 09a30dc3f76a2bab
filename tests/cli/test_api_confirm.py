"""`gongkit api` asks before it takes away what is there: at a terminal, or not at all."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import COMMAND, LIMIT_SECONDS, Done, Run, environment

from gongkit.contract.registry import OPERATIONS

ERASE = ("api", "purgeEmailAddress", "--company", "kestrel")
DESTRUCTIVE = [found for found in OPERATIONS.values() if found.destructive]


@pytest.fixture
def sent(sandbox: Mapping[str, Any]) -> Callable[[str], int]:
    """Counts the requests in which an address occurs."""

    def count(address: str) -> int:
        with urllib.request.urlopen(f"{sandbox['url']}/_sandbox/requests") as answer:
            entries = json.load(answer)["requests"]
        return sum(entry["query"].get("emailAddress") == address for entry in entries)

    return count


def at_terminal(words: tuple[str, ...], typed: bytes, env: Mapping[str, str]) -> Done:
    """Run the command with a terminal for stdin and stderr, at which `typed` is typed."""
    ours, theirs = pty.openpty()
    try:
        os.write(ours, typed)
        done = subprocess.run(
            [*COMMAND, *words],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=theirs,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
            env=environment(**env),
        )
        done.stderr = os.read(ours, 100_000).decode().replace("\r\n", "\n")
        return done
    finally:
        os.close(theirs)
        os.close(ours)


@pytest.mark.parametrize("operation", DESTRUCTIVE, ids=lambda found: found.id)
def test_without_a_terminal_nothing_is_taken_away(
    gongkit: Run, here: dict[str, str], operation: Any
) -> None:
    words = [f"{parameter.name}=1" for parameter in operation.parameters]
    words += ["--body", "{}"] if operation.body else []
    done = gongkit("api", operation.id, *words, **here)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert f"{operation.id} takes away what is there" in done.stderr
    assert "Add --yes if it is." in done.stderr


def test_yes_goes_without_asking(
    gongkit: Run, here: dict[str, str], sent: Callable[[str], int]
) -> None:
    address = "nobody-1@buyer.example"
    gongkit(*ERASE, f"emailAddress={address}", **here)
    assert sent(address) == 0
    gongkit(*ERASE, f"emailAddress={address}", "--yes", **here)
    assert sent(address) == 1


@pytest.mark.parametrize(("typed", "times"), [(b"y\n", 1), (b"YES\n", 1), (b"n\n", 0), (b"\n", 0)])
def test_at_a_terminal_it_is_asked(
    here: dict[str, str], sent: Callable[[str], int], typed: bytes, times: int
) -> None:
    address = f"nobody-{typed.hex()}@buyer.example"
    done = at_terminal((*ERASE, f"emailAddress={address}"), typed, here)
    assert "Erase what Gong holds under an email address." in done.stderr
    assert "Call purgeEmailAddress at http://127.0.0.1:" in done.stderr
    assert "? [y/N] " in done.stderr
    assert sent(address) == times
    if not times:
        assert "Nothing was sent." in done.stderr
        assert (done.returncode, done.stdout) == (1, "")


def test_the_end_of_input_is_no_yes(here: dict[str, str], sent: Callable[[str], int]) -> None:
    address = "nobody-2@buyer.example"
    done = at_terminal((*ERASE, f"emailAddress={address}"), b"\x04", here)
    assert (done.returncode, sent(address)) == (1, 0)


def test_the_documentation_names_what_asks() -> None:
    page = Path(__file__).parents[2] / "docs/command-line.md"
    (line,) = (each for each in page.read_text().splitlines() if "ask at the terminal" in each)
    assert set(re.findall(r"`(\w+)`", line)) == {found.id for found in DESTRUCTIVE}


def test_a_description_says_that_it_asks(gongkit: Run) -> None:
    assert "unless you say --yes" in gongkit("api", "purgeEmailAddress", "--describe").stdout
    assert "--yes" not in gongkit("api", "getUser", "--describe").stdout
