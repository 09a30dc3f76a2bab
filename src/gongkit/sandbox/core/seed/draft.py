"""A call while it is being written, and what is known of it beforehand."""

from __future__ import annotations

from datetime import datetime

import msgspec

from gongkit.sandbox.core.seed.cast import Cast
from gongkit.sandbox.core.seed.conversation import Conversation
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.slots import Slots
from gongkit.sandbox.core.seed.stories import PlannedCall


class Draft(msgspec.Struct, kw_only=True, gc=False):
    """A planned call with its people, its conversation and its time. `duration` is seconds."""

    planned: PlannedCall
    dice: Dice
    id: str
    slots: Slots
    cast: Cast
    talk: Conversation
    started: datetime
    scheduled: datetime
    duration: int
    video: bool
    german: bool

    @property
    def ended(self) -> float:
        """When the call was over, in seconds since the epoch."""
        return self.started.timestamp() + self.duration


def flags_of(planned: PlannedCall) -> frozenset[str]:
    """Say what a planned call has, in the words of `script.FLAGS`."""
    flags = set(planned.flags)
    account = planned.account
    if planned.colleague or len(planned.team) > 2:
        flags.add("S")
    if planned.contacts > 1 or len(planned.team) > 1:
        flags.add("D")
    if account:
        flags.add("competitor" if account.competitor else "no_competitor")
        if account.deal.net_annual <= account.deal.budget:
            flags.add("fits_budget")
        if account.number % 3 == 0:
            flags.add("shrinking")
    return frozenset(flags)
