"""Shapes that several areas share: paging, plain answers, errors, CRM links, uploaded context."""

from typing import Annotated, Any

from gongkit.contract.types.base import GongStruct, Int32, Int64, known

CrmSystem = Annotated[str, known("Salesforce", "HubSpot", "MicrosoftDynamic", "Generic")]
"""Where a CRM object lives; `Generic` is a CRM that was connected through the CRM API."""
ContextTiming = Annotated[str, known("Now", "TimeOfCall")]
"""Whether CRM values are today's or those that held when the call took place."""


class Records(GongStruct):
    """The place of a page within its list. Pages hold about 100 items."""

    total_records: Int32 | None = None
    """Items in all pages together."""
    current_page_size: Int32 | None = None
    """Items in this page."""
    current_page_number: Int32 | None = None
    """Pages are counted from 0."""
    cursor: str | None = None
    """What to send, beside the unchanged request, to get the next page; absent on the last."""


class BaseResponse(GongStruct):
    """The answer of an operation that has nothing to tell but that it was done."""

    request_id: str | None = None
    """Gong's name for this request, of use to its support."""


class ErrorResponse(GongStruct):
    """The body of every error. Gong gives texts only; there are no error codes."""

    request_id: str | None = None
    """Gong's name for this request, of use to its support."""
    errors: list[str] | None = None
    """What was wrong, one sentence each."""


class RegisterGenericCrmResponse(GongStruct):
    """The answer of CRM registration, of engagement events and of integration settings."""

    request_id: str | None = None
    integration_id: Int64 | None = None
    """The integration that was registered, or in whose name the request was taken."""


class ContextField(GongStruct):
    """One field of a CRM object, under the name the CRM gives it."""

    name: str | None = None
    value: Any = None
    """Any JSON value: text, a number, true or false, a list, or null."""


class CrmPartyContextField(GongStruct):
    """One field of a CRM object that is linked to a person."""

    name: str | None = None
    value: Any = None
    """Any JSON value: text, a number, true or false, a list, or null."""


class ExternalCrmCallObject(GongStruct):
    """A CRM object to link to an uploaded call or event."""

    object_type: Annotated[
        str, known("Opportunity", "Account", "Lead", "Contact", "User", "Opportunity,Account")
    ]
    """For a call, `Opportunity` and `Account` have an effect."""
    object_id: str
    """The object's id in the CRM."""
    fields: list[ContextField] | None = None


class ExternalCrmPartyObject(GongStruct):
    """A CRM object to link to a person who took part."""

    object_type: Annotated[
        str, known("Lead", "Contact", "Account", "Opportunity", "User", "Lead,Contact")
    ]
    """For a person, `Lead` and `Contact` have an effect."""
    object_id: str
    """The object's id in the CRM."""
    fields: list[CrmPartyContextField] | None = None


class CallUploadContext(GongStruct):
    """The CRM objects that an uploaded call or event is about."""

    system: CrmSystem
    objects: list[ExternalCrmCallObject] | None = None


class PartyUploadContext(GongStruct):
    """The CRM objects that stand for a person who took part."""

    system: CrmSystem
    objects: list[ExternalCrmPartyObject] | None = None
