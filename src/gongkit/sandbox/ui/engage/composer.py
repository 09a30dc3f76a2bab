"""The composer: a draft with its fields, its editor, what apps put in, and the checks on it."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.decoders import converted
from gongkit.sandbox.core.mail.drafts import (
    Draft,
    Insertion,
    Written,
    change_draft,
    delete_draft,
    find_draft,
    keep_insertion,
    last_insertion,
)
from gongkit.sandbox.core.mail.lint import lint
from gongkit.sandbox.core.mail.removal import Gone, Piece, compare
from gongkit.sandbox.core.mail.sanitizer import HtmlRefusedError, well_formed
from gongkit.sandbox.core.mail.sending import NotSentError, send_draft
from gongkit.sandbox.core.mail.suggestions import suggested_people
from gongkit.sandbox.core.mail.writing import tidied
from gongkit.sandbox.core.oauth.integrations import find_integration
from gongkit.sandbox.core.people import User
from gongkit.sandbox.server.asgi import BodyTooLarge, read_body
from gongkit.sandbox.ui.engage.folders import DRAFTS, SENT, side
from gongkit.sandbox.ui.forms import read_form
from gongkit.sandbox.ui.frames import composer_frames
from gongkit.sandbox.ui.mail_documents import EDITED, SHOWN, mail_document
from gongkit.sandbox.ui.rendering import HEADERS, page
from gongkit.sandbox.ui.site import Endpoint, Notice, Site, UserEndpoint, from_own_page, see

_DRAFT: Final = f"{DRAFTS}/{{number:int}}"
_MOST_JSON_BYTES: Final = 4 * 2**20
"""Of HTML in JSON, where a character may take six bytes."""
_WRITTEN_ELSEWHERE: Final = (
    "This draft was changed on another page after this one was opened, and what is here would"
    " replace that. Save once more to have it replaced, or open the draft anew to see it."
)


class _Content(msgspec.Struct, forbid_unknown_fields=True):
    """What is put into a draft. Without a client id the user pasted it."""

    html: str
    client_id: str | None = None


class _Report(msgspec.Struct):
    """What went of the content; the pieces together are what came."""

    client_id: str | None
    removed: list[Gone]
    source: list[Piece]


def composer_routes(site: Site) -> list[Route]:
    """Say where the pages are."""
    pages = ComposerPages(site)

    def posted(endpoint: UserEndpoint) -> Endpoint:
        return from_own_page(site.for_users(endpoint))

    return [
        Route(_DRAFT, site.for_users(pages.show), methods=["GET"]),
        Route(_DRAFT, posted(pages.save), methods=["POST"]),
        Route(f"{_DRAFT}/send", posted(pages.send), methods=["POST"]),
        Route(f"{_DRAFT}/delete", posted(pages.delete), methods=["POST"]),
        Route(f"{_DRAFT}/content", posted(pages.content), methods=["POST"]),
        Route(f"{_DRAFT}/document", site.for_users(pages.document)),
        Route(f"{_DRAFT}/inserted", site.for_users(pages.inserted)),
        Route(f"{_DRAFT}/panels", site.for_users(pages.panels)),
    ]


class ComposerPages:
    """The pages for whoever is signed in, about a draft of theirs."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: Request, user: User) -> Response:
        """Show a draft to go on with."""
        return self._composer(request, user, self._draft(request, user))

    async def save(self, request: Request, user: User) -> Response:
        """Keep what was written; a script is told in JSON."""
        draft, reasons = await self._written(request, user)
        if "application/json" in request.headers.get("accept", ""):
            said = {"errors": reasons, "saved": self._time(user), "composer": draft.composer}
            return _json(said, 422 if reasons else 200)
        if reasons:
            return self._composer(request, user, draft, reasons)
        self._site.tell(request, Notice("The draft is saved."))
        return see(f"{DRAFTS}/{draft.number}")

    async def send(self, request: Request, user: User) -> Response:
        """Send what was written, or say beside the fields why not."""
        draft, reasons = await self._written(request, user)
        if reasons:
            return self._composer(request, user, draft, reasons)
        site = self._site
        try:
            letter_id = send_draft(site.state, site.company_of(user), user, draft, site.now())
        except NotSentError as refused:
            return self._composer(request, user, draft, refused.reasons)
        site.tell(request, Notice("The email is sent, and has arrived."))
        return see(f"{SENT}/{letter_id}")

    async def delete(self, request: Request, user: User) -> Response:
        """Throw the draft away."""
        delete_draft(self._site.state, self._draft(request, user).number)
        self._site.tell(request, Notice("The draft is deleted."))
        return see(DRAFTS)

    async def content(self, request: Request, user: User) -> Response:
        """Sanitize what an app gives, or what is pasted, and say what went."""
        try:
            content = await _read_content(request)
            draft = self._draft(request, user)
            comparison = compare(content.html)
        except BodyTooLarge:
            return _json({"error": "The HTML is too large."}, 413)
        except HtmlRefusedError as refused:
            return _json({"error": str(refused)}, 413)
        except (ValueError, RecursionError) as error:
            return _json({"error": f"This is not what is expected: {error}"}, 400)
        if content.client_id is not None and not self._app(content.client_id):
            return _json({"error": "client_id: no integration has this one."}, 400)
        insertion = Insertion(content.client_id, content.html)
        keep_insertion(self._site.state, draft.number, insertion)
        report = _Report(content.client_id, comparison.gone, comparison.source)
        return _json({"html": comparison.html, "report": report, "lint": lint(content.html)})

    async def document(self, request: Request, user: User) -> Response:
        """Give the draft's HTML to the editor's frame."""
        draft = self._draft(request, user)
        return mail_document(draft.written.html, title="Text of the email", sandbox=EDITED)

    async def inserted(self, request: Request, user: User) -> Response:
        """Show how what was put in last looks, sanitized."""
        insertion = last_insertion(self._site.state, self._draft(request, user).number)
        if insertion is None:
            raise HTTPException(404)
        return mail_document(insertion.html, title="What was kept", sandbox=SHOWN)

    async def panels(self, request: Request, user: User) -> Response:
        """Give the panels below the editor, for the page's script to renew them."""
        values = self._panels(self._draft(request, user))
        return page("engage/panels.html", 200, HEADERS, **values)

    def _draft(self, request: Request, user: User) -> Draft:
        draft = find_draft(self._site.state, user, request.path_params["number"])
        if draft is None:
            raise HTTPException(404)
        return draft

    async def _written(self, request: Request, user: User) -> tuple[Draft, dict[str, str]]:
        """Read the form and keep it; give why it could not be kept, by field."""
        form = await read_form(request)
        draft = self._draft(request, user)
        was = draft.written._asdict()
        given = Written(**{name: form.text(name, text) for name, text in was.items()})
        written, reasons = tidied(given)
        composer = form.text("composer")
        if composer and draft.composer not in (composer, form.text("known")):
            reasons["draft"] = _WRITTEN_ELSEWHERE
        draft = draft._replace(written=written, changed=self._site.now())
        if not reasons:
            draft = draft._replace(composer=composer)
            change_draft(self._site.state, draft, draft.changed)
        return draft, reasons

    def _composer(
        self,
        request: Request,
        user: User,
        draft: Draft,
        reasons: dict[str, str] | None = None,
    ) -> Response:
        site = self._site
        embedding = composer_frames(site, request, user)
        return site.page(
            request,
            "engage/composer.html",
            422 if reasons else 200,
            headers=embedding.headers_with("'self'"),
            embedding=embedding,
            section="engage",
            **side(site, user, DRAFTS),
            written=draft.written,
            composer=secrets.token_urlsafe(12),
            known=draft.composer,
            wrong=reasons or {},
            people=suggested_people(site.state, user),
            sandbox=EDITED,
            **self._panels(draft if not reasons or "html" not in reasons else _emptied(draft)),
        )

    def _panels(self, draft: Draft) -> dict[str, Any]:
        insertion = last_insertion(self._site.state, draft.number)
        values: dict[str, Any] = {
            "path": f"{DRAFTS}/{draft.number}",
            "findings": lint(draft.written.html) if draft.written.html else [],
            "insertion": insertion,
        }
        if insertion is not None:
            client_id = insertion.client_id
            values["giver"] = self._app(client_id) or "an app" if client_id else None
            values["comparison"] = compare(insertion.html)
            values["advice"] = lint(insertion.html)
        return values

    def _app(self, client_id: str) -> str | None:
        found = find_integration(self._site.state, client_id)
        return None if found is None else found.name

    def _time(self, user: User) -> str:
        now = datetime.fromtimestamp(self._site.now(), ZoneInfo(user.time_zone))
        return f"{now:%H:%M}"


async def _read_content(request: Request) -> _Content:
    """Read what is put in. Scripts may send halves of characters, which msgspec does not read."""
    raw = await read_body(request.scope, request.receive, _MOST_JSON_BYTES)
    content = converted(json.loads(raw), _Content)
    return msgspec.structs.replace(content, html=well_formed(content.html))


def _emptied(draft: Draft) -> Draft:
    """Leave out HTML that is too much to be looked at."""
    return draft._replace(written=draft.written._replace(html=""))


def _json(content: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(content), status, HEADERS, media_type="application/json")
