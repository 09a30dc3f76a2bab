"""The page of a call, to which the `url` of a call in the API leads."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.sandbox.core.calls.shown import find_call
from gongkit.sandbox.core.people import User
from gongkit.sandbox.core.permissions.visibility import opens_accounts
from gongkit.sandbox.ui.accounts import account_path
from gongkit.sandbox.ui.moments import moment_for
from gongkit.sandbox.ui.site import Site

_PATH: Final = "/call"
_NOT_SEEN: Final = (
    "There is no call here that you may see. It may be another company's, not processed yet, or"
    " closed to you: your permission profile, and access given call by call, say what you see."
    " Sign in as a tech admin, or as somebody who took part."
)


def call_routes(site: Site) -> list[Route]:
    """Say where the page is."""

    async def call(request: Request, user: User) -> Response:
        call_id = request.query_params.get("id", "")
        found = find_call(site.state, user.company_id, user.id, call_id, site.now())
        if found is None:
            return site.page(request, "error.html", 404, reason=_NOT_SEEN)
        is_open = opens_accounts(site.state, user.company_id, user.id)
        return site.page(
            request,
            "call.html",
            section="accounts",
            call=found,
            started=moment_for(user, found.started),
            account=account_path(found.account_id) if found.account_id and is_open else None,
        )

    return [Route(_PATH, site.for_users(call))]
