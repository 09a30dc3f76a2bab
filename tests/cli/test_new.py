"""`gongkit new`: what it says and refuses, names, and how a folder becomes a template."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.command import Run

from gongkit import manifest
from gongkit.cli.making import template as templates
from gongkit.cli.making.naming import Naming
from gongkit.cli.making.template import all_templates
from gongkit.errors import UsageError

NAMES = [template.name for template in all_templates()]
NOT_EMPTY = "is not empty; nothing was written"

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
