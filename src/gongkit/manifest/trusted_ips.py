"""Trusted IPs as Gong's form takes them: an address, a CIDR block, or a range."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from gongkit.manifest.finding import Code, Edit, Problem, quoted

_FIX = "Write an address, a CIDR block such as '203.0.113.0/24', or a range 'first-last'."


def trusted_ip(text: str) -> Iterator[Problem]:
    """Check one entry of a trusted-IPs list."""
    try:
        if "%" in text:
            yield _refused(text, "names an interface of one machine, behind the %")
        elif "-" in text:
            yield from _range(text)
        elif "/" in text:
            yield from _block(text)
        else:
            ipaddress.ip_address(text)
    except ValueError:
        yield _refused(text, "is not an IP address, block or range")


def _range(text: str) -> Iterator[Problem]:
    first, last = (ipaddress.ip_address(end.strip()) for end in text.split("-", 1))
    if first.version != last.version:
        yield _refused(text, "mixes IPv4 and IPv6")
    elif int(first) > int(last):
        yield Problem(
            Code.NOT_IP_ADDRESS,
            f"{quoted(text)} ends before it begins.",
            f"Write '{last}-{first}'.",
            Edit("replace", f"{last}-{first}"),
        )


def _block(text: str) -> Iterator[Problem]:
    block = ipaddress.ip_network(text, strict=False)
    if "/" in text and not text.partition("/")[2].isdigit():
        yield _refused(text, "has a mask, where Gong takes a prefix length")
    elif ipaddress.ip_address(text.partition("/")[0]) != block.network_address:
        yield Problem(
            Code.NOT_IP_ADDRESS,
            f"{quoted(text)} does not begin at the block's first address.",
            f"Write '{block}'.",
            Edit("replace", str(block)),
        )


def _refused(text: str, why: str) -> Problem:
    return Problem(Code.NOT_IP_ADDRESS, f"{quoted(text)} {why}.", _FIX)
