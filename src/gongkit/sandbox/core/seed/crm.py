"""The CRM's records of accounts, deals and people, as the API attaches them to calls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from gongkit.sandbox.core.seed.accounts import Account, Contact
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.people import Person
from gongkit.sandbox.core.seed.slots import LOST, STAGES
from gongkit.sandbox.core.seed.stories import Story

_NEGOTIATION, _RENEWAL = 5, 7
_PROBABILITY = (5, 10, 30, 45, 60, 80, 100, 100, 0)
_FORECAST = ("Pipeline", "Pipeline", "Pipeline", "Best Case", "Best Case", "Commit")

Fields = dict[str, Any]


class Standing(msgspec.Struct, frozen=True, gc=False):
    """How an account's deal stands today, and when it closes or closed."""

    stage: int
    closes: str
    discounted: bool


class Records:
    """The records of one CRM, Salesforce or HubSpot, with the field names of that system."""

    def __init__(self, demo: Demo) -> None:
        self.crm = demo.blueprint.crm
        self._hubspot = self.crm == "HubSpot"
        self._today, self._days = demo.today, demo.working_days()

    def standing(self, story: Story) -> Standing:
        """Tell how a story's deal stands: what its last call, or its end, left behind."""
        last = story.calls[-1]
        stage = LOST if story.lost else last.kind.stage
        signed = [call for call in story.calls if call.kind.stage <= _NEGOTIATION]
        if stage <= _NEGOTIATION:
            closes = self._today + timedelta(days=15 + story.account.number % 30)
        elif signed:
            closes = self._days[signed[-1].day]
        else:
            closes = self._today - timedelta(days=140 + story.account.number % 120)
        return Standing(stage, closes.date().isoformat(), story.sold_here)

    def account(self, account: Account, *, customer: bool) -> Fields:
        """Describe an account."""
        if self._hubspot:
            return {
                "name": account.name,
                "domain": account.domain,
                "industry": account.industry,
                "numberofemployees": account.employees,
                "city": account.city,
                "lifecyclestage": "customer" if customer else "opportunity",
                "hubspot_owner_id": account.owner.crm_id,
                "hs_parent_company_id": None,
            }
        return {
            "Name": account.name,
            "Website": f"https://{account.domain}",
            "Industry": account.industry,
            "NumberOfEmployees": account.employees,
            "BillingCity": account.city,
            "Type": "Customer" if customer else "Prospect",
            "OwnerId": account.owner.crm_id,
            "ParentId": None,
        }

    def opportunity(self, account: Account, stage: int, standing: Standing) -> Fields:
        """Describe an account's deal at one of its stages."""
        deal = account.deal
        reduced = standing.discounted and _NEGOTIATION <= stage < LOST
        amount = deal.net_annual if reduced else deal.annual
        name = f"{account.name} - {deal.count} {'renewal' if stage == _RENEWAL else 'new business'}"
        if self._hubspot:
            return {
                "dealname": name,
                "dealstage": STAGES["HubSpot"][stage],
                "amount": amount,
                "closedate": standing.closes,
                "hs_deal_stage_probability": _PROBABILITY[stage] / 100,
                "hs_is_closed": stage > _NEGOTIATION,
                "dealtype": "existingbusiness" if stage == _RENEWAL else "newbusiness",
                "hubspot_owner_id": account.owner.crm_id,
            }
        return {
            "Name": name,
            "StageName": STAGES["Salesforce"][stage],
            "Amount": amount,
            "CloseDate": standing.closes,
            "Probability": _PROBABILITY[stage],
            "IsClosed": stage > _NEGOTIATION,
            "ForecastCategoryName": _FORECAST[stage] if stage <= _NEGOTIATION else "Closed",
            "Type": "Renewal" if stage == _RENEWAL else "New Business",
            "LeadSource": deal.lead_source,
            "MainCompetitor__c": account.competitor.name if account.competitor else None,
            "Seats__c": deal.count,
            "OwnerId": account.owner.crm_id,
        }

    def contact(self, contact: Contact, account: Account) -> Fields:
        """Describe somebody who works at an account."""
        if self._hubspot:
            return {
                "firstname": contact.first,
                "lastname": contact.last,
                "jobtitle": contact.title,
                "email": contact.email,
                "phone": contact.phone,
                "associatedcompanyid": account.id,
            }
        fields = {
            "FirstName": contact.first,
            "LastName": contact.last,
            "Title": contact.title,
            "Email": contact.email,
            "Phone": contact.phone,
        }
        if contact.kind == "Lead":
            return fields | {"Company": account.name, "Status": "Working", "IsConverted": False}
        return fields | {"AccountId": account.id, "DoNotCall": False}

    def user(self, person: Person) -> Fields:
        """Describe a colleague's user in the CRM."""
        name = "hs_full_name" if self._hubspot else "Name"
        return {name: person.name, "email" if self._hubspot else "Email": person.email}


FORMS = (None, "Now", "TimeOfCall")
"""The forms in which a record is attached: its id alone, and its fields with their timing."""


def encode_record(object_type: str, object_id: str, fields: Fields, timing: str | None) -> bytes:
    """Encode a reference to a record in one of the `FORMS`."""
    found: Fields = {"objectType": object_type, "objectId": object_id}
    if timing:
        found["fields"] = [{"name": name, "value": value} for name, value in fields.items()]
        found["timing"] = timing
    return msgspec.json.encode(found)


def context(crm: str, records: list[bytes]) -> bytes:
    """Write a `context` member with these records, key included."""
    return b'"context":[{"system":"%b","objects":[%b]}]' % (crm.encode(), b",".join(records))
