"""The shapes of digital interactions: what people do with content outside of conversations."""

from typing import Annotated

from gongkit.contract.types.base import GongStruct, Int32, Timestamp, known


class CustomField(GongStruct):
    """A property of one's own, for the event, its content or its person."""

    name: str
    value: str
    """Always sent as text, whatever `data_type` says."""
    data_type: (
        Annotated[str, known("STRING", "NUMBER", "DATE", "URL", "BOOLEAN", "DURATION")] | None
    ) = None


class NumericContentDetails(GongStruct):
    """A result that is a number, such as a survey's score or the share of a video watched."""

    range_from: Int32
    """The lowest value there is."""
    range_to: Int32
    """The highest value there is."""
    value: Int32 | None = None
    numeric_type: Annotated[str, known("PERCENTAGE", "NPS", "RATING", "OTHER")] | None = None


class StepContentDetails(GongStruct):
    """How far a person has come in content that has steps, such as a course."""

    value: str
    """The step the person is at; one of `available_steps`."""
    available_steps: list[str]
    """All steps, in their order."""


class SearchObjectDetails(GongStruct):
    """What a person looked for or compared, such as a vendor on a review site."""

    name: str
    object_type: Annotated[str, known("VENDOR", "PRODUCT", "CATEGORY")]
    domain: str
    """The internet domain of what was looked for."""
    object_id: str | None = None
    """Its id in the reporting system."""
    url: str | None = None
    """Its page in the reporting system."""


class Content(GongStruct):
    """What the person looked at."""

    content_title: str
    content_id: str | None = None
    """The content's id in the reporting system."""
    content_label: list[str] | None = None
    """Tags."""
    content_url: str | None = None
    content_additional_info_url: str | None = None
    """A page with more, such as an analysis of the views."""
    numeric_content_details: NumericContentDetails | None = None
    step_content_details: StepContentDetails | None = None
    search_object_details: SearchObjectDetails | None = None
    content_custom_fields: list[CustomField] | None = None


class PersonBusinessContext(GongStruct):
    """The contact or lead in the CRM who the person is."""

    object_type: Annotated[str, known("CONTACT", "LEAD")]
    object_id: str
    """Its id in the CRM."""
    system_name: str | None = None
    """Which CRM it is."""


class Location(GongStruct):
    """Where the person was."""

    country: str | None = None
    state: str | None = None
    region: str | None = None
    city: str | None = None


class CompanyBusinessContext(GongStruct):
    """An account or deal in the CRM that the person's company is."""

    object_type: Annotated[str, known("ACCOUNT", "OPPORTUNITY")]
    object_id: str
    """Its id in the CRM."""
    system_name: str | None = None
    """Which CRM it is."""


class Company(GongStruct):
    """The company the person belongs to, which may be all that is known of the person."""

    company_id: str | None = None
    """Its id in the reporting system."""
    name: str | None = None
    domain: str | None = None
    company_business_contexts: list[CompanyBusinessContext] | None = None


class Person(GongStruct):
    """Who did it: a known person, or an unknown one of a known company."""

    name: str | None = None
    email: str | None = None
    phone_number: str | None = None
    person_id: str | None = None
    """The person's id in the reporting system."""
    person_business_context: PersonBusinessContext | None = None
    location: Location | None = None
    company: Company | None = None
    person_custom_fields: list[CustomField] | None = None


class DigitalInteractionRequest(GongStruct):
    """Something a person did: a page viewed, a document signed, a course completed."""

    event_id: str
    """The event's id in the reporting system, by which Gong recognises it when it comes twice."""
    timestamp: Timestamp
    """When it happened."""
    event_type: str
    """What was done, in words of one's own, such as "page viewed"."""
    content: Content
    source_system_name: str | None = None
    """Who reports: the vendor whose integration the company uses."""
    session_id: str | None = None
    """Ties events of one visit together."""
    device: Annotated[str, known("MOBILE", "PC")] | None = None
    person: Person | None = None
    custom_fields: list[CustomField] | None = None
    tracking_id: str | None = None


class EventAcceptedResponse(GongStruct):
    """The event was taken."""

    request_id: str | None = None
