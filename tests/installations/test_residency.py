"""Residency: which host is in which region, and that no token is ever in another region's store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from gongkit.clock import ManualClock
from gongkit.errors import KeyringError, ResidencyRefused, StoreError, UnknownName, UsageError
from gongkit.installations.installation import Installation, TokenGrant
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.regional_store import RegionalStore
from gongkit.installations.residency import Residency, WhenMoved
from gongkit.installations.sqlite import SqliteStore
from gongkit.installations.store import InstallationStore
from gongkit.limits import Limits, Standing
from gongkit.redact import Secret
from gongkit.testing.store_contract import (
    ACME,
    InstallationStoreContract,
    OpenStore,
    SharedStoreContract,
    grant_of,
    state_of,
)

OLD = generate_key()
KEYRING = Keyring.parse(OLD)
REGIONS = {"us": ["us-*.api.gong.io"], "eu": ["eu-*.api.gong.io"]}
EU_URL = "https://eu-7.api.gong.io"


# Which region


@pytest.mark.parametrize(
    ("base_url", "region"),
    [
        ("https://eu-2086.api.gong.io", "eu"),
        ("https://EU-2086.API.gong.io/", "eu"),
        ("https://company-17.api.gong.io", "us"),
        ("https://api.gong.io", "us"),
        ("http://127.0.0.1:4665", "eu"),
        ("http://localhost:4665", "eu"),
        ("http://[::1]:4665", "eu"),
        ("http://127.0.0.1:4664", "sandbox"),
        ("http://localhost", "sandbox"),
    ],
)
def test_a_host_is_in_the_region_of_the_first_pattern(base_url: str, region: str) -> None:
    residency = Residency(
        {
            "eu": ["Eu-*.api.gong.io", "127.0.0.1:4665", "localhost:46*", "[::1]:*"],
            "us": ["company-17.api.gong.io", "api.gong.io", "eu-2086.api.gong.io"],
            "sandbox": ["127.0.0.1", "localhost:80"],
        }
    )
    assert residency.region_of(base_url) == region


@pytest.mark.parametrize("host", ["xeu-1.api.gong.io", "eu-1xapi.gong.io", "api.gong.io"])
def test_an_unknown_host_is_refused_unless_there_is_a_default(host: str) -> None:
    with pytest.raises(ResidencyRefused, match=rf"{host}.*us, eu.*\n.*residency\.regions"):
        Residency(REGIONS).region_of(f"https://{host}")
    assert Residency(REGIONS, default="us").region_of(f"https://{host}") == "us"
    assert Residency({}, default="ap").region_of(f"https://{host}") == "ap"


def test_a_region_without_a_destination_is_refused() -> None:
    residency = Residency(REGIONS, destinations={"us": "warehouse_us"})
    assert residency.destination_of("us") == "warehouse_us"
    for region in ("eu", "mars"):
        with pytest.raises(ResidencyRefused, match=region):
            residency.destination_of(region)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"regions": {"eu": "eu-*.api.gong.io"}}, UsageError),
        ({"regions": {"eu": ["https://eu-1.api.gong.io"]}}, UsageError),
        ({"regions": {"eu": [""]}}, UsageError),
        ({"regions": REGIONS, "destinations": {"ue": "x"}}, UnknownName),
        ({"regions": REGIONS, "when_moved": "folow"}, UnknownName),
    ],
)
def test_a_residency_that_cannot_be_is_refused(arguments: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        Residency(**arguments)


# The store


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def us(tmp_path: Path, clock: ManualClock) -> Iterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "us.db", KEYRING, client_id="app", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def eu(tmp_path: Path, clock: ManualClock) -> Iterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "eu.db", KEYRING, client_id="app", clock=clock)
    yield opened
    opened.close()


Stores = Mapping[str, SqliteStore]


@pytest.fixture
def stores(us: SqliteStore, eu: SqliteStore) -> Stores:
    return {"us": us, "eu": eu}


def regional(stores: Mapping[str, InstallationStore], policy: WhenMoved) -> RegionalStore:
    return RegionalStore(Residency(REGIONS, when_moved=policy), stores)


@pytest.fixture
def refusing(stores: Stores) -> RegionalStore:
    return regional(stores, "refuse")


@pytest.fixture
def following(stores: Stores) -> RegionalStore:
    return regional(stores, "follow")


class TestContract(SharedStoreContract):
    @pytest.fixture
    def open_store(self, tmp_path: Path, clock: ManualClock) -> Iterator[OpenStore]:
        with ExitStack() as closing:

            def opened(client_id: str, keyring: Keyring) -> RegionalStore:
                stores = {
                    region: SqliteStore(
                        tmp_path / f"{region}.db", keyring, client_id=client_id, clock=clock
                    )
                    for region in REGIONS
                }
                store = regional(stores, "refuse")
                closing.callback(store.close)
                return store

            yield opened


class TestContractWithOneStoreForAll(InstallationStoreContract):
    @pytest.fixture
    def store(self, us: SqliteStore) -> InstallationStore:
        return regional({"us": us, "eu": us}, "refuse")


def moved(number: int) -> TokenGrant:
    return grant_of(ACME, number, base_url=EU_URL)


def events(store: InstallationStore) -> list[tuple[str, str | None]]:
    """Tell the listeners all there is to tell."""
    told: list[tuple[str, str | None]] = []
    while (change := store.next_change(60)) is not None:
        told.append((change.event, change.installation.region))
        store.change_told(change)
    return told


def present(store: InstallationStore) -> Installation:
    found = store.get(ACME)
    assert found is not None
    return found


def tokens_ever_in(path: Path) -> str:
    """Decrypt every sealed value that is anywhere in a store's files, free pages included."""
    found = []
    content = b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))
    mark = b"\x01" + KEYRING.newest
    start = content.find(mark)
    while start >= 0:
        found += opened_at(content, start)
        start = content.find(mark, start + 1)
    return " ".join(found)


def opened_at(content: bytes, start: int) -> list[str]:
    """Open a sealed value whose end is not known: the right one is that which opens."""
    found = []
    for end in range(start + 38, min(start + 140, len(content)) + 1):
        for column in ("access_token", "refresh_token"):
            try:
                place = ("app", ACME, column)
                found.append(KEYRING.open(content[start:end], bound_to=place).reveal())
            except (KeyringError, ValueError):
                continue
    return found


def test_an_installation_goes_to_its_regions_store(
    refusing: RegionalStore, us: SqliteStore, eu: SqliteStore
) -> None:
    made = refusing.install(ACME, moved(1), tenant="acme")
    assert made.region == "eu"
    assert (us.list(), eu.list(), refusing.list()) == ((), (made,), (made,))
    assert refusing.of_tenant("acme") == refusing.at_base_url(EU_URL) == (made,)
    assert refusing.of_webhook_key(made.webhook_key) == made
    assert refusing.due(2e9, after="", limit=9) == (ACME,)


def test_a_region_without_a_store_is_refused_before_anything_is_written(us: SqliteStore) -> None:
    store = regional({"us": us}, "follow")
    with pytest.raises(ResidencyRefused, match=rf"{ACME}.*'eu'.*\n.*GONGKIT_STORE_EU"):
        store.install(ACME, moved(1))
    assert store.list() == ()
    before = store.install(ACME, grant_of(ACME))
    with pytest.raises(ResidencyRefused, match="'eu'"):
        store.commit_refresh(ACME, 1, moved(2))
    assert us.get(ACME) == before


def test_a_region_that_is_not_the_hosts_is_refused(refusing: RegionalStore) -> None:
    with pytest.raises(ResidencyRefused, match=r"'eu', not in 'us'"):
        refusing.install(ACME, moved(1), region="us")
    assert refusing.list() == ()


def test_a_store_for_no_region_is_refused(us: SqliteStore) -> None:
    with pytest.raises(UnknownName, match="mars"):
        regional({"mars": us}, "refuse")
    with pytest.raises(UsageError):
        regional({}, "refuse")


def test_another_cell_of_the_region_is_fine(refusing: RegionalStore, us: SqliteStore) -> None:
    refusing.install(ACME, grant_of(ACME))
    assert refusing.commit_refresh(ACME, 1, grant_of(ACME, 2, base_url="https://us-99.api.gong.io"))
    assert present(us).base_url == "https://us-99.api.gong.io"


@pytest.mark.parametrize("shared", [False, True])
def test_a_move_is_refused_before_anything_is_written(
    us: SqliteStore, eu: SqliteStore, *, shared: bool
) -> None:
    store = regional({"us": us, "eu": us if shared else eu}, "refuse")
    before = store.install(ACME, grant_of(ACME), name="Acme")
    with pytest.raises(ResidencyRefused, match=rf"{ACME}.*'us' to 'eu'.*\n.*reconnect"):
        store.commit_refresh(ACME, 1, moved(2))
    assert (store.get(ACME), eu.list()) == (before, ())
    assert store.mark_needs_reconnect(ACME, 1, "it has moved", usable_until=None)
    assert [event for event, _ in events(store)] == ["needs_reconnect"]


@pytest.mark.parametrize("shared", [False, True])
def test_a_move_is_followed(us: SqliteStore, eu: SqliteStore, *, shared: bool) -> None:
    store = regional({"us": us, "eu": us if shared else eu}, "follow")
    before = store.install(ACME, grant_of(ACME), tenant="acme", name="Acme")
    assert store.try_lease(ACME, 1, "a", 60)
    assert store.commit_refresh(ACME, 1, moved(2))
    after = present(store)
    assert (after.region, after.grant, after.version, after.status) == ("eu", moved(2), 2, "active")
    assert (after.tenant, after.name) == ("acme", "Acme")
    assert store.of_webhook_key(before.webhook_key) == after
    assert store.of_tenant("acme") == store.list() == (after,)
    assert store.at_base_url(before.base_url) == ()
    assert store.due(2e9, after="", limit=9) == (ACME,)
    assert events(store) == [("installed", "eu")]
    assert store.try_lease(ACME, 2, "b", 60)


@pytest.mark.parametrize("policy", ["refuse", "follow"])
def test_tokens_have_never_been_in_another_regions_store(
    tmp_path: Path, stores: Stores, policy: WhenMoved
) -> None:
    store = regional(stores, policy)
    store.install(ACME, grant_of(ACME, 1))
    try:
        store.commit_refresh(ACME, 1, moved(2))
    except ResidencyRefused:
        assert policy == "refuse"
    store.install(ACME, moved(3))
    assert store.commit_refresh(ACME, present(store).version, moved(4))
    for each in (4, 3):
        assert f"planted-access-{ACME}-{each}" in tokens_ever_in(tmp_path / "eu.db")
    for each in (2, 3, 4):
        assert f"-{ACME}-{each}" not in tokens_ever_in(tmp_path / "us.db")
    assert f"planted-refresh-{ACME}-1" in tokens_ever_in(tmp_path / "us.db"), "the search finds"
    assert f"-{ACME}-1" not in tokens_ever_in(tmp_path / "eu.db")


@pytest.mark.parametrize("policy", ["refuse", "follow"])
def test_installed_anew_in_another_region_it_moves_there(stores: Stores, policy: WhenMoved) -> None:
    store = regional(stores, policy)
    first = store.install(ACME, grant_of(ACME), tenant="acme", name="Acme")
    again = store.install(ACME, moved(2), name="Acme Europe")
    assert (again.tenant, again.name, again.region) == ("acme", "Acme Europe", "eu")
    assert again.version > first.version
    assert again.webhook_key == first.webhook_key
    assert store.list() == (again,)
    assert present(stores["us"]).status == "removed"
    assert events(store) == [("installed", "eu")]
    back = store.install(ACME, grant_of(ACME, 3))
    assert back.version > again.version
    assert (store.list(), back.region, back.name) == ((back,), "us", "Acme Europe")
    assert events(store) == [("installed", "us")]


def test_a_removed_company_may_come_back_elsewhere(following: RegionalStore) -> None:
    following.install(ACME, grant_of(ACME))
    assert following.remove(ACME)
    again = following.install(ACME, moved(2))
    assert (again.status, again.region) == ("active", "eu")
    assert following.remove(ACME)
    assert not following.remove(ACME)
    assert present(following).status == "removed"
    assert events(following) == [("removed", "eu")]


def test_a_refresh_of_before_the_move_changes_nothing(following: RegionalStore) -> None:
    following.install(ACME, grant_of(ACME))
    following.commit_refresh(ACME, 1, moved(2))
    after = following.get(ACME)
    assert not following.commit_refresh(ACME, 1, grant_of(ACME, 3))
    assert not following.commit_refresh(ACME, 1, moved(3))
    assert not following.mark_needs_reconnect(ACME, 1, "spent", usable_until=None)
    assert following.try_lease(ACME, 1, "late", 60) is None
    assert following.get(ACME) == after


class Dies(BaseException):
    """The process is gone."""


class Mortal:
    """A store whose process dies when a method of this name is called."""

    def __init__(self, store: SqliteStore, method: str) -> None:
        self._store, self._method = store, method

    def __getattr__(self, name: str) -> Any:
        if name == self._method:
            raise Dies
        return getattr(self._store, name)


@pytest.mark.parametrize("how", ["refreshed", "installed"])
@pytest.mark.parametrize("step", [("eu", "take_over"), ("eu", "install"), ("us", "remove")])
def test_a_crash_loses_nothing_wherever_it_comes(
    stores: Stores, clock: ManualClock, step: tuple[str, str], how: str
) -> None:
    store = regional(stores, "follow")
    first = store.install(ACME, grant_of(ACME), tenant="acme")
    events(store)
    region, method = step
    dying: dict[str, Any] = {**stores, region: Mortal(stores[region], method)}
    clock.advance(-600)  # the other store's clock is behind
    try:
        if how == "refreshed":
            assert regional(dying, "follow").commit_refresh(ACME, 1, moved(2))
        else:
            regional(dying, "follow").install(ACME, moved(2))
    except Dies:
        pass

    store = regional(stores, "follow")
    after = present(store)
    reached = step != ("eu", "take_over")
    assert (after.grant, after.status) == (moved(2) if reached else first.grant, "active")
    assert (after.tenant, after.webhook_key) == ("acme", first.webhook_key)
    assert store.list() == store.of_tenant("acme") == (after,)
    assert events(store) == ([("installed", "eu")] if reached else [])
    assert store.due(2e9, after="", limit=9) == (ACME,)
    assert store.commit_refresh(ACME, after.version, moved(3))
    assert present(store).grant == moved(3)
    assert present(stores["us"]).status == "removed", "nothing usable is left behind"
    assert store.remove(ACME)
    assert present(store).status == "removed"


class Interrupts(Mortal):
    """A store in which somebody removes the company just before a method is called."""

    def __init__(self, store: SqliteStore, method: str, everything: RegionalStore) -> None:
        super().__init__(store, method)
        self._everything = everything

    def __getattr__(self, name: str) -> Any:
        if name == self._method:
            assert self._everything.remove(ACME)
        return getattr(self._store, name)


@pytest.mark.parametrize("step", [("eu", "take_over"), ("us", "remove")])
def test_an_installation_removed_while_it_moves_stays_removed(
    stores: Stores, step: tuple[str, str]
) -> None:
    store = regional(stores, "follow")
    store.install(ACME, grant_of(ACME))
    region, method = step
    mover: dict[str, Any] = {**stores, region: Interrupts(stores[region], method, store)}
    assert not regional(mover, "follow").commit_refresh(ACME, 1, moved(2))
    assert present(store).status == "removed"
    assert {present(each).status for each in stores.values()} == {"removed"}


def test_of_two_who_move_it_one_wins(stores: Stores) -> None:
    store = regional(stores, "follow")
    store.install(ACME, grant_of(ACME))
    before = present(store)
    assert stores["eu"].take_over(before, moved(2), region="eu")
    assert not stores["eu"].take_over(before, moved(3), region="eu")
    assert present(regional(stores, "follow")).grant == moved(2)


def test_who_has_not_seen_the_move_finds_out_before_it_could_refresh(stores: Stores) -> None:
    """Reading looks into one store only, as long as the company is active there."""
    store = regional(stores, "follow")
    before = store.install(ACME, grant_of(ACME))
    assert stores["eu"].take_over(before, moved(2), region="eu")
    assert present(store) == before
    assert store.try_lease(ACME, 1, "late", 60) is None
    assert present(store).grant == moved(2)


def test_what_was_in_the_wrong_store_goes_to_the_right_one(stores: Stores) -> None:
    """As where a region has got a store of its own since: the company itself has not moved."""
    stores["us"].install(ACME, moved(1))
    store = regional(stores, "refuse")
    assert present(store).grant == moved(1)
    assert store.commit_refresh(ACME, 1, moved(2))
    assert present(stores["eu"]).grant == moved(2)
    assert present(stores["us"]).status == "removed"


def test_states_are_kept_once_and_turns_where_the_company_is(
    refusing: RegionalStore, us: SqliteStore, eu: SqliteStore
) -> None:
    state = state_of()
    refusing.save_state(state, 600)
    assert us.consume_state(state.state, Secret("another's")) == "state_mismatch"
    assert refusing.consume_state(state.state, state.browser) == state
    refusing.install(ACME, moved(1))
    assert refusing.take_slot(ACME, Limits(), bulk=False, patience=9).granted
    assert (eu.calls_spent(ACME), us.calls_spent(ACME)) == (1, 0)
    assert refusing.calls_spent(ACME) == 1
    refusing.pause(ACME, 5)
    assert refusing.start_call(ACME, Limits(), patience=60).seconds == 5
    assert [each.company for each in refusing.list()] == [ACME]
    assert refusing.standings([ACME, "nobody"], Limits()) == {
        ACME: Standing(day=1, second=0, held=5)
    }


def test_a_region_works_while_anothers_store_is_down(
    stores: Stores, refusing: RegionalStore
) -> None:
    refusing.install(ACME, moved(1))
    stores["us"].close()
    store = regional(stores, "refuse")
    assert present(store).grant == moved(1)
    assert store.try_lease(ACME, 1, "a", 60)
    assert store.commit_refresh(ACME, 1, moved(2))
    assert store.take_slot(ACME, Limits(), bulk=False, patience=9).granted
    with pytest.raises(StoreError, match="closed"):
        store.get("nobody")
    with pytest.raises(StoreError, match="closed"):
        store.install(ACME, moved(3))
    with pytest.raises(StoreError, match="closed"):
        store.check()


def test_all_stores_are_rekeyed(tmp_path: Path, refusing: RegionalStore) -> None:
    refusing.install(ACME, grant_of(ACME))
    refusing.install("eu-7.api.gong.io", moved(1))
    new = generate_key()
    rotated = Keyring.parse(f"{new},{OLD}")
    opened = {
        region: SqliteStore(tmp_path / f"{region}.db", rotated, client_id="app")
        for region in ("us", "eu")
    }
    store = regional(opened, "refuse")
    assert [store.rekey(10), store.rekey(10), store.rekey(10)] == [1, 1, 0]
    assert len(store.list()) == 2
    store.close()
    for path in (tmp_path / "us.db", tmp_path / "eu.db"):
        anew = SqliteStore(path, Keyring.parse(new), client_id="app")
        assert len(anew.list()) == 1
        anew.close()
