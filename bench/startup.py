"""How long it takes until something can be used."""

from __future__ import annotations

import re
import subprocess
import sys
import time

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
            "gongkit sandbox --json --port 0, from start to ready",
            "ms",
            {"ready": ready_time},
            goal=1500,
            at_most=True,
        ),
    ]


def import_time() -> float:
    command = [sys.executable, "-X", "importtime", "-c", "import gongkit"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    own = [int(found) for found in re.findall(r"import time:\s+(\d+) \|", lines)]
    return sum(own) / 1000


def ready_time() -> float:
    started = time.perf_counter()
    with sandbox():
        return (time.perf_counter() - started) * 1000
