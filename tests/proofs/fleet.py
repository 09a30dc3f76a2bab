"""An app that runs as many processes on one store: started, told when to call, killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.auth.local_gong import LocalGong
from tests.installations.workers import stream

ROOT = Path(__file__).parents[2]
COMPANY = "northwind"


class Fleet:
    """So many processes with so many threads each, all of one app and one installation.

    They keep these `limits` of the company together, and none without.
    """

    def __init__(
        self,
        gong: LocalGong,
        store: str,
        key: str,
        *,
        processes: int,
        threads: int,
        company: str = COMPANY,
        lease_seconds: float = 60.0,
        limits: Mapping[str, float | None] | None = None,
        bulk: bool = False,
    ) -> None:
        self._configuration = json.dumps(
            {
                "client_id": gong.oauth.client_id,
                "client_secret": gong.oauth.client_secret.reveal(),
                "redirect_uri": gong.oauth.redirect_uri,
                "scopes": gong.oauth.scopes,
                "app_url": gong.oauth.app_url,
                "store": store,
                "key": key,
                "company": company,
                "threads": threads,
                "lease_seconds": lease_seconds,
                "limits": limits,
                "bulk": bulk,
            }
        )
        self.processes = [self._started() for _ in range(processes)]
        self._wait_until_ready(self.processes)

    def say(self, ahead: float) -> None:
        """Let every thread of every process make a call."""
        for process in self.processes:
            stream(process.stdin).write(f"{ahead}\n")
            stream(process.stdin).flush()

    def outcomes(self) -> list[str]:
        """Give what became of the calls, of those processes that live."""
        lines = [stream(process.stdout).readline() for process in self.processes]
        return [outcome for line in lines if line for outcome in json.loads(line)]

    def round(self, ahead: float) -> list[str]:
        """Let every thread make a call, and give what became of them."""
        self.say(ahead)
        return self.outcomes()

    def kill(self, numbers: Sequence[int]) -> None:
        """Kill these processes as the machine's failure would."""
        for number in numbers:
            self.processes[number].send_signal(signal.SIGKILL)
        for number in numbers:
            self.processes[number].wait(60)

    def replace_dead(self) -> None:
        """Start a new process for each that was killed."""
        dead = [n for n, process in enumerate(self.processes) if process.poll() is not None]
        for number in dead:
            _close(self.processes[number])
            self.processes[number] = self._started()
        self._wait_until_ready([self.processes[number] for number in dead])

    def end(self) -> None:
        """Let them all end by themselves."""
        for process in self.processes:
            stream(process.stdin).close()
        for process in self.processes:
            process.wait(60)
            stream(process.stdout).close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            process.kill()
            _close(process)

    def _started(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.proofs.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        stream(process.stdin).write(f"{self._configuration}\n")
        stream(process.stdin).flush()
        return process

    @staticmethod
    def _wait_until_ready(processes: Sequence[subprocess.Popen[str]]) -> None:
        for process in processes:
            assert stream(process.stdout).readline() == "ready\n"


def _close(process: subprocess.Popen[str]) -> None:
    process.wait(60)
    for end in (process.stdin, process.stdout):
        try:
            stream(end).close()
        except BrokenPipeError:
            continue
