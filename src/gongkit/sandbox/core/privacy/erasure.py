"""Erasing a person: every part of the core that keeps people's data removes its own.

`@erases` registers what a part does; the data privacy operations run all of them, on
the sandbox's clock, in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gongkit.sandbox.core.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Who is erased: plain email addresses and phone numbers, and the CRM's records behind them.

    `contacts` are ids of contacts and leads in the CRM that Gong reads; `uploaded` has the
    types (CONTACT or LEAD) and ids of those in the CRM that the company registered.
    `crm_ids` are those among the ids that mean the person where nothing but an id is kept.
    """

    company_id: str
    emails: frozenset[str]
    phone_numbers: frozenset[str]
    contacts: frozenset[str]
    uploaded: frozenset[tuple[str, str]]
    crm_ids: frozenset[str]


Eraser = Callable[[State, Erased], None]
ERASERS: list[Eraser] = []


def erases(eraser: Eraser) -> Eraser:
    """Register what removes a part's data about somebody."""
    ERASERS.append(eraser)
    return eraser
