"""Reading the CRM's records of people and deals, whichever CRM's field names they have."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from gongkit.contract.types.tasks import ContactCrmData, ContactEmail, PersonPhone
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.crm.kinds import OBJECT_ID
from gongkit.sandbox.core.privacy.contact_details import plain_number

SALESFORCE, HUBSPOT, GENERIC = "SALESFORCE", "HUBSPOT", "GENERIC"


class DealRecord(NamedTuple):
    """A deal, in the CRM's own texts. `closes` is a day."""

    name: str | None
    stage: str | None
    amount: str | None
    probability: str | None
    closes: str | None
    status: str


def crm_url(company: Company, object_type: str, object_id: str) -> str:
    """Give the address of an object's page in the company's CRM."""
    return f"https://crm.{company.domain}/{object_type}/{object_id}"


def crm_of(fields: dict[str, Any]) -> str:
    """Tell the CRM by the way a contact's or lead's fields are named; GENERIC: uploaded."""
    if OBJECT_ID.name in fields:
        return GENERIC
    return HUBSPOT if "firstname" in fields else SALESFORCE


def read_deal(encoded: bytes) -> DealRecord:
    """Read the record of a deal."""
    fields = msgspec.json.decode(encoded)
    closed = _text(fields, "IsClosed", "hs_is_closed") == "True"
    probability = _text(fields, "Probability", "hs_deal_stage_probability")
    won = probability is not None and float(probability) > 0
    return DealRecord(
        name=_text(fields, "Name", "dealname"),
        stage=_text(fields, "StageName", "dealstage"),
        amount=_text(fields, "Amount", "amount"),
        probability=probability,
        closes=_text(fields, "CloseDate", "closedate"),
        status=("Won" if won else "Lost") if closed else "Open",
    )


def read_uploaded_deal(fields: dict[str, Any]) -> DealRecord:
    """Read the fields of a deal that was uploaded."""
    return DealRecord(
        name=_text(fields, "name"),
        stage=_text(fields, "stage"),
        amount=_text(fields, "amount"),
        probability=None,
        closes=_text(fields, "closeDate"),
        status=fields["status"].capitalize(),
    )


def read_person(
    fields: dict[str, Any], email: str, phone_number: str, company_name: str | None
) -> ContactCrmData:
    """Describe a contact or lead; `company_name` is that of the account."""
    digits = plain_number(phone_number)
    phone = PersonPhone(raw=phone_number, normalized=f"+{digits}") if digits else None
    opted_out = ["CALLS"] if fields.get("DoNotCall") is True else None
    return ContactCrmData(
        first_name=_text(fields, "FirstName", "firstname", "firstName"),
        last_name=_text(fields, "LastName", "lastname", "lastName"),
        title=_text(fields, "Title", "jobtitle", "title"),
        company_name=company_name or _text(fields, "Company", "company"),
        affiliation="Them",
        emails=[ContactEmail(email=email)] if email else None,
        phone_numbers=[phone] if phone else None,
        opt_out_channels=opted_out,
    )


def _text(fields: dict[str, Any], *names: str) -> str | None:
    for name in names:
        if fields.get(name) is not None:
            return str(fields[name])
    return None
