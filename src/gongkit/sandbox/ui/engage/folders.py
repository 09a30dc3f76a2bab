"""A user's folders: what they got, what they are writing, what they sent, and each email of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gongkit.sandbox.core.mail.drafts import (
    Draft,
    Written,
    add_draft,
    count_drafts,
    drafts_of,
)
from gongkit.sandbox.core.mail.letters import (
    Letter,
    count_letters,
    find_received,
    find_sent,
    received_by,
    sent_by,
)
from gongkit.sandbox.core.mail.plain_text import text_of
from gongkit.sandbox.core.mail.replies import reply_to
from gongkit.sandbox.core.people import User
from gongkit.sandbox.ui.letter_pages import FRAMING, page_of, place_asked
from gongkit.sandbox.ui.mail_documents import READ, mail_document
from gongkit.sandbox.ui.site import Site, from_own_page, see

INBOX, RECEIVED = "/engage", "/engage/received"
DRAFTS, SENT = "/engage/drafts", "/engage/sent"

_SNIPPET = 140

Find = Callable[..., Letter | None]


class Folder(NamedTuple):
    """An entry of the side: where it is, what it is called, how much is in it."""

    path: str
    title: str
    emails: int


class Line(NamedTuple):
    """An email in a list."""

    path: str
    people: str
    subject: str
    snippet: str
    moment: datetime
    time_text: str


def folder_routes(site: Site) -> list[Route]:
    """Say where the pages are."""
    pages = FolderPages(site)
    return [
        Route(INBOX, site.for_users(pages.inbox)),
        Route(DRAFTS, site.for_users(pages.drafts), methods=["GET"]),
        Route(DRAFTS, from_own_page(site.for_users(pages.begin)), methods=["POST"]),
        Route(SENT, site.for_users(pages.sent)),
        Route(f"{RECEIVED}/{{letter}}", site.for_users(pages.received_letter)),
        Route(f"{RECEIVED}/{{letter}}/document", site.for_users(pages.received_document)),
        Route(
            f"{RECEIVED}/{{letter}}/reply",
            from_own_page(site.for_users(pages.reply)),
            methods=["POST"],
        ),
        Route(f"{SENT}/{{letter}}", site.for_users(pages.sent_letter)),
        Route(f"{SENT}/{{letter}}/document", site.for_users(pages.sent_document)),
    ]


def side(site: Site, user: User, folder: str) -> dict[str, Any]:
    """Give what the side of a page shows: all folders, and the one that the page is in."""
    received, sent = count_letters(site.state, user, site.now())
    folders = [
        Folder(INBOX, "Inbox", received),
        Folder(DRAFTS, "Drafts", count_drafts(site.state, user)),
        Folder(SENT, "Sent", sent),
    ]
    return {"folders": folders, "folder": next(each for each in folders if each.path == folder)}


class FolderPages:
    """The pages for whoever is signed in, about their own mail."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def inbox(self, request: Request, user: User) -> Response:
        """List what the user got."""
        letters = received_by(self._site.state, user, self._site.now(), place_asked(request))
        return self._letters(request, user, INBOX, RECEIVED, letters)

    async def sent(self, request: Request, user: User) -> Response:
        """List what the user sent."""
        letters = sent_by(self._site.state, user, self._site.now(), place_asked(request))
        return self._letters(request, user, SENT, SENT, letters)

    async def drafts(self, request: Request, user: User) -> Response:
        """List what the user is writing."""
        lines = [self._draft_line(user, draft) for draft in drafts_of(self._site.state, user)]
        return self._folder(request, user, DRAFTS, lines)

    async def begin(self, request: Request, user: User) -> Response:
        """Begin an email."""
        del request
        number = add_draft(self._site.state, user, Written(), self._site.now())
        return see(f"{DRAFTS}/{number}")

    async def reply(self, request: Request, user: User) -> Response:
        """Begin an answer to an email."""
        letter = self._letter(request, user, find_received)
        at = _moment(letter.sent_at, user)
        written = reply_to(letter, f"{at.day} {at:%B %Y, %H:%M}")
        number = add_draft(self._site.state, user, written, self._site.now())
        return see(f"{DRAFTS}/{number}")

    async def received_letter(self, request: Request, user: User) -> Response:
        """Show an email that the user got."""
        return self._show(request, user, INBOX, self._letter(request, user, find_received))

    async def sent_letter(self, request: Request, user: User) -> Response:
        """Show an email that the user sent."""
        return self._show(request, user, SENT, self._letter(request, user, find_sent))

    async def received_document(self, request: Request, user: User) -> Response:
        """Show the HTML of an email that the user got, in its frame."""
        return _document(self._letter(request, user, find_received))

    async def sent_document(self, request: Request, user: User) -> Response:
        """Show the HTML of an email that the user sent, in its frame."""
        return _document(self._letter(request, user, find_sent))

    def _letter(self, request: Request, user: User, find: Find) -> Letter:
        letter_id = request.path_params["letter"]
        letter = find(self._site.state, user, letter_id, self._site.now())
        if letter is None:
            raise HTTPException(404)
        return letter

    def _letters(
        self, request: Request, user: User, folder: str, path: str, letters: list[Letter]
    ) -> Response:
        page = page_of(request, letters)
        lines = [self._line(user, letter, path) for letter in page.letters]
        return self._folder(request, user, folder, lines, page.more)

    def _folder(
        self,
        request: Request,
        user: User,
        folder: str,
        lines: list[Line],
        more: str | None = None,
    ) -> Response:
        return self._site.page(
            request,
            "engage/folder.html",
            section="engage",
            lines=lines,
            is_first="before" not in request.query_params,
            more=more,
            **side(self._site, user, folder),
        )

    def _show(self, request: Request, user: User, folder: str, letter: Letter) -> Response:
        return self._site.page(
            request,
            "engage/letter.html",
            headers=FRAMING,
            section="engage",
            letter=letter,
            moment=_moment(letter.sent_at, user),
            path=request.url.path,
            sandbox=READ,
            **side(self._site, user, folder),
        )

    def _line(self, user: User, letter: Letter, path: str) -> Line:
        people = letter.to if path == SENT else (letter.sender,)
        names = ", ".join(address.name or address.email for address in people)
        shown = (names, letter.subject, letter.text)
        return self._dated(user, f"{path}/{letter.id}", shown, letter.sent_at)

    def _draft_line(self, user: User, draft: Draft) -> Line:
        written = draft.written
        shown = (written.to.strip() or "Nobody yet", written.subject, text_of(written.html))
        return self._dated(user, f"{DRAFTS}/{draft.number}", shown, draft.changed)

    def _dated(self, user: User, path: str, shown: tuple[str, str, str], at: float) -> Line:
        people, subject, text = shown
        moment, now = _moment(at, user), _moment(self._site.now(), user)
        snippet = " ".join(text[: 4 * _SNIPPET].split())[:_SNIPPET]
        return Line(path, people, subject or "No subject", snippet, moment, _short(moment, now))


def _document(letter: Letter) -> Response:
    if letter.html is None:
        raise HTTPException(404)
    return mail_document(letter.html, title=letter.subject, sandbox=READ)


def _moment(at: float, user: User) -> datetime:
    return datetime.fromtimestamp(at, ZoneInfo(user.time_zone))


def _short(moment: datetime, now: datetime) -> str:
    """Say when something was as briefly as it can be told."""
    if moment.date() == now.date():
        return f"{moment:%H:%M}"
    return f"{moment.day} {moment:%b}" + ("" if moment.year == now.year else f" {moment:%Y}")
