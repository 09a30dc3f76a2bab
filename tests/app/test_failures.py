"""What can go wrong on the way back from Gong: each has its code, its page, its log line.

Whatever it was, no installation is made, and what was there before stays.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.app.installing import SCOPES, Registered, Visit, changed, register
from tests.app.serving import Answer, Browser
from tests.auth.local_gong import LocalGong

from gongkit.app.failures import FAILURES
from gongkit.app.gong_app import GongApp
from gongkit.clock import ManualClock
from gongkit.errors import StoreError
from gongkit.installations.installation import Installation
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.installations.regional_store import RegionalStore
from gongkit.installations.residency import Residency
from gongkit.installations.sqlite import MemoryStore, SqliteStore

Serve = Callable[[GongApp], GongApp]


@pytest.fixture
def app(registered: Registered, serve: Serve) -> GongApp:
    return serve(registered.app())


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Watch the log, in which no test may leave a code, a state or a token."""
    caplog.set_level(logging.INFO, logger="gongkit.app")
    yield caplog
    assert not re.search(r"[?&](code|state)=", caplog.text)


def refused(answer: Answer, code: str, log: pytest.LogCaptureFixture) -> None:
    """See that an answer is the code's page, and that the log says the same in one line."""
    assert code in answer.text
    assert answer.status == FAILURES[code].status
    assert "Traceback" not in answer.text
    (record,) = [each for each in log.records if hasattr(each, "code")]
    assert (record.code, record.levelno) == (code, FAILURES[code].level)
    assert record.reason  # type: ignore[attr-defined]
    assert f"code={code}" in record.getMessage()
    assert "\n" not in record.getMessage()


def as_before(app: GongApp, *installations: Installation) -> None:
    assert app.installations.list() == installations


def test_a_callback_without_a_state(app: GongApp, visit: Visit, log: Any) -> None:
    callback = changed(visit.approve(), state=None)
    refused(visit.browser.get(callback), "state_missing", log)
    as_before(app)


def test_a_forged_state(app: GongApp, visit: Visit, log: Any) -> None:
    callback = changed(visit.approve(), state="forged")
    refused(visit.browser.get(callback), "state_mismatch", log)
    as_before(app)


def test_a_state_of_another_browser(app: GongApp, visit: Visit, port: int, log: Any) -> None:
    callback = visit.approve()
    stranger = Visit(visit.registered, Browser(port), visit.url)
    stranger.begin()  # it has a cookie of its own

    refused(stranger.browser.get(callback), "state_mismatch", log)
    as_before(app)
    assert visit.browser.get(callback).status == 200, "the stranger has spent nothing"


def test_a_browser_without_a_cookie(app: GongApp, visit: Visit, port: int, log: Any) -> None:
    refused(Browser(port).get(visit.approve()), "state_mismatch", log)
    as_before(app)


def test_a_callback_is_replayed(app: GongApp, visit: Visit, gong: LocalGong, log: Any) -> None:
    callback = visit.approve()
    assert visit.browser.get(callback).status == 200
    before = app.installations.list()

    refused(visit.browser.get(callback), "state_reused", log)
    as_before(app, *before)
    assert len(gong.requests("token")) == 1, "the code was not sent again"


def test_a_state_is_too_old(registered: Registered, visit: Visit, serve: Serve, log: Any) -> None:
    clock = ManualClock()
    app = serve(registered.app(MemoryStore(client_id=registered.oauth.client_id, clock=clock)))
    callback = visit.approve()
    clock.advance(601)

    refused(visit.browser.get(callback), "state_expired", log)
    as_before(app)


def test_the_admin_declines(app: GongApp, visit: Visit, log: Any) -> None:
    refused(visit.browser.get(visit.approve(approve=False)), "access_denied", log)
    as_before(app)


def test_gong_answers_with_an_error(app: GongApp, visit: Visit, log: Any) -> None:
    callback = changed(
        visit.approve(), code=None, error="invalid_scope", error_description="<b>no</b>\nsuch"
    )
    answer = visit.browser.get(callback)
    refused(answer, "gong_error", log)
    assert "invalid_scope: <b>no</b> such" in log.text
    assert "<b>" not in answer.text
    as_before(app)


def test_an_error_is_not_believed_without_the_state(app: GongApp, visit: Visit, log: Any) -> None:
    callback = changed(visit.approve(), state="forged", code=None, error="access_denied")
    refused(visit.browser.get(callback), "state_mismatch", log)
    as_before(app)


@pytest.mark.parametrize("repeated", ["state", "code"])
def test_a_parameter_comes_twice(app: GongApp, visit: Visit, repeated: str, log: Any) -> None:
    callback = f"{visit.approve()}&{repeated}=another"
    refused(visit.browser.get(callback), "callback_malformed", log)
    as_before(app)


def test_neither_code_nor_error(app: GongApp, visit: Visit, log: Any) -> None:
    callback = changed(visit.approve(), code=None)
    refused(visit.browser.get(callback), "callback_malformed", log)
    as_before(app)


UNUSABLE: dict[str, dict[str, Any]] = {
    "an error": {"status": 500},
    "HTML": {"body": "malformed"},
    "no answer": {"drop": "after"},
    "no token": {"answer": {"access_token": None}},
    "no base URL": {"answer": {"api_base_url_for_customer": None}},
    "a base URL outside Gong": {"answer": {"api_base_url_for_customer": "https://gong.io.evil"}},
    "a base URL by http": {"answer": {"api_base_url_for_customer": "http://us-1.api.gong.io"}},
}


@pytest.mark.parametrize("effect", UNUSABLE.values(), ids=UNUSABLE)
def test_the_exchange_fails(
    app: GongApp, visit: Visit, gong: LocalGong, effect: dict[str, Any], log: Any
) -> None:
    assert visit.install().status == 200
    before = app.installations.list()
    log.clear()
    callback = visit.approve()
    gong.control("POST", "faults", operation="token", times=1, effect=effect)

    refused(visit.browser.get(callback), "exchange_failed", log)
    as_before(app, *before)


def test_a_code_that_is_spent(app: GongApp, visit: Visit, log: Any) -> None:
    callback = changed(visit.approve(), code="spent")
    refused(visit.browser.get(callback), "exchange_failed", log)
    assert "invalid_grant" in log.text
    as_before(app)


def test_no_refresh_token_is_installed_and_noted(
    app: GongApp, visit: Visit, gong: LocalGong, log: Any
) -> None:
    callback = visit.approve()
    effect = {"answer": {"refresh_token": None}}
    gong.control("POST", "faults", operation="token", times=1, effect=effect)

    assert visit.browser.get(callback).status == 200
    (installation,) = app.installations.list()
    assert installation.grant.refresh_token is None
    assert "no refresh token" in log.text


def test_fewer_scopes_than_asked_for(app: GongApp, visit: Visit, log: Any) -> None:
    visit.install()
    before = app.installations.list()
    callback = visit.approve(scopes=SCOPES[:1])

    log.clear()
    refused(visit.browser.get(callback), "scope_reduced", log)
    assert SCOPES[1] in log.text
    as_before(app, *before)


def test_fewer_scopes_can_be_allowed(registered: Registered, visit: Visit, serve: Serve) -> None:
    app = serve(registered.app(allow_reduced_scopes=True))
    assert visit.browser.get(visit.approve(scopes=SCOPES[:1])).status == 200
    (installation,) = app.installations.list()
    assert installation.grant.scopes == (SCOPES[0],)


def test_a_region_that_is_refused(
    registered: Registered, visit: Visit, serve: Serve, log: Any
) -> None:
    us = MemoryStore(client_id=registered.oauth.client_id)
    store = RegionalStore(Residency({"us": ["us-*.api.gong.io"]}), {"us": us})
    app = serve(registered.app(store))

    refused(visit.install(), "residency_refused", log)
    as_before(app)


SHARED_HOST = {"answer": {"api_base_url_for_customer": "https://api.gong.io"}}


def test_the_shared_host_without_a_tenant(
    app: GongApp, visit: Visit, gong: LocalGong, log: Any
) -> None:
    callback = visit.approve()
    gong.control("POST", "faults", operation="token", times=1, effect=SHARED_HOST)

    refused(visit.browser.get(callback), "company_unknown", log)
    assert "tenant=" in log.text
    as_before(app)


def test_the_shared_host_with_a_tenant(
    registered: Registered, visit: Visit, gong: LocalGong, serve: Serve
) -> None:
    async def tenant(request: Any) -> str | None:
        found: str | None = request.query_params.get("acting_as")
        return found

    app = serve(registered.app(tenant=tenant))
    gong.control("POST", "faults", operation="token", times=3, effect=SHARED_HOST)
    for who in ("acme", "other", "acme"):
        location = visit.browser.get(f"{visit.url}/install?acting_as={who}").location
        assert visit.browser.get(visit.registered.decide(location)).status == 200

    acme, other = app.installations.list()
    assert (acme.company, acme.tenant, acme.version) == ("api.gong.io#acme", "acme", 2)
    assert (other.company, other.tenant, other.version) == ("api.gong.io#other", "other", 1)


def test_companies_of_a_sandboxs_default_cell_are_never_mixed_up(
    registered: Registered, visit: Visit, gong: LocalGong, serve: Serve, log: Any
) -> None:
    gong.control("POST", "companies", name="initech")
    app = serve(registered.app(tenant=lambda request: request.query_params.get("acting_as")))

    def install(company: str, query: str = "") -> Answer:
        location = visit.browser.get(f"{visit.url}/install{query}").location
        return visit.browser.get(registered.decide(location, company))

    refused(install("globex"), "company_unknown", log)
    for company in ("globex", "initech", "globex"):
        assert install(company, f"?acting_as={company}-customer").status == 200

    domains = {}
    for installed in app.installations.list():
        user = app.client(installed).users.list().first()
        assert user is not None
        domains[installed.tenant] = str(user.email_address).partition("@")[2]
    assert domains == {
        "globex-customer": "globex.example",
        "initech-customer": "initech.example",
    }


@pytest.mark.parametrize("gives", [7, ["acme"]])
def test_a_tenant_that_is_no_text(
    registered: Registered, visit: Visit, serve: Serve, gives: Any, log: Any
) -> None:
    serve(registered.app(tenant=lambda _: gives))
    refused(visit.browser.get(f"{visit.url}/install"), "tenant_failed", log)


def test_a_tenant_that_raises(registered: Registered, visit: Visit, serve: Serve, log: Any) -> None:
    def broken(_: Any) -> str:
        raise LookupError("no session")

    serve(registered.app(tenant=broken))
    refused(visit.browser.get(f"{visit.url}/install"), "tenant_failed", log)
    assert "no session" in log.text


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "installations.db"


@pytest.fixture
def on_disk(registered: Registered, serve: Serve, database: Path) -> GongApp:
    keyring = Keyring.parse(generate_key())
    return serve(
        registered.app(SqliteStore(database, keyring, client_id=registered.oauth.client_id))
    )


def test_the_store_is_down_and_comes_back(
    on_disk: GongApp, visit: Visit, database: Path, gong: LocalGong, log: Any
) -> None:
    callback = visit.approve()
    repair = broken(database)

    refused(visit.browser.get(callback), "store_unavailable", log)
    assert not gong.requests("token"), "the code is not spent"

    repair()
    assert visit.browser.get(callback).status == 200
    assert len(on_disk.installations.list()) == 1


@pytest.mark.usefixtures("on_disk")
def test_install_while_the_store_is_down(visit: Visit, database: Path, log: Any) -> None:
    broken(database)
    answer = visit.browser.get(f"{visit.url}/install")
    refused(answer, "store_unavailable", log)
    assert answer.headers["retry-after"]


class _Tired(MemoryStore):
    """A store that fails after the code was spent, for as many times."""

    fails = 0

    def install(self, *positional: Any, **named: Any) -> Installation:
        if self.fails:
            self.fails -= 1
            raise StoreError("The disk is full.")
        return super().install(*positional, **named)


def test_a_grant_is_saved_again_that_the_store_did_not_take(
    registered: Registered, visit: Visit, serve: Serve
) -> None:
    store = _Tired(client_id=registered.oauth.client_id)
    app = serve(registered.app(store))
    store.fails = 1
    assert visit.install().status == 200
    assert len(app.installations.list()) == 1


def test_an_error_nobody_thought_of(
    registered: Registered, visit: Visit, serve: Serve, monkeypatch: pytest.MonkeyPatch, log: Any
) -> None:
    app = serve(registered.app())
    monkeypatch.setattr(app.installations, "save_state", lambda *_: 1 / 0)
    answer = visit.browser.get(f"{visit.url}/install")
    assert (answer.status, "internal_error" in answer.text) == (500, True)
    assert "Traceback" not in answer.text
    assert "ZeroDivisionError" in log.text


def test_a_page_says_who_can_help(gong: LocalGong, port: int, serve: Serve) -> None:
    registered = register(
        gong,
        f"http://localhost:{port}/gong/callback",
        contacts=["help@acme.example"],
        links={"help": "https://acme.example/help?a=1&b=2"},
    )
    serve(registered.app())
    text = Browser(port).get(f"http://localhost:{port}/gong/callback").text
    assert 'href="mailto:help@acme.example"' in text
    assert 'href="https://acme.example/help?a=1&amp;b=2"' in text
    assert 'href="/gong/install"' in text
    assert "Deal &lt;Notes&gt;" in text


def broken(path: Path) -> Callable[[], None]:
    """Make a SQLite file's tables disappear from its store; give what brings them back."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("ALTER TABLE gongkit_states RENAME TO away")

    def repair() -> None:
        db.execute("ALTER TABLE away RENAME TO gongkit_states")
        db.close()

    return repair
