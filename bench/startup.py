"""How long it takes until something can be used."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from unittest.mock import patch

from bench.measure import Report, compare
from bench.processes import sandbox


def measure() -> list[Report]:
    return [
        compare(
            "import gongkit (python -X importtime, in total)",
            "ms",
            {"import gongkit": import_time},
            goal=150,
            at_most=True,
        ),
        compare(
            "gongkit sandbox --json --port 0, from start to ready, the first time of a day",
            "ms",
            {"ready": first_ready_time},
            goal=1500,
            at_most=True,
        ),
        compare(
            "The same, with the demo data in the cache",
            "ms",
            {"ready": ready_time},
            goal=1000,
            at_most=True,
        ),
    ]


def import_time() -> float:
    command = [sys.executable, "-X", "importtime", "-c", "import gongkit"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    own = [int(found) for found in re.findall(r"import time:\s+(\d+) \|", lines)]
    return sum(own) / 1000


def first_ready_time() -> float:
    with tempfile.TemporaryDirectory() as empty, patch.dict("os.environ", XDG_CACHE_HOME=empty):
        return ready_time()


def ready_time() -> float:
    started = time.perf_counter()
    with sandbox():
        return (time.perf_counter() - started) * 1000
