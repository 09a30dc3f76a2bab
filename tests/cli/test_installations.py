"""`gongkit installations` on real stores, with the sandbox for what is refreshed."""

from __future__ import annotations

import json
import stat
import subprocess
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cli.app_folder import PLANTED, AppFolder, planted
from tests.cli.command import COMMAND, LIMIT_SECONDS, Run, environment
from tests.cli.test_api_confirm import at_terminal

from gongkit.installations.apps import apps_in
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.opening import open_store
from gongkit.redact import Secret

APP = {"GONGKIT_CLIENT_ID": "app-1"}
ACME, GLOBEX = "us-123.api.gong.io", "eu-456.api.gong.io"


@pytest.fixture
def filled(app: AppFolder) -> AppFolder:
    """An app with an installation of each status."""
    now = time.time()
    with app.store("app-1") as store:
        store.install(
            ACME,
            planted(f"https://{ACME}", issued_at=now - 7_200),
            name="Acme of the very long name that nobody can read to its end",
            tenant="customer-1",
            region="us",
        )
        store.install(GLOBEX, planted(f"https://{GLOBEX}"), name="Globex", region="eu")
        store.mark_needs_reconnect(GLOBEX, 1, "the answer was lost", usable_until=None)
        store.install("us-9.api.gong.io", planted("https://us-9.api.gong.io"), region="us")
        store.remove("us-9.api.gong.io")
    return app


@pytest.fixture
def installed(app: AppFolder) -> AppFolder:
    """An app that two companies of the sandbox have installed."""
    for company in ("northwind", "kestrel"):
        done = app("install", "--headless", "--company", company)
        assert done.returncode == 0, done.stderr
    return app


def test_nothing_is_installed_and_nothing_is_made(app: AppFolder) -> None:
    done = app("installations", "list")
    assert (done.returncode, done.stdout) == (0, "")
    assert "No company has installed the app yet." in done.stderr
    assert "`gongkit install`" in done.stderr
    assert app("installations", "list", "--json", **APP).stdout == "[]\n"
    assert app("installations", "export").stdout == ""
    for words in (("show", "acme"), ("refresh", "--all"), ("rekey",), ("remove", "acme", "--yes")):
        done = app("installations", *words)
        assert (done.returncode, done.stdout) == (4, "")
        assert "sqlite:///installations.db holds nothing" in done.stderr
    assert [path.name for path in app.path.iterdir()] == ["gong.app.toml"]


def test_the_table_fits_80_columns(filled: AppFolder) -> None:
    done = filled("installations", "list")
    assert done.returncode == 0, done.stderr
    heading, globex, acme, removed = done.stdout.splitlines()
    columns = ["company", "name", "tenant", "region", "status", "expires", "refreshed"]
    assert heading.split() == columns
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert acme.split()[0][:10] == ACME[:10]
    assert "in 22 h" in acme
    assert "2 h ago" in acme
    assert "…" in acme
    assert "needs_reco" in globex
    assert "removed" in removed


def test_a_list_by_status_and_for_machines(filled: AppFolder) -> None:
    done = filled("installations", "list", "--status", "needs_reconnect", "--json")
    (found,) = json.loads(done.stdout)
    assert found["company"] == GLOBEX
    assert found["reason"] == "the answer was lost"
    assert found["issued_at"] == "2023-11-14T22:13:20Z"
    everything = filled("installations", "list", "--json")
    assert len(json.loads(everything.stdout)) == 3
    wrong = filled("installations", "list", "--status", "gone")
    assert wrong.returncode == 2


def test_no_token_is_shown(filled: AppFolder) -> None:
    for words in (
        ("list",),
        ("list", "--json"),
        ("show", "Globex"),
        ("show", "Globex", "--json"),
        ("export",),
        ("export", "--to", "out.jsonl"),
    ):
        done = filled("installations", *words)
        assert done.returncode == 0, done.stderr
        assert not any(secret in done.stdout + done.stderr for secret in PLANTED)
    assert not any(secret in (filled.path / "out.jsonl").read_text() for secret in PLANTED)


def test_one_is_shown_field_by_field(filled: AppFolder) -> None:
    lines = filled("installations", "show", "customer-1").stdout.splitlines()
    fields = [line.split(maxsplit=1) for line in lines if not line.startswith(" ")]
    assert ["company", ACME] in fields
    assert ["base_url", f"https://{ACME}"] in fields
    assert lines[lines.index("scopes      api:calls:read:basic") + 1].split() == ["api:users:read"]
    shown = json.loads(filled("installations", "show", f"https://{ACME}/", "--json").stdout)
    assert (shown["company"], shown["version"]) == (ACME, 1)


def test_an_unknown_company_names_the_nearest(filled: AppFolder) -> None:
    done = filled("installations", "show", "Globax")
    assert (done.returncode, done.stdout) == (4, "")
    assert "There is no installation of 'Globax' in sqlite:///installations.db." in done.stderr
    assert "Did you mean 'Globex'?" in done.stderr


def test_apps_of_one_store_are_told_apart(filled: AppFolder) -> None:
    with filled.store("app-2") as store:
        store.install(ACME, planted(f"https://{ACME}"), name="Acme")
    done = filled("installations", "list", GONGKIT_APP_URL="https://app.gong.io")
    assert (done.returncode, done.stdout) == (2, "")
    assert "of 2 apps: app-1, app-2." in done.stderr
    assert "GONGKIT_CLIENT_ID" in done.stderr
    second = filled("installations", "list", "--json", GONGKIT_CLIENT_ID="app-2")
    assert [each["name"] for each in json.loads(second.stdout)] == ["Acme"]


def test_a_wrong_key_is_said(filled: AppFolder) -> None:
    done = filled("installations", "list", GONGKIT_KEY=generate_key())
    assert (done.returncode, done.stdout) == (3, "")
    assert "encrypted with a key that is not in the keyring" in done.stderr
    missing = filled("installations", "list", GONGKIT_KEY="", GONGKIT_APP_URL="https://app.gong.io")
    assert missing.returncode == 3
    assert "GONGKIT_KEY" in missing.stderr


def test_refreshes_now(installed: AppFolder) -> None:
    installed.control("DELETE", "requests")
    done = installed("installations", "refresh", "northwind")
    assert done.returncode == 0, done.stderr
    assert "expires in 24 h." in done.stdout
    log = installed.control("GET", "requests?operation=token")["requests"]
    assert [entry["status"] for entry in log] == [200]
    with installed.store(installed.client_id) as store:
        assert sorted(each.version for each in store.list()) == [1, 2]


def test_of_all_one_that_cannot_be_refreshed_stops_no_other(installed: AppFolder) -> None:
    with installed.store(installed.client_id) as store:
        spoilt, sound = store.list()
        wrong = replace(spoilt.grant, refresh_token=Secret("no-longer-good"))
        assert store.commit_refresh(spoilt.company, spoilt.version, wrong)
    done = installed("installations", "refresh", "--all")
    assert done.returncode == 3
    assert f"Refreshed {sound.company}" in done.stdout
    assert f"The installation of {spoilt.company} can no longer be refreshed" in done.stderr
    again = installed("installations", "refresh", "--all")
    assert again.returncode == 0
    assert "Left out, since they need a reconnect: 1." in again.stderr
    alone = installed("installations", "refresh", spoilt.company)
    assert (alone.returncode, alone.stdout) == (3, "")


def test_refreshes_at_the_same_moment_spend_each_token_once(installed: AppFolder) -> None:
    installed.control("DELETE", "requests")
    processes = [
        subprocess.Popen(
            [*COMMAND, "installations", "refresh", "northwind"],
            cwd=installed.path,
            env=environment(**installed.environment()),
            stdout=subprocess.DEVNULL,
        )
        for _ in range(3)
    ]
    assert [process.wait(LIMIT_SECONDS) for process in processes] == [0, 0, 0]
    log = installed.control("GET", "requests?operation=token")["requests"]
    assert {entry["status"] for entry in log} == {200}
    with installed.store(installed.client_id) as store:
        assert max(each.version for each in store.list()) == 1 + len(log)


@pytest.mark.parametrize("words", [("refresh",), ("refresh", "acme", "--all")])
def test_whose_tokens_must_be_said(filled: AppFolder, words: tuple[str, ...]) -> None:
    done = filled("installations", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Name one company, or say --all." in done.stderr


def test_every_row_gets_the_newest_key(app: AppFolder) -> None:
    with app.store("app-1") as store:
        for number in range(120):
            store.install(f"company-{number:03}", planted(f"http://127.0.0.1:{5000 + number}"))
    new = generate_key()
    done = app("installations", "rekey", GONGKIT_KEY=f"{new},{app.key}")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("120 of 120 installations were moved to the newest key")
    assert "The last key of the keyring may be dropped" in done.stderr
    with app.store("app-1", new) as store:
        assert {each.grant.access_token for each in store.list()} == {Secret(PLANTED[0])}
    again = app("installations", "rekey", GONGKIT_KEY=new)
    assert again.stdout.startswith("0 of 120 installations")
    assert "The keyring has no older key." in again.stderr


def test_a_key_that_other_apps_need_is_not_given_up(filled: AppFolder) -> None:
    with filled.store("app-2") as store:
        store.install(ACME, planted(f"https://{ACME}"))
    keys = f"{generate_key()},{filled.key}"
    done = filled("installations", "rekey", GONGKIT_KEY=keys, **APP)
    assert "3 of 3 installations" in done.stdout
    assert "and the other apps of this store are rekeyed." in done.stderr


def test_without_a_terminal_nothing_is_removed(filled: AppFolder) -> None:
    done = filled("installations", "remove", "Globex")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Add --yes if it is." in done.stderr
    with filled.store("app-1") as store:
        assert store.get(GLOBEX).status == "needs_reconnect"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "status", "code"), [(b"y\n", "removed", 0), (b"n\n", "active", 1)]
)
def test_at_a_terminal_it_is_asked(filled: AppFolder, typed: bytes, status: str, code: int) -> None:
    store_url = f"sqlite:///{filled.file}"
    env = filled.environment(GONGKIT_STORE=store_url)
    done = at_terminal(("installations", "remove", "customer-1"), typed, env)
    assert done.returncode == code, done.stderr
    assert f"Remove the installation of {ACME} (Acme" in done.stderr
    with filled.store("app-1") as store:
        assert store.get(ACME).status == status  # type: ignore[union-attr]


def test_what_is_removed_has_no_tokens(filled: AppFolder) -> None:
    done = filled("installations", "remove", "Globex", "--yes")
    assert done.returncode == 0
    assert f"Removed the installation of {GLOBEX} (Globex)." in done.stdout
    assert "until the customer's tech admin disconnects it" in done.stderr
    with filled.store("app-1") as store:
        found = store.get(GLOBEX)
        assert found is not None
        assert not found.grant.access_token
    again = filled("installations", "remove", "Globex")
    assert again.returncode == 0
    assert "was removed before" in again.stderr


def test_an_export_is_a_line_each(filled: AppFolder) -> None:
    lines = filled("installations", "export").stdout.splitlines()
    assert [json.loads(line)["status"] for line in lines] == [
        "needs_reconnect",
        "active",
        "removed",
    ]


def test_tokens_go_to_a_private_file_only(filled: AppFolder) -> None:
    refused = filled("installations", "export", "--with-tokens")
    assert (refused.returncode, refused.stdout) == (2, "")
    done = filled("installations", "export", "--with-tokens", "--to", "out.jsonl")
    assert (done.returncode, done.stdout) == (0, "")
    assert not any(secret in done.stderr for secret in PLANTED)
    file = filled.path / "out.jsonl"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    first = json.loads(file.read_text().splitlines()[0])
    assert (first["access_token"], first["refresh_token"]) == PLANTED
    again = filled("installations", "export", "--to", "out.jsonl")
    assert again.returncode == 2
    assert "out.jsonl exists already." in again.stderr
    assert PLANTED[0] in file.read_text()
    nowhere = filled("installations", "export", "--to", "no/such/folder")
    assert (nowhere.returncode, "Traceback" in nowhere.stderr) == (2, False)


def test_a_store_in_postgresql(gongkit: Run, postgres_dsn: str, tmp_path: Path) -> None:
    key = generate_key()
    env = {"GONGKIT_STORE": postgres_dsn, "GONGKIT_KEY": key}
    assert gongkit("installations", "list", "--json", cwd=str(tmp_path), **env).stdout == "[]\n"
    assert apps_in(postgres_dsn) is None
    with closing(open_store(postgres_dsn, Keyring.parse(key), client_id="app-1")) as store:
        store.install(ACME, planted(f"https://{ACME}"), name="Acme")
    assert apps_in(postgres_dsn) == ["app-1"]
    shown = gongkit("installations", "show", "acme", "--json", cwd=str(tmp_path), **env)
    assert json.loads(shown.stdout)["company"] == ACME, shown.stderr
    gone = gongkit("installations", "show", "nobody", cwd=str(tmp_path), **env)
    assert gone.returncode == 4
    assert "in postgresql://" in gone.stderr


@pytest.mark.parametrize("url", ["sqlite://installations.db", "mysql://x", "redis:"])
def test_a_store_that_there_is_not(gongkit: Run, url: str, tmp_path: Path) -> None:
    done = gongkit("installations", "list", cwd=str(tmp_path), GONGKIT_STORE=url)
    assert (done.returncode, done.stdout) == (2, "")


def test_a_file_that_is_no_store(gongkit: Run, tmp_path: Path) -> None:
    (tmp_path / "installations.db").write_text("not a database at all, " * 100)
    done = gongkit("installations", "list", cwd=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be read" in done.stderr
