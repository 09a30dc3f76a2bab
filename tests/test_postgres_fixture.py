"""The PostgreSQL that other tests rely on: apart, durable when killed, and gone afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from tests.postgres import (
    PASSWORD,
    Postgres,
    PostgresMissingError,
    find_binaries,
    quickest_place,
    running_postgres,
)

_RUN_AND_WAIT = """
import sys
from tests.postgres import quickest_place, running_postgres
with running_postgres(quickest_place()) as postgres:
    print(postgres.pid, postgres.folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other_dsn(postgres: Postgres) -> str:
    return postgres.create_database()


def write(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('Northwind')")


def read(dsn: str) -> list[tuple[str, ...]]:
    with psycopg.connect(dsn) as connection:
        return connection.execute("SELECT word FROM kept").fetchall()


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_database_does_not_see_another(postgres_dsn: str, other_dsn: str) -> None:
    write(postgres_dsn)
    with pytest.raises(psycopg.errors.UndefinedTable):
        read(other_dsn)


def test_a_server_that_was_killed_keeps_what_was_committed(
    postgres: Postgres, postgres_dsn: str
) -> None:
    write(postgres_dsn)
    pid = postgres.pid
    postgres.kill()
    assert not runs(pid)
    with pytest.raises(psycopg.OperationalError):
        read(postgres_dsn)
    postgres.start()
    assert read(postgres_dsn) == [("Northwind",)]
    assert "was not properly shut down" in postgres.log


def test_stop_ends_the_process_and_tells_its_connections(
    postgres: Postgres, postgres_dsn: str
) -> None:
    pid = postgres.pid
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        postgres.stop()
        assert not runs(pid)
        with pytest.raises(psycopg.errors.AdminShutdown):
            connection.execute("SELECT 1")


def test_a_new_database_starts_a_server_that_a_test_left_down(postgres: Postgres) -> None:
    postgres.kill()
    write(postgres.create_database())


def test_a_wrong_password_is_refused(postgres_dsn: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(postgres_dsn.replace(PASSWORD, "another"))


def test_the_server_does_not_run_as_root(postgres: Postgres) -> None:
    postgres.start()
    user = subprocess.check_output(["ps", "-o", "uid=", "-p", str(postgres.pid)], text=True)
    assert int(user) == postgres.folder.stat().st_uid != 0


@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGINT, None])
def test_the_server_does_not_outlive_whoever_started_it(ended_by: signal.Signals | None) -> None:
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", _RUN_AND_WAIT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as tests:
        assert tests.stdout is not None
        pid, folder = tests.stdout.readline().split()
        assert runs(int(pid))
        if ended_by:
            tests.send_signal(ended_by)
        tests.communicate(timeout=60)
    deadline = time.monotonic() + 60
    while Path(folder).exists() and time.monotonic() < deadline:
        time.sleep(0.01)  # nobody is told when another's process ends
    assert not Path(folder).exists()
    assert not runs(int(pid))


def test_a_setting_of_ours_gives_way() -> None:
    with (
        running_postgres(quickest_place(), fsync="on") as own,
        psycopg.connect(own.dsn()) as connection,
    ):
        assert connection.execute("SHOW fsync").fetchone() == ("on",)


def test_a_server_that_cannot_start_says_why() -> None:
    with (
        pytest.raises(RuntimeError, match='unrecognized configuration parameter "colour"'),
        running_postgres(quickest_place(), colour="blue"),
    ):
        pytest.fail("it started")


def test_missing_programs_say_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKIT_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(PostgresMissingError, match="apt-get install postgresql"):
        find_binaries()


@pytest.mark.parametrize(
    ("require", "outcome"), [({"CI": "true"}, 1), ({"GONGKIT_REQUIRE_POSTGRES": "1"}, 1), ({}, 0)]
)
def test_only_where_it_is_required_a_missing_server_fails(
    tmp_path: Path, require: dict[str, str], outcome: int
) -> None:
    allowed = {k: v for k, v in os.environ.items() if k not in {"CI", "GONGKIT_REQUIRE_POSTGRES"}}
    test = f"{__file__}::test_a_wrong_password_is_refused"
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", test],
        env={**allowed, **require, "GONGKIT_POSTGRES_BIN": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == outcome, ended.stdout
    assert "apt-get install postgresql" in ended.stdout
