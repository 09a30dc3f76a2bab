"""A PostgreSQL server of our own, started from the binaries on the machine, for tests and `bench`.

It lives in a temporary folder and is reached through a Unix socket there, with a password. It
keeps no data safe from a power cut (`fsync` is off), yet all of it from a server that is killed.
"""

from __future__ import annotations

import itertools
import os
import re
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

USER = "gongkit"
PASSWORD = "planted-postgres-password"

_PORT = "5432"
_DEBIAN = Path("/usr/lib/postgresql")
# The path of a socket must be short, and its folder open to the user who runs the server.
_DISK = Path("/tmp")
_MEMORY = Path("/dev/shm")  # a file system in memory, on Linux
_ROOM = 2 << 30  # bytes: a cluster takes some 70 MB, and each database 8 MB more
_START_SECONDS = 60
_STOP_SECONDS = 60

# A commit must reach the operating system, since tests kill the server and look for their data:
# hence no `synchronous_commit = off`.
_SETTINGS = {
    "listen_addresses": "",
    "port": _PORT,
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}

# The shell is the parent of what it runs. It reads the name of a signal from whoever started it,
# or the end of the file when that process is gone, however it went: then nothing stays.
# The shell's own stdout is closed: the pipe ends with the last process that it started.
_GUARD = """
"$@" &
exec >&-
if read -r signal; then
    kill -s "$signal" $!
    wait $!
else
    kill -s QUIT $!
    wait $!
    rm -rf "$GONGKIT_POSTGRES_FOLDER"
fi
"""


class PostgresMissingError(Exception):
    """No PostgreSQL server is installed here."""


class Postgres:
    """A cluster in a folder, and the server that runs on it or does not.

    `settings` are PostgreSQL's, over ours: `{"listen_addresses": "localhost", "port": "54321"}`
    for TCP beside the socket, `{"fsync": "on"}` to measure what durability costs.
    """

    def __init__(self, binaries: Path, folder: Path, settings: dict[str, str]) -> None:
        self._binaries = binaries
        self.folder = folder
        self._data = folder / "data"
        self._log = folder / "log"
        self._settings = {**_SETTINGS, "unix_socket_directories": str(folder), **settings}
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)

    @property
    def pid(self) -> int:
        """The id of the server's first process."""
        return int((self._data / "postmaster.pid").read_text().split("\n", 1)[0])

    @property
    def log(self) -> str:
        """What the server has logged since it was first started."""
        return self._log.read_text() if self._log.exists() else ""

    def dsn(self, database: str = "postgres") -> str:
        """Give the URL of a database, with the password in it."""
        place = f"host={self.folder}&port={self._settings['port']}"
        return f"postgresql://{USER}:{PASSWORD}@/{database}?{place}"

    def create_database(self) -> str:
        """Give the URL of a new, empty database; a server that is down is started for it."""
        name = f"gongkit_{next(self._numbers)}"
        self._execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        return self.dsn(name)

    def drop_database(self, dsn: str) -> None:
        """Remove a database, and throw out whoever is connected to it."""
        name = str(conninfo_to_dict(dsn)["dbname"])
        self._execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))

    def initialize(self) -> None:
        """Make the cluster, with one user who has a password."""
        password = self.folder / "password"
        password.write_text(PASSWORD)
        for path in (self.folder, password):
            path.chmod(0o700)
            if user := _unprivileged().get("user"):
                shutil.chown(path, user)
        options = ("--no-sync", "--encoding=UTF8", "--locale=C", "--auth=scram-sha-256")
        process = self._guarded(
            *("initdb", "--pgdata", self._data, *options),
            *("--username", USER, "--pwfile", password),
        )
        assert process.stdout is not None
        process.stdout.read()
        self._end(b"INT\n")
        if process.returncode:
            raise RuntimeError(f"initdb failed:\n{self.log}")
        password.unlink()

    def start(self) -> None:
        """Start the server, unless it runs, and wait until it answers."""
        if self._process is not None:
            return
        options = itertools.chain.from_iterable(
            ("-c", f"{name}={value}") for name, value in self._settings.items()
        )
        self._wait_until_it_answers(self._guarded("postgres", "-D", self._data, *options))

    def stop(self) -> None:
        """End the server in order, as an administrator does; its connections are told."""
        self._end(b"INT\n")

    def kill(self) -> None:
        """End the server with `SIGKILL`; the next start recovers what was committed."""
        self._end(b"KILL\n")

    def discard(self) -> None:
        """End the server at once, for good, and remove its folder."""
        self._end(b"QUIT\n")
        shutil.rmtree(self.folder)

    def _guarded(self, program: str, *arguments: str | Path) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            # A session of its own: Ctrl-C in a terminal is for the tests, which then end it.
            self._process = subprocess.Popen(
                ["sh", "-c", _GUARD, "sh", self._binaries / program, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, "GONGKIT_POSTGRES_FOLDER": str(self.folder)},
                cwd=self.folder,
                start_new_session=True,
                **_unprivileged(),
            )
        return self._process

    def _wait_until_it_answers(self, server: subprocess.Popen[bytes]) -> None:
        assert server.stdout is not None
        deadline = time.monotonic() + _START_SECONDS
        while True:
            ended, _, _ = select.select([server.stdout], [], [], 0.02)
            try:
                psycopg.connect(self.dsn()).close()
            except psycopg.OperationalError:
                if ended or time.monotonic() > deadline:
                    self._end(b"QUIT\n")
                    raise RuntimeError(f"PostgreSQL did not start:\n{self.log}") from None
            else:
                return

    def _end(self, signal: bytes) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.communicate(signal, timeout=_STOP_SECONDS)

    def _execute(self, statement: Any) -> None:
        self.start()
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_postgres(place: Path = _DISK, **settings: str) -> Iterator[Postgres]:
    """Run a server of our own, with no database but PostgreSQL's; afterwards nothing is left.

    Raises `PostgresMissingError` where none is installed.
    """
    binaries = find_binaries()
    folder = Path(tempfile.mkdtemp(prefix="gongkit-postgres-", dir=place))
    postgres = Postgres(binaries, folder, settings)
    try:
        postgres.initialize()
        postgres.start()
        yield postgres
    finally:
        postgres.discard()


def quickest_place() -> Path:
    """Give the folder to keep data in that nobody wants to keep: in memory, where there is room."""
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
        return _MEMORY
    return _DISK


def find_binaries() -> Path:
    """Find the folder of `initdb` and `postgres`: the named one, on `PATH`, or Debian's newest."""
    if named := os.environ.get("GONGKIT_POSTGRES_BIN"):
        folders, searched = [Path(named)], f"in {named} (GONGKIT_POSTGRES_BIN)"
    else:
        on_path = shutil.which("initdb")
        folders = [Path(on_path).resolve().parent] if on_path else []
        folders += sorted(_DEBIAN.glob("*/bin"), key=_version, reverse=True)
        searched = f"on PATH or in {_DEBIAN}"
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresMissingError(
        f"PostgreSQL's server is needed here, and its initdb was not found {searched}. "
        "Install it (Debian: apt-get install postgresql), "
        "or name the folder of its programs in GONGKIT_POSTGRES_BIN."
    )


def _version(folder: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", folder.parent.name)]


def _unprivileged() -> dict[str, Any]:
    """Give the `subprocess` arguments for another user, since PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    import pwd  # not on every system

    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
