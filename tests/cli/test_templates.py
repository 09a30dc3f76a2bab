"""What `gongkit new` makes: every template, with its own tests, checked, served and installed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from tests.app.serving import Browser
from tests.cli.command import Run, environment
from tests.cli.developing import running
from tests.ports import free_port
from tests.testing.app_folder import behind_uvicorn, outcomes, register, run_pytest

from gongkit import manifest
from gongkit.cli.making.template import all_templates

NAMES = [template.name for template in all_templates()]


@pytest.fixture(scope="module", params=NAMES)
def untouched(
    request: pytest.FixtureRequest, gongkit: Run, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An app's folder, made of each template."""
    folder = tmp_path_factory.mktemp(request.param)
    done = gongkit("new", "deal-notes", "--template", request.param, cwd=str(folder))
    assert done.returncode == 0, done.stderr
    return folder / "deal-notes"


@pytest.fixture
def made(untouched: Path, tmp_path: Path) -> Path:
    """A copy of it, to work in."""
    return Path(shutil.copytree(untouched, tmp_path / "deal-notes"))


# What is made


def test_the_templates_are_those_of_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs/command-line.md").read_text()
    table = page.partition("| template | makes |")[2].partition("\n\n")[0]
    assert sorted(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)) == NAMES


def test_there_are_at_most_a_dozen_files(made: Path) -> None:
    files = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    assert len(files) <= 12
    assert files >= {".gitignore", "README.md", "app.py", "gong.app.toml", "tests/test_app.py"}


def test_the_name_is_everywhere(made: Path) -> None:
    texts = [path.read_text() for path in made.rglob("*") if path.suffix not in {"", ".png"}]
    assert not [text for text in texts if re.search("my.app", text, re.IGNORECASE)]
    assert (made / "README.md").read_text().startswith("# Deal Notes\n")
    assert tomllib.loads((made / "pyproject.toml").read_text())["project"]["name"] == "deal-notes"


def test_the_form_is_filled_in(made: Path) -> None:
    app = manifest.load(made)
    assert app.integration.name == "Deal Notes"
    assert app.integration.domains == ("deal-notes.example",)
    assert all((app.integration.description, app.integration.short_description))
    links = app.integration.links
    assert all((links.privacy, links.terms, links.help, links.authorization))
    assert app.integration.contacts
    assert app.trusted_ips.access_token
    assert app.trusted_ips.refresh_token


def test_development_is_on_this_machine_and_production_is_not(made: Path) -> None:
    text = manifest.to_toml(manifest.load(made))
    assert "localhost" not in text
    development = manifest.load(made, profile="dev")
    assert development.integration.redirect_uris == ("http://localhost:8000/gong/callback",)
    assert development.trusted_ips.access_token == ()


def test_the_pictures_are_square_and_transparent(made: Path) -> None:
    for path in made.glob("*.png"):
        with Image.open(path) as picture:
            assert picture.size[0] == picture.size[1] >= 48
            assert picture.mode == "RGBA"
            assert picture.getpixel((0, 0))[3] == 0  # type: ignore[index]
        assert path.stat().st_size < 50_000


def test_its_own_tests_pass(made: Path) -> None:
    done = run_pytest(made)
    assert done.returncode == 0, done.stdout + done.stderr
    assert set(outcomes(done)) == {"passed"}


def test_its_code_is_clean(made: Path) -> None:
    for words in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *words, "--no-cache", "."],
            cwd=made,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_its_readme_leads_somewhere(untouched: Path, sandbox: Mapping[str, Any]) -> None:
    readme = (untouched / "README.md").read_text()
    for path in re.findall(r"at\s`(/[a-z/]+)`", readme):
        with urllib.request.urlopen(f"{sandbox['url']}{path}") as answer:
            assert answer.status == 200
    named = re.findall(r"^\| (.+?) \|", readme, re.MULTILINE)[1:]
    files = {name.strip("`/") for cell in named for name in cell.split(", ")}
    there = {path.name for path in untouched.iterdir()}
    assert files == there - {"README.md", "pyproject.toml", ".gitignore"}


def test_reviewers_would_accept_it(made: Path, gongkit: Run) -> None:
    done = gongkit("check", "--strict", cwd=str(made))
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_to_be_replaced_is_found_before_it_is_published(made: Path, gongkit: Run) -> None:
    rules = ("reserved-domain", "trusted-ips-not-public")
    asked = [word for rule in rules for word in ("--rule", rule)]
    done = gongkit("check", "--publish", "--json", *asked, cwd=str(made))
    found = json.loads(done.stdout)["outcomes"]
    assert done.returncode == 1
    assert {each["rule"] for each in found if each["grade"] == "fail"} == set(rules)


# It runs behind uvicorn, and under gongkit dev


def control(gong: str, path: str, body: object) -> Any:
    request = urllib.request.Request(
        f"{gong}/_sandbox/{path}", json.dumps(body).encode(), method="POST"
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def install(port: int, url: str, gong: str) -> None:
    """Install the app that says it is at this URL, in a browser that reaches it at the port."""
    browser = Browser(port)
    browser.cookies["localhost"] = {"signed_in_as": "ana%40acme.example"}
    assert browser.get(f"{url}/gong/health").status == 200
    asked = browser.get(f"{url}/gong/install").location
    assert asked.startswith(f"{gong}/oauth2/authorize?")
    given = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
    decision = {**given, "company": "northwind", "approve": True}
    decision.pop("response_type")
    assert browser.get(control(gong, "consent", decision)["redirect_to"]).status == 200
    home = browser.get(f"{url}/")
    assert home.status == 200
    assert "not connected" not in home.text


def test_it_is_served_and_installed(made: Path, sandbox: Mapping[str, Any]) -> None:
    port, gong = free_port(), str(sandbox["url"])
    with behind_uvicorn(made, port, register(made, gong)):
        install(port, "http://localhost:8000", gong)
    kept = {path.name for path in made.iterdir() if path.name.startswith("installations")}
    assert kept >= {"installations.db", "installations.key"}
    ignored = (made / ".gitignore").read_text().splitlines()
    assert "installations.*" in ignored


def test_it_runs_under_gongkit_dev(made: Path) -> None:
    port = free_port()
    declared = made / "gong.app.toml"
    declared.write_text(declared.read_text().replace("localhost:8000", f"localhost:{port}"))
    with running(made, "--data", ":memory:") as terminal:
        terminal.until(f"App         http://localhost:{port}")
        gong = terminal.until("GONGKIT_APP_URL").rpartition("=")[2]
        install(port, f"http://localhost:{port}", gong)
        terminal.until("gong    │ POST /oauth2/generate-customer-token 200 northwind")
        assert terminal.end() == 0
    assert not re.search("Traceback|WARNING|ERROR|Error:", terminal.said)
    assert not list(made.glob("installations*")), "what is kept is in .gongkit"


def test_the_stand_in_for_a_sign_in_is_for_development_only(made: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import app"],
        cwd=made,
        env=environment(
            GONGKIT_APP_URL="http://127.0.0.1:4664",
            GONGKIT_PROFILE="prod",
            GONGKIT_CLIENT_ID="id",
            GONGKIT_CLIENT_SECRET="secret",
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Put your own sign-in in its place" in done.stderr
