"""A month of a thousand installations that nobody uses, counted by the sandbox itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest
from tests.auth.by_hand import on_clock
from tests.auth.local_gong import InTime, LocalGong, SandboxTime, running

from gongkit.auth.keeper import Keeper
from gongkit.auth.refresh import InstallationCredentials
from gongkit.client import run
from gongkit.clock import ManualClock, parse_instant
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.opening import open_store

COMPANIES = 1000
DAYS = 30
HOUR, DAY = 3600.0, 86_400.0
LIFETIMES = {"sqlite": DAY, "postgresql": 3 * DAY}
"""Of the tokens, by store: Gong's usual day, and one that an app may ask for."""


@pytest.fixture
def gong() -> Iterator[LocalGong]:
    """A sandbox of its own: it ends with a thousand companies more, in another month."""
    with running() as found:
        yield found


@pytest.fixture
def companies(gong: LocalGong) -> list[str]:
    added = gong.control("POST", "companies", name="acme", title="Acme", count=COMPANIES)
    return [each["name"] for each in added["companies"]]


def refreshed_at(gong: LocalGong) -> list[tuple[str, float]]:
    """Give company and moment of each refresh since the last look; all have succeeded."""
    found = gong.requests("token")
    gong.forget_requests()
    assert {each["status"] for each in found} <= {200}
    return [(each["company"], parse_instant(each["time"]).timestamp()) for each in found]


def test_none_expires_and_none_is_refreshed_more_than_once_a_lifetime(
    gong: LocalGong, companies: list[str], store_url: str
) -> None:
    lifetime = LIFETIMES[store_url.partition(":")[0]]
    clock = SandboxTime(gong)
    oauth = replace(gong.oauth, clock=clock, validity_duration=int(lifetime))
    keyring = Keyring.parse(generate_key())
    transport = InTime(clock)
    with closing(open_store(store_url, keyring, client_id=oauth.client_id)) as store:
        for company in companies:
            store.install(company, run(oauth.exchange(gong.code(company)), transport))
        refreshes = {company: [moment] for company, moment in refreshed_at(gong)}
        assert refreshes.keys() == set(companies)

        keeper = Keeper(store, partial(InstallationCredentials, store, oauth), clock)
        for _ in range(DAYS):
            for _ in range(24):
                clock.advance(HOUR)
                # The keeper's pace is real time, which passes nowhere here.
                run(on_clock(keeper.pass_once(), ManualClock()), transport)
            for company, moment in refreshed_at(gong):
                refreshes[company].append(moment)

        assert {each.status for each in store.list()} == {"active"}
        assert {each.company: each.version for each in store.list()} == {
            company: len(moments) for company, moments in refreshes.items()
        }
    for company, moments in refreshes.items():
        apart = [after - before for before, after in pairwise(moments)]
        assert len(moments) - 1 >= DAYS * DAY / lifetime, company
        assert max(apart) < lifetime, f"{company}: before the token's end"
        assert min(apart) >= 0.75 * lifetime, f"{company}: once in a lifetime"
    transport.close()
