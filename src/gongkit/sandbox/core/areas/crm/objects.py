"""CRM objects: uploading a file of them, asking how that goes, and looking them up."""

from __future__ import annotations

from gongkit.contract.types.crm import AsyncProcessingResponse, GetGenericCrmObjectsResponse
from gongkit.sandbox.core.api.asked import Answer, Asked, Refused, answers
from gongkit.sandbox.core.crm.files import CrmFile
from gongkit.sandbox.core.crm.integrations import named_integration
from gongkit.sandbox.core.crm.lines import LineReader
from gongkit.sandbox.core.crm.objects import ObjectsAsked, find_objects, why_missing
from gongkit.sandbox.core.crm.requests import status_of
from gongkit.sandbox.core.state import State

MAX_IDS = 100


@answers("uploadCrmData")
def upload_crm_data(_: State, asked: Asked) -> Answer:
    """Take a file on whose objects are in the tables already, and do not count yet."""
    file = asked.upload and asked.upload.sink
    assert isinstance(file, CrmFile)  # noqa: S101  (it takes all files of this operation)
    try:
        file.accept()
    except BaseException:
        file.abandon()
        raise
    _leave_hints(asked, file.lines)
    answer = AsyncProcessingResponse(
        request_id=asked.request_id, client_request_id=asked.query["clientRequestId"]
    )
    return Answer.of(answer, 201)


def _leave_hints(asked: Asked, lines: LineReader) -> None:
    object_type = asked.query["objectType"]
    if lines.error_count:
        asked.hint(
            "dataFile",
            f"{lines.error_count} lines are wrong: this ends as FAILED, and nothing of the file"
            f" is taken. First: {lines.errors[0].description}",
        )
    for name in lines.unknown:
        asked.hint(
            "dataFile",
            f"{name} is no field of {object_type} and is passed over. Upload the schema before"
            " the objects: what came earlier does not appear later.",
        )
    for name, count in lines.incomplete.items():
        if count:
            asked.hint(
                "dataFile",
                f"{count} objects have no {name}: Gong takes them, and people do not find them"
                " where they look.",
            )


@answers("getRequestStatus")
def get_request_status(state: State, asked: Asked) -> Answer:
    """Tell how an upload or a deletion goes."""
    return Answer.of(status_of(state, asked))


@answers("getCrmObjects")
def get_crm_objects(state: State, asked: Asked) -> Answer:
    """Look objects up; the ids are in the query, in the body, or in both."""
    integration = named_integration(state, asked)
    ids = _ids(asked)
    objects = ObjectsAsked(asked.company.id, integration.id, asked.query["objectType"])
    found = find_objects(state, objects, ids, asked.now)
    missing = [object_id for object_id in ids if found[object_id] is None]
    for object_id, why in why_missing(state, objects, missing, asked.now):
        asked.hint("objectsCrmIds", f"{object_id}: {why}")
    return Answer.of(
        GetGenericCrmObjectsResponse(request_id=asked.request_id, crm_objects_map=found)
    )


def _ids(asked: Asked) -> list[str]:
    in_query, in_body = asked.query.get("objectsCrmIds"), asked.body
    if in_query is None and in_body is None:
        raise Refused(
            400, "objectsCrmIds: is required, in the query or as a JSON list of ids in the body"
        )
    ids = [*(in_query or ()), *(in_body or ())]
    if len(set(ids)) < len(ids):
        raise Refused(400, "objectsCrmIds: must not have the same id twice")
    if len(ids) > MAX_IDS:
        asked.hint(
            "objectsCrmIds",
            f"Only the first {MAX_IDS} of {len(ids)} ids count; the others are dropped.",
        )
    if in_query is not None and len(in_query) == 1 and "," in in_query[0]:
        asked.hint("objectsCrmIds", "Repeat the parameter for each id: a comma parts nothing.")
    return ids[:MAX_IDS]
