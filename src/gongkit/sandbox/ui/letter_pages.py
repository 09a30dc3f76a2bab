"""What all pages with emails have in common: their policy, and going through a long list."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request

from gongkit.sandbox.core.mail.letters import PAGE_SIZE, Letter, Place, read_place
from gongkit.sandbox.ui.rendering import HEADERS, policy

FRAMING: Final = {**HEADERS, "Content-Security-Policy": policy(frames=("'self'",))}
"""Of pages that show emails in frames."""


class LetterPage(NamedTuple):
    """A page of a list; `more` is the query of the next one, `is_first` of this."""

    letters: list[Letter]
    is_first: bool
    more: str | None


def page_of(request: Request, found: list[Letter]) -> LetterPage:
    """Cut the one letter off that says that there are more."""
    shown = found[:PAGE_SIZE]
    place = Place(shown[-1].sent_at, shown[-1].id).text() if found[PAGE_SIZE:] else None
    more = None if place is None else urlencode({"before": place})
    return LetterPage(shown, "before" not in request.query_params, more)


def place_asked(request: Request) -> Place:
    """Read from where on a list is to be shown."""
    text = request.query_params.get("before")
    try:
        return Place() if text is None else read_place(text)
    except ValueError:
        raise HTTPException(400, "This is no place in the list: begin at its top.") from None
