"""Lists the latest calls of the companies that have installed the app. See README.md."""

from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from string import Template

from gongkit import AsyncGong, GongApp
from gongkit.contract.types.calls import CallBasicData
from gongkit.errors import GongkitError
from gongkit.installations.installation import Installation
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

import people

HERE = Path(__file__).parent
gong = GongApp.from_manifest(HERE / "gong.app.toml", home="/", tenant=people.tenant)

kept: dict[str, list[CallBasicData]] = {}
"""The latest calls by company, for when Gong cannot be asked: all that the app keeps.

Whoever asks Gong fills the list with which they began: where `forget` took it out meanwhile,
nothing comes back.
"""


async def latest_calls(client: AsyncGong) -> list[CallBasicData]:
    """Read the calls of the last week, the latest first."""
    now = datetime.now(UTC)
    found = await client.calls.list(from_=now - timedelta(days=7), to=now).all()
    return sorted(found, key=lambda call: call.started or "", reverse=True)


# What happens to installations


@gong.on_installed
async def welcome(company: str, async_client: AsyncGong) -> None:
    """Have the calls at hand when somebody comes back from Gong."""
    calls = kept.setdefault(company, [])
    calls[:] = await latest_calls(async_client)


@gong.on_removed
def forget(company: str) -> None:
    """Erase what the app keeps of a company that is gone. Do so in your database, too."""
    kept.pop(company, None)


# The app's own pages


async def home(request: Request) -> Response:
    """Show the calls of the companies that this customer has connected."""
    person = people.signed_in(request)
    if person is None:
        return people.to_sign_in(request)
    installed = await run_in_threadpool(gong.installations.of_tenant, person.tenant)
    calls = [await calls_of(each) for each in installed if each.status != "removed"]
    page = Template((HERE / "pages" / "home.html").read_text("utf-8"))
    shown = page.substitute(
        email=escape(person.email),
        calls="".join(calls) or "<p>Gong is not connected yet.</p>",
    )
    return HTMLResponse(shown)


async def calls_of(installation: Installation) -> str:
    """Write a company's calls as HTML; where Gong cannot be asked, those that are kept."""
    calls, trouble = kept.setdefault(installation.company, []), ""
    try:
        calls[:] = await latest_calls(gong.async_client(installation))
    except GongkitError as error:
        trouble = f'<p role="alert">Gong could not be asked: {escape(error.message)}</p>'
    rows = "".join(row(call) for call in calls)
    return f"{trouble}<ul>{rows or '<li>There was no call in the last week.</li>'}</ul>"


def row(call: CallBasicData) -> str:
    """Write a call as HTML. What comes from Gong is text, and never HTML."""
    when = escape((call.started or "")[:16].replace("T", " "))
    link = f'<a href="{escape(call.url or "")}">{escape(call.title or "A call")}</a>'
    return f"<li><time>{when}</time> {link}</li>"


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
        *people.routes,
        Mount("/gong", app=gong),
    ],
    lifespan=gong.lifespan,
)
