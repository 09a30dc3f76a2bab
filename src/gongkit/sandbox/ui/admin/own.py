"""The integrations of a tech admin's own company, as the pages about them find and show them."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gongkit.sandbox.core.audit_log import add_activity
from gongkit.sandbox.core.oauth.images import KINDS, Image, Kind, find_image
from gongkit.sandbox.core.oauth.integrations import Integration, find_integration
from gongkit.sandbox.core.people import User
from gongkit.sandbox.ui.admin.beside import Wrong
from gongkit.sandbox.ui.site import Site

LIST = "/admin/integrations"
ONE = f"{LIST}/{{client_id}}"
SAVED_MEANWHILE = (
    "Somebody else has saved this, or you have in another tab, since you opened the form."
    " Save again to put yours in the place of theirs."
)


def path_of(integration: Integration) -> str:
    """Say where the page of an integration is."""
    return f"{LIST}/{integration.client_id}"


def own_integration(site: Site, request: Request, user: User) -> Integration:
    """Find the integration that a path names; another company's is not there (404)."""
    found = find_integration(site.state, request.path_params["client_id"])
    if found is None or found.company_id != user.company_id:
        raise HTTPException(404)
    return found


def own_page(
    site: Site,
    request: Request,
    template: str,
    integration: Integration,
    *,
    wrong: Wrong | None = None,
    **values: Any,
) -> Response:
    """Answer with a page about an integration; `wrong` is what is wrong with a form that came."""
    return site.page(
        request,
        f"admin/{template}",
        422 if wrong else 200,
        section="admin",
        integration=integration,
        path=path_of(integration),
        wrong=wrong or Wrong(),
        sent=wrong is not None,
        **values,
    )


def images_of_integration(site: Site, client_id: str) -> dict[Kind, Image]:
    """Give the pictures that an integration has."""
    found = {kind: find_image(site.state, client_id, kind) for kind in KINDS}
    return {kind: image for kind, image in found.items() if image is not None}


def log(site: Site, user: User, action: str, integration: Integration) -> None:
    """Put into the audit log what a tech admin did with an integration."""
    details = {"integration": integration.name, "clientId": integration.client_id}
    with site.state.write():
        add_activity(site.state, user.company_id, user.id, site.now(), action, **details)
