"""gongkit.testing.plugin, as an app's tests use it: an app and its tests in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.testing.app_folder import outcomes, run_pytest

MANIFEST = """
[integration]
name = "Small"
scopes = ["api:users:read", "api:calls:read:basic"]
redirect_uris = ["https://small.example/gong/callback"]
domains = ["small.example"]

[iframe]
allowed_origins = ["https://small.example"]

[iframe.email_composer]
url = "https://small.example/gong/composer"
label = "Insert"

[profiles.dev.integration]
redirect_uris = ["http://localhost:8123/gong/callback"]

[profiles.dev.iframe]
allowed_origins = ["http://localhost:8123"]

[profiles.dev.iframe.email_composer]
url = "http://localhost:8123/gong/composer"
"""

APP = """
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Mount, Route

from gongkit import FrameUser, GongApp

told = []
refusing = {}


def tenant(request):
    return request.cookies.get("who") or RedirectResponse("/sign-in", 303)


gong = GongApp.from_manifest(tenant=tenant)


@gong.on_installed
def installed(tenant):
    told.append(tenant)


@gong.email_composer
def composer():
    return HTMLResponse("<p>Composer", headers=refusing)


@gong.frame_identity
def whose(request):
    who = request.cookies.get("who")
    return FrameUser(user=who) if who else RedirectResponse("/sign-in", 303)


async def home(request):
    return PlainTextResponse(str(request.url))


async def sign_in(request):
    answer = PlainTextResponse("Who?")
    if request.method == "POST":
        answer = RedirectResponse("/", 303)
        answer.set_cookie("who", "ana", httponly=True)
        answer.set_cookie("below", "1", path="/below")
    return answer


async def cookies(request):
    return PlainTextResponse(",".join(sorted(request.cookies)))


async def users(request):
    user = await gong.frame_user(request)
    return PlainTextResponse(user.user if user else "nobody", 200 if user else 401)


async def away(request):
    answer = RedirectResponse("https://elsewhere.example/", 303)
    answer.delete_cookie("who")
    return answer


async def round_about(request):
    return RedirectResponse("/round")


site = Starlette(
    routes=[
        Route("/", home),
        Route("/sign-in", sign_in, methods=["GET", "POST"]),
        Route("/cookies", cookies),
        Route("/below/cookies", cookies),
        Route("/users", users),
        Route("/away", away),
        Route("/round", round_about),
        Mount("/gong", app=gong),
    ],
    lifespan=gong.lifespan,
)
"""

CONFTEST = 'pytest_plugins = ["gongkit.testing.plugin"]\n'

TESTS = """
import os
import time

import pytest

from gongkit.errors import NeedsReconnect, SandboxError, UnknownName
from gongkit.testing import eventually


@pytest.fixture
def ana(visitor):
    visitor.post("/sign-in")
    return visitor


def test_the_app_believes_to_be_where_its_manifest_says(visitor):
    assert visitor.get("/").text == "http://localhost:8123/"


def test_the_environment_is_the_tests_own(app, integration):
    ours = {name for name in os.environ if name.startswith("GONGKIT_")}
    assert ours == {
        "GONGKIT_APP_URL", "GONGKIT_CLIENT_ID", "GONGKIT_CLIENT_SECRET", "GONGKIT_PROFILE",
        "GONGKIT_STORE",
    }
    assert integration.client_secret.reveal() not in repr(integration)


def test_cookies_are_kept_as_browsers_keep_them(ana):
    assert ana.get("/cookies").text == "who"
    assert ana.get("/below/cookies").text == "below,who"
    assert ana.another().get("/cookies").text == ""
    ana.get("/away")
    assert ana.get("/cookies").text == ""


def test_only_the_app_is_followed(visitor):
    assert visitor.get("/away").headers["location"] == "https://elsewhere.example/"
    with pytest.raises(AssertionError, match="redirects without end"):
        visitor.get("/round")


def test_it_is_installed_and_its_listeners_are_told(ana, app, sandbox):
    assert ana.install("kestrel").status == 200
    eventually(lambda: app.module.told == ["ana"])
    (found,) = app.module.gong.installations.of_tenant("ana")
    assert found.base_url == sandbox.companies["kestrel"]["api_base_url"]
    assert [asked["company"] for asked in sandbox.requests(operation="token")] == ["kestrel"]


def test_a_company_may_give_the_app_up(ana, app, sandbox):
    ana.install("kestrel")
    sandbox.disconnect("kestrel")
    (found,) = app.module.gong.installations.of_tenant("ana")
    with pytest.raises(NeedsReconnect):
        app.module.gong.client(found).users.list().all()
    (after,) = app.module.gong.installations.of_tenant("ana")
    assert after.status == "needs_reconnect"
    with pytest.raises(UnknownName, match="kestral"):
        sandbox.disconnect("kestral")


@pytest.mark.parametrize("company", ["northwind", "globex"])
def test_every_test_begins_anew(ana, app, sandbox, company):
    assert app.module.told == []
    assert len(sandbox.control("GET", "")["integrations"]) == 1
    assert sandbox.requests() == []
    ana.install(company)
    sandbox.advance(86_400)
    sandbox.fail("listUsers", {"status": 403}, company=company)


def test_a_company_may_decline_or_grant_less(ana):
    assert ana.install(approve=False).status == 403
    assert ana.install(scopes=["api:users:read"]).status == 403


def test_who_has_to_sign_in_first_is_told_so(visitor):
    with pytest.raises(AssertionError, match="/sign-in .200., and not to Gong.*sign in first"):
        visitor.install()
    with pytest.raises(AssertionError, match="gives no ticket .* sign in first"):
        visitor.frame("email_composer").identify()


def test_a_frame_has_no_cookies_and_is_told_who_looks(ana):
    frame = ana.frame("email_composer", accountId="1")
    assert frame.page.url.endswith("/gong/composer?accountId=1")
    assert frame.get("/cookies").text == ""
    assert frame.get("/users").status == 401
    frame.identify()
    assert frame.get("/users").text == "ana"
    assert frame.post("/users").status == 405


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'"},
        {"Content-Security-Policy": "frame-ancestors https://elsewhere.example"},
    ],
)
def test_a_page_that_gong_could_not_show_fails(ana, app, headers):
    app.module.refusing.update(headers)
    with pytest.raises(AssertionError, match="Gong cannot show .*frame-ancestors"):
        ana.frame("email_composer")


def test_a_page_that_is_not_there_fails(ana):
    with pytest.raises(AssertionError, match="no page 'account_information'"):
        ana.frame("account_information")


def test_what_the_sandbox_refuses_is_said(sandbox):
    with pytest.raises(SandboxError, match="no such company|acme"):
        sandbox.control("PUT", "/limits", {"company": "acme", "per_second": 1})


def test_waiting_ends():
    with pytest.raises(AssertionError, match="within 0 seconds"):
        eventually(lambda: [], seconds=0)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "gong.app.toml").write_text(MANIFEST)
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "tests").mkdir()
    return tmp_path


def test_an_app_is_tested_with_it(folder: Path) -> None:
    (folder / "tests/test_app.py").write_text(TESTS)
    done = run_pytest(folder, GONGKIT_STORE="sqlite:///mine.db", GONGKIT_KEY="not for tests")
    assert done.returncode == 0, done.stdout + done.stderr
    assert outcomes(done) == {"passed": 16}
    assert not (folder / "mine.db").exists()


def test_an_application_of_another_name_is_found(folder: Path) -> None:
    (folder / "app.py").rename(folder / "main.py")
    (folder / "tests/test_app.py").write_text(
        "def test_it(visitor):\n    assert visitor.get('/').status == 200\n"
    )
    (folder / "pytest.ini").write_text("[pytest]\ngongkit_app = main:site\n")
    assert outcomes(run_pytest(folder)) == {"passed": 1}
    (folder / "pytest.ini").write_text("[pytest]\ngongkit_app = main:app\n")
    done = run_pytest(folder)
    assert outcomes(done) == {"error": 1}
    assert "main has no 'app'" in done.stdout
    assert 'gongkit_app = "app:site"' in done.stdout


def test_an_app_that_does_not_start_fails_its_tests(folder: Path) -> None:
    broken = APP.replace("lifespan=gong.lifespan", "on_startup=[1 / 0]")
    (folder / "app.py").write_text(broken)
    (folder / "tests/test_app.py").write_text("def test_it(visitor):\n    assert visitor\n")
    done = run_pytest(folder)
    assert outcomes(done) == {"error": 1}
    assert "ZeroDivisionError" in done.stdout


def test_a_lifespan_that_fails_is_shown(folder: Path) -> None:
    failing = APP + (
        "\n\nasync def refuse(scope, receive, send):\n"
        "    await receive()\n"
        "    await send({'type': 'lifespan.startup.failed', 'message': 'no database'})\n\n\n"
        "site = refuse\n"
    )
    (folder / "app.py").write_text(failing)
    (folder / "tests/test_app.py").write_text("def test_it(visitor):\n    assert visitor\n")
    done = run_pytest(folder)
    assert outcomes(done) == {"error": 1}, done.stdout
    assert "the app did not start" in done.stdout
    assert "no database" in done.stdout


def test_a_folder_without_a_manifest_is_told(folder: Path) -> None:
    (folder / "gong.app.toml").unlink()
    (folder / "tests/test_app.py").write_text("def test_it(visitor):\n    assert visitor\n")
    done = run_pytest(folder)
    assert outcomes(done) == {"error": 1}
    assert "There is no gong.app.toml at or above" in done.stdout
