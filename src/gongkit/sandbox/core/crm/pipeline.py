"""The pipeline of a company: its deals by stage, so far as a user may see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from gongkit.sandbox.core.crm.integrations import find_integration
from gongkit.sandbox.core.crm.kinds import EMAIL
from gongkit.sandbox.core.crm.objects import ObjectsAsked, find_objects
from gongkit.sandbox.core.crm.records import DealRecord, read_deal, read_uploaded_deal
from gongkit.sandbox.core.privacy.contact_details import plain_email
from gongkit.sandbox.core.state import State

_STATUSES = ("Open", "Won", "Lost")


class PipelineDeal(NamedTuple):
    """A deal with its account. `owner` is the name of the user who owns it, if that is known."""

    id: str
    account_id: str
    account: str
    owner: str
    deal: DealRecord

    @property
    def amount(self) -> float:
        """The amount as a number; 0 where it is none."""
        try:
            return float(self.deal.amount or 0)
        except ValueError:
            return 0.0


class Stage(NamedTuple):
    """A stage with its deals, the next to close first."""

    name: str
    status: str
    deals: list[PipelineDeal]

    @property
    def amount(self) -> float:
        """What its deals are worth together."""
        return sum(deal.amount for deal in self.deals)


def pipeline_of(
    state: State, company_id: str, owners: frozenset[str] | None, now: float
) -> list[Stage]:
    """List the deals of a company by stage: open ones by their probability, then won, then lost.

    `owners` are the ids of the users whose deals are listed; None for everybody's.
    """
    users = _Users(state, company_id)
    deals = [*_planted(state, company_id, users), *_uploaded(state, company_id, users, now)]
    seen = [deal for owner_id, deal in deals if owners is None or owner_id in owners]
    stages = groupby(sorted(seen, key=_place), key=lambda deal: _place(deal)[:3])
    return [Stage(name, _STATUSES[status], list(group)) for (status, _, name), group in stages]


class _Users:
    """The users of a company: their names by id, and their ids by email address."""

    def __init__(self, state: State, company_id: str) -> None:
        rows = state.rows(
            "SELECT id, email, first_name || ' ' || last_name FROM users WHERE company_id = ?",
            company_id,
        )
        self.names: dict[str, str] = {user_id: name for user_id, _, name in rows}
        self._by_email = {plain_email(email): user_id for user_id, email, _ in rows}

    def with_email(self, email: str | None) -> str | None:
        """Give the id of the user who has an address."""
        plain = plain_email(email)
        return None if plain is None else self._by_email.get(plain)


def _place(deal: PipelineDeal) -> tuple[int, float, str, str, str]:
    record = deal.deal
    stage = record.stage or "No stage"
    probability = float(record.probability or 0) if record.status == "Open" else 0.0
    return (_STATUSES.index(record.status), probability, stage, record.closes or "", deal.id)


def _planted(
    state: State, company_id: str, users: _Users
) -> Iterator[tuple[str | None, PipelineDeal]]:
    rows = state.rows(
        "SELECT o.id, account_id, name, o.owner_id, o.fields FROM opportunities o"
        " JOIN accounts a ON a.company_id = o.company_id AND a.id = account_id"
        " WHERE o.company_id = ?",
        company_id,
    )
    for deal_id, account_id, account, owner_id, fields in rows:
        name = users.names.get(owner_id, "")
        yield owner_id, PipelineDeal(deal_id, account_id, account, name, read_deal(fields))


def _uploaded(
    state: State, company_id: str, users: _Users, now: float
) -> Iterator[tuple[str | None, PipelineDeal]]:
    """Give the uploaded deals of an account, each with the id of the user who owns it."""
    integration = find_integration(state, company_id, now)
    if integration is None:
        return
    rows = state.rows(
        "SELECT DISTINCT id FROM crm_requests r JOIN crm_objects ON upload = r.number"
        " WHERE company_id = ? AND integration_id = ? AND object_type = 'DEAL'",
        company_id,
        integration.id,
    )

    def found(object_type: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        asked = ObjectsAsked(company_id, integration.id, object_type)
        objects = find_objects(state, asked, list(ids), now)
        return {crm_id: fields for crm_id, fields in objects.items() if fields is not None}

    deals = {
        deal_id: fields
        for deal_id, fields in found("DEAL", (deal_id for (deal_id,) in rows)).items()
        if fields.get("accountId")
    }
    accounts = found("ACCOUNT", {fields["accountId"] for fields in deals.values()})
    owners = found("BUSINESS_USER", {fields.get("ownerId", "") for fields in deals.values()})
    for deal_id, fields in deals.items():
        account = accounts.get(fields["accountId"])
        if account is None:
            continue
        owner_id = users.with_email(owners.get(fields.get("ownerId", ""), {}).get(EMAIL))
        name = users.names.get(owner_id or "", "")
        deal = read_uploaded_deal(fields)
        yield owner_id, PipelineDeal(deal_id, fields["accountId"], account["name"], name, deal)
