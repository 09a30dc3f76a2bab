"""What texts must look like, as far as a pattern can say it: for the JSON Schema.

A pattern refuses nothing that the check of the same text takes, and the check knows more.
They are written so that every dialect of regular expressions reads them the same.
"""

from __future__ import annotations

from typing import Final


def _in_any_case(text: str) -> str:
    return "".join(f"[{each.lower()}{each.upper()}]" for each in text)


_IPV6: Final = r"\[[^\]/?#@*\s]+\]"
_HOST: Final = rf"([A-Za-z0-9.-]+|{_IPV6})"
_HERE: Final = rf"(([A-Za-z0-9.-]*\.)?{_in_any_case('localhost')}|127\.[0-9.]+|{_IPV6})"
_SITE: Final = rf"({_in_any_case('https')}://{_HOST}|{_in_any_case('http')}://{_HERE})(:[0-9]*)?"
_LOWER_SITE: Final = rf"(https://([a-z0-9.-]+|{_IPV6})|http://{_HERE})(:[0-9]+)?"
_NAME: Final = r"([A-Za-z0-9-]+\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]"

URL: Final = rf"^{_SITE}([/?#][!-~]*)?$"
REDIRECT_URI: Final = rf"^{_SITE}([/?][!-\x22$-~]*)?$"
ORIGIN: Final = f"^{_LOWER_SITE}$"
DOMAIN: Final = f"^{_NAME}$"
EMAIL: Final = f"^[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_NAME}$"
TRUSTED_IP: Final = r"^[0-9A-Fa-f:.\s/-]+$"
HOST_PATTERN: Final = r"^[A-Za-z0-9*]([A-Za-z0-9*.-]*[A-Za-z0-9*])?(:[0-9*]{1,5})?$"
REGION: Final = "^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$"
FILE: Final = r"^[^/\\]"
