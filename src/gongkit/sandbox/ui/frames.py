"""The apps' frames on Gong's pages: what a page needs to hold them, and what it reports of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gongkit.decoders import decoder_of
from gongkit.sandbox.core.api.request_log import FRAME_OPERATION
from gongkit.sandbox.core.company_settings import load_company_settings
from gongkit.sandbox.core.frames.frames import Frame, Kind, frames_of, with_parameters
from gongkit.sandbox.core.frames.reports import (
    Report,
    explain,
    hints_of,
    settings_for_page,
)
from gongkit.sandbox.core.oauth.integrations import find_integration
from gongkit.sandbox.core.people import User
from gongkit.sandbox.server.asgi import BodyTooLarge, read_body
from gongkit.sandbox.ui.rendering import HEADERS, policy
from gongkit.sandbox.ui.site import Site, from_own_page, hosts_of

REPORTS: Final = "/engage/frame-reports"
_MAX_REPORT_BYTES: Final = 4_000


@dataclass(frozen=True, slots=True)
class Embedding:
    """The frames of one page. Its template gets it as `embedding`, its answer its headers.

    `engage/frame_buttons.html` shows a button for each, with the frame in a dialog;
    `engage/frame_panels.html` shows the frames themselves.
    """

    frames: tuple[Frame, ...]
    settings: str
    """For the script `frames.js`, as JSON."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of a page that may hold these frames."""
        return self.headers_with()

    def headers_with(self, *sources: str) -> Mapping[str, str]:
        """Give the headers of a page that has further sources of frames, as `'self'`."""
        frames = (*sources, *_origins(self.frames))
        return {**HEADERS, "Content-Security-Policy": policy(frames=frames)}

    def config(self, frame: Frame) -> str:
        """Write what the script needs to know of one frame, as JSON."""
        return msgspec.json.encode(
            {
                "clientId": frame.client_id,
                "name": frame.name,
                "kind": frame.kind,
                "url": frame.url,
                "origins": frame.origins,
                "tenantOrigins": frame.tenant_origins,
            }
        ).decode()


def composer_frames(site: Site, request: Request, user: User) -> Embedding:
    """Give the frames behind the buttons of the email composer, for a user's company."""
    return embed(site, request, user, frames_of(site.state, user.company_id, "EMAIL_COMPOSER"))


def account_frames(site: Site, request: Request, user: User, account_id: str | None) -> Embedding:
    """Give the frames beside an account, which is named by its id in the CRM; None has none."""
    if account_id is None:
        return embed(site, request, user, ())
    frames = frames_of(site.state, user.company_id, "ACCOUNT_PAGES")
    settings = load_company_settings(site.state, user.company_id)
    if settings.account_frame_parameters == "account":
        added = {"accountId": account_id, "userEmail": user.email}
        frames = [replace(each, url=with_parameters(each.url, added)) for each in frames]
    return embed(site, request, user, frames)


def dialer_frames(site: Site, request: Request, user: User) -> Embedding:
    """Give the dialers of a user's company."""
    return embed(site, request, user, frames_of(site.state, user.company_id, "DIALER"))


def embed(site: Site, request: Request, user: User, frames: Iterable[Frame]) -> Embedding:
    """Put frames onto a page of a user's company."""
    settings = {
        **settings_for_page(),
        "reports": REPORTS,
        "apiBaseUrl": hosts_of(request).api_url(site.company_of(user)),
    }
    return Embedding(tuple(frames), msgspec.json.encode(settings).decode())


def frame_routes(site: Site) -> list[Route]:
    """Say where pages report what frames say."""
    reports = site.for_users(FrameReports(site).report)
    return [Route(REPORTS, from_own_page(reports), methods=["POST"])]


class FrameReports:
    """Takes what the pages report, into the request log."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def report(self, request: Request, user: User) -> Response:
        """Log a judgement, and answer why it was made."""
        report, raw = await _read(request)
        frame = self._frame(user, report.client_id, report.kind)
        integration = find_integration(self._site.state, report.client_id)
        if frame is None or integration is None:
            raise HTTPException(404)
        explained = explain(report, frame, integration.manifest.integration.domains)
        now, sandbox = self._site.now(), self._site.sandbox
        sandbox.log.add(
            at=now,
            method=request.method,
            path=request.url.path,
            query="",
            body=raw,
            status=200,
            company=self._site.company_of(user).name,
            client=report.client_id,
            operation=FRAME_OPERATION,
            seconds=self._site.now() - now,
            request_id=sandbox.api.request_id(),
            hints=hints_of(explained),
        )
        return JSONResponse({} if explained is None else explained._asdict())

    def _frame(self, user: User, client_id: str, kind: Kind) -> Frame | None:
        frames = frames_of(self._site.state, user.company_id, kind)
        return next((frame for frame in frames if frame.client_id == client_id), None)


async def _read(request: Request) -> tuple[Report, bytes]:
    try:
        raw = await read_body(request.scope, request.receive, _MAX_REPORT_BYTES)
        return decoder_of(Report).decode(raw), raw
    except BodyTooLarge:
        raise HTTPException(413, "The report is too large.") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise HTTPException(400, "This is no report of a frame.") from None


def _origins(frames: Iterable[Frame]) -> tuple[str, ...]:
    """Give the origins that a browser may show in these frames; a refused frame shows none."""
    shown: Iterable[Any] = (frame.origins for frame in frames if frame.refusal is None)
    return tuple(dict.fromkeys(origin for origins in shown for origin in origins))
