"""Email addresses as people type them: several in a row, with or without a name."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from gongkit.sandbox.core.privacy.contact_details import plain_email

MOST_RECIPIENTS: Final = 100
"""Of one email, all together."""

_LONGEST, _LONGEST_LOCAL = 254, 64
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LOCAL, _DOMAIN = rf"{_ATOM}(?:\.{_ATOM})*", rf"{_LABEL}(?:\.{_LABEL})+"
_ADDRESS = re.compile(rf"{_LOCAL}@{_DOMAIN}")
_LOCAL_AT_END, _DOMAIN_AT_BEGIN = re.compile(rf"{_LOCAL}\Z"), re.compile(_DOMAIN)
_NAMED = re.compile(r"(.*?)<([^<>]*)>\s*", re.DOTALL)
_ONE = re.compile(r"(?:\"[^\"]*\"|<[^>]*>|[^,;\n])+")


class Address(NamedTuple):
    """Whom an email goes to; the name may be empty."""

    name: str
    email: str

    def __str__(self) -> str:
        """Write it as people do; `read_addresses` reads it again."""
        name = f'"{self.name}"' if re.search(r"[,;@]", self.name) else self.name
        return f"{name} <{self.email}>" if name else self.email


class Typed(NamedTuple):
    """What somebody typed: the addresses, each once, and what is none."""

    addresses: list[Address]
    wrong: list[str]


def read_addresses(text: str) -> Typed:
    """Read addresses with commas, semicolons or breaks between them."""
    found: dict[str | None, Address] = {}
    wrong = []
    for match in _ONE.finditer(text):
        one = match[0].strip()
        named = _NAMED.fullmatch(one)
        name, email = (named[1], named[2].strip()) if named else ("", one)
        if len(email) <= _LONGEST and _ADDRESS.fullmatch(email):
            found.setdefault(plain_email(email), Address(_plain_name(name), email))
        elif one:
            wrong.append(one)
    return Typed(list(found.values()), wrong)


def addresses_in(text: str) -> set[str]:
    """Find the addresses that a text mentions, in plain form."""
    found = set()
    for match in re.finditer("@", text):
        before = text[max(0, match.start() - _LONGEST_LOCAL) : match.start()]
        local = _LOCAL_AT_END.search(before)
        domain = _DOMAIN_AT_BEGIN.match(text, match.end(), match.end() + _LONGEST)
        if local and domain:
            found.add(f"{local[0]}@{domain[0]}".lower())
    return found


def _plain_name(name: str) -> str:
    return " ".join(re.sub(r"[\"\\\x00-\x1f\x7f<>]", " ", name).split())
