"""Keys that are none, not there, or open to others."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.doctor.looking import SANDBOX, around, by_id

from gongkit.cli.diagnosis.found import Found, State
from gongkit.cli.diagnosis.keys import examine_keys
from gongkit.cli.diagnosis.store import examine_store
from gongkit.installations.keyring import generate_key

KEY = generate_key()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def key(**variables: str) -> Found:
    return by_id(examine_keys(around(**variables)))["key.usable"]


def test_keys_of_the_environment(folder: Path) -> None:
    assert key(KEY=f"{KEY},{generate_key()}").found == "GONGKIT_KEY holds a key, and 1 older"
    (folder / "my.key").write_text(KEY)
    (folder / "my.key").chmod(0o600)
    assert key(KEY_FILE="my.key").found == "The key file my.key holds a key"


@pytest.mark.parametrize("text", ["planted", "cGxhbnRlZA==", ","])
def test_a_key_that_is_none(text: str) -> None:
    found = key(KEY=text)
    assert (found.state, found.fix) == (State.FAILED, None)


def test_a_key_file_that_is_not_there() -> None:
    found = key(KEY_FILE="nowhere.key")
    assert (found.state, found.fix) == (State.FAILED, None)
    assert "nowhere.key" in found.found


def test_a_key_file_that_others_can_read(folder: Path) -> None:
    path = folder / "my.key"
    path.write_text(KEY)
    path.chmod(0o640)
    found = key(KEY_FILE="my.key")
    assert (found.state, "mode 0640" in found.found) == (State.FAILED, True)
    assert found.fix is not None
    found.fix()
    assert key(KEY_FILE="my.key").state is State.OK


def test_a_folder_in_the_place_of_a_file_keeps_its_mode(folder: Path) -> None:
    (folder / "keys").mkdir(mode=0o755)
    found = key(KEY_FILE="keys")
    assert (found.state, found.fix) == (State.FAILED, None)
    stores = examine_store(around(KEY=KEY, STORE="sqlite:///keys"))
    assert [(each.state, each.fix) for each in stores] == [(State.FAILED, None)]


def test_a_key_that_is_yet_to_be_made(folder: Path) -> None:
    assert key().state is State.OK
    assert key(STORE="memory:").found == "No key is needed: the store is in memory"
    found = key(APP_URL=SANDBOX)
    assert (found.state, "installations.key" in found.found) == (State.OK, True)
    assert not list(folder.iterdir())


def test_an_app_at_gong_needs_a_key() -> None:
    found = key(CLIENT_ID="app")
    assert (found.state, "GONGKIT_KEY" in found.next) == (State.FAILED, True)
