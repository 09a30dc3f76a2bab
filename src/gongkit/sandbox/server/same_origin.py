"""Whether a request comes from the sandbox's own pages, or from no page at all.

Any web site that a developer visits can make their browser send requests to a port of
their machine. Browsers say where a request comes from: in `Sec-Fetch-Site`, in `Origin`,
and, where a foreign name was made to point to this machine, in `Host`.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from gongkit.loopback import is_loopback
from gongkit.redact import Secret


def is_own(headers: Mapping[bytes, bytes]) -> bool:
    """Tell whether a request was made by our own page, or by a program that is no browser."""
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site in {b"same-origin", b"none"}
    origin = headers.get(b"origin")
    if origin is None:
        return True
    return origin.partition(b"://")[2] == headers.get(b"host")


def called_host(headers: Mapping[bytes, bytes]) -> str | None:
    """Give the name by which the client calls this machine, without the port."""
    try:
        return urlsplit(f"//{headers.get(b'host', b'').decode('latin-1')}").hostname
    except ValueError:
        return None


def is_named_as_loopback(headers: Mapping[bytes, bytes]) -> bool:
    """Tell whether the client calls this machine by a name that is always this machine."""
    host = called_host(headers)
    return host is not None and is_loopback(host)


def has_token(headers: Mapping[bytes, bytes], token: Secret) -> bool:
    """Tell whether the control token came, in `X-Control-Token` or as Bearer."""
    given = headers.get(b"x-control-token", b"")
    if not given:
        scheme, _, value = headers.get(b"authorization", b"").partition(b" ")
        given = value.strip() if scheme.lower() == b"bearer" else b""
    return hmac.compare_digest(given, token.reveal().encode())
