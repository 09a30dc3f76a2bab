"""How one installation stands: its tokens, scopes and calls, and what it needs of somebody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any, Final, NamedTuple

from gongkit.cli.app_store import AppStore
from gongkit.cli.installations.described import described, written_moment
from gongkit.cli.installations.durations import brief
from gongkit.cli.installations.status import Status
from gongkit.clock import SYSTEM_CLOCK
from gongkit.installations.installation import Installation
from gongkit.limits import DOCUMENTED, Standing

MUCH_OF_THE_DAY: Final = 0.9
"""A company that has spent such a share of its day is told of."""


class Care(IntEnum):
    """What an installation can need, the most urgent first."""

    RECONNECT = 0
    EXPIRED = 1
    CONSENT = 2
    HELD_BACK = 3
    NEARLY_SPENT = 4
    EXTRA_SCOPES = 5
    NOTHING = 6


class Need(NamedTuple):
    """Something that somebody has to look after, in a sentence."""

    care: Care
    text: str


@dataclass(frozen=True, kw_only=True)
class State:
    """An installation as it stands now."""

    installation: Installation
    asked: tuple[str, ...] | None
    """The manifest's scopes; None where there is no manifest to compare with."""
    calls: Standing
    now: float

    @property
    def missing(self) -> tuple[str, ...]:
        """The scopes that the manifest asks for, and the company has not granted."""
        granted = self.installation.grant.scopes
        return tuple(scope for scope in self.asked or () if scope not in granted)

    @property
    def extra(self) -> tuple[str, ...]:
        """The scopes that the company has granted, and the manifest does not ask for."""
        granted = self.installation.grant.scopes
        return () if self.asked is None else tuple(s for s in granted if s not in self.asked)

    @property
    def age(self) -> float | None:
        """How old the access token is, in seconds; None where there is none any more."""
        removed = self.installation.status == "removed"
        return None if removed else max(0.0, self.now - self.installation.grant.issued_at)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """What it needs, the most urgent first."""
        return () if self.installation.status == "removed" else tuple(self._needs())

    @property
    def urgency(self) -> tuple[Care, str]:
        """By what installations are ordered."""
        care = self.needs[0].care if self.needs else Care.NOTHING
        return care, (self.installation.name or self.installation.company).casefold()

    def described(self) -> dict[str, Any]:
        """Give all of it for machines; none of it is secret."""
        held = self.calls.held
        return described(self.installation) | {
            "token_age": None if self.age is None else round(self.age),
            "missing_scopes": None if self.asked is None else list(self.missing),
            "extra_scopes": None if self.asked is None else list(self.extra),
            "calls_of_day": self.calls.day,
            "calls_a_day": DOCUMENTED.per_day,
            "calls_of_second": self.calls.second,
            "calls_a_second": DOCUMENTED.per_second,
            "held_until": written_moment(self.now + held) if held else None,
            "needs": [{"care": need.care.name.lower(), "text": need.text} for need in self.needs],
        }

    def _needs(self) -> Iterator[Need]:
        left = self._seconds_left()
        if self.installation.status == "needs_reconnect":
            yield Need(Care.RECONNECT, self._why_reconnect(left))
        elif left is not None and left <= 0:
            text = f"Its token ended {brief(-left)} ago and nobody refreshed it: does the app run?"
            yield Need(Care.EXPIRED, text)
        if self.missing:
            text = f"A tech admin there has yet to approve {', '.join(self.missing)}."
            yield Need(Care.CONSENT, text)
        if self.calls.held:
            text = f"Its calls are held back for another {brief(self.calls.held)}."
            yield Need(Care.HELD_BACK, text)
        elif DOCUMENTED.per_day and self.calls.day >= MUCH_OF_THE_DAY * DOCUMENTED.per_day:
            spent = f"{self.calls.day:,} of the day's {DOCUMENTED.per_day:,} calls are spent."
            yield Need(Care.NEARLY_SPENT, spent)
        if self.extra:
            text = f"It granted more than the manifest asks for: {', '.join(self.extra)}."
            yield Need(Care.EXTRA_SCOPES, text)

    def _why_reconnect(self, left: float | None) -> str:
        reason = self.installation.reason or "its tokens can no longer be refreshed"
        until = f" Calls still work for {brief(left)}." if left is not None and left > 0 else ""
        return f"A tech admin there must approve again: {reason}.{until}"

    def _seconds_left(self) -> float | None:
        expires_at = self.installation.grant.expires_at
        return None if expires_at is None else expires_at - self.now


def read_fleet(app: AppStore, company: str | None, status: Status | None) -> Sequence[State]:
    """Read how the installations stand, what needs care first; removed ones only by their status.

    Raises `InstallationNotFound` where `company` means none of them, or several.
    """
    listed = (app.company(company),) if company else app.installations()
    wanted = [each for each in listed if _is_wanted(each, status, named=company is not None)]
    calls = app.store.standings([each.company for each in wanted], DOCUMENTED)
    asked = app.manifest.integration.scopes if app.manifest else None
    now = SYSTEM_CLOCK.now()
    states = [
        State(installation=each, asked=asked, calls=calls.get(each.company, Standing()), now=now)
        for each in wanted
    ]
    return sorted(states, key=lambda state: state.urgency)


def _is_wanted(installation: Installation, status: Status | None, *, named: bool) -> bool:
    if status is not None:
        return installation.status == status
    return named or installation.status != "removed"
