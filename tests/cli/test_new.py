"""`gongkit new`, and what it makes: every template, with its own tests, served and installed."""

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
from tests.app.serving import Browser, free_port
from tests.cli.command import Run, environment
from tests.testing.app_folder import behind_uvicorn, outcomes, register, run_pytest

from gongkit import manifest
from gongkit.cli.making import template as templates
from gongkit.cli.making.naming import Naming
from gongkit.cli.making.template import all_templates
from gongkit.errors import UsageError

NAMES = [template.name for template in all_templates()]
NOT_EMPTY = "is not empty; nothing was written"


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


# It runs behind uvicorn


def control(sandbox: Mapping[str, Any], path: str, body: object) -> Any:
    request = urllib.request.Request(
        f"{sandbox['url']}/_sandbox/{path}", json.dumps(body).encode(), method="POST"
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def test_it_is_served_and_installed(made: Path, sandbox: Mapping[str, Any]) -> None:
    port = free_port()
    browser = Browser(port)
    browser.cookies["localhost"] = {"signed_in_as": "ana%40acme.example"}
    with behind_uvicorn(made, port, register(made, str(sandbox["url"]))):
        assert browser.get("http://localhost:8000/gong/health").status == 200
        asked = browser.get("http://localhost:8000/gong/install").location
        given = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
        decision = {**given, "company": "northwind", "approve": True}
        decision.pop("response_type")
        callback = control(sandbox, "consent", decision)["redirect_to"]
        assert browser.get(callback).status == 200
        home = browser.get("http://localhost:8000/")
        assert home.status == 200
        assert "not connected" not in home.text
    kept = {path.name for path in made.iterdir() if path.name.startswith("installations")}
    assert kept >= {"installations.db", "installations.key"}
    ignored = (made / ".gitignore").read_text().splitlines()
    assert "installations.*" in ignored


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


# What it says


def test_it_says_what_was_made_and_what_to_do_next(gongkit: Run, tmp_path: Path) -> None:
    done = gongkit("new", "my notes", cwd=str(tmp_path))
    assert done.returncode == 0
    assert (tmp_path / "my notes/app.py").read_text().startswith('"""Lists the latest calls')
    written = [line.removeprefix("my notes/") for line in done.stdout.splitlines()]
    assert "tests/test_app.py" in written
    assert all((tmp_path / "my notes" / file).is_file() for file in written)
    assert "My Notes is made" in done.stderr
    assert "cd 'my notes'" in done.stderr
    for command in ("gongkit dev", "pytest", "gongkit check"):
        assert command in done.stderr
    assert max(map(len, done.stderr.splitlines())) <= 80


def test_it_says_so_as_json(gongkit: Run, tmp_path: Path) -> None:
    done = gongkit("new", "notes", "--name", "Über Notes", "--json", cwd=str(tmp_path))
    found = json.loads(done.stdout)
    assert found["folder"] == str(tmp_path / "notes")
    assert (found["name"], found["template"]) == ("Über Notes", "hello")
    assert "gong.app.toml" in found["files"]
    assert done.stderr == ""


def test_it_lists_the_templates(gongkit: Run) -> None:
    done = gongkit("new", "--list")
    assert [line.split()[0] for line in done.stdout.splitlines() if line[0] != " "] == NAMES
    assert max(map(len, done.stdout.splitlines())) <= 80
    listed = json.loads(gongkit("new", "--list", "--json").stdout)
    assert [each["name"] for each in listed] == NAMES
    assert all(each["description"].endswith(".") for each in listed)


# Where


def test_the_present_folder_will_do_if_it_has_nothing_but_git(gongkit: Run, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    done = gongkit("new", ".", "--name", "Here", cwd=str(tmp_path))
    assert done.returncode == 0
    assert "cd " not in done.stderr
    assert manifest.load(tmp_path).integration.name == "Here"
    again = gongkit("new", ".", cwd=str(tmp_path))
    assert (again.returncode, again.stdout) == (2, "")
    assert NOT_EMPTY in again.stderr


def test_nothing_that_is_there_is_touched(gongkit: Run, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/app.py").write_text("mine")
    done = gongkit("new", "notes", cwd=str(tmp_path))
    assert done.returncode == 2
    assert NOT_EMPTY in done.stderr
    assert [path.name for path in (tmp_path / "notes").iterdir()] == ["app.py"]
    assert (tmp_path / "notes/app.py").read_text() == "mine"


def test_folders_above_are_made_too(gongkit: Run, tmp_path: Path) -> None:
    assert gongkit("new", "a/b/deal-notes", cwd=str(tmp_path)).returncode == 0
    assert manifest.load(tmp_path / "a/b/deal-notes").integration.name == "Deal Notes"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["new"], 2, "Which folder?"),
        (["new", "notes", "--template", "helo"], 2, "Did you mean 'hello'?"),
        (["new", "notes", "--template", "_common"], 2, "no template named '_common'"),
        (["new", "notes", "--name", " "], 2, "The app's name is empty"),
        (["new", "notes", "--name", "a\tb"], 2, "cannot be printed"),
        (["new", "notes", "--name", "n" * 101], 2, "too long"),
        (["new", "file"], 2, "file is a file."),
        (["new", "file/notes"], 1, "cannot be written: Not a directory"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    gongkit: Run, tmp_path: Path, words: list[str], code: int, says: str
) -> None:
    (tmp_path / "file").touch()
    done = gongkit(*words, cwd=str(tmp_path))
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


# What it is called


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("deal-notes", "Deal Notes"),
        ("deal_notes.v2", "Deal Notes V2"),
        ("CRMSync", "CRMSync"),
        ("größe", "Größe"),
        ("---", "My App"),
        ("a\nb", "A B"),
        ("x" * 150, "My App"),
    ],
)
def test_an_app_is_called_as_its_folder(folder: str, name: str) -> None:
    assert Naming.of_folder(Path("/apps", folder)).name == name


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Deal Notes", "deal-notes"),
        ("Größe & Co. #1", "groe-co-1"),
        ("日本語", "my-app"),
        ("--a--", "a"),
        ("word " * 20, "word-word-word-word-word-word-word-word"),
    ],
)
def test_a_name_becomes_part_of_a_domain(name: str, slug: str) -> None:
    assert Naming(name).slug == slug


@pytest.mark.parametrize("name", ['"Quoted"', "back\\slash", "<b>", "]] = 1 #", "'''", "🚀 日本語"])
def test_odd_names_are_written_as_they_are(gongkit: Run, tmp_path: Path, name: str) -> None:
    done = gongkit("new", "notes", "--name", name, "--template", "full", cwd=str(tmp_path))
    assert done.returncode == 0, done.stderr
    for profile in (None, "dev"):
        assert manifest.load(tmp_path / "notes", profile=profile).integration.name == name


def test_a_name_that_nobody_could_read_is_refused() -> None:
    with pytest.raises(UsageError):
        Naming("a\x00b")


# Adding a template


def test_a_folder_is_a_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_common").mkdir()
    (tmp_path / "_common/people.py").write_text("shared")
    (tmp_path / "_common/logo.png").write_bytes(b"shared")
    for folder in ("mine", "mine/pages", "mine/__pycache__", "mine/.ruff_cache", "notes"):
        (tmp_path / folder).mkdir()
    (tmp_path / "mine/gong.app.toml").touch()
    (tmp_path / "mine/README.md").write_text("# My App\n\nDoes\nthis.\n\nMore.\n")
    (tmp_path / "mine/pages/page.html").touch()
    (tmp_path / "mine/people.py").write_text("own")
    (tmp_path / "mine/__pycache__/people.pyc").touch()
    (tmp_path / "mine/.ruff_cache/cache").touch()
    monkeypatch.setattr(templates, "FOLDER", tmp_path)
    monkeypatch.setattr(templates, "SHARED", tmp_path / "_common")
    (found,) = all_templates()
    assert (found.name, found.description) == ("mine", "Does this.")
    assert list(found.files) == [
        "README.md",
        "gong.app.toml",
        "logo.png",
        "pages/page.html",
        "people.py",
    ]
    assert found.files["people.py"].read_text() == "own"
