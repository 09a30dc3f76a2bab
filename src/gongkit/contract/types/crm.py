"""The shapes of the CRM API, by which a company feeds Gong from a CRM Gong does not know."""

from typing import Annotated, ClassVar

from gongkit.contract.types.base import GongStruct, Int32, Int64, JsonObject, known

CrmObjectType = Annotated[str, known("ACCOUNT", "CONTACT", "DEAL", "LEAD")]
"""The kinds of CRM object that have a schema and can be read. Case matters."""
CrmUploadObjectType = Annotated[
    str, known("ACCOUNT", "CONTACT", "DEAL", "LEAD", "BUSINESS_USER", "STAGE")
]
"""The kinds of CRM object that can be uploaded. Case matters.

A `BUSINESS_USER` is a user of the CRM, matched to a Gong user; a `STAGE` is a step
that deals go through.
"""
CrmFieldType = Annotated[
    str,
    known(
        "DATE",
        "DATETIME",
        "NUMBER",
        "PERCENT",
        "CURRENCY",
        "ID",
        "URL",
        "STRING",
        "BOOLEAN",
        "PHONENUMBER",
        "EMAILADDRESS",
        "PICKLIST",
        "REFERENCE",
        "STRINGARRAY",
    ),
]
"""How a field's values are written in uploaded objects.

- `DATE` is `YYYY-MM-DD`; `DATETIME` is ISO-8601 with an offset and without milliseconds.
- `NUMBER`, `PERCENT` (0 to 100) and `CURRENCY` are JSON numbers.
- `PICKLIST` is one of the field's `ordered_value_list`.
- `ID` is the object's own id, `REFERENCE` that of another object.
- `BOOLEAN` is true or false, `STRINGARRAY` a list of texts; the others are texts.
"""


class GenericCrmIntegration(GongStruct):
    """A CRM that was registered through this API."""

    integration_id: Int64 | None = None
    """What every other CRM operation asks for."""
    owner_email: str | None = None
    """Who answers for the integration."""
    name: str | None = None


class ListGenericCrmIntegrationsResponse(GongStruct):
    """The CRM integrations of the company: none or one."""

    request_id: str | None = None
    integrations: list[GenericCrmIntegration] | None = None


class GenericCrmRegistrationRequest(GongStruct):
    """A CRM integration to register."""

    owner_email: str
    """Who answers for the integration."""
    name: str


class AsyncProcessingResponse(GongStruct):
    """Work that Gong took on; `getRequestStatus` tells how it goes."""

    request_id: str | None = None
    client_request_id: str | None = None
    """The name the caller gave to the work, by which its status is asked."""


class LineError(GongStruct):
    """What is wrong with one line of an uploaded file."""

    gong_name: ClassVar[str | None] = "LineErrorResponse"

    line: Int32 | None = None
    """Line of the file; 0 stands for the file as a whole."""
    description: str | None = None


class RequestStatusResponse(GongStruct):
    """How an upload or a deletion goes."""

    request_id: str | None = None
    status: Annotated[str, known("PENDING", "IN_PROGRESS", "DONE", "FAILED")] | None = None
    """`DONE` means that every line was taken; deals may need an hour more to be shown."""
    errors: list[LineError] | None = None
    """At most the first 20 errors: after mending those, others may come up."""
    total_error_count: Int32 | None = None
    """All bad lines, also those beyond the 20 that are listed."""
    total_success_count: Int32 | None = None
    """Lines that hold a valid object."""


class GetGenericCrmObjectsResponse(GongStruct):
    """CRM objects as Gong holds them."""

    request_id: str | None = None
    crm_objects_map: dict[str, JsonObject | None] | None = None
    """Fields and values of each object, under its id in the CRM; None where Gong has none."""


class CrmSchemaField(GongStruct):
    """A field of a CRM object: its name, label and type."""

    gong_name: ClassVar[str | None] = "GenericSchemaFieldRequest"

    unique_name: str
    """The field's name in the CRM and in uploaded objects."""
    label: str
    """The name that people see in Gong."""
    type: CrmFieldType
    """Changing the type of a field drops the field's data."""
    last_modified: str | None = None
    """When the CRM last changed the field: ISO-8601 with an offset, without milliseconds."""
    is_deleted: bool | None = None
    """True removes the field and its data from every object."""
    reference_to: str | None = None
    """What a `REFERENCE` refers to, and only needed there: ACCOUNT, CONTACT, DEAL, LEAD or USER."""
    ordered_value_list: list[str] | None = None
    """The choices of a `PICKLIST`, in the order to show them; only needed there."""


class ListSelectedFieldsResponse(GongStruct):
    """The fields that Gong knows for a kind of CRM object."""

    request_id: str | None = None
    object_type_to_selected_fields: dict[str, list[CrmSchemaField]] | None = None
    """The fields under the kind of object (`ACCOUNT`, …)."""


class SchemaUpdateResponse(GongStruct):
    """The schema was taken."""

    request_id: str | None = None
