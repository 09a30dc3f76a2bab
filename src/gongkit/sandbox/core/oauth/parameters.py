"""The parameters of an OAuth request: each at most once, and empty means absent (RFC 6749, 3.1)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl


class OAuthParameters:
    """Parameters by name, however often they came."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            if value:
                self._values.setdefault(name, []).append(value)

    @classmethod
    def of_query(cls, text: str) -> OAuthParameters:
        """Read a query, or a body that is written like one."""
        return cls(parse_qsl(text, keep_blank_values=True, errors="replace"))

    def __bool__(self) -> bool:
        return bool(self._values)

    def get(self, name: str) -> str | None:
        """Give a parameter's first value, None where it is absent or empty."""
        values = self._values.get(name)
        return values[0] if values else None

    def repeated(self) -> list[str]:
        """Name the parameters that came more than once."""
        return [name for name, values in self._values.items() if len(values) > 1]

    def pairs(self) -> list[tuple[str, str]]:
        """Give all parameters, in their order."""
        return [(name, value) for name, values in self._values.items() for value in values]

    def joined(self, other: OAuthParameters) -> OAuthParameters:
        """Put the parameters of both together; one that both have alike counts once."""
        here = self.pairs()
        return OAuthParameters([*here, *(pair for pair in other.pairs() if pair not in here)])
