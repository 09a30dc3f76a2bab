"""The README's first ten minutes are true: every command, in its order, and what it shows."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import requests
from tests.cli.command import LIMIT_SECONDS
from tests.cli.first_minutes import APP, GONG, Newcomer, connect, in_order

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
STYLE = re.compile(r"\x1b\[[0-9;]*m")

SHOWN = {
    "pytest": ["passed"],
    "gongkit check": ["Deal Notes, in development", " 0 failed, 0 to review"],
    "gongkit check --run app:site": ["Deal Notes, in development", " 0 failed"],
    "gongkit submission": ["submission"],
}
"""What each of the commands that are run beside the app shows."""


def plain(shown: str) -> str:
    return STYLE.sub("", shown)


def test_what_is_installed_exists() -> None:
    install, *_ = in_order()
    extras = re.findall(r'"gongkit\[([a-z,]+)\]"', install)[0].split(",")
    assert set(extras) <= set(PROJECT["optional-dependencies"])


def test_the_first_ten_minutes(tmp_path: Path) -> None:
    _, make, (change, _), others = in_order()
    assert set(others) == set(SHOWN)
    newcomer = Newcomer(tmp_path)

    made = plain(newcomer.run(make))
    assert "Deal Notes is made. Next:" in made
    assert "gongkit dev" in made

    newcomer.change_folder(change)
    with newcomer.developing() as terminal:
        ready = plain(terminal.until("Ready in"))
        assert re.fullmatch(r"dev     │ Ready in \d+\.\d s\. Ctrl-C ends it\.", ready)
        terminal.until("Elsewhere")
        said = plain(terminal.said)
        assert f"dev     │ App         {APP}" in said
        assert f"dev     │ Gong        {GONG}" in said
        assert "(northwind, us)" in said
        assert max(map(len, said.splitlines())) <= 80

        home = requests.get(APP, timeout=LIMIT_SECONDS)
        assert "Sign in" in home.text
        assert "connected" in connect()
        assert "200" in plain(terminal.until("generate-customer-token"))

        for command in others:
            shown = plain(newcomer.run(command))
            assert all(text in shown for text in SHOWN[command]), shown
            # How wide pytest is, is not ours to say.
            assert command == "pytest" or max(map(len, shown.splitlines())) <= 80
        assert terminal.end() == 0
    assert list(tmp_path.rglob("submission.md"))
