"""The window of an integration's trusted IPs: two lists, in force as soon as they are saved."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gongkit.errors import ManifestError
from gongkit.manifest import Manifest, from_json, to_json
from gongkit.sandbox.core.oauth.integrations import update
from gongkit.sandbox.core.people import User
from gongkit.sandbox.core.trusted_ips import trusts
from gongkit.sandbox.ui.admin.beside import Wrong
from gongkit.sandbox.ui.admin.fields import TRUSTED_IPS
from gongkit.sandbox.ui.admin.own import (
    ONE,
    SAVED_MEANWHILE,
    log,
    own_integration,
    own_page,
    path_of,
)
from gongkit.sandbox.ui.admin.typed import Texts, entries_of, line_numbers, texts_of
from gongkit.sandbox.ui.forms import Form, read_form
from gongkit.sandbox.ui.site import Notice, Site, from_own_page, see

_PATH: Final = f"{ONE}/trusted-ips"


def trusted_ip_routes(site: Site) -> list[Route]:
    """Say where the page is."""
    pages, admins = TrustedIpPages(site), site.for_tech_admins
    return [
        Route(_PATH, admins(pages.ask), methods=["GET"]),
        Route(_PATH, from_own_page(admins(pages.save)), methods=["POST"]),
        Route(f"{_PATH}/check", from_own_page(admins(pages.check)), methods=["POST"]),
    ]


def trusted_ip_values(
    request: Request, manifest: Manifest, texts: Texts | None = None
) -> dict[str, Any]:
    """Give what the form shows: the lists as they were typed, or as they are in force."""
    lists = manifest.trusted_ips
    in_force = {
        "trusted_ips.access_token": "\n".join(lists.access_token),
        "trusted_ips.refresh_token": "\n".join(lists.refresh_token),
    }
    return {
        "ip_texts": in_force if texts is None else texts,
        "ip_fields": TRUSTED_IPS,
        "ip_seen": _version(manifest),
        "address": _address_of(request),
    }


class TrustedIpPages:
    """The form with the two lists, and what it does."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def ask(self, request: Request, user: User) -> Response:
        """Show the lists."""
        integration = own_integration(self._site, request, user)
        values = trusted_ip_values(request, integration.manifest)
        return own_page(self._site, request, "trusted_ips.html", integration, **values)

    async def save(self, request: Request, user: User) -> Response:
        """Put the lists in force, or say what is wrong."""
        form = await read_form(request)
        integration = own_integration(self._site, request, user)
        texts, wrong, manifest = _read(form, integration.manifest)
        if manifest is None or wrong:
            values = trusted_ip_values(request, integration.manifest, texts)
            return own_page(
                self._site, request, "trusted_ips.html", integration, wrong=wrong, **values
            )
        published = integration.published
        update(self._site.state, integration.client_id, manifest, published=published)
        log(self._site, user, "IntegrationTrustedIpsUpdated", integration)
        said = f"The trusted IPs of {integration.name} are in force."
        self._site.tell(request, Notice(f"{said}{_about_here(request, manifest)}"))
        return see(path_of(integration))

    async def check(self, request: Request, user: User) -> Response:
        """Say as JSON what is wrong with what was typed so far."""
        form = await read_form(request)
        _, wrong, _ = _read(form, own_integration(self._site, request, user).manifest)
        return JSONResponse({"beside": wrong.beside, "elsewhere": wrong.elsewhere})


def _read(form: Form, before: Manifest) -> tuple[Texts, Wrong, Manifest | None]:
    texts, wrong = texts_of(form, TRUSTED_IPS), Wrong()
    if form.text("seen", _version(before)) != _version(before):
        wrong.elsewhere.append(SAVED_MEANWHILE)
    lists = {place.partition(".")[2]: entries_of(text) for place, text in texts.items()}
    try:
        return texts, wrong, from_json(to_json(before) | {"trusted_ips": lists})
    except ManifestError as error:
        wrong.add_all(error.findings, line_numbers(texts))
        return texts, wrong, None


def _address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def _about_here(request: Request, manifest: Manifest) -> str:
    """Say what somebody has shut out who tries the app on their own machine."""
    address, lists = _address_of(request), manifest.trusted_ips
    refused = {"calls": lists.access_token, "refreshes": lists.refresh_token}
    names = [name for name, entries in refused.items() if not trusts(entries, address)]
    if not names:
        return ""
    return f" From {address}, where you are, {' and '.join(names)} are now refused."


def _version(manifest: Manifest) -> str:
    """Write the lists that are in force, to tell whether they change while somebody edits them."""
    lists = manifest.trusted_ips
    return " ".join((*lists.access_token, "/", *lists.refresh_token))
