"""The large demo data: as many calls as it says, with the earlier quarters like the latest one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from tests.sandbox.box import running

from gongkit.contract.types.calls import CallBasicData
from gongkit.sandbox.core.companies import load_companies
from gongkit.sandbox.core.state import State, open_state
from gongkit.sandbox.server.serving import Options

pytestmark = pytest.mark.xdist_group("large")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "sandbox.db"
    with running(Options(data=path, port=0, seed="large", start="2026-11-20T15:00:00Z")):
        return path


@pytest.fixture(scope="module")
def state(data: Path) -> Iterator[State]:
    with closing(open_state(data)) as state:
        yield state


def test_it_has_100_000_calls_of_different_ids(state: State) -> None:
    assert state.row("SELECT count(*), count(DISTINCT id) FROM calls") == (100_000, 100_000)


def test_every_call_has_its_content_and_its_workspace(state: State) -> None:
    complete = state.row(
        "SELECT count(*) FROM calls JOIN call_blocks USING (content)"
        " JOIN call_transcripts USING (content)"
        " JOIN workspaces w ON w.company_id = calls.company_id AND w.id = workspace_id"
        " JOIN users u ON u.company_id = calls.company_id AND u.id = primary_user_id"
    )
    assert complete == (100_000,)


def test_a_quarter_repeats_the_next_at_the_same_hour_of_the_same_weekday(state: State) -> None:
    zones = {company.id: company.zone for company in load_companies(state).values()}
    shared = state.rows(
        "SELECT company_id, group_concat(started) FROM calls GROUP BY content LIMIT 300"
    )
    for company_id, moments in shared:
        found = sorted(map(float, moments.split(",")))
        local = [datetime.fromtimestamp(at, zones[company_id]) for at in found]
        clocks = {(at.weekday(), at.hour, at.minute) for at in local}
        assert len(clocks) == 1
        days = {later.date() - sooner.date() for sooner, later in pairwise(local)}
        assert days == {timedelta(weeks=13)}


def test_the_metadata_agrees_with_what_calls_are_found_by(state: State) -> None:
    rows = state.rows("SELECT id, started, client_unique_id, meta FROM calls WHERE number % 97 = 0")
    assert len(rows) > 1000
    for call_id, started, client_unique_id, encoded in rows:
        meta = msgspec.json.decode(encoded, type=CallBasicData)
        assert (meta.id, meta.client_unique_id) == (call_id, client_unique_id)
        assert call_id in (meta.url or "")
        assert abs(datetime.fromisoformat(meta.started or "").timestamp() - started) < 0.001
        scheduled = datetime.fromisoformat(meta.scheduled or "").timestamp()
        assert 0 <= started - scheduled < 200
