"""The keeper: what nobody uses stays fresh, and no outage makes a storm."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests.auth.by_hand import Running, on_clock, refusal, tokens
from tests.auth.installed import grant_of, oauth
from tests.auth.local_gong import InTime, LocalGong, SandboxTime

from gongkit.auth.bearer import Bearer
from gongkit.auth.keeper import Keeper, KeeperPass
from gongkit.auth.oauth import OAuthClient
from gongkit.auth.refresh import InstallationCredentials
from gongkit.client import run
from gongkit.client._sync.gong import Gong
from gongkit.clock import Clock, ManualClock
from gongkit.errors import UsageError
from gongkit.installations.installation import Installation
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.sqlite import MemoryStore, SqliteStore
from gongkit.installations.store import InstallationStore
from gongkit.testing.store_contract import at_once

COMPANIES = ("northwind", "kestrel", "globex")
DAY = 86_400.0
HOUR = 3600.0
MINUTE = 60.0
NOTHING = KeeperPass(0, 0, 0)


def keeper(
    store: InstallationStore, client: OAuthClient, clock: Clock, per_second: float = 5.0
) -> Keeper:
    def credentials_of(company: str) -> InstallationCredentials:
        return InstallationCredentials(store, client, company)

    return Keeper(store, credentials_of, clock, per_second=per_second)


# By hand


def passed(keeping: Keeper, clock: ManualClock) -> KeeperPass:
    """Run a pass in which Gong refreshes everything."""
    running = Running(keeping.pass_once(), clock)
    for number in range(1, 10_000):
        if running.ended:
            break
        running.answer(tokens(number))
    return running.result()


@pytest.fixture
def many(clock: ManualClock) -> Iterator[MemoryStore]:
    with closing(MemoryStore(clock=clock)) as store:
        for number in range(230):
            store.install(f"company-{number:03}", grant_of(0, clock))
        yield store


def test_a_pass_goes_through_all_that_is_due_at_an_even_pace(
    many: MemoryStore, clock: ManualClock
) -> None:
    keeping = keeper(many, oauth(clock), clock, per_second=2.0)
    assert passed(keeping, clock) == NOTHING
    clock.advance(0.85 * DAY)
    before = clock.now()
    assert passed(keeping, clock) == KeeperPass(refreshed=230, failed=0, skipped=0)
    assert clock.now() - before == pytest.approx(230 / 2)
    assert {each.version for each in many.list()} == {2}
    assert passed(keeping, clock) == NOTHING


def test_what_fails_for_one_company_keeps_no_other_waiting(
    caplog: pytest.LogCaptureFixture, many: MemoryStore, clock: ManualClock
) -> None:
    def credentials_of(company: str) -> InstallationCredentials:
        if company == "company-017":
            raise KeyError("planted-secret")
        return InstallationCredentials(many, oauth(clock), company)

    clock.advance(0.85 * DAY)
    done = passed(Keeper(many, credentials_of, clock), clock)
    assert done == KeeperPass(refreshed=229, failed=1, skipped=0)
    (record,) = caplog.records
    expected = "company-017 was not refreshed, and is left alone for 60 s: KeyError"
    assert (record.levelno, record.getMessage()) == (logging.WARNING, expected)


def test_a_failure_is_logged_without_a_secret(
    caplog: pytest.LogCaptureFixture, many: MemoryStore, clock: ManualClock
) -> None:
    clock.advance(0.85 * DAY)
    running = Running(keeper(many, oauth(clock), clock).pass_once(), clock)
    running.answer(refusal("invalid_request", "planted-refresh-0 of planted-secret"))
    running.drop()
    assert "company-000 was not refreshed" in caplog.text
    assert "invalid_request" in caplog.text
    assert "planted" not in caplog.text


def test_a_pace_that_is_none_is_refused(many: MemoryStore, clock: ManualClock) -> None:
    with pytest.raises(UsageError, match="per_second"):
        keeper(many, oauth(clock), clock, per_second=0)


# At a sandbox


class Kept:
    """Three installations in one store, and a keeper."""

    def __init__(self, gong: LocalGong, path: Path) -> None:
        self.gong, self.clock = gong, SandboxTime(gong)
        self.oauth = replace(gong.oauth, clock=self.clock)
        keyring = Keyring.parse(generate_key())
        self.store = SqliteStore(path, keyring, client_id=gong.oauth.client_id, clock=self.clock)
        for company in COMPANIES:
            self.store.install(company, gong.grant(company, clock=self.clock))
        self.keeper = keeper(self.store, self.oauth, self.clock)
        self.transport = InTime(self.clock)
        gong.forget_requests()

    def passed(self) -> KeeperPass:
        return run(on_clock(self.keeper.pass_once(), self.clock), self.transport)

    def ended(self) -> list[str]:
        """Name the companies whose access token is not good any more."""
        installed = {each.company: each.grant.expires_at for each in self.store.list()}
        return [name for name, end in installed.items() if end is None or end <= self.clock.now()]

    def asked(self) -> Counter[tuple[str, int]]:
        """Count the token requests by company and status."""
        return Counter((each["company"], each["status"]) for each in self.gong.requests("token"))

    def present(self, company: str) -> Installation:
        found = self.store.get(company)
        assert found is not None
        return found


@pytest.fixture
def kept(gong: LocalGong, tmp_path: Path) -> Iterator[Kept]:
    found = Kept(gong, tmp_path / "installations.db")
    yield found
    found.store.close()
    found.transport.close()
    gong.control("DELETE", "faults")


def test_installations_that_nobody_uses_stay_fresh_for_many_days(kept: Kept) -> None:
    for _ in range(10 * 24):
        kept.clock.advance(HOUR)
        kept.passed()
        assert kept.ended() == []
    for company in COMPANIES:
        refreshes = kept.asked()[company, 200]
        assert 10 / 0.9 <= refreshes <= 10 / 0.75, "once in each lifetime"
        grant = kept.present(company).grant
        client = Gong(Bearer(grant.access_token, grant.base_url), transport=kept.transport)
        assert client.users.list().first()


def test_who_is_gone_or_needs_a_reconnect_is_not_touched(kept: Kept) -> None:
    kept.store.remove("globex")
    kept.store.mark_needs_reconnect("kestrel", 1, "spent", usable_until=None)
    for _ in range(3):
        kept.clock.advance(DAY)
        assert kept.passed() == KeeperPass(refreshed=1, failed=0, skipped=0)
    assert kept.asked() == {("northwind", 200): 3}
    assert kept.present("globex").status == "removed"
    assert kept.present("kestrel").status == "needs_reconnect"


def test_keepers_at_once_never_refresh_twice(kept: Kept) -> None:
    keepers = [keeper(kept.store, kept.oauth, kept.clock, per_second=1000.0) for _ in range(4)]
    for _ in range(5):
        kept.clock.advance(0.85 * DAY)
        kept.clock.tell()
        done = at_once(lambda number: run(keepers[number].pass_once(), kept.transport), 4)
        assert sum(each.refreshed for each in done) == len(COMPANIES)
        assert sum(each.failed for each in done) == 0
        assert kept.asked() == {(company, 200): 1 for company in COMPANIES}
        kept.gong.forget_requests()


def test_an_outage_of_hours_makes_no_storm_and_costs_nobody(kept: Kept) -> None:
    kept.clock.advance(0.85 * DAY)
    kept.gong.control("POST", "faults", operation="token", times=None, effect={"status": 503})
    for _ in range(6 * 60):
        kept.clock.advance(MINUTE)
        kept.passed()
    down = kept.asked()
    for company in COMPANIES:
        assert 10 <= down[company, 503] <= 20, "tried again, less and less often"
    assert sum(down.values()) == sum(down[company, 503] for company in COMPANIES)

    kept.gong.control("DELETE", "faults")
    kept.gong.forget_requests()
    for _ in range(31):
        kept.clock.advance(MINUTE)
        kept.passed()
    assert kept.asked() == {(company, 200): 1 for company in COMPANIES}
    assert kept.ended() == []
    assert {each.status for each in kept.store.list()} == {"active"}


@pytest.mark.parametrize("mode", ["rotate", "reuse", "grace", "revoke_family"])
def test_an_answer_that_is_lost_is_asked_for_once_more_and_then_told(kept: Kept, mode: str) -> None:
    kept.gong.control("PUT", "oauth", refresh=mode)
    kept.clock.advance(0.85 * DAY)
    kept.gong.control(
        "POST", "faults", operation="token", company="kestrel", effect={"drop": "after"}
    )
    forgives = mode in {"reuse", "grace"}
    done = [kept.passed() for _ in range(3)]
    first = KeeperPass(3, 0, 0) if forgives else KeeperPass(2, 1, 0)
    assert done == [first, NOTHING, NOTHING]
    assert [each["status"] for each in kept.gong.requests("token")] == [
        200,
        200,
        200 if forgives else 400,
        200,
    ]
    assert kept.present("kestrel").status == ("active" if forgives else "needs_reconnect")
