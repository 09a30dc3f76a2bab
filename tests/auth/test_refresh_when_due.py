"""Refreshing for those whom nobody uses, and what a refresh brings besides new tokens."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing

import pytest
from tests.auth.by_hand import Reply, play, refusal, tokens
from tests.auth.installed import (
    COMPANY,
    DAY,
    DUE,
    Asking,
    Stumbling,
    access,
    grant_of,
    oauth,
    stored,
)

from gongkit.auth.leased_refresh import LOST
from gongkit.auth.refresh import InstallationCredentials
from gongkit.clock import ManualClock
from gongkit.engine.effects import Authorization
from gongkit.errors import (
    AnswerLost,
    ConnectionFailed,
    GongkitError,
    NeedsReconnect,
    OAuthError,
    StoreError,
)
from gongkit.installations.regional_store import RegionalStore
from gongkit.installations.residency import Residency
from gongkit.installations.sqlite import MemoryStore

UNREACHABLE = ConnectionFailed("no connection")
GONE = AnswerLost("no answer")
INVALID_GRANT = refusal("invalid_grant", "the token is unknown")
ELSEWHERE = "https://eu-2.api.gong.io"


class Keeping(Asking):
    """Keeps one installation fresh, and answers the requests."""

    def keep(self, *replies: Reply) -> bool:
        return play(self.credentials.refresh_when_due(), self.clock, *replies)[0]


@pytest.fixture
def keeping(credentials: InstallationCredentials, clock: ManualClock) -> Keeping:
    return Keeping(credentials, clock)


# When there is something to do


def test_what_is_not_due_is_left_alone(keeping: Keeping, clock: ManualClock) -> None:
    clock.advance(0.75 * DAY - 1)
    assert keeping.keep() is False


@pytest.mark.parametrize("age", [DUE, DAY, 1000 * DAY])
def test_what_is_due_is_refreshed_also_when_it_has_long_ended(
    store: Stumbling, keeping: Keeping, clock: ManualClock, age: float
) -> None:
    clock.advance(age)
    assert keeping.keep(tokens(1)) is True
    assert stored(store).grant == grant_of(1, clock)
    assert keeping.keep() is False


def test_tokens_whose_end_is_unknown_are_kept_fresh_like_those_of_a_day(
    store: Stumbling, keeping: Keeping, clock: ManualClock
) -> None:
    store.install(COMPANY, grant_of(0, clock, expires_at=None))
    clock.advance(0.75 * DAY - 1)
    assert keeping.keep() is False
    clock.advance(0.1 * DAY + 1)
    assert keeping.keep(tokens(1)) is True


def test_nobody_who_is_gone_or_needs_a_reconnect_is_touched(
    store: Stumbling, keeping: Keeping, clock: ManualClock
) -> None:
    clock.advance(DUE)
    store.mark_needs_reconnect(COMPANY, 1, "spent", usable_until=None)
    assert keeping.keep() is False
    store.remove(COMPANY)
    assert keeping.keep() is False
    stranger = InstallationCredentials(store, keeping.credentials._oauth, "nobody")
    assert play(stranger.refresh_when_due(), clock)[0] is False


def test_what_somebody_is_at_already_is_left_to_them(
    keeping: Keeping, another: Asking, clock: ManualClock
) -> None:
    clock.advance(DUE)
    running = another.begin()
    moment = clock.now()
    assert keeping.keep() is False
    assert clock.now() == moment, "nobody waits"
    running.answer(tokens(1))
    assert running.result() == access(1)


def test_a_call_s_failure_does_not_make_the_keeper_wait(
    asking: Asking, keeping: Keeping, clock: ManualClock
) -> None:
    clock.advance(DUE)
    assert asking.get(UNREACHABLE, UNREACHABLE, UNREACHABLE) == access(0)
    assert keeping.keep(tokens(1)) is True


# What fails


@pytest.mark.parametrize(
    ("replies", "raised"),
    [
        ((UNREACHABLE, UNREACHABLE, UNREACHABLE), ConnectionFailed),
        ((GONE, GONE), OAuthError),
        ((refusal("invalid_client", status=401),), OAuthError),
    ],
    ids=["unreachable", "lost", "client"],
)
def test_what_keeps_a_token_from_being_refreshed_is_raised(
    store: Stumbling,
    keeping: Keeping,
    clock: ManualClock,
    replies: tuple[Reply, ...],
    raised: type[GongkitError],
) -> None:
    clock.advance(DUE)
    with pytest.raises(raised):
        keeping.keep(*replies)
    assert stored(store).status == "active"
    assert keeping.keep(tokens(1)) is True


def test_a_store_that_fails_is_told(store: Stumbling, keeping: Keeping, clock: ManualClock) -> None:
    clock.advance(DUE)
    store.read_only = True
    with pytest.raises(StoreError):
        keeping.keep()


@pytest.mark.parametrize(
    ("replies", "reason"),
    [((INVALID_GRANT,), "the token is unknown"), ((GONE, INVALID_GRANT), LOST)],
    ids=["refused", "lost"],
)
def test_a_spent_refresh_token_is_told_once(
    caplog: pytest.LogCaptureFixture,
    keeping: Keeping,
    clock: ManualClock,
    replies: tuple[Reply, ...],
    reason: str,
) -> None:
    clock.advance(DUE)
    with pytest.raises(NeedsReconnect, match=reason):
        keeping.keep(*replies)
    assert keeping.keep() is False
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert f"The installation of {COMPANY} can no longer be refreshed" in record.getMessage()
    assert reason in record.getMessage()


def test_a_grant_that_cannot_be_refreshed_is_told_at_its_end(
    store: Stumbling, keeping: Keeping, clock: ManualClock
) -> None:
    store.install(COMPANY, grant_of(0, clock, refresh_token=None))
    clock.advance(DAY - 1)
    assert keeping.keep() is False
    clock.advance(1)
    with pytest.raises(NeedsReconnect, match="no refresh token"):
        keeping.keep()


def test_a_crash_between_answer_and_commit_is_told_by_the_keeper_too(
    store: Stumbling, asking: Asking, keeping: Keeping, clock: ManualClock
) -> None:
    clock.advance(DUE)
    asking.begin().drop()
    assert keeping.keep() is False, "the lease of the one who died still runs"
    clock.advance(61)
    with pytest.raises(NeedsReconnect, match=LOST):
        keeping.keep(INVALID_GRANT)
    assert stored(store).reason == LOST


# A company that has moved


@pytest.fixture
def bound(clock: ManualClock) -> Iterator[Keeping]:
    """Give an installation that may not leave its region."""
    residency = Residency({"us": ("us-*.api.gong.io",), "eu": ("eu-*.api.gong.io",)})
    stores = {region: MemoryStore(clock=clock) for region in residency.names}
    with closing(RegionalStore(residency, stores)) as store:
        store.install(COMPANY, grant_of(0, clock))
        yield Keeping(InstallationCredentials(store, oauth(clock), COMPANY), clock)


@pytest.mark.parametrize("rejected", [None, access(0)], ids=["due", "rejected"])
def test_a_company_that_moved_to_where_it_may_not_be_needs_a_reconnect_at_once(
    bound: Keeping, clock: ManualClock, rejected: Authorization | None
) -> None:
    clock.advance(DUE)
    moment = clock.now()
    moved = tokens(1, api_base_url_for_customer=ELSEWHERE)
    with pytest.raises(NeedsReconnect, match="has moved from region 'us' to 'eu'"):
        bound.get(moved, rejected=rejected)
    assert clock.now() == moment, "the store is not given another chance"
    for rejected_next in (None, access(0)):
        with pytest.raises(NeedsReconnect, match="has moved from region"):
            bound.get(rejected=rejected_next)


def test_the_keeper_is_told_of_a_company_that_may_not_be_where_it_has_moved(
    caplog: pytest.LogCaptureFixture, bound: Keeping, clock: ManualClock
) -> None:
    clock.advance(DUE)
    with pytest.raises(NeedsReconnect, match="has moved from region 'us' to 'eu'"):
        bound.keep(tokens(1, api_base_url_for_customer=ELSEWHERE))
    assert bound.keep() is False
    assert "planted" not in caplog.text


def test_a_move_within_reach_is_stored_and_logged_once(
    caplog: pytest.LogCaptureFixture, store: Stumbling, keeping: Keeping, clock: ManualClock
) -> None:
    caplog.set_level(logging.INFO, "gongkit")
    for number in (1, 2):
        clock.advance(DUE)
        assert keeping.keep(tokens(number, api_base_url_for_customer=ELSEWHERE))
    assert stored(store).base_url == ELSEWHERE
    said = f"The API of {COMPANY} has moved from {COMPANY} to eu-2.api.gong.io."
    assert [(each.levelno, each.getMessage()) for each in caplog.records] == [(logging.INFO, said)]


def test_fewer_scopes_are_stored_and_logged_once(
    caplog: pytest.LogCaptureFixture, store: Stumbling, keeping: Keeping, clock: ManualClock
) -> None:
    for number in (1, 2):
        clock.advance(DUE)
        assert keeping.keep(tokens(number, scope="api:users:read"))
    assert stored(store).grant.scopes == ("api:users:read",)
    said = f"{COMPANY} no longer grants api:calls:read:basic."
    assert [(r.levelno, r.getMessage()) for r in caplog.records] == [(logging.WARNING, said)]
