"""All pages of a sandbox's main port, as one application. Each group has a module of its own."""

from __future__ import annotations

from functools import partial
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.ui.accounts import account_routes
from gongkit.sandbox.ui.admin.routes import admin_routes
from gongkit.sandbox.ui.app_frames import app_frame_routes
from gongkit.sandbox.ui.calls import call_routes
from gongkit.sandbox.ui.collective import collective_routes
from gongkit.sandbox.ui.consent import consent_routes
from gongkit.sandbox.ui.console import console_routes
from gongkit.sandbox.ui.dialer import dialer_routes
from gongkit.sandbox.ui.engage.composer import composer_routes
from gongkit.sandbox.ui.engage.folders import folder_routes
from gongkit.sandbox.ui.frames import frame_routes
from gongkit.sandbox.ui.frontend_sdk import frontend_sdk_routes
from gongkit.sandbox.ui.home import home_routes
from gongkit.sandbox.ui.images import image_routes
from gongkit.sandbox.ui.installed_apps import installed_app_routes
from gongkit.sandbox.ui.mailbox import mailbox_routes
from gongkit.sandbox.ui.meetings import meeting_routes
from gongkit.sandbox.ui.pipeline import pipeline_routes
from gongkit.sandbox.ui.rendering import HEADERS
from gongkit.sandbox.ui.sign_in import sign_in_routes
from gongkit.sandbox.ui.site import Site
from gongkit.sandbox.ui.static_files import static_routes

_NOT_THERE: Final = (
    "There is no such page. What it was about may be gone, or belong to another company."
)


def make_pages(sandbox: Sandbox) -> Starlette:
    """Make the application of all pages of a sandbox."""
    site = Site(sandbox)
    return Starlette(
        routes=[
            *static_routes(),
            *home_routes(site),
            *sign_in_routes(site),
            *consent_routes(site),
            *account_routes(site),
            *call_routes(site),
            *folder_routes(site),
            *composer_routes(site),
            *mailbox_routes(site),
            *pipeline_routes(site),
            *dialer_routes(site),
            *app_frame_routes(site),
            *frame_routes(site),
            *frontend_sdk_routes(),
            *admin_routes(site),
            *meeting_routes(sandbox),
            *image_routes(site),
            *installed_app_routes(site),
            *collective_routes(site),
            *console_routes(site),
        ],
        exception_handlers={HTTPException: partial(_http_error, site)},
    )


async def _http_error(site: Site, request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise TypeError("only HTTPException is handled here")
    reason = _NOT_THERE if error.status_code == 404 else error.detail
    headers = {**HEADERS, **(error.headers or {})}
    return site.page(request, "error.html", error.status_code, headers, reason=reason)
