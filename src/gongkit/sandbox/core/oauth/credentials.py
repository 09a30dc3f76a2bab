"""Reading credentials from a request, and making new ones: Basic, Bearer, opaque tokens."""

from __future__ import annotations

import binascii
import hashlib
import secrets
from base64 import b64decode
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Basic:
    """A name and a password from `Authorization: Basic` (RFC 7617)."""

    name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token from `Authorization: Bearer` (RFC 6750)."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An Authorization header that says nothing; `reason` completes "The header …"."""

    reason: str


def read_authorization(header: bytes | None) -> Basic | Bearer | Unreadable:
    """Read an Authorization header, whatever bytes came in it."""
    if not header:
        return Unreadable("is missing")
    scheme, _, rest = header.strip().partition(b" ")
    value = rest.strip()
    match scheme.lower():
        case b"basic":
            return _basic(value)
        case b"bearer" if value and value.isascii():
            return Bearer(value.decode("ascii"))
        case b"bearer":
            return Unreadable("holds no token after 'Bearer'")
    return Unreadable("is neither Basic nor Bearer")


def _basic(value: bytes) -> Basic | Unreadable:
    if not value:
        return Unreadable("holds nothing after 'Basic'")
    try:
        pair = b64decode(value, validate=True).decode("utf-8")
    except binascii.Error:
        return Unreadable("is Basic, but not base64")
    except UnicodeDecodeError:
        return Unreadable("is Basic, but what the base64 holds is not UTF-8 text")
    name, colon, password = pair.partition(":")
    if not colon:
        return Unreadable("is Basic, but has no colon between name and password")
    return Basic(name, password)


def new_token() -> str:
    """Make an unguessable token: 256 bits, safe in a URL and in a header."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """Turn a token into what is kept of it; the token itself is not."""
    return hashlib.sha256(token.encode()).digest()
