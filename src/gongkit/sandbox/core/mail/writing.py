"""What somebody wrote, as it can be kept."""

from __future__ import annotations

from gongkit.sandbox.core.mail.drafts import Written
from gongkit.sandbox.core.mail.sanitizer import HtmlRefusedError, sanitize

LONGEST_SUBJECT = 250
LONGEST_ADDRESSES = 10_000
"""Characters of the addresses in one field."""


def tidied(written: Written) -> tuple[Written, dict[str, str]]:
    """Sanitize what somebody wrote, and give a sentence for each field that cannot be kept.

    Such a field stays in the answer as it was written, to be shown again.
    """
    reasons = {}
    html = written.html
    try:
        html = sanitize(html)
    except HtmlRefusedError as refused:
        reasons["html"] = str(refused)
    subject = _line(written.subject)
    if len(subject) > LONGEST_SUBJECT:
        reasons["subject"] = f"A subject has {LONGEST_SUBJECT} characters at most."
    for field, text in (("to", written.to), ("cc", written.cc)):
        if len(text) > LONGEST_ADDRESSES:
            reasons[field] = f"Here is room for {LONGEST_ADDRESSES:,} characters."
    return written._replace(subject=subject, html=html), reasons


def _line(text: str) -> str:
    """Write a text on one line, without characters that a header must not have."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
