"""What a link answered when it was asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visit:
    """One URL that was asked: its last status, or why there was none.

    `hops` are the URLs that it was redirected to, in their order.
    """

    url: str
    status: int | None = None
    hops: tuple[str, ...] = ()
    failure: str = ""

    @property
    def answers(self) -> bool:
        """Tell whether a person would see a page there."""
        return self.status is not None and self.status < 400
