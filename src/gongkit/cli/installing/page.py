"""What the person in the browser sees: one page that says how the authorization ended."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

_STYLE: Final = (
    ":root{color-scheme:light dark;font:17px/1.5 system-ui,sans-serif}"
    "main{max-width:34rem;margin:15vh auto;padding:0 1.5rem}"
    "h1{font-size:1.6rem;margin:0 0 .5rem}p{margin:0 0 .75rem}"
)

HEADERS: Final = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    # The page's URL has the code in it.
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "connection": "close",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A heading and what follows from it. `status` is that of the HTTP answer."""

    status: int
    heading: str
    text: str

    def html(self) -> bytes:
        """Write the page; whatever its texts hold is text."""
        heading, text = escape(self.heading), escape(self.text)
        return (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{heading}</title>'
            f"<style>{_STYLE}</style><main><h1>{heading}</h1><p>{text}</p></main></html>\n"
        ).encode()


NOT_HERE: Final = Page(404, "Nothing is here", "This address is not the app's callback.")
FOREIGN: Final = Page(421, "Nothing is here", "This request was meant for another host.")
NOT_THIS_ONE: Final = Page(
    400,
    "This is not the authorization that was begun here",
    "Nothing was changed. The app still waits: open the link that its terminal shows.",
)
OVER: Final = Page(
    409, "This is over already", "The terminal in which the app was installed says how it ended."
)
