"""Keys from a file, and the key file that development makes for itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gongkit.errors import KeyringError
from gongkit.installations.key_source import development_keyring, keyring_from_file
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.redact import Secret

PLACE = ("app", "acme", "access_token")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "installations.key"


def write(path: Path, text: str, mode: int = 0o600) -> None:
    path.write_text(text)
    path.chmod(mode)


def test_a_file_holds_what_the_variable_would(path: Path) -> None:
    newest, older = generate_key(), generate_key()
    sealed = Keyring.parse(older).seal(Secret("planted"), bound_to=PLACE)
    write(path, f"{newest}, {older}\n")
    keyring = keyring_from_file(path)
    assert keyring.newest == Keyring.parse(newest).newest
    assert keyring.open(sealed, bound_to=PLACE) == Secret("planted")


def test_a_key_that_came_into_the_file_later_is_found(path: Path) -> None:
    old, new = generate_key(), generate_key()
    write(path, old)
    keyring = keyring_from_file(path)
    sealed = Keyring.parse(new).seal(Secret("planted"), bound_to=PLACE)
    write(path, f"{new},{old}")
    assert keyring.open(sealed, bound_to=PLACE) == Secret("planted")
    assert keyring.newest == Keyring.parse(new).newest


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o601])
@pytest.mark.parametrize("take", [keyring_from_file, development_keyring])
def test_a_file_that_others_can_open_is_refused(path: Path, mode: int, take: object) -> None:
    key = generate_key()
    write(path, key, mode)
    assert callable(take)
    with pytest.raises(KeyringError, match=rf"GONGKIT_KEY_FILE.*{mode:04o}") as refused:
        take(path)
    assert f"chmod 600 {path}" in refused.value.hint
    assert key not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"\n", b"planted", b"\xff\xfe", b"cGxhbnRlZA=="])
def test_a_file_without_a_key_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyringError, match=r"installations\.key.*GONGKIT_KEY_FILE") as refused:
        keyring_from_file(path)
    assert "planted" not in str(refused.value)


def test_a_file_that_is_not_there_is_named(path: Path) -> None:
    with pytest.raises(KeyringError, match=r"installations\.key.*GONGKIT_KEY_FILE"):
        keyring_from_file(path)
    with pytest.raises(KeyringError, match="GONGKIT_KEY_FILE"):
        keyring_from_file(path.parent)


def test_development_makes_a_file_for_its_owner_only(path: Path) -> None:
    made = development_keyring(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert development_keyring(path).newest == made.newest == keyring_from_file(path).newest
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_file_that_cannot_be_made_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(KeyringError, match=r"could not be made.*\n.*GONGKIT_KEY.*GONGKIT_KEY_FILE"):
        development_keyring(tmp_path / "missing" / "installations.key")


def test_processes_that_make_it_at_once_get_one_key(path: Path) -> None:
    code = """
import sys
from pathlib import Path
from gongkit.installations.key_source import development_keyring
print("ready", flush=True)
sys.stdin.readline()
print(development_keyring(Path(sys.argv[1])).newest.hex())
"""
    command = [sys.executable, "-W", "error", "-c", code, str(path)]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = {process.communicate(timeout=60)[0] for process in processes}
    assert said == {f"{keyring_from_file(path).newest.hex()}\n"}
    assert [each.name for each in path.parent.iterdir()] == [path.name]
