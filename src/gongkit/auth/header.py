"""What may stand in an Authorization header."""

from __future__ import annotations

import re

from gongkit.errors import CredentialsError, UsageError
from gongkit.redact import Secret

_VISIBLE = re.compile(r"[\x21-\x7e]+")


def is_header_safe(text: str) -> bool:
    """Tell whether the text is visible ASCII without spaces, so that it fits a header."""
    return _VISIBLE.fullmatch(text) is not None


def check_credential(name: str, value: Secret) -> None:
    """Refuse an empty credential, one with a space or line break, and one that is not a Secret."""
    if not isinstance(value, Secret):
        raise UsageError(f"The {name} is not a Secret.", hint="Wrap the text: Secret('…').")
    if not value:
        raise CredentialsError(f"The {name} is empty.")
    if not is_header_safe(value.reveal()):
        raise CredentialsError(
            f"The {name} has a space, a line break or a character that none of Gong's has.",
            hint="Copy it again, without what stands around it.",
        )
