"""The client against a running sandbox: what it reads, and that it keeps the limits."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.sandbox.box import Box
from tests.sandbox.process import started

from gongkit import UNLIMITED, AccessKey, Gong, LocalThrottle, Options, Secret
from gongkit.contract.types.calls import ContentSelector, ExposedFields
from gongkit.errors import BadRequest, NotFound, Unauthorized

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    with started("--port", "0", "--data", ":memory:") as (box, _):
        yield box


def key(box: Box, company: str, **changes: Any) -> AccessKey:
    found = {**box.companies[company], **changes}
    secret = Secret(found["access_key_secret"])
    return AccessKey(Secret(found["access_key"]), secret, base_url=found["api_base_url"])


@pytest.fixture
def gong(box: Box) -> Iterator[Gong]:
    box.lift_limits()
    with Gong(key(box, "northwind"), options=Options(throttle=LocalThrottle(UNLIMITED))) as client:
        yield client


def test_lists_are_read_to_their_end(gong: Gong) -> None:
    now = datetime.now(UTC)
    pages = list(gong.calls.list(from_=LONG_AGO, to=now).pages())
    ids = [call.id for page in pages for call in page.items]

    assert len(pages) > 2
    assert pages[0].records is not None
    assert len(ids) == len(set(ids)) == pages[0].records.total_records
    assert ids == [
        call.meta_data.id for call in gong.calls.list_extensive(to=now) if call.meta_data
    ]


def test_every_speaker_of_a_transcript_has_a_name(gong: Gong) -> None:
    parties = ContentSelector(exposed_fields=ExposedFields(parties=True))
    named = {
        party.speaker_id
        for call in gong.calls.list_extensive(content=parties)
        for party in call.parties or ()
        if party.name or party.phone_number
    }
    speakers = {
        monologue.speaker_id
        for transcript in gong.calls.transcripts()
        for monologue in transcript.transcript or ()
    }
    assert len(speakers) > 50
    assert speakers <= named


def test_errors_are_told_apart(box: Box, gong: Gong) -> None:
    empty = gong.calls.list(from_=LONG_AGO, to=datetime(2020, 1, 2, tzinfo=UTC))
    assert empty.all() == []
    with pytest.raises(NotFound):
        gong.users.get("1")
    with pytest.raises(BadRequest, match="flowOwnerEmail"):
        gong.flows.list(flow_owner_email="a@b.example").first()
    elsewhere = key(box, "northwind", api_base_url=box.companies["kestrel"]["api_base_url"])
    with Gong(elsewhere) as stranger, pytest.raises(Unauthorized) as raised:
        stranger.workspaces.list().first()
    assert box.companies["northwind"]["access_key_secret"] not in str(raised.value)


def test_a_client_that_has_just_started_keeps_the_limits(box: Box) -> None:
    globex = box.companies["globex"]
    box.control("PUT", "/limits", {"company": "globex", "per_second": 3, "per_day": 10_000})
    script = """
        import sys
        from threading import Thread
        from gongkit import AccessKey, Gong, Secret
        key, secret, url = sys.argv[1:]
        with Gong(AccessKey(Secret(key), Secret(secret), base_url=url)) as gong:
            ask = lambda: gong.workspaces.list().first()
            threads = [Thread(target=ask) for _ in range(8)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    command += [globex["access_key"], globex["access_key_secret"], globex["api_base_url"]]
    subprocess.run(command, check=True, timeout=60)

    asked = box.requests(company="globex")
    statuses = [entry["status"] for entry in asked]
    assert statuses.count(200) == 8
    # On a busy machine a request can arrive so late that it comes too close to the next.
    # Unthrottled, the last five of the eight would be refused, and most of these again.
    assert statuses.count(429) <= 2
