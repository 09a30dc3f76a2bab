"""Trusted IPs, whatever an address looks like: entries that a manifest takes mean what they say."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkit.manifest.trusted_ips import trusted_ip
from gongkit.sandbox.core.trusted_ips import trusts


@pytest.mark.parametrize(
    ("entries", "address", "trusted"),
    [
        ((), "192.0.2.1", True),
        ((), "", True),
        (("192.0.2.1",), "192.0.2.1", True),
        (("192.0.2.1",), "192.0.2.2", False),
        (("192.0.2.0/24",), "192.0.2.255", True),
        (("192.0.2.0/24",), "192.0.3.0", False),
        (("0.0.0.0/0",), "203.0.113.9", True),
        (("0.0.0.0/0",), "::1", False),
        (("192.0.2.7-192.0.2.9",), "192.0.2.9", True),
        (("192.0.2.7 - 192.0.2.9",), "192.0.2.10", False),
        (("192.0.2.1", "2001:db8::/32"), "2001:db8:ffff::1", True),
        (("2001:DB8::1",), "2001:0db8:0000::0001", True),
        (("2001:db8::1-2001:db8::f",), "2001:db8::10", False),
        (("192.0.2.1",), "::ffff:192.0.2.1", True),
        (("fe80::/10",), "fe80::1%eth0", True),
        (("192.0.2.1",), "", False),
        (("192.0.2.1",), "not an address", False),
    ],
)
def test_an_address_is_trusted(entries: tuple[str, ...], address: str, trusted: bool) -> None:
    assert not [problem for entry in entries for problem in trusted_ip(entry)]
    assert trusts(entries, address) is trusted


@given(st.ip_addresses(), st.integers(0, 32), st.ip_addresses())
def test_a_block_has_the_addresses_that_python_finds_in_it(
    inside: ipaddress.IPv4Address | ipaddress.IPv6Address,
    bits: int,
    other: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    block = ipaddress.ip_network(f"{inside}/{bits}", strict=False)
    assert not list(trusted_ip(str(block)))
    for address in (inside, other):
        # IPv4 that a socket for both families writes as IPv6 is IPv4.
        plain = getattr(address, "ipv4_mapped", None) or address
        assert trusts((str(block),), str(address)) is (plain in block)
