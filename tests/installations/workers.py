"""Python processes that all begin at the same moment."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]

PREPARE = """
    import sys
    from gongkit.testing.store_contract import ACME, OTHER, grant_of, state_of
    from gongkit.installations.keyring import Keyring
    from gongkit.installations.opening import open_store
    keyring, number, arguments = Keyring.parse(sys.argv[2]), sys.argv[3], sys.argv[4:]
    print("ready", flush=True)
    sys.stdin.readline()
    store = open_store(sys.argv[1], keyring, client_id="app")
"""


class Workers:
    """So many processes that run `code` with the store at `url` open as `store`.

    Each finds its `number` (a text) and the further `arguments`.
    """

    def __init__(self, code: str, count: int, url: str, key: str, *arguments: str) -> None:
        program = textwrap.dedent(PREPARE) + textwrap.dedent(code)
        command = [sys.executable, "-W", "error", "-c", program, url, key]
        self.processes = [
            subprocess.Popen(
                [*command, str(number), *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )
            for number in range(count)
        ]

    def start(self) -> None:
        """Let all of them go, once all are there."""
        for process in self.processes:
            assert stream(process.stdout).readline() == "ready\n"
        for process in self.processes:
            stream(process.stdin).write("go\n")
            stream(process.stdin).flush()

    def outputs(self) -> list[str]:
        """Run them to their ends, and give what each has printed."""
        self.start()
        said = [process.communicate(timeout=120)[0] for process in self.processes]
        assert [process.returncode for process in self.processes] == [0] * len(self.processes)
        return said


def stream(found: IO[Any] | None) -> IO[Any]:
    assert found is not None
    return found
