"""Trusted IPs: whether an address is among addresses, blocks and ranges, as Gong takes them.

`gongkit.manifest` says which entries are right; only those come here.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import NamedTuple


class _Range(NamedTuple):
    version: int
    first: int
    last: int


def trusts(entries: tuple[str, ...], address: str) -> bool:
    """Tell whether a client's address is among these entries; without any, all are trusted."""
    if not entries:
        return True
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    # A socket for both families writes IPv4 addresses as IPv6.
    found = getattr(found, "ipv4_mapped", None) or found
    return any(
        each.version == found.version and each.first <= int(found) <= each.last
        for each in _ranges(entries)
    )


@lru_cache(maxsize=1_000)
def _ranges(entries: tuple[str, ...]) -> tuple[_Range, ...]:
    return tuple(map(_range, entries))


def _range(entry: str) -> _Range:
    if "-" in entry:
        first, last = (ipaddress.ip_address(end.strip()) for end in entry.split("-", 1))
        return _Range(first.version, int(first), int(last))
    block = ipaddress.ip_network(entry)
    return _Range(block.version, int(block[0]), int(block[-1]))
