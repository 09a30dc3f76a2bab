"""The pages of a company's API keys: the list, and the forms to create, edit and delete one."""

from __future__ import annotations

from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gongkit.sandbox.core.access_keys import (
    AccessKey,
    KeyTerms,
    change_key,
    create_key,
    delete_key,
    find_key,
    key_terms,
    keys_of,
)
from gongkit.sandbox.core.people import User, users_of
from gongkit.sandbox.ui.admin.beside import Wrong
from gongkit.sandbox.ui.admin.fields import ACCESS_KEY
from gongkit.sandbox.ui.admin.typed import Texts, entries_of, line_numbers, texts_of
from gongkit.sandbox.ui.forms import Form, read_form
from gongkit.sandbox.ui.moments import Moment, moment_for
from gongkit.sandbox.ui.site import Notice, Site, from_own_page, see

LIST = "/admin/api-keys"
_NEW, _CHECK, _ONE = f"{LIST}/new", f"{LIST}/check", f"{LIST}/{{key_id:int}}"
_NAME, _LIFETIME, _TRUSTED_IPS = ACCESS_KEY


class Row(NamedTuple):
    """A key in the list."""

    key: AccessKey
    made_by: str
    made: Moment
    ends: Moment | None
    ended: bool


def api_key_routes(site: Site) -> list[Route]:
    """Say where the pages are."""
    pages, admins = ApiKeyPages(site), site.for_tech_admins
    return [
        Route(LIST, admins(pages.listing), methods=["GET"]),
        Route(_NEW, admins(pages.new), methods=["GET"]),
        Route(_NEW, from_own_page(admins(pages.create)), methods=["POST"]),
        Route(_CHECK, from_own_page(admins(pages.check)), methods=["POST"]),
        Route(_ONE, admins(pages.edit), methods=["GET"]),
        Route(_ONE, from_own_page(admins(pages.change)), methods=["POST"]),
        Route(f"{_ONE}/delete", admins(pages.ask_delete), methods=["GET"]),
        Route(f"{_ONE}/delete", from_own_page(admins(pages.delete)), methods=["POST"]),
    ]


class ApiKeyPages:
    """The pages for a tech admin, about the company they work for."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def listing(self, request: Request, user: User) -> Response:
        """List the keys; the sandbox's own comes first."""
        names = {each.id: each.name for each in users_of(self._site.state, user.company_id)}
        rows = [self._row(key, names, user) for key in keys_of(self._site.state, user.company_id)]
        return self._site.page(request, "admin/api_keys.html", section="admin", rows=rows)

    async def new(self, request: Request, user: User) -> Response:
        """Show the empty form."""
        del user
        return self._form_page(request, {})

    async def create(self, request: Request, user: User) -> Response:
        """Create a key, or say what is wrong."""
        texts, wrong, terms = _read(await read_form(request))
        if terms is None:
            return self._form_page(request, texts, wrong=wrong)
        state, now = self._site.state, self._site.now()
        key, secret = create_key(state, user.company_id, terms, user.id, now)
        said = f"The key {key.terms.name} is created: {key.access_key}."
        self._site.tell(request, Notice(said, secret, "Its secret"))
        return see(LIST)

    async def edit(self, request: Request, user: User) -> Response:
        """Show the form filled with a key's terms."""
        key = self._key(request, user)
        return self._form_page(request, _texts_of(key.terms), key)

    async def change(self, request: Request, user: User) -> Response:
        """Change a key, or say what is wrong."""
        texts, wrong, terms = _read(await read_form(request))
        key = self._key(request, user)
        if terms is None:
            return self._form_page(request, texts, key, wrong=wrong)
        change_key(self._site.state, key, terms, user.id, self._site.now())
        self._site.tell(request, Notice(f"The key {terms.name} is saved."))
        return see(LIST)

    async def check(self, request: Request, user: User) -> Response:
        """Say as JSON what is wrong with what was typed so far."""
        del user
        _, wrong, _ = _read(await read_form(request))
        return JSONResponse({"beside": wrong.beside, "elsewhere": wrong.elsewhere})

    async def ask_delete(self, request: Request, user: User) -> Response:
        """Ask before a key is deleted."""
        key = self._key(request, user)
        return self._site.page(request, "admin/delete_api_key.html", section="admin", key=key)

    async def delete(self, request: Request, user: User) -> Response:
        """Delete a key."""
        key = self._key(request, user)
        delete_key(self._site.state, key, user.id, self._site.now())
        self._site.tell(request, Notice(f"The key {key.terms.name} is deleted."))
        return see(LIST)

    def _key(self, request: Request, user: User) -> AccessKey:
        key = find_key(self._site.state, user.company_id, request.path_params["key_id"])
        if key is None:
            raise HTTPException(404)
        return key

    def _row(self, key: AccessKey, names: dict[str, str], user: User) -> Row:
        return Row(
            key,
            names.get(key.created_by, "somebody who left"),
            moment_for(user, key.created_at),
            None if key.terms.lifetime_days is None else moment_for(user, key.ends_at),
            self._site.now() >= key.ends_at,
        )

    def _form_page(
        self,
        request: Request,
        texts: Texts,
        key: AccessKey | None = None,
        *,
        wrong: Wrong | None = None,
    ) -> Response:
        return self._site.page(
            request,
            "admin/api_key.html",
            422 if wrong else 200,
            section="admin",
            key=key,
            action=f"{LIST}/{key.id}" if key else _NEW,
            check=_CHECK,
            fields=ACCESS_KEY,
            texts=texts,
            wrong=wrong or Wrong(),
            sent=wrong is not None,
            address=request.client.host if request.client else "",
        )


def _read(form: Form) -> tuple[Texts, Wrong, KeyTerms | None]:
    texts, wrong = texts_of(form, ACCESS_KEY), Wrong()
    entries = entries_of(texts[_TRUSTED_IPS])
    read = key_terms(texts[_NAME].strip(), texts[_LIFETIME].strip(), entries)
    if isinstance(read, KeyTerms):
        return texts, wrong, read
    wrong.add_all(read, line_numbers(texts))
    return texts, wrong, None


def _texts_of(terms: KeyTerms) -> Texts:
    return {
        _NAME: terms.name,
        _LIFETIME: "" if terms.lifetime_days is None else str(terms.lifetime_days),
        _TRUSTED_IPS: "\n".join(terms.trusted_ips),
    }
