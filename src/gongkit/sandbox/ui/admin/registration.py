"""The page on which an integration is registered or edited: Gong's form, checked as one types."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gongkit.contract.scopes import SCOPES
from gongkit.errors import UsageError
from gongkit.manifest import Manifest, to_json
from gongkit.sandbox.core.oauth.images import (
    KINDS,
    MAX_IMAGE_BYTES,
    Image,
    Kind,
    forget_image,
    read_image,
    save_image,
)
from gongkit.sandbox.core.oauth.integrations import Integration, register, update
from gongkit.sandbox.core.people import User
from gongkit.sandbox.ui.admin.beside import Wrong
from gongkit.sandbox.ui.admin.fields import REGISTRATION
from gongkit.sandbox.ui.admin.integration_form import (
    NOT_IN_FORM,
    PICTURES,
    Picture,
    Typed,
    blank,
    typed_of_form,
    typed_of_manifest,
)
from gongkit.sandbox.ui.admin.kept_pictures import KeptPictures
from gongkit.sandbox.ui.admin.own import (
    LIST,
    SAVED_MEANWHILE,
    images_of_integration,
    log,
    own_integration,
    path_of,
)
from gongkit.sandbox.ui.forms import Form, read_form
from gongkit.sandbox.ui.images import picture_response
from gongkit.sandbox.ui.scopes import by_area
from gongkit.sandbox.ui.site import Notice, Site, from_own_page, see

NEW, EDIT = f"{LIST}/new", f"{LIST}/{{client_id}}/edit"
CHECK, PICTURES_PATH = f"{LIST}/check", f"{LIST}/pictures"


def registration_routes(site: Site) -> list[Route]:
    """Say where the pages are."""
    pages, admins = RegistrationPages(site), site.for_tech_admins
    return [
        Route(NEW, admins(pages.new), methods=["GET"]),
        Route(NEW, from_own_page(admins(pages.create)), methods=["POST"]),
        Route(CHECK, from_own_page(admins(pages.check)), methods=["POST"]),
        Route(PICTURES_PATH, from_own_page(admins(pages.keep)), methods=["POST"]),
        Route(f"{PICTURES_PATH}/{{kept}}", admins(pages.kept), methods=["GET"]),
        Route(EDIT, admins(pages.edit), methods=["GET"]),
        Route(EDIT, from_own_page(admins(pages.change)), methods=["POST"]),
    ]


class RegistrationPages:
    """The form, empty or filled, and what is done with it."""

    def __init__(self, site: Site) -> None:
        self._site, self._kept = site, KeptPictures()

    async def new(self, request: Request, user: User) -> Response:
        """Show the empty form."""
        del user
        return form_page(self._site, request, blank())

    async def create(self, request: Request, user: User) -> Response:
        """Register an integration, or say what is wrong."""
        typed, wrong, manifest = self._read(await read_form(request), None, {})
        if manifest is None or wrong:
            return form_page(self._site, request, typed, wrong=wrong)
        company, now = self._site.company_of(user), self._site.now()
        integration, secret = register(
            self._site.state, manifest, company, published=False, now=now
        )
        self._save_pictures(integration, typed)
        log(self._site, user, "IntegrationCreated", integration)
        said = f"{integration.name} is registered. Its client id is {integration.client_id}."
        self._site.tell(request, Notice(said, secret, "Its client secret"))
        return see(path_of(integration))

    async def edit(self, request: Request, user: User) -> Response:
        """Show the form filled with what is registered."""
        integration = own_integration(self._site, request, user)
        images = images_of_integration(self._site, integration.client_id)
        typed = typed_of_manifest(integration.manifest, images)
        return form_page(self._site, request, typed, integration)

    async def change(self, request: Request, user: User) -> Response:
        """Change an integration, or say what is wrong."""
        form = await read_form(request)
        integration = own_integration(self._site, request, user)
        images = images_of_integration(self._site, integration.client_id)
        typed, wrong, manifest = self._read(form, integration, images)
        if typed.seen not in {"", _version(integration)}:
            wrong.elsewhere.append(SAVED_MEANWHILE)
        if manifest is None or wrong:
            return form_page(self._site, request, typed, integration, wrong=wrong)
        published = integration.published
        update(self._site.state, integration.client_id, manifest, published=published)
        self._save_pictures(integration, typed)
        log(self._site, user, "IntegrationUpdated", integration)
        self._site.tell(request, Notice(f"{manifest.integration.name} is saved."))
        return see(path_of(integration))

    async def check(self, request: Request, user: User) -> Response:
        """Say as JSON what is wrong with what was typed so far."""
        del user
        wrong = Wrong()
        typed_of_form(await read_form(request), {}, self._kept, wrong).read(None, wrong)
        return JSONResponse({"beside": wrong.beside, "elsewhere": wrong.elsewhere})

    async def keep(self, request: Request, user: User) -> Response:
        """Take a picture as soon as it is chosen, to show it where it will be shown."""
        del user
        form = await read_form(request)
        kinds = {place: kind for kind, place in PICTURES.items()}
        place, upload = next(iter(form.files.items()), ("", None))
        if upload is None or place not in kinds:
            return JSONResponse({"error": "The file is empty."}, 422)
        try:
            image = read_image(upload.content)
        except UsageError as error:
            return JSONResponse({"error": error.message}, 422)
        picture = Picture(kind=kinds[place], image=image, kept=self._kept.keep(image))
        return JSONResponse(
            {
                "kept": picture.kept,
                "url": picture.url(""),
                "about": picture.about,
                "advice": picture.advice,
            }
        )

    async def kept(self, request: Request, user: User) -> Response:
        """Show a picture that was chosen."""
        del user
        image = self._kept.find(request.path_params["kept"])
        if image is None:
            raise HTTPException(404)
        return picture_response(image)

    def _read(
        self, form: Form, integration: Integration | None, images: Mapping[Kind, Image]
    ) -> tuple[Typed, Wrong, Manifest | None]:
        wrong = Wrong()
        typed = typed_of_form(form, images, self._kept, wrong)
        return typed, wrong, typed.read(integration.manifest if integration else None, wrong)

    def _save_pictures(self, integration: Integration, typed: Typed) -> None:
        for kind, picture in typed.pictures.items():
            if picture.kept and picture.image:
                save_image(self._site.state, integration.client_id, kind, picture.image)
            elif picture.removed:
                forget_image(self._site.state, integration.client_id, kind)


def form_page(
    site: Site,
    request: Request,
    typed: Typed,
    integration: Integration | None = None,
    *,
    wrong: Wrong | None = None,
) -> Response:
    """Show the form with what was typed, and with what is wrong, if it was sent."""
    client_id = integration.client_id if integration else ""
    return site.page(
        request,
        "admin/registration.html",
        200 if wrong is None else 422,
        section="admin",
        integration=integration,
        action=f"{path_of(integration)}/edit" if integration else NEW,
        import_path=f"{path_of(integration) if integration else LIST}/import",
        check=CHECK,
        pictures_path=PICTURES_PATH,
        most_bytes=MAX_IMAGE_BYTES,
        seen=_version(integration) if integration else "",
        typed=typed,
        wrong=wrong or Wrong(),
        sent=wrong is not None,
        fields=REGISTRATION,
        areas=by_area(tuple(SCOPES)),
        picture_places=PICTURES,
        urls={kind: typed.pictures[kind].url(client_id) for kind in KINDS},
    )


def _version(integration: Integration) -> str:
    """Write what the form is about as it is saved, to tell whether that changes meanwhile.

    What the form does not show stays as it is then, and is no part of this.
    """
    tables = to_json(integration.manifest)
    shown = {name: table for name, table in tables.items() if name not in NOT_IN_FORM}
    return hashlib.sha256(msgspec.json.encode(shown, order="sorted")).hexdigest()
