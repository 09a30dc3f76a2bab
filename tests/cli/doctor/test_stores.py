"""Real stores: old, foreign, locked, unreachable, and opened by another key; what is in them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.app_folder import planted
from tests.cli.doctor.looking import SANDBOX, around, by_id
from tests.installations.earlier_versions import make_version_1
from tests.postgres import PASSWORD

from gongkit.cli.diagnosis.found import Found, State
from gongkit.cli.diagnosis.installed import examine_installations
from gongkit.cli.diagnosis.keys import examine_keys
from gongkit.cli.diagnosis.reach import examine_reach
from gongkit.cli.diagnosis.store import examine_store
from gongkit.errors import StoreError
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.opening import open_store
from gongkit.installations.sqlite_schema import VERSION

KEY = generate_key()
FILE = "installations.db"
STORE = f"sqlite:///{FILE}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def store(**variables: str) -> dict[str, Found]:
    return by_id(examine_store(around(**{"KEY": KEY, **variables})))


def fill(url: str = STORE, key: str = KEY, client_id: str = "app") -> None:
    with closing(open_store(url, Keyring.parse(key), client_id=client_id)) as opened:
        opened.install("us-1.api.gong.io", planted("https://us-1.api.gong.io"), name="Acme")


def tables(file: Path = Path(FILE)) -> int:
    with closing(sqlite3.connect(file)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


# SQLite


def test_a_store_that_is_not_there_is_not_made(folder: Path) -> None:
    assert store()["store.opens"].state is State.OK
    assert store(STORE="memory:")["store.opens"].state is State.OK
    assert not list(folder.iterdir())
    found = store(STORE="sqlite:///no/such/folder/app.db")["store.opens"]
    assert found.state is State.FAILED
    assert found.fix is not None
    found.fix()
    assert (folder / "no/such/folder").stat().st_mode & 0o777 == 0o700


def test_a_store_as_it_should_be() -> None:
    fill()
    found = store()
    assert found.keys() == {"store.schema", "store.mode", "store.key"}
    assert {each.state for each in found.values()} == {State.OK}


def test_an_older_store_is_left_alone_and_fix_brings_it_up_to_date() -> None:
    make_version_1(Path(FILE), KEY)
    found = store()["store.schema"]
    assert (found.state, found.fix) == (State.ADVICE, None), "nobody has said whose it becomes"
    found = store(CLIENT_ID="app")["store.schema"]
    assert f"version 1; the newest is {VERSION}" in found.found
    assert tables() == 1
    assert found.fix is not None
    found.fix()
    assert tables() == VERSION
    copy = Path(f"{FILE}.version-1")
    assert (tables(copy), copy.stat().st_mode & 0o777) == (1, 0o600)
    with pytest.raises(FileExistsError):
        found.fix()  # an older copy is left alone
    assert store(CLIENT_ID="app")["store.key"].state is State.OK


def test_a_store_that_cannot_be_copied_is_not_brought_up_to_date() -> None:
    make_version_1(Path(FILE), KEY)
    fix = store(CLIENT_ID="app")["store.schema"].fix
    assert fix is not None
    Path(FILE).write_bytes(b"no database any more" * 100)
    with pytest.raises(StoreError, match="could not be copied"):
        fix()
    assert not Path(f"{FILE}.version-1").exists()


def test_a_newer_store() -> None:
    fill()
    with closing(sqlite3.connect(FILE)) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    found = store()["store.schema"]
    assert (found.state, found.fix) == (State.FAILED, None)
    assert "Update gongkit" in found.next


@pytest.mark.parametrize("content", [b"no database at all, for sure", None])
def test_a_file_that_is_no_store(content: bytes | None) -> None:
    if content is not None:
        Path(FILE).write_bytes(content)
    else:
        with closing(sqlite3.connect(FILE)) as db:
            db.execute("CREATE TABLE others (name)")
    before = Path(FILE).read_bytes()
    assert store()["store.opens"].state is State.FAILED
    assert Path(FILE).read_bytes() == before


def test_an_empty_file_is_a_store_to_be() -> None:
    Path(FILE).touch()
    assert store()["store.opens"].state is State.OK


def test_a_store_that_another_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkit.installations.looking._PATIENCE_SECONDS", 0.1)
    fill()
    with closing(sqlite3.connect(FILE, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        found = store()["store.writable"]
    assert (found.state, "locked" in found.found) == (State.FAILED, True)


def test_another_key() -> None:
    fill()
    found = store(KEY=generate_key())["store.key"]
    assert found.state is State.FAILED
    assert "encrypted with a key that is not in the keyring" in found.found


def test_a_key_file_that_is_gone(folder: Path) -> None:
    fill()
    found = store(KEY="", APP_URL=SANDBOX)["store.key"]
    assert (found.state, "key file is gone" in found.found) == (State.FAILED, True)
    assert not list(examine_keys(around(APP_URL=SANDBOX))), "no key is made in its place"
    assert not (folder / "installations.key").exists()
    assert store(KEY="")["store.key"].state is State.FAILED


def test_a_store_of_another_app_is_not_opened() -> None:
    fill(client_id="other", key=generate_key())
    assert store(CLIENT_ID="app")["store.key"].state is State.OK


def test_a_kind_of_store_that_there_is_not() -> None:
    assert store(STORE="mysql://planted@db/app")["store.opens"].state is State.FAILED


# PostgreSQL


def test_a_postgres_store(postgres_dsn: str) -> None:
    assert "answers" in store(STORE=postgres_dsn)["store.opens"].found
    fill(postgres_dsn)
    found = store(STORE=postgres_dsn)
    assert {name: each.state for name, each in found.items()} == {
        "store.schema": State.OK,
        "store.key": State.OK,
    }
    assert store(STORE=postgres_dsn, KEY=generate_key())["store.key"].state is State.FAILED


def test_a_postgres_store_that_may_not_be_written(postgres_dsn: str) -> None:
    fill(postgres_dsn)
    only_reads = f"{postgres_dsn}&options=-c%20default_transaction_read_only%3Don"
    assert store(STORE=only_reads)["store.writable"].state is State.FAILED


@pytest.mark.parametrize(
    "broken",
    [
        lambda dsn: dsn.replace(PASSWORD, "planted-wrong"),
        lambda dsn: dsn.replace("port=5432", "port=1"),
        lambda dsn: dsn.replace("/gongkit_", "/nowhere_"),
    ],
)
def test_a_postgres_server_that_does_not_let_in(
    broken: Callable[[str], str], postgres_dsn: str
) -> None:
    assert broken(postgres_dsn) != postgres_dsn
    found = store(STORE=broken(postgres_dsn))["store.opens"]
    assert (found.state, PASSWORD in repr(found)) == (State.FAILED, False)


# Installations


def test_installations_and_what_they_lack(folder: Path) -> None:
    def look() -> dict[str, Found]:
        return by_id(examine_installations(around(KEY=KEY)))

    assert look()["installations.active"].found == "No company has installed the app yet"
    fill()
    scopes = ["api:users:read", "api:library:read"]
    (folder / "gong.app.toml").write_text(
        f'[integration]\nname = "A"\nscopes = {scopes}\nredirect_uris = ["https://a.example/c"]'
    )
    found = look()
    assert "One company has installed the app" in found["installations.active"].found
    missing = found["installations.scopes"]
    assert missing.state is State.ADVICE
    assert missing.found.endswith("did not grant all scopes of the manifest: api:library:read")

    with closing(open_store(STORE, Keyring.parse(KEY), client_id="app")) as opened:
        until = time.time()
        opened.mark_needs_reconnect("us-1.api.gong.io", 1, "it was spent", usable_until=until)
    lost = look()["installations.active"]
    assert (lost.state, lost.found) == (State.ADVICE, "Acme needs a reconnect")
    assert "it was spent" in lost.why

    with closing(open_store(STORE, Keyring.parse(KEY), client_id="app")) as opened:
        opened.remove("us-1.api.gong.io")
    assert look()["installations.active"].found == "No company has installed the app yet"


def test_no_api_host_of_gongs_is_asked() -> None:
    fill()
    assert by_id(examine_reach(around(KEY=KEY))).keys() == {"reach.app"}
