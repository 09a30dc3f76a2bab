"""Mailboxes outside of Gong: who got email from the companies here, and each as it arrived.

This is no page of Gong's. Anybody may look: it stands for the mail clients of the people
who are written to.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.sandbox.core.mail.letters import Letter, delivered_to, find_delivered, mailboxes
from gongkit.sandbox.core.mail.message_source import source_of
from gongkit.sandbox.ui.letter_pages import FRAMING, page_of, place_asked
from gongkit.sandbox.ui.mail_documents import READ, has_remote_images, mail_document
from gongkit.sandbox.ui.site import Site

PATH: Final = "/mailbox"

_MOST: Final = 100
_HTML, _TEXT, _SOURCE = "html", "text", "source"
_TITLES: Final = {_HTML: "HTML", _TEXT: "Plain text", _SOURCE: "Source"}


def mailbox_routes(site: Site) -> list[Route]:
    """Say where the pages are."""
    pages = MailboxPages(site)
    letter = f"{PATH}/{{address}}/{{letter}}"
    return [
        Route(PATH, pages.all),
        Route(f"{PATH}/{{address}}", pages.mailbox),
        Route(letter, pages.letter),
        Route(f"{letter}/document", pages.document),
    ]


class MailboxPages:
    """The pages for whoever looks."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def all(self, request: Request) -> Response:
        """List the mailboxes, or those whose address has a part in it."""
        part = request.query_params.get("address", "")
        found = mailboxes(self._site.state, self._site.now(), part, _MOST + 1)
        return self._site.page(
            request,
            "mailbox/mailboxes.html",
            part=part,
            found=[(each, _moment(each.latest)) for each in found[:_MOST]],
            is_cut=len(found) > _MOST,
        )

    async def mailbox(self, request: Request) -> Response:
        """List what arrived in a mailbox."""
        address = request.path_params["address"]
        found = delivered_to(self._site.state, address, self._site.now(), place_asked(request))
        letters, is_first, more = page_of(request, found)
        return self._site.page(
            request,
            "mailbox/mailbox.html",
            address=address,
            letters=[(each, _moment(each.sent_at)) for each in letters],
            is_first=is_first,
            more=more,
        )

    async def letter(self, request: Request) -> Response:
        """Show an email: as HTML, as plain text, or its source."""
        letter = self._letter(request)
        views = [view for view in _TITLES if view != _HTML or letter.html is not None]
        wanted = request.query_params.get("view", "")
        view = wanted if wanted in views else views[0]
        address = request.path_params["address"]
        return self._site.page(
            request,
            "mailbox/letter.html",
            headers=FRAMING,
            address=address,
            letter=letter,
            moment=_moment(letter.sent_at),
            views=[(each, _TITLES[each]) for each in views],
            view=view,
            source=source_of(letter, address) if view == _SOURCE else "",
            remote=letter.html is not None and has_remote_images(letter.html),
            shows_images=_shows_images(request),
            path=request.url.path,
            sandbox=READ,
        )

    async def document(self, request: Request) -> Response:
        """Show the HTML of an email, in its frame."""
        letter = self._letter(request)
        if letter.html is None:
            raise HTTPException(404)
        return mail_document(
            letter.html,
            title=letter.subject,
            sandbox=READ,
            remote_images=_shows_images(request),
        )

    def _letter(self, request: Request) -> Letter:
        address, letter_id = (request.path_params[name] for name in ("address", "letter"))
        letter = find_delivered(self._site.state, address, letter_id, self._site.now())
        if letter is None:
            raise HTTPException(404)
        return letter


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _shows_images(request: Request) -> bool:
    return request.query_params.get("images") == "show"
