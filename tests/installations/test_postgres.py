"""The PostgreSQL store: the contract, and what is its own: its tables, rights, and faults."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier
from tests.installations.workers import Workers, stream
from tests.postgres import PASSWORD, Postgres

from gongkit.clock import ManualClock
from gongkit.errors import KeyringError, StoreError, UsageError
from gongkit.installations.installation import Lease
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.postgres import PostgresStore
from gongkit.installations.postgres_errors import reason_of
from gongkit.installations.postgres_pool import CONNECTIONS
from gongkit.limits import DOCUMENTED
from gongkit.testing.store_contract import (
    ACME,
    OTHER,
    OpenStore,
    SharedStoreContract,
    at_once,
    grant_of,
    present,
    state_of,
)

KEY = generate_key()
TABLES = "gongkit_schema, gongkit_installations, gongkit_leases, gongkit_states, gongkit_turns"


def open_at(dsn: str) -> PostgresStore:
    return PostgresStore(dsn, Keyring.parse(KEY), client_id="app")


@pytest.fixture
def store(postgres_dsn: str) -> Iterator[PostgresStore]:
    with closing(open_at(postgres_dsn)) as opened:
        yield opened


@pytest.fixture
def hurried(postgres_dsn: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostgresStore]:
    """Open a store that waits two seconds where others wait ten."""
    monkeypatch.setattr("gongkit.installations.postgres_pool.PATIENCE_SECONDS", 2)
    with closing(open_at(postgres_dsn)) as opened:
        yield opened


def execute(dsn: str, *statements: str) -> None:
    """Do what an administrator does, with other means than ours."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def database(dsn: str) -> str:
    return str(conninfo_to_dict(dsn)["dbname"])


class TestContract(SharedStoreContract):
    @pytest.fixture
    def open_store(self, postgres_dsn: str, clock: ManualClock) -> Iterator[OpenStore]:
        with ExitStack() as stack:

            def opened(client_id: str, keyring: Keyring) -> PostgresStore:
                store = PostgresStore(postgres_dsn, keyring, client_id=client_id, clock=clock)
                stack.callback(store.close)
                return store

            yield opened


def test_time_is_the_server_s(postgres_dsn: str, store: PostgresStore) -> None:
    with psycopg.connect(postgres_dsn) as connection:
        before, after = connection.execute(
            "SELECT extract(epoch FROM now())::float8, extract(epoch FROM now())::float8 + 60"
        ).fetchone() or (0, 0)
    assert before <= store.install(ACME, grant_of(ACME)).created_at <= after
    assert store.try_lease(ACME, 1, "a", 0)
    assert store.try_lease(ACME, 1, "b", 60) == Lease(ACME, 1, "b", in_doubt=True)
    assert store.take_slot(ACME, DOCUMENTED, bulk=False, patience=0).seconds == 0
    store.pause(ACME, 600)
    assert 500 < store.start_call(ACME, DOCUMENTED, patience=600).seconds <= 600
    store.save_state(state_of(), 0)
    assert store.consume_state(state_of().state, state_of().browser) == "state_expired"


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_the_database_s_own_habits_change_nothing(postgres_dsn: str, level: str) -> None:
    name = database(postgres_dsn)
    execute(
        postgres_dsn,
        f"ALTER DATABASE {name} SET default_transaction_isolation = '{level}'",
        f"ALTER DATABASE {name} SET extra_float_digits = -3",
        f"ALTER DATABASE {name} SET bytea_output = 'escape'",
    )
    with closing(open_at(postgres_dsn)) as store:
        store.install(ACME, grant_of(ACME, 0, expires_at=1_800_000_000.123456))
        assert present(store).grant.expires_at == 1_800_000_000.123456
        for version in range(1, 6):
            done = at_once(lambda n, v=version: refresh_one(store, v, n), 6)  # type: ignore[misc]
            assert done.count(True) == 1
        change = store.next_change(60)
        assert change is not None
        store.change_told(change)
        assert store.next_change(0) is None


def refresh_one(store: PostgresStore, version: int, number: int) -> bool:
    lease = store.try_lease(ACME, version, f"holder-{number}", 60)
    return lease is not None and store.commit_refresh(ACME, version, grant_of(ACME, number))


def test_companies_are_ordered_whatever_the_language(
    postgres_dsn: str,
) -> None:
    open_at(postgres_dsn).close()
    with psycopg.connect(postgres_dsn) as connection:
        rows = connection.execute(
            "SELECT collation_name FROM information_schema.columns"
            " WHERE table_name = 'gongkit_installations' AND column_name = 'company'"
        ).fetchall()
    assert rows == [("C",)]


def test_a_text_that_postgresql_cannot_store_is_an_error(store: PostgresStore) -> None:
    with pytest.raises(StoreError, match="NUL"):
        store.install("a\0b", grant_of(ACME))
    assert store.list() == ()


# Tables and rights


def test_all_who_open_an_empty_database_at_once_get_a_store(postgres_dsn: str) -> None:
    for number in range(6):
        for store in at_once(lambda _: open_at(postgres_dsn), 6):
            assert store.install(ACME, grant_of(ACME, number)).version <= 6
            store.close()
        execute(postgres_dsn, f"DROP TABLE {TABLES}")


def test_a_newer_schema_is_refused_untouched(postgres_dsn: str, store: PostgresStore) -> None:
    store.install(ACME, grant_of(ACME))
    execute(postgres_dsn, "UPDATE gongkit_schema SET version = 99")
    with pytest.raises(StoreError, match="newer version") as refused:
        open_at(postgres_dsn)
    assert "99" in str(refused.value)
    assert store.get(ACME)


@pytest.fixture
def plain_user(postgres_dsn: str) -> Iterator[str]:
    """Give the URL for a user who may not make tables."""
    role = f"plain_{database(postgres_dsn)}"
    execute(
        postgres_dsn,
        f"CREATE ROLE {role} LOGIN PASSWORD 'plain'",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    )
    yield make_conninfo(postgres_dsn, user=role, password="plain")
    execute(postgres_dsn, f"DROP OWNED BY {role}", f"DROP ROLE {role}")


def test_a_user_who_may_not_make_tables_is_told_so(plain_user: str) -> None:
    with pytest.raises(StoreError, match="its user may not make them") as refused:
        open_at(plain_user)
    assert "grant this one SELECT, INSERT, UPDATE and DELETE" in str(refused.value)


def test_tables_that_an_administrator_has_made_are_enough(
    postgres_dsn: str, plain_user: str
) -> None:
    open_at(postgres_dsn).close()
    user = conninfo_to_dict(plain_user)["user"]
    execute(postgres_dsn, f"GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLES} TO {user}")
    with closing(open_at(plain_user)) as store:
        store.install(ACME, grant_of(ACME))
        assert store.try_lease(ACME, 1, "a", 60)
        assert store.commit_refresh(ACME, 1, grant_of(ACME, 2))
        store.take_slot(ACME, DOCUMENTED, bulk=False, patience=0)
        store.save_state(state_of(), 60)
        assert store.next_change(60)
        assert store.remove(ACME)
    execute(postgres_dsn, f"REVOKE UPDATE ON gongkit_installations FROM {user}")
    with closing(open_at(plain_user)) as store:
        store.check()
        with pytest.raises(StoreError, match=r"lacks a right .*gongkit_installations"):
            store.install(OTHER, grant_of(OTHER))


# Faults


def test_a_server_that_is_down_is_named_and_works_again_when_it_is_back(
    postgres: Postgres,
    postgres_dsn: str,
    hurried: PostgresStore,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    made = hurried.install(ACME, grant_of(ACME))
    postgres.stop()
    begun = time.monotonic()
    with pytest.raises(StoreError, match="the server cannot be reached") as down:
        hurried.install(ACME, grant_of(ACME, 2))
    with pytest.raises(StoreError, match="the server cannot be reached"):
        hurried.check()
    assert time.monotonic() - begun < 20
    assert f"/{database(postgres_dsn)}" in str(down.value)
    assert "planted" not in str(down.value)
    with pytest.raises(StoreError, match="the server cannot be reached"):
        open_at(postgres_dsn)
    postgres.start()
    assert hurried.get(ACME) == made
    assert hurried.commit_refresh(ACME, 1, grant_of(ACME, 2))
    assert "error connecting" in caplog.text
    assert "planted" not in caplog.text


def test_a_connection_that_broke_meanwhile_costs_nobody_an_error(
    postgres_dsn: str, store: PostgresStore
) -> None:
    store.install(ACME, grant_of(ACME, 1))
    for number in range(2, 5):
        execute(
            postgres_dsn,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid != pg_backend_pid()",
        )
        assert store.install(ACME, grant_of(ACME, number)).version == number


def test_a_server_that_is_killed_loses_nothing_that_was_acknowledged(
    postgres: Postgres, postgres_dsn: str
) -> None:
    code = """
        from itertools import count
        for each in count(1):
            try:
                store.install(ACME, grant_of(ACME, each))
            except Exception as error:
                print(type(error).__name__, error, flush=True)
                break
            print(each, flush=True)
        store.close()
    """
    for _ in range(2):
        workers = Workers(code, 1, postgres_dsn, KEY)
        workers.start()
        (process,) = workers.processes
        for _ in range(20):
            stream(process.stdout).readline()
        postgres.kill()
        *acknowledged, said, hint = process.communicate(timeout=60)[0].splitlines()
        assert said.startswith("StoreError ")
        assert "planted" not in said + hint
        postgres.start()
        last = int(acknowledged[-1]) if acknowledged else 20
        with closing(open_at(postgres_dsn)) as store:
            number = int(present(store).grant.access_token.reveal().rpartition("-")[2])
            assert number in {last, last + 1}
            assert present(store).grant == grant_of(ACME, number)


def test_a_process_killed_in_a_transaction_holds_nobody_up(
    postgres_dsn: str, store: PostgresStore
) -> None:
    store.install(ACME, grant_of(ACME, 1))
    code = """
        with store._database.transaction() as run:
            run.run("UPDATE gongkit_installations SET name = 'half done'", {})
            print("holding", flush=True)
            sys.stdin.readline()
    """
    workers = Workers(code, 1, postgres_dsn, KEY)
    workers.start()
    (process,) = workers.processes
    assert stream(process.stdout).readline() == "holding\n"
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert store.commit_refresh(ACME, 1, grant_of(ACME, 2))
    assert present(store).name is None


def test_a_machine_that_vanishes_in_a_transaction_holds_nobody_up_for_long(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.install(ACME, grant_of(ACME, 1))
    monkeypatch.setattr("gongkit.installations.postgres_pool.IDLE_SECONDS", 1)
    with ExitStack() as stack:
        run = stack.enter_context(store._pool.transaction())
        run.run("UPDATE gongkit_installations SET name = 'half done'", {})
        assert store.commit_refresh(ACME, 1, grant_of(ACME, 2))
        with pytest.raises(StoreError, match="stood still"):
            stack.close()
    assert (present(store).version, present(store).name) == (2, None)


def test_a_database_that_may_not_be_written_is_read(postgres_dsn: str) -> None:
    read_only = make_conninfo(postgres_dsn, options="-c default_transaction_read_only=on")
    with pytest.raises(StoreError, match="it may not be written"):
        open_at(read_only)
    with closing(open_at(postgres_dsn)) as store:
        made = store.install(ACME, grant_of(ACME))
    with closing(open_at(read_only)) as store:
        assert store.list() == (made,)
        with pytest.raises(StoreError, match="it may not be written"):
            store.install(ACME, grant_of(ACME, 2))


def test_a_row_that_stays_locked_is_not_waited_for_for_ever(
    postgres_dsn: str, hurried: PostgresStore
) -> None:
    hurried.install(ACME, grant_of(ACME, 1))
    with psycopg.connect(postgres_dsn) as blocker:
        blocker.execute("SELECT * FROM gongkit_installations FOR UPDATE")
        with pytest.raises(StoreError, match="locked for too long"):
            hurried.commit_refresh(ACME, 1, grant_of(ACME, 2))
        assert present(hurried).version == 1, "readers do not wait"
    assert hurried.commit_refresh(ACME, 1, grant_of(ACME, 2))


def test_a_pool_that_is_used_up_says_so(hurried: PostgresStore) -> None:
    with ExitStack() as stack:
        for _ in range(CONNECTIONS):
            stack.enter_context(hurried._pool.transaction())
        with pytest.raises(StoreError, match=f"none of this process's {CONNECTIONS} connections"):
            hurried.check()
    hurried.check()


def test_many_threads_share_the_pool(store: PostgresStore) -> None:
    store.install(ACME, grant_of(ACME))
    assert {each.version for each in at_once(lambda _: present(store), 4 * CONNECTIONS)} == {1}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": "planted-wrong"}, "it does not accept the user or the password"),
        ({"user": "nobody_at_all"}, "it does not accept the user or the password"),
        ({"password": ""}, "it wants a password, and the URL has none"),
        ({"dbname": "missing"}, "there is no such database|does not exist"),
        ({"host": "/nowhere"}, "the server cannot be reached"),
        ({"host": "127.0.0.1", "port": "1"}, "the server cannot be reached"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_is_wrong_with_an_address_is_said_without_secrets(
    postgres_dsn: str, wrong: dict[str, str], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(StoreError, match=said) as refused:
        open_at(make_conninfo(postgres_dsn, **wrong))
    assert "planted" not in str(refused.value) + caplog.text


@pytest.mark.parametrize(
    "url", ["postgresql://user:planted@[::1/x", "postgresql://h/d?planted=1", "planted"]
)
def test_a_url_that_cannot_be_read_is_not_shown(url: str) -> None:
    with pytest.raises(UsageError, match="postgresql://user:password@host/database") as refused:
        open_at(url)
    assert "planted" not in str(refused.value)


@pytest.mark.parametrize(
    ("sqlstate", "said"),
    [("53100", "the disk is full"), ("53300", "it has too many connections")],
)
def test_errors_that_are_hard_to_cause_are_known(sqlstate: str, said: str) -> None:
    assert reason_of(psycopg.errors.lookup(sqlstate)("planted")) == said


def test_a_store_shows_its_host_and_database_and_nothing_else(
    postgres_dsn: str, store: PostgresStore
) -> None:
    host = conninfo_to_dict(postgres_dsn)["host"]
    assert repr(store) == f"<PostgresStore postgresql://{host}/{database(postgres_dsn)}>"


# Secrets


def test_no_secret_is_in_the_data_folder_or_any_log(
    postgres: Postgres, postgres_dsn: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    execute(
        postgres_dsn,
        f"ALTER DATABASE {database(postgres_dsn)} SET log_statement = 'all'",
        f"ALTER DATABASE {database(postgres_dsn)} SET log_parameter_max_length_on_error = -1",
    )
    with closing(open_at(postgres_dsn)) as store:
        for number in range(1, 20):
            store.install(ACME, grant_of(ACME, number), tenant="customer")
            store.save_state(state_of(number), 600)
        store.commit_refresh(ACME, 19, grant_of(ACME, 20))
        store.consume_state(state_of(3).state, state_of(3).browser)
        with pytest.raises(StoreError):
            store.save_state(state_of(4), 600)
        webhook_key = present(store).webhook_key.reveal().encode()
        store.of_webhook_key(present(store).webhook_key)
        assert ACME.encode() in dump(postgres_dsn)
        for secret in (b"planted", webhook_key):
            assert secret not in dump(postgres_dsn)
        store.remove(ACME)
    execute(postgres_dsn, "CHECKPOINT")
    content = [path.read_bytes() for path in postgres.folder.rglob("*") if path.is_file()]
    assert sum(ACME.encode() in each for each in content) > 1, "tables, write-ahead log, log"
    assert ACME in postgres.log
    for secret in (b"planted", webhook_key, PASSWORD.encode()):
        assert not any(secret in each for each in content)
    assert "planted" not in caplog.text


def dump(dsn: str) -> bytes:
    """Read all our tables as bytes, as a backup has them."""
    with psycopg.connect(dsn) as connection:
        parts = []
        for table in TABLES.split(", "):
            copy = SQL("COPY {} TO STDOUT (FORMAT binary)").format(Identifier(table))
            with connection.cursor().copy(copy) as rows:
                parts += [bytes(part) for part in rows]
    return b"".join(parts)


def test_a_token_copied_to_another_company_does_not_open(
    postgres_dsn: str, store: PostgresStore
) -> None:
    store.install(ACME, grant_of(ACME))
    store.install(OTHER, grant_of(OTHER))
    execute(
        postgres_dsn,
        "UPDATE gongkit_installations SET access_token ="
        f" (SELECT access_token FROM gongkit_installations WHERE company = '{ACME}')",
    )
    assert store.get(ACME)
    with pytest.raises(KeyringError, match="access_token of eu-2"):
        store.get(OTHER)


def test_readers_and_writers_do_not_wait_for_rekey(postgres_dsn: str, store: PostgresStore) -> None:
    """Rows that are being moved may be read, and those of others written."""
    store.install(ACME, grant_of(ACME))
    store.install(OTHER, grant_of(OTHER))
    with psycopg.connect(postgres_dsn) as mover:
        mover.execute("SELECT * FROM gongkit_installations WHERE company = %s FOR UPDATE", (ACME,))
        assert len(store.list()) == 2
        assert store.commit_refresh(OTHER, 1, grant_of(OTHER, 2))
        thread = threading.Thread(target=store.commit_refresh, args=(ACME, 1, grant_of(ACME, 2)))
        thread.start()
        assert present(store).version == 1
    thread.join()
    assert present(store).version == 2
