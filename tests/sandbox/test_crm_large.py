"""Large files at a sandbox of their own: all that fits, a byte more, and a sudden end."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from tests.sandbox.box import Reply, basic
from tests.sandbox.crm import DAY, HEAD, HEADERS, TAIL, UNTIL_DONE, Crm
from tests.sandbox.process import started

from gongkit.contract.operations.crm import UPLOAD_MAX_BYTES
from gongkit.sandbox.core.state import open_state

BLOCK = 1_000_000
GROWTH = 60 * 2**20
"""How much memory the sandbox may take for a file more than three times as large."""


def resident(pid: int) -> int:
    """Ask how much memory a process has."""
    found = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=True, text=True
    )
    return int(found.stdout) * 1024


def accounts() -> Iterator[bytes]:
    """Write accounts of all sizes, in blocks of exactly a megabyte."""
    number = 0
    for _ in range(UPLOAD_MAX_BYTES // BLOCK):
        block = bytearray()
        while len(block) < BLOCK - 60_000:
            number += 1
            fields = {"objectId": f"a-{number}", "modifiedDate": DAY}
            block += json.dumps({**fields, "name": "x" * (number * 997 % 40_000)}).encode() + b"\n"
        yield bytes(block + b" " * (BLOCK - 1 - len(block)) + b"\n")


def send(crm: Crm, name: str, blocks: Iterable[bytes], size: int) -> Reply:
    """Upload a file of this size in blocks; the sandbox may answer before its end."""
    company = crm.box.companies[crm.company]
    parts = urlsplit(company["api_base_url"])
    named = {"integrationId": crm.id, "objectType": "ACCOUNT", "clientRequestId": name}
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)) as sent:
        sent.putrequest("POST", f"/v2/crm/entities?{urlencode(named)}")
        key = basic(company["access_key"], company["access_key_secret"])
        length = len(HEAD) + size + len(TAIL)
        for header in (*HEADERS.items(), ("Authorization", key), ("Content-Length", str(length))):
            sent.putheader(*header)
        sent.endheaders(HEAD)
        for block in blocks:
            sent.send(block)
        sent.send(TAIL)
        answer = sent.getresponse()
        return Reply(answer.status, {}, answer.read())


def test_200_mb_pass_in_constant_memory_and_a_byte_more_is_refused(tmp_path: Path) -> None:
    with started("--port", "0", "--data", str(tmp_path / "sandbox.db")) as (box, process):
        box.lift_limits()
        crm = Crm(box).registered()
        assert box.api("northwind", "GET", "/v2/users").status == 200
        before = resident(process.pid)
        seen: list[int] = []

        def watched(blocks: Iterable[bytes]) -> Iterator[bytes]:
            """Look at the process now and then, and see that others are answered meanwhile."""
            for place, block in enumerate(blocks):
                if place % 20 == 19:
                    seen.append(resident(process.pid))
                    assert box.api("northwind", "GET", "/v2/users").status == 200
                yield block

        answer = send(crm, "all-of-it", watched(accounts()), UPLOAD_MAX_BYTES)
        assert answer.status == 201, answer.content
        assert max(seen) - before < GROWTH
        done = crm.settled("all-of-it")
        assert (done["status"], done["totalSuccessCount"] > 9_000) == ("DONE", True)
        last = f"a-{done['totalSuccessCount']}"
        assert crm.objects("ACCOUNT", "a-1", last, "a-0") == {
            "a-1": {"objectId": "a-1", "modifiedDate": DAY, "name": "x" * 997},
            last: crm.objects("ACCOUNT", last)[last],
            "a-0": None,
        }

        full = (b"x" * (BLOCK - 1) + b"\n" for _ in range(UPLOAD_MAX_BYTES // BLOCK))
        more = send(crm, "too-much", chain(full, [b"\n"]), UPLOAD_MAX_BYTES + 1)
        assert (more.status, more.errors[0]) == (
            413,
            f"dataFile: must not be larger than {UPLOAD_MAX_BYTES} bytes",
        )
        box.advance(UNTIL_DONE)
        asked = crm.call("GET", "request-status", {"clientRequestId": "too-much"})
        assert asked.status == 400
        assert resident(process.pid) - before < GROWTH


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_a_file_whose_sandbox_ends_leaves_nothing(data: Path, sign: signal.Signals) -> None:
    with started("--port", "0", "--data", str(data)) as (box, process):
        box.lift_limits()
        crm = Crm(box).registered()

        def cut_off() -> Iterator[bytes]:
            yield from islice(accounts(), 3)
            assert crm.status("cut")["status"] == "PENDING"
            process.send_signal(sign)
            _, said = process.communicate(timeout=20)
            assert "sqlite3" not in said
            yield from accounts()

        with pytest.raises(OSError):  # noqa: PT011  (how a connection breaks is up to the system)
            send(crm, "cut", cut_off(), UPLOAD_MAX_BYTES)
        assert process.returncode == (-9 if sign == signal.SIGKILL else 0)
    state = open_state(data)
    assert state.rows("SELECT 1 FROM crm_objects LIMIT 1") == [(1,)]
    state.close()
    with started("--port", "0", "--data", str(data)) as (box, process):
        crm = Crm(box, id=crm.id)
        asked = crm.call("GET", "request-status", {"clientRequestId": "cut"})
        assert asked.status == 400
        box.advance(100)
        assert crm.objects("ACCOUNT", "a-1") == {"a-1": None}
        assert crm.send("ACCOUNT", next(accounts()), "cut").status == 201
        assert crm.settled("cut")["status"] == "DONE"
        upload = crm.objects("ACCOUNT", "a-1")
        assert upload["a-1"] is not None
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=20) == ("", "")
    state = open_state(data)
    uploads = state.rows("SELECT DISTINCT upload FROM crm_objects")
    assert len(uploads) == len(state.rows("SELECT 1 FROM crm_requests")) == 1
    state.close()
