"""docs/app.md: its examples run, and its tables are what the code says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.app.installing import Registered
from tests.app.processes import configured

from gongkit.app.failures import FAILURES
from gongkit.app.listeners import ARGUMENTS
from gongkit.manifest import load

ROOT = Path(__file__).parents[2]
PAGE, README = (ROOT / "docs/app.md").read_text(), (ROOT / "README.md").read_text()
TELEMETRY = (ROOT / "src/gongkit/telemetry.py").read_text()
CALLS = """
import asyncio, json
from urllib.request import Request, urlopen

from gongkit import Secret
from gongkit.app.configuration import oauth_client
from gongkit.client import run
from gongkit.manifest import load
from gongkit.settings import Settings

settings = Settings.from_environment()
oauth = oauth_client(settings, load("gong.app.toml"))
consent = {
    "client_id": oauth.client_id,
    "company": "northwind",
    "redirect_uri": oauth.redirect_uri,
    "scope": " ".join(oauth.scopes),
    "state": "s",
    "approve": True,
}
url, headers = f"{settings.app_url}/_sandbox/consent", {"content-type": "application/json"}
came_back = json.load(urlopen(Request(url, json.dumps(consent).encode(), headers)))["redirect_to"]
code = Secret(came_back.partition("code=")[2].partition("&")[0])
gong.installations.install("acme", run(oauth.exchange(code)))

assert count_users("acme") > 0


async def calls():
    async with gong.lifespan():
        first = gong.client("acme").users.list().first()
        assert await find_user("acme", first.email_address) == first


asyncio.run(calls())
"""


def blocks(language: str, page: str = PAGE) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def rows(header: str) -> list[list[str]]:
    """Read the table that begins with this header."""
    _, _, table = PAGE.partition(f"\n{header}\n")
    lines = table.partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


@pytest.mark.parametrize(("page", "more"), [(PAGE, CALLS), (README, "")], ids=["app", "readme"])
def test_the_examples_run(registered: Registered, tmp_path: Path, page: str, more: str) -> None:
    environment = configured(registered, tmp_path)
    (tmp_path / "mysite").mkdir()
    (tmp_path / "mysite/settings.py").write_text('SECRET_KEY = "planted-django-key"\n')
    script = tmp_path / "script.py"
    script.write_text("\n".join([*blocks("py", page), more]))
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", [PAGE, README], ids=["app", "readme"])
def test_the_manifest_is_one(tmp_path: Path, page: str) -> None:
    (text,) = blocks("toml", page)
    (tmp_path / "gong.app.toml").write_text(text)
    assert load(tmp_path).integration.redirect_uris == ("http://localhost:8000/gong/callback",)


def test_the_table_of_telemetry_is_the_code_s() -> None:
    reported = re.findall(r'create_\w+\("([a-z.]+)"', TELEMETRY)
    listed = [name.strip("`") for name, kind, _ in rows("| name | kind | what |") if kind != "span"]
    assert listed == reported


def test_the_table_of_arguments_is_the_codes() -> None:
    assert rows("| argument | is |") == [[f"`{name}`", says] for name, says in ARGUMENTS.items()]


def test_the_table_of_failures_is_the_codes() -> None:
    assert rows("| code | status | when |") == [
        [f"`{code}`", str(failure.status), failure.when] for code, failure in FAILURES.items()
    ]
