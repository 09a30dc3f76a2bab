"""What the app's output tells: secrets that it should not hold, errors, last words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from gongkit.cli.output import printable
from gongkit.manifest.finding import shortened
from gongkit.manifest.review.observations import Said
from gongkit.redact import MASK, Secret, mask_text, mask_urls

_ERROR: Final = re.compile(
    r"^(?:[A-Za-z_][\w.]*(?:Error|Exception|Refused|Failed|Invalid|NotFound))\b"
)
_MOST: Final = 200


def secrets_in(lines: Sequence[str], known: Sequence[tuple[str, Secret]]) -> tuple[Said, ...]:
    """Find each known secret where it is written first."""
    found: dict[str, Said] = {}
    for what, secret in known:
        value = secret.reveal()
        line = next((n for n, line in enumerate(lines, 1) if value and value in line), None)
        if line is not None:
            found.setdefault(what, Said(line=line, what=what))
    return tuple(found.values())


def without_secrets(lines: Sequence[str], known: Sequence[tuple[str, Secret]]) -> list[str]:
    """Mask each known secret."""
    masked = "\n".join(lines)
    for _, secret in known:
        masked = masked.replace(secret.reveal(), MASK) if secret else masked
    return masked.split("\n")


def errors_in(lines: Sequence[str]) -> tuple[Said, ...]:
    """Find the ends of tracebacks, which say what was raised."""
    found, inside = [], False
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("Traceback (most recent call last)"):
            inside = True
        elif inside and line and not line[0].isspace():
            found.append(Said(line=number, what=_shortened(line)))
            inside = False
    return tuple(found)


def last_words(lines: Sequence[str]) -> str:
    """Say what it wrote last, where that tells anything."""
    told = [line for line in lines if line.strip()]
    raised = next((line for line in reversed(told) if _ERROR.match(line)), "")
    if not told:
        return "It wrote nothing."
    return f"It said: {_shortened(raised or told[-1])}"


def _shortened(line: str) -> str:
    return shortened(printable(mask_urls(mask_text(line.strip()))), _MOST)
