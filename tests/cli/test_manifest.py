"""`gongkit manifest`: problems where they are, mended where there is no doubt; differences."""

from __future__ import annotations

import json
import resource
import subprocess
from pathlib import Path

import jsonschema_rs
import pytest
from tests.cli.command import COMMAND, Run, environment
from tests.manifest.test_profiles import TEXT

BROKEN = TEXT.replace("api:logs:read", "api:log:read").replace(
    '"http://localhost:8000/cb"', '"http://acme.com/cb"'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "gong.app.toml").write_text(TEXT)
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / "gong.app.toml").write_text(text)


def test_a_sound_one(gongkit: Run, folder: Path) -> None:
    done = gongkit("manifest", "validate", cwd=str(folder))
    assert done.stdout == "gong.app.toml is sound: Deal Notes, 2 scopes; profiles dev, staging.\n"
    assert (done.returncode, done.stderr) == (0, "")


def test_problems_at_their_places(gongkit: Run, folder: Path) -> None:
    write(folder, BROKEN)
    done = gongkit("manifest", "validate", cwd=str(folder))
    assert done.returncode == 1
    assert done.stdout == (
        "gong.app.toml:3:29: integration.scopes[1] [unknown_scope]\n"
        "    Gong has no scope 'api:log:read'.\n"
        "    Did you mean 'api:logs:read'?\n"
        "gong.app.toml:11:18: profiles.dev.integration.redirect_uris[0] [url_not_https]\n"
        "    'http://acme.com/cb' is plain http, which is for localhost only.\n"
        "    Use https.\n"
        "2 problems; --fix mends 2 of them.\n"
    )


def test_as_json(gongkit: Run, folder: Path) -> None:
    write(folder, BROKEN.replace("acme.com/privacy", "a:b@acme.com"))
    done = gongkit("manifest", "validate", "--json", cwd=str(folder))
    assert done.returncode == 1
    shown = json.loads(done.stdout)
    assert (shown["file"], shown["sound"], shown["mended"]) == ("gong.app.toml", False, [])
    assert [(f["code"], f["line"], f["column"], f["fixable"]) for f in shown["findings"]] == [
        ("unknown_scope", 3, 29, True),
        ("url_credentials", 8, 11, False),
        ("url_not_https", 11, 18, True),
    ]


def test_mending(gongkit: Run, folder: Path) -> None:
    file = folder / "gong.app.toml"
    file.write_bytes(b"\xef\xbb\xbf" + BROKEN.encode())
    file.chmod(0o640)
    done = gongkit("manifest", "validate", "--fix", cwd=str(folder))
    assert done.returncode == 0
    assert done.stdout.splitlines()[:2] == [
        "mended gong.app.toml:3:29: integration.scopes[1]",
        "mended gong.app.toml:11:18: profiles.dev.integration.redirect_uris[0]",
    ]
    wanted = BROKEN.replace("api:log:read", "api:logs:read").replace("http://acme", "https://acme")
    assert file.read_bytes() == b"\xef\xbb\xbf" + wanted.encode()
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in folder.iterdir()] == ["gong.app.toml"]


def test_what_cannot_be_written_leaves_the_file_and_its_folder_as_they_were(folder: Path) -> None:
    write(folder, BROKEN)
    done = subprocess.run(
        [*COMMAND, "manifest", "validate", "--fix"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16)),
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: gong.app.toml cannot be written: File too large.")
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [
        ("gong.app.toml", BROKEN)
    ]


def test_a_file_that_is_none(gongkit: Run, tmp_path: Path) -> None:
    nowhere = gongkit("manifest", "validate", "nowhere", "--fix", cwd=str(tmp_path))
    assert nowhere.returncode == 1
    assert nowhere.stdout.startswith("nowhere: file [file_missing]\n    There is no such file.\n")
    write(tmp_path, '[integration]\nname = "a\n')
    open_string = gongkit("manifest", "validate", cwd=str(tmp_path))
    assert open_string.returncode == 1
    assert "gong.app.toml:2:10: file [toml_syntax]" in open_string.stdout


def test_what_has_changed_since_the_last_commit(gongkit: Run, folder: Path) -> None:
    for words in (
        ["init", "--quiet"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "-m", "one"],
    ):
        subprocess.run(["git", *words], cwd=folder, check=True)
    same = gongkit("manifest", "diff", "HEAD", "--exit-code", cwd=str(folder))
    assert (same.returncode, same.stdout) == (0, "")
    write(folder, TEXT.replace('"api:logs:read"', '"api:calls:create"'))
    done = gongkit("manifest", "diff", "HEAD", cwd=str(folder))
    assert done.returncode == 0
    assert done.stdout == (
        "integration.scopes\n"
        "  + api:calls:create\n"
        "  - api:logs:read\n"
        "    Companies that have installed the app must consent again before it may do\n"
        "    this.\n"
        "    Companies keep what they granted until they consent again.\n"
    )
    assert gongkit("manifest", "diff", "HEAD", "--exit-code", cwd=str(folder)).returncode == 1


def test_what_a_profile_changes(gongkit: Run, folder: Path) -> None:
    words = ("manifest", "diff", ".", "--old-profile", "dev", "--profile", "prod", "--json")
    shown = json.loads(gongkit(*words, cwd=str(folder)).stdout)
    assert [(each["place"], each["old"], each["new"]) for each in shown] == [
        ("integration.redirect_uris", None, "https://app.acme.com/cb"),
        ("integration.redirect_uris", "http://localhost:8000/cb", None),
        ("integration.links.terms", "http://localhost:8000/terms", None),
    ]
    assert "refused" in shown[1]["consequence"]


@pytest.mark.parametrize("old", ["no-such-thing", "--output=x"])
def test_nothing_to_compare_with(gongkit: Run, folder: Path, old: str) -> None:
    done = gongkit("manifest", "diff", "--", old, cwd=str(folder))
    assert done.returncode == 2
    assert "neither a file nor a revision" in done.stderr


def test_the_schema_is_written(gongkit: Run) -> None:
    schema = json.loads(gongkit("manifest", "schema").stdout)
    jsonschema_rs.meta.validate(schema)
    assert schema["properties"]["profiles"]
