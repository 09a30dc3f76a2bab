"""The deals of an account by their owners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from gongkit.sandbox.core.crm.kinds import EMAIL
from gongkit.sandbox.core.crm.lookup import BY_ACCOUNT, Wanted, find_uploaded
from gongkit.sandbox.core.crm.objects import find_crm_object
from gongkit.sandbox.core.crm.records import DealRecord, read_deal, read_uploaded_deal
from gongkit.sandbox.core.privacy.contact_details import plain_email
from gongkit.sandbox.core.state import AMONG, State, listed


def deals_owned_by(
    state: State, company_id: str, account_id: str, owners: Iterable[str], now: float
) -> list[DealRecord]:
    """List the deals of an account that some users own, who are named by Gong's ids.

    The owner of a deal that was uploaded is a business user with a user's email address.
    """
    among = listed(sorted(owners))
    rows = state.rows(
        "SELECT fields FROM opportunities WHERE company_id = ? AND account_id = ?"  # noqa: S608
        f" AND owner_id {AMONG} ORDER BY id",
        company_id,
        account_id,
        among,
    )
    emails = state.rows(
        f"SELECT email FROM users WHERE company_id = ? AND id {AMONG}",  # noqa: S608
        company_id,
        among,
    )
    known = {plain_email(email) for (email,) in emails}
    return [
        *(read_deal(encoded) for (encoded,) in rows),
        *(
            read_uploaded_deal(fields)
            for owner, fields in _uploaded(state, company_id, account_id, now)
            if owner in known
        ),
    ]


def _uploaded(
    state: State, company_id: str, account_id: str, now: float
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the uploaded deals whose owner is known, with the owner's email address."""
    wanted = Wanted("DEAL", BY_ACCOUNT, [account_id])
    for _, fields in find_uploaded(state, company_id, wanted, now):
        owner = find_crm_object(state, company_id, "BUSINESS_USER", fields.get("ownerId", ""), now)
        email = plain_email(owner[EMAIL]) if owner else None
        if email is not None:
            yield email, fields
