"""One refresh for all who need it, nothing lost that can be kept, and clear ends."""

from __future__ import annotations

import logging

import pytest
from tests.auth.by_hand import Reply, Running, html_reply, play, refusal, tokens
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
from gongkit.contract.operations.users import GET_USER
from gongkit.engine.call import bind
from gongkit.engine.perform import Options, perform
from gongkit.engine.throttle import LocalThrottle
from gongkit.errors import (
    AnswerLost,
    ConnectionFailed,
    GongkitError,
    InstallationNotFound,
    InvalidAnswer,
    NeedsReconnect,
    OAuthError,
    StoreError,
)
from gongkit.installations.installation import Installation
from gongkit.installations.sqlite import SqliteStore
from gongkit.limits import UNLIMITED
from gongkit.redact import Secret
from gongkit.wire import Response

UNREACHABLE = ConnectionFailed("no connection")
GONE = AnswerLost("no answer")
INVALID_GRANT = refusal("invalid_grant", "the token is unknown")


# When nothing is to be done


def test_a_fresh_token_is_used_as_it_is(asking: Asking, clock: ManualClock) -> None:
    assert asking.get() == access(0)
    clock.advance(0.75 * DAY - 1)
    assert asking.get() == access(0)


def test_whoever_never_installed_or_has_left_is_told_so(
    store: Stumbling, clock: ManualClock, asking: Asking
) -> None:
    stranger = InstallationCredentials(store, oauth(clock), "nobody")
    with pytest.raises(InstallationNotFound, match="nobody has not installed"):
        play(stranger.authorization(None), clock)
    store.remove(COMPANY)
    with pytest.raises(InstallationNotFound, match="removed the app"):
        asking.get()


# Ahead of the end


def test_a_due_token_is_refreshed_and_stored_before_it_is_used(
    store: Stumbling, clock: ManualClock, asking: Asking
) -> None:
    clock.advance(DUE)
    running = asking.begin()
    assert running.request
    assert dict(running.request.query)["refresh_token"] == "planted-refresh-0"
    running.answer(tokens(1))
    assert running.result() == access(1)
    assert stored(store).grant == grant_of(1, clock)
    assert asking.get() == access(1)


def test_companies_are_due_at_moments_of_their_own(store: Stumbling, clock: ManualClock) -> None:
    names = [f"company-{n}" for n in range(50)]
    due = [store.install(name, grant_of(0, clock)).refresh_at for name in names]
    assert due == [store.install(name, grant_of(0, clock)).refresh_at for name in names]
    shares = sorted((moment - clock.now()) / DAY for moment in due if moment)
    assert len(set(shares)) == 50
    assert 0.75 <= shares[0] < 0.76
    assert 0.84 < shares[-1] <= 0.85


def test_while_one_refreshes_the_others_go_on_with_the_old_token(
    clock: ManualClock, asking: Asking, another: Asking
) -> None:
    clock.advance(DUE)
    winner = asking.begin()
    assert another.get() == access(0)
    assert asking.get() == access(0)
    winner.answer(tokens(1))
    assert another.get() == access(1)


@pytest.mark.parametrize(
    "replies",
    [
        (UNREACHABLE, UNREACHABLE, UNREACHABLE),
        (GONE, GONE),
        (GONE, UNREACHABLE, UNREACHABLE, UNREACHABLE),
        (html_reply(503),),
        (html_reply(429),),
        (html_reply(200),),
        (refusal("invalid_client"),),
    ],
    ids=lambda replies: " ".join(type(each).__name__ for each in replies),
)
def test_calls_go_on_with_the_old_token_while_it_lives(
    store: Stumbling, clock: ManualClock, asking: Asking, replies: tuple[Reply, ...]
) -> None:
    clock.advance(DUE)
    assert asking.get(*replies) == access(0)
    assert asking.get() == access(0), "it rests before the next try"
    clock.advance(61)
    assert asking.get(tokens(1)) == access(1)
    assert stored(store).version == 2


def test_a_token_that_cannot_be_refreshed_is_used_to_its_end(
    store: Stumbling, clock: ManualClock, asking: Asking
) -> None:
    store.install(COMPANY, grant_of(0, clock, refresh_token=None))
    clock.advance(DAY - 1)
    assert asking.get() == access(0)
    clock.advance(1)
    with pytest.raises(NeedsReconnect, match="no refresh token"):
        asking.get()
    assert stored(store).status == "needs_reconnect"


def test_a_refusal_ahead_of_the_end_is_noted_at_once_and_fails_no_call_yet(
    store: Stumbling, clock: ManualClock, asking: Asking
) -> None:
    clock.advance(DUE)
    assert asking.get(INVALID_GRANT) == access(0)
    assert stored(store).status == "needs_reconnect"
    assert asking.get() == access(0)
    with pytest.raises(NeedsReconnect, match="the token is unknown"):
        asking.get(rejected=access(0))
    clock.advance(DAY - DUE)
    with pytest.raises(NeedsReconnect, match="the token is unknown"):
        asking.get()


# At the end


def test_a_rejected_token_is_refreshed(asking: Asking) -> None:
    assert asking.get(tokens(1), rejected=access(0)) == access(1)


def test_an_expired_token_is_not_even_tried(clock: ManualClock, asking: Asking) -> None:
    clock.advance(DAY)
    assert asking.get(tokens(1)) == access(1)


def test_a_token_of_unknown_lifetime_is_due_like_one_of_a_day_and_used_until_it_is_rejected(
    store: Stumbling, clock: ManualClock, asking: Asking
) -> None:
    store.install(COMPANY, grant_of(0, clock, expires_at=None))
    clock.advance(0.75 * DAY - 1)
    assert asking.get() == access(0)
    clock.advance(1000 * DAY)
    assert asking.get(UNREACHABLE, UNREACHABLE, UNREACHABLE) == access(0)
    assert asking.get(tokens(1, expires_in="soon"), rejected=access(0)) == access(1)
    with pytest.raises(NeedsReconnect):
        asking.get(INVALID_GRANT, rejected=access(1))
    with pytest.raises(NeedsReconnect):
        asking.get()


def test_whoever_was_rejected_late_takes_the_newer_token(asking: Asking) -> None:
    asking.get(tokens(1), rejected=access(0))
    assert asking.get(rejected=access(0)) == access(1)


def test_a_token_is_given_although_it_ended_on_its_way(clock: ManualClock, asking: Asking) -> None:
    clock.advance(DAY)
    assert asking.get(UNREACHABLE, tokens(1, expires_in=0.1)) == access(1)


def test_a_company_that_moved_is_called_at_its_new_host(store: Stumbling, asking: Asking) -> None:
    moved = "https://eu-2.api.gong.io"
    reply = tokens(1, api_base_url_for_customer=moved)
    assert asking.get(reply, rejected=access(0)) == access(1, moved)
    assert stored(store).company == COMPANY
    assert stored(store).base_url == moved


def test_a_foreign_host_in_the_answer_gets_no_token_and_costs_no_installation(
    store: Stumbling, asking: Asking
) -> None:
    reply = tokens(1, api_base_url_for_customer="https://gong.io.evil.example")
    assert asking.get(reply, rejected=access(0)) == access(1)
    assert stored(store).grant.refresh_token == Secret("planted-refresh-1")


@pytest.mark.parametrize(
    ("replies", "raised"),
    [
        ((UNREACHABLE, UNREACHABLE, UNREACHABLE), (ConnectionFailed, "no connection")),
        ((GONE, GONE), (OAuthError, "temporarily_unavailable")),
        ((html_reply(500),), (OAuthError, "server_error")),
        ((html_reply(200),), (InvalidAnswer, "text/html")),
        ((refusal("invalid_client", "no such client"),), (OAuthError, "no such client")),
    ],
    ids=["unreachable", "lost", "failing", "page", "client"],
)
def test_without_any_usable_token_the_cause_is_raised_and_nothing_is_given_up(
    store: Stumbling,
    clock: ManualClock,
    asking: Asking,
    replies: tuple[Reply, ...],
    raised: tuple[type[GongkitError], str],
) -> None:
    clock.advance(DAY)
    with pytest.raises(raised[0], match=raised[1]):
        asking.get(*replies)
    assert stored(store).status == "active"
    moment = clock.now()
    assert asking.get(tokens(1)) == access(1)
    assert clock.now() == moment, "the next call tries at once"


def test_a_refused_refresh_token_needs_a_reconnect_and_stays_so_without_a_request(
    store: Stumbling, asking: Asking
) -> None:
    with pytest.raises(NeedsReconnect, match="Gong refused the refresh token: the token is unk"):
        asking.get(INVALID_GRANT, rejected=access(0))
    for rejected in (None, access(0)):
        with pytest.raises(NeedsReconnect):
            asking.get(rejected=rejected)
    assert stored(store).grant.refresh_token == Secret("planted-refresh-0")


def test_a_reconnect_makes_all_well_again(
    store: Stumbling, clock: ManualClock, asking: Asking
) -> None:
    with pytest.raises(NeedsReconnect):
        asking.get(INVALID_GRANT, rejected=access(0))
    store.install(COMPANY, grant_of(7, clock))
    assert asking.get() == access(7)


# Several at once


def test_those_who_cannot_go_on_wait_for_the_winner(
    store: Stumbling, clock: ManualClock, asking: Asking
) -> None:
    clock.advance(DAY)
    winner = asking.begin()

    class Answered(SqliteStore):
        """Meanwhile, at the third look, the winner gets its answer."""

        looks = 0

        def get(self, company: str) -> Installation | None:
            self.looks += 1
            if self.looks == 3:
                winner.answer(tokens(1))
            return store.get(company)

        try_lease = store.try_lease

    waiting = object.__new__(Answered)
    loser = Running(
        InstallationCredentials(waiting, oauth(clock), COMPANY).authorization(None), clock
    )
    assert loser.result() == access(1)
    assert winner.result() == access(1)
    assert loser.slept == [0.02, 0.03]


def test_a_dead_holder_holds_up_the_others_only_as_long_as_its_lease(
    clock: ManualClock, asking: Asking, another: Asking
) -> None:
    clock.advance(DAY)
    asking.begin().drop()
    running = another.begin()
    assert 60 <= sum(running.slept) < 61
    assert max(running.slept) <= 0.5
    running.answer(tokens(1))
    assert running.result() == access(1)


def test_waiting_has_an_end(store: Stumbling, clock: ManualClock, asking: Asking) -> None:
    clock.advance(DAY)
    assert store.try_lease(COMPANY, 1, "somebody", 10_000)
    with pytest.raises(OAuthError, match="temporarily_unavailable"):
        asking.get()
    assert stored(store).status == "active"


def test_the_loser_of_a_race_at_gong_takes_the_winner_s_token(
    store: Stumbling, clock: ManualClock, asking: Asking, another: Asking
) -> None:
    clock.advance(DAY)
    slow = asking.begin()
    clock.advance(61)
    quick = another.begin()
    quick.answer(tokens(1))
    slow.answer(INVALID_GRANT)
    assert quick.result() == slow.result() == access(1)
    assert stored(store).status == "active"


def test_of_two_good_answers_the_first_stored_is_everybody_s(
    store: Stumbling, clock: ManualClock, asking: Asking, another: Asking
) -> None:
    clock.advance(DAY)
    slow = asking.begin()
    clock.advance(61)
    quick = another.begin()
    quick.answer(tokens(1))
    slow.answer(tokens(2))
    assert quick.result() == slow.result() == access(1)
    assert stored(store).grant.refresh_token == Secret("planted-refresh-1")


def test_a_good_answer_that_comes_after_all_was_given_up_is_kept(
    store: Stumbling, clock: ManualClock, asking: Asking, another: Asking
) -> None:
    clock.advance(DAY)
    slow = asking.begin()
    clock.advance(61)
    hasty = another.begin()
    with pytest.raises(NeedsReconnect):
        hasty.answer(INVALID_GRANT)
    slow.answer(tokens(1))
    assert slow.result() == access(1)
    assert stored(store).status == "active"
    assert another.get() == access(1)


def test_a_new_installation_during_a_refresh_wins(
    store: Stumbling, clock: ManualClock, asking: Asking
) -> None:
    running = asking.begin(access(0))
    store.install(COMPANY, grant_of(7, clock))
    running.answer(tokens(1))
    assert running.result() == access(7)


def test_an_installation_removed_during_a_refresh_stays_removed(
    store: Stumbling, asking: Asking
) -> None:
    running = asking.begin(access(0))
    store.remove(COMPANY)
    with pytest.raises(InstallationNotFound):
        running.answer(tokens(1))


# Lost answers and crashes


def test_a_lost_answer_is_asked_for_once_more(asking: Asking) -> None:
    running = asking.begin(access(0))
    first = running.request
    running.answer(GONE)
    assert running.request == first
    running.answer(tokens(1))
    assert running.result() == access(1)


def test_a_lost_answer_whose_token_is_spent_is_told_as_that(
    store: Stumbling, asking: Asking
) -> None:
    with pytest.raises(NeedsReconnect, match=LOST):
        asking.get(GONE, INVALID_GRANT, rejected=access(0))
    assert stored(store).reason == LOST


def test_a_lost_answer_is_remembered_until_it_is_known_what_became_of_it(
    asking: Asking, another: Asking
) -> None:
    with pytest.raises(OAuthError):
        asking.get(GONE, GONE, rejected=access(0))
    with pytest.raises(ConnectionFailed):
        asking.get(UNREACHABLE, UNREACHABLE, UNREACHABLE, rejected=access(0))
    with pytest.raises(NeedsReconnect, match=LOST):
        another.get(INVALID_GRANT, rejected=access(0))


@pytest.mark.parametrize("failure", [html_reply(500), html_reply(200)], ids=["500", "page"])
def test_a_token_that_was_spent_behind_a_failure_is_told_as_lost(
    asking: Asking, another: Asking, failure: Response
) -> None:
    with pytest.raises((OAuthError, InvalidAnswer)):
        asking.get(failure, rejected=access(0))
    with pytest.raises(NeedsReconnect, match=LOST):
        another.get(INVALID_GRANT, rejected=access(0))


def test_a_lost_answer_is_not_asked_for_again_by_one_who_lost_its_lease(
    store: Stumbling, clock: ManualClock, asking: Asking, another: Asking
) -> None:
    slow = asking.begin(access(0))
    clock.advance(61)
    quick = another.begin(access(0))
    quick.answer(tokens(1))
    slow.answer(GONE)
    assert slow.result() == access(1)
    assert stored(store).version == 2


def test_a_crash_between_answer_and_commit_is_recognised_on_the_next_try(
    store: Stumbling, asking: Asking, another: Asking
) -> None:
    asking.begin(access(0)).drop()
    with pytest.raises(NeedsReconnect, match=LOST):
        another.get(INVALID_GRANT, rejected=access(0))
    assert stored(store).reason == LOST


def test_a_store_that_fails_is_given_more_chances_with_the_only_copy(
    store: Stumbling, asking: Asking
) -> None:
    store.failures = 3
    running = asking.begin(access(0))
    running.answer(tokens(1))
    assert running.result() == access(1)
    assert running.slept == [0.1, 0.5, 2.0]
    assert stored(store).version == 2


def test_a_store_that_cannot_be_written_fails_no_call_while_the_token_lives(
    store: Stumbling, clock: ManualClock, asking: Asking
) -> None:
    store.read_only = True
    clock.advance(DUE)
    assert asking.get() == access(0)
    with pytest.raises(StoreError, match="full"):
        asking.get(rejected=access(0))


def test_a_token_that_could_not_be_stored_ahead_of_the_end_fails_no_call_yet(
    store: Stumbling, clock: ManualClock, asking: Asking, another: Asking
) -> None:
    store.failures = 5
    clock.advance(DUE)
    assert asking.get(tokens(1)) == access(0)
    clock.advance(61)
    assert another.get(INVALID_GRANT) == access(0)
    assert stored(store).reason == LOST


def test_a_token_that_could_not_be_stored_is_used_by_nobody(
    store: Stumbling, asking: Asking, another: Asking
) -> None:
    store.failures = 5
    with pytest.raises(StoreError):
        asking.get(tokens(1), rejected=access(0))
    assert stored(store).version == 1
    with pytest.raises(NeedsReconnect, match=LOST):
        another.get(INVALID_GRANT, rejected=access(0))


# In a call


def test_a_call_that_is_refused_is_made_again_with_the_refreshed_token(
    credentials: InstallationCredentials, clock: ManualClock
) -> None:
    options = Options(throttle=LocalThrottle(UNLIMITED, clock=clock.now))
    steps = perform(bind(GET_USER, path={"id": "42"}), credentials, options)
    refused = Response(401, {}, b'{"requestId":"r","errors":["revoked"]}')
    user = Response(200, {}, b'{"requestId":"r","user":{"id":"42"}}')
    moved = tokens(1, api_base_url_for_customer="https://us-2.api.gong.io")
    _, asked = play(steps, clock, refused, moved, user)
    hosts = [request.url.split("/")[2] for request in asked]
    assert hosts == [COMPANY, "app.gong.io", "us-2.api.gong.io"]
    sent = [request.authorization.reveal() for request in asked if request.authorization]
    assert sent[0] == "Bearer planted-access-0"
    assert sent[2] == "Bearer planted-access-1"


def test_no_token_is_logged_or_shown(
    caplog: pytest.LogCaptureFixture,
    store: Stumbling,
    clock: ManualClock,
    asking: Asking,
) -> None:
    caplog.set_level(logging.DEBUG)
    clock.advance(DUE)
    asking.get(refusal("invalid_request", "planted-refresh-0 of planted-secret"))
    assert "was not refreshed yet" in caplog.text
    shown = f"{caplog.text}{stored(store)!r}{asking.credentials!r}{access(0)!r}"
    assert "planted" not in shown
