"""`gongkit doctor` as a person runs it: in an empty folder, in an app's, with --fix, as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.app_folder import PLANTED, AppFolder
from tests.cli.command import Run
from tests.cli.doctor.looking import examinations
from tests.cli.test_main import on_a_terminal

SUBJECTS = ["Software", "Environment", "Manifest", "Ports", "Keys", "Store", "Installations"]
ON_DISK = ["Sandbox", "Disk", "Clock", "Reach"]


def test_an_empty_folder_is_fine_and_stays_empty(gongkit: Run, tmp_path: Path) -> None:
    done = gongkit("doctor", cwd=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    headings = [line for line in done.stdout.splitlines() if line and line[0].isupper()]
    assert headings == [*SUBJECTS, *ON_DISK]
    assert "`gongkit new` begins an app" in done.stdout
    assert "the first installation" in done.stdout
    assert "app.gong.io was not asked" in done.stdout
    assert "fail" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert not list(tmp_path.iterdir())


def test_there_is_nothing_to_fix_in_an_empty_folder(gongkit: Run, tmp_path: Path) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    here.mkdir()
    done = gongkit("doctor", "--fix", cwd=str(here), XDG_DATA_HOME=str(elsewhere))
    assert done.returncode == 0
    assert "fixed A sandbox keeps its data in" in " ".join(done.stdout.split())
    assert not list(here.iterdir())
    assert (elsewhere / "gongkit").is_dir()


def test_what_cannot_be_fixed_says_why(gongkit: Run, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, where a folder should be")
    settings = {"GONGKIT_STORE": "sqlite:///data/app.db", "XDG_DATA_HOME": str(tmp_path)}
    found = examinations(gongkit("doctor", "--fix", "--json", cwd=str(tmp_path), **settings))
    store = found["store.opens"]
    assert (store["state"], store["fixable"], store["fixed"]) == ("failed", False, False)
    assert store["next"] == "mkdir -p data (not done: File exists)"


def test_an_app_beside_its_sandbox(app: AppFolder) -> None:
    assert app("install", "--headless", "--company", "northwind").returncode == 0
    found = examinations(app("doctor", "--json"))
    assert {each["state"] for each in found.values()} <= {"ok", "advice"}
    for name in ("key.usable", "store.schema", "store.key", "store.mode", "installations.active"):
        assert found[name]["state"] == "ok", found[name]
    assert found["reach.app"]["found"] == f"The sandbox at {app.app_url} answers"
    assert found["reach.api"]["state"] == "ok"
    assert found["environment.profile"]["found"].startswith("Profile dev (by the app URL)")
    assert found["clock.skew"]["state"] == "ok"


def test_what_fails_is_exit_code_1_with_why_and_what_to_do(gongkit: Run, tmp_path: Path) -> None:
    done = gongkit("doctor", cwd=str(tmp_path), GONGKIT_KEY="planted!", GONGKIT_CLIENTID="planted")
    assert (done.returncode, done.stderr) == (1, "")
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert "failed  There is no environment variable named 'GONGKIT_CLIENTID'" in lines
    assert "-> Did you mean 'GONGKIT_CLIENT_ID'?" in lines
    assert "failed  Key 1 in GONGKIT_KEY is not base64" in lines
    assert lines[-1].endswith("2 failed.")
    assert "planted" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_json_has_everything(gongkit: Run, tmp_path: Path) -> None:
    done = gongkit("doctor", "--json", cwd=str(tmp_path), GONGKIT_KEY="planted")
    written = json.loads(done.stdout)
    assert written.keys() == {"ok", "examinations"}
    assert written["ok"] is False
    fields = {"subject", "id", "state", "found", "why", "next", "fixable", "fixed"}
    assert all(each.keys() == fields for each in written["examinations"])
    key = examinations(done)["key.usable"]
    assert (key["subject"], key["state"], key["fixable"]) == ("Keys", "failed", False)
    assert "32 random bytes in base64" in key["next"]


def test_fix_makes_the_key_and_the_folder_and_closes_modes(app: AppFolder) -> None:
    settings = {
        "GONGKIT_KEY": "",
        "GONGKIT_STORE": "sqlite:///data/app/installations.db",
        "XDG_DATA_HOME": str(app.path),
    }
    found = examinations(app("doctor", "--json", **settings))
    assert (found["store.opens"]["state"], found["store.opens"]["fixable"]) == ("failed", True)
    assert (found["key.usable"]["state"], found["key.usable"]["fixable"]) == ("ok", True)

    found = examinations(app("doctor", "--fix", "--json", **settings))
    assert found["key.usable"]["fixed"]
    assert found["store.opens"]["state"] == "ok"
    folder = app.path / "data/app"
    assert folder.stat().st_mode & 0o777 == 0o700
    key = folder / "installations.key"
    assert key.stat().st_mode & 0o777 == 0o600

    assert app("install", "--headless", "--company", "northwind", **settings).returncode == 0
    store = folder / "installations.db"
    for path in (key, store):
        path.chmod(0o644)
    done = app("doctor", **settings)
    assert done.returncode == 1
    assert "chmod 600 data/app/installations.key; `gongkit doctor --fix` does it" in " ".join(
        done.stdout.split()
    )
    done = app("doctor", "--fix", **settings)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("  fixed   ") == 2
    assert {path.stat().st_mode & 0o777 for path in (key, store)} == {0o600}
    assert examinations(app("doctor", "--json", **settings))["store.key"]["state"] == "ok"


def test_colours_on_a_terminal_only(gongkit: Run, tmp_path: Path) -> None:
    settings = {"GONGKIT_KEY": "planted!", "GONGKIT_STORE": f"sqlite:///{tmp_path}/a.db"}
    shown = on_a_terminal("doctor", TERM="xterm", **settings)
    assert "\x1b[31mfailed\x1b[0m" in shown
    assert "\x1b[" not in on_a_terminal("doctor", TERM="xterm", NO_COLOR="1", **settings)
    assert "\x1b[" not in gongkit("doctor", TERM="xterm", **settings).stdout


@pytest.mark.parametrize("words", [("--lives",), ("everything",)])
def test_what_cannot_be_meant(words: tuple[str, ...], gongkit: Run) -> None:
    done = gongkit("doctor", *words)
    assert (done.returncode, done.stdout) == (2, "")


def test_no_secret_is_shown(app: AppFolder) -> None:
    secrets = {
        "GONGKIT_CLIENT_SECRET": "planted-client-secret",
        "GONGKIT_ACCESS_KEY": "planted-access-key",
        "GONGKIT_STORE": "postgresql://user:planted-password@127.0.0.1:1/app",
    }
    done = app("doctor", "--live", "--json", **secrets)
    assert done.returncode == 1
    assert "planted" not in done.stdout + done.stderr
    assert not any(token in done.stdout for token in PLANTED)
