"""Many threads may be the first to read an answer: no process dies of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
import threading

import msgspec

from gongkit.contract.registry import OPERATIONS
from gongkit.decoders import converted, decoder_of

# Let threads take turns as often as can be: so it comes to what else comes once in a month.
sys.setswitchinterval(1e-7)
THREADS = 8
types = list(dict.fromkeys(each.answer for each in OPERATIONS.values() if each.answer is not None))
barrier = threading.Barrier(THREADS)
read = []


def work():
    for kind in types:
        barrier.wait()
        try:
            %s
        except msgspec.ValidationError:
            pass
        read.append(kind)


threads = [threading.Thread(target=work) for _ in range(THREADS)]
for each in threads:
    each.start()
for each in threads:
    each.join()
print(len(read) == THREADS * len(types) > 200)
"""
GIVEN = (
    '{"requestId": "1", "users": [{"id": "1", "spokenLanguages": [{"language": "en"}],'
    ' "settings": {"webConferencesRecorded": true}}], "calls": [{"metaData": {"id": "1"}}]}'
)


@pytest.mark.parametrize(
    "way",
    [
        f"decoder_of(kind, strict=False).decode({GIVEN!r})",
        f"converted(msgspec.json.decode({GIVEN!r}), kind)",
    ],
    ids=["decode", "convert"],
)
def test_threads_that_read_their_first_answer_at_once(way: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM % way], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr
