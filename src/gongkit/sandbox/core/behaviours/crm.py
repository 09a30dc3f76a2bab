"""How feeding a CRM behaves: registering it, its schema, its uploads, and looking objects up."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_REGISTER, _DELETE = "registerGenericCrmIntegration", "deleteGenericCrmIntegration"
_SCHEMA, _UPLOAD = "uploadCrmSchemaField", "uploadCrmData"
_STATUS, _OBJECTS = "getRequestStatus", "getCrmObjects"
_ASYNC = (_DELETE, _UPLOAD)
_NAMED = ("listCrmSchemaFields", _SCHEMA, _UPLOAD, _STATUS, _OBJECTS, _DELETE)

CRM = (
    Behaviour(
        "crm-one",
        Basis.DOCUMENTED,
        "A company has one CRM: registering another is refused, also where Gong connects to one by"
        " itself.",
        (_REGISTER,),
        (409,),
    ),
    Behaviour(
        "crm-native-not-connected",
        Basis.ASSUMED,
        "The CRMs that the demo calls refer to do not count as connected, until the setting"
        " `native_crm_connected` says so.",
        (_REGISTER,),
        (200, 409),
    ),
    Behaviour(
        "crm-not-updated",
        Basis.ASSUMED,
        "PUT does not change the CRM that is registered, not even with the same name and owner.",
        (_REGISTER,),
        (409,),
    ),
    Behaviour(
        "crm-owner",
        Basis.ASSUMED,
        "The owner's email address must be that of an active user, and the name must not be empty.",
        (_REGISTER,),
        (200, 400),
    ),
    Behaviour(
        "crm-id",
        Basis.DOCUMENTED,
        "The integration's id exceeds 2^53, so that a floating-point number changes it.",
        (_REGISTER, "listGenericCrmIntegration"),
    ),
    Behaviour(
        "crm-list",
        Basis.DOCUMENTED,
        "Only a CRM that was registered through the API is listed: none or one.",
        ("listGenericCrmIntegration",),
    ),
    Behaviour(
        "crm-unknown",
        Basis.ASSUMED,
        "An unknown integration is refused with 400, and so is an unknown `clientRequestId`.",
        _NAMED,
        (400,),
    ),
    Behaviour(
        "crm-delete-all",
        Basis.DOCUMENTED,
        "A deletion is taken on, and integration, schema and objects are gone when it is DONE.",
        (_DELETE,),
        (201,),
    ),
    Behaviour(
        "crm-delete-pending",
        Basis.ASSUMED,
        "From the request for its deletion on an integration can be read until it is gone, and not"
        " changed.",
        (_DELETE, _UPLOAD, _SCHEMA),
        (201, 400),
    ),
    Behaviour(
        "crm-request-id",
        Basis.DOCUMENTED,
        "`clientRequestId` has letters, digits, dashes and underscores; one that was used is"
        " refused.",
        _ASYNC,
        (201, 400, 409),
    ),
    Behaviour(
        "crm-request-id-company",
        Basis.ASSUMED,
        "A `clientRequestId` counts as used in the whole company, also after its integration was"
        " deleted; one whose file did not come whole is free again.",
        _ASYNC,
        (409,),
    ),
    Behaviour(
        "crm-schema-whole",
        Basis.DOCUMENTED,
        "A schema names all fields: one that is known and left out is refused, one with"
        " `isDeleted` goes with its data.",
        (_SCHEMA,),
        (201, 400),
    ),
    Behaviour(
        "crm-schema-type",
        Basis.DOCUMENTED,
        "A field whose type changes loses its data; a new label loses nothing.",
        (_SCHEMA,),
        (201,),
    ),
    Behaviour(
        "crm-schema-needs",
        Basis.DOCUMENTED,
        "A REFERENCE says what it refers to, a PICKLIST has values, and STRINGARRAY is for Gong's"
        " own fields.",
        (_SCHEMA,),
        (400,),
    ),
    Behaviour(
        "crm-schema-own",
        Basis.ASSUMED,
        "Gong's own fields may be in a schema with their own type, cannot be deleted, and are"
        " listed only if they were uploaded.",
        (_SCHEMA, "listCrmSchemaFields"),
        (200, 400),
    ),
    Behaviour(
        "crm-schema-list",
        Basis.DOCUMENTED,
        "The fields of one kind of object are listed, under its name.",
        ("listCrmSchemaFields",),
    ),
    Behaviour(
        "crm-accepted",
        Basis.DOCUMENTED,
        "The answer 201 says that the file came; what is in it shows when its status is asked.",
        (_UPLOAD,),
        (201,),
    ),
    Behaviour(
        "crm-size",
        Basis.DOCUMENTED,
        "A file has at most 200 MB; the sandbox takes that for 200,000,000 bytes.",
        (_UPLOAD,),
        (413,),
    ),
    Behaviour(
        "crm-status",
        Basis.DOCUMENTED,
        "A request is PENDING, IN_PROGRESS, and then DONE, or FAILED with the first 20 errors by"
        " line.",
        (_STATUS,),
    ),
    Behaviour(
        "crm-status-times",
        Basis.ASSUMED,
        "A request is PENDING for 2 seconds and IN_PROGRESS for 5, unless set otherwise.",
        (_STATUS,),
    ),
    Behaviour(
        "crm-failed-nothing",
        Basis.ASSUMED,
        "FAILED leaves everything as it was: none of the file's objects is taken.",
        (_STATUS, _OBJECTS),
    ),
    Behaviour(
        "crm-line-counts",
        Basis.ASSUMED,
        "One error is told for a bad line; blank lines are passed over, and a line of more than a"
        " million bytes is bad.",
        (_STATUS,),
    ),
    Behaviour(
        "crm-line-fields",
        Basis.DOCUMENTED,
        "A line is an object with `objectId` and `modifiedDate` (a stage: `name`), and its values"
        " fit the types of Gong's own fields and of the schema.",
        (_STATUS,),
    ),
    Behaviour(
        "crm-line-once",
        Basis.DOCUMENTED,
        "An object is in a file once; the second line of the same `objectId` is bad.",
        (_STATUS,),
    ),
    Behaviour(
        "crm-references-unchecked",
        Basis.DOCUMENTED,
        "An object may refer to one that is not there: Gong takes it, and cannot place it.",
        (_UPLOAD,),
        (201,),
    ),
    Behaviour(
        "crm-replaced",
        Basis.ASSUMED,
        "An object that is uploaded again is replaced as a whole, unless its `modifiedDate` is"
        " older than that of the object Gong has.",
        (_OBJECTS,),
    ),
    Behaviour(
        "crm-not-in-schema",
        Basis.DOCUMENTED,
        "Fields that the schema did not have when the file came are not shown, and are no error.",
        (_UPLOAD, _OBJECTS),
        (200, 201),
    ),
    Behaviour(
        "crm-nulls",
        Basis.DOCUMENTED,
        "Each id that was asked for is in the answer, with null where Gong has no such object.",
        (_OBJECTS,),
    ),
    Behaviour(
        "crm-ids-cut",
        Basis.DOCUMENTED,
        "The first 100 ids count, and further ones are dropped without a word.",
        (_OBJECTS,),
    ),
    Behaviour(
        "crm-ids-anywhere",
        Basis.ASSUMED,
        "The ids are taken from the query, from a JSON list in the body, or from both; twice the"
        " same is refused.",
        (_OBJECTS,),
        (200, 400),
    ),
)
