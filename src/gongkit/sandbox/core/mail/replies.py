"""Beginning an answer to an email."""

from __future__ import annotations

import re

from gongkit.sandbox.core.mail.drafts import Written
from gongkit.sandbox.core.mail.letters import Letter
from gongkit.sandbox.core.mail.plain_text import html_of
from gongkit.sandbox.core.mail.sanitizer import HtmlRefusedError, escape_text, sanitize
from gongkit.sandbox.core.mail.writing import LONGEST_SUBJECT

_PREFIX = re.compile(r"(?:re|aw|wg|fwd?)\s*:\s*", re.IGNORECASE)


def reply_to(letter: Letter, moment: str) -> Written:
    """Begin an answer that quotes the email; `moment` says when it was sent."""
    said = letter.html if letter.html is not None else html_of(letter.text)
    who = escape_text(letter.sender.name or letter.sender.email)
    begun = f"<p><br></p><p>{moment}, {who} wrote:</p>"
    return Written(
        to=str(letter.sender),
        subject=f"Re: {_PREFIX.sub('', letter.subject, count=1)}"[:LONGEST_SUBJECT],
        html=_quoting(begun, said),
    )


def _quoting(begun: str, said: str) -> str:
    try:
        return sanitize(f"{begun}<blockquote>{said}</blockquote>")
    except HtmlRefusedError:  # with the quote it is too much
        return begun
