"""CRM: feeding Gong from a CRM that it does not connect to by itself.

The order of things: register the integration, upload the schema of each kind of
object, then upload objects, and ask how each upload goes.
"""

from typing import Annotated

from gongkit.contract.operation import FileBody, JsonBody, Operation, Repeat, in_query
from gongkit.contract.types.base import UNIQUE, Int64
from gongkit.contract.types.common import RegisterGenericCrmResponse
from gongkit.contract.types.crm import (
    AsyncProcessingResponse,
    CrmObjectType,
    CrmSchemaField,
    CrmUploadObjectType,
    GenericCrmRegistrationRequest,
    GetGenericCrmObjectsResponse,
    ListGenericCrmIntegrationsResponse,
    ListSelectedFieldsResponse,
    RequestStatusResponse,
    SchemaUpdateResponse,
)

UPLOAD_MAX_BYTES = 200_000_000
"""Gong says 200 MB; this is the stricter reading of it."""

_INTEGRATION_ID = in_query(
    "integrationId",
    "The integration's id, as the registration answered it. It exceeds 2^53.",
    Int64,
    required=True,
)
_OBJECT_TYPE = in_query(
    "objectType", "The kind of object. Case matters.", CrmObjectType, required=True
)
_NEW_CLIENT_REQUEST_ID = in_query(
    "clientRequestId",
    "The caller's own name for this work: letters, digits, dashes and underscores. Its status is "
    "asked by it, and Gong refuses it with 409 when it comes twice.",
    required=True,
)

UPLOAD_PARAMETERS = (
    _INTEGRATION_ID,
    in_query(
        "objectType",
        "The kind of all objects in the file. Case matters.",
        CrmUploadObjectType,
        required=True,
    ),
    _NEW_CLIENT_REQUEST_ID,
)
"""The query of `uploadCrmData`.

Gong's help centre documents these three and calls them mandatory; the description of
the API that is made for machines leaves them out.
"""

LIST_CRM_INTEGRATIONS = Operation(
    id="listGenericCrmIntegration",
    area="crm",
    method_name="integrations",
    method="GET",
    path="/v2/crm/integrations",
    doc="""List the CRM integrations of the company that were registered through this API.

    There is none or one, since Gong allows one at a time. CRMs that Gong connects to by
    itself, such as Salesforce and HubSpot, are not listed.""",
    answer=ListGenericCrmIntegrationsResponse,
    scopes=("api:crm:integrations:read",),
    items="integrations",
    repeat=Repeat.SAFE,
    errors=(400, 401, 500),
)

REGISTER_CRM_INTEGRATION = Operation(
    id="registerGenericCrmIntegration",
    area="crm",
    method_name="register_integration",
    method="PUT",
    path="/v2/crm/integrations",
    doc="""Register the company's CRM, and get the id that the other CRM operations need.

    The id exceeds 2^53: keep it as an integer or as text, never as a floating-point
    number.

    409 means that the company has a CRM already, also one that Gong connects to by
    itself. Gong allows one at a time: delete the old one first.""",
    answer=RegisterGenericCrmResponse,
    body=JsonBody(type=GenericCrmRegistrationRequest),
    scopes=("api:crm:integration:register",),
    errors=(400, 401, 409, 500),
)

DELETE_CRM_INTEGRATION = Operation(
    id="deleteGenericCrmIntegration",
    area="crm",
    method_name="delete_integration",
    method="DELETE",
    path="/v2/crm/integrations",
    doc="""Delete a CRM integration with all its accounts, contacts, deals, leads and users.

    The answer says only that Gong took the work on: ask `getRequestStatus` until it is
    DONE. The links of calls to these objects may stay for up to 24 hours.

    409 means that this `clientRequestId` was used before.""",
    answer=AsyncProcessingResponse,
    parameters=(_INTEGRATION_ID, _NEW_CLIENT_REQUEST_ID),
    scopes=("api:crm:integration:delete",),
    repeat=Repeat.DEDUPLICATED,
    deduplicated_by="clientRequestId",
    success=(201,),
    errors=(400, 401, 409, 500),
    destructive=True,
)

UPLOAD_CRM_DATA = Operation(
    id="uploadCrmData",
    area="crm",
    method_name="upload",
    method="POST",
    path="/v2/crm/entities",
    doc="""Add, change or delete CRM objects, from a file with one JSON object a line.

    All objects of a file are of one kind, and each object is in it once: several
    changes of one object go into several files. An object that Gong has under the same
    `objectId` is updated; one with `isDeleted` true is deleted. An `objectId` has at
    most 64 characters: letters, digits and dashes, or an email address. A contact and a
    deal belong to one account each. Fields that are not in the schema are not shown.

    The answer says only that Gong has the file: ask `getRequestStatus` until it is DONE
    or FAILED. After FAILED, mend the lines it names and send the whole file again, with
    a new `clientRequestId`.

    409 means that this `clientRequestId` was used before: Gong has the file.""",
    answer=AsyncProcessingResponse,
    parameters=UPLOAD_PARAMETERS,
    body=FileBody(
        field="dataFile",
        content_type="application/x-ndjson",
        max_bytes=UPLOAD_MAX_BYTES,
        doc="CRM objects of one kind in UTF-8, one JSON object a line (LDJSON), at most 200 MB. "
        "Moments are ISO-8601 with an offset and without milliseconds.",
    ),
    scopes=("api:crm:upload",),
    repeat=Repeat.DEDUPLICATED,
    deduplicated_by="clientRequestId",
    success=(201,),
    errors=(400, 401, 409, 429, 500),
)

GET_CRM_OBJECTS = Operation(
    id="getCrmObjects",
    area="crm",
    method_name="objects",
    method="GET",
    path="/v2/crm/entities",
    doc="""Look up CRM objects by their ids in the CRM, to see whether an upload came through.

    Gong means this for development, not for reading data at scale. At most 100 objects
    are looked up, and further ids are dropped without a word. An id that Gong does not
    know is in the answer, with null in place of the object.

    Gong's descriptions disagree on where the ids go: the one for machines has them in
    the query, where they are sent, and the help centre in the body, as a JSON array.""",
    answer=GetGenericCrmObjectsResponse,
    parameters=(
        _INTEGRATION_ID,
        _OBJECT_TYPE,
        in_query(
            "objectsCrmIds",
            "Ids in the CRM. Only the first 100 count.",
            Annotated[list[str], UNIQUE],
            required=True,
        ),
    ),
    scopes=("api:crm:get-objects",),
    unwrap="crmObjectsMap",
    repeat=Repeat.SAFE,
    errors=(400, 401, 429, 500),
)

LIST_CRM_SCHEMA_FIELDS = Operation(
    id="listCrmSchemaFields",
    area="crm",
    method_name="schema",
    method="GET",
    path="/v2/crm/entity-schema",
    doc="""Get the fields that Gong knows for a kind of CRM object.

    The answer holds them under the kind of object.""",
    answer=ListSelectedFieldsResponse,
    parameters=(_INTEGRATION_ID, _OBJECT_TYPE),
    scopes=("api:crm:schema",),
    unwrap="objectTypeToSelectedFields",
    repeat=Repeat.SAFE,
    errors=(400, 401, 429, 500),
)

UPLOAD_CRM_SCHEMA_FIELDS = Operation(
    id="uploadCrmSchemaField",
    area="crm",
    method_name="upload_schema",
    method="POST",
    path="/v2/crm/entity-schema",
    doc="""Set the fields of a kind of CRM object, so that Gong shows them.

    Always send all fields: one that Gong knows and the list lacks is refused with 400.
    To drop a field, send it once with `isDeleted` true; its data goes with it. A field
    whose type changes is a new one: the data under the old type is dropped. Changing a
    label drops nothing. Upload the schema before the objects that use it.""",
    answer=SchemaUpdateResponse,
    parameters=(_INTEGRATION_ID, _OBJECT_TYPE),
    body=JsonBody(type=list[CrmSchemaField]),
    scopes=("api:crm:schema",),
    success=(201, 200),
    errors=(400, 401, 429, 500),
)

GET_CRM_REQUEST_STATUS = Operation(
    id="getRequestStatus",
    area="crm",
    method_name="request_status",
    method="GET",
    path="/v2/crm/request-status",
    doc="""Ask how an upload of objects or the deletion of an integration goes.

    PENDING and IN_PROGRESS mean to ask again later. DONE means that every line was
    taken; deals may need another hour until people see them. FAILED comes with at most
    20 errors: those by line are the caller's to mend, a single error of line 0 is about
    the file as a whole.""",
    answer=RequestStatusResponse,
    parameters=(
        _INTEGRATION_ID,
        in_query(
            "clientRequestId",
            "The name that was given to the upload or the deletion.",
            required=True,
        ),
    ),
    scopes=("api:crm:upload",),
    repeat=Repeat.SAFE,
    errors=(400, 401, 429, 500),
)
