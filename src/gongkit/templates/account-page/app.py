"""Shows the latest calls beside accounts in Gong. See README.md."""

import logging
import math
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from string import Template

from gongkit import FrameUser, GongApp
from gongkit.contract.types.calls import CallBasicData, CallData, ContentSelector
from gongkit.errors import GongkitError
from gongkit.installations.installation import Installation
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import people

HERE = Path(__file__).parent
SDK = "/static/gong-frontend-sdk.js"
"""Where the npm package @gong.io/frontend-sdk is in production; the sandbox brings its own."""

log = logging.getLogger("app")
gong = GongApp.from_manifest(HERE / "gong.app.toml", home="/", tenant=people.tenant)

KEPT_SECONDS = 300


@dataclass
class Kept:
    """A company's calls, and when they were read."""

    calls: list[CallData] = field(default_factory=list)
    read_at: float = -math.inf


kept: dict[str, Kept] = {}
"""All that the app keeps, by company.

Whoever asks Gong fills the one with which they began: where `forget` took it out meanwhile,
nothing comes back.
"""


def page(name: str, **values: str) -> str:
    """Fill in a page of the folder."""
    given = {key: escape(value) for key, value in values.items()}
    return Template((HERE / "pages" / name).read_text("utf-8")).substitute(given)


# What happens to installations


@gong.on_installed
def welcome(company: str, tenant: str) -> None:
    """Begin with a company: a place to import what you need, or to write to somebody."""
    log.info("%s has connected %s", tenant, company)


@gong.on_needs_reconnect
def ask_to_reconnect(tenant: str, reason: str) -> None:
    """Write to the customer: only their tech admin's approval makes it work again."""
    log.warning("%s has to connect Gong again: %s", tenant, reason)


@gong.on_removed
def forget(company: str) -> None:
    """Erase what the app keeps of a company that is gone. Do so in your database, too."""
    kept.pop(company, None)


# The pages inside Gong, and who looks at them


@gong.account_information
def account(request: Request, sdk_url: str | None, identity_url: str) -> str:
    """Show the page beside an account. Which one, Gong may say in the query: that is assumed."""
    account_id = request.query_params.get("accountId", "")
    sdk_url = sdk_url or SDK
    return page("account.html", sdk_url=sdk_url, identity_url=identity_url, account_id=account_id)


@gong.frame_identity
def whose(request: Request) -> FrameUser | Response:
    """Say who is signed in, in the pop-up that a page inside Gong opens."""
    person = people.signed_in(request)
    if person is None:
        return people.to_sign_in(request)
    return FrameUser(user=person.email, tenant=person.tenant)


# What the pages inside Gong ask for


async def installation_of(request: Request) -> Installation:
    """Find the Gong that the user of a page may see: that of the user's own company."""
    user = await gong.frame_user(request)
    if user is None or user.tenant is None:
        raise HTTPException(401, "Sign in first.")
    installed = await run_in_threadpool(gong.installations.of_tenant, user.tenant)
    for installation in installed:
        if installation.status == "active":
            return installation
    raise HTTPException(404, f"Gong is not connected for {user.tenant}.")


async def calls(request: Request) -> Response:
    """Give the latest calls, or those about one account."""
    found = await latest_calls(await installation_of(request))
    if account_id := request.query_params.get("account"):
        found = [call for call in found if is_about(call, account_id)]
    return JSONResponse([shown(call) for call in found[:10]])


async def latest_calls(installation: Installation) -> list[CallData]:
    """Read the calls of the last 30 days, the latest first. Gong is not asked for each account."""
    here, now = kept.setdefault(installation.company, Kept()), datetime.now(UTC)
    if time.monotonic() - here.read_at < KEPT_SECONDS:
        return here.calls
    listing = gong.async_client(installation).calls.list_extensive(
        from_=now - timedelta(days=30), to=now, content=ContentSelector(context="Extended")
    )
    here.calls = sorted(await listing.all(), key=started, reverse=True)
    here.read_at = time.monotonic()
    return here.calls


def started(call: CallData) -> str:
    """Say when a call began."""
    return (call.meta_data and call.meta_data.started) or ""


def is_about(call: CallData, account_id: str) -> bool:
    """Tell whether a call is about an account, by its id in the CRM."""
    objects = [each for context in call.context or () for each in context.objects or ()]
    return any(each.object_type == "Account" and each.object_id == account_id for each in objects)


def shown(call: CallData) -> dict[str, str | None]:
    """Choose what a page shows of a call."""
    about = call.meta_data or CallBasicData()
    return {
        "title": about.title,
        "url": about.url,
        "started": started(call)[:16].replace("T", " "),
    }


async def gong_failed(request: Request, error: Exception) -> Response:
    """Say what Gong has refused; the pages show it."""
    log.warning("%s failed: %s", request.url.path, error)
    return PlainTextResponse(getattr(error, "message", "Gong could not be asked."), 502)


# The app's own pages

HOME = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Calls beside accounts</title>
<style>
body { max-width: 34rem; margin: 3rem auto; padding: 0 1rem; color: #16323b;
  font: 1rem/1.5 system-ui, sans-serif; }
a, button { color: #0e5b68; font: inherit; }
.connect { display: inline-block; padding: .4rem .9rem; border-radius: .4rem;
  background: #0e5b68; color: #fff; text-decoration: none; }
</style>
<h1>Calls beside accounts</h1>
<p>You are signed in as $email.</p>
<ul>$connected</ul>
<p><a class="connect" href="/gong/install">Connect Gong</a></p>
<form method="post" action="/disconnect">
<button>Disconnect Gong, and erase what is kept</button>
</form>
</html>
"""


async def home(request: Request) -> Response:
    """Say what is connected."""
    person = people.signed_in(request)
    if person is None:
        return people.to_sign_in(request)
    installed = await run_in_threadpool(gong.installations.of_tenant, person.tenant)
    rows = [
        f"<li>{escape(each.base_url)} ({each.status})</li>"
        for each in installed
        if each.status != "removed"
    ]
    connected = "".join(rows) or "<li>Gong is not connected yet.</li>"
    return HTMLResponse(Template(HOME).substitute(email=escape(person.email), connected=connected))


async def disconnect(request: Request) -> Response:
    """Give up the customer's installations: tokens are erased, and `forget` is called."""
    person = people.signed_in(request)
    if person is None:
        return people.to_sign_in(request)
    for installation in await run_in_threadpool(gong.installations.of_tenant, person.tenant):
        await run_in_threadpool(gong.remove, installation)
    return RedirectResponse("/", 303)


site = Starlette(
    routes=[
        Route("/", home),
        Route("/disconnect", disconnect, methods=["POST"]),
        Route("/api/calls", calls),
        *people.routes,
        Mount("/gong", app=gong),
        Mount("/static", app=StaticFiles(directory=HERE / "static", check_dir=False)),
    ],
    exception_handlers={GongkitError: gong_failed},
    lifespan=gong.lifespan,
)
