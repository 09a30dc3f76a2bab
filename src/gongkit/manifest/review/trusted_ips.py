"""Trusted IPs: set, public, and no wider than they have to be."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Final, NamedTuple

from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Grade, Outcome, Rule, Source
from gongkit.manifest.review.subject import Subject

UNSET: Final = Rule(
    "trusted-ips-unset",
    "Both lists of trusted IPs are set.",
    Source.ADVICE,
    "An empty list lets a stolen token be used from anywhere.",
    "List the addresses that the app calls from; hosting providers tell them, or sell fixed ones.",
    publish=True,
    grade=Grade.REVIEW,
)
EVERYBODY: Final = Rule(
    "trusted-ips-everybody",
    "A list of trusted IPs keeps somebody out.",
    Source.ADVICE,
    "It trusts every address that there is.",
    "List the app's own addresses, or leave the list empty and say so.",
)
WIDE: Final = Rule(
    "trusted-ips-wide",
    "Trusted blocks are no wider than a /20, or a /48 of IPv6.",
    Source.ADVICE,
    "A whole provider's range trusts all its customers.",
    "List the addresses that are the app's alone.",
    grade=Grade.REVIEW,
)
NOT_PUBLIC: Final = Rule(
    "trusted-ips-not-public",
    "Trusted IPs are public addresses.",
    Source.ADVICE,
    "Gong sees the address behind which a private network goes out, never one within it.",
    "List the public address that the app's calls come from.",
    publish=True,
)
OVERLAP: Final = Rule(
    "trusted-ips-overlap",
    "No trusted IP is within another entry of its list.",
    Source.ADVICE,
    "The narrower entry says nothing, and who removes the wider one may not know.",
    "Keep one of them.",
    grade=Grade.REVIEW,
)
DIFFERENT: Final = Rule(
    "trusted-ips-different",
    "What refreshes a token may also use it.",
    Source.ADVICE,
    "An address that may refresh and not call is mostly one that was forgotten.",
    "Add it to trusted_ips.access_token, too.",
    grade=Grade.REVIEW,
)

_LISTS: Final = ("access_token", "refresh_token")
_MOST: Final = {4: 2**12, 6: 2**80}
_ALL: Final = {4: 2**32, 6: 2**128}


class _Range(NamedTuple):
    place: str
    text: str
    first: ipaddress.IPv4Address | ipaddress.IPv6Address
    last: ipaddress.IPv4Address | ipaddress.IPv6Address

    @property
    def size(self) -> int:
        return int(self.last) - int(self.first) + 1

    def within(self, other: _Range) -> bool:
        return (
            self.first.version == other.first.version
            and int(other.first) <= int(self.first)
            and int(self.last) <= int(other.last)
        )


def _check(project: Project) -> Iterator[Outcome]:
    ranges = {name: list(_ranges(project, name)) for name in _LISTS}
    for name in _LISTS:
        place = f"trusted_ips.{name}"
        if not ranges[name] and project.is_sound(place):
            yield UNSET.review(f"{place} is empty: every address may use one.", project.at(place))
        for index, each in enumerate(ranges[name]):
            yield from _one(project, each)
            yield from _overlap(project, each, ranges[name][:index], ranges[name][index + 1 :])
    if ranges["access_token"] and project.is_sound("trusted_ips"):
        for each in ranges["refresh_token"]:
            if not any(each.within(other) for other in ranges["access_token"]):
                message = f"{each.text} may refresh tokens, and not use them."
                yield DIFFERENT.review(message, project.at(each.place))


def _ranges(project: Project, name: str) -> Iterator[_Range]:
    entries = getattr(project.manifest.trusted_ips, name) if project.manifest else ()
    for index, text in enumerate(entries):
        if text:
            yield _range(f"trusted_ips.{name}[{index}]", text)


def _range(place: str, text: str) -> _Range:
    if "-" in text:
        first, last = (ipaddress.ip_address(end.strip()) for end in text.split("-", 1))
        return _Range(place, text, first, last)
    block = ipaddress.ip_network(text)
    return _Range(place, text, block[0], block[-1])


def _one(project: Project, each: _Range) -> Iterator[Outcome]:
    version, where = each.first.version, project.at(each.place)
    if each.size >= _ALL[version] // 2:
        yield EVERYBODY.fail(f"{each.text} is every address, or half of them.", where)
    elif not (each.first.is_global and each.last.is_global) or each.first.is_multicast:
        yield NOT_PUBLIC.fail(f"{each.text} is not public.", where)
    elif each.size > _MOST[version]:
        count = f"{each.size:,}" if version == 4 else f"2^{each.size.bit_length() - 1}"
        yield WIDE.review(f"{each.text} trusts {count} addresses.", where)


def _overlap(
    project: Project, each: _Range, before: list[_Range], after: list[_Range]
) -> Iterator[Outcome]:
    """Report the narrower of two entries; of two that are the same, the later one."""
    wider = [other for other in after if other.size > each.size] + before
    for other in wider:
        if each.within(other):
            message = f"{each.text} is within {other.text}."
            yield OVERLAP.review(message, project.at(each.place))
            return


SUBJECT: Final = Subject(
    "Trusted IPs", (UNSET, EVERYBODY, WIDE, NOT_PUBLIC, OVERLAP, DIFFERENT), _check
)
