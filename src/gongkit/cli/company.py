"""Whom COMPANY means on the command line: one of the installations there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from gongkit.base_url import check_base_url
from gongkit.errors import BaseUrlRefused, InstallationNotFound, nearest, nearest_hint
from gongkit.installations.installation import Installation

_MOST_NAMES: Final = 20
"""More are not listed in an error."""


def find_company(named: str, installations: Sequence[Installation]) -> Installation | None:
    """Find the installation that has this key, base URL, name, tenant or region, in this order.

    One that was removed is meant only where no other is. None where nobody is meant.
    Raises `InstallationNotFound` where several are.
    """
    present = [each for each in installations if each.status != "removed"]
    for among in (present, installations):
        for is_meant in _ways_to_mean(named):
            found = [each for each in among if is_meant(each)]
            if len(found) > 1:
                raise _ambiguous(named, found)
            if found:
                return found[0]
    return None


def not_found(named: str, known: Sequence[str], where: str) -> InstallationNotFound:
    """Say what was looked for and where, and which name was probably meant."""
    if not known:
        hint = "Install it with `gongkit install`."
    elif len(known) > _MOST_NAMES and nearest(named, known) is None:
        hint = "`gongkit installations list` shows them all."
    else:
        hint = nearest_hint(named, known)
    return InstallationNotFound(f"There is no installation of {named!r} in {where}.", hint=hint)


def names_of(installations: Sequence[Installation]) -> list[str]:
    """List the names by which the installations may be meant, the readable ones first."""
    names = [
        name
        for each in installations
        for name in (each.name, each.tenant, each.company, each.region)
        if name
    ]
    return list(dict.fromkeys(names))


def _ways_to_mean(named: str) -> Iterator[Callable[[Installation], bool]]:
    """Give the ways to mean an installation, the surest first."""
    yield lambda each: each.company == named
    base_url = _base_url(named)
    if base_url is not None:
        yield lambda each: each.base_url == base_url
    folded = named.casefold()
    yield lambda each: (each.name or "").casefold() == folded
    yield lambda each: each.tenant == named
    yield lambda each: (each.region or "").casefold() == folded


def _base_url(named: str) -> str | None:
    try:
        return check_base_url(named)
    except BaseUrlRefused:
        return None


def _ambiguous(named: str, found: Sequence[Installation]) -> InstallationNotFound:
    listed = ", ".join(each.company for each in found[:_MOST_NAMES])
    more = f" and {len(found) - _MOST_NAMES} more" if len(found) > _MOST_NAMES else ""
    return InstallationNotFound(
        f"{named!r} may mean any of {len(found)} companies: {listed}{more}.",
        hint="Name one by its key, as it is listed here.",
    )
