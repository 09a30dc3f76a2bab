"""Python and the extras, the environment variables, the manifest, the disk."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from tests.cli.doctor.looking import SANDBOX, around, by_id

from gongkit import __version__
from gongkit.cli.diagnosis.app_manifest import examine_manifest
from gongkit.cli.diagnosis.disk import examine_disk, room
from gongkit.cli.diagnosis.found import Found, State
from gongkit.cli.diagnosis.sandbox_data import examine_sandbox_data
from gongkit.cli.diagnosis.software import PURPOSES, examine_software
from gongkit.cli.diagnosis.variables import examine_variables
from gongkit.cli.main import EXTRAS

MANIFEST = """
[integration]
name = "Deal Notes"
scopes = ["api:users:read"]
redirect_uris = ["https://notes.example/callback"]
[profiles.staging.integration]
name = "Deal Notes at home"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_python_gongkit_and_extras() -> None:
    found = by_id(examine_software(around()))
    assert found["python.version"].found.startswith("Python 3.")
    assert found["gongkit.version"].found == f"gongkit {__version__}"
    assert found["extra.sandbox"].found == "Extra sandbox: `gongkit sandbox`, `demo` and `dev`"
    assert {each.state for each in found.values()} == {State.OK}
    assert {f"extra.{extra}" for extra in EXTRAS.values()} <= found.keys()


def test_an_extra_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(package: str) -> str:
        if package.startswith("psycopg"):
            raise PackageNotFoundError
        return "1"

    monkeypatch.setattr("gongkit.cli.diagnosis.software.version", version)
    not_needed = by_id(examine_software(around()))["extra.postgres"]
    assert (not_needed.state, "not installed" in not_needed.found) == (State.OK, True)
    needed = by_id(examine_software(around(STORE="postgresql://db/app")))["extra.postgres"]
    assert (needed.state, needed.next) == (State.FAILED, 'pip install "gongkit[postgres]"')


def test_every_extra_has_a_purpose() -> None:
    extras = {name for name in by_id(examine_software(around())) if name.startswith("extra.")}
    assert extras == {f"extra.{name}" for name in PURPOSES}


def test_variables_that_agree() -> None:
    found = by_id(examine_variables(around(APP_URL=SANDBOX)))
    assert {each.state for each in found.values()} == {State.OK}
    assert found["environment.profile"].found == f"Profile dev (by the app URL), Gong at {SANDBOX}"


@pytest.mark.parametrize(
    ("name", "state", "variables"),
    [
        ("environment.spelling", State.FAILED, {"APPURL": "planted"}),
        ("environment.spelling", State.FAILED, {"PROFILE": "prd"}),
        ("environment.app_url", State.FAILED, {"APP_URL": "https://planted@gong.example"}),
        ("environment.app_url", State.FAILED, {"APP_URL": "127.0.0.1:4664"}),
        ("environment.base_url", State.FAILED, {"BASE_URL": "https://api.gong.io/v2"}),
        ("environment.base_url_alone", State.ADVICE, {"BASE_URL": "https://api.gong.io"}),
        ("environment.app_url", State.FAILED, {"APP_URL": "http://["}),
        ("environment.store", State.FAILED, {"STORE": "postgresql://["}),
        ("environment.store", State.FAILED, {"STORE_EU": "postgresql://["}),
        ("environment.profile_prod", State.FAILED, {"PROFILE": "prod", "APP_URL": SANDBOX}),
        ("environment.profile_dev", State.ADVICE, {"PROFILE": "dev"}),
        ("environment.access_key", State.FAILED, {"ACCESS_KEY": "planted"}),
        ("environment.access_key", State.FAILED, {"ACCESS_KEY_SECRET": "planted"}),
        ("environment.client_secret", State.FAILED, {"CLIENT_ID": "app"}),
        ("environment.key", State.ADVICE, {"KEY": "planted", "KEY_FILE": "a.key"}),
    ],
)
def test_variables_that_do_not_go_together(
    name: str, state: State, variables: dict[str, str]
) -> None:
    found = by_id(examine_variables(around(**variables)))
    assert found[name].state is state
    assert "environment.variables" not in found


def test_every_misspelt_variable_is_told_and_the_others_are_read() -> None:
    looked = around(APPURL="x", CLIENTID="x", CLIENT_ID="app", PROFILE="nowhere")
    spelling = [each for each in examine_variables(looked) if each.id == "environment.spelling"]
    assert [each.next for each in spelling[:2]] == [
        "Did you mean 'GONGKIT_APP_URL'?",
        "Did you mean 'GONGKIT_CLIENT_ID'?",
    ]
    assert "nowhere" in spelling[2].found
    assert looked.settings.client_id == "app"


def test_a_store_of_a_region_that_the_manifest_does_not_have(folder: Path) -> None:
    regions = '[residency]\ndefault = "us"\n[residency.regions]\neu = ["eu-*.api.gong.io"]\n'
    (folder / "gong.app.toml").write_text(MANIFEST + regions)
    known = by_id(examine_variables(around(STORE_EU="memory:", STORE_US="memory:")))
    assert "environment.region" not in known
    found = by_id(examine_variables(around(STORE_ASIA="memory:")))["environment.region"]
    assert (found.state, "GONGKIT_STORE_ASIA" in found.found) == (State.FAILED, True)


def test_the_sandboxs_data(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))

    def look() -> Found:
        return by_id(examine_sandbox_data(around()))["sandbox.data"]

    found = look()
    assert (found.state, "the first one makes" in found.found) == (State.OK, True)
    assert found.fix is not None
    found.fix()
    assert look().found == f"A sandbox keeps its data in {folder / 'gongkit'}"
    (folder / "gongkit").rmdir()
    (folder / "gongkit").touch()
    assert look().state is State.FAILED
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "gongkit/deep"))
    assert (look().state, look().fix) == (State.FAILED, None)


def test_no_manifest() -> None:
    found = by_id(examine_manifest(around()))["manifest.valid"]
    assert (found.state, "No gong.app.toml here" in found.found) == (State.OK, True)


def test_a_manifest_as_the_profile_has_it(folder: Path) -> None:
    (folder / "gong.app.toml").write_text(MANIFEST)
    assert "Deal Notes" in by_id(examine_manifest(around()))["manifest.valid"].found
    found = by_id(examine_manifest(around(PROFILE="staging")))["manifest.valid"]
    assert found.found == "gong.app.toml is the manifest of Deal Notes at home"


def test_a_manifest_with_problems(folder: Path) -> None:
    text = MANIFEST.replace("users:read", "user:read").replace("https", "http")
    (folder / "gong.app.toml").write_text(text)
    found = by_id(examine_manifest(around()))["manifest.valid"]
    assert found.state is State.FAILED
    assert "2 problems, the first: integration.scopes[0] (line 4" in found.found
    assert "gongkit manifest validate" in found.next


@pytest.mark.parametrize(
    ("megabytes", "state"), [(5_000, State.OK), (500, State.ADVICE), (5, State.FAILED)]
)
def test_room_on_the_disk(megabytes: int, state: State, folder: Path) -> None:
    found = by_id([room(folder, megabytes * 1_000_000)])["disk.free"]
    assert found.state is state
    assert f"{megabytes:,} MB" in found.found


def test_every_stores_disk_is_looked_at(folder: Path) -> None:
    (folder / "eu").mkdir()
    looked = around(STORE_EU="sqlite:///eu/app.db", STORE="sqlite:///nowhere/app.db")
    (found,) = examine_disk(looked)
    assert str(folder / "eu") in found.found
