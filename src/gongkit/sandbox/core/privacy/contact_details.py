"""Email addresses and phone numbers in the one form in which they are compared."""

from __future__ import annotations

import re

_NO_DIGITS = re.compile(r"[^0-9]+", re.ASCII)


def plain_email(text: str | None) -> str | None:
    """Write an email address in lower case, without space around it; None for none."""
    return text.strip().lower() or None if text else None


def plain_number(text: str | None) -> str | None:
    """Keep the digits of a phone number; `00` in front is the same as `+`. None for none."""
    return _NO_DIGITS.sub("", text).removeprefix("00") or None if text else None
