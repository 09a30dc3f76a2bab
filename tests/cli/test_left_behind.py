"""A test run that is killed takes the sandboxes with it that it has started."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from tests.cli.command import LIMIT_SECONDS

PREPARE = {
    "of the command line": "from tests.cli.conftest import running_sandbox as running",
    "of the client": "from tests.auth.local_gong import running",
}
HOLD = """
with running() as gong:
    print(gong["url"] if isinstance(gong, dict) else gong.url, flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("prepare", PREPARE.values(), ids=PREPARE)
def test_a_sandbox_ends_with_a_killed_test_run(prepare: str) -> None:
    tests = subprocess.Popen(
        [sys.executable, "-c", f"import sys\n{prepare}\n{HOLD}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert tests.stdout is not None
    url = urlsplit(tests.stdout.readline().strip())
    with socket.create_connection((str(url.hostname), url.port), LIMIT_SECONDS) as connection:
        tests.kill()
        tests.communicate(timeout=LIMIT_SECONDS)
        with suppress(ConnectionResetError):
            assert connection.recv(1) == b""
