"""Call Recaps: an app with pages in Gong's email composer and beside accounts. See README.md."""

import secrets
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qs, quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from gongkit import FrameUser, GongApp

HERE = Path(__file__).parent
COOKIE = "call_recaps"
sessions: dict[str, str] = {}
"""Who is signed in, by the session's cookie. A real app keeps it elsewhere, and asks for more."""


def signed_in(request: Request) -> str | None:
    """Give the email address of whoever is signed in."""
    return sessions.get(request.cookies.get(COOKIE, ""))


def tenant_of(email: str) -> str:
    """Give our customer whose people have this address."""
    return email.rpartition("@")[2]


def to_sign_in(request: Request) -> Response:
    """Send somebody to sign in, and then back."""
    return RedirectResponse(f"/sign-in?next={quote(request.url.path)}", 303)


def tenant(request: Request) -> str | Response:
    """Say whose Gong is being connected."""
    email = signed_in(request)
    return tenant_of(email) if email else to_sign_in(request)


gong = GongApp.from_manifest(HERE / "gong.app.toml", home="/", tenant=tenant)


# The pages inside Gong


def page(name: str, **values: str | None) -> str:
    """Fill in a page of the folder."""
    given = {key: escape(value or "") for key, value in values.items()}
    return Template((HERE / "pages" / name).read_text("utf-8")).substitute(given)


@gong.email_composer
def composer(sdk_url: str | None, identity_url: str) -> str:
    """Show the page behind the composer's button."""
    # In production the page brings the npm package itself, bundled or as a file.
    sdk = sdk_url or "/static/gong-frontend-sdk.js"
    return page("composer.html", sdk_url=sdk, identity_url=identity_url)


@gong.account_information
def account(request: Request, sdk_url: str | None, identity_url: str) -> str:
    """Show the page beside an account. Which one, Gong may say in the query: that is assumed."""
    sdk = sdk_url or "/static/gong-frontend-sdk.js"
    account_id = request.query_params.get("accountId")
    return page("account.html", sdk_url=sdk, identity_url=identity_url, account_id=account_id)


@gong.frame_identity
def whose(request: Request) -> FrameUser | Response:
    """Say who is signed in, in the pop-up that a page inside Gong opens."""
    email = signed_in(request)
    return FrameUser(user=email, tenant=tenant_of(email)) if email else to_sign_in(request)


async def calls(request: Request) -> Response:
    """Give the user's page inside Gong the latest calls of the user's own company."""
    user = await gong.frame_user(request)
    if user is None or user.tenant is None:
        return JSONResponse({"error": "Sign in first."}, 401)
    installed = gong.installations.of_tenant(user.tenant)
    active = [each for each in installed if each.status == "active"]
    if not active:
        return JSONResponse({"error": f"Gong is not connected for {user.tenant}."}, 404)
    now = datetime.now(UTC)
    client = gong.async_client(active[0])
    found = await client.calls.list(from_=now - timedelta(days=30), to=now).all()
    latest = sorted(found, key=lambda call: call.started or now, reverse=True)[:5]
    shown = [
        {"title": call.title, "url": call.url, "started": str(call.started)} for call in latest
    ]
    return JSONResponse({"user": user.user, "calls": shown})


# The app's own pages


async def home(request: Request) -> Response:
    """Begin here."""
    email = signed_in(request)
    if email is None:
        return to_sign_in(request)
    return HTMLResponse(page("home.html", email=email))


async def sign_in(request: Request) -> Response:
    """Sign in, which in this example takes nothing but an address."""
    target = request.query_params.get("next", "/")
    target = target if target.startswith("/") and not target.startswith("//") else "/"
    if request.method == "GET":
        return HTMLResponse(page("sign-in.html", target=target))
    form = parse_qs((await request.body()).decode())
    session = secrets.token_urlsafe()
    sessions[session] = form.get("email", ["somebody@call-recaps.example"])[0]
    answer = RedirectResponse(target, 303)
    answer.set_cookie(COOKIE, session, httponly=True, samesite="lax")
    return answer


site = Starlette(
    routes=[
        Route("/", home),
        Route("/sign-in", sign_in, methods=["GET", "POST"]),
        Route("/api/calls", calls),
        Mount("/gong", app=gong),
    ],
    lifespan=gong.lifespan,
)
