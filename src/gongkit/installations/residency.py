"""Which region a company's data is in, told by its API host, and where that data may go."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

from gongkit.base_url import check_base_url
from gongkit.errors import ResidencyRefused, UnknownName, UsageError

WhenMoved = Literal["refuse", "follow"]
"""What becomes of an installation whose company Gong has moved to another region."""

_PATTERN: Final = re.compile(r"(?:[a-z0-9*.-]+|\[::1\])(?P<port>:[0-9*]{1,5})?")
_SCHEME_PORT: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Residency:
    """The regions, by patterns of API hosts: `{"eu": ["eu-*.api.gong.io"], "us": ["us-*…"]}`.

    In a pattern `*` stands for any characters; without one it is a host. With a port it
    is compared with host and port (a sandbox's companies differ by it:
    `127.0.0.1:4665`), otherwise with the host alone. The first match in order counts.

    Raises `UsageError` for what is no pattern, `UnknownName` for another `when_moved`,
    or a destination of a region there is not.
    """

    regions: Mapping[str, Sequence[str]]
    _: KW_ONLY
    default: str | None = None
    """The region of hosts that no pattern matches; without it they are refused."""
    destinations: Mapping[str, str] = field(default_factory=dict)
    """Where each region's data is copied to, in the words of whoever copies it."""
    when_moved: WhenMoved = "refuse"
    """`refuse` keeps the new region's tokens out, so that the customer must reconnect;
    `follow` moves the installation to the new region's store."""

    def __post_init__(self) -> None:
        for region, patterns in self.regions.items():
            _check_patterns(region, patterns)
        for region in self.destinations:
            if region not in self.names:
                raise UnknownName("region", region, self.names)
        if self.when_moved not in get_args(WhenMoved):
            raise UnknownName("choice for when_moved", self.when_moved, get_args(WhenMoved))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all regions, in their order; a default without patterns is the last."""
        more = () if self.default is None or self.default in self.regions else (self.default,)
        return (*self.regions, *more)

    def region_of(self, base_url: str) -> str:
        """Tell a company's region by its API base URL.

        Raises `ResidencyRefused` where no pattern matches and there is no default.
        """
        parts = urlsplit(check_base_url(base_url))
        host = parts.netloc.removesuffix(f":{parts.port}")
        whole = f"{host}:{parts.port or _SCHEME_PORT[parts.scheme]}"
        for region, patterns in self.regions.items():
            if any(_matches(pattern, host, whole) for pattern in patterns):
                return region
        if self.default is not None:
            return self.default
        raise ResidencyRefused(
            f"The API host {parts.netloc} is in none of the regions"
            f" ({', '.join(self.names) or 'there are none'}).",
            hint="Add it to a region's hosts under [residency.regions] in gong.app.toml,"
            " or name a default region.",
        )

    def destination_of(self, region: str) -> str:
        """Say where a region's data goes.

        Raises `ResidencyRefused` for a region that has no destination: no other will do.
        """
        if region in self.destinations:
            return self.destinations[region]
        raise ResidencyRefused(
            f"The data of region {region!r} has no destination.",
            hint=f"Give region {region!r} one of its own; another region's is not used for it.",
        )


def _check_patterns(region: str, patterns: Sequence[str]) -> None:
    if isinstance(patterns, str):
        raise UsageError(
            f"The hosts of region {region!r} are one text, not a list.",
            hint=f"Write [{patterns!r}].",
        )
    for pattern in patterns:
        if not _PATTERN.fullmatch(pattern.lower()):
            raise UsageError(
                f"{pattern!r} of region {region!r} is not a host or a pattern of hosts.",
                hint="Write it without scheme and path, such as 'eu-*.api.gong.io'.",
            )


def _matches(pattern: str, host: str, whole: str) -> bool:
    pattern = pattern.lower()
    shape = _PATTERN.fullmatch(pattern)
    compared = whole if shape is not None and shape["port"] else host
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), compared) is not None
