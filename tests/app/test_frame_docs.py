"""docs/frames.md: its examples run, and its tables are what the code says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.app.installing import Registered
from tests.app.processes import configured
from tests.app.test_docs import blocks

from gongkit.app.frames import ARGUMENTS
from gongkit.manifest import load
from gongkit.sandbox.core.frames.reports import REASONS
from gongkit.sandbox.core.frames.rules import RULES

PAGE = (Path(__file__).parents[2] / "docs/frames.md").read_text()
ASKED = """
from starlette.routing import Route
from starlette.testclient import TestClient

site.routes.append(Route("/notes", notes))
browser = TestClient(site, base_url="http://localhost:8000")
composer = browser.get("/gong/composer")
assert "/frontend-sdk.js" in composer.text
assert composer.headers["content-security-policy"].startswith("frame-ancestors https://*.gong.io")
assert "An account" in browser.get("/gong/account?accountId=1").text
assert browser.get("/gong/frame-identity", follow_redirects=False).status_code == 303
assert browser.get("/notes").status_code == 401
origin = {"origin": "http://localhost:8000", "cookie": "signed_in_as=ada@acme.example"}
ticket = browser.post("/gong/frame-identity/ticket", headers=origin).json()
token = browser.post("/gong/frame-identity/token", json=ticket, headers=origin).json()["token"]
found = browser.get("/notes", headers={"authorization": f"Bearer {token}"}).json()
assert found == {"user": "ada@acme.example", "companies": []}
"""


def rows(header: str) -> list[list[str]]:
    _, _, table = PAGE.partition(f"\n{header}\n")
    lines = table.partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_the_examples_run(registered: Registered, tmp_path: Path) -> None:
    environment = configured(registered, tmp_path)
    (tmp_path / "gong.app.toml").write_text(*blocks("toml", PAGE))
    script = tmp_path / "script.py"
    script.write_text("\n".join([*blocks("py", PAGE), ASKED]))
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


def test_the_manifest_is_one(tmp_path: Path) -> None:
    (tmp_path / "gong.app.toml").write_text(*blocks("toml", PAGE))
    assert load(tmp_path).iframe is not None


def test_the_tables_are_the_code_s() -> None:
    assert rows("| argument | is |") == [[f"`{name}`", says] for name, says in ARGUMENTS.items()]
    assert rows("| reason | means |") == [[f"`{key}`", it.text] for key, it in REASONS.items()]
    assert rows("| rule | refuses |") == [[f"`{key}`", it.text] for key, it in RULES.items()]


def test_its_behaviours_are_listed() -> None:
    behaviour = (Path(__file__).parents[2] / "docs/behaviour.md").read_text()
    for anchor in re.findall(r"behaviour\.md#([a-z-]+)", PAGE):
        assert f'<a id="{anchor}">' in behaviour
