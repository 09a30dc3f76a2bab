"""What can be set for each company: how long Gong takes, what has been bought, whose view counts.

Kept with the data; `PUT /_sandbox/settings` changes them.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from gongkit.decoders import decoder_of
from gongkit.sandbox.core.state import State

_TEN_YEARS = 3650 * 86_400
Seconds = Annotated[float, msgspec.Meta(ge=0, le=_TEN_YEARS)]
Count = Annotated[int, msgspec.Meta(ge=0, lt=2**31)]


class CompanySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of one company. What takes seconds takes ten years at most.

    `call_visible_after`: seconds from adding a call until the API shows it.
    `transcript_after` and `brief_after`: seconds from the arrival of its recording
    until transcript and analysis, and then brief, outline, highlights and key points,
    are there. `crm_pending` and `crm_processing`: how long an upload or deletion in the
    CRM is PENDING and then IN_PROGRESS. `bulk_assignment_after`: seconds until a bulk
    assignment is done. `erase_after`: seconds until erased data is gone; `erase_at_most`: how
    many objects one erasure may delete. `credits`: what asking and briefing may cost from
    now on; setting it fills the account anew. `calls_seen_by`: the user id of whoever
    the API's calls, and the emails of entities, are restricted to, by their permission
    profile; null for everything.
    `meetings_enabled`: whether Gong has enabled the operations on meetings, a beta.
    `native_crm_connected`: whether Gong connects to the company's CRM by itself, so that none
    can be registered.
    """

    call_visible_after: Seconds = 0
    transcript_after: Seconds = 600
    brief_after: Seconds = 900
    crm_pending: Seconds = 2
    crm_processing: Seconds = 5
    bulk_assignment_after: Seconds = 5
    erase_after: Seconds = 3600
    erase_at_most: Count = 200
    credits: Count = 1000
    calls_seen_by: str | None = None
    meetings_enabled: bool = True
    native_crm_connected: bool = False
    account_frame_parameters: Literal["none", "account"] = "none"


def load_company_settings(state: State, company_id: str) -> CompanySettings:
    """Read the settings of a company."""
    key = _key(company_id)
    known: CompanySettings | None = state.memory.get(key)
    if known is None:
        text = state.meta(key)
        known = decoder_of(CompanySettings).decode(text or "{}")
        state.memory[key] = known
    return known


def save_company_settings(state: State, company_id: str, settings: CompanySettings) -> None:
    """Change the settings of a company, from the next request on."""
    with state.write():
        state.set_meta(_key(company_id), msgspec.json.encode(settings).decode())
    state.memory[_key(company_id)] = settings


def _key(company_id: str) -> str:
    return f"settings of {company_id}"
