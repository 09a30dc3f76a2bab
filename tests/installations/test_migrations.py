"""Files of every earlier version become ones of today, wholly or not at all."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.installations.earlier_versions import SCOPES, make_version_1
from tests.installations.workers import Workers, stream

from gongkit.errors import KeyringError
from gongkit.installations.installation import Installation, Lease, TokenGrant, refresh_at
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.sqlite import SqliteStore
from gongkit.installations.sqlite_schema import STEPS, VERSION
from gongkit.redact import Secret
from gongkit.testing.store_contract import grant_of, present

KEY = generate_key()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "installations.db"


def open_at(path: Path, key: str = KEY) -> SqliteStore:
    return SqliteStore(path, Keyring.parse(key), client_id="app")


def tables(path: Path) -> tuple[int, list[str]]:
    with closing(sqlite3.connect(path)) as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return version, [name for (name,) in names]


def grant(company: str, expires_at: float | None, **fields: Secret | None) -> TokenGrant:
    tokens = {name: Secret(f"planted-{name}-{company}") for name in TOKENS}
    return TokenGrant(
        base_url="https://us-1.api.gong.io",
        scopes=tuple(SCOPES.split()),
        issued_at=1000.0,
        expires_at=expires_at,
        **{**tokens, **fields},  # type: ignore[arg-type]
    )


TOKENS = ("access_token", "refresh_token")


def kept(found: Installation) -> tuple[object, ...]:
    assert (found.created_at, found.updated_at, found.version) == (900.0, 1000.25, 7)
    return found.name, found.region, found.status, found.reason, found.grant


def test_every_earlier_version_is_tested() -> None:
    assert VERSION == len(STEPS) == 2, "make files of the version before, and test them here"


def test_nothing_of_version_1_is_lost(path: Path) -> None:
    make_version_1(path, KEY)
    with closing(open_at(path)) as store:
        found = {each.company: each for each in store.list()}
        assert {company: kept(each) for company, each in found.items()} == {
            "active": ("Acme", "us", "active", None, grant("active", 87_400.5)),
            "in-doubt": (None, None, "active", None, grant("in-doubt", 87_400.5)),
            "marked": ("Marked", "eu", "needs_reconnect", "it was spent", grant("marked", None)),
            "no-refresh": (
                *(None, "us", "active", None),
                grant("no-refresh", 5000.0, refresh_token=None),
            ),
            "removed": (
                *("Gone", "us", "removed", None),
                grant("removed", None, access_token=Secret(""), refresh_token=None),
            ),
        }
        keys = {each.webhook_key for each in found.values()}
        assert len(keys) == 5
        assert all(store.of_webhook_key(each.webhook_key) == each for each in found.values())
        assert store.next_change(60) is None, "nothing has changed"


def test_leases_of_version_1_go_on(path: Path) -> None:
    make_version_1(path, KEY)
    with closing(open_at(path)) as store:
        assert store.try_lease("active", 7, "b", 60) is None
        assert store.try_lease("active", 7, "a-holder", 60)
        assert store.try_lease("in-doubt", 7, "b", 60) == Lease("in-doubt", 7, "b", in_doubt=True)


def test_installations_of_version_1_become_due(path: Path) -> None:
    make_version_1(path, KEY)
    moment = refresh_at("active", grant("active", 87_400.5)) or 0
    with closing(open_at(path)) as store:
        assert store.due(4999, after="", limit=9) == ()
        assert "active" not in store.due(moment - 1, after="", limit=9)
        assert store.due(moment, after="", limit=1) == ("active",)
        assert store.due(9e9, after="", limit=9) == ("active", "in-doubt", "no-refresh")


def test_a_file_that_was_brought_up_is_as_a_new_one(path: Path) -> None:
    def schema(of: Path) -> list[tuple[str, ...]]:
        with closing(sqlite3.connect(of)) as db:
            return db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()

    make_version_1(path, KEY)
    open_at(path).close()
    new = path.with_name("new.db")
    open_at(new).close()
    assert schema(path) == schema(new)
    assert tables(path)[0] == VERSION


def test_processes_that_bring_it_up_at_once_do_it_once(path: Path) -> None:
    make_version_1(path, KEY, companies=50)
    code = "print(*sorted(each.webhook_key.reveal() for each in store.list()))"
    said = Workers(code, 5, f"sqlite:///{path}", KEY).outputs()
    assert len(set(said)) == 1
    assert len(said[0].split()) == 55


def test_a_process_killed_meanwhile_leaves_the_version_before(path: Path) -> None:
    make_version_1(path, KEY)
    before = tables(path)
    # The worker's own store is another one; then it stops in the middle of the step, with the
    # new tables made and one row moved.
    code = """
        from pathlib import Path
        from gongkit.installations import sqlite_schema
        from gongkit.installations.sqlite import SqliteStore
        move, moved = sqlite_schema._moved, []
        def halfway(*arguments):
            if moved:
                print("halfway", flush=True)
                sys.stdin.readline()
            moved.append(1)
            return move(*arguments)
        sqlite_schema._moved = halfway
        SqliteStore(Path(arguments[0]), keyring, client_id="app")
    """
    workers = Workers(code, 1, "memory:", KEY, str(path))
    workers.start()
    (process,) = workers.processes
    assert stream(process.stdout).readline() == "halfway\n"
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert tables(path) == before
    with closing(open_at(path)) as store:
        assert len(store.list()) == 5


def test_without_its_key_a_file_is_refused_and_left_as_it_was(path: Path) -> None:
    make_version_1(path, KEY)
    before = path.read_bytes()
    with pytest.raises(KeyringError, match="not in the keyring"):
        open_at(path, generate_key())
    assert path.read_bytes() == before
    with closing(open_at(path)) as store:
        assert len(store.list()) == 5


def test_tokens_come_under_the_newest_key(path: Path) -> None:
    make_version_1(path, KEY)
    new = generate_key()
    open_at(path, f"{new},{KEY}").close()
    with closing(open_at(path, new)) as store:
        assert len(store.list()) == 5
        assert store.rekey(9) == 0
        assert store.commit_refresh("active", 7, grant_of("us-1.api.gong.io"))
        assert present(store, "active").version == 8
