"""Keeping secrets out of sight: a value that does not show itself, and masks for text.

A `Secret` is opened only where it is used (`reveal`). URLs lose their query before
they are shown, since Gong's token endpoint takes its parameters there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, quote, urlsplit

MASK = "•••"

SECRET_NAMES = frozenset(
    {
        "access_key",
        "access_key_secret",
        "access_token",
        "accesskey",
        "accesskeysecret",
        "accesstoken",
        "assertion",
        "authorization",
        "client_secret",
        "clientsecret",
        "code",
        "code_verifier",
        "cookie",
        "csrf",
        "password",
        "proxy-authorization",
        "refresh_token",
        "refreshtoken",
        "secret",
        "set-cookie",
        "token",
        "x-control-token",
    }
)
"""Names (lower case) of headers, parameters and fields whose values are secrets."""

_IN_TEXT = re.compile(
    r"(?i)\b(basic|bearer)\s+[A-Za-z0-9._~+/=-]{8,}"
    r"|\b(access_token|refresh_token|client_secret|access_key_secret|code|password)"
    r"(\"?\s*[=:]\s*\"?)[^\s\"&,}]+"
)
_WHOLE_URL = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:/")
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*:[\\/]+)([^\s\"<>]+)")
"""A URL within a text; in JSON that cannot be read its slashes may be escaped."""
_URL_VALUE = re.compile(r"(?<==)[^&]+|[^&=]+(?=&|$)")


class Secret:
    """A text that must not be shown: `repr` and `str` are mute, `reveal()` gives it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the text, for the one place that needs it."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({MASK!r})"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __bool__(self) -> bool:
        return bool(self._value)

    def __reduce__(self) -> str:
        raise TypeError("A Secret is not pickled: reveal it where it is stored encrypted.")


def is_secret(name: str) -> bool:
    """Tell whether a header, parameter or field of this name holds a secret."""
    return name.casefold() in SECRET_NAMES


def mask_pairs(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Copy name-value pairs with the secrets masked."""
    return [(name, MASK if is_secret(name) else value) for name, value in pairs]


def mask_json(value: object) -> object:
    """Copy a JSON value with every secret in it masked, however deep, also those in URLs."""
    if isinstance(value, Mapping):
        return {k: MASK if is_secret(str(k)) else mask_json(v) for k, v in value.items()}
    if isinstance(value, list):
        return [mask_json(item) for item in value]
    return mask_urls(value) if isinstance(value, str) else value


def mask_query(query: str) -> str:
    """Rewrite a URL's query with its secrets masked, the rest readable."""
    pairs = mask_pairs(parse_qsl(query, keep_blank_values=True))
    return "&".join(
        f"{quote(name)}={value if value == MASK else quote(value)}" for name, value in pairs
    )


def mask_urls(text: str) -> str:
    """Mask what can be a secret in the URLs of a text: credentials, query values, fragments.

    A text that begins with a URL is taken for one as a whole, whatever is in it.
    """
    whole = _WHOLE_URL.match(text)
    if whole:
        return whole[0] + _masked_url(text[whole.end() :])
    return _URL.sub(lambda m: m[1] + _masked_url(m[2]), text)


def _masked_url(rest: str) -> str:
    """Mask what follows the scheme."""
    address, hash_mark, fragment = rest.partition("#")
    place, question_mark, query = address.partition("?")
    slashes = place[: len(place) - len(place.lstrip("/"))]
    host, slash, path = place.lstrip("/").partition("/")
    if "@" in host:
        host = f"{MASK}@{host.rpartition('@')[2]}"
    query = _URL_VALUE.sub(MASK, query)
    fragment = MASK if fragment else ""
    return f"{slashes}{host}{slash}{path}{question_mark}{query}{hash_mark}{fragment}"


def without_query(url: str) -> str:
    """Strip query, fragment and credentials, so that a URL may be shown."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def mask_text(text: str) -> str:
    """Mask what looks like a credential in free text (a body that is not JSON, a log line)."""
    return _IN_TEXT.sub(
        lambda m: f"{m[1]} {MASK}" if m[1] else f"{m[2]}{m[3]}{MASK}",
        text,
    )
