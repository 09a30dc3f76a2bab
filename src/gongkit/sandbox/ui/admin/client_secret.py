"""Rotating the client secret of an integration, with a time in which two of them work."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.errors import UsageError
from gongkit.sandbox.core.oauth.integrations import (
    GRACE_HOURS,
    MAX_GRACE_HOURS,
    Integration,
    live_secrets,
    rotate_secret,
    rotations_of,
)
from gongkit.sandbox.core.people import User
from gongkit.sandbox.ui.admin.beside import Wrong
from gongkit.sandbox.ui.admin.fields import SECRET
from gongkit.sandbox.ui.admin.own import ONE, log, own_integration, own_page, path_of
from gongkit.sandbox.ui.forms import read_form
from gongkit.sandbox.ui.moments import moment_for
from gongkit.sandbox.ui.site import Notice, Site, from_own_page, see

_PATH: Final = f"{ONE}/secret"
_GRACE: Final = "secret.grace_hours"


def client_secret_routes(site: Site) -> list[Route]:
    """Say where the page is."""
    pages, admins = ClientSecretPages(site), site.for_tech_admins
    return [
        Route(_PATH, admins(pages.ask), methods=["GET"]),
        Route(_PATH, from_own_page(admins(pages.rotate)), methods=["POST"]),
    ]


def secret_values(
    site: Site, integration: Integration, user: User, hours: str = str(GRACE_HOURS)
) -> dict[str, Any]:
    """Give what the form shows: the hours, and when an older secret ends, if one still works."""
    live = live_secrets(site.state, integration.client_id, site.now())
    ends = [moment_for(user, moment) for moment in live if moment is not None]
    return {
        "older_ends": ends[0] if ends else None,
        "grace_texts": {_GRACE: hours},
        "rotations": rotations_of(site.state, integration.client_id),
        "secret_fields": SECRET,
    }


class ClientSecretPages:
    """The form that asks how long the present secret keeps working, and what it does."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def ask(self, request: Request, user: User) -> Response:
        """Show the form."""
        integration = own_integration(self._site, request, user)
        values = secret_values(self._site, integration, user)
        return own_page(self._site, request, "secret.html", integration, **values)

    async def rotate(self, request: Request, user: User) -> Response:
        """Make a new secret, which is shown once."""
        form = await read_form(request)
        integration, now = own_integration(self._site, request, user), self._site.now()
        seen = str(rotations_of(self._site.state, integration.client_id))
        if form.text("rotations", seen) != seen:
            return self._rotated_already(request, integration)
        given = form.text(_GRACE).strip()
        hours = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
        try:
            secret = rotate_secret(self._site.state, integration.client_id, hours, now)
        except UsageError:
            wrong = Wrong()
            wrong.add(_GRACE, f"Write a number of hours from 0 to {MAX_GRACE_HOURS}.")
            values = secret_values(self._site, integration, user, given)
            return own_page(self._site, request, "secret.html", integration, wrong=wrong, **values)
        log(self._site, user, "IntegrationSecretRotated", integration)
        said = f"{integration.name} has a new client secret. {self._fate(integration, user)}"
        self._site.tell(request, Notice(said, secret, "The new client secret"))
        return see(path_of(integration))

    def _rotated_already(self, request: Request, integration: Integration) -> Response:
        """Do nothing: sent twice, a form would end the secret with which the app works.

        What the first one had to say may not have been seen yet.
        """
        if not self._site.is_told(request):
            said = "Nothing is changed: the secret has been rotated since you opened that form."
            self._site.tell(request, Notice(said))
        return see(path_of(integration))

    def _fate(self, integration: Integration, user: User) -> str:
        """Say what becomes of the secret before the new one."""
        older, *_ = live_secrets(self._site.state, integration.client_id, self._site.now())
        if older is None:
            return "The one before it has ended."
        return f"The one before it works until {moment_for(user, older).text}."
