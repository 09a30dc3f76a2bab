"""Which hosts a token may be sent to: Gong's over https, and a sandbox on this machine.

The whole text has to have the one shape that is allowed; nothing is parsed out of it
and repaired. URL parsers disagree about user names, backslashes and odd addresses, and
a token that follows the wrong reading is gone.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final
from urllib.parse import urlsplit

from gongkit.errors import BaseUrlRefused
from gongkit.loopback import is_loopback

API_BASE_URL: Final = "https://api.gong.io"
"""The API of Gong's default cell. Several companies share this host."""

_SHAPE: Final = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]{1,253}|\[::1\])(?::(?P<port>[1-9][0-9]{0,4}))?/?",
    re.ASCII | re.IGNORECASE,
)
_GONG_HOST: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*gong\.io")
_LOOPBACK_HOST: Final = re.compile(
    r"localhost|\[::1\]|127(?:\.(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])){3}"
)
_SCHEME_PORT: Final = {"http": "80", "https": "443"}
_SHOWN_HOST = 80


def check_base_url(text: str) -> str:
    """Give the base URL in its normal form: lower case, no default port, no final slash.

    Allowed are https on `gong.io` or a host under it, and http or https on loopback
    (`localhost`, `127.0.0.0/8`, `[::1]`; any port). Anything else raises
    `BaseUrlRefused`, which names the host and nothing else of the text.
    """
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise _refused(text, "a base URL is a scheme and a host alone, as in https://api.gong.io")
    scheme, host = found["scheme"].lower(), found["host"].lower()
    port = "" if found["port"] in {None, _SCHEME_PORT[scheme]} else f":{found['port']}"
    if not _LOOPBACK_HOST.fullmatch(host):
        _check_gong(text, scheme, host, port)
    elif port and int(port[1:]) > 65535:
        raise _refused(text, "there is no such port")
    return f"{scheme}://{host}{port}"


def company_host(base_url: str) -> str | None:
    """Give the host (and port) that is one company's own, None for the shared default host."""
    host = base_url.partition("://")[2]
    return None if base_url == API_BASE_URL else host


def is_shared(base_url: str, app_url: str) -> bool:
    """Tell whether several companies may be at this API host: that of a default cell.

    Gong's is api.gong.io; a sandbox's is at its app host, `app_url`.
    """
    api, app = urlsplit(base_url), urlsplit(app_url)
    of_sandbox = is_loopback(api.hostname or "") and is_loopback(app.hostname or "")
    return company_host(base_url) is None or (of_sandbox and api.port == app.port)


def limits_key(base_url: str, credential: str) -> str:
    """Name the company behind a credential: whose limits its calls spend.

    At a company's own host all its credentials share the limits. At the shared host
    nothing says which company a credential belongs to, so each counts for itself, under
    a digest of it.
    """
    digest = hashlib.sha256(credential.encode()).hexdigest()[:12]
    return company_host(base_url) or f"{base_url.partition('://')[2]}#{digest}"


def _check_gong(text: str, scheme: str, host: str, port: str) -> None:
    if not _GONG_HOST.fullmatch(host):
        raise _refused(text, "it is not a Gong host")
    if scheme != "https":
        raise _refused(text, "plain http would show the token to the network")
    if port:
        raise _refused(text, "Gong answers on port 443 only")


def _refused(text: str, reason: str) -> BaseUrlRefused:
    return BaseUrlRefused(f"No token is sent to {_named_host(text)}: {reason}.")


def _named_host(text: str) -> str:
    """Find the host for the message. Escaped: a look-alike letter must not look alike."""
    try:
        host = urlsplit(text).hostname
    except ValueError:
        host = None
    return ascii(host)[1:-1][:_SHOWN_HOST] if host else "this base URL"
