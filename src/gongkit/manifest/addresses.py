"""What URLs, origins, domains, email addresses and host patterns must look like."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from gongkit.loopback import is_loopback
from gongkit.manifest.finding import Code, Edit, Problem, quoted

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST_NAME = re.compile(rf"(?ai){_LABEL}(\.{_LABEL})*")
_DOMAIN = re.compile(rf"(?ai)(?=.{{1,253}}\Z)({_LABEL}\.)+[a-z]([a-z0-9-]{{0,61}}[a-z0-9])")
_HOST_PATTERN = re.compile(r"(?ai)[a-z0-9*]([a-z0-9*.-]{0,251}[a-z0-9*])?(:[0-9*]{1,5})?")
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_DEFAULT_PORTS = {"https": 443, "http": 80}


class Address(NamedTuple):
    """The parts of an absolute http(s) URL that its origin is made of."""

    scheme: str
    host: str
    port: int | None

    @property
    def origin(self) -> str:
        """The origin as browsers write it: lower case, and no port where it is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port in {None, _DEFAULT_PORTS[self.scheme]}
        return f"{self.scheme}://{host}" + ("" if usual else f":{self.port}")


def address_of(url: str) -> Address | None:
    """Read scheme, host and port of an absolute http or https URL; None where it is not one."""
    if not url.isascii() or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host or not _is_host(host):
        return None
    return Address(parts.scheme, host, port)


def mount_of(redirect_uri: str) -> str:
    """Give the URL at which GongApp is mounted: that of a redirect URI, but its last segment."""
    parts = urlsplit(redirect_uri)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}"


def is_under(host: str, domain: str) -> bool:
    """Tell whether a host is the domain itself or one of its sub-domains."""
    return host == domain.lower() or host.endswith(f".{domain.lower()}")


def https_url(text: str) -> Iterator[Problem]:
    """Check the URL of a page or an endpoint: absolute, https (http on loopback only)."""
    if "://" not in text:
        yield Problem(
            Code.URL_NOT_ABSOLUTE,
            f"{_shown(text)} is not an absolute URL.",
            "Write it whole, from https:// on.",
        )
        return
    authority = re.split(r"[/?#]", text.partition("://")[2], maxsplit=1)[0]
    if "@" in authority:
        yield Problem(
            Code.URL_CREDENTIALS,
            "The URL holds a user name or a password.",
            "Remove what stands before the @.",
        )
    elif "*" in authority:
        yield Problem(
            Code.URL_WILDCARD,
            f"{_shown(text)} has a wildcard for a host.",
            "List each host by its full name.",
        )
    else:
        yield from _scheme_and_host(text)


def _scheme_and_host(text: str) -> Iterator[Problem]:
    if text.partition("://")[0].lower() not in _DEFAULT_PORTS:
        yield Problem(
            Code.URL_NOT_HTTPS,
            f"{_shown(text)} is not an https URL.",
            "Use https (or http on localhost, for development).",
        )
        return
    address = address_of(text)
    if address is None:
        yield Problem(
            Code.INVALID_URL,
            f"{_shown(text)} is not a valid URL.",
            "Check host and port; encode spaces and non-ASCII characters.",
        )
    elif address.scheme == "http" and not is_loopback(address.host):
        yield Problem(
            Code.URL_NOT_HTTPS,
            f"{_shown(text)} is plain http, which is for localhost only.",
            "Use https.",
            Edit("replace", f"https{text[4:]}"),
        )


def redirect_uri(text: str) -> Iterator[Problem]:
    """Check a redirect URI: an https URL without a fragment (RFC 6749, section 3.1.2)."""
    yield from https_url(text)
    if "#" in text:
        yield Problem(
            Code.URL_FRAGMENT,
            f"{_shown(text)} has a fragment, where no answer can arrive.",
            "Remove the # and what follows it.",
            Edit("replace", text.partition("#")[0]),
        )


def origin(text: str) -> Iterator[Problem]:
    """Check an allowed origin: scheme, host and port as browsers write them, static."""
    if text in {"*", "null"}:
        yield Problem(
            Code.URL_WILDCARD,
            f"{quoted(text)} would allow any page; Gong refuses it.",
            "List the origins of your own pages.",
        )
        return
    problems = list(https_url(text))
    yield from problems
    address = address_of(text)
    if not problems and address is not None and text != address.origin:
        yield Problem(
            Code.NOT_ORIGIN,
            f"{_shown(text)} is not an origin as browsers write it.",
            f"Write {address.origin!r}.",
            Edit("replace", address.origin),
        )


def domain(text: str) -> Iterator[Problem]:
    """Check a domain of the organization: a bare host name such as `acme.com`."""
    if not _DOMAIN.fullmatch(text):
        bare = text.partition("://")[2].partition("/")[0] or text.strip("*./ ")
        is_bare = _DOMAIN.fullmatch(bare) is not None
        example = bare if is_bare else "acme.com"
        yield Problem(
            Code.NOT_DOMAIN,
            f"{quoted(text)} is not a domain.",
            f"Write the bare name, such as {example!r}; its sub-domains are included.",
            Edit("replace", bare) if is_bare else None,
        )


def email(text: str) -> Iterator[Problem]:
    """Check a contact's email address."""
    mailbox, _, host = text.rpartition("@")
    if not (_MAILBOX.fullmatch(mailbox) and _DOMAIN.fullmatch(host)):
        yield Problem(
            Code.NOT_EMAIL,
            f"{quoted(text)} is not an email address.",
            "Write it bare, such as 'apps@acme.com'.",
        )


def host_pattern(text: str) -> Iterator[Problem]:
    """Check a pattern of API hosts: `*` stands for any characters; a sandbox's has a port."""
    if not _HOST_PATTERN.fullmatch(text):
        yield Problem(
            Code.NOT_HOST_PATTERN,
            f"{quoted(text)} is not a host name or a pattern of host names.",
            "Write it without scheme and path, such as 'eu-*.api.gong.io'.",
        )


def region(text: str) -> Iterator[Problem]:
    """Check the name of a region: a short word such as `eu`."""
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?", text):
        yield Problem(
            Code.NOT_REGION,
            f"{quoted(text)} cannot be the name of a region.",
            "Use lower-case letters, digits and dashes, such as 'eu'.",
        )


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return len(host) <= 253 and _HOST_NAME.fullmatch(host) is not None
    return True


def _shown(url: str) -> str:
    """Quote a URL without its query, which may hold a key; not at all with a password in it."""
    return "The URL" if "@" in url else quoted(re.sub(r"\?[^#]*", "?…", url))
