"""Credits: what answers about entities cost a company."""

from __future__ import annotations

import msgspec

from gongkit.sandbox.core.api.asked import Asked, Hint, Refused
from gongkit.sandbox.core.company_settings import load_company_settings, save_company_settings
from gongkit.sandbox.core.state import State

_FIELD = "credits"


def pay(state: State, asked: Asked, cost: int) -> None:
    """Take an answer's cost from what the company has left; refuse where that is too little.

    Call it when the answer is ready, so that a failed request costs nothing.
    """
    settings = load_company_settings(state, asked.company.id)
    left = settings.credits - cost
    if left < 0:
        raise Refused(
            402,
            "Not enough credits: the company has none left for this request",
            hints=(
                Hint(
                    _FIELD,
                    f"It costs {cost}, {settings.credits} are left: PUT /_sandbox/settings with"
                    " credits sets them anew.",
                ),
            ),
        )
    save_company_settings(state, asked.company.id, msgspec.structs.replace(settings, credits=left))
    asked.hint(_FIELD, f"This answer cost {cost}, {left} are left.")
