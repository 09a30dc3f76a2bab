"""An integration as a file: taking a `gong.app.toml` into the form, and giving it out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.errors import ManifestError
from gongkit.manifest import FILE_NAME, Manifest, from_toml, to_toml
from gongkit.sandbox.core.oauth.integrations import Integration
from gongkit.sandbox.core.people import User
from gongkit.sandbox.ui.admin.fields import IMPORT
from gongkit.sandbox.ui.admin.integration_form import pictures_named, typed_of_manifest
from gongkit.sandbox.ui.admin.own import LIST, images_of_integration, own_integration, path_of
from gongkit.sandbox.ui.admin.registration import form_page
from gongkit.sandbox.ui.forms import read_form
from gongkit.sandbox.ui.rendering import HEADERS
from gongkit.sandbox.ui.site import Site, from_own_page

_NEW, _OF_ONE = f"{LIST}/import", f"{LIST}/{{client_id}}/import"


def transfer_routes(site: Site) -> list[Route]:
    """Say where the pages are."""
    pages, admins = TransferPages(site), site.for_tech_admins
    return [
        *(Route(path, admins(pages.show), methods=["GET"]) for path in (_NEW, _OF_ONE)),
        *(
            Route(path, from_own_page(admins(pages.take)), methods=["POST"])
            for path in (_NEW, _OF_ONE)
        ),
        Route(f"{LIST}/{{client_id}}/{FILE_NAME}", admins(pages.give), methods=["GET"]),
    ]


class TransferPages:
    """Import and export."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: Request, user: User) -> Response:
        """Ask for a manifest."""
        return self._page(request, self._target(request, user))

    async def take(self, request: Request, user: User) -> Response:
        """Fill the form with a manifest, or say what is wrong with it; nothing is saved."""
        form = await read_form(request)
        target = self._target(request, user)
        upload, text = form.files.get("import.file"), form.text("import.text")
        if upload is None and not text.strip():
            return self._page(request, target, findings=["Choose a file, or paste its text."])
        try:
            # A sandbox is where an app is developed.
            manifest = from_toml(text if upload is None else upload.content, profile="dev")
        except ManifestError as error:
            return self._page(request, target, text=text, findings=error.findings)
        images = {} if target is None else images_of_integration(self._site, target.client_id)
        typed = typed_of_manifest(manifest, images, imported=True)
        return form_page(self._site, request, typed, target)

    async def give(self, request: Request, user: User) -> Response:
        """Give an integration's manifest out."""
        manifest = own_integration(self._site, request, user).manifest
        headers = {
            **HEADERS,
            "Content-Disposition": f'attachment; filename="{FILE_NAME}"',
        }
        text = f"{_preface(manifest)}\n{to_toml(manifest)}"
        return Response(text, headers=headers, media_type="application/toml")

    def _target(self, request: Request, user: User) -> Integration | None:
        """Find the integration that is to be changed; None where it will be a new one."""
        if "client_id" not in request.path_params:
            return None
        return own_integration(self._site, request, user)

    def _page(
        self,
        request: Request,
        target: Integration | None,
        *,
        text: str = "",
        findings: tuple[object, ...] | list[str] = (),
    ) -> Response:
        return self._site.page(
            request,
            "admin/import.html",
            422 if findings else 200,
            section="admin",
            integration=target,
            action=f"{path_of(target)}/import" if target else _NEW,
            fields=IMPORT,
            text=text,
            findings=[str(finding) for finding in findings],
        )


def _preface(manifest: Manifest) -> str:
    names = dict.fromkeys(pictures_named(manifest).values())
    written = "# Exported from the admin center of a sandbox.\n"
    if not names:
        return written
    listed = ", ".join(map(repr, names))
    return f"{written}# Its pictures are not in it. They belong beside it, as {listed}.\n"
