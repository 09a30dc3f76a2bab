"""Work that Gong does later: kept with the data, done when the sandbox's time comes to it.

A job is a row. `run_due_jobs` is called before every request is answered and does
what is due, the earliest first, each job in a transaction of its own: so what a
request sees depends on the sandbox's time alone, also after a restart.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from typing import NamedTuple

from gongkit.sandbox.core.state import State

_NEXT = "jobs.next_due"
_NEVER = float("inf")


class Job(NamedTuple):
    """A job that is due. `due_at` is in seconds; `payload` is the encoding its kind likes."""

    company_id: str
    due_at: float
    payload: bytes


Worker = Callable[[State, Job], None]
_WORKERS: dict[str, Worker] = {}


def does(kind: str) -> Callable[[Worker], Worker]:
    """Register what does the jobs of a kind. It runs inside a transaction."""

    def register(worker: Worker) -> Worker:
        _WORKERS[kind] = worker
        return worker

    return register


def schedule(state: State, company_id: str, kind: str, due_at: float, payload: bytes) -> None:
    """Have a job done at a moment; call it inside the transaction that makes it necessary."""
    if kind not in _WORKERS:
        raise AssertionError(f"nothing does jobs of the kind {kind}")
    state.execute(
        "INSERT INTO jobs (company_id, kind, due_at, payload) VALUES (?, ?, ?, ?)",
        company_id,
        kind,
        due_at,
        payload,
    )
    state.memory.pop(_NEXT, None)


def run_due_jobs(state: State, now: float) -> int:
    """Do everything that is due, also what these jobs schedule in their turn; count the jobs."""
    done = 0
    while _next_due(state) <= now:
        row = state.row(
            "SELECT id, kind, company_id, due_at, payload FROM jobs ORDER BY due_at, id LIMIT 1"
        )
        if row is None:
            break
        job_id, kind, *job = row
        _run(state, job_id, kind, Job(*job))
        done += 1
    return done


def waiting_jobs(state: State) -> int:
    """Count the jobs that are not due yet."""
    row = state.row("SELECT count(*) FROM jobs")
    return 0 if row is None else int(row[0])


def _next_due(state: State) -> float:
    due: float | None = state.memory.get(_NEXT)
    if due is None:
        row = state.row("SELECT min(due_at) FROM jobs")
        due = state.memory[_NEXT] = _NEVER if row is None or row[0] is None else row[0]
    return due


def _run(state: State, job_id: int, kind: str, job: Job) -> None:
    """Do one job and forget it; one that fails is told on stderr and forgotten too."""
    state.memory.pop(_NEXT, None)
    try:
        with state.write():
            _WORKERS[kind](state, job)
            state.execute("DELETE FROM jobs WHERE id = ?", job_id)
    except Exception:  # noqa: BLE001
        print(f"job {job_id} ({kind}) failed:", file=sys.stderr)
        traceback.print_exc()
        with state.write():
            state.execute("DELETE FROM jobs WHERE id = ?", job_id)
