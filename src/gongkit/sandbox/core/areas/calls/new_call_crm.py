"""The CRM's part in a call that is being added: what its context says, and whom it knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from gongkit.contract.types.call_uploads import CallParticipant, NewCallAddingRequest
from gongkit.contract.types.common import CallUploadContext, PartyUploadContext
from gongkit.sandbox.core.api.asked import Asked
from gongkit.sandbox.core.crm.account_match import Clues, Match, match_account
from gongkit.sandbox.core.privacy.contact_details import plain_email
from gongkit.sandbox.core.state import State, listed

CALL_KINDS = frozenset({"Account", "Opportunity"})
PERSON_KINDS = frozenset({"Contact", "Lead"})
"""The types of CRM objects that have an effect, for a call and for somebody in it."""
_MOST_PARTIES = 100
"""So many parties are asked which account a call belongs to."""

Context = CallUploadContext | PartyUploadContext


class KnownContact(NamedTuple):
    """A contact or lead in the CRM."""

    id: str
    name: str


def known_contacts(
    state: State, company_id: str, parties: Sequence[CallParticipant]
) -> dict[str, KnownContact]:
    """Find contacts and leads by the parties' email addresses, in plain form."""
    emails = {plain for party in parties if (plain := plain_email(party.email_address))}
    rows = state.rows(
        "SELECT lower(email), id, name FROM contacts"
        " WHERE company_id = ? AND lower(email) IN (SELECT value FROM json_each(?))",
        company_id,
        listed(sorted(emails)),
    )
    return {email: KnownContact(*found) for email, *found in rows}


def match_call(state: State, asked: Asked, request: NewCallAddingRequest) -> Match:
    """Find the account and the deal: by the context's objects first, then by the people.

    An object that the CRM does not have yet is taken at its word.
    """
    parties = request.parties[:_MOST_PARTIES]
    deals = tuple(_ids(request.context, {"Opportunity"}))
    accounts = tuple(_ids(request.context, {"Account"}))
    clues = Clues(
        opportunities=deals,
        accounts=accounts,
        people=tuple(each for party in parties for each in _ids(party.context, PERSON_KINDS)),
        emails=tuple(party.email_address for party in parties if party.email_address),
        phone_numbers=tuple(party.phone_number for party in parties if party.phone_number),
    )
    found = match_account(state, asked.company, clues, asked.now)
    return Match(
        found.account_id or next(iter(accounts), None),
        found.opportunity_id or next(iter(deals), None),
    )


def effective(
    asked: Asked, field: str, context: Sequence[Context] | None, kinds: frozenset[str]
) -> list[Context]:
    """Leave out the objects whose types have no effect, with a hint."""
    kept: list[Context] = []
    left_out: set[str] = set()
    for system in context or ():
        objects = [each for each in system.objects or () if each.object_type in kinds]
        left_out |= {each.object_type for each in system.objects or ()} - kinds
        if objects:
            kept.append(msgspec.structs.replace(system, objects=objects))
    if left_out:
        names, own = " and ".join(map(repr, sorted(left_out))), " and ".join(sorted(kinds))
        asked.hint(field, f"Objects of the type {names} have no effect: only {own} have one here.")
    return kept


def crm_id(party: CallParticipant, known: dict[str, KnownContact]) -> str | None:
    """Find the contact or lead that a party is: said to be, or known by the address."""
    found = known.get(plain_email(party.email_address) or "")
    return next(_ids(party.context, PERSON_KINDS), found and found.id)


def _ids(context: Sequence[Context] | None, kinds: set[str] | frozenset[str]) -> Iterator[str]:
    for system in context or ():
        for thing in system.objects or ():
            if thing.object_type in kinds:
                yield thing.object_id


def context_forms(context: Sequence[Context]) -> list[bytes]:
    """Encode the CRM objects three times: ids alone, as values of now, as of the call."""
    if not context:
        return [b"", b"", b""]
    return [
        b'"context":' + msgspec.json.encode([_system(found, timing) for found in context])
        for timing in (None, "Now", "TimeOfCall")
    ]


def _system(context: Context, timing: str | None) -> dict[str, Any]:
    objects = []
    for found in context.objects or ():
        encoded: dict[str, Any] = {"objectType": found.object_type, "objectId": found.object_id}
        if timing:
            fields = [{"name": field.name, "value": field.value} for field in found.fields or ()]
            encoded |= {"fields": fields, "timing": timing}
        objects.append(encoded)
    return {"system": context.system, "objects": objects}
