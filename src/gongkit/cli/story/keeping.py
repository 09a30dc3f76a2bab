"""Steps 8 and 10: the token expires and is refreshed once; and it works at home only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from gongkit import Bearer, Gong
from gongkit.cli.story.narrator import StepFailed, expect, there
from gongkit.cli.story.stage import Installed, Stage
from gongkit.client._sync.listing import Listing
from gongkit.contract.types.calls import CallBasicData
from gongkit.errors import Unauthorized
from gongkit.installations.installation import Installation

CLIENTS = 6
DAYS = 7
DAY_AND_A_BIT = 86_400.0 + 3_600.0


def refresh_once(stage: Stage, installed: Installed) -> None:
    """Let many clients find the token expired at the same moment."""
    about = (
        f"A day and an hour later, {CLIENTS} clients of one installation call at the same moment."
        " The refresh token can be spent once."
    )
    with stage.tell.step("Refresh exactly once", about):
        old = _read(installed).grant
        moved = stage.network.control(
            "PUT", f"{stage.url}/_sandbox/clock", {"advance": DAY_AND_A_BIT}
        )
        stage.clock.advance(DAY_AND_A_BIT)
        now = moved.json()["now"]
        stage.tell.exchange(moved, body=f"advance: {DAY_AND_A_BIT:,.0f} seconds", got={"now": now})
        _show_refusal(stage, Bearer(old.access_token, old.base_url))
        start = Barrier(CLIENTS)
        with ThreadPoolExecutor(CLIENTS) as pool:
            counts = list(pool.map(lambda _: _count_calls(installed, start), range(CLIENTS)))
        expect(len(set(counts)) == 1, "all clients got the same answer")
        log = stage.network.control(
            "GET", f"{stage.url}/_sandbox/requests", operation="token", since=now
        )
        refreshes = log.json()["requests"]
        shown = [f"{r['query'].get('grant_type')} → {r['status']}" for r in refreshes]
        stage.tell.exchange(log, got={"token requests": f"{len(refreshes)}: {', '.join(shown)}"})
        expect([r["status"] for r in refreshes] == [200], "there was one refresh, and it worked")
        expect(_read(installed).version == 2, "the store has the second pair of tokens")
        stage.tell.proven(f"{CLIENTS} clients, {CLIENTS} answers, one refresh.")


def refuse_elsewhere(stage: Stage, installed: Installed) -> None:
    """Take the token to another company's host."""
    home, other = stage.company(0), stage.company(1)
    about = (
        f"The token of {home['title']} is sent to the API host of {other['title']}. gongkit never"
        " does that by itself; here it is told to."
    )
    with stage.tell.step("Use the token at another company's host", about):
        token = _read(installed).grant.access_token
        _show_refusal(stage, Bearer(token, other["api_base_url"]))
        stage.tell.proven(
            "Gong words it as a revoked token. The real cause is the host, so gongkit keeps"
            " host and token together."
        )


def _show_refusal(stage: Stage, credentials: Bearer) -> None:
    """Make a call that must be refused."""
    try:
        _calls(stage, Gong(credentials, transport=stage.network)).first()
    except Unauthorized as error:
        got = {"error": "; ".join(error.errors)}
        stage.tell.exchange(stage.network.last, got=got, with_query=False)
    else:
        raise StepFailed("expected that the token is refused")


def _calls(stage: Stage, gong: Gong) -> Listing[CallBasicData]:
    return gong.calls.list(from_=stage.now - timedelta(days=DAYS), to=stage.now)


def _read(installed: Installed) -> Installation:
    store = installed.open_store()
    try:
        return there(store.get(installed.company), "the app is installed")
    finally:
        store.close()


def _count_calls(installed: Installed, start: Barrier) -> int:
    """Be one client: with its own connection to the store, as another process would have."""
    store = installed.open_store()
    try:
        start.wait()
        return len(_calls(installed.stage, installed.client(store)).all())
    finally:
        store.close()
