"""Adding people to a company's CRM as Gong does it: as a contact of an account, or as a lead."""

from __future__ import annotations

import re
import string
from typing import Any, NamedTuple

import msgspec

from gongkit.contract.types.flows import FlowAssignmentProspect
from gongkit.sandbox.core.crm.objects import find_crm_object
from gongkit.sandbox.core.crm.records import HUBSPOT, crm_of
from gongkit.sandbox.core.engage.prospects import find_by_email, find_prospects
from gongkit.sandbox.core.privacy.contact_details import plain_email
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.state import State

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ALPHABET = string.ascii_letters + string.digits


class NotAdded(NamedTuple):
    """Why the CRM has nobody for a person: its code, and a sentence."""

    code: str
    message: str


class CrmPeople:
    """The people of a company's CRM while some are looked up and added, in one transaction.

    The ids of those who are added follow from `dice`.
    """

    def __init__(
        self,
        state: State,
        company_id: str,
        persons: list[FlowAssignmentProspect],
        now: float,
        dice: Dice,
    ) -> None:
        self._state, self._company_id, self._now, self._dice = state, company_id, now, dice
        ids = [person.crm_id for person in persons if person.crm_id]
        self._known = find_prospects(state, company_id, ids, now)
        emails = filter(None, (plain_email(person.email) for person in persons))
        self._by_email = find_by_email(state, company_id, emails, now)
        self._hubspot = _is_hubspot(state, company_id)

    def id_of(self, person: FlowAssignmentProspect) -> str | NotAdded:
        """Give the person's CRM id: the given one, one with the same email, or a new one."""
        if person.crm_id:
            if person.crm_id in self._known:
                return person.crm_id
            return NotAdded("NOT_FOUND", "The CRM has no contact or lead with this crmId")
        email = plain_email(person.email)
        if email is not None:
            if not _ADDRESS.fullmatch(email):
                return NotAdded("INVALID_EMAIL_ADDRESS", "The CRM does not take the email address")
            if email in self._by_email:
                return self._by_email[email]
        if person.account_crm_id and not self._has_account(person.account_crm_id):
            return NotAdded("INVALID_CROSS_REFERENCE_KEY", "The CRM has no such account")
        added = self._add(person)
        if email is not None:
            self._by_email[email] = added
        return added

    def _has_account(self, account_id: str) -> bool:
        row = self._state.row(
            "SELECT 1 FROM accounts WHERE company_id = ? AND id = ?", self._company_id, account_id
        )
        return row is not None or self._is_uploaded(account_id)

    def _is_uploaded(self, account_id: str) -> bool:
        found = find_crm_object(self._state, self._company_id, "ACCOUNT", account_id, self._now)
        return found is not None

    def _add(self, person: FlowAssignmentProspect) -> str:
        person_id = self._new_id(lead=not person.account_crm_id)
        self._state.execute(
            "INSERT INTO contacts"
            " (company_id, id, object_type, account_id, name, email, phone_number, fields)"
            " VALUES (?, ?, ?, ?, ?, ?, '', ?)",
            self._company_id,
            person_id,
            "Contact" if person.account_crm_id else "Lead",
            person.account_crm_id or None,
            f"{person.first_name} {person.last_name}",
            (person.email or "").strip(),
            msgspec.json.encode(self._fields(person)),
        )
        return person_id

    def _new_id(self, *, lead: bool) -> str:
        if self._hubspot:
            return str(self._dice.between(10**10, 10**11 - 1))
        middle = self._dice.text(_ALPHABET, 6)
        return f"{'00Q' if lead else '003'}5e0000{middle}QA{self._dice.pick('ACEGIKM')}"

    def _fields(self, person: FlowAssignmentProspect) -> dict[str, Any]:
        """Describe the person in the CRM's own field names."""
        if self._hubspot:
            return {
                "firstname": person.first_name,
                "lastname": person.last_name,
                "jobtitle": person.job_title,
                "email": person.email,
                "phone": None,
                "associatedcompanyid": person.account_crm_id,
            }
        fields = {
            "FirstName": person.first_name,
            "LastName": person.last_name,
            "Title": person.job_title,
            "Email": person.email,
            "Phone": None,
        }
        if person.account_crm_id:
            return fields | {"AccountId": person.account_crm_id, "DoNotCall": False}
        return fields | {"Company": person.company_name, "Status": "New", "IsConverted": False}


def _is_hubspot(state: State, company_id: str) -> bool:
    """Tell the CRM by the field names of the people it has."""
    row = state.row("SELECT fields FROM contacts WHERE company_id = ? LIMIT 1", company_id)
    return row is not None and crm_of(msgspec.json.decode(row[0])) == HUBSPOT
