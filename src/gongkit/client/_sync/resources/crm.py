# Made from _async/resources/crm.py by tools/async_to_sync.py: change that one.
"""`gong.crm`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from gongkit.client._sync.listing import Listing
from gongkit.client._sync.resource import Resource
from gongkit.client._sync.runtime import on_thread
from gongkit.client.inputs import in_parts, new_client_request_id
from gongkit.client.ldjson import CrmObject, write_objects
from gongkit.contract.operations import crm as ops
from gongkit.contract.types.base import JsonObject
from gongkit.contract.types.common import RegisterGenericCrmResponse
from gongkit.contract.types.crm import (
    AsyncProcessingResponse,
    CrmObjectType,
    CrmSchemaField,
    CrmUploadObjectType,
    GenericCrmIntegration,
    GenericCrmRegistrationRequest,
    RequestStatusResponse,
)
from gongkit.engine.call import attach, bind
from gongkit.engine.polling import Work, wait_for
from gongkit.errors import Conflict, RequestFailed

OBJECTS_AT_ONCE = 100
"""How many objects Gong looks up in one request; it drops further ids without a word."""


class Crm(Resource):
    """CRM integrations: schema, upload, objects.

    Register the integration, upload the schema of each kind of object, then objects.
    """

    def integrations(self) -> Listing[GenericCrmIntegration]:
        """List the CRM integrations that were registered through the API: none or one."""
        return self._listing(ops.LIST_CRM_INTEGRATIONS)

    def register_integration(self, *, name: str, owner_email: str) -> RegisterGenericCrmResponse:
        """Register the company's CRM; the answer's `integration_id` is what all else asks for.

        Raises `Conflict` where the company has a CRM already, also one of Gong's own.
        """
        return self._answer(
            ops.REGISTER_CRM_INTEGRATION,
            body=GenericCrmRegistrationRequest(name=name, owner_email=owner_email),
        )

    def delete_integration(
        self, *, integration_id: int, client_request_id: str
    ) -> AsyncProcessingResponse:
        """Delete a CRM integration with all its objects. This cannot be undone.

        Gong takes the work on; `request_status` tells by `client_request_id` how it goes.
        Raises `Conflict` for a `client_request_id` that was used before.
        """
        return self._answer(
            ops.DELETE_CRM_INTEGRATION,
            query={
                "integrationId": integration_id,
                "clientRequestId": new_client_request_id(client_request_id),
            },
        )

    def delete_integration_and_wait(
        self, *, integration_id: int, client_request_id: str, timeout: float = 600.0
    ) -> RequestStatusResponse:
        """Delete a CRM integration as `delete_integration` does, and wait until it is gone.

        Raises `RequestFailed` where Gong gave up, or is not done within `timeout` seconds.
        """
        try:
            self.delete_integration(
                integration_id=integration_id, client_request_id=client_request_id
            )
        except Conflict as error:
            if not error.repeated:
                raise
        name = f"Deletion {client_request_id}"
        return self._until_done(name, integration_id, client_request_id, timeout)

    def upload(
        self,
        *,
        integration_id: int,
        object_type: CrmUploadObjectType,
        client_request_id: str,
        data: Path | Iterable[CrmObject],
    ) -> AsyncProcessingResponse:
        """Add, change or delete CRM objects of one kind, at most 200 MB.

        `data` is a file with one JSON object a line, or the objects, which are written
        to a temporary file first, one after the other; either is streamed from disk.
        Gong takes the work on; `request_status` tells by `client_request_id` how it goes.
        Raises `UsageError` for data that is too large or no objects, `Conflict` for a
        `client_request_id` that was used before.
        """
        query = {
            "integrationId": integration_id,
            "objectType": object_type,
            "clientRequestId": new_client_request_id(client_request_id),
        }
        if isinstance(data, Path):
            file = attach(ops.UPLOAD_CRM_DATA, data)
            return self._answer(ops.UPLOAD_CRM_DATA, query=query, file=file)
        with TemporaryDirectory(prefix="gongkit-") as folder:
            written = Path(folder, "objects.ldjson")
            on_thread(partial(write_objects, data, written, ops.UPLOAD_MAX_BYTES))
            file = attach(ops.UPLOAD_CRM_DATA, written)
            return self._answer(ops.UPLOAD_CRM_DATA, query=query, file=file)

    def upload_and_wait(
        self,
        *,
        integration_id: int,
        object_type: CrmUploadObjectType,
        client_request_id: str,
        data: Path | Iterable[CrmObject],
        timeout: float = 600.0,
    ) -> RequestStatusResponse:
        """Upload CRM objects as `upload` does, and wait until Gong has taken them.

        Raises `RequestFailed` where lines are wrong (its `errors` has the first 20), or
        where Gong is not done within `timeout` seconds.
        """
        try:
            self.upload(
                integration_id=integration_id,
                object_type=object_type,
                client_request_id=client_request_id,
                data=data,
            )
        except Conflict as error:
            # The answer to an earlier try was lost: the file that Gong has is this one.
            if not error.repeated:
                raise
        name = f"Upload {client_request_id}"
        return self._until_done(name, integration_id, client_request_id, timeout)

    def objects(
        self, ids: Sequence[str], *, integration_id: int, object_type: CrmObjectType
    ) -> dict[str, JsonObject | None]:
        """Look up CRM objects by their ids in the CRM; None where Gong has none.

        Gong takes 100 ids in a request; more are asked for in several. It means this for
        seeing whether an upload came through, not for reading at scale.
        """
        found: dict[str, JsonObject | None] = dict.fromkeys(ids)
        for part in in_parts(OBJECTS_AT_ONCE, "ids", ids):
            found |= self._object(
                dict[str, JsonObject | None],
                ops.GET_CRM_OBJECTS,
                query={
                    "integrationId": integration_id,
                    "objectType": object_type,
                    "objectsCrmIds": part,
                },
            )
        return found

    def schema(
        self, *, integration_id: int, object_type: CrmObjectType
    ) -> dict[str, list[CrmSchemaField]]:
        """Get the fields that Gong knows for a kind of object, under that kind."""
        return self._object(
            dict[str, list[CrmSchemaField]],
            ops.LIST_CRM_SCHEMA_FIELDS,
            query={"integrationId": integration_id, "objectType": object_type},
        )

    def upload_schema(
        self,
        fields: Sequence[CrmSchemaField],
        *,
        integration_id: int,
        object_type: CrmObjectType,
    ) -> None:
        """Set all fields of a kind of object, so that Gong shows them.

        Raises `BadRequest` where one that Gong knows is left out: to drop a field with
        its data, send it with `is_deleted`. A changed type drops the data under the old.
        """
        self._answer(
            ops.UPLOAD_CRM_SCHEMA_FIELDS,
            query={"integrationId": integration_id, "objectType": object_type},
            body=[*fields],
        )

    def request_status(
        self, *, integration_id: int, client_request_id: str
    ) -> RequestStatusResponse:
        """Ask how an upload or a deletion goes: PENDING, IN_PROGRESS, DONE or FAILED."""
        return self._answer(
            ops.GET_CRM_REQUEST_STATUS,
            query={"integrationId": integration_id, "clientRequestId": client_request_id},
        )

    def _until_done(
        self, name: str, integration_id: int, client_request_id: str, timeout: float
    ) -> RequestStatusResponse:
        call = bind(
            ops.GET_CRM_REQUEST_STATUS,
            query={"integrationId": integration_id, "clientRequestId": client_request_id},
        )
        work = Work(
            name=name,
            ask=lambda: self._gong.steps(call),
            ask_again=(
                f"crm.request_status(integration_id={integration_id},"
                f" client_request_id={client_request_id!r})"
            ),
            failure=partial(_failure, name),
        )
        return self._gong.run(wait_for(work, timeout))


def _failure(name: str, answer: RequestStatusResponse) -> RequestFailed:
    """Explain a FAILED; Gong lists 20 errors at most, and those of line 0 are of the whole."""
    errors = [
        f"line {each.line}: {each.description}" if each.line else f"{each.description}"
        for each in answer.errors or ()
    ]
    count = answer.total_error_count or len(errors)
    return RequestFailed(
        f"{name} failed: {count} errors, of which Gong lists {len(errors)}.",
        errors=errors,
        hint="Mend them and send all of it again, under a new client_request_id.",
    )
