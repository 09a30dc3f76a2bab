"""`gongkit fleet` on real stores: what stands where, what is on top, and that nothing leaks."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from tests.cli.app_folder import PLANTED, SCOPES, AppFolder, planted

from gongkit.installations.keyring import Keyring
from gongkit.installations.sqlite import SqliteStore
from gongkit.limits import DOCUMENTED

APP = {"GONGKIT_CLIENT_ID": "app-1"}
DAY = 86_400.0


def host(name: str) -> str:
    return f"{name}.api.gong.io"


def add(
    store: SqliteStore, name: str, *, age: float = 60.0, scopes: tuple[str, ...] = SCOPES
) -> str:
    """Install the app at a company, with tokens that are so old."""
    grant = planted(f"https://{host(name)}", issued_at=time.time() - age)
    region = name.partition("-")[0]
    store.install(host(name), replace(grant, scopes=scopes), name=name.title(), region=region)
    return host(name)


@pytest.fixture
def fleet(app: AppFolder) -> AppFolder:
    """An app with an installation for each thing that can need care, and one that needs nothing."""
    with app.store("app-1") as store:
        add(store, "us-alright", age=7_300)
        add(store, "us-extra", scopes=(*SCOPES, "api:flows:read"))
        store.take_slot(add(store, "us-busy"), DOCUMENTED, bulk=False, patience=0)
        store.pause(add(store, "us-held"), 1_800)
        add(store, "us-less", scopes=SCOPES[:1])
        add(store, "us-expired", age=DAY + 7_300)
        gone = add(store, "eu-gone")
        store.mark_needs_reconnect(gone, 1, "the answer was lost", usable_until=time.time() + 7_300)
        store.remove(add(store, "us-removed"))
    with closing(sqlite3.connect(app.file)) as database, database:
        now = time.time()
        busy = (json.dumps({int(now // 3_600): 9_000}), now + DAY, host("us-busy"))
        sql = "UPDATE gongkit_turns SET by_hour = ?, next_free = ? WHERE company = ?"
        database.execute(sql, busy)
    return app


def states(app: AppFolder, *words: str, **more: str) -> list[dict[str, Any]]:
    done = app("fleet", "--json", *words, **more)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def named(found: list[dict[str, Any]]) -> Mapping[str, dict[str, Any]]:
    return {each["name"].partition("-")[2].lower(): each for each in found}


def test_what_needs_care_is_on_top(fleet: AppFolder) -> None:
    found = states(fleet)
    assert [each["name"].partition("-")[2].lower() for each in found] == [
        "gone",
        "expired",
        "less",
        "held",
        "busy",
        "extra",
        "alright",
    ]
    cares = [[need["care"] for need in each["needs"]] for each in found]
    assert cares == [
        ["reconnect"],
        ["expired"],
        ["consent"],
        ["held_back"],
        ["nearly_spent"],
        ["extra_scopes"],
        [],
    ]


def test_each_installation_is_told_in_full(fleet: AppFolder) -> None:
    by_name = named(states(fleet))
    gone, less, held, busy = (by_name[name] for name in ("gone", "less", "held", "busy"))
    assert (gone["status"], gone["reason"]) == ("needs_reconnect", "the answer was lost")
    assert "Calls still work for 2 h." in gone["needs"][0]["text"]
    assert less["missing_scopes"] == ["api:users:read"]
    assert "api:users:read" in less["needs"][0]["text"]
    assert by_name["extra"]["extra_scopes"] == ["api:flows:read"]
    assert held["held_until"] is not None
    assert (busy["calls_of_day"], busy["calls_of_second"]) == (9_000, 3)
    assert (busy["calls_a_day"], busy["calls_a_second"]) == (10_000, 3)
    alright = by_name["alright"]
    assert 7_300 <= alright["token_age"] < 7_400
    assert alright["base_url"] == "https://us-alright.api.gong.io"
    assert (alright["missing_scopes"], alright["extra_scopes"]) == ([], [])
    assert (alright["calls_of_day"], alright["held_until"]) == (0, None)


def test_the_table_fits_80_columns_and_says_what_is_needed(fleet: AppFolder) -> None:
    done = fleet("fleet")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert max(map(len, lines + done.stderr.splitlines())) <= 80
    columns = ["company", "status", "region", "host", "age", "refresh", "scopes", "day", "second"]
    assert lines[0].split() == columns
    assert lines[2].startswith("    A tech admin there must approve again: the answer was lost.")
    (alright,) = (line for line in lines if line.startswith("Us-Alright"))
    assert re.search(r"  2 h  +in 1[678] h  +2  +0  +0$", alright)
    (busy,) = (line for line in lines if line.startswith("Us-Busy"))
    assert busy.split()[-2:] == ["9,000", "3"]
    (less,) = (line for line in lines if line.startswith("Us-Less"))
    assert "1 of 2" in less
    said = " ".join(done.stderr.split())
    assert said == (
        "7 installations: 6 active, 1 needs a reconnect; 1 has an expired token; 1 has scopes to"
        " approve; 1 is held back; 1 has nearly spent its day."
    )


def test_one_company_or_one_status_can_be_asked_for(fleet: AppFolder) -> None:
    (held,) = states(fleet, "--company", "us-held")
    assert held["company"] == host("us-held")
    (removed,) = states(fleet, "--status", "removed")
    assert (removed["token_age"], removed["needs"]) == (None, [])
    assert states(fleet, "--company", "us-removed") == [removed]
    assert [each["name"] for each in states(fleet, "--status", "needs_reconnect")] == ["Eu-Gone"]
    assert states(fleet, "--company", "us-held", "--status", "removed") == []
    unknown = fleet("fleet", "--company", "us-hold")
    assert (unknown.returncode, unknown.stdout) == (4, "")
    assert "Did you mean 'Us-Held'?" in unknown.stderr
    assert fleet("fleet", "--status", "gone").returncode == 2


def test_without_a_manifest_scopes_are_counted_and_compared_with_nothing(fleet: AppFolder) -> None:
    (fleet.path / "gong.app.toml").unlink()
    less = named(states(fleet))["less"]
    assert (less["missing_scopes"], less["extra_scopes"], less["needs"]) == (None, None, [])


def test_nothing_secret_is_shown(fleet: AppFolder) -> None:
    for words in (("fleet",), ("fleet", "--json")):
        done = fleet(*words)
        assert done.returncode == 0, done.stderr
        assert not any(secret in done.stdout + done.stderr for secret in PLANTED)


def test_nothing_is_installed_and_nothing_is_made(app: AppFolder) -> None:
    done = app("fleet")
    assert (done.returncode, done.stdout) == (0, "")
    assert "No company has installed the app yet." in done.stderr
    assert "No company has installed the app yet." in app("fleet", "--status", "removed").stderr
    named = app("fleet", "--company", "acme")
    assert (named.returncode, named.stdout) == (4, "")
    assert "No company has installed the app" in named.stderr
    assert states(app, **APP) == []
    assert [path.name for path in app.path.iterdir()] == ["gong.app.toml"]


def test_what_was_installed_under_dev_is_elsewhere(app: AppFolder) -> None:
    private = app.path / ".gongkit"
    private.mkdir()
    (private / "installations.db").touch()
    for words in (("fleet",), ("installations", "list"), ("installations", "show", "acme")):
        said = app(*words).stderr
        assert "What was installed under `gongkit dev` is in a store of its own" in said
        assert "GONGKIT_STORE" in said
        assert "gongkit install`" not in said
    assert "but for those of `gongkit dev`" in app("doctor").stdout.replace("\n          ", " ")
    assert "gongkit install`" in app("fleet", GONGKIT_STORE="sqlite:///other.db").stderr


def test_the_stores_of_all_regions_are_one_fleet(app: AppFolder) -> None:
    with (app.path / "gong.app.toml").open("a") as manifest:
        manifest.write(
            '\n[residency.regions]\nus = ["us-*.api.gong.io"]\neu = ["eu-*.api.gong.io"]\n'
        )
    regional = {"GONGKIT_STORE_US": "sqlite:///us.db", "GONGKIT_STORE_EU": "sqlite:///eu.db"}
    for name in ("us-acme", "eu-globex"):
        keyring = Keyring.parse(app.key)
        path = app.path / f"{name[:2]}.db"
        with closing(SqliteStore(path, keyring, client_id="app-1")) as store:
            store.take_slot(add(store, name), DOCUMENTED, bulk=False, patience=0)
    found = states(app, **regional)
    assert [(each["region"], each["calls_of_day"]) for each in found] == [("eu", 1), ("us", 1)]
