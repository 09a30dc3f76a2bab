"""`gongkit explain`: codes from pages and tables, in the terminal and for machines."""

from __future__ import annotations

import json
import os
import pty
import subprocess

import pytest
from tests.cli.command import COMMAND, LIMIT_SECONDS, Run, environment
from tests.cli.test_api_confirm import at_terminal

from gongkit.cli.explanations import explanations


def test_a_code_is_explained(gongkit: Run) -> None:
    done = gongkit("explain", "needs_reconnect")
    assert (done.returncode, done.stderr) == (0, "")
    heading, _, text = done.stdout.partition("\n\n")
    assert heading == "needs_reconnect: Errors that are raised"
    assert text.startswith("The tokens of this company can no longer be refreshed")
    assert "**What to do.** Send the company's tech admin" in text


def test_a_code_that_is_known_in_two_places_is_explained_for_both(gongkit: Run) -> None:
    found = json.loads(gongkit("explain", "residency_refused", "--json").stdout)
    assert [each["about"] for each in found] == ["Errors that are raised", "The app's failures"]


@pytest.mark.parametrize("written", ["url-not-https", "URL_NOT_HTTPS", " url_not_https "])
def test_dashes_and_capitals_do_not_matter(gongkit: Run, written: str) -> None:
    assert gongkit("explain", written).stdout.startswith("url_not_https: The manifest's findings\n")


def test_of_an_unknown_code_the_nearest_is_named(gongkit: Run) -> None:
    done = gongkit("explain", "need_reconect")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == "Error: There is no code named 'need_reconect'.\nDid you mean 'needs_reconnect'?\n"
    )


def test_without_a_code_all_are_listed(gongkit: Run) -> None:
    done = gongkit("explain")
    assert done.returncode == 0
    known = explanations()
    lines = done.stdout.splitlines()
    headings = {each.about for same in known.values() for each in same}
    assert {line for line in lines if not line.startswith("  ")} == headings
    assert {line.strip() for line in lines if line.startswith("  ")} == set(known)
    listed = json.loads(gongkit("explain", "--json").stdout)
    assert {each["code"] for each in listed} == set(known)


def test_at_a_terminal_it_is_80_columns_wide_and_without_markup() -> None:
    ours, theirs = pty.openpty()
    try:
        words = [*COMMAND, "explain", "conflict"]
        environ = environment(COLUMNS="200", NO_COLOR="1")
        done = subprocess.run(words, stdout=theirs, timeout=LIMIT_SECONDS, check=False, env=environ)
        text = os.read(ours, 100_000).decode().replace("\r\n", "\n")
    finally:
        os.close(theirs)
        os.close(ours)
    assert done.returncode == 0
    assert max(map(len, text.splitlines())) <= 80
    assert text.startswith("conflict: Errors that are raised\n\n409: it exists already.")
    assert "What to do. Where repeated is true" in text
    assert "Limits and retries (docs/client.md)" in text
    assert not any(mark in text for mark in ("**", "](", "`", "\x1b[3"))


def test_at_a_terminal_an_error_says_where_more_is_told(gongkit: Run) -> None:
    words = ("explain", "nothing_like_it")
    assert (
        at_terminal(words, b"", {"NO_COLOR": "1"}).stderr.splitlines()[-1]
        == "More: gongkit explain unknown_name"
    )
    assert "More" not in gongkit(*words).stderr


def test_nothing_beside_the_plain_installation_is_needed() -> None:
    extras = ("starlette", "uvicorn", "jinja2", "nh3", "h11", "PIL", "psycopg", "multipart")
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({extras!r}))\n"
        "from gongkit.cli.explanations import explanations\n"
        "print(len(explanations()))"
    )
    command = [COMMAND[0], "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment())
    assert int(done.stdout) == len(explanations())
