"""The pipeline: the deals of a company by stage, and the apps' frames beside a chosen one."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.sandbox.core.crm.pipeline import PipelineDeal, Stage, pipeline_of
from gongkit.sandbox.core.people import User
from gongkit.sandbox.core.permissions.visibility import deals_reach_of, opens_accounts
from gongkit.sandbox.ui.accounts import account_path
from gongkit.sandbox.ui.frames import account_frames
from gongkit.sandbox.ui.site import Site

_MOST: Final = 200
"""Deals of one stage that the page lists."""


def pipeline_routes(site: Site) -> list[Route]:
    """Say where the page is."""

    async def pipeline(request: Request, user: User) -> Response:
        state = site.state
        reach = deals_reach_of(state, user.company_id, user.id)
        stages = pipeline_of(state, user.company_id, reach, site.now())
        selected = _find(stages, request.query_params.get("deal"))
        is_open = opens_accounts(state, user.company_id, user.id)
        embedding = account_frames(
            site, request, user, selected.account_id if selected and is_open else None
        )
        return site.page(
            request,
            "engage/pipeline.html",
            headers=embedding.headers,
            section="accounts",
            stages=stages,
            selected=selected,
            hidden=reach is not None,
            opens_accounts=is_open,
            embedding=embedding,
            most=_MOST,
            path=account_path,
        )

    return [Route("/pipeline", site.for_users(pipeline))]


def _find(stages: list[Stage], deal_id: str | None) -> PipelineDeal | None:
    deals = (deal for stage in stages for deal in stage.deals)
    return next((deal for deal in deals if deal.id == deal_id), None)
